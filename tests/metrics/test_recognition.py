"""Records and streaks: what counts, what breaks them, and the same in the mirror."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.metric import NO_VALUE, Value
from metrics.recognition import best_before, record, streak

SERIES = st.lists(st.one_of(st.none(), st.integers(-5, 5).map(float)), max_size=12)


def periods(*values: float | None, n: int = 100) -> list[Value]:
    return [NO_VALUE if value is None else Value(value, n, None, None) for value in values]


def negative(values: list[float | None]) -> list[float | None]:
    return [None if value is None else -value for value in values]


def test_a_record_beats_each_of_six_earlier_periods() -> None:
    six = [0.70, 0.72, 0.71, 0.78, 0.75, 0.74]
    assert record(periods(*six, 0.79), True, minimum_n=30)
    assert not record(periods(*six, 0.78), True, minimum_n=30)  # a tie
    assert not record(periods(*six, 0.77), True, minimum_n=30)
    assert record(periods(*six, 0.69), False, minimum_n=30)
    assert not record(periods(*six, 0.70), False, minimum_n=30)


def test_fewer_than_six_earlier_periods_make_no_record() -> None:
    assert not record(periods(1, 2, 3, 4, 5, 6), True, minimum_n=30)
    assert not record(periods(None, 1, 2, 3, 4, 5, 6), True, minimum_n=30)
    assert record(periods(None, 1, 2, 3, 4, 5, 6, 7), True, minimum_n=30)


def test_small_numbers_are_no_record_and_are_not_to_be_beaten() -> None:
    six, lucky = periods(1, 2, 3, 4, 5, 6), Value(9.0, 29, None, None)
    assert not record([*six, lucky], True, minimum_n=30)
    assert record([lucky, *six, *periods(7)], True, minimum_n=30)
    assert not record([*six[1:], lucky, *periods(7)], True, minimum_n=30)  # five that count


@pytest.mark.parametrize("values", [[], [None], [1.0], [1.0, 2, 3, 4, 5, 6, 7, None]], ids=str)
def test_without_a_value_now_there_is_no_record(values: list[float | None]) -> None:
    assert not record(periods(*values), True, minimum_n=30)


def test_a_total_of_nothing_can_be_a_record() -> None:
    """No complaint at all: n is 0, the value is a true zero."""
    counts = [Value(float(n), n, None, None) for n in (3, 2, 4, 1, 2, 5, 0)]
    assert record(counts, False, minimum_n=0)


def test_the_best_before_leaves_the_latest_out() -> None:
    assert best_before([3.0, None, 7.0, 9.0], True) == 7.0
    assert best_before([3.0, None, 7.0, 1.0], False) == 3.0
    assert best_before([None, 9.0], True) is None
    assert best_before([], True) is None


def test_a_streak_counts_improvements_up_to_now() -> None:
    assert streak([5.0, 1.0, 2.0, 3.0, 4.0], True) == 3
    assert streak([1.0, 5.0, 4.0, 3.0], False) == 2
    assert streak([1.0, 2.0, 3.0, 3.0], True) == 0  # no change is no improvement
    assert streak([1.0, 2.0, None, 3.0, 4.0], True) == 1
    assert streak([1.0, 2.0, None], True) == 0
    assert streak([1.0], True) == 0
    assert streak([], True) == 0


@given(SERIES, st.booleans())
def test_the_mirror_is_praised_alike(values: list[float | None], more: bool) -> None:
    assert record(periods(*values), more, minimum_n=1) == record(periods(*negative(values)), not more, minimum_n=1)
    assert streak(values, more) == streak(negative(values), not more)


@given(SERIES)
def test_a_streak_is_the_longest_rising_end(values: list[float | None]) -> None:
    length = streak(values, True)

    def rises(count: int) -> bool:
        end = values[len(values) - count - 1 :]
        return None not in end and sorted(set(end)) == end  # type: ignore[type-var]

    assert length == 0 or rises(length)
    assert length + 1 >= len(values) or not rises(length + 1)


@given(SERIES)
def test_a_record_beats_the_best_before_it(values: list[float | None]) -> None:
    best, latest = best_before(values, True), values[-1] if values else None
    known = [value for value in values[:-1] if value is not None]
    beats = latest is not None and all(latest > value for value in known) and len(known) >= 6
    assert record(periods(*values), True, minimum_n=1) == beats
    assert not beats or (best is not None and latest is not None and latest > best)
