"""Progress, pace and status of goals, at their boundaries, in all four kinds and with null periods."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import pace
from metrics.metric import NO_VALUE, Value
from metrics.pace import Course, Kind, Status

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)
UP = Course("increase_to", 0.70, 0.80, START, DEADLINE)
DOWN = Course("decrease_to", 3600.0, 1800.0, START, DEADLINE)
ABOVE = Course("stay_above", None, 0.80, START, DEADLINE)
BELOW = Course("stay_below", None, 60.0, START, DEADLINE)
COURSES = [UP, DOWN, ABOVE, BELOW]
JULY, MARCH = date(2026, 7, 1), date(2027, 3, 1)  # on the way, and long over
MIRRORED: dict[Kind, Kind] = {
    "increase_to": "decrease_to",
    "decrease_to": "increase_to",
    "stay_above": "stay_below",
    "stay_below": "stay_above",
}

NUMBER = st.integers(-1000, 1000).map(lambda whole: whole / 8)  # exact, so that mirrors and sums are
KNOWN = st.builds(
    lambda value, n, below, above: Value(value, n, value - below, value + above),
    NUMBER,
    st.integers(0, 100),
    st.integers(0, 9).map(float),
    st.integers(0, 9).map(float),
)
NOW = st.one_of(st.just(NO_VALUE), KNOWN, KNOWN.map(lambda value: replace(value, low=None, high=None)))
DAY = st.integers(-30, 430).map(lambda days: START + timedelta(days=days))
CHANCE = st.one_of(st.none(), st.floats(0, 1))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    kind = draw(st.sampled_from(get_args(Kind)))
    deadline = START + timedelta(days=draw(st.integers(1, 400)))
    milestones = draw(st.lists(st.tuples(DAY, NUMBER), max_size=4))
    baseline = draw(st.one_of(st.none(), NUMBER))
    return Course(kind, baseline, draw(NUMBER), START, deadline, tuple(milestones))


def mirrored(course: Course) -> Course:
    """The same goal on the negative of its metric."""
    return replace(
        course,
        kind=MIRRORED[course.kind],
        baseline=None if course.baseline is None else -course.baseline,
        target=-course.target,
        milestones=tuple((day, -value) for day, value in course.milestones),
    )


def negative(value: Value) -> Value:
    if value.value is None:
        return value
    return Value(
        -value.value,
        value.n,
        None if value.high is None else -value.high,
        None if value.low is None else -value.low,
    )


def sure(value: float) -> Value:
    return Value(value, 1000, value - 1e-6, value + 1e-6)


def status(course: Course, now: Value, on: date, chance: float | None = None) -> Status:
    return pace.status(course, now, on, minimum_n=30, settles_days=14, chance=chance)


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
    assert pace.pace(UP, START - timedelta(days=9)) == 0.70
    assert pace.pace(UP, START) == pytest.approx(0.70)
    assert pace.pace(UP, START + timedelta(days=182)) == pytest.approx(0.75)
    assert pace.pace(UP, DEADLINE) == pytest.approx(0.80)
    assert pace.pace(UP, DEADLINE + timedelta(days=99)) == pytest.approx(0.80)
    assert pace.pace(ABOVE, START) == 0.80


def test_pace_runs_through_the_milestones_in_order_of_their_dates() -> None:
    """70 % on 1 January, 78 % after 100 days, 74 % after 200, 80 % after 364; halfway between two, their mean."""
    hundred, twice = START + timedelta(days=100), START + timedelta(days=200)
    course = replace(UP, milestones=((twice, 0.74), (hundred, 0.78)))
    assert pace.corners(course) == ((START, 0.70), (hundred, 0.78), (twice, 0.74), (DEADLINE, 0.80))
    days = [0, 50, 100, 150, 200, 282, 364]
    found = [pace.pace(course, START + timedelta(days=each)) for each in days]
    assert found == pytest.approx([0.70, 0.74, 0.78, 0.76, 0.74, 0.77, 0.80])


def test_milestones_outside_of_the_way_and_of_stay_kinds_mean_nothing() -> None:
    outside = tuple((day, 0.10) for day in (START - timedelta(days=1), START, DEADLINE, DEADLINE + timedelta(days=1)))
    assert pace.corners(replace(UP, milestones=outside)) == pace.corners(UP)
    stays = replace(ABOVE, milestones=((JULY, 0.10),))
    assert pace.corners(stays) == ()
    assert pace.pace(stays, JULY) == ABOVE.target


@given(courses(), DAY)
def test_pace_stays_between_its_corners_and_meets_each(course: Course, on: date) -> None:
    turns = pace.corners(course)
    levels = [value for _day, value in turns] or [course.target]
    assert min(levels) - 1e-9 <= pace.pace(course, on) <= max(levels) + 1e-9
    once = [(day, value) for day, value in turns if [each for each, _value in turns].count(day) == 1]
    for day, value in once:
        assert pace.pace(course, day) == pytest.approx(value)


@given(courses(), DAY)
def test_pace_of_the_mirror_is_the_mirror_of_the_pace(course: Course, on: date) -> None:
    days = [day for day, _value in course.milestones]
    course = course if len(set(days)) == len(days) else replace(course, milestones=())
    assert pace.pace(mirrored(course), on) == -pace.pace(course, on)


def test_progress_is_the_share_of_the_way() -> None:
    assert pace.progress(UP, 0.75) == pytest.approx(0.5)
    assert pace.progress(DOWN, 2700.0) == pytest.approx(0.5)
    assert pace.progress(UP, 0.65) == pytest.approx(-0.5)
    assert pace.progress(UP, None) is None
    assert pace.progress(Course("increase_to", 0.8, 0.8, START, DEADLINE), 0.8) is None
    assert pace.progress(Course("increase_to", None, 0.8, START, DEADLINE), 0.8) is None


def test_progress_of_stay_kinds_is_the_share_of_periods_that_kept_the_bound() -> None:
    assert pace.progress(ABOVE, 0.9, [0.80, 0.79, None, 0.81]) == pytest.approx(2 / 3)
    assert pace.progress(BELOW, 50.0, [60.0, 61.0]) == 0.5
    assert pace.progress(ABOVE, 0.9, [None]) is None


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_progress_is_zero_at_baseline_and_one_at_target(baseline: float, target: float, now: float) -> None:
    kind: Kind = "increase_to" if target > baseline else "decrease_to"
    course = Course(kind, baseline, target, START, DEADLINE)
    if target == baseline:
        assert pace.progress(course, now) is None
        return
    assert pace.progress(course, baseline) == 0
    assert pace.progress(course, target) == pytest.approx(1)
    forward = pace.progress(course, now) or 0
    assert (forward > 0) == ((now > baseline) == (target > baseline) and now != baseline)


@given(courses(), st.one_of(st.none(), NUMBER), st.lists(st.one_of(st.none(), NUMBER), max_size=12))
def test_progress_is_the_same_in_the_mirror_and_null_periods_do_not_count(
    course: Course, now: float | None, periods: list[float | None]
) -> None:
    found = pace.progress(course, now, periods)
    opposite = [None if value is None else -value for value in periods]
    assert pace.progress(mirrored(course), None if now is None else -now, opposite) == found
    assert pace.progress(course, now, [value for value in periods if value is not None]) == found
    if course.kind in ("stay_above", "stay_below"):
        kept = [
            value >= course.target if course.kind == "stay_above" else value <= course.target
            for value in periods
            if value is not None
        ]
        assert found == (sum(kept) / len(kept) if kept else None)
    else:
        assert (found is None) == (now is None or course.baseline in (None, course.target))


def test_gains_per_period() -> None:
    assert pace.required_gain(UP, 0.74, 3) == pytest.approx(0.02)
    assert pace.required_gain(DOWN, 2400.0, 6) == -100.0
    assert pace.required_gain(UP, 0.86, 3) == pytest.approx(-0.02)
    assert pace.required_gain(UP, 0.74, 0) is None
    assert pace.recent_gain([1.0, 3.0, 2.0, 4.0]) == pytest.approx(0.8)  # (−1.5·1 − 0.5·3 + 0.5·2 + 1.5·4) / 5
    assert pace.recent_gain([None, 5.0, None, 9.0, 11.0]) == pytest.approx(2.0)
    assert pace.recent_gain([5.0, None, 9.0]) is None
    assert pace.recent_gain([4.0, 4.0, 4.0]) == 0.0


@given(courses(), NUMBER, st.integers(1, 50))
def test_the_required_gain_leads_to_the_target(course: Course, now: float, left: int) -> None:
    gain = pace.required_gain(course, now, left)
    assert gain is not None
    assert now + gain * left == pytest.approx(course.target, abs=1e-9)


@given(NUMBER, NUMBER, st.lists(st.booleans(), min_size=3, max_size=20))
def test_the_recent_gain_of_a_line_is_its_step_whatever_periods_are_null(
    first: float, step: float, known: list[bool]
) -> None:
    values = [first + step * place if there else None for place, there in enumerate(known)]
    if sum(known) < 3:
        assert pace.recent_gain(values) is None
    else:
        assert pace.recent_gain(values) == pytest.approx(step, abs=1e-9)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.kind)
@pytest.mark.parametrize(
    ("chance", "word"),
    [
        (1.0, "on_track"),
        (0.70, "on_track"),
        (0.6999, "at_risk"),
        (0.30, "at_risk"),
        (0.2999, "off_track"),
        (0.0, "off_track"),
        (None, "not_enough_data"),
    ],
)
def test_on_the_way_the_chance_says_the_word(course: Course, chance: float | None, word: str) -> None:
    assert status(course, sure(course.target), JULY, chance) == word
    assert status(course, NO_VALUE, JULY, chance) == word


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.kind)
def test_before_the_start_nothing_is_judged(course: Course) -> None:
    assert status(course, sure(course.target), START - timedelta(days=1), 1.0) == "not_started"


def test_the_first_fifth_is_too_early() -> None:
    fifth = START + timedelta(days=73)  # of 364 days 72.8 are a fifth
    assert status(UP, sure(0.9), START, 1.0) == "too_early"
    assert status(UP, sure(0.9), fifth - timedelta(days=1), 1.0) == "too_early"
    assert status(UP, sure(0.9), fifth, 1.0) == "on_track"


def test_just_a_fifth_is_not_too_early_whatever_the_length() -> None:
    for days in range(1, 1500):
        course = replace(UP, deadline=START + timedelta(days=days))
        for passed in {days // 5, days // 5 + 1} - {days}:
            early = Fraction(passed, days) < Fraction(1, 5)
            word = "too_early" if early else "on_track"
            assert status(course, NO_VALUE, START + timedelta(days=passed), 1.0) == word


def test_over_comes_before_too_early_and_before_the_chance() -> None:
    """A goal of one day is over on its deadline: it never was on the way."""
    short = replace(UP, deadline=START + timedelta(days=1))
    assert status(short, sure(0.9), START, 1.0) == "too_early"
    assert status(short, sure(0.9), short.deadline, 0.0) == "awaiting_data"
    assert status(UP, sure(0.9), MARCH, 0.0) == "met"


def test_at_the_deadline_the_verdict_awaits_late_data() -> None:
    assert status(UP, sure(0.9), DEADLINE - timedelta(days=1), 0.5) == "at_risk"
    assert status(UP, sure(0.9), DEADLINE) == "awaiting_data"
    assert status(UP, NO_VALUE, DEADLINE + timedelta(days=13)) == "awaiting_data"
    assert status(UP, sure(0.9), DEADLINE + timedelta(days=14)) == "met"
    assert pace.status(UP, sure(0.9), DEADLINE, minimum_n=30, settles_days=0, chance=None) == "met"


@pytest.mark.parametrize("now", [NO_VALUE, Value(0.9, 29, 0.7, 0.97)], ids=["nothing", "few"])
def test_without_enough_data_there_is_no_verdict(now: Value) -> None:
    assert status(UP, now, MARCH, 1.0) == "not_enough_data"
    assert status(UP, Value(0.9, 30, 0.85, 0.97), MARCH) == "met"


@pytest.mark.parametrize(
    ("course", "good", "bad"),
    [(UP, 0.81, 0.79), (DOWN, 1799.0, 1801.0), (ABOVE, 0.81, 0.79), (BELOW, 59.0, 61.0)],
    ids=lambda given: given.kind if isinstance(given, Course) else "",
)
def test_the_verdict_knows_the_good_side_of_each_kind(course: Course, good: float, bad: float) -> None:
    assert status(course, sure(good), MARCH) == "met"
    assert status(course, sure(course.target), MARCH) == "met_within_chance"
    assert status(course, sure(bad), MARCH) == "missed"
    wide = {"n": 300, "low": course.target * 0.9, "high": course.target * 1.1}
    assert status(course, Value(good, **wide), MARCH) == "met_within_chance"
    assert status(course, Value(bad, **wide), MARCH) == "missed_within_chance"


def test_the_ends_of_the_interval_lie_inside_and_without_one_nothing_is_chance() -> None:
    assert status(UP, Value(0.75, 300, 0.70, 0.80), MARCH) == "missed_within_chance"
    assert status(UP, Value(0.75, 300, 0.70, 0.7999), MARCH) == "missed"
    assert status(UP, Value(0.85, 300, 0.80, 0.90), MARCH) == "met_within_chance"
    assert status(UP, Value(0.80, 300, None, None), MARCH) == "met"


@given(courses(), NOW, DAY, st.integers(0, 60), st.integers(0, 30), CHANCE)
def test_status_never_fails_and_is_the_same_in_the_mirror(
    course: Course, now: Value, on: date, minimum_n: int, settles: int, chance: float | None
) -> None:
    rules = {"minimum_n": minimum_n, "settles_days": settles, "chance": chance}
    word = pace.status(course, now, on, **rules)
    assert word in get_args(Status)
    assert pace.status(mirrored(course), negative(now), on, **rules) == word
    verdict = word.startswith(("met", "missed"))
    late = on >= course.deadline + timedelta(days=settles)
    assert verdict == (late and on >= course.start and now.value is not None and now.n >= minimum_n)
    if verdict and now.value is not None:
        good = (
            now.value >= course.target if course.kind in ("increase_to", "stay_above") else now.value <= course.target
        )
        assert word.startswith("met") == good


@given(courses(), DAY, st.floats(0, 1), st.floats(0, 1))
def test_a_better_chance_never_makes_a_worse_word(course: Course, on: date, one: float, other: float) -> None:
    order = ["off_track", "at_risk", "on_track"]
    worse, better = (status(course, NO_VALUE, on, chance) for chance in sorted((one, other)))
    assert (worse in order) == (better in order)
    if worse in order:
        assert order.index(worse) <= order.index(better)
