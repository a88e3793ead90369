"""What a step is worth, against arithmetic written once more; and what is drawn of a verdict."""

from collections.abc import Mapping
from dataclasses import replace
from math import erfc, hypot, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import review_rules
from metrics.intervals import wilson
from metrics.review_rules import Change
from metrics.value import NO_VALUE, Value


def share(hits: int, n: int) -> Value:
    low, high = wilson(np.array([float(hits)]), np.array([float(n)]))
    return Value(hits / n, n, float(low[0]), float(high[0]))


def a_row(**said: Any) -> Mapping[str, Any]:
    return {"n": 400, "value": 0.8, "expected": 0.8, "widening": 1.0} | said


def test_a_step_of_values_is_that_of_their_intervals() -> None:
    now, before = share(180, 200), share(150, 200)
    found = review_rules.step(now, before, "higher")
    assert now.low
    assert now.value
    assert before.high
    assert before.value
    assert now.high
    assert before.low
    low = 0.15 - hypot(now.value - now.low, before.high - before.value)
    high = 0.15 + hypot(now.high - now.value, before.value - before.low)
    assert (found.step, found.low, found.high) == pytest.approx((0.15, low, high))
    z = 0.15 / ((0.15 - low) / 1.959964)
    assert found.chance == pytest.approx(erfc(z / sqrt(2)))
    assert (found.verdict, found.same_mix) == ("better_beyond_chance", False)
    assert review_rules.step(now, before, "lower").verdict == "worse_beyond_chance"
    assert review_rules.step(now, before, "none").verdict == "within_chance"


@pytest.mark.parametrize("hits", [155, 165])
def test_a_step_that_the_95_percent_would_flag_may_still_be_chance(hits: int) -> None:
    """Flagged only as hard as people are: below 2 of 1,000."""
    found = review_rules.step(share(hits, 200), share(140, 200), "higher")
    assert found.chance is not None
    assert found.chance > review_rules.RARE
    assert found.verdict == "within_chance"


def test_of_fewer_than_thirty_on_either_side_nothing_is_told() -> None:
    for now, before in ((share(29, 29), share(1, 400)), (share(400, 400), share(1, 29)), (share(90, 99), NO_VALUE)):
        assert review_rules.step(now, before, "higher") == review_rules.TOO_FEW
    few = a_row(n=29)
    for now_row, before_row in (
        (few, a_row()),
        (a_row(), few),
        (a_row(), None),
        (None, None),
        (a_row(value=None), a_row()),
    ):
        assert review_rules.step_with_mix(now_row, before_row, "higher") == review_rules.TOO_FEW_OF_MIX


def test_what_changed_for_the_whole_team_is_no_step_of_the_person() -> None:
    now, before = a_row(value=0.9, expected=0.9), a_row(value=0.7, expected=0.7)
    found = review_rules.step_with_mix(now, before, "higher")
    assert found.step == pytest.approx(0.0)
    assert (found.verdict, found.same_mix) == ("within_chance", True)


def test_a_step_with_the_same_mix_has_the_variance_of_its_limits() -> None:
    now, before = a_row(value=0.92, widening=2.0), a_row(value=0.8, n=300)
    found = review_rules.step_with_mix(now, before, "higher")
    deviation = sqrt(0.16 / 400 * 2 + 0.16 / 300)
    assert (found.step, found.low) == pytest.approx((0.12, 0.12 - 1.959964 * deviation))
    assert found.chance == pytest.approx(erfc(0.12 / deviation / sqrt(2)))
    assert found.verdict == "better_beyond_chance"
    wider = review_rules.step_with_mix(a_row(value=0.92, widening=9.0), before, "higher")
    assert wider.verdict == "within_chance"


shares = st.integers(30, 500).flatmap(lambda n: st.integers(0, n).map(lambda hits: share(hits, n)))


