"""Control charts: the limits of chance of a series, the rules that mark special causes, assurance of a target.

Series are arrays with one number per period in their order, NaN where a period has no data. A gap is never bridged.
What is said about the latest month: metrics/change.py.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from metrics.intervals import Numbers
from metrics.metric import Direction

Flags = npt.NDArray[np.bool_]
Assurance = Literal["will_keep_meeting", "hit_or_miss", "will_keep_missing"]

XMR_REACH = 2.66  # mean moving ranges: three standard deviations, rounded as the XmR chart has it (Wheeler 1993)
P_PRIME_REACH = 3 / 1.128  # the same, unrounded (Laney 2002)
SCREEN = 3.267  # mean moving ranges: upper limit of a moving range
RUN = 7  # points in a row that are no chance


@dataclass(frozen=True)
class Limits:
    """Centre line and limits, one number per period, in the unit of the series; NaN where they are undefined."""

    centre: Numbers
    low: Numbers
    high: Numbers


def xmr(values: Numbers, baseline: int | None = None, *, screened: bool = True) -> Limits:
    """Limits of single values: mean ± 2.66 · mean |moving range| (Wheeler 1993).

    The first `baseline` periods make them (all without it). Screened: moving ranges of 3.267 · their mean and above
    are left out, once, so that one mishap does not widen the limits.
    """
    return around(_mean(values[:baseline]) * np.ones(len(values)), np.ones(len(values)), values, baseline, screened)


def p_prime(hits: Numbers, n: Numbers, baseline: int | None = None) -> Limits:
    """Limits of shares, 0–1, whose n varies: p̄ ± 3 · √(p̄(1 − p̄)/n) · σz (Laney 2002, Quality Engineering 14:531).

    p̄ = Σ hits / Σ n and σz = mean |moving range of z| / 1.128 over the first `baseline` periods: what varies beyond
    sampling widens the limits. NaN where a period has n = 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(n > 0, hits / n, np.nan)
        total = np.nansum(n[:baseline])
        centre = np.nansum(hits[:baseline]) / total if total > 0 else np.nan
        deviation = np.where(n > 0, np.sqrt(centre * (1 - centre) / n), np.nan)
    limits = around(np.full(len(n), centre), deviation, shares, baseline, screened=False, reach=P_PRIME_REACH)
    return Limits(limits.centre, np.clip(limits.low, 0, 1), np.clip(limits.high, 0, 1))


def around(
    centre: Numbers,
    deviation: Numbers,
    values: Numbers,
    baseline: int | None,
    screened: bool,
    reach: float = XMR_REACH,
) -> Limits:
    """Limits at centre ± reach · deviation · mean |moving range| of the standardised values of the baseline.

    `deviation` says how much each period varies relative to the others. NaN where the baseline has no two neighbours.
    """
    spread = reach * deviation * _mean_range(standardised(values, centre, deviation)[:baseline], screened)
    return Limits(centre, centre - spread, centre + spread)


def standardised(values: Numbers, centre: Numbers, deviation: Numbers) -> Numbers:
    """(value − centre) / deviation; 0 where nothing can deviate."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(deviation == 0, 0.0, (values - centre) / deviation)


def outside(values: Numbers, low: Numbers, high: Numbers) -> npt.NDArray[np.int64]:
    """1 above its limits, −1 below, else 0; a value on a limit is inside."""
    return (values > high).astype(np.int64) - (values < low).astype(np.int64)


def seven_one_side(sides: Numbers) -> Flags:
    """Whether a point is the seventh or later in a row on one side of the centre; `sides` is −1, 0, 1 or NaN."""
    above, below = _last(sides == 1, RUN), _last(sides == -1, RUN)
    return np.logical_or(above, below)


def seven_trend(values: Numbers) -> npt.NDArray[np.int64]:
    """1 where seven points in a row end that each rise above the one before, −1 where they fall, else 0."""
    steps = np.sign(np.diff(values, prepend=np.nan))
    return _last(steps == 1, RUN - 1).astype(np.int64) - _last(steps == -1, RUN - 1).astype(np.int64)


def two_of_three(values: Numbers, limits: Limits) -> Flags:
    """Points between two thirds of the way to a limit and the limit, of which three in a row on one side hold two."""
    sides = np.sign(values - limits.centre)
    reach = np.where(sides > 0, limits.high - limits.centre, limits.centre - limits.low)
    close = (np.abs(values - limits.centre) > reach * 2 / 3) & (outside(values, limits.low, limits.high) == 0)
    found = np.zeros(len(values), bool)
    for start in range(len(values) - 2):
        three = slice(start, start + 3)
        if close[three].sum() >= 2 and abs(sides[three].sum()) == 3:
            found[three] |= close[three]
    return found


def special_causes(values: Numbers, limits: Limits) -> Flags:
    """Points that chance alone hardly makes: outside the limits, or part of any of the three patterns above."""
    sides = np.sign(values - limits.centre)
    beyond = outside(values, limits.low, limits.high) != 0
    runs = _back(seven_one_side(sides), RUN), _back(seven_trend(values) != 0, RUN)
    flags: Flags = np.logical_or.reduce([beyond, *runs, two_of_three(values, limits)])
    return flags


def assurance(low: float, high: float, target: float, direction: Direction) -> Assurance | None:
    """What a series that goes on as it is does to a target; null without limits, or without more or less being better.

    The target outside the limits is always met or always missed, by the metric's direction; inside, it is luck.
    """
    if direction not in ("higher", "lower") or np.isnan(low) or np.isnan(high):
        return None
    if low <= target <= high:
        return "hit_or_miss"
    return "will_keep_meeting" if (target < low) == (direction == "higher") else "will_keep_missing"


def _mean(values: Numbers) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _mean_range(values: Numbers, screened: bool) -> float:
    ranges = np.abs(np.diff(values))
    mean = _mean(ranges)
    kept = _mean(ranges[ranges < SCREEN * mean]) if screened else mean
    # Where most neighbours are equal, the few that differ are the variation: without them there would be none.
    return kept if kept > 0 else mean


def _last(flags: Flags, length: int) -> Flags:
    """Whether the last `length` points, this one included, are all flagged."""
    ended = np.zeros(len(flags), bool)
    for end in range(length, len(flags) + 1):
        ended[end - 1] = flags[end - length : end].all()
    return ended


def _back(ends: Flags, length: int) -> Flags:
    """Every point of the runs of `length` that end at the flagged points."""
    members = np.zeros(len(ends), bool)
    for end in np.flatnonzero(ends):
        members[end - length + 1 : end + 1] = True
    return members
