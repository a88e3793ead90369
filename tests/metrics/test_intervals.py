"""Intervals against published numbers and against their own promise: 95 % of samples enclose the truth."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import intervals
from metrics.value import NO_VALUE, Value
from tests.worlds import shared

# Newcombe 1998, table I, method 3
WILSON = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("hits", "n", "low", "high"), WILSON)
def test_wilson_equals_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    bounds = intervals.wilson(np.array([hits], float), np.array([n], float))
    assert [round(float(bound[0]), 4) for bound in bounds] == [low, high]


def test_wilson_equals_the_shared_oracle() -> None:
    for hits, n, low, high in json.loads(shared("oracles/stats_expectations.json").read_text())["wilson_95"]["cases"]:
        bounds = intervals.wilson(np.array([hits], float), np.array([n], float))
        assert [float(bound[0]) for bound in bounds] == pytest.approx([low, high], abs=5e-5)


@given(n=st.integers(1, 10**6), share=st.floats(0, 1))
def test_wilson_encloses_the_share_and_stays_within_0_and_1(n: int, share: float) -> None:
    hits = np.array([round(n * share)], float)
    low, high = (float(bound[0]) for bound in intervals.wilson(hits, np.array([n], float)))
    assert 0 <= low <= hits[0] / n <= high <= 1


def test_of_nothing_there_is_no_interval() -> None:
    zero = np.array([0.0])
    assert all(np.isnan(bound).all() for bound in intervals.wilson(zero, zero))
    assert all(np.isnan(bound).all() for bound in intervals.net_promoter(zero, zero, zero))
    assert intervals.mean(1.0, 0.0, 1) == (None, None)


def test_net_promoter_adds_three_quarters_one_and_a_half_three_quarters() -> None:
    low, high = intervals.net_promoter(np.array([162.0]), np.array([54.0]), np.array([324.0]))
    p, d, n = 162.75 / 327, 54.75 / 327, 327
    half = 100 * 1.959964 * ((p + d - (p - d) ** 2) / n) ** 0.5
    assert (float(low[0]), float(high[0])) == pytest.approx((100 * (p - d) - half, 100 * (p - d) + half))
    assert half == pytest.approx(100 * 1.96 * 0.041408666, rel=0.01)  # the textbook's standard error at n = 324


@pytest.mark.parametrize("p", [0.5, 0.9])
@pytest.mark.parametrize("n", [20, 75, 400])
def test_quantile_ranks_cover_the_truth_in_at_least_95_of_100_samples(p: float, n: int) -> None:
    random = np.random.default_rng(3)
    samples = np.sort(random.exponential(size=(4_000, n)), axis=1)
    truth = -np.log(1 - p)
    (low,), (high,) = intervals.quantile_ranks(np.array([n]), p)
    above = samples[:, low - 1] <= truth if low >= 1 else np.ones(len(samples), bool)
    below = truth <= samples[:, high - 1] if high <= n else np.ones(len(samples), bool)
    assert 0.94 <= (above & below).mean() <= 0.99


def test_a_median_of_five_has_no_bound() -> None:
    (low,), (high,) = intervals.quantile_ranks(np.array([5]), 0.5)
    assert low == 0
    assert high == 6


def test_difference_of_shares_equals_the_published_interval() -> None:
    """Newcombe 1998, Stat Med 17:873-890, table II, case (a) 56/70 − 48/80, method 10: 0.0524 to 0.3339."""
    values = []
    for hits, n in ((56, 70), (48, 80)):
        (low,), (high,) = intervals.wilson(np.array([hits], float), np.array([n], float))
        values.append(Value(hits / n, n, float(low), float(high)))
    assert intervals.difference(*values) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert intervals.difference(values[0], NO_VALUE) is None
