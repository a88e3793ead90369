"""Who stands out beyond chance, and how evenly work is spread. Nothing else compares people.

Expected values: metrics/standardisation.py. Limits and chances: metrics/funnel.py. Days: metrics/clustering.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

from metrics import clustering, funnel, standardisation
from metrics.intervals import Numbers
from metrics.metric import Direction

Verdict = Literal["too_few_to_show", "too_few_to_tell", "within_chance", "better_beyond_chance", "worse_beyond_chance"]

SHOWN, FLAGGED = 10, 30  # requests of a person below which nothing is shown, nobody flagged
FALSE_DISCOVERIES = 0.05  # of those flagged on a page


@dataclass(frozen=True)
class Comparison:
    """One metric over the people of a team. `overall` is the pool's value, null without any request.

    `people`, a row per agent: agent, requests, n (those with a reference), value (observed per request), expected (per
    request), adjusted (overall + value − expected: the value with everybody's mix of requests), low_95, high_95,
    low_998, high_998 (limits of chance around expected), chance (two-sided), widening (of the variance). All but the
    counts are null where n < 10 or nothing is expected. `overdispersion`: variance between people beyond chance that
    the limits allow for, 0 where the page shows none; null where fewer than ten people can't tell it. `alike`: the
    correlation of a person's requests of one day that the limits allow for; null where days are unknown.
    """

    people: pl.DataFrame
    overall: float | None
    overdispersion: float | None
    direction: Direction
    of_counts: bool
    alike: float | None = None


@dataclass(frozen=True)
class Observed:
    """What each person of a team reached by one metric, and what was expected of them; compared by `compare`.

    `table`: agent, requests, n; in its order `n`, `observed`, `wanted`, `variance` (by which that of chance is
    multiplied), NaN where nothing is `shown`. `difference`: as a share, or for counts as a part of what is wanted;
    `sampling`: its variance by chance alone.
    """

    table: pl.DataFrame
    overall: float | None
    alike: float | None
    direction: Direction
    of_counts: bool
    n: Numbers
    observed: Numbers
    wanted: Numbers
    variance: Numbers
    difference: Numbers
    sampling: Numbers
    shown: npt.NDArray[np.bool_]

    @property
    def excess(self) -> float:
        """How much more the people differ than by chance, in z²."""
        return funnel.excess(self.difference[self.shown], (self.sampling * self.variance)[self.shown])

    @property
    def between(self) -> float | None:
        """The variance between people that the values seem to have beyond chance."""
        return funnel.overdispersion(self.difference[self.shown], (self.sampling * self.variance)[self.shown])


def observe(counts: pl.DataFrame, direction: Direction, *, of_counts: bool = False) -> Observed:
    """People by a share, or by a count per request (`of_counts`), with what the team expects of the same requests.

    `counts` as in standardisation.expected, and with the local `day` of the requests where known: then the limits allow
    for how alike the requests of one day are, which they need to keep their promise (benchmarks/fairness.py).
    Raises ValueError for a metric of which neither more nor less is better.
    """
    if direction not in ("higher", "lower"):
        raise ValueError("People are compared only by a metric of which more, or less, is better.")
    rows = standardisation.rated(counts)
    table = standardisation.summed(rows)
    alike = clustering.alike(rows, of_counts=of_counts) if "day" in counts.columns else None
    if alike:
        wider = clustering.design_effects(rows, alike)
        table = table.join(wider, on="agent", how="left", maintain_order="left")
        table = table.with_columns(pl.col("variance") * pl.col("clustered"))
    hits, requests = counts.filter(pl.col("agent").is_not_null() & (pl.col("n") > 0)).select("hits", "n").sum().row(0)
    n, observed, wanted, variance = (
        table[name].cast(pl.Float64).to_numpy().copy() for name in ("n", "observed", "expected", "variance")
    )
    # Where nothing, or all of it, is expected, no limits exist.
    shown = (n >= SHOWN) & (wanted > 0) & (of_counts | (wanted < n))
    n[~shown] = observed[~shown] = wanted[~shown] = variance[~shown] = np.nan
    return Observed(
        table=table.select("agent", "requests", "n"),
        overall=hits / requests if requests else None,
        alike=alike,
        direction=direction,
        of_counts=of_counts,
        n=n,
        observed=observed,
        wanted=wanted,
        variance=variance,
        difference=(observed - wanted) / (wanted if of_counts else n),
        sampling=1 / wanted if of_counts else wanted / n * (1 - wanted / n) / n,
        shown=shown,
    )


def compare(page: Mapping[str, Observed]) -> dict[str, Comparison]:
    """Compares everybody with what the team expects of them, by every metric of a page.

    The limits of a metric are widened by the variance between people that its values seem to have, where the other
    metrics of the page show such variance too, or it shows it so clearly that one person can't be the reason: the
    values of ten people alone can't tell it from chance, and who stands out would hide behind limits that nobody else
    widens. A page of one metric is widened by what it seems.
    """
    total = sum(one.excess for one in page.values())
    found = {}
    for metric, one in page.items():
        seen = len(page) == 1 or total - one.excess > 0 or one.excess > _clear(int(one.shown.sum()))
        between = one.between
        found[metric] = _compared(one, between if seen or between is None else 0.0)
    return found


def _clear(people: int) -> float:
    """The excess of z² that is three standard deviations of chance: the mean of as many squares varies by 2/people."""
    return 1 + 3 * float(np.sqrt(2 * people))


def _compared(one: Observed, between: float | None) -> Comparison:
    observed, wanted, n, of_counts = one.observed, one.wanted, one.n, one.of_counts
    widening = one.variance + (between or 0.0) / one.sampling
    columns: dict[str, Numbers] = {
        "value": observed / n,
        "expected": wanted / n,
        "adjusted": (np.nan if one.overall is None else one.overall) + (observed - wanted) / n,
        "widening": widening,
    }
    lows, highs = _limits(wanted, n, np.array([[funnel.TAIL_95], [funnel.TAIL_998]]), widening, of_counts)
    columns |= {"low_95": lows[0], "high_95": highs[0], "low_998": lows[1], "high_998": highs[1]}
    columns["chance"] = (
        funnel.chance_of_counts(observed, wanted, widening)
        if of_counts
        else funnel.chance_of_shares(observed, wanted / n, n, widening)
    )
    people = one.table.with_columns(
        pl.Series(name, content, dtype=pl.Float64).fill_nan(None) for name, content in columns.items()
    )
    return Comparison(people, one.overall, between, one.direction, of_counts, one.alike)


def verdicts(page: Mapping[str, Comparison]) -> pl.DataFrame:
    """Everybody's verdict by every metric of a page: `metric` (its key), the columns of `people` and three more.

    `discovery`: the chance after Benjamini–Hochberg over the agents × metrics that could be flagged, those of n ≥ 30.
    `verdict`: flagged is who is one of them, lies outside the 99.8 % limits and has discovery ≤ 0.05.
    `detectable`: the smallest difference from `expected` that would be flagged in 80 of 100 cases, in a person who
    alone stands out; null where none would be. Raises ValueError for a page without metrics.
    """
    people = pl.concat([one.people.select(pl.lit(metric).alias("metric"), pl.all()) for metric, one in page.items()])
    tested = ((people["n"] >= FLAGGED) & people["chance"].is_not_null()).to_numpy()
    discovery = np.full(people.height, np.nan)
    discovery[tested] = stats.false_discovery_control(people["chance"].to_numpy()[tested])
    tail = min(funnel.TAIL_998, FALSE_DISCOVERIES / 2 / max(int(tested.sum()), 1))
    of_counts = people["metric"].is_in([metric for metric, one in page.items() if one.of_counts]).to_numpy()
    detectable = np.full(people.height, np.nan)
    for kind in (of_counts, ~of_counts):
        detectable[tested & kind] = _detectable(people.filter(tested & kind), tail, kind is of_counts)
    higher = pl.col("metric").is_in([metric for metric, one in page.items() if one.direction == "higher"])
    outside = ~pl.col("value").is_between("low_998", "high_998") & (pl.col("chance") < 2 * funnel.TAIL_998)
    flagged = pl.Series(tested) & outside & (pl.col("discovery") <= FALSE_DISCOVERIES)
    better = (pl.col("value") > pl.col("expected")) == higher
    return people.with_columns(
        discovery=pl.Series(discovery).fill_nan(None),
        detectable=pl.Series(detectable).fill_nan(None),
    ).with_columns(
        verdict=pl.when(pl.col("value").is_null())
        .then(pl.lit("too_few_to_show"))
        .when(pl.col("n") < FLAGGED)
        .then(pl.lit("too_few_to_tell"))
        .when(~flagged)
        .then(pl.lit("within_chance"))
        .when(better)
        .then(pl.lit("better_beyond_chance"))
        .otherwise(pl.lit("worse_beyond_chance"))
    )


def limits_by_n(comparison: Comparison) -> pl.DataFrame:
    """The funnel to draw: n, low_95, high_95, low_998, high_998, differences from what is expected, from n = 10 on.

    They are those of somebody of whom the pool's share is expected, and whose days are like most people's; a verdict
    uses each person's own. Empty without such a share between 0 and 1, or for counts.
    """
    most, overall = comparison.people["n"].max(), comparison.overall
    schema = {name: pl.Float64 for name in ("n", "low_95", "high_95", "low_998", "high_998")}
    if comparison.of_counts or overall is None or not 0 < overall < 1 or not isinstance(most, int) or most < SHOWN:
        return pl.DataFrame(schema=schema)
    n = np.unique(np.geomspace(SHOWN, max(most, FLAGGED), 60).round())
    expected = np.full(len(n), overall)
    between, share = comparison.overdispersion or 0.0, pl.col("expected")
    own = comparison.people.select(pl.col("widening") - between * pl.col("n") / (share * (1 - share))).to_series()
    usual = own.median()
    widening = (usual if isinstance(usual, float) else 1.0) + between * n / (overall * (1 - overall))
    limits = [funnel.limits_of_shares(expected, n, tail, widening) for tail in (funnel.TAIL_95, funnel.TAIL_998)]
    columns = [n, *(limit - overall for pair in limits for limit in pair)]
    return pl.DataFrame(dict(zip(schema, columns, strict=True)))


@dataclass(frozen=True)
class Spread:
    """How unevenly work is spread: the most over the median, and Gini's coefficient from 0 (all alike)."""

    max_over_median: float | None
    gini: float | None


def spread(workloads: Sequence[float | None]) -> Spread:
    """The spread of people's workloads (≥ 0; unknown ones are left out); null below two people or without any work."""
    loads = np.sort(np.array([load for load in workloads if load is not None], float))
    if len(loads) < 2 or loads.sum() == 0:
        return Spread(None, None)
    middle = float(np.median(loads))
    ranks = np.arange(1, len(loads) + 1)
    gini = float(((2 * ranks - len(loads) - 1) * loads).sum() / (len(loads) * loads.sum()))
    return Spread(float(loads[-1]) / middle if middle > 0 else None, gini)


def _limits(wanted: Numbers, n: Numbers, tails: Numbers, widening: Numbers, of_counts: bool) -> tuple[Numbers, Numbers]:
    """Limits per request, a row per tail."""
    if not of_counts:
        return funnel.limits_of_shares(wanted / n, n, tails, widening)
    low, high = funnel.limits_of_counts(wanted, tails, widening)
    return low * wanted / n, high * wanted / n


def _detectable(people: pl.DataFrame, tail: float, of_counts: bool) -> Numbers:
    n, expected, widening = (people[name].cast(pl.Float64).to_numpy() for name in ("n", "expected", "widening"))
    if of_counts:
        return np.asarray(funnel.detectable_of_counts(n * expected, tail, widening) / n)
    return funnel.detectable_of_shares(expected, n, tail, widening)
