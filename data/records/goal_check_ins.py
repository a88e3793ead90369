"""Check-ins on goals: what people say of a goal on a day, how sure they are of it, and what they do next.

They can be changed, each change with its audit row, and are never deleted. Who sees the goal sees its check-ins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records import goal_rows
from data.records.database import reading, writing
from data.records.goal_terms import GoalEvent
from data.records.tables import AuditRow, CheckInRow, GoalRow
from data.scope import Scope

CONFIDENCES = ("high", "medium", "low")
_BEFORE = timedelta(days=31)  # how long before its start a goal can be spoken of


@dataclass(frozen=True, kw_only=True)
class CheckInTerms:
    """What a person says at a check-in: a note, an action, or both."""

    goal_id: str
    on: date
    note: str
    confidence: str  # one of CONFIDENCES
    action: str = ""  # what is done next
    action_owner: str = ""
    action_due: date | None = None
    action_done: date | None = None  # null while it is open


@dataclass(frozen=True, kw_only=True)
class CheckIn(CheckInTerms):
    """A check-in as it is kept. Instants are aware, in UTC; version grows by one with each change."""

    id: str
    created_at: datetime
    created_by: str
    version: int


_TERMS = [one.name for one in fields(CheckInTerms)]
_CHECK_IN = [one.name for one in fields(CheckIn)]


def check_ins(scope: Scope, goal_ids: Sequence[str]) -> list[CheckIn]:
    """The check-ins on these goals by date, oldest first; of goals that the scope does not see there are none."""
    wanted = (
        select(CheckInRow, GoalRow.where)
        .join(GoalRow, GoalRow.id == CheckInRow.goal_id)
        .where(CheckInRow.goal_id.in_(goal_ids))
        .order_by(CheckInRow.on, CheckInRow.created_at, CheckInRow.id)
    )
    with reading() as session:
        return [_check_in(row) for row, where in session.execute(wanted) if goal_rows.sees(scope, where)]


def check_in_history(scope: Scope, check_in_id: str) -> list[GoalEvent]:
    """What was said first and how it was changed, oldest first. Missing where the scope does not see the goal."""
    entries = select(AuditRow).where(AuditRow.entity == "check_in", AuditRow.entity_id == check_in_id)
    with reading() as session:
        _seen(session, scope, check_in_id)
        return [goal_rows.event_of(row) for row in session.scalars(entries.order_by(AuditRow.id))]


def add_check_in(scope: Scope, terms: CheckInTerms, now: datetime | None = None) -> CheckIn:
    """Keeps a new check-in. Raises Invalid, naming each wrong field, and Missing where there is no such goal."""
    with writing(scope, now) as transaction:
        _validate(terms, goal_rows.seen(transaction.session, scope, terms.goal_id))
        said = _values(terms)
        row = CheckInRow(id=str(uuid4()), created_at=transaction.at, created_by=transaction.actor, **said)
        transaction.session.add(row)
        transaction.audit("check_in", row.id, "create", {}, said)
        transaction.session.flush()
        return _check_in(row)


def change_check_in(
    scope: Scope, check_in_id: str, expected_version: int, reason: str = "", now: datetime | None = None, **changes: Any
) -> CheckIn:
    """Keeps new values of some terms (all but the goal) and why; a change of nothing leaves the version as it was.

    Raises Conflict when the check-in is no longer at the expected version, Invalid for wrong values, Missing.
    """
    if "goal_id" in changes:
        raise Invalid({"goal_id": "A check-in stays with its goal."})
    with writing(scope, now) as transaction:
        row, goal = _seen(transaction.session, scope, check_in_id)
        if row.version != expected_version:
            raise Conflict(row.version)
        before = CheckInTerms(**{name: getattr(row, name) for name in _TERMS})
        after = replace(before, **changes)
        _validate(after, goal)
        for name, value in _values(after).items():
            setattr(row, name, value)
        transaction.audit("check_in", row.id, "change", _values(before), _values(after), reason)
        transaction.session.flush()
        return _check_in(row)


def _validate(terms: CheckInTerms, goal: GoalRow) -> None:
    wrong: dict[str, str] = {}
    for name, sound, words in _rules(terms, goal):
        if not sound:
            wrong.setdefault(name, words)
    if wrong:
        raise Invalid(wrong)


def _rules(terms: CheckInTerms, goal: GoalRow) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    acts = bool(terms.action.strip())
    yield "on", terms.on >= goal.start - _BEFORE, "Choose a day no earlier than a month before the goal starts."
    yield "note", acts or bool(terms.note.strip()), "Say how the goal is doing, or what is done next."
    yield "confidence", terms.confidence in CONFIDENCES, "Say how sure you are: high, medium or low."
    yield "action_owner", not acts or bool(terms.action_owner.strip()), "Name the person who does it."
    yield "action_due", not acts or terms.action_due is not None, "Say until when it is done."
    in_time = terms.action_due is None or terms.action_due >= terms.on
    yield "action_due", in_time, "The day until when it is done is not before the check-in."
    rest = terms.action_owner.strip() or terms.action_due or terms.action_done
    yield "action", acts or not rest, "Say what is to be done."


def _seen(session: Session, scope: Scope, check_in_id: str) -> tuple[CheckInRow, GoalRow]:
    row = session.get(CheckInRow, check_in_id)
    goal = session.get(GoalRow, row.goal_id) if row else None
    if row is None or goal is None or not goal_rows.sees(scope, goal.where):
        raise Missing("There is no such check-in.")
    return row, goal


def _values(terms: CheckInTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _TERMS}


def _check_in(row: CheckInRow) -> CheckIn:
    return CheckIn(**{name: getattr(row, name) for name in _CHECK_IN})
