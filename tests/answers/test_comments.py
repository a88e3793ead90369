"""Comments are found by all of the words, whatever the case and the script; each sign of a word stands for itself."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import comments
from answers.comments import Wanted
from data.scope import OWNER, Scope
from data.store import Generation
from tests.worlds import put

SPAN = (date(2026, 5, 1), date(2026, 5, 31))
WRITTEN = {
    "english": "Very FRIENDLY, thank you. My refund came",
    "hungarian": "Még mindig várom az ÁRVÍZTŰRŐ csomagomat, Győrbe.",
    "persian": "پیگیری سفارش من بسیار کند بود",
    "arabic keys": "پيگيري كالا",  # the same letters from an Arabic keyboard
    "joined": "نمی‌خواهم",
    "signs": "100% of it was wrong_size (a.b) 'quoted' \\ back",
    "german": "Die STRASSE war falsch",
    "blank": "   ",
}
WHO: dict[str, dict[str, Any]] = {
    "english": {"kind": "csat", "score": 5, "scale": "1-5", "topic": "Returns", "channel": "email"},
    "hungarian": {"kind": "csat", "score": 1, "scale": "1-5", "topic": "Delivery", "channel": "chat"},
    "persian": {"kind": "nps", "score": 6, "scale": "0-10", "channel": "chat"},
    "arabic keys": {"kind": "nps", "score": 8, "scale": "0-10"},
    "joined": {"kind": "nps", "score": 9, "scale": "0-10"},
    "signs": {"kind": "csat", "score": 3, "scale": "1-5", "topic": "Returns"},
    "german": {"kind": "ces", "score": 2, "scale": "1-7"},
    "blank": {"kind": "csat", "score": 2, "scale": "1-5"},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    at = datetime(2026, 5, 10, 9)
    rows = [
        WHO[name]
        | {"survey_id": name, "comment": text, "answered_at": at, "agent": "a1", "customer": "c1", "team": "A"}
        for name, text in WRITTEN.items()
    ]
    rows.append(rows[0] | {"survey_id": "april", "answered_at": datetime(2026, 4, 30, 12)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("comments")))
        return put({"surveys": rows})


def found(generation: Generation, **wanted: Any) -> set[str]:
    rows = comments.comments(SPAN, OWNER, generation, wanted.pop("where", {}))
    return set(comments.pick(rows, Wanted(**wanted))["survey_id"])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", set(WRITTEN) - {"blank"}),
        ("friendly", {"english"}),
        ("REFUND Friendly", {"english"}),
        ("refund parcel", set()),
        ("árvíztűrő GYŐRBE", {"hungarian"}),
        ("arvizturo", set()),  # without its accents it is another word
        ("پیگیری", {"persian", "arabic keys"}),
        ("پيگيري كند", {"persian"}),
        ("نمی خواهم", {"joined"}),
        ("نمی‌خواهم", {"joined"}),
        ("straße", {"german"}),
        ("100%", {"signs"}),
        ("%", {"signs"}),
        ("_", {"signs"}),
        ("a.b", {"signs"}),
        ("(a", {"signs"}),
        ("a?b", set()),
        ("'quoted'", {"signs"}),
        ("\\", {"signs"}),
        ("' OR 1=1 --", set()),
    ],
)
def test_every_word_occurs_as_it_is_typed(written: Generation, words: str, names: set[str]) -> None:
    assert found(written, words=words) == names


def test_topics_bands_and_channels_narrow_the_list(written: Generation) -> None:
    assert found(written, topics=("Returns",)) == {"english", "signs"}
    assert found(written, topics=("Delivery", None)) == {"hungarian", "persian", "arabic keys", "joined", "german"}
    assert found(written, band="negative") == {"hungarian", "persian"}
    assert found(written, band="middle") == {"arabic keys", "signs"}
    assert found(written, band="positive") == {"english", "joined"}  # what an effort score means is not known
    assert found(written, where={"channel": ["chat"]}) == {"hungarian", "persian"}
    assert found(written, words="the OR best", where={"channel": ["chat"]}) == set()


def test_nobody_stands_beside_a_comment(written: Generation) -> None:
    rows = comments.comments(SPAN, OWNER, written, {})
    assert not {"agent", "customer"} & set(rows.columns)
    assert comments.comments(SPAN, Scope("lead", teams=("B",)), written, {}).is_empty()


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=12), st.text(max_size=8), st.text(max_size=8))
def test_a_text_is_found_by_any_part_of_it_in_any_case(word: str, before: str, after: str) -> None:
    """Folded alike: the word as it stands, and in capitals where these have the same small letters."""
    text = comments.fold(f"{before} {word} {after}")
    for typed in (word, word.swapcase() if comments.fold(word.swapcase()) == comments.fold(word) else word):
        assert all(part in text for part in comments.fold(typed).split())
