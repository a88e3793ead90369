"""The letters of SMART by hand, one reason after the other, and what must hold of any past."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import smart
from metrics.metric import NO_VALUE, Value
from metrics.pace import Course, Kind
from metrics.smart import REASONS, Achievable, Letter, State, achievable

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)
UP = Course("increase_to", 10.0, 12.0, START, DEADLINE)  # wants a change of +2
DOWN = Course("decrease_to", -10.0, -12.0, START, DEADLINE)
MIRRORED: dict[Kind, Kind] = {
    "increase_to": "decrease_to",
    "decrease_to": "increase_to",
    "stay_above": "stay_below",
    "stay_below": "stay_above",
}
NUMBER = st.integers(-100, 100).map(float)
HISTORY = st.lists(
    st.one_of(st.just(NO_VALUE), st.builds(lambda value, n: Value(value, n, None, None), NUMBER, st.integers(1, 64))),
    max_size=30,
)
PERIODS = st.integers(1, 8)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    return Course(draw(st.sampled_from(get_args(Kind))), draw(NUMBER), draw(NUMBER), START, DEADLINE)


def past(*values: float | None, n: int = 100) -> list[Value]:
    return [NO_VALUE if value is None else Value(value, n, None, None) for value in values]


def managed(history: list[Value], course: Course, periods: int, minimum_n: int = 30) -> tuple[int, int]:
    found = achievable(history, course, periods, minimum_n=minimum_n)
    return found.managed, found.windows


def test_windows_are_counted_back_from_the_newest_and_do_not_overlap() -> None:
    """10 10 | 10 11 12 | 12 15 15: two windows of 3 and a start that is left over.

    Newest: (12 + 15 + 15) / 3 − (10 + 11 + 12) / 3 = +3, managed. Before: 11 − (10 + 10) / 2 = +1, not.
    """
    assert managed(past(10, 10, 10, 11, 12, 12, 15, 15), UP, 3) == (1, 2)


def test_only_the_last_three_periods_of_a_window_and_the_three_before_it_count() -> None:
    """0 8 8 8 | 99 10 10 10: from 8 to 10, whatever was in between and long before."""
    history = past(0, 8, 8, 8, 99, 10, 10, 10)
    assert managed(history, UP, 4) == (2, 2)  # the oldest from its own first: 0 to 8
    assert managed(history, replace(UP, target=12.1), 4) == (1, 2)


def test_the_oldest_window_starts_from_its_own_first_period() -> None:
    """5 | 5 6 8.5: nothing before it, so from 5 to the mean of the rest, 6.5."""
    assert managed(past(5, 5, 6, 8.5), replace(UP, target=11.5), 4) == (1, 1)
    assert managed(past(5, 5, 6, 8.5), replace(UP, target=11.6), 4) == (0, 1)
    assert managed(past(5), UP, 1) == (0, 0)  # a single period is no change
    assert managed(past(5, 9), UP, 1) == (1, 1)


def test_periods_are_pooled_by_n() -> None:
    """(10 · 300 + 20 · 100) / 400 = 12.5 after 10.5: just +2. Of equal weight it would be +4.5."""
    history = [*past(10.5, 10.5), Value(10.0, 300, None, None), Value(20.0, 100, None, None)]
    assert managed(history, UP, 2) == (1, 2)
    assert managed(history, replace(UP, target=12.01), 2) == (0, 2)


def test_a_change_of_just_this_size_was_managed_though_floats_differ() -> None:
    """0.8 − 0.7 is a hair more than 0.9 − 0.8."""
    course = Course("increase_to", 0.7, 0.8, START, DEADLINE)
    assert managed(past(0.8, 0.9), course, 1) == (1, 1)


def test_a_gap_keeps_its_place_and_thin_ends_tell_nothing() -> None:
    """Null periods are part of a window's length: 10 | – – | 12 spans three periods."""
    assert managed(past(10, None, None, 12), UP, 3) == (1, 1)
    assert managed(past(10, None, None, 12), UP, 1) == (1, 1)  # of the three before 12 one is known
    assert managed(past(10, None, None, None, 12), UP, 1) == (0, 0)
    assert managed(past(10, None), UP, 1) == (0, 0)
    assert managed(past(10, 12, n=29), UP, 1) == (0, 0)
    assert managed(past(10, 12, n=30), UP, 1) == (1, 1)


def test_each_period_of_a_window_has_to_keep_the_bound_of_a_stay_kind() -> None:
    """9 8 | 8 7 | 8 9: the middle one fell below 8."""
    above, below = (replace(UP, kind=kind, baseline=None, target=8.0) for kind in ("stay_above", "stay_below"))
    assert managed(past(5, 9, 8, 8, 7, 8, 9), above, 2) == (2, 3)
    assert managed(past(5, 9, 8, 8, 7, 8, 9), below, 2) == (1, 3)
    assert managed(past(None, None, 8, None), above, 2) == (1, 1)  # nothing known says nothing


