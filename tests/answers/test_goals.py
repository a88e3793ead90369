"""Goals against what happened: baselines over complete months, and the word for a goal at each moment of its life."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from answers import goals
from data.records import Goal
from data.scope import OWNER, Scope
from data.settings import Settings
from data.store import Generation
from metrics.pace import Kind
from tests.worlds import put

Months = Mapping[tuple[int, int], tuple[int, int]]  # year, month → promises kept, promises made


def world(months: Months, as_of: datetime, settings: Settings | None = None, **others: Any) -> Generation:
    """Requests solved on the 9th of each month, with the helpdesk's own verdicts, and data that reach to `as_of`."""
    tickets: list[dict[str, Any]] = [
        {
            "ticket_id": f"{year}-{month}-{i}",
            "channel": "email" if i % 2 else "phone",
            "status": "closed",
            "created_at": datetime(year, month, 9, 8),
            "resolved_at": datetime(year, month, 9, 12),
            "resolution_flag": "achieved" if i < kept else "breached",
        }
        | others
        for (year, month), (kept, made) in months.items()
        for i in range(made)
    ]
    clock = {"ticket_id": "latest", "status": "open", "created_at": as_of - timedelta(hours=1), "updated_at": as_of}
    return put({"tickets": [*tickets, clock]}, settings)


def goal(kind: Kind, target: float, start: date, deadline: date, **others: Any) -> Goal:
    told: dict[str, Any] = {
        "baseline": None if kind.startswith("stay") else 0.5,
        "metric": "sla_resolution",
        "dataset": "own",
        "title": "Keep promises",
        "owner": "Ann",
        "priority_id": "p",
        "id": "g",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "created_by": "owner",
        "archived_at": None,
        "version": 1,
    }
    return Goal(**told | {"kind": kind, "target": target, "start": start, "deadline": deadline} | others)


def baseline(generation: Generation, start: date, **asked: Any) -> goals.Baseline:
    found = goals.baseline("sla_resolution", OWNER, generation, start=start, where=asked.pop("where", {}), **asked)
    assert found is not None
    return found


# The baseline

