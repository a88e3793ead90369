"""The summary of a month: one text that two writers never lose, with all that it ever said."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import MonthSummary
from data.scope import OWNER, Scope

LEAD = Scope(actor="lead", teams=("North",))
MONTH = date(2026, 10, 1)


def write(text: str, version: int | None, author: str = "Ada", **values: Any) -> MonthSummary:
    return records.write_month_summary(OWNER, "own", MONTH, text, author, version, **values)


def test_a_summary_is_kept_with_author_and_date(noon: datetime) -> None:
    assert records.month_summary(OWNER, "own", MONTH) is None
    kept = write(" A *good* month <b>.\nMostly. ", None, " Ada ", now=noon)
    assert (kept.text, kept.author, kept.written_at) == ("A *good* month <b>.\nMostly.", "Ada", noon)
    assert (kept.month, kept.version) == (MONTH, 1)
    assert records.month_summary(OWNER, "own", MONTH) == kept
    assert records.month_summary(OWNER, "demonstration", MONTH) is None
    assert records.month_summary(OWNER, "own", date(2026, 9, 1)) is None


def test_every_author_stays_in_the_history(noon: datetime) -> None:
    first = write("A good month.", None, "Ada", now=noon)
    later = noon + timedelta(hours=1)
    second = write("A mixed month.", 1, "Ben", now=later)
    assert (second.id, second.author, second.written_at, second.version) == (first.id, "Ben", later, 2)
    assert write("A mixed month.", 2, "Ben", now=later + timedelta(hours=1)) == second  # the same again
    create, change = records.month_summary_history(OWNER, first.id)
    assert (create.at, create.action, create.changes["author"]) == (noon, "create", [None, "Ada"])
    assert create.changes["text"] == [None, "A good month."]
    assert (create.changes["month"], create.changes["dataset"]) == ([None, "2026-10-01"], [None, "own"])
    assert (change.at, change.actor, change.action) == (later, "owner", "change")
    assert change.changes == {"text": ["A good month.", "A mixed month."], "author": ["Ada", "Ben"]}


def test_nobody_writes_over_what_they_did_not_read() -> None:
    kept = write("A good month.", None)
    for version in (None, 2):
        with pytest.raises(Conflict) as late:
            write("Mine", version)
        assert late.value.current_version == 1
    with pytest.raises(Conflict):
        records.write_month_summary(OWNER, "own", date(2026, 9, 1), "Mine", "Ada", 1)
    assert records.month_summary(OWNER, "own", MONTH) == kept


def test_of_two_first_writers_one_is_told() -> None:
    records.revision()  # the database is there

    def attempt(number: int) -> str:
        try:
            return write(f"Version {number}", None).text
        except Conflict:
            return "told"

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(attempt, range(2)))
    kept = records.month_summary(OWNER, "own", MONTH)
    assert kept is not None
    assert said == [kept.text, "told"]


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        (["text"], {"text": " "}),
        (["text"], {"text": "x" * 20_001}),
        (["author"], {"author": ""}),
        (["author"], {"author": "x" * 201}),
        (["dataset", "author"], {"dataset": "other", "author": ""}),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(fields: list[str], values: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"dataset": "own", "text": "x" * 20_000, "author": "Ada"} | values
    with pytest.raises(Invalid) as refused:
        records.write_month_summary(OWNER, month=MONTH, expected_version=None, **usual)
    assert list(refused.value.fields) == fields
    assert all(words.endswith(".") for words in refused.value.fields.values())
    assert records.month_summary(OWNER, "own", MONTH) is None


def test_it_tells_of_all_teams_and_is_for_who_sees_them_all() -> None:
    kept = write("A good month.", None)
    assert records.month_summary(LEAD, "own", MONTH) is None
    for attempt in (
        lambda: records.write_month_summary(LEAD, "own", MONTH, "Mine", "lead", 1),
        lambda: records.month_summary_history(LEAD, kept.id),
        lambda: records.month_summary_history(OWNER, "none"),
    ):
        with pytest.raises(Missing):
            attempt()
    assert records.month_summary(OWNER, "own", MONTH) == kept
