"""Goals against what happened: baselines over complete months, and the word for a goal at each moment of its life."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from answers import goals
from data.records import Goal
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from tests.answers.goal_worlds import YEAR_LONG, Months, goal, world
from tests.worlds import put


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
