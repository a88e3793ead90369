"""Whether the latest month is a real change against its own past. The charts behind it: metrics/control.py."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

from metrics import control, estimates, funnel
from metrics.control import Flags, Limits
from metrics.estimates import Estimate
from metrics.intervals import Numbers

Verdict = Literal["too_short_to_judge", "within_normal_variation", "real_change"]

SHORTEST = 12  # months with data, the latest included
SEASONAL = 24  # the same, from which on a season can be told from chance
SEASON_SHOWN = 0.05  # chance of as much difference between calendar months where there is no season
TAIL = float(stats.norm.sf(3))  # beyond three standard deviations on one side


@dataclass(frozen=True)
class Change:
    """The verdict on the latest month.

    `direction` is that of the number, not whether it is good; null without a real change. `limits` are those of the
    chart for every month, and for the latest the wider ones that decided; null where the series is too short.
    `seasonal`: the centre follows the calendar months.
    """

    verdict: Verdict
    direction: Literal["up", "down"] | None
    limits: Limits | None
    seasonal: bool


TOO_SHORT = Change("too_short_to_judge", None, None, seasonal=False)


def latest_month(months: pl.DataFrame, estimate: Estimate) -> Change | None:
    """Judges the latest month alone; null where it has no data. The limits come from all earlier months and only them.

    `months`: period (first date of the month), value, n, low, high as `measure` gives them: one row per complete month
    without a gap, null values where there is no data. `estimate` made the values: those of estimates.share have p′
    limits, all others XmR limits; from 24 months on a season that shows is taken out. Two things make such limits too
    narrow, so the latest month has to lie beyond them as well: neighbouring months that resemble each other, and what
    sampling alone does to a month with few cases.
    """
    months = months.sort("period")
    values, n, low, high = (months[name].cast(pl.Float64).to_numpy() for name in ("value", "n", "low", "high"))
    known = ~np.isnan(values)
    if not known.any() or not known[-1]:
        return None
    if known.sum() < SHORTEST:
        return TOO_SHORT
    past = known & (np.arange(len(values)) < len(values) - 1)
    of_shares = estimate is estimates.share
    weights = np.where(known, n if of_shares else 1.0, 0.0)
    calendar = months["period"].dt.month().to_numpy()  # a Jalali month begins in the same Gregorian one every year
    seasonal = bool(known.sum() >= SEASONAL) and _season_shows(values, calendar, past)
    groups = calendar if seasonal else np.zeros_like(calendar)

    centre, deviation = _centre(values, weights, groups, past), _deviation(values, weights, past, of_shares)
    if seasonal:
        deviation = deviation * _distance(weights, groups, past)
    reach = control.P_PRIME_REACH if of_shares else control.XMR_REACH
    chart = control.around(centre, deviation, values, len(values) - 1, screened=not of_shares, reach=reach)
    if np.isnan(chart.high[-1]):  # no two neighbouring months have data
        return TOO_SHORT
    widest = (chart.high - centre)[-1] * _resemblance(control.standardised(values, centre, deviation), past)
    if of_shares or estimate is estimates.count:
        alike = past & (groups == groups[-1])
        chance = _sampling(values[alike], weights[alike], float(n[-1]) if of_shares else None)
    else:
        chance = _own_interval(values, low, high, centre[-1])
    low = np.append(chart.low[:-1], min(centre[-1] - widest, chance[0]))
    high = np.append(chart.high[:-1], max(centre[-1] + widest, chance[1]))
    limits = Limits(centre, np.clip(low, 0, 1), np.clip(high, 0, 1)) if of_shares else Limits(centre, low, high)
    side = int(control.outside(values, limits.low, limits.high)[-1])
    if side == 0:
        return Change("within_normal_variation", None, limits, seasonal)
    return Change("real_change", "up" if side > 0 else "down", limits, seasonal)


def _season_shows(values: Numbers, calendar: npt.NDArray[np.int8], past: Flags) -> bool:
    """Whether calendar months differ beyond chance (analysis of variance) and the latest one was seen before."""
    groups = [values[past & (calendar == month)] for month in np.unique(calendar[past])]
    if calendar[-1] not in calendar[past] or max(map(len, groups)) < 2 or np.ptp(values[past]) == 0:
        return False
    return bool(stats.f_oneway(*groups).pvalue < SEASON_SHOWN)


def _sums(amounts: Numbers, groups: npt.NDArray[np.int8], past: Flags) -> Numbers:
    """For every month the sum over the past months of its group."""
    return np.array([amounts[past & (groups == group)].sum() for group in groups])


def _centre(values: Numbers, weights: Numbers, groups: npt.NDArray[np.int8], past: Flags) -> Numbers:
    totals = _sums(weights, groups, past)
    return np.where(totals > 0, _sums(values * weights, groups, past) / np.where(totals > 0, totals, 1), np.nan)


def _deviation(values: Numbers, weights: Numbers, past: Flags, of_shares: bool) -> Numbers:
    """How much months vary relative to each other: shares by the root of their n, all others alike."""
    if not of_shares:
        return np.ones(len(values))
    pooled = (values * weights)[past].sum() / weights[past].sum()
    return np.where(weights > 0, np.sqrt(pooled * (1 - pooled) / np.where(weights > 0, weights, 1)), np.nan)


def _distance(weights: Numbers, groups: npt.NDArray[np.int8], past: Flags) -> Numbers:
    """How far months lie from their group's centre: √(1 − w/Σw) if they helped to make it, √(1 + w/Σw) if not.

    Without it the limits would be far too narrow after two or three years. Null for the only one of its group, which
    tells nothing.
    """
    part = weights / np.where((totals := _sums(weights, groups, past)) > 0, totals, np.nan)
    return np.where(past, np.sqrt(np.where(part < 1, 1 - part, np.nan)), np.sqrt(1 + part))


def _resemblance(standardised: Numbers, past: Flags) -> float:
    """What moving ranges are too small by where neighbours resemble each other: √(1 − r), r their correlation ≥ 0."""
    deviations = np.where(past & ~np.isnan(standardised), standardised, 0.0)
    squares = (deviations**2).sum()
    alike = (deviations[1:] * deviations[:-1]).sum() / squares if squares > 0 else 0.0
    return float(1 / np.sqrt(1 - np.clip(alike, 0.0, 0.9)))


def _sampling(values: Numbers, weights: Numbers, n: float | None) -> tuple[float, float]:
    """What sampling alone makes of a share of `n`, or of a count, predicted from past ones (Jeffreys' prior)."""
    total, seen = float((values * weights).sum()), float(weights.sum())
    if n is None:
        low, high = funnel.mid_p_limits(stats.nbinom(total + 0.5, seen / (seen + 1)), TAIL)
    else:
        predicted, cases, widening = np.array([(total + 0.5) / (seen + 1), n, 1 + n / seen])
        low, high = funnel.limits_of_shares(predicted, cases, TAIL, widening)
    return float(low), float(high)


def _own_interval(values: Numbers, low: Numbers, high: Numbers, centre: float) -> tuple[float, float]:
    """Limits that the latest month passes where its own interval does not hold the centre.

    A side without a bound holds everything; where no month has any, nothing was sampled and nothing is held.
    """
    if np.isnan(low).all() and np.isnan(high).all():
        return centre, centre
    down, up = np.nan_to_num([high[-1] - values[-1], values[-1] - low[-1]], nan=np.inf)
    return centre - float(down), centre + float(up)
