"""Goals as rows: who sees one, what a transaction may make of it, and its way from the row and back.

The transactions themselves, one per question or change, are in goal_entries.py, goal_import.py and their neighbours.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records.database import Writing
from data.records.goal_terms import Goal, GoalEvent, GoalTerms, Milestone, validate
from data.records.tables import AuditRow, GoalRow, PriorityRow, VerdictRow
from data.scope import Scope

_TERMS = [one.name for one in fields(GoalTerms)]
_GOAL = [one.name for one in fields(Goal)]
# What a final verdict was made of. The rest may change after it: how the goal is called, whose it is, where it stands.
JUDGED = (
    "metric",
    "stat",
    "params",
    "where",
    "kind",
    "target",
    "start",
    "deadline",
    "baseline",
    "milestones",
    "recurs",
)


def sees(scope: Scope, where: Mapping[str, list[str]]) -> bool:
    """A goal is seen by who sees everything, or all of its teams, or all of its people."""
    within = (set(where.get("team", ())), set(scope.teams)), (set(where.get("agent", ())), set(scope.agents))
    return scope.everything or any(filtered and filtered <= seen for filtered, seen in within)


def seen(session: Session, scope: Scope, goal_id: str) -> GoalRow:
    """The row of a goal; Missing where there is none or the scope does not see it."""
    row = session.get(GoalRow, goal_id)
    if row is None or not sees(scope, row.where):
        raise Missing("There is no such goal.")
    return row


def expected(session: Session, scope: Scope, goal_id: str, version: int) -> GoalRow:
    """The row of a goal as the writer read it. Raises Conflict where it was changed since, Missing."""
    row = seen(session, scope, goal_id)
    if row.version != version:
        raise Conflict(row.version)
    return row


def create(
    transaction: Writing, scope: Scope, terms: GoalTerms, goal_id: str | None = None, reason: str = ""
) -> GoalRow:
    """Writes and audits a new goal. Raises Invalid, naming each wrong field."""
    validate(terms)
    _check_place(transaction.session, scope, terms)
    row = GoalRow(id=goal_id or str(uuid4()), created_at=transaction.at, created_by=transaction.actor, **values(terms))
    transaction.session.add(row)
    transaction.audit("goal", row.id, "create", {}, values(terms), reason)
    transaction.session.flush()
    return row


def change(transaction: Writing, scope: Scope, row: GoalRow, after: GoalTerms, reason: str = "") -> None:
    """Writes and audits what differs of a goal; nothing where nothing does. Raises Invalid."""
    before = terms_of(row)
    validate(after)
    _check_place(transaction.session, scope, after, before, row.id)
    _check_judged(transaction.session, row, before, after)
    for name, value in values(after).items():
        setattr(row, name, value)
    transaction.audit("goal", row.id, "change", values(before), values(after), reason)
    transaction.session.flush()


def values(terms: GoalTerms) -> dict[str, Any]:
    """The terms as their row keeps them."""
    milestones = [{"on": one.on.isoformat(), "value": one.value} for one in terms.milestones]
    return {name: getattr(terms, name) for name in _TERMS} | {"milestones": milestones}


def terms_of(row: GoalRow) -> GoalTerms:
    """What people decided about the goal of a row."""
    return GoalTerms(**_fields(row, _TERMS))


def goal_of(row: GoalRow) -> Goal:
    """The goal of a row."""
    return Goal(**_fields(row, _GOAL))


def event_of(row: AuditRow) -> GoalEvent:
    """One line of a history."""
    return GoalEvent(
        at=row.at, actor=row.actor, action=row.action, changes=row.changes, reason=row.reason, entity=row.entity
    )


def _fields(row: GoalRow, names: list[str]) -> dict[str, Any]:
    milestones = tuple(Milestone(date.fromisoformat(one["on"]), one["value"]) for one in row.milestones)
    return {name: getattr(row, name) for name in names} | {"milestones": milestones}


def _check_place(
    session: Session, scope: Scope, terms: GoalTerms, before: GoalTerms | None = None, goal_id: str | None = None
) -> None:
    """That the goal lies within the scope, under a priority that is pursued and a goal that can be its parent.

    What was its own before may stay so.
    """
    if not sees(scope, terms.where):
        raise Invalid({"where": "Choose teams or people that you may see."})
    if before is None or before.priority_id != terms.priority_id:
        priority = session.get(PriorityRow, terms.priority_id)
        if priority is None or priority.archived_at is not None:
            raise Invalid({"priority_id": "Choose a strategic priority that is pursued."})
    if terms.parent_id is not None and (before is None or before.parent_id != terms.parent_id):
        _check_parent(session, scope, terms, goal_id)


def _check_parent(session: Session, scope: Scope, terms: GoalTerms, goal_id: str | None) -> None:
    parent = session.get(GoalRow, terms.parent_id)
    if parent is None or parent.dataset != terms.dataset or parent.archived_at or not sees(scope, parent.where):
        raise Invalid({"parent_id": "Choose the goal that this one is a part of among those that are pursued."})
    above: GoalRow | None = parent
    while above is not None:
        if above.id == goal_id:
            raise Invalid({"parent_id": "A goal is no part of itself, nor of a goal that is a part of it."})
        above = session.get(GoalRow, above.parent_id) if above.parent_id else None


def _check_judged(session: Session, row: GoalRow, before: GoalTerms, after: GoalTerms) -> None:
    """That what the final verdict was made of stays as it was."""
    old, new = values(before), values(after)
    changed = [name for name in JUDGED if old[name] != new[name]]
    if changed and session.get(VerdictRow, (row.id, row.deadline)) is not None:
        words = "The goal was judged at its deadline: this stays as it was. Set a new goal instead."
        raise Invalid(dict.fromkeys(changed, words))
