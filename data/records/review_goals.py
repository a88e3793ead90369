"""Which goals were agreed on in which review. The goals themselves are goals like all others: goal_entries.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from data.errors import Invalid
from data.records import goal_rows, people_rows
from data.records.database import reading, writing
from data.records.people_tables import ReviewGoalRow, ReviewRow
from data.scope import Scope


def linked_goals(scope: Scope, review_ids: Sequence[str]) -> Mapping[str, list[str]]:
    """Review id → ids of its goals in the order they were linked; only of reviews that the scope sees."""
    wanted = (
        select(ReviewGoalRow, ReviewRow)
        .join(ReviewRow, ReviewRow.id == ReviewGoalRow.review_id)
        .where(ReviewGoalRow.review_id.in_(review_ids))
        .order_by(ReviewGoalRow.linked_at, ReviewGoalRow.goal_id)
    )
    found: dict[str, list[str]] = {}
    with reading() as session:
        for row, of in session.execute(wanted):
            if people_rows.sees(scope, of.agent, of.team):
                found.setdefault(row.review_id, []).append(row.goal_id)
    return found


def link(scope: Scope, review_id: str, goal_id: str, now: datetime | None = None) -> None:
    """Notes that a goal was agreed on in a review; once is enough.

    Raises Invalid for a goal of other data and once the review is acknowledged, Missing for either that is not seen.
    """
    with writing(scope, now) as transaction:
        review = people_rows.seen(transaction.session, scope, review_id)
        goal = goal_rows.seen(transaction.session, scope, goal_id)
        if transaction.session.get(ReviewGoalRow, (review_id, goal_id)) is not None:
            return
        people_rows.still_open(transaction.session, scope, review_id)
        if goal.dataset != review.dataset:
            raise Invalid({"goal_id": "The goal belongs to other data than the review."})
        made = {"linked_at": transaction.at, "linked_by": transaction.actor}
        transaction.session.add(ReviewGoalRow(review_id=review_id, goal_id=goal_id, **made))
        transaction.audit("review", review_id, "link", {}, {"goal_id": goal_id})
