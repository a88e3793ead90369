"""What holds for every page: it opens in every state of the data, and says whose data it shows."""

import pytest
from streamlit.testing.v1 import AppTest

from data import store
from data.store import Generation
from tests.pages.reading import APP, PAGES, links, opened, words

NEEDS_DATA = ("overview", "goals", "waiting", "customers_say")


@pytest.mark.parametrize("page", NEEDS_DATA)
def test_an_empty_store_says_how_to_fill_it(page: str) -> None:
    at = opened(page)
    assert "No data yet" in words(at)
    assert links(at)["Load data"] == "data"


@pytest.mark.parametrize("page", ["data", "glossary", "settings"])
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
def test_a_damaged_store_is_said_in_words(page: str, few: Generation) -> None:
    """It failed already where the shell asks whose data it is, and nobody was told."""
    for written in few.path.parents[1].rglob("*.json"):
        written.write_text("{")
    store._generation.cache_clear()
    at = AppTest.from_file(str(APP)).switch_page(f"pages/{page}.py").run()
    assert not at.exception
    assert "This page failed" in words(at)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("nonsense", ["<script>alert(1)</script>", "%00", "../../etc/passwd", "new'--", "🦊" * 300])
def test_no_address_breaks_a_page(demonstration: Generation, page: str, nonsense: str) -> None:
    names = ("month", "channel", "team", "metric", "goal", "archived")
    opened(page, **dict.fromkeys(names, nonsense))
