"""A verdict is decided once: what comes later changes neither it nor the goal that it was made of."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import Goal, GoalTerms, Milestone, Verdict
from data.records.database import reading
from data.records.tables import AuditRow, VerdictRow
from data.scope import OWNER, Scope

NORTH, SOUTH = Scope(actor="lead", teams=("North",)), Scope(actor="other", teams=("South",))


@pytest.fixture
def goal(terms: GoalTerms) -> Goal:
    return records.create_goal(OWNER, terms)


def decided(goal: Goal, **values: Any) -> Verdict:
    usual = {
        "goal_id": goal.id,
        "first": goal.start,
        "last": goal.deadline,
        "since": date(2026, 10, 1),
        "until": date(2026, 12, 31),
        "word": "met_within_chance",
        "target": goal.target,
        "baseline": goal.baseline,
        "value": 0.91,
        "n": 640,
        "low": 0.88,
        "high": 0.93,
        "decided_at": goal.created_at + timedelta(days=375),
        "metric": goal.metric,
        "generation": "20270110",
    }
    return Verdict(**usual | values)


def test_a_verdict_is_kept_as_it_was_decided(goal: Goal, noon: datetime) -> None:
    verdict = decided(goal, decided_at=noon)
    assert records.freeze_verdict(NORTH, verdict, now=noon) == verdict
    assert records.verdicts(OWNER, [goal.id]) == [verdict]
    with reading() as session:
        [row] = session.scalars(select(AuditRow).where(AuditRow.entity == "verdict")).all()
    assert (row.at, row.actor, row.entity_id, row.action) == (noon, "lead", goal.id, "freeze")
    assert row.changes["word"] == [None, "met_within_chance"]


def test_the_second_verdict_on_a_period_changes_nothing(goal: Goal) -> None:
    first = records.freeze_verdict(OWNER, decided(goal))
    later = decided(goal, word="missed", value=0.7, n=900, generation="20270301")
    assert records.freeze_verdict(OWNER, later) == first
    assert records.verdicts(OWNER, [goal.id]) == [first]
    with reading() as session:
        assert session.scalar(select(func.count()).where(AuditRow.entity == "verdict")) == 1


def test_each_period_of_a_goal_that_recurs_has_its_own(terms: GoalTerms) -> None:
    goal = records.create_goal(OWNER, replace(terms, kind="stay_above", recurs="month"))
    ends = [date(2026, 2, 28), date(2026, 1, 31), date(2026, 12, 31)]
    kept = [records.freeze_verdict(OWNER, decided(goal, first=end.replace(day=1), last=end)) for end in ends]
    assert records.verdicts(OWNER, [goal.id]) == [kept[1], kept[0], kept[2]]


def test_a_period_without_a_value_is_judged_too(goal: Goal) -> None:
    nothing = decided(goal, word="not_enough_data", value=None, n=0, low=None, high=None, baseline=None)
    assert records.freeze_verdict(OWNER, nothing, now=nothing.decided_at) == nothing
    assert records.verdicts(OWNER, [goal.id]) == [nothing]


def test_freezers_at_once_leave_one_verdict(goal: Goal) -> None:
    each = [decided(goal, value=0.9 + number / 100) for number in range(6)]
    with ThreadPoolExecutor(max_workers=6) as pool:
        told = list(pool.map(lambda verdict: records.freeze_verdict(OWNER, verdict), each))
    assert len(set(told)) == 1
    assert records.verdicts(OWNER, [goal.id]) == [told[0]]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(VerdictRow)) == 1
        assert session.scalar(select(func.count()).where(AuditRow.entity == "verdict")) == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("last", {"last": date(2027, 1, 1)}),
        ("last", {"first": date(2025, 12, 31)}),
        ("until", {"until": date(2026, 9, 30)}),
        ("word", {"word": ""}),
        ("n", {"n": -1}),
        ("value", {"value": float("nan")}),
        ("low", {"low": float("inf")}),
    ],
)
def test_what_can_not_be_a_verdict_is_not_frozen(goal: Goal, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        records.freeze_verdict(OWNER, decided(goal, **values))
    assert list(refused.value.fields) == [field]
    assert records.verdicts(OWNER, [goal.id]) == []


def test_a_final_verdict_is_of_the_goal_as_it_is(goal: Goal) -> None:
    verdict = decided(goal)
    records.change_goal(OWNER, goal.id, 1, target=0.95)
    with pytest.raises(Conflict) as told:
        records.freeze_verdict(OWNER, verdict)
    assert told.value.current_version == 2
    assert records.verdicts(OWNER, [goal.id]) == []


def test_who_does_not_see_the_goal_learns_nothing_of_its_verdict(goal: Goal) -> None:
    with pytest.raises(Missing):
        records.freeze_verdict(SOUTH, decided(goal))
    kept = records.freeze_verdict(OWNER, decided(goal))
    assert records.verdicts(SOUTH, [goal.id]) == []
    assert records.verdicts(NORTH, [goal.id]) == [kept]
    with pytest.raises(Missing):
        records.freeze_verdict(SOUTH, decided(goal))
    with pytest.raises(Missing):
        records.freeze_verdict(OWNER, decided(goal, goal_id="none"))


@pytest.mark.parametrize(
    "changes",
    [
        {"target": 0.95},
        {"deadline": date(2027, 3, 31)},
        {"start": date(2026, 2, 1)},
        {"baseline": 0.7},
        {"kind": "stay_above"},
        {"kind": "stay_above", "recurs": "month"},
        {"metric": "csat"},
        {"where": {"team": ["North"]}},
        {"params": {"within": 60}},
        {"stat": "mean"},
        {"milestones": (Milestone(date(2026, 6, 30), 0.85),)},
    ],
    ids="-".join,
)
def test_what_was_judged_at_the_deadline_stays_as_it_was(goal: Goal, changes: dict[str, Any]) -> None:
    records.freeze_verdict(OWNER, decided(goal))
    with pytest.raises(Invalid) as refused:
        records.change_goal(OWNER, goal.id, 1, **changes)
    assert set(refused.value.fields) == set(changes)
    assert records.goal(OWNER, goal.id) == goal


def test_the_rest_of_a_judged_goal_may_change(goal: Goal) -> None:
    records.freeze_verdict(OWNER, decided(goal))
    priority = records.add_priority(OWNER, "Solve at once")
    changed = records.change_goal(
        OWNER, goal.id, 1, title="Chats", note="Well done", owner="Ben", priority_id=priority.id, target=goal.target
    )
    assert (changed.title, changed.owner, changed.priority_id) == ("Chats", "Ben", priority.id)
    assert records.archive_goal(OWNER, goal.id, 2).archived_at is not None
    assert records.restore_goal(OWNER, goal.id, 3).archived_at is None


def test_a_verdict_on_one_period_of_many_binds_nothing(terms: GoalTerms) -> None:
    goal = records.create_goal(OWNER, replace(terms, kind="stay_above", recurs="month"))
    records.freeze_verdict(OWNER, decided(goal, last=date(2026, 1, 31)))
    assert records.change_goal(OWNER, goal.id, 1, target=0.95).target == 0.95
