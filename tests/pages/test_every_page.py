"""What holds for every page: it opens in every state of the data, and says whose data it shows."""

import pytest

from data.store import Generation
from tests.pages.reading import PAGES, links, opened, words

NEEDS_DATA = ("overview", "goals")


@pytest.mark.parametrize("page", NEEDS_DATA)
def test_an_empty_store_says_how_to_fill_it(page: str) -> None:
    at = opened(page)
    assert "No data yet" in words(at)
    assert links(at)["Load data"] == "data"


@pytest.mark.parametrize("page", ["data", "settings"])
def test_what_needs_no_data_works_without(page: str) -> None:
    assert "No data yet" not in words(opened(page))


@pytest.mark.parametrize("page", PAGES)
def test_demonstration_data_say_so_and_offer_the_way_to_ones_own(demonstration: Generation, page: str) -> None:
    at = opened(page, theme="dark")
    assert "Demonstration data of a made-up company." in words(at)
    assert links(at)["Load your own"] == "data"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("loaded", ["undated", "few"])
def test_own_data_are_never_called_a_demonstration(page: str, loaded: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(loaded)
    assert "made-up company" not in words(opened(page))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("nonsense", ["<script>alert(1)</script>", "%00", "../../etc/passwd", "new'--", "🦊" * 300])
def test_no_address_breaks_a_page(demonstration: Generation, page: str, nonsense: str) -> None:
    names = ("month", "channel", "team", "metric", "goal", "archived")
    opened(page, **dict.fromkeys(names, nonsense))
