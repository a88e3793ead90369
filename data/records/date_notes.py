"""Notes on dates ("new phone system"): what happened on a day, kept once for all charts over time.

They name no customer and no person, so whoever sees anything sees them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS
from data.records.tables import DateNoteRow
from data.scope import Scope

LONGEST = 2_000  # characters of a note


@dataclass(frozen=True, kw_only=True)
class DateNote:
    """A note as it is kept. Instants are aware, in UTC; version grows by one with each change."""

    id: str
    dataset: str  # one of DATASETS
    on: date
    text: str
    created_at: datetime
    created_by: str
    version: int


_NOTE = [one.name for one in fields(DateNote)]


def date_notes(scope: Scope, dataset: str) -> list[DateNote]:
    """The notes of one dataset by date; none for who sees nothing."""
    if not scope.anything:
        return []
    wanted = select(DateNoteRow).where(DateNoteRow.dataset == dataset)
    with reading() as session:
        in_order = wanted.order_by(DateNoteRow.on, DateNoteRow.created_at, DateNoteRow.id)
        return [_note(row) for row in session.scalars(in_order)]


def add_date_note(scope: Scope, dataset: str, on: date, text: str, now: datetime | None = None) -> DateNote:
    """Keeps a new note. Raises Invalid, naming each wrong field, and Missing for who sees nothing."""
    with writing(scope, now) as transaction:
        _check_sees(scope)
        text = text.strip()
        _validate(dataset, on, text)
        said: dict[str, Any] = {"dataset": dataset, "on": on, "text": text}
        row = DateNoteRow(id=str(uuid4()), created_at=transaction.at, created_by=transaction.actor, **said)
        transaction.session.add(row)
        transaction.audit("date_note", row.id, "create", {}, said)
        transaction.session.flush()
        return _note(row)


def change_date_note(
    scope: Scope,
    note_id: str,
    expected_version: int,
    *,
    on: date | None = None,
    text: str | None = None,
    now: datetime | None = None,
) -> DateNote:
    """Keeps another day or text, null leaving it; a change of nothing leaves the version as it was.

    Raises Conflict when the note is no longer at the expected version, Invalid for wrong values, Missing.
    """
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, note_id, expected_version)
        before = {"on": row.on, "text": row.text}
        row.on = row.on if on is None else on
        row.text = row.text if text is None else text.strip()
        _validate(row.dataset, row.on, row.text)
        transaction.audit("date_note", row.id, "change", before, {"on": row.on, "text": row.text})
        transaction.session.flush()
        return _note(row)


def remove_date_note(scope: Scope, note_id: str, expected_version: int, now: datetime | None = None) -> None:
    """Takes a note away; the audit keeps what it said. Raises Conflict, Missing."""
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, note_id, expected_version)
        transaction.audit("date_note", row.id, "remove", {"on": row.on, "text": row.text}, {})
        transaction.session.delete(row)


def _validate(dataset: str, on: date, text: str) -> None:
    wrong: dict[str, str] = {}
    for name, sound, words in _rules(dataset, on, text):
        if not sound:
            wrong.setdefault(name, words)
    if wrong:
        raise Invalid(wrong)


def _rules(dataset: str, on: date, text: str) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "dataset", dataset in DATASETS, "A note belongs to the demonstration data or to your own."
    yield "on", type(on) is date, "Choose the day that the note is about."
    yield "text", bool(text), "Say what happened on this day."
    yield "text", len(text) <= LONGEST, "Say it in at most 2,000 characters."


def _expected(session: Session, scope: Scope, note_id: str, version: int) -> DateNoteRow:
    """The row of a note as the writer read it. Raises Conflict where it was changed since, Missing."""
    _check_sees(scope)
    row = session.get(DateNoteRow, note_id)
    if row is None:
        raise Missing("There is no such note.")
    if row.version != version:
        raise Conflict(row.version)
    return row


def _check_sees(scope: Scope) -> None:
    if not scope.anything:
        raise Missing("There are no notes for who sees no data.")


def _note(row: DateNoteRow) -> DateNote:
    return DateNote(**{name: getattr(row, name) for name in _NOTE})
