"""Check-ins are kept with who said them and when, changed in the open, and never lost between two writers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import CheckInTerms, Goal, GoalTerms
from data.records.database import reading
from data.records.tables import AuditRow
from data.scope import OWNER, Scope

NORTH, SOUTH = Scope(actor="lead", teams=("North",)), Scope(actor="other", teams=("South",))
ACTS = {"action": "Write answers to keep", "action_owner": "Ben", "action_due": date(2026, 3, 1)}


@pytest.fixture
def goal(terms: GoalTerms) -> Goal:
    return records.create_goal(OWNER, terms)


def said(goal: Goal, **values: Any) -> CheckInTerms:
    usual = {"goal_id": goal.id, "on": date(2026, 2, 1), "note": "We are getting there", "confidence": "medium"}
    return CheckInTerms(**usual | values)


def test_a_check_in_is_read_as_it_was_said(goal: Goal, noon: datetime) -> None:
    terms = said(goal, note="=1+1 <b>ok</b>", **ACTS)
    kept = records.add_check_in(NORTH, terms, now=noon)
    assert records.check_ins(OWNER, [goal.id]) == [kept]
    assert {name: getattr(kept, name) for name in vars(terms)} == vars(terms)
    assert (kept.version, kept.created_at, kept.created_by) == (1, noon, "lead")
    [event] = records.check_in_history(OWNER, kept.id)
    assert (event.at, event.actor, event.action, event.entity) == (noon, "lead", "create", "check_in")
    assert event.changes["action_due"] == [None, "2026-03-01"]


def test_check_ins_come_by_date_of_all_goals_asked_for(goal: Goal, terms: GoalTerms) -> None:
    other, third = (records.create_goal(OWNER, terms) for _ in range(2))
    days = [(goal, 3), (other, 1), (goal, 2), (third, 4)]
    kept = [records.add_check_in(OWNER, said(of, on=date(2026, 5, day))) for of, day in days]
    asked = records.check_ins(OWNER, [goal.id, other.id])
    assert [one.id for one in asked] == [kept[1].id, kept[2].id, kept[0].id]
    assert records.check_ins(OWNER, []) == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("note", {"note": "  "}),
        ("confidence", {"confidence": "sure"}),
        ("on", {"on": date(2025, 11, 30)}),
        ("action_owner", ACTS | {"action_owner": " "}),
        ("action_due", ACTS | {"action_due": None}),
        ("action_due", ACTS | {"action_due": date(2026, 1, 31)}),
        ("action", ACTS | {"action": ""}),
        ("action", {"action_done": date(2026, 3, 1)}),
    ],
)
def test_what_can_not_be_said_is_refused_in_words_at_its_field(goal: Goal, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        records.add_check_in(OWNER, said(goal, **values))
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field].endswith(".")
    assert records.check_ins(OWNER, [goal.id]) == []


def test_an_action_needs_no_note_and_a_month_before_the_start_is_early_enough(goal: Goal) -> None:
    early = goal.start - timedelta(days=31)
    assert records.add_check_in(OWNER, said(goal, note="", **ACTS)).note == ""
    assert records.add_check_in(OWNER, said(goal, on=early)).on == early


def test_a_change_keeps_the_rest_and_is_told_in_the_history(goal: Goal, noon: datetime) -> None:
    kept = records.add_check_in(OWNER, said(goal, **ACTS), now=noon)
    done = records.change_check_in(
        NORTH, kept.id, 1, "It worked", now=noon + timedelta(hours=1), action_done=date(2026, 2, 20)
    )
    assert done == replace(kept, action_done=date(2026, 2, 20), version=2)
    assert records.check_ins(OWNER, [goal.id]) == [done]
    assert records.change_check_in(OWNER, kept.id, 2, note=kept.note) == done  # a change of nothing
    create, change = records.check_in_history(OWNER, kept.id)
    assert create.action == "create"
    assert (change.actor, change.action, change.reason) == ("lead", "change", "It worked")
    assert change.changes == {"action_done": [None, "2026-02-20"]}
    assert [event.action for event in records.goal_history(OWNER, goal.id)] == ["create"]


def test_a_change_is_checked_like_a_new_one(goal: Goal, terms: GoalTerms) -> None:
    kept = records.add_check_in(OWNER, said(goal))
    other = records.create_goal(OWNER, terms)
    for changes in ({"note": ""}, {"confidence": "none"}, {"goal_id": other.id}):
        with pytest.raises(Invalid) as refused:
            records.change_check_in(OWNER, kept.id, 1, **changes)
        assert list(refused.value.fields) == list(changes)
    assert records.check_ins(OWNER, [goal.id]) == [kept]


def test_who_does_not_see_the_goal_learns_nothing_of_its_check_ins(goal: Goal) -> None:
    kept = records.add_check_in(OWNER, said(goal))
    assert records.check_ins(NORTH, [goal.id]) == [kept]
    assert records.check_ins(SOUTH, [goal.id]) == []
    for attempt in (
        lambda: records.check_in_history(SOUTH, kept.id),
        lambda: records.change_check_in(SOUTH, kept.id, 1, note="Mine"),
        lambda: records.add_check_in(SOUTH, said(goal)),
        lambda: records.check_in_history(OWNER, "none"),
        lambda: records.add_check_in(OWNER, replace(said(goal), goal_id="none")),
    ):
        with pytest.raises(Missing):
            attempt()
    assert records.check_ins(OWNER, [goal.id]) == [kept]


def test_of_two_writers_at_once_the_second_is_told_the_version_that_won(goal: Goal) -> None:
    kept = records.add_check_in(OWNER, said(goal))

    def write(note: str) -> str:
        try:
            return records.change_check_in(OWNER, kept.id, 1, note=note).note
        except Conflict as told:
            return f"told {told.current_version}"

    with ThreadPoolExecutor(max_workers=8) as pool:
        notes = list(pool.map(write, [f"Writer {number}" for number in range(8)]))
    assert notes.count("told 2") == 7
    [winner] = records.check_ins(OWNER, [goal.id])
    assert (winner.version, winner.note) == (2, next(note for note in notes if note != "told 2"))
    with reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.entity_id == kept.id)).all()
    assert [row.action for row in rows] == ["create", "change"]


def test_check_ins_on_an_archived_goal_stay(goal: Goal) -> None:
    kept = records.add_check_in(OWNER, said(goal))
    records.archive_goal(OWNER, goal.id, 1)
    assert records.check_ins(OWNER, [goal.id]) == [kept]


def test_many_are_read_at_once(goal: Goal, terms: GoalTerms, reads: Callable[[Callable[[], object]], int]) -> None:
    every = [goal, *(records.create_goal(OWNER, terms) for _ in range(5))]
    for each in every:
        records.add_check_in(OWNER, said(each))
    ids = [each.id for each in every]
    assert len(records.check_ins(OWNER, ids)) == 6
    for ask in (
        lambda: records.check_ins(OWNER, ids),
        lambda: records.goals(OWNER, "own"),
        lambda: records.verdicts(OWNER, ids),
        lambda: records.all_changes(OWNER, "own", goal.created_at),
    ):
        assert reads(ask) == 1
