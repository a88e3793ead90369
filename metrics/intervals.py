"""95 % intervals for shares, NPS, quantiles, means, ratios. Pure functions; what an interval covers is chance alone."""

import numpy as np
import numpy.typing as npt
from scipy import stats

from metrics.value import Value

Z = 1.959964  # of the normal distribution, 97.5 %
Numbers = npt.NDArray[np.float64]


def wilson(hits: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's score interval of a share, 0–1; NaN where n = 0 (Wilson 1927; Newcombe 1998, method 3)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / n
        spread = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
        centre = share + Z**2 / (2 * n)
        scale = 1 + Z**2 / n
        low, high = (centre - spread) / scale, (centre + spread) / scale
    # Exactly 0 and 1 at the ends, where rounding would leave a trace of either.
    return np.where(hits == 0, 0.0 * low, low), np.where(hits == n, 1.0 + 0.0 * high, high)


def net_promoter(promoters: Numbers, detractors: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Adjusted Wald interval of NPS in points: ¾ promoter, 1½ passive and ¾ detractor added; NaN where n = 0."""
    total = n + 3
    p, d = (promoters + 0.75) / total, (detractors + 0.75) / total
    spread = Z * np.sqrt((p + d - (p - d) ** 2) / total)
    low, high = 100 * (p - d - spread), 100 * (p - d + spread)
    return np.where(n > 0, np.maximum(low, -100), np.nan), np.where(n > 0, np.minimum(high, 100), np.nan)


def quantile_ranks(n: npt.NDArray[np.int64], p: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Ranks (from 1) of the order statistics that enclose the p-quantile with at least 95 %.

    Exact, from the binomial distribution (Conover 1999, 3.2). Rank 0 or n + 1: that side has no bound at this n.
    """
    low = stats.binom.ppf(0.025, n, p).astype(np.int64)
    high = stats.binom.ppf(0.975, n, p).astype(np.int64) + 1
    return low, high


def mean(values_mean: float, deviation: float, n: int) -> tuple[float, float] | tuple[None, None]:
    """Student's interval of a mean from the sample's standard deviation; undefined below n = 2."""
    if n < 2:
        return None, None
    spread = float(stats.t.ppf(0.975, n - 1)) * deviation / float(np.sqrt(n))
    return values_mean - spread, values_mean + spread


def ratio(n: Numbers, x: Numbers, y: Numbers, xx: Numbers, xy: Numbers, yy: Numbers) -> tuple[Numbers, Numbers]:
    """Student's interval of Σx / Σy by Taylor linearisation (Cochran 1977, chapter 6), from the sums over n rows.

    NaN below n = 2 and where Σy = 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = x / y
        # Squares of x − value · y, whose sum is zero; rounding may leave theirs a trace below it.
        squares = np.maximum(xx - 2 * value * xy + value**2 * yy, 0.0)
        spread = stats.t.ppf(0.975, n - 1) * np.sqrt(squares * n / (n - 1)) / np.abs(y)
    return value - spread, value + spread


def difference(now: Value, before: Value) -> tuple[float, float] | None:
    """95 % interval of now − before from the two intervals (Newcombe 1998 for shares; Zou & Donner 2008 for others).

    Null where one of the two has no interval.
    """
    if now.value is None or before.value is None:
        return None
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return None
    step = now.value - before.value
    down = float(np.hypot(now.value - now.low, before.high - before.value))
    up = float(np.hypot(now.high - now.value, before.value - before.low))
    return step - down, step + up
