"""Round ticks, honest ranges, and labels that keep their distance whatever the values are."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import axes
from ui.formats import Unit

QUICK = settings(derandomize=True, max_examples=50, deadline=None)
UNITS: tuple[Unit, ...] = ("share", "seconds", "count", "points", "score", "amount", "ratio")


def test_an_axis_starts_at_zero_where_that_costs_little() -> None:
    wide = axes.axis([0.3, 0.9], "share", "en")
    assert (wide.low, wide.cut) == (0, False)
    narrow = axes.axis([0.79, 0.85], "share", "en")
    assert narrow.cut
    assert narrow.low > 0.7
    assert narrow.labels == ("80%", "82%", "84%")


def test_time_is_ticked_in_units_of_time() -> None:
    assert axes.axis([4000, 7000], "seconds", "en").ticks == (0, 3600, 7200)
    assert axes.axis([20 * 3600, 30 * 3600], "seconds", "en").ticks == (75600, 86400, 97200, 108000)


def test_nps_may_cross_zero_and_says_when_it_does_not() -> None:
    assert not axes.axis([-10, 20], "points", "en").cut
    assert axes.axis([-40, -35], "points", "en").cut


def test_an_axis_without_values() -> None:
    assert axes.axis([None], "share", "en") == axes.axis([], "share", "en")


@QUICK
@given(st.sampled_from(UNITS), st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=9), st.integers(0, 8))
def test_every_value_lies_on_the_axis_between_few_ticks(unit: Unit, values: list[float], magnitude: int) -> None:
    scaled = [round(x, 4) if unit == "share" else round(x * 10**magnitude, 2) for x in values]
    drawn = axes.axis(scaled, unit, "en")
    assert drawn.low <= min(scaled) <= max(scaled) <= drawn.high
    assert 1 <= len(drawn.ticks) <= 6
    assert all(drawn.low - 1e-9 <= tick <= drawn.high + 1e-9 for tick in drawn.ticks)
    assert len(set(drawn.labels)) == len(drawn.labels)
    if unit == "share":
        assert drawn.low >= 0
        assert drawn.high <= 1
    if unit == "count" and drawn.high - drawn.low >= 2:
        assert all(float(tick).is_integer() for tick in drawn.ticks)


@QUICK
@given(st.lists(st.floats(min_value=-20, max_value=220), max_size=6), st.floats(min_value=1, max_value=60))
def test_labels_keep_their_distance_and_their_order(wanted: list[float], gap: float) -> None:
    placed = axes.spread(wanted, gap, 0, 200)
    assert len(placed) == len(wanted)
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in placed)
    fits = gap * (len(wanted) - 1) <= 200
    ordered = sorted(placed)
    if fits:
        assert all(b - a >= gap - 1e-6 for a, b in pairwise(ordered))
    for i, one in enumerate(wanted):
        for j, other in enumerate(wanted):
            assert one >= other or placed[i] <= placed[j]


def test_labels_with_room_stay_where_they_are() -> None:
    assert axes.spread([10, 100, 50], 17, 0, 200) == [10, 100, 50]
    assert axes.spread([50, 52], 18, 0, 200) == pytest.approx([42, 60])


def months(count: int) -> list[date]:
    return [date(2025 + (9 + i) // 12, (9 + i) % 12 + 1, 1) for i in range(count)]


def test_few_ticks_counted_from_the_latest_period() -> None:
    ticks = axes.period_ticks(months(13), "month", "en", "gregorian")
    assert ticks == [(0, "Oct<br>2025"), (3, "Jan<br>2026"), (6, "Apr"), (9, "Jul"), (12, "Oct")]
    assert axes.period_ticks([], "month", "en", "gregorian") == []


@QUICK
@given(st.integers(1, 800), st.integers(2, 8))
def test_there_are_never_more_ticks_than_asked_for(count: int, at_most: int) -> None:
    days = [date(2026, 1, 1) + timedelta(days=i) for i in range(count)]
    ticks = axes.period_ticks(days, "day", "en", "gregorian", at_most)
    assert 1 <= len(ticks) <= at_most
    assert ticks[-1][0] == count - 1
