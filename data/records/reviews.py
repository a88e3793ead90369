"""Reviews of a person's period: found, opened, changed, moved on, and their history. Which can be: review_terms.py.

A review goes draft → shared → discussed → acknowledged; after that the agent's comment alone can be added to. It is
never deleted but by retention.py.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select

from data.errors import check
from data.records import goal_rows, people_rows
from data.records.database import Writing, reading, writing
from data.records.goal_terms import GoalEvent
from data.records.people_tables import PrivacyRow, ReviewActionRow, ReviewRow
from data.records.review_terms import STATES, Review, ReviewTerms, rules_of_review
from data.records.tables import AuditRow
from data.scope import Scope


def reviews(scope: Scope, dataset: str, agent: str | None = None) -> list[Review]:
    """The reviews of one dataset, or of one agent in it, that the scope sees; the latest period first."""
    wanted = select(ReviewRow).where(ReviewRow.dataset == dataset)
    if agent is not None:
        wanted = wanted.where(ReviewRow.agent == agent)
    in_order = wanted.order_by(ReviewRow.last.desc(), ReviewRow.agent, ReviewRow.created_at.desc(), ReviewRow.id)
    with reading() as session:
        rows = session.scalars(in_order)
        return [people_rows.of_row(Review, row) for row in rows if people_rows.sees(scope, row.agent, row.team)]


def review(scope: Scope, review_id: str) -> Review:
    """One review; Missing where there is none or the scope does not see it."""
    with reading() as session:
        return people_rows.of_row(Review, people_rows.seen(session, scope, review_id))


def review_history(scope: Scope, review_id: str) -> list[GoalEvent]:
    """What happened to a review and to its actions, oldest first; Missing where the scope does not see it.

    Of a move the changes name the human ("by") beside the state and its day.
    """
    actions = select(ReviewActionRow.id).where(ReviewActionRow.review_id == review_id)
    of_review = (AuditRow.entity == "review") & (AuditRow.entity_id == review_id)
    of_action = (AuditRow.entity == "review_action") & AuditRow.entity_id.in_(actions)
    with reading() as session:
        people_rows.seen(session, scope, review_id)
        entries = select(AuditRow).where(or_(of_review, of_action)).order_by(AuditRow.id)
        return [goal_rows.event_of(row) for row in session.scalars(entries)]


def open_review(scope: Scope, terms: ReviewTerms, now: datetime | None = None) -> Review:
    """Keeps a new review as a draft. Raises Invalid, naming each wrong field."""
    with writing(scope, now) as transaction:
        terms = people_rows.tidy(terms)
        check([*rules_of_review(terms), *_rules_of_place(transaction, scope, terms)])
        told = people_rows.values(terms)
        made = {"created_at": transaction.at, "created_by": transaction.actor}
        row = ReviewRow(id=str(uuid4()), state=STATES[0], **made, **told)
        transaction.session.add(row)
        transaction.audit("review", row.id, "create", {}, told)
        transaction.session.flush()
        return people_rows.of_row(Review, row)


def change_review(
    scope: Scope, review_id: str, expected_version: int, reason: str = "", now: datetime | None = None, **changes: Any
) -> Review:
    """Keeps new values of some terms (all but dataset and agent) and why; a change of nothing leaves the version.

    After the acknowledgement only `agent_comment` changes: what it then begins with is what was kept, and what follows
    is kept under its day (of UTC). Raises Conflict when the review is no longer at the expected version, Invalid for
    wrong values, Missing.
    """
    with writing(scope, now) as transaction:
        row = people_rows.expected(transaction.session, scope, review_id, expected_version)
        before = people_rows.of_row(ReviewTerms, row)
        after = people_rows.tidy(replace(before, **changes))
        check(_rules_of_change(row.state, before, after))
        if row.state == "acknowledged":
            after = replace(after, agent_comment=_added(before.agent_comment, after.agent_comment, transaction.at))
        check([*rules_of_review(after), *_rules_of_place(transaction, scope, after, before)])
        told = people_rows.values(after)
        for name, value in told.items():
            setattr(row, name, value)
        transaction.audit("review", row.id, "change", people_rows.values(before), told, reason)
        transaction.session.flush()
        return people_rows.of_row(Review, row)


def move_review(
    scope: Scope,
    review_id: str,
    expected_version: int,
    state: str,
    by: str,
    on: date,
    reason: str = "",
    now: datetime | None = None,
) -> Review:
    """Takes a review one step on, as a human did on a day; from shared also back to draft, with a reason.

    Raises Conflict when the review is no longer at the expected version, Invalid for another step, a blank name, a day
    before that of the step before; Missing.
    """
    with writing(scope, now) as transaction:
        row = people_rows.expected(transaction.session, scope, review_id, expected_version)
        check(_rules_of_move(row, state, by.strip(), on, reason.strip()))
        days: dict[str, Any] = {"shared_on": None} if state == "draft" else {f"{state}_on": on}
        if state == "acknowledged":
            days["acknowledged_by"] = by.strip()
        moved = {"state": state, **days}
        before = {name: getattr(row, name) for name in moved}
        for name, value in moved.items():
            setattr(row, name, value)
        transaction.audit("review", row.id, "move", before, moved | {"by": by.strip()}, reason)
        transaction.session.flush()
        return people_rows.of_row(Review, row)


def _added(kept: str, whole: str, at: datetime) -> str:
    more = whole.removeprefix(kept).strip()
    return f"{kept}\n\n{at.date().isoformat()}: {more}".strip() if more else kept


def _rules_of_change(state: str, before: ReviewTerms, after: ReviewTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    old, new = people_rows.values(before), people_rows.values(after)
    for name in ("dataset", "agent"):
        yield name, old[name] == new[name], "A review stays with its person and its data."
    if state == "acknowledged":
        for name in old:
            yield name, name == "agent_comment" or old[name] == new[name], people_rows.ACKNOWLEDGED
        stays = after.agent_comment.startswith(before.agent_comment)
        yield "agent_comment", stays, "The review was acknowledged: what was said stays. Add to it at its end."


def _rules_of_place(
    transaction: Writing, scope: Scope, terms: ReviewTerms, before: ReviewTerms | None = None
) -> Iterator[tuple[str, bool, str]]:
    """That the review lies within the scope, and has only metrics that the agent was told of."""
    yield "agent", people_rows.sees(scope, terms.agent, terms.team), "Choose a person that you may see."
    if terms.dataset == "own" and (before is None or before.metrics != terms.metrics):
        agreed = transaction.session.get(PrivacyRow, terms.dataset)
        told = set(terms.metrics) <= set(agreed.told_metrics if agreed else ())
        yield "metrics", told, "Choose only metrics that the staff was told of: the agreement in the settings."


def _rules_of_move(row: ReviewRow, state: str, by: str, on: date, reason: str) -> Iterator[tuple[str, bool, str]]:
    back = (row.state, state) == ("shared", "draft")
    steps = pairwise(STATES)
    yield "state", row.state != "acknowledged", "The review was acknowledged: that was its last step."
    yield "state", back or (row.state, state) in steps, "A review goes one step at a time, and back only when shared."
    yield "reason", not back or bool(reason), "Say why the review is a draft again."
    yield "by", bool(by), "Name the person who did this."
    yield "on", type(on) is date, "Choose the day on which this was done."
    earlier = max((day for day in (row.shared_on, row.discussed_on) if day is not None), default=None)
    yield "on", type(on) is not date or earlier is None or on >= earlier, "This is before the step before it."
