"""How far from its expected value chance alone takes a count: exact limits, chances, overdispersion, what can be seen.

Nothing here knows who is compared: metrics/fairness.py. Expected values are made in metrics/standardisation.py.
`widening` multiplies the variance; the exact limits are stretched by its root around what was expected.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from metrics.intervals import Numbers

TAIL_95, TAIL_998 = 0.025, 0.001  # of each side
ENOUGH = 10  # fewer people can't show how much people differ beyond chance
WINSORISED = 0.1  # of each side
POWER = 0.8  # chance of seeing the smallest difference that counts as detectable


def limits_of_shares(
    expected: Numbers, n: Numbers, tail: float | Numbers, widening: Numbers
) -> tuple[Numbers, Numbers]:
    """Exact mid-p binomial limits around an expected share, 0–1; NaN where n = 0."""
    centre, n, stretch = np.asarray(expected, float), np.asarray(n, float), np.sqrt(widening)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (limit / n for limit in mid_p_limits(stats.binom(n, centre), tail))
    return np.maximum(centre + (low - centre) * stretch, 0), np.minimum(centre + (high - centre) * stretch, 1)


def limits_of_counts(expected: Numbers, tail: float | Numbers, widening: Numbers) -> tuple[Numbers, Numbers]:
    """Limits of observed/expected: χ²(p, 2E)/2/E and χ²(1 − p, 2(E + 1))/2/E (Poisson); NaN where nothing is expected.

    Below some seven expected the lower one exceeds 0 although none at all is no rarity: see chance_of_counts, too.
    """
    count, stretch = np.where(np.asarray(expected) > 0, expected, np.nan), np.sqrt(widening)
    low = stats.chi2.ppf(tail, 2 * count) / 2 / count
    high = stats.chi2.isf(tail, 2 * (count + 1)) / 2 / count
    return np.maximum(1 + (low - 1) * stretch, 0), 1 + (high - 1) * stretch


def chance_of_shares(hits: Numbers, expected: Numbers, n: Numbers, widening: Numbers) -> Numbers:
    """Two-sided mid-p of so many hits or farther out; below 2 · tail exactly where the limits of `tail` are passed."""
    return _two_sided(stats.binom(n, expected), n * expected + (hits - n * expected) / np.sqrt(widening))


def chance_of_counts(observed: Numbers, expected: Numbers, widening: Numbers) -> Numbers:
    """Two-sided mid-p of such a count or farther out (Poisson)."""
    return _two_sided(stats.poisson(expected), expected + (observed - expected) / np.sqrt(widening))


def overdispersion(differences: Numbers, variances: Numbers) -> float | None:
    """Variance τ² between people beyond chance, in the unit of `variances`; null below ten people (Spiegelhalter 2005).

    From z = difference/√variance, winsorised by 10 % on both sides so that those who stand out don't hide themselves.
    """
    count = len(differences)
    if count < ENOUGH:
        return None
    weights = 1 / variances
    return max(0.0, excess(differences, variances) / float(weights.sum() - (weights**2).sum() / weights.sum()))


def excess(differences: Numbers, variances: Numbers) -> float:
    """By how much the sum of the winsorised z² exceeds what chance alone leaves it at most, people − 1; 0 without any.

    Winsorised squares of chance alone sum up to less: it is above 0 only where people differ clearly.
    """
    if not len(differences):
        return 0.0
    z = differences / np.sqrt(variances)
    squares = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED])) ** 2
    return float(squares.sum()) - (len(z) - 1)


def detectable_of_shares(expected: Numbers, n: Numbers, tail: float, widening: Numbers) -> Numbers:
    """The smallest difference from an expected share that passes a limit in 80 of 100 cases; NaN where none does."""
    low, high = (limit * n for limit in limits_of_shares(expected, n, tail, widening))
    fewest, most = np.floor(high) + 1, np.ceil(low) - 1  # the nearest counts that are outside
    up = np.where(fewest <= n, stats.beta.ppf(POWER, fewest, n - fewest + 1) - expected, np.nan)
    down = np.where(most >= 0, expected - stats.beta.ppf(1 - POWER, most + 1, n - most), np.nan)
    smallest: Numbers = np.fmin(up, down)
    return smallest


def detectable_of_counts(expected: Numbers, tail: float, widening: Numbers) -> Numbers:
    """The same for a count: the smallest change of its expected value that passes limit and chance."""
    low, high = (limit * expected for limit in limits_of_counts(expected, tail, widening))
    exact = mid_p_limits(stats.poisson(expected), tail)
    below, above = (expected + (limit - expected) * np.sqrt(widening) for limit in exact)
    fewest, most = np.floor(np.maximum(high, above)) + 1, np.ceil(np.minimum(low, below)) - 1
    up = stats.gamma.ppf(POWER, fewest) - expected
    down = np.where(most >= 0, expected - stats.gamma.ppf(1 - POWER, most + 1), np.nan)
    smallest: Numbers = np.fmin(up, down)
    return smallest


def mid_p_limits(distribution: Any, tail: float | Numbers) -> tuple[Numbers, Numbers]:
    """Counts that leave `tail` outside on either side by mid-p: P(farther out) + ½ P(equal) (Lancaster 1961).

    Straight between whole counts, as funnels are drawn (Spiegelhalter 2005). `distribution` is one of scipy's discrete
    ones. A side on which even the last possible count is likelier than `tail` has that count as its limit.
    """
    first, last = distribution.support()
    at = distribution.ppf(tail)
    at = np.where(_below(distribution, at) >= tail, at - 1, at)
    before, after = _below(distribution, at), _below(distribution, at + 1)
    low = at + (tail - before) / (after - before)
    at = distribution.isf(tail)
    at = np.where(_above(distribution, at) <= tail, at - 1, at)
    before, after = _above(distribution, at), _above(distribution, at + 1)
    high = at + (before - tail) / (before - after)
    return np.maximum(low, first), np.minimum(high, last)


def mid_p_below(distribution: Any, count: Numbers) -> Numbers:
    """P(less than count) + ½ P(count), straight between whole counts."""
    return _between(lambda whole: _below(distribution, whole), count)


def mid_p_above(distribution: Any, count: Numbers) -> Numbers:
    """P(more than count) + ½ P(count), straight between whole counts; exact where it is tiny."""
    return _between(lambda whole: _above(distribution, whole), count)


def _below(distribution: Any, whole: Numbers) -> Numbers:
    chance: Numbers = distribution.cdf(whole) - distribution.pmf(whole) / 2
    return chance


def _above(distribution: Any, whole: Numbers) -> Numbers:
    chance: Numbers = distribution.sf(whole) + distribution.pmf(whole) / 2
    return chance


def _between(at: Callable[[Numbers], Numbers], count: Numbers) -> Numbers:
    whole = np.floor(count)
    below = at(whole)
    return below + (at(whole + 1) - below) * (count - whole)


def _two_sided(distribution: Any, count: Numbers) -> Numbers:
    chance: Numbers = np.minimum(2 * np.minimum(mid_p_below(distribution, count), mid_p_above(distribution, count)), 1)
    return chance