def test_a_total_of_nothing_is_a_period_like_any_other() -> None:
    below = replace(UP, kind="stay_below", baseline=None, target=2.0)
    counts = [Value(float(n), n, None, None) for n in (3, 0, 2)]
    assert managed(counts, below, 1, minimum_n=0) == (2, 3)
    assert achievable(counts, below, 1, minimum_n=0).best == 0.0


def test_best_ever_leaves_small_numbers_out_and_beyond_is_strict() -> None:
    history = [*past(9, 11, 10), Value(50.0, 29, None, None)]
    reachable = achievable(history, replace(UP, target=11.0), 2, minimum_n=30)
    assert (reachable.best, reachable.beyond) == (11.0, False)
    assert achievable(history, replace(UP, target=11.01), 2, minimum_n=30).beyond
    falling = achievable(history, replace(UP, kind="decrease_to", target=9.0), 2, minimum_n=30)
    assert (falling.best, falling.beyond) == (9.0, False)
    assert achievable(history, replace(UP, kind="stay_below", target=8.9), 2, minimum_n=30).beyond


def test_natural_limits_are_those_of_the_xmr_chart_from_twelve_periods_on() -> None:
    """Mean 11, each moving range 2: 11 ± 2.66 · 2."""
    twelve = achievable(past(*[10, 12] * 6), UP, 3, minimum_n=30)
    assert (twelve.natural_low, twelve.natural_high) == (pytest.approx(5.68), pytest.approx(16.32))
    eleven = achievable(past(*[10, 12] * 5, 10), UP, 3, minimum_n=30)
    assert (eleven.natural_low, eleven.natural_high) == (None, None)


@pytest.mark.parametrize("periods", [-1, 0, 9], ids=str)
def test_no_past_and_no_length_say_nothing(periods: int) -> None:
    assert achievable([], UP, 3, minimum_n=30) == Achievable(0, 0, None, None, None, beyond=False)
    assert managed(past(1, 2, 3, 4), UP, periods) == (0, 0)
    assert managed(past(1, 2, 3, 4), replace(UP, baseline=None), 2) == (0, 0)


@given(HISTORY, courses(), PERIODS)
def test_the_mirror_is_as_achievable(history: list[Value], course: Course, periods: int) -> None:
    opposite = [replace(each, value=None if each.value is None else -each.value) for each in history]
    mirror = replace(course, kind=MIRRORED[course.kind], baseline=-(course.baseline or 0.0), target=-course.target)
    one = achievable(history, course, periods, minimum_n=30)
    other = achievable(opposite, mirror, periods, minimum_n=30)
    assert (one.managed, one.windows, one.beyond) == (other.managed, other.windows, other.beyond)
    assert one.best == (None if other.best is None else -other.best)
    if one.natural_low is not None and other.natural_high is not None:
        assert one.natural_low == pytest.approx(-other.natural_high)
    assert (one.natural_low is None) == (other.natural_high is None)


@given(HISTORY, courses(), PERIODS, st.integers(0, 50))
def test_a_bolder_target_was_never_managed_more_often(
    history: list[Value], course: Course, periods: int, more: int
) -> None:
    bolder = replace(course, target=course.target + (more if course.wants_more else -more))
    one, other = (achievable(history, each, periods, minimum_n=30) for each in (course, bolder))
    assert 0 <= other.managed <= one.managed <= one.windows == other.windows <= len(history) // periods
    assert other.beyond >= one.beyond


@given(HISTORY, courses(), PERIODS)
def test_a_bound_beyond_the_best_was_never_kept(history: list[Value], course: Course, periods: int) -> None:
    found = achievable(history, replace(course, kind="stay_above"), periods, minimum_n=1)
    assert not found.beyond or found.managed == 0


