"""Goals as they are kept: found, created, changed, archived, and their history. Which goals can be: goal_terms.py."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from data.errors import Invalid
from data.records import goal_rows
from data.records.database import reading, writing
from data.records.goal_terms import Goal, GoalEvent, GoalTerms
from data.records.tables import AuditRow, CheckInRow, GoalRow
from data.scope import Scope


def goals(scope: Scope, dataset: str, archived: bool = False) -> list[Goal]:
    """The goals of one dataset that the scope sees, by deadline; the archived ones too where asked for."""
    wanted = (
        select(GoalRow).where(GoalRow.dataset == dataset).order_by(GoalRow.deadline, GoalRow.created_at, GoalRow.id)
    )
    if not archived:
        wanted = wanted.where(GoalRow.archived_at.is_(None))
    with reading() as session:
        return [goal_rows.goal_of(row) for row in session.scalars(wanted) if goal_rows.sees(scope, row.where)]


def goal(scope: Scope, goal_id: str) -> Goal:
    """One goal, archived or not; Missing where there is none or the scope does not see it."""
    with reading() as session:
        return goal_rows.goal_of(goal_rows.seen(session, scope, goal_id))


def goal_history(scope: Scope, goal_id: str) -> list[GoalEvent]:
    """What happened to a goal, oldest first; Missing where the scope does not see it. Its check-ins have their own."""
    entries = select(AuditRow).where(AuditRow.entity == "goal", AuditRow.entity_id == goal_id).order_by(AuditRow.id)
    with reading() as session:
        goal_rows.seen(session, scope, goal_id)
        return [goal_rows.event_of(row) for row in session.scalars(entries)]


def all_changes(scope: Scope, dataset: str, since: datetime) -> list[tuple[str, GoalEvent]]:
    """What happened to the goals of one dataset and to their check-ins from an instant (aware) on, newest first.

    Each with the id of its goal; only of goals that the scope sees, the archived ones too.
    """
    of_check_in = and_(AuditRow.entity == "check_in", CheckInRow.id == AuditRow.entity_id)
    goal_id = func.coalesce(CheckInRow.goal_id, AuditRow.entity_id)
    entries = (
        select(AuditRow, GoalRow)
        .outerjoin(CheckInRow, of_check_in)
        .join(GoalRow, GoalRow.id == goal_id)
        .where(AuditRow.entity.in_(("goal", "check_in")), AuditRow.at >= since, GoalRow.dataset == dataset)
        .order_by(AuditRow.id.desc())
    )
    with reading() as session:
        return [
            (of.id, goal_rows.event_of(row)) for row, of in session.execute(entries) if goal_rows.sees(scope, of.where)
        ]


def create_goal(scope: Scope, terms: GoalTerms, now: datetime | None = None) -> Goal:
    """Keeps a new goal. Raises Invalid, naming each wrong field."""
    with writing(scope, now) as transaction:
        return goal_rows.goal_of(goal_rows.create(transaction, scope, terms))


def change_goal(
    scope: Scope, goal_id: str, expected_version: int, reason: str = "", now: datetime | None = None, **changes: Any
) -> Goal:
    """Keeps new values of some terms (all but the dataset) and why; a change of nothing leaves the version as it was.

    After the final verdict what it was made of (goal_rows.JUDGED) stays as it was. Raises Conflict when the goal is no
    longer at the expected version, Invalid for wrong values, Missing.
    """
    if "dataset" in changes:
        raise Invalid({"dataset": "A goal stays with the data it was set for."})
    with writing(scope, now) as transaction:
        row = goal_rows.expected(transaction.session, scope, goal_id, expected_version)
        goal_rows.change(transaction, scope, row, replace(goal_rows.terms_of(row), **changes), reason)
        return goal_rows.goal_of(row)


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
        row = goal_rows.expected(transaction.session, scope, goal_id, expected_version)
        before = {"archived_at": row.archived_at}
        if (row.archived_at is None) == (action == "archive"):
            row.archived_at = transaction.at if action == "archive" else None
        transaction.audit("goal", goal_id, action, before, {"archived_at": row.archived_at}, reason)
        transaction.session.flush()
        return goal_rows.goal_of(row)
