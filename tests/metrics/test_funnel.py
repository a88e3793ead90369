"""Limits and chances against published numbers and against counting by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics import control, funnel
from metrics.intervals import Numbers
from tests.worlds import shared

SHARES, SIZES, WIDENINGS = st.floats(0.001, 0.999), st.integers(1, 400), st.floats(1, 5)


def one(number: float) -> Numbers:
    return np.array([number], float)


def below(hits: int, n: int, p: float) -> float:
    """P(fewer hits) + ½ P(so many), by hand."""
    chances = [math.comb(n, count) * p**count * (1 - p) ** (n - count) for count in range(hits + 1)]
    return sum(chances[:-1]) + chances[-1] / 2


def test_limits_of_counts_equal_the_shared_oracle() -> None:
    oracle = json.loads(shared("oracles/stats_expectations.json").read_text())["funnel_oe_poisson"]
    expected = np.array(oracle["expected_count_E"], float)
    for name, tail in (("95", funnel.TAIL_95), ("998", funnel.TAIL_998)):
        low, high = funnel.limits_of_counts(expected, tail, np.ones(3))
        assert low == pytest.approx(oracle[f"ll{name}"], abs=5e-7)
        assert high == pytest.approx(oracle[f"ul{name}"], abs=5e-7)


def test_who_is_outside_equals_the_shared_oracle() -> None:
    oracle = json.loads(shared("oracles/stats_expectations.json").read_text())["funnel_outlier_flags"]
    ratios = np.array(oracle["rr"])
    for limits, flags in (("limits95", "flags95"), ("od95", "flags_od95"), ("limits998", "flags998")):
        low, high = (np.full(len(ratios), limit) for limit in oracle[limits])
        assert np.abs(control.outside(ratios, low, high)).tolist() == oracle[flags]
    low, high = (np.full(len(ratios), limit) for limit in oracle["od998"])
    assert np.abs(control.outside(ratios, low, high)).tolist() == oracle["flags_od998"]


@given(SHARES, st.integers(1, 60), st.sampled_from([funnel.TAIL_95, funnel.TAIL_998]))
def test_whole_counts_outside_the_limits_are_those_of_a_small_mid_p(p: float, n: int, tail: float) -> None:
    low, high = funnel.limits_of_shares(one(p), one(n), tail, one(1))
    for hits in range(n + 1):
        chance = below(hits, n, p)
        if abs(chance - tail) > 1e-9 and abs(1 - chance - tail) > 1e-9:
            assert (hits / n < low[0]) == (chance < tail)
            assert (hits / n > high[0]) == (1 - chance < tail)


@given(SHARES, SIZES, WIDENINGS)
def test_limits_of_shares_contain_what_is_expected(p: float, n: int, widening: float) -> None:
    inner, outer = (funnel.limits_of_shares(one(p), one(n), tail, one(widening)) for tail in (0.025, 0.001))
    assert 0 <= outer[0][0] <= inner[0][0] <= p <= inner[1][0] <= outer[1][0] <= 1
    plain = funnel.limits_of_shares(one(p), one(n), 0.001, one(1))
    assert outer[0][0] <= plain[0][0]
    assert outer[1][0] >= plain[1][0]


@given(st.floats(0.01, 1e4), WIDENINGS)
def test_limits_of_counts_contain_what_is_expected(expected: float, widening: float) -> None:
    inner, outer = (funnel.limits_of_counts(one(expected), tail, one(widening)) for tail in (0.025, 0.001))
    assert 0 <= outer[0][0] <= inner[0][0] <= 1 <= inner[1][0] <= outer[1][0]


@given(SHARES, SIZES, st.floats(0, 1), WIDENINGS)
def test_chance_and_limits_of_shares_say_the_same(p: float, n: int, part: float, widening: float) -> None:
    hits = round(n * part)
    low, high = funnel.limits_of_shares(one(p), one(n), funnel.TAIL_998, one(widening))
    chance = funnel.chance_of_shares(one(hits), one(p), one(n), one(widening))[0]
    assert 0 <= chance <= 1
    if abs(chance - 2 * funnel.TAIL_998) > 1e-9:
        assert (chance < 2 * funnel.TAIL_998) == (not low[0] <= hits / n <= high[0])


@given(st.floats(0.1, 100), st.integers(0, 200))
def test_chances_of_counts_equal_counting_by_hand(expected: float, observed: int) -> None:
    chances = [
        math.exp(count * math.log(expected) - expected - math.lgamma(count + 1)) for count in range(observed + 1)
    ]
    under = sum(chances[:-1]) + chances[-1] / 2
    found = funnel.chance_of_counts(one(observed), one(expected), one(1))[0]
    assert found == pytest.approx(2 * min(under, 1 - under), abs=1e-9)


def test_none_of_three_expected_is_outside_the_limits_and_no_rarity() -> None:
    """The χ² limit lies above 0, but none at all happens in 5 of 100 cases: both have to be passed."""
    low, _ = funnel.limits_of_counts(one(3), funnel.TAIL_998, one(1))
    assert low[0] > 0
    assert funnel.chance_of_counts(one(0), one(3), one(1))[0] == pytest.approx(math.exp(-3))


def test_limits_approach_the_normal_ones() -> None:
    low, high = funnel.limits_of_shares(one(0.7), one(200_000), funnel.TAIL_998, one(2))
    reach = stats.norm.isf(0.001) * math.sqrt(2 * 0.7 * 0.3 / 200_000)
    assert (low[0], high[0]) == pytest.approx((0.7 - reach, 0.7 + reach), abs=1e-5)


def test_without_cases_there_are_no_limits() -> None:
    assert all(np.isnan(limit).all() for limit in funnel.limits_of_shares(one(np.nan), one(0), 0.025, one(1)))
    assert all(np.isnan(limit).all() for limit in funnel.limits_of_counts(one(0), 0.025, one(1)))


def test_overdispersion_equals_the_formula_by_hand() -> None:
    """Twelve differences; the 10 % and 90 % quantiles lie 1.1 ranks from the ends."""
    differences = np.array([-0.5, -0.2, -0.1, -0.05, 0, 0.02, 0.04, 0.08, 0.1, 0.15, 0.2, 0.9])
    variances = np.full(12, 0.01)
    z = sorted(differences / 0.1)
    low, high = z[1] + 0.1 * (z[2] - z[1]), z[9] + 0.9 * (z[10] - z[9])
    total = sum(min(max(value, low), high) ** 2 for value in z)
    assert funnel.overdispersion(differences, variances) == pytest.approx((total - 11) / (1200 - 100))


def test_overdispersion_finds_what_was_put_in_and_nothing_where_nothing_is() -> None:
    random = np.random.default_rng(6)
    variances = random.uniform(1e-4, 4e-4, 4_000)
    chance = random.normal(size=4_000) * np.sqrt(variances)
    assert funnel.overdispersion(chance, variances) == 0
    found = funnel.overdispersion(chance + random.normal(scale=0.05, size=4_000), variances)
    assert found is not None
    assert 0.03**2 < found <= 0.05**2  # winsorising takes some of it


def test_fewer_than_ten_people_cannot_show_overdispersion() -> None:
    assert funnel.overdispersion(np.arange(9.0), np.ones(9)) is None
    assert funnel.overdispersion(np.arange(10.0), np.ones(10)) is not None


@given(st.floats(0.05, 0.95), st.integers(10, 2_000), WIDENINGS)
def test_the_smallest_difference_is_seen_in_80_of_100_cases(p: float, n: int, widening: float) -> None:
    found = funnel.detectable_of_shares(one(p), one(n), funnel.TAIL_998, one(widening))[0]
    low, high = (
        float(limit[0]) * n for limit in funnel.limits_of_shares(one(p), one(n), funnel.TAIL_998, one(widening))
    )
    seen = [
        chance
        for truth, chance in (
            (p + found, stats.binom.sf(math.floor(high), n, p + found)),
            (p - found, stats.binom.cdf(math.ceil(low) - 1, n, p - found)),
        )
        if 0 <= truth <= 1
    ]
    assert np.isnan(found) or max(seen) == pytest.approx(0.8)


@given(st.floats(1, 500), WIDENINGS)
def test_the_smallest_difference_of_a_count_is_seen_in_80_of_100_cases(expected: float, widening: float) -> None:
    found = funnel.detectable_of_counts(one(expected), funnel.TAIL_998, one(widening))[0]
    counts = np.arange(0.0, 2_000.0)
    low, high = (limit * expected for limit in funnel.limits_of_counts(one(expected), funnel.TAIL_998, one(widening)))
    chances = funnel.chance_of_counts(counts, np.full(2_000, expected), np.full(2_000, widening))
    flagged = (chances < 2 * funnel.TAIL_998) & ((counts < low) | (counts > high))
    more = stats.poisson.pmf(counts[flagged], expected + found).sum()
    fewer = stats.poisson.pmf(counts[flagged], expected - found).sum() if found < expected else 0
    assert max(more, fewer) == pytest.approx(0.8, abs=1e-3)


@given(SHARES, SHARES, SIZES, st.sampled_from([funnel.TAIL_95, funnel.TAIL_998]))
def test_who_is_expected_to_reach_more_has_higher_limits(one_share: float, other: float, n: int, tail: float) -> None:
    expected = np.sort([one_share, other])
    low, high = funnel.limits_of_shares(expected, np.full(2, float(n)), tail, np.ones(2))
    assert low[0] <= low[1] + 1e-9
    assert high[0] <= high[1] + 1e-9


@given(st.floats(0.1, 1e4), st.floats(1, 10), WIDENINGS, WIDENINGS)
def test_limits_of_counts_narrow_with_what_is_expected_and_widen_with_the_variance(
    expected: float, more: float, widening: float, wider: float
) -> None:
    counts = np.array([expected, expected * more])
    low, high = funnel.limits_of_counts(counts, funnel.TAIL_998, np.full(2, widening))
    assert low[0] <= low[1] + 1e-9
    assert high[1] <= high[0] + 1e-9
    wide_low, wide_high = funnel.limits_of_counts(counts, funnel.TAIL_998, np.full(2, widening * wider))
    assert (wide_low <= low + 1e-9).all()
    assert (wide_high >= high - 1e-9).all()