@settings(max_examples=30)
@given(shares, shares)
def test_a_step_back_is_the_same_step(one: Value, other: Value) -> None:
    there, back = review_rules.step(one, other, "higher"), review_rules.step(other, one, "higher")
    assert there.step is not None
    assert back.step == pytest.approx(-there.step)
    assert back.chance == pytest.approx(there.chance)
    opposite = {"better_beyond_chance": "worse_beyond_chance", "worse_beyond_chance": "better_beyond_chance"}
    assert back.verdict == opposite.get(there.verdict, there.verdict)


def test_among_many_steps_only_those_stay_that_stand_out_among_all() -> None:
    """Benjamini–Hochberg by hand: the k-th smallest of m is held against 5 % · k / m."""
    flagged = Change(0.1, 0.05, 0.15, 0.0, same_mix=False, verdict="better_beyond_chance")
    chances = [0.0019, 0.0001, 0.6, *[0.5] * 77]
    found = review_rules.among([review_rules.TOO_FEW, *(replace(flagged, chance=each) for each in chances)])
    assert [each.verdict for each in found[:4]] == [
        "too_few_to_tell",
        "within_chance",  # 0.0019 > 0.05 · 2 / 80
        "better_beyond_chance",  # 0.0001 ≤ 0.05 · 1 / 80
        "within_chance",
    ]
    assert review_rules.among([]) == []


def test_an_adjusted_share_has_the_interval_of_its_own_requests() -> None:
    found = review_rules.adjusted(0.8, 100, 2.0, 0.75)
    same = share(40, 50)
    assert found is not None
    assert same.low
    assert same.high
    assert (found.value, found.n) == (0.75, 100)
    assert (found.low, found.high) == pytest.approx((same.low - 0.05, same.high - 0.05))
    assert review_rules.adjusted(None, 9, None, None) is None


def test_a_short_series_has_no_limits() -> None:
    months = [share(80 + i % 3, 100) for i in range(12)]
    assert review_rules.limits(months[:11], of_shares=True) is None
    assert review_rules.limits([*months[:11], NO_VALUE], of_shares=True) is None
    found = review_rules.limits([*months, NO_VALUE], of_shares=True)
    assert found is not None
    assert found.centre[0] == pytest.approx(sum(80 + i % 3 for i in range(12)) / 1200)
    assert np.isnan(found.low[-1])
    other = review_rules.limits(months, of_shares=False)
    assert other is not None
    assert other.centre[0] == pytest.approx(0.81)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("met", "strength"), ("missed", "development"), ("met_within_chance", None), ("on_track", None)],
)
def test_only_a_goal_that_is_over_beyond_chance_is_drawn(status: str, kind: str | None) -> None:
    assert review_rules.of_goal(status) == kind


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("better_beyond_chance", "strength"), ("worse_beyond_chance", "development"), ("within_chance", None)],
)
def test_only_what_is_beyond_chance_is_drawn(verdict: str, kind: str | None) -> None:
    assert review_rules.among_people(verdict) == kind


@given(
    months=st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30),
    since=st.integers(0, 30),
    direction=st.sampled_from(("higher", "lower")),
)
def test_a_record_is_better_than_every_month_before(months: list[float | None], since: int, direction: str) -> None:
    found = review_rules.record([Value(each, 20, None, None) for each in months], since, direction)  # type: ignore[arg-type]
    beats = max if direction == "higher" else min
    known = [each for each in months if each is not None]
    if found is None:
        first = next((at for at, each in enumerate(months) if known and each == beats(known)), None)
        assert first is None or first < since or sum(each is not None for each in months[: first + 1]) < 12
        return
    before = [each for each in months[:found] if each is not None]
    assert found >= since
    assert len(before) >= 11
    assert months[found] == beats(known)
    assert months[found] not in before


def test_an_equal_month_is_no_record() -> None:
    months = [Value(each, 20, None, None) for each in [0.5] * 11 + [0.9, 0.9]]
    assert review_rules.record(months, 11, "higher") == 11
    assert review_rules.record(months, 12, "higher") is None
    assert review_rules.record(months[:11], 0, "higher") is None, "eleven months tell no record"
