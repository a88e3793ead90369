"""The written summary of a month: one text per month, whoever wrote it last, and what it said before.

It tells of all teams, so only who sees everything reads and writes it.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from data.errors import Conflict, Invalid, Missing
from data.records import goal_rows
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS, GoalEvent
from data.records.tables import AuditRow, MonthSummaryRow
from data.scope import Scope

LONGEST = 20_000  # characters of a summary
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class MonthSummary:
    """A summary as it is kept. `written_at` is aware, in UTC, of the last change; version grows by one with each."""

    id: str
    dataset: str  # one of DATASETS
    month: date  # its first day, in the calendar that the organisation counts months in
    text: str
    author: str  # who wrote it last
    written_at: datetime
    version: int


_SUMMARY = [one.name for one in fields(MonthSummary)]


def month_summary(scope: Scope, dataset: str, month: date) -> MonthSummary | None:
    """The summary of a month; null where none was written, or for who does not see everything."""
    if not scope.everything:
        return None
    with reading() as session:
        row = session.scalars(_of(dataset, month)).one_or_none()
        return _summary(row) if row else None


def write_month_summary(
    scope: Scope,
    dataset: str,
    month: date,
    text: str,
    author: str,
    expected_version: int | None,
    now: datetime | None = None,
) -> MonthSummary:
    """Keeps the summary of a month in place of what it said before; the same again leaves it as it was.

    `expected_version` is that of the summary that the writer read, null where there was none. Raises Conflict when
    somebody else wrote it meanwhile, Invalid, naming each wrong field, and Missing for who does not see everything.
    """
    if not scope.everything:
        raise Missing("There is no summary of the month for who does not see everything.")
    with writing(scope, now) as transaction:
        said = {"text": text.strip(), "author": author.strip()}
        _validate(dataset, **said)
        row = transaction.session.scalars(_of(dataset, month)).one_or_none()
        version = row.version if row else None
        if version != expected_version:
            raise Conflict(version or 0)
        before = {name: getattr(row, name) for name in said} if row else {}
        if before == said and row is not None:
            return _summary(row)
        row = row or MonthSummaryRow(id=str(uuid4()), dataset=dataset, month=month)
        row.text, row.author, row.written_at = said["text"], said["author"], transaction.at
        transaction.session.add(row)
        where = {} if before else {"dataset": dataset, "month": month}
        transaction.audit("month_summary", row.id, "change" if before else "create", before, said | where)
        transaction.session.flush()
        return _summary(row)


def month_summary_history(scope: Scope, summary_id: str) -> list[GoalEvent]:
    """Who wrote what and when, oldest first, each with what it said before; Missing for who does not see everything."""
    entries = select(AuditRow).where(AuditRow.entity == "month_summary", AuditRow.entity_id == summary_id)
    with reading() as session:
        if not scope.everything or session.get(MonthSummaryRow, summary_id) is None:
            raise Missing("There is no such summary.")
        return [goal_rows.event_of(row) for row in session.scalars(entries.order_by(AuditRow.id))]


def _of(dataset: str, month: date) -> Any:
    return select(MonthSummaryRow).where(MonthSummaryRow.dataset == dataset, MonthSummaryRow.month == month)


def _validate(dataset: str, text: str, author: str) -> None:
    wrong: dict[str, str] = {}
    if dataset not in DATASETS:
        wrong["dataset"] = "A summary belongs to the demonstration data or to your own."
    if not text:
        wrong["text"] = "Write what the month was like."
    elif len(text) > LONGEST:
        wrong["text"] = "Write the summary in at most 20,000 characters."
    if not author:
        wrong["author"] = "Name who writes the summary."
    elif len(author) > _LONGEST_NAME:
        wrong["author"] = "Name the author in at most 200 characters."
    if wrong:
        raise Invalid(wrong)


def _summary(row: MonthSummaryRow) -> MonthSummary:
    return MonthSummary(**{name: getattr(row, name) for name in _SUMMARY})
