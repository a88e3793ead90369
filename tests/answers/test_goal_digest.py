"""What the digest tells of goals: their dates with lasting keys, what moved in a week, progress by weight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from answers import goal_digest, goal_tree
from answers.goal_digest import Judged
from answers.goal_standing import Standing
from answers.goal_tree import Node
from data.records import CheckIn, Verdict
from data.scope import OWNER
from metrics.metric import Value
from tests.answers.goal_worlds import goal, world

NOW = datetime(2026, 7, 10, 12)
TODAY = NOW.date()
GOAL = goal("increase_to", 0.9, date(2026, 1, 1), date(2026, 12, 31))
STANDING = Standing("off_track", GOAL.start, GOAL.deadline, "month", now=Value(0.7, 100, None, None))


def check_in(on: date) -> CheckIn:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    return CheckIn(
        id=str(on), goal_id="g", on=on, note="well", confidence="high", created_at=at, created_by="owner", version=1
    )


def test_a_date_keeps_its_key_when_it_is_moved_and_gets_another_when_it_was_held() -> None:
    before = goal_digest.dates([GOAL], {"g": STANDING}, [], TODAY)
    later = date(2027, 3, 31)
    moved = replace(GOAL, deadline=later, version=2)
    after = goal_digest.dates([moved], {"g": replace(STANDING, deadline=later)}, [], TODAY)
    assert [each.key for each in before] == [each.key for each in after] == ["check-in-g-0", "deadline-g"]
    assert [each.day for each in after if each.kind == "deadline"] == [later]
    assert [each.revised for each in after] == [1, 1]
    held = goal_digest.dates([GOAL], {"g": STANDING}, [check_in(date(2026, 7, 1))], TODAY)
    [next_one] = [each for each in held if each.kind == "check_in"]
    assert (next_one.key, next_one.day) == ("check-in-g-1", date(2026, 8, 1))
    assert next_one.written == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_each_period_of_a_recurring_goal_has_a_deadline_of_its_own() -> None:
    monthly = replace(GOAL, kind="stay_above", baseline=None, recurs="month", check_in_every=None)
    july = replace(STANDING, first=date(2026, 7, 1), deadline=date(2026, 7, 31))
    [due] = goal_digest.dates([monthly], {"g": july}, [], TODAY)
    assert (due.day, due.key) == (date(2026, 7, 31), "deadline-g-2026-07-31")


def test_a_closed_goal_asks_for_nothing_more() -> None:
    verdict = Verdict(
        goal_id="g",
        first=GOAL.start,
        last=GOAL.deadline,
        since=GOAL.start,
        until=GOAL.deadline,
        word="met",
        target=0.9,
        baseline=0.5,
        value=0.91,
        n=100,
        low=None,
        high=None,
        decided_at=datetime(2027, 1, 1, tzinfo=UTC),
        metric=GOAL.metric,
        generation="1",
    )
    assert goal_digest.dates([GOAL], {"g": replace(STANDING, verdict=verdict)}, [], TODAY) == []


def test_only_what_was_set_a_week_ago_can_have_moved() -> None:
    generation = world({(2026, 6): (60, 100)}, NOW)
    told = {"g": Judged(STANDING, replace(STANDING, status="at_risk"), ())}
    old = goal_digest.digest([GOAL], OWNER, generation, TODAY, told)
    assert [(each.before, each.now) for each in old.moved] == [("at_risk", "off_track")]
    new = replace(GOAL, created_at=datetime(2026, 7, 9, tzinfo=UTC))
    assert goal_digest.digest([new], OWNER, generation, TODAY, told).moved == ()


def test_what_comes_within_two_weeks_is_coming() -> None:
    generation = world({(2026, 6): (60, 100)}, NOW)
    days = (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=14), TODAY + timedelta(days=15))
    goals = [replace(GOAL, id=str(day), deadline=day, check_in_every=None) for day in days]
    told = {one.id: Judged(replace(STANDING, deadline=one.deadline), None, ()) for one in goals}
    assert [each.day for each in goal_digest.digest(goals, OWNER, generation, TODAY, told).coming] == list(days[1:3])


def test_progress_of_a_priority_is_weighted_and_each_goal_counts_from_nothing_to_all() -> None:
    roots = [
        Node(replace(GOAL, id=name, weight=weight), 0, ()) for name, weight in (("a", 3.0), ("b", 1.0), ("c", 9.0))
    ]
    assert goal_tree.progress(roots, {"a": 0.5, "b": -4.0, "c": None}) == 0.375
    assert goal_tree.progress(roots, {"a": 1.5, "b": 1.0, "c": None}) == 1.0
    assert goal_tree.progress(roots, {"a": None, "b": None, "c": None}) is None
