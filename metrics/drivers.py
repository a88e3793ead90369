"""What pulls a score up and down: how far each group of answers moves the whole; and where complaints gather.

Shares and NPS alone. Groups are compared as they are: no cause is claimed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from metrics import estimates, intervals
from metrics.estimates import Estimate
from metrics.intervals import Numbers
from metrics.value import Value

LEAST = 5  # smaller groups are never said to differ
CERTAIN = 0.05  # chance of a false one among the groups that are said to differ


@dataclass(frozen=True)
class Driver:
    """A group of answers and what it adds to the whole; null is the group of those that name none.

    `points` = share · (value − whole), in the metric's own unit: those of all groups add up to zero. `low`, `high`: its
    95 % interval, null where the group is the whole. `others`: the value of all other answers, `share`: the group's
    part of the answers, 0–1. `real`: it differs from the others beyond chance, looked at together with all groups.
    """

    group: str | None
    value: Value
    others: Value
    share: float
    points: float
    low: float | None
    high: float | None
    real: bool


@dataclass(frozen=True)
class Gathered:
    """A topic's complaints against its requests; null is the group of requests that name none.

    `of_complaints`: its part of all complaints, `of_requests`: of all requests, 0–1; `ratio` between the two with its
    95 % interval, null where there are no complaints at all. `real`: as in Driver.
    """

    group: str | None
    complaints: int
    requests: int
    of_complaints: Value
    of_requests: float
    ratio: float | None
    low: float | None
    high: float | None
    real: bool


def drivers(counted: pl.DataFrame, estimate: Estimate) -> tuple[Driver, ...]:
    """The groups of a score, what pulls it down most first; those without answers are left out.

    `counted`: group, n and hits, or n, promoters and detractors; rows of one group are summed. `estimate` makes the
    value of them (estimates.share, estimates.net_promoter_score).
    The interval is that of the difference between the group and the others (Newcombe 1998; Zou & Donner 2008), times
    share · (1 − share): share · (value − whole) is the same as share · (1 − share) · (value − others). The shares are
    taken as they are.
    """
    groups = _summed(counted)
    if groups.is_empty():
        return ()
    sums = groups.drop("group")
    all_ = sums.sum()
    rest = sums.select(pl.col(name).sum() - pl.col(name) for name in sums.columns)
    whole = _values(estimate(all_))[0].value or 0.0
    sizes = sums["n"].to_numpy().astype(np.float64)
    shares, real = sizes / sizes.sum(), _beyond_chance(sums)
    found = []
    each = zip(groups["group"], _values(estimate(sums)), _values(estimate(rest)), shares, real, strict=True)
    for group, value, others, share, differs in each:
        bounds = intervals.difference(value, others)
        low, high = (None, None) if bounds is None else (share * (1 - share) * bound for bound in bounds)
        points = share * ((value.value or 0.0) - whole)
        found.append(
            Driver(group, value, others, float(share), float(points), _float(low), _float(high), bool(differs))
        )
    return tuple(sorted(found, key=lambda one: (one.points, one.group is None, one.group or "")))


def gathered(counted: pl.DataFrame) -> tuple[Gathered, ...]:
    """Where complaints gather: the groups of group, n (requests), hits (complaints), most complaints first.

    The ratio's interval is Wilson's of the share of complaints over the share of requests, which is no sample.
    """
    groups = _summed(counted)
    if groups.is_empty():
        return ()
    sums = groups.drop("group")
    complaints, requests = int(sums["hits"].sum()), int(sums["n"].sum())
    parts = _values(estimates.share(pl.DataFrame({"hits": sums["hits"], "n": [complaints] * sums.height})))
    found = []
    each = zip(groups["group"], sums["hits"], sums["n"], parts, _beyond_chance(sums), strict=True)
    for group, hits, n, part, differs in each:
        of_requests = n / requests
        ratio, low, high = (None if x is None else x / of_requests for x in (part.value, part.low, part.high))
        found.append(Gathered(group, hits, n, part, of_requests, ratio, low, high, bool(differs)))
    return tuple(sorted(found, key=lambda one: (-one.complaints, one.group is None, one.group or "")))


def _summed(counted: pl.DataFrame) -> pl.DataFrame:
    """One row per group that has any n, sums as whole numbers."""
    sums = [name for name in counted.columns if name != "group"]
    summed = counted.group_by("group").agg(pl.col(sums).sum().cast(pl.Int64)).filter(pl.col("n") > 0)
    return summed.sort("group", nulls_last=True)


def _values(table: pl.DataFrame) -> list[Value]:
    return [Value(*row) for row in table.select("value", "n", "low", "high").iter_rows()]


def _beyond_chance(sums: pl.DataFrame) -> np.ndarray:
    """Which groups lie off the others more than if the answers had been dealt to the groups at random.

    By the normal approximation of that permutation, and Benjamini & Hochberg (1995) over the groups of LEAST or more.
    """
    n = sums["n"].to_numpy().astype(np.float64)
    totals, squares = _moments({name: sums[name].to_numpy().astype(np.float64) for name in sums.columns})
    size, sum_ = n.sum(), totals.sum()
    rest = size - n
    spread = (squares.sum() - sum_**2 / size) / (size - 1) if size > 1 else 0.0
    tested = (n >= LEAST) & (rest > 0)
    differs = np.zeros(len(n), dtype=bool)
    if spread <= 0 or not tested.any():
        return differs
    n, rest, totals = n[tested], rest[tested], totals[tested]
    z = (totals / n - (sum_ - totals) / rest) / np.sqrt(spread * (1 / n + 1 / rest))
    differs[tested] = stats.false_discovery_control(2 * stats.norm.sf(np.abs(z))) <= CERTAIN
    return differs


def _moments(sums: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """Σ and Σ of squares of what one answer counts: 0 or 1 of a share; −1, 0 or 1 of NPS."""
    if "hits" in sums:
        return sums["hits"], sums["hits"]
    return sums["promoters"] - sums["detractors"], sums["promoters"] + sums["detractors"]


def _float(x: float | None) -> float | None:
    return None if x is None else float(x)
