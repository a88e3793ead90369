"""Progress, pace and status of goals, at their boundaries and in all four kinds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import pace
from metrics.metric import NO_VALUE, Value
from metrics.pace import Course

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)
UP = Course("increase_to", 0.70, 0.80, START, DEADLINE)
DOWN = Course("decrease_to", 3600.0, 1800.0, START, DEADLINE)
ABOVE = Course("stay_above", None, 0.80, START, DEADLINE)
BELOW = Course("stay_below", None, 60.0, START, DEADLINE)
RULES = {"minimum_n": 30, "settles_days": 14}


def sure(value: float) -> Value:
    return Value(value, 1000, value - 1e-6, value + 1e-6)


@pytest.mark.parametrize(
    ("days", "grain"),
    [(30, "day"), (45, "day"), (46, "week"), (92, "week"), (190, "week"), (191, "month"), (365, "month")],
)
def test_grain_follows_the_length(days: int, grain: str) -> None:
    assert pace.grain(START, START + timedelta(days=days)) == grain


@pytest.mark.parametrize("days", [30, 92, 365])
def test_a_metric_without_days_and_weeks_is_followed_by_months(days: int) -> None:
    assert pace.grain(START, START + timedelta(days=days), ("month", "quarter", "year")) == "month"


def test_pace_is_straight_from_baseline_to_target() -> None:
    assert pace.pace(UP, START) == pytest.approx(0.70)
    assert pace.pace(UP, START + timedelta(days=182)) == pytest.approx(0.75)
    assert pace.pace(UP, DEADLINE) == pytest.approx(0.80)
    assert pace.pace(UP, DEADLINE + timedelta(days=99)) == pytest.approx(0.80)
    assert pace.pace(ABOVE, START) == 0.80


def test_progress_is_the_share_of_the_way() -> None:
    assert pace.progress(UP, 0.75) == pytest.approx(0.5)
    assert pace.progress(DOWN, 2700.0) == pytest.approx(0.5)
    assert pace.progress(UP, 0.65) == pytest.approx(-0.5)
    assert pace.progress(UP, None) is None
    assert pace.progress(Course("increase_to", 0.8, 0.8, START, DEADLINE), 0.8) is None


def test_progress_of_stay_kinds_is_the_share_of_periods_that_kept_the_bound() -> None:
    assert pace.progress(ABOVE, 0.9, [0.80, 0.79, None, 0.81]) == pytest.approx(2 / 3)
    assert pace.progress(BELOW, 50.0, [60.0, 61.0]) == 0.5
    assert pace.progress(ABOVE, 0.9, [None]) is None


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_progress_is_zero_at_baseline_and_one_at_target(baseline: float, target: float, now: float) -> None:
    kind = "increase_to" if target > baseline else "decrease_to"
    course = Course(kind, baseline, target, START, DEADLINE)
    if target == baseline:
        assert pace.progress(course, now) is None
        return
    assert pace.progress(course, baseline) == 0
    assert pace.progress(course, target) == pytest.approx(1)
    forward = pace.progress(course, now) or 0
    assert (forward > 0) == ((now > baseline) == (target > baseline) and now != baseline)


def status(course: Course, now: Value, on: date, middle: date | None = None) -> str:
    return pace.status(course, now, middle or on, on, **RULES)


def test_before_the_start_nothing_is_judged() -> None:
    assert status(UP, sure(0.9), START - timedelta(days=1)) == "not_started"


def test_the_first_fifth_is_too_early() -> None:
    fifth = START + timedelta(days=73)  # of 364 days 72.8 are a fifth
    assert status(UP, sure(0.9), fifth - timedelta(days=1)) == "too_early"
    assert status(UP, sure(0.9), fifth) == "on_pace"


@pytest.mark.parametrize("now", [NO_VALUE, Value(0.9, 29, 0.7, 0.97)])
def test_without_enough_data_nothing_is_judged(now: Value) -> None:
    assert status(UP, now, date(2026, 7, 1)) == "not_enough_data"
    assert status(UP, now, date(2027, 3, 1)) == "not_enough_data"


@pytest.mark.parametrize(
    ("course", "good", "bad"),
    [(UP, 0.76, 0.71), (DOWN, 2000.0, 3500.0), (ABOVE, 0.81, 0.79), (BELOW, 59.0, 61.0)],
)
def test_each_kind_knows_its_good_side(course: Course, good: float, bad: float) -> None:
    july, march = date(2026, 7, 1), date(2027, 3, 1)
    assert status(course, sure(good), july) == "on_pace"
    assert status(course, sure(bad), july) == "behind_pace"
    assert status(course, sure(course.target), march) == "met_within_chance"
    beyond = course.target + (0.01 if course.wants_more else -0.01)
    assert status(course, sure(beyond), march) == "met"
    assert status(course, sure(bad), march) == "missed"


def test_within_chance_says_that_the_bound_lies_in_the_interval() -> None:
    july = date(2026, 7, 1)
    assert status(UP, Value(0.74, 300, 0.69, 0.79), july) == "behind_within_chance"
    assert status(UP, Value(0.78, 300, 0.73, 0.82), date(2027, 3, 1)) == "missed_within_chance"
    assert status(UP, Value(0.81, 300, 0.76, 0.85), date(2027, 3, 1)) == "met_within_chance"


def test_at_the_deadline_the_verdict_awaits_late_data() -> None:
    assert status(UP, sure(0.9), DEADLINE) == "awaiting_data"
    assert status(UP, sure(0.9), DEADLINE + timedelta(days=13)) == "awaiting_data"
    assert status(UP, sure(0.9), DEADLINE + timedelta(days=14)) == "met"
