"""Goals as they are kept: found, created, changed, archived, and their history. Which goals can be: goal_terms.py."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records.database import reading, writing
from data.records.goal_terms import Goal, GoalEvent, GoalTerms, validate
from data.records.tables import AuditRow, GoalRow, PriorityRow
from data.scope import Scope

_TERMS = [one.name for one in fields(GoalTerms)]
_GOAL = [one.name for one in fields(Goal)]


def goals(scope: Scope, dataset: str, archived: bool = False) -> list[Goal]:
    """The goals of one dataset that the scope sees, by deadline; the archived ones too where asked for."""
    wanted = (
        select(GoalRow).where(GoalRow.dataset == dataset).order_by(GoalRow.deadline, GoalRow.created_at, GoalRow.id)
    )
    if not archived:
        wanted = wanted.where(GoalRow.archived_at.is_(None))
    with reading() as session:
        return [_goal(row) for row in session.scalars(wanted) if _sees(scope, row.where)]


def goal(scope: Scope, goal_id: str) -> Goal:
    """One goal, archived or not; Missing where there is none or the scope does not see it."""
    with reading() as session:
        return _goal(_seen(session, scope, goal_id))


def goal_history(scope: Scope, goal_id: str) -> list[GoalEvent]:
    """What happened to a goal, oldest first; Missing where the scope does not see it."""
    entries = select(AuditRow).where(AuditRow.entity == "goal", AuditRow.entity_id == goal_id).order_by(AuditRow.id)
    with reading() as session:
        _seen(session, scope, goal_id)
        return [
            GoalEvent(at=row.at, actor=row.actor, action=row.action, changes=row.changes, reason=row.reason)
            for row in session.scalars(entries)
        ]


def create_goal(scope: Scope, terms: GoalTerms, now: datetime | None = None) -> Goal:
    """Keeps a new goal. Raises Invalid, naming each wrong field."""
    validate(terms)
    with writing(scope, now) as transaction:
        _check_place(transaction.session, scope, terms)
        row = GoalRow(id=str(uuid4()), created_at=transaction.at, created_by=transaction.actor, **_values(terms))
        transaction.session.add(row)
        transaction.audit("goal", row.id, "create", {}, _values(terms))
        transaction.session.flush()
        return _goal(row)


def change_goal(
    scope: Scope, goal_id: str, expected_version: int, reason: str = "", now: datetime | None = None, **changes: Any
) -> Goal:
    """Keeps new values of some terms (all but the dataset) and why; a change of nothing leaves the version as it was.

    Raises Conflict when the goal is no longer at the expected version, Invalid for wrong values, Missing.
    """
    if "dataset" in changes:
        raise Invalid({"dataset": "A goal stays with the data it was set for."})
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, goal_id, expected_version)
        before = _terms(row)
        after = replace(before, **changes)
        validate(after)
        _check_place(transaction.session, scope, after, before)
        for name, value in _values(after).items():
            setattr(row, name, value)
        transaction.audit("goal", goal_id, "change", _values(before), _values(after), reason)
        transaction.session.flush()
        return _goal(row)


def archive_goal(
    scope: Scope, goal_id: str, expected_version: int, reason: str = "", now: datetime | None = None
) -> Goal:
    """Puts a goal away; nothing of it is lost. Raises Conflict, Missing."""
    return _put(scope, goal_id, expected_version, "archive", reason, now)


def restore_goal(
    scope: Scope, goal_id: str, expected_version: int, reason: str = "", now: datetime | None = None
) -> Goal:
    """Takes an archived goal up again. Raises Conflict, Missing."""
    return _put(scope, goal_id, expected_version, "restore", reason, now)


def _put(scope: Scope, goal_id: str, expected_version: int, action: str, reason: str, now: datetime | None) -> Goal:
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, goal_id, expected_version)
        before = {"archived_at": row.archived_at}
        if (row.archived_at is None) == (action == "archive"):
            row.archived_at = transaction.at if action == "archive" else None
        transaction.audit("goal", goal_id, action, before, {"archived_at": row.archived_at}, reason)
        transaction.session.flush()
        return _goal(row)


def _sees(scope: Scope, where: Mapping[str, list[str]]) -> bool:
    """A goal is seen by who sees everything, or all of its teams, or all of its people."""
    within = (set(where.get("team", ())), set(scope.teams)), (set(where.get("agent", ())), set(scope.agents))
    return scope.everything or any(filtered and filtered <= seen for filtered, seen in within)


def _seen(session: Session, scope: Scope, goal_id: str) -> GoalRow:
    row = session.get(GoalRow, goal_id)
    if row is None or not _sees(scope, row.where):
        raise Missing("There is no such goal.")
    return row


def _expected(session: Session, scope: Scope, goal_id: str, version: int) -> GoalRow:
    row = _seen(session, scope, goal_id)
    if row.version != version:
        raise Conflict(row.version)
    return row


def _check_place(session: Session, scope: Scope, terms: GoalTerms, before: GoalTerms | None = None) -> None:
    """That the goal lies within the scope, and under a priority that is pursued or was already its own."""
    if not _sees(scope, terms.where):
        raise Invalid({"where": "Choose teams or people that you may see."})
    if before is None or before.priority_id != terms.priority_id:
        priority = session.get(PriorityRow, terms.priority_id)
        if priority is None or priority.archived_at is not None:
            raise Invalid({"priority_id": "Choose a strategic priority that is pursued."})


def _values(terms: GoalTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _TERMS}


def _terms(row: GoalRow) -> GoalTerms:
    return GoalTerms(**{name: getattr(row, name) for name in _TERMS})


def _goal(row: GoalRow) -> Goal:
    return Goal(**{name: getattr(row, name) for name in _GOAL})