YEAR: Months = {(2025, m): (10 * m, 100) for m in range(1, 13)} | {(2026, 1): (1, 10), (2026, 2): (40, 40)}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """2025, each month better than the one before; January 2026 small; February still runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("year")))
        return world(YEAR | {(2025, 11): (99, 100), (2025, 12): (100, 100)}, as_of=datetime(2026, 2, 20, 12))


def test_the_baseline_is_pooled_over_the_twelve_complete_months_before_the_start(year: Generation) -> None:
    found = baseline(year, start=date(2026, 2, 1))
    months = [20, 30, 40, 50, 60, 70, 80, 90, 100, 99, 100]  # February to December 2025, of 100 each
    assert (found.first, found.last, found.months) == (date(2025, 2, 1), date(2026, 1, 31), 12)
    assert found.pooled.n == 1110
    assert found.pooled.value == pytest.approx((sum(months) + 1) / 1110)
    assert found.pooled.low is not None
    assert found.pooled.low < found.pooled.value < (found.pooled.high or 0)


@pytest.mark.parametrize("start", [date(2026, 2, 15), date(2026, 3, 1), date(2026, 9, 1)])
def test_the_running_month_is_never_in_the_baseline(year: Generation, start: date) -> None:
    assert baseline(year, start).last == date(2026, 1, 31)


def test_the_month_in_which_a_goal_starts_is_not_in_its_baseline(year: Generation) -> None:
    found = baseline(year, start=date(2025, 3, 20))
    assert (found.first, found.last, found.months) == (date(2025, 1, 1), date(2025, 2, 28), 2)
    assert found.pooled.value == pytest.approx(0.15)


def test_a_baseline_is_of_the_goals_own_requests(year: Generation) -> None:
    # The kept ones are the first of each month, and phone and e-mail take turns.
    assert baseline(year, date(2025, 2, 1), where={"channel": ["phone"]}).pooled.n == 50


def test_a_month_that_the_data_reach_to_the_last_day_is_complete() -> None:
    generation = world({(2026, 1): (30, 40)}, as_of=datetime(2026, 1, 31, 18))
    assert baseline(generation, start=date(2026, 2, 1)).last == date(2026, 1, 31)


@pytest.mark.parametrize("start", [date(2025, 1, 1), date(2024, 6, 1)])
def test_without_data_before_the_start_there_is_no_baseline(year: Generation, start: date) -> None:
    assert goals.baseline("sla_resolution", OWNER, year, start=start, where={}) is None


def test_without_dates_there_is_no_baseline() -> None:
    generation = put({"surveys": [{"survey_id": "1", "kind": "nps", "score": 9.0}]})
    assert goals.baseline("nps", OWNER, generation, start=date(2026, 1, 1), where={}) is None


def test_a_baseline_takes_statistic_and_parameters() -> None:
    tickets = [
        {
            "ticket_id": str(i),
            "channel": "email",
            "created_at": datetime(2026, 1, 5),
            "first_reply_at": datetime(2026, 1, 5) + timedelta(minutes=i),
            "updated_at": datetime(2026, 1, 31, 18),
        }
        for i in range(1, 11)
    ]
    generation = put({"tickets": tickets})
    asked: dict[str, Any] = {"start": date(2026, 2, 1), "where": {}}
    within = goals.baseline("first_response_within", OWNER, generation, params={"within": 180}, **asked)
    slowest = goals.baseline("first_response_time", OWNER, generation, stat="p90", **asked)
    assert within is not None
    assert slowest is not None
    assert (within.pooled.value, slowest.pooled.value) == (0.3, pytest.approx(9.1 * 60))


# Where a goal stands


def steady(share: float, months: int, as_of: datetime, made: int = 200) -> Generation:
    """The same share in each of so many months of 2026."""
    return world({(2026, m): (round(share * made), made) for m in range(1, months + 1)}, as_of)


SHARES = (0.1, 0.3, 0.4, 0.42, 0.45, 0.5, 0.55, 0.58, 0.59, 0.6, 0.62, 0.7, 0.75, 0.79, 0.8, 0.81, 0.9)


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Generation]:
    """A team for each share, which it keeps in every month: data up to July 2026, and to the end of the year."""
    found = {}
    for months, as_of in ((6, datetime(2026, 7, 10)), (12, datetime(2026, 12, 31, 18))):
        tickets = [
            {
                "ticket_id": f"{share}-{month}-{i}",
                "team": str(share),
                "status": "closed",
                "created_at": datetime(2026, month, 9, 8),
                "resolved_at": datetime(2026, month, 9, 12),
                "resolution_flag": "achieved" if i < round(share * 200) else "breached",
            }
            for share in SHARES
            for month in range(1, months + 1)
            for i in range(200)
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp(f"teams{months}")))
            found[months] = put({"tickets": [*tickets, {"ticket_id": "latest", "updated_at": as_of}]})
    return found


YEAR_LONG = (date(2026, 1, 1), date(2026, 12, 31))


def status(generation: Generation, kind: Kind, target: float, **others: Any) -> str:
    begins, ends = others.pop("span", YEAR_LONG)
    return goals.standing(goal(kind, target, begins, ends, **others), OWNER, generation).status


@pytest.mark.parametrize(
    ("kind", "target", "baseline", "share", "expected"),
    [
        # By the middle of April–June the pace is a bit over a third of the way.
        ("increase_to", 0.8, 0.5, 0.75, "on_pace"),
        ("increase_to", 0.8, 0.5, 0.45, "behind_pace"),
        ("increase_to", 0.8, 0.5, 0.59, "behind_within_chance"),
        ("decrease_to", 0.2, 0.5, 0.30, "on_pace"),
        ("decrease_to", 0.2, 0.5, 0.55, "behind_pace"),
        ("decrease_to", 0.2, 0.5, 0.42, "behind_within_chance"),
        ("stay_above", 0.6, None, 0.70, "on_pace"),
        ("stay_above", 0.6, None, 0.60, "on_pace"),
        ("stay_above", 0.6, None, 0.40, "behind_pace"),
        ("stay_above", 0.6, None, 0.58, "behind_within_chance"),
        ("stay_below", 0.6, None, 0.50, "on_pace"),
        ("stay_below", 0.6, None, 0.80, "behind_pace"),
        ("stay_below", 0.6, None, 0.62, "behind_within_chance"),
    ],
)
def test_a_goal_on_its_way(
    teams: dict[int, Generation], kind: Kind, target: float, baseline: float | None, share: float, expected: str
) -> None:
    assert status(teams[6], kind, target, baseline=baseline, where={"team": [str(share)]}) == expected


@pytest.mark.parametrize(
    ("kind", "target", "share", "expected"),
    [
        ("increase_to", 0.8, 0.90, "met"),
        ("increase_to", 0.8, 0.81, "met_within_chance"),
        ("increase_to", 0.8, 0.79, "missed_within_chance"),
        ("increase_to", 0.8, 0.60, "missed"),
        ("decrease_to", 0.2, 0.10, "met"),
        ("decrease_to", 0.2, 0.40, "missed"),
        ("stay_above", 0.6, 0.90, "met"),
        ("stay_above", 0.6, 0.30, "missed"),
        ("stay_below", 0.6, 0.30, "met"),
        ("stay_below", 0.6, 0.90, "missed"),
    ],
)
def test_a_goal_at_its_deadline(
    teams: dict[int, Generation], kind: Kind, target: float, share: float, expected: str
) -> None:
    assert status(teams[12], kind, target, where={"team": [str(share)]}) == expected


@pytest.mark.parametrize("kind", ["increase_to", "decrease_to", "stay_above", "stay_below"])
def test_a_goal_before_it_says_anything(kind: Kind) -> None:
    target = 0.2 if kind == "decrease_to" else 0.8
    before = steady(0.7, 3, datetime(2026, 4, 10))
    assert status(before, kind, target, span=(date(2026, 5, 1), date(2026, 12, 31))) == "not_started"
    assert status(before, kind, target, span=(date(2026, 4, 1), date(2026, 12, 31))) == "too_early"
    # A fifth of the year is over, and March is complete: from here on it is told.
    assert status(steady(0.7, 3, datetime(2026, 3, 10)), kind, target) == "too_early"
    assert status(before, kind, target) != "too_early"


def test_nothing_is_told_before_a_period_of_the_goal_is_complete() -> None:
    generation = steady(0.7, 3, datetime(2026, 3, 20))
    found = goals.standing(goal("stay_above", 0.6, date(2026, 3, 1), date(2027, 3, 1)), OWNER, generation)
    assert (found.status, found.now.value, found.since) == ("too_early", None, None)


def test_now_is_pooled_over_the_last_three_complete_periods() -> None:
    months = {
        (2026, 1): (0, 100),
        (2026, 2): (100, 100),
        (2026, 3): (0, 100),
        (2026, 4): (90, 300),
        (2026, 5): (50, 50),
    }
    generation = world(months, datetime(2026, 5, 20))
    found = goals.standing(goal("increase_to", 0.8, *YEAR_LONG), OWNER, generation)
    assert (found.since, found.until) == (date(2026, 2, 1), date(2026, 4, 30))
    assert (found.now.value, found.now.n) == (pytest.approx(190 / 500), 500)
    # The middle of the window is 17 March.
    middle = (date(2026, 3, 17) - date(2026, 1, 1)).days
    assert found.pace == pytest.approx(0.5 + 0.3 * middle / 364)
    assert found.progress == pytest.approx((190 / 500 - 0.5) / 0.3)


def test_the_verdict_is_pooled_over_the_last_three_periods_of_the_goal() -> None:
    months = {(2026, m): (100 if m > 9 else 0, 100) for m in range(1, 13)} | {(2027, 1): (0, 100)}
    found = goals.standing(goal("increase_to", 0.8, *YEAR_LONG), OWNER, world(months, datetime(2027, 2, 10)))
    assert (found.since, found.until, found.now.n) == (date(2026, 10, 1), date(2026, 12, 31), 300)
    assert (found.status, found.now.value) == ("met", 1.0)


def test_on_the_day_of_a_deadline_within_a_month_its_days_count() -> None:
    months = {(2026, m): (0, 100) for m in range(1, 12)} | {(2026, 12): (400, 400)}
    wanted = goal("increase_to", 0.8, date(2026, 1, 1), date(2026, 12, 15))
    found = goals.standing(wanted, OWNER, world(months, datetime(2026, 12, 15, 18)))
    assert (found.since, found.until) == (date(2026, 10, 1), date(2026, 12, 15))
    assert found.now.value == pytest.approx(400 / 600)


def test_a_short_goal_looks_at_days_and_never_before_its_start() -> None:
    days = {(2026, 3): (0, 100), (2026, 4): (100, 100)}
    generation = world(days, datetime(2026, 4, 9, 20))
    found = goals.standing(goal("stay_above", 0.6, date(2026, 4, 1), date(2026, 4, 30)), OWNER, generation)
    assert (found.since, found.until) == (date(2026, 4, 7), date(2026, 4, 9))
    assert (found.status, found.now.n) == ("on_pace", 100)


def test_a_bound_is_kept_by_the_share_of_periods_that_keep_it() -> None:
    months = {(2026, 1): (80, 100), (2026, 2): (20, 100), (2026, 3): (60, 100), (2026, 4): (0, 0)}
    found = goals.standing(goal("stay_above", 0.6, *YEAR_LONG), OWNER, world(months, datetime(2026, 4, 20)))
    assert found.progress == pytest.approx(2 / 3)


def test_surveys_that_may_still_come_in_are_awaited() -> None:
    answers = [
        {"survey_id": str(i), "kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, 3, 20)}
        for i in range(40)
    ]
    wanted = goal("stay_above", 0.5, date(2026, 1, 1), date(2026, 3, 31), metric="csat")
    for last, expected in ((datetime(2026, 4, 10), "awaiting_data"), (datetime(2026, 4, 14, 12), "met")):
        generation = put({"surveys": [*answers, {"survey_id": "late", "kind": "csat", "sent_at": last}]})
        assert goals.standing(wanted, OWNER, generation).status == expected


def test_too_few_cases_are_not_enough_data() -> None:
    assert status(steady(0.9, 6, datetime(2026, 7, 10), made=9), "stay_above", 0.5) == "not_enough_data"
    assert status(steady(0.9, 6, datetime(2026, 7, 10), made=10), "stay_above", 0.5) == "on_pace"


def test_no_data_of_the_goals_own_requests_is_not_enough_data() -> None:
    generation = steady(0.9, 6, datetime(2026, 7, 10))
    found = goals.standing(goal("stay_above", 0.5, *YEAR_LONG, where={"channel": ["chat"]}), OWNER, generation)
    assert (found.status, found.now.value, found.now.n, found.unavailable) == ("not_enough_data", None, 0, None)


def test_what_the_data_cannot_feed_is_said() -> None:
    generation = steady(0.9, 6, datetime(2026, 7, 10))
    found = goals.standing(goal("stay_above", 0.5, *YEAR_LONG, metric="csat"), OWNER, generation)
    assert found.status == "not_enough_data"
    assert "is not available" in (found.unavailable or "")


def test_undated_data_say_that_they_have_no_dates() -> None:
    generation = put({"surveys": [{"survey_id": "1", "kind": "nps", "score": 9.0, "scale": "0-10"}]})
    found = goals.standing(goal("stay_above", 50, *YEAR_LONG, metric="nps"), OWNER, generation)
    assert (found.status, found.unavailable) == ("not_enough_data", "The loaded data has no dates.")


def test_who_may_see_nothing_learns_nothing() -> None:
    generation = steady(0.9, 6, datetime(2026, 7, 10))
    found = goals.standing(goal("stay_above", 0.5, *YEAR_LONG), Scope("nobody"), generation)
    assert (found.status, found.now.n) == ("not_enough_data", 0)


def test_months_are_those_of_the_organisations_calendar() -> None:
    """Farvardin 1405 is 21 March to 20 April 2026."""
    solved = {(2026, 3): (40, 40), (2026, 4): (0, 40), (2026, 5): (40, 40)}
    generation = world(solved, datetime(2026, 4, 20, 18), Settings(calendar="jalali"))
    found = baseline(generation, start=date(2026, 4, 21))
    assert (found.first, found.last) == (date(2026, 2, 20), date(2026, 4, 20))


# The chart behind a goal


def test_the_history_runs_from_the_baseline_to_the_deadline(year: Generation) -> None:
    wanted = goal("increase_to", 0.8, date(2025, 6, 1), date(2026, 5, 31), baseline_from=date(2025, 3, 1))
    found = goals.history(wanted, OWNER, year)
    assert [(first, last) for first, last, _ in found][:2] == [
        (date(2025, 3, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2025, 4, 30)),
    ]
    assert found[-1][:2] == (date(2026, 2, 1), date(2026, 2, 28))
    assert [value.value for *_, value in found][:3] == [0.3, 0.4, 0.5]


def test_the_past_is_the_thirteen_months_up_to_the_last(year: Generation) -> None:
    found = goals.past("sla_resolution", OWNER, year, last=date(2026, 1, 1), where={})
    assert (len(found), found[0][0], found[-1][:2]) == (13, date(2025, 1, 1), (date(2026, 1, 1), date(2026, 1, 31)))
    assert found[-1][2].n == 10


# Targets on other pages


def test_targets_hold_in_their_months_for_just_their_requests() -> None:
    year_long = goal("increase_to", 0.8, date(2026, 1, 15), date(2026, 12, 31))
    phone = goal("increase_to", 0.9, *YEAR_LONG, where={"channel": ["phone", "chat"]})
    known = [year_long, phone]
    assert held(known, {}, date(2026, 6, 1)) == {"sla_resolution": 0.8}
    assert held(known, {"channel": ["chat", "phone"]}, date(2026, 6, 1)) == {"sla_resolution": 0.9}
    assert held(known, {"channel": ["phone"]}, date(2026, 6, 1)) == {}
    assert held(known, {}, date(2027, 1, 1)) == {}
    assert held(known, {}, date(2025, 12, 1)) == {}


def held(known: list[Goal], where: dict[str, list[str]], month: date) -> dict[str, float]:
    return {metric: course.target for metric, course in goals.courses(known, where, month).items()}


def test_of_several_targets_the_nearest_deadline_holds() -> None:
    far, near = (
        goal("increase_to", target, date(2026, 1, 1), date(2026, end, 30)) for target, end in ((0.9, 12), (0.7, 6))
    )
    for known in ([far, near], [near, far]):
        assert held(known, {}, date(2026, 3, 1)) == {"sla_resolution": 0.7}
        assert held(known, {}, date(2026, 9, 1)) == {"sla_resolution": 0.9}


def test_a_target_of_another_statistic_or_parameter_is_another_number() -> None:
    usual = {"metric": "resolution_time", "kind": "stay_below", "target": 3600.0}
    for stat, holds in ((None, True), ("median", True), ("p90", False)):
        known = [goal(**usual, start=YEAR_LONG[0], deadline=YEAR_LONG[1], stat=stat)]  # type: ignore[arg-type]
        assert bool(held(known, {}, date(2026, 3, 1))) is holds
    within = goal("stay_above", 0.8, *YEAR_LONG, metric="first_response_within", params={"within": 60})
    assert held([within], {}, date(2026, 3, 1)) == {}
