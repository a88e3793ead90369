"""Notes on dates: kept with who wrote them, changed in the open, and never lost between two writers."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

LEAD, NOBODY = Scope(actor="lead", teams=("North",)), Scope(actor="stranger")
DAY = date(2026, 3, 14)


def test_a_note_is_read_as_it_was_written_by_whoever_sees_anything(noon: datetime) -> None:
    kept = records.add_date_note(LEAD, "own", DAY, "  New *phone* system <b>\n", now=noon)
    assert (kept.on, kept.text, kept.created_by, kept.created_at) == (DAY, "New *phone* system <b>", "lead", noon)
    assert records.date_notes(OWNER, "own") == records.date_notes(LEAD, "own") == [kept]
    assert records.date_notes(NOBODY, "own") == records.date_notes(OWNER, "demonstration") == []
    [event] = audited("date_note")
    assert (event.at, event.actor, event.action, event.entity_id) == (noon, "lead", "create", kept.id)
    assert event.changes["on"] == [None, "2026-03-14"]


def test_notes_come_by_date() -> None:
    for day in (3, 1, 2):
        records.add_date_note(OWNER, "own", date(2026, 5, day), f"{day}")
    assert [each.text for each in records.date_notes(OWNER, "own")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("text", {"text": " \n"}),
        ("text", {"text": "x" * 2_001}),
        ("on", {"on": None}),
        ("on", {"on": datetime(2026, 3, 14, 9)}),
        ("dataset", {"dataset": "other"}),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        records.add_date_note(OWNER, **({"dataset": "own", "on": DAY, "text": "x" * 2_000} | values))
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field].endswith(".")
    assert records.date_notes(OWNER, "own") == []
    assert records.revision() == 0


def test_a_change_leaves_what_it_does_not_name(noon: datetime) -> None:
    kept = records.add_date_note(OWNER, "own", DAY, "New phone system", now=noon)
    moved = records.change_date_note(LEAD, kept.id, 1, on=DAY + timedelta(days=1))
    assert moved == replace(kept, on=date(2026, 3, 15), version=2)
    said = records.change_date_note(OWNER, kept.id, 2, text=" Newer ")
    assert said == replace(moved, text="Newer", version=3)
    assert records.change_date_note(OWNER, kept.id, 3, on=said.on, text="Newer") == said  # a change of nothing
    assert [(row.actor, row.changes) for row in audited("date_note")[1:]] == [
        ("lead", {"on": ["2026-03-14", "2026-03-15"]}),
        ("owner", {"text": ["New phone system", "Newer"]}),
    ]
    with pytest.raises(Invalid):
        records.change_date_note(OWNER, kept.id, 3, text="")
    assert records.date_notes(OWNER, "own") == [said]


def test_a_note_that_is_removed_stays_in_the_audit(noon: datetime) -> None:
    kept = records.add_date_note(OWNER, "own", DAY, "New phone system")
    records.remove_date_note(LEAD, kept.id, 1, now=noon)
    assert records.date_notes(OWNER, "own") == []
    event = audited("date_note")[-1]
    assert (event.action, event.actor, event.at) == ("remove", "lead", noon)
    assert event.changes == {"on": ["2026-03-14", None], "text": ["New phone system", None]}


def test_nobody_writes_over_a_version_that_they_did_not_read() -> None:
    kept = records.add_date_note(OWNER, "own", DAY, "New phone system")
    theirs = records.change_date_note(LEAD, kept.id, 1, text="Theirs")
    with pytest.raises(Conflict) as late:
        records.change_date_note(OWNER, kept.id, 1, text="Mine")
    assert late.value.current_version == 2
    with pytest.raises(Conflict):
        records.remove_date_note(OWNER, kept.id, 1)
    assert records.date_notes(OWNER, "own") == [theirs]


def test_what_is_not_there_or_not_seen_is_missing() -> None:
    kept = records.add_date_note(OWNER, "own", DAY, "New phone system")
    for attempt in (
        lambda: records.add_date_note(NOBODY, "own", DAY, "Mine"),
        lambda: records.change_date_note(NOBODY, kept.id, 1, text="Mine"),
        lambda: records.remove_date_note(NOBODY, kept.id, 1),
        lambda: records.change_date_note(OWNER, "none", 1, text="Mine"),
        lambda: records.remove_date_note(OWNER, "none", 1),
    ):
        with pytest.raises(Missing):
            attempt()
    assert records.date_notes(OWNER, "own") == [kept]
