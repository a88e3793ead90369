"""Goals that were agreed on in a review are linked to it once, of the same data, until it is acknowledged."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from data import records
from data.errors import Invalid, Missing
from data.records import Goal, GoalTerms
from data.scope import OWNER, Scope
from tests.data.records.reviewed import DAYS, reviewed

NORTH, SOUTH = Scope(actor="lead", teams=("North",)), Scope(actor="other", teams=("South",))


@pytest.fixture
def goals(terms: GoalTerms) -> list[Goal]:
    """Of the demonstration twice, and of own data."""
    made = [replace(terms, dataset=dataset) for dataset in ("demonstration", "demonstration", "own")]
    return [records.create_goal(OWNER, each) for each in made]


def test_goals_are_linked_in_order_each_once(goals: list[Goal]) -> None:
    first, second, _own = (each.id for each in goals)
    held, other = reviewed(), reviewed(agent="a-2", team="South")
    records.link(NORTH, held.id, second, now=datetime(2026, 7, 1, tzinfo=UTC))
    records.link(OWNER, held.id, first, now=datetime(2026, 7, 2, tzinfo=UTC))
    records.link(OWNER, held.id, second)
    records.link(OWNER, other.id, first)
    both = [held.id, other.id]
    assert records.linked_goals(OWNER, both) == {held.id: [second, first], other.id: [first]}
    assert records.linked_goals(NORTH, both) == {held.id: [second, first]}
    assert records.linked_goals(Scope(actor="stranger"), both) == {}
    told = [(event.action, event.actor, event.changes) for event in records.review_history(OWNER, held.id)[1:]]
    assert told == [
        ("link", "lead", {"goal_id": [None, second]}),
        ("link", "owner", {"goal_id": [None, first]}),
    ]
    assert records.review(OWNER, held.id) == held


def test_a_goal_of_other_data_or_of_nobody_is_not_linked(goals: list[Goal]) -> None:
    held, south = reviewed(), reviewed(agent="a-2", team="South")
    with pytest.raises(Invalid) as refused:
        records.link(OWNER, held.id, goals[2].id)
    assert list(refused.value.fields) == ["goal_id"]
    for scope, review_id, goal_id in (
        (OWNER, held.id, "none"),
        (OWNER, "none", goals[0].id),
        (SOUTH, held.id, goals[0].id),  # not their review
        (SOUTH, south.id, goals[0].id),  # not their goal
    ):
        with pytest.raises(Missing):
            records.link(scope, review_id, goal_id)
    assert records.linked_goals(OWNER, [held.id, south.id]) == {}


def test_after_the_acknowledgement_no_goal_is_added(goals: list[Goal]) -> None:
    held = reviewed("discussed")
    records.link(OWNER, held.id, goals[0].id)
    records.move_review(OWNER, held.id, held.version, "acknowledged", "Bea", DAYS["acknowledged"])
    records.link(OWNER, held.id, goals[0].id)  # it is linked already
    with pytest.raises(Invalid) as refused:
        records.link(OWNER, held.id, goals[1].id)
    assert list(refused.value.fields) == ["review_id"]
    assert records.linked_goals(OWNER, [held.id]) == {held.id: [goals[0].id]}
