"""What is done for a person's development, as agreed on in a review: added until it is acknowledged, done after it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from data.errors import Conflict, Missing, check
from data.records import people_rows
from data.records.database import reading, writing
from data.records.people_tables import ReviewActionRow, ReviewRow
from data.records.review_terms import Action, ActionTerms, rules_of_action
from data.scope import Scope


def actions(scope: Scope, review_ids: Sequence[str]) -> list[Action]:
    """The actions of these reviews by due date; of reviews that the scope does not see there are none."""
    wanted = (
        select(ReviewActionRow, ReviewRow)
        .join(ReviewRow, ReviewRow.id == ReviewActionRow.review_id)
        .where(ReviewActionRow.review_id.in_(review_ids))
        .order_by(ReviewActionRow.due, ReviewActionRow.created_at, ReviewActionRow.id)
    )
    with reading() as session:
        return [
            people_rows.of_row(Action, row)
            for row, of in session.execute(wanted)
            if people_rows.sees(scope, of.agent, of.team)
        ]


def add_action(scope: Scope, terms: ActionTerms, now: datetime | None = None) -> Action:
    """Keeps a new action. Raises Invalid, naming each wrong field, also once the review is acknowledged; Missing."""
    with writing(scope, now) as transaction:
        people_rows.still_open(transaction.session, scope, terms.review_id)
        terms = people_rows.tidy(terms)
        check(rules_of_action(terms))
        told = people_rows.values(terms)
        made = {"created_at": transaction.at, "created_by": transaction.actor}
        row = ReviewActionRow(id=str(uuid4()), **made, **told)
        transaction.session.add(row)
        transaction.audit("review_action", row.id, "create", {}, told)
        transaction.session.flush()
        return people_rows.of_row(Action, row)


def change_action(
    scope: Scope, action_id: str, expected_version: int, reason: str = "", now: datetime | None = None, **changes: Any
) -> Action:
    """Keeps new values of some terms (all but the review) and why; a change of nothing leaves the version as it was.

    Once the review is acknowledged only `done_on` changes. Raises Conflict when the action is no longer at the expected
    version, Invalid for wrong values, Missing.
    """
    with writing(scope, now) as transaction:
        row = transaction.session.get(ReviewActionRow, action_id)
        if row is None:
            raise Missing("There is no such action.")
        of = people_rows.seen(transaction.session, scope, row.review_id)
        if row.version != expected_version:
            raise Conflict(row.version)
        before = people_rows.of_row(ActionTerms, row)
        after = people_rows.tidy(replace(before, **changes))
        check([*_rules_of_change(of.state, before, after), *rules_of_action(after)])
        told = people_rows.values(after)
        for name, value in told.items():
            setattr(row, name, value)
        transaction.audit("review_action", row.id, "change", people_rows.values(before), told, reason)
        transaction.session.flush()
        return people_rows.of_row(Action, row)


def _rules_of_change(state: str, before: ActionTerms, after: ActionTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "review_id", before.review_id == after.review_id, "An action stays with its review."
    if state == "acknowledged":
        for name in ("text", "owner", "due"):
            same = getattr(before, name) == getattr(after, name)
            yield name, same, "The review was acknowledged: of its actions only the day they were done can change."
