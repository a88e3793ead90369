"""Follow-ups of negative feedback: which team answers it, until when, and when it was answered.

A follow-up is open until `answered_on` is set; whether it is overdue depends on the day and is for the reader to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records import goal_rows
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS, GoalEvent
from data.records.tables import AuditRow, FollowUpRow
from data.scope import Scope

Kind = Literal["survey", "complaint"]
KINDS: tuple[Kind, ...] = ("survey", "complaint")
LONGEST = 2_000  # characters of a note
_LONGEST_NAME = 200
CHANGEABLE = ("team", "owner", "due", "note", "answered_on")


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A follow-up as it is kept. Instants are aware, in UTC; version grows by one with each change."""

    id: str
    dataset: str  # one of DATASETS
    kind: Kind
    source: str
    feedback_id: str  # of the survey or of the complaint's ticket, in its source
    team: str  # who answers it
    owner: str  # the person within the team; empty while nobody is named
    due: date
    note: str
    answered_on: date | None  # null while it is open
    created_at: datetime
    created_by: str
    version: int


_FOLLOW_UP = [one.name for one in fields(FollowUp)]


def follow_ups(scope: Scope, dataset: str) -> list[FollowUp]:
    """The follow-ups of one dataset by due date, of the teams that the scope sees."""
    wanted = select(FollowUpRow).where(FollowUpRow.dataset == dataset)
    with reading() as session:
        in_order = wanted.order_by(FollowUpRow.due, FollowUpRow.created_at, FollowUpRow.feedback_id, FollowUpRow.id)
        return [_follow_up(row) for row in session.scalars(in_order) if _sees(scope, row.team)]


def route_feedback(
    scope: Scope,
    dataset: str,
    kind: Kind,
    source: str,
    feedback_ids: Sequence[str],
    team: str,
    due: date,
    owner: str = "",
    note: str = "",
    now: datetime | None = None,
) -> list[FollowUp]:
    """Gives feedback to a team, all of it or none, in the order given, each id once.

    Raises Invalid, naming each wrong field; under "feedback_ids" the feedback that is routed already.
    """
    with writing(scope, now) as transaction:
        common: dict[str, Any] = {"dataset": dataset, "kind": kind, "source": source, "team": team.strip()}
        common |= {"owner": owner.strip(), "due": due, "note": note.strip(), "answered_on": None}
        ids = list(dict.fromkeys(feedback_ids))
        rules = [*_rules_of_feedback(transaction.session, common, ids), *_rules(scope, common)]
        _check(rules)
        made = {"created_at": transaction.at, "created_by": transaction.actor}
        rows = [FollowUpRow(id=str(uuid4()), feedback_id=each, **made, **common) for each in ids]
        for row in rows:
            transaction.session.add(row)
            transaction.audit("follow_up", row.id, "create", {}, common | {"feedback_id": row.feedback_id})
        transaction.session.flush()
        return [_follow_up(row) for row in rows]


def change_follow_up(
    scope: Scope,
    follow_up_id: str,
    expected_version: int,
    reason: str = "",
    now: datetime | None = None,
    **changes: Any,
) -> FollowUp:
    """Keeps new values of what can change (CHANGEABLE) and why; a change of nothing leaves the version as it was.

    Raises Conflict when it is no longer at the expected version, Invalid for wrong values, Missing.
    """
    if fixed := [name for name in changes if name not in CHANGEABLE]:
        raise Invalid(dict.fromkeys(fixed, "A follow-up stays with the feedback that it was made for."))
    with writing(scope, now) as transaction:
        row = _seen(transaction.session, scope, follow_up_id)
        if row.version != expected_version:
            raise Conflict(row.version)
        before = {name: getattr(row, name) for name in CHANGEABLE}
        after = before | {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
        _check(_rules(scope, after))
        for name, value in after.items():
            setattr(row, name, value)
        transaction.audit("follow_up", row.id, "change", before, after, reason)
        transaction.session.flush()
        return _follow_up(row)


def follow_up_history(scope: Scope, follow_up_id: str) -> list[GoalEvent]:
    """What happened to a follow-up, oldest first. Missing where the scope does not see its team."""
    entries = select(AuditRow).where(AuditRow.entity == "follow_up", AuditRow.entity_id == follow_up_id)
    with reading() as session:
        _seen(session, scope, follow_up_id)
        return [goal_rows.event_of(row) for row in session.scalars(entries.order_by(AuditRow.id))]


def _sees(scope: Scope, team: str) -> bool:
    return scope.everything or team in scope.teams


def _seen(session: Session, scope: Scope, follow_up_id: str) -> FollowUpRow:
    row = session.get(FollowUpRow, follow_up_id)
    if row is None or not _sees(scope, row.team):
        raise Missing("There is no such follow-up.")
    return row


def _check(rules: Iterable[tuple[str, bool, str]]) -> None:
    wrong: dict[str, str] = {}
    for name, sound, words in rules:
        if not sound:
            wrong.setdefault(name, words)
    if wrong:
        raise Invalid(wrong)


def _rules_of_feedback(session: Session, common: dict[str, Any], ids: Sequence[str]) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "dataset", common["dataset"] in DATASETS, "Feedback belongs to the demonstration data or to your own."
    yield "kind", common["kind"] in KINDS, "Feedback is the answer to a survey or a complaint."
    yield "source", bool(common["source"].strip()), "Name the source that the feedback comes from."
    yield "feedback_ids", bool(ids) and all(each.strip() for each in ids), "Choose at least one piece of feedback."
    same = [getattr(FollowUpRow, name) == common[name] for name in ("dataset", "kind", "source")]
    kept = set(session.scalars(select(FollowUpRow.feedback_id).where(*same)))
    routed = ", ".join(each for each in ids if each in kept)
    yield "feedback_ids", not routed, f"This is routed already: {routed}."


def _rules(scope: Scope, terms: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Of what can change: field, whether it is sound, what is wrong with it otherwise."""
    yield "team", bool(terms["team"]), "Choose the team that answers it."
    yield "team", _sees(scope, terms["team"]), "Choose a team that you may see."
    yield "owner", len(terms["owner"]) <= _LONGEST_NAME, "Name the person in at most 200 characters."
    yield "due", type(terms["due"]) is date, "Say until when it is answered."
    yield "note", len(terms["note"]) <= LONGEST, "Write the note in at most 2,000 characters."
    answered = terms["answered_on"]
    yield "answered_on", answered is None or type(answered) is date, "Choose the day on which it was answered."


def _follow_up(row: FollowUpRow) -> FollowUp:
    return FollowUp(**{name: getattr(row, name) for name in _FOLLOW_UP})