FILLED: dict[str, Any] = {
    "metric": "CSAT",
    "where": "Chat",
    "owner": "Dana",
    "n": 400,
    "baseline": Value(0.75, 3000, 0.73, 0.77),
    "minimum_n": 30,
    "past": Achievable(2, 5, 0.84, 0.68, 0.82, beyond=False),
    "priority": "Customers stay",
    "kind": "increase_to",
    "target": 0.80,
    "start": START,
    "deadline": DEADLINE,
    "periods": 12,
}
PAST: Achievable = FILLED["past"]
FEW = Value(0.75, 29, 0.5, 0.9)
CASES: list[tuple[str, dict[str, Any], str, State, str]] = [
    ("S", {}, "filled", "yes", "specific"),
    ("S", {"where": None}, "everything", "yes", "specific"),
    ("S", {"metric": None}, "no metric", "waiting", "metric_missing"),
    ("S", {"owner": ""}, "no owner", "waiting", "owner_missing"),
    ("M", {}, "filled", "yes", "measurable"),
    ("M", {"n": 30, "baseline": replace(FEW, n=30)}, "just enough", "yes", "measurable"),
    ("M", {"metric": ""}, "no metric", "waiting", "metric_missing"),
    ("M", {"n": 29}, "few now", "careful", "few_data"),
    ("M", {"baseline": FEW}, "few before", "careful", "few_data"),
    ("M", {"n": 0}, "none now", "no", "no_data"),
    ("M", {"baseline": None}, "no baseline", "careful", "no_baseline"),
    ("M", {"baseline": NO_VALUE}, "empty baseline", "careful", "no_baseline"),
    ("M", {"baseline": None, "kind": "stay_above"}, "stays", "yes", "measurable"),
    ("M", {"baseline": FEW, "kind": "stay_below"}, "stays on few", "yes", "measurable"),
    ("A", {}, "filled", "yes", "managed"),
    ("A", {"metric": None}, "no metric", "waiting", "metric_missing"),
    ("A", {"target": None}, "no target", "waiting", "target_missing"),
    ("A", {"past": None}, "no past yet", "waiting", "past_missing"),
    ("A", {"past": replace(PAST, beyond=True)}, "beyond", "careful", "beyond_best"),
    ("A", {"past": replace(PAST, managed=0, windows=0)}, "short past", "careful", "short_past"),
    ("A", {"past": replace(PAST, managed=0)}, "never", "careful", "never_managed"),
    ("A", {"past": replace(PAST, managed=1)}, "once", "yes", "managed"),
    ("A", {"target": 0.75}, "target is baseline", "careful", "already_reached"),
    ("A", {"target": 0.70, "kind": "decrease_to"}, "falls", "yes", "managed"),
    ("A", {"target": 0.76, "kind": "decrease_to"}, "wrong way", "careful", "already_reached"),
    ("A", {"target": 0.70, "kind": "stay_above"}, "to stay above is the aim", "yes", "managed"),
    ("A", {"target": 0.80, "kind": "stay_below"}, "to stay below is the aim", "yes", "managed"),
    ("A", {"baseline": None}, "no baseline", "yes", "managed"),
    ("R", {}, "filled", "yes", "relevant"),
    ("R", {"priority": None}, "no priority", "waiting", "priority_missing"),
    ("T", {}, "filled", "yes", "time_bound"),
    ("T", {"periods": 3}, "three", "yes", "time_bound"),
    ("T", {"periods": 2}, "two", "careful", "few_periods"),
    ("T", {"deadline": None}, "no deadline", "waiting", "dates_missing"),
    ("T", {"start": None}, "no start", "waiting", "dates_missing"),
    ("T", {"deadline": START}, "same day", "no", "deadline_before_start"),
    ("T", {"start": DEADLINE, "deadline": START}, "turned", "no", "deadline_before_start"),
]


def letters(**changed: Any) -> dict[str, Letter]:
    return {each.letter: each for each in smart.check(**FILLED | changed)}


@pytest.mark.parametrize(
    ("letter", "changed", "state", "reason"),
    [(letter, changed, state, reason) for letter, changed, _name, state, reason in CASES],
    ids=[f"{letter} {name}" for letter, _changed, name, _state, _reason in CASES],
)
def test_each_letter_says_why(letter: str, changed: dict[str, Any], state: State, reason: str) -> None:
    found = letters(**changed)
    assert list(found) == ["S", "M", "A", "R", "T"]
    assert (found[letter].state, found[letter].reason) == (state, reason)


def test_the_reasons_are_all_known_and_all_given() -> None:
    assert sorted({case[-1] for case in CASES}) == sorted(REASONS)
    assert len(set(REASONS)) == len(REASONS)


def test_the_facts_hold_the_numbers_for_the_words() -> None:
    found = letters(where=None)
    assert found["S"].facts == {"metric": "CSAT", "where": None, "owner": "Dana"}
    assert found["M"].facts == {"n": 400, "baseline_n": 3000, "minimum_n": 30}
    assert found["A"].facts == {
        "target": 0.80,
        "baseline": 0.75,
        "managed": 2,
        "windows": 5,
        "best": 0.84,
        "natural_low": 0.68,
        "natural_high": 0.82,
        "beyond": False,
    }
    assert found["R"].facts == {"priority": "Customers stay"}
    assert found["T"].facts == {"start": START, "deadline": DEADLINE, "periods": 12, "enough": 3}


@given(HISTORY, courses(), PERIODS)
def test_no_ambition_is_refused(history: list[Value], course: Course, periods: int) -> None:
    found = achievable(history, course, periods, minimum_n=30)
    baseline = Value(course.baseline, 100, None, None)
    letter = letters(past=found, kind=course.kind, target=course.target, baseline=baseline)["A"]
    assert letter.state in ("yes", "careful")
    assert letter.reason in REASONS
    assert letter.state == "careful" or found.managed > 0
