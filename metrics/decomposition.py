"""Why a share moved: other cases or a real change; and whether a comparison reverses inside every stratum.

Shares alone: medians are not decomposed, their share within a time is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import polars as pl

from metrics import intervals
from metrics.value import Value


@dataclass(frozen=True)
class Decomposition:
    """A share before and now, 0–1, and what moved it; all null where one of the two has no cases.

    mix + rate + new + vanished = change: other shares of the groups, other rates within them, and the groups that are
    only on one side. `groups`, a row per group: group, part_before, part_now (of all cases), rate_before, rate_now,
    mix, rate (null for groups on one side only), apart (theirs, null for all others); sorted by group.
    """

    before: float | None
    now: float | None
    mix: float | None
    rate: float | None
    new: float | None
    vanished: float | None
    groups: pl.DataFrame

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.now is None else self.now - self.before


def decompose(before: pl.DataFrame, now: pl.DataFrame) -> Decomposition:
    """Decomposes now − before of hits/n over groups; both have group, n, hits, and rows of one group are summed.

    Midpoint weights, centred: mix = Δpart · (mean rate − mean total), rate = mean part · Δrate (Kitagawa 1955, JASA
    50:1168, centred so that a group that grows counts by how far it lies from the whole). A new group moves the whole
    by part · (rate − mean total), a vanished one by the negative of it.
    """
    groups = _parts(before, "before").join(_parts(now, "now"), on="group", how="full", coalesce=True, nulls_equal=True)
    first, last = _total(before), _total(now)
    middle = None if first is None or last is None else (first + last) / 2
    then, since = pl.col("rate_before"), pl.col("rate_now")
    groups = (
        groups.with_columns(pl.col("part_before", "part_now").fill_null(0.0))
        .with_columns(
            mix=(pl.col("part_now") - pl.col("part_before")) * ((then + since) / 2 - middle),
            rate=(pl.col("part_now") + pl.col("part_before")) / 2 * (since - then),
            apart=pl.when(then.is_null())
            .then(pl.col("part_now") * (since - middle))
            .when(since.is_null())
            .then(-pl.col("part_before") * (then - middle)),
        )
        .select("group", "part_before", "part_now", "rate_before", "rate_now", "mix", "rate", "apart")
        .sort("group", nulls_last=True)
    )
    if middle is None:
        groups = groups.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("mix", "rate", "apart"))
        return Decomposition(first, last, None, None, None, None, groups)
    return Decomposition(
        first,
        last,
        float(groups["mix"].sum()),
        float(groups["rate"].sum()),
        float(groups.filter(then.is_null())["apart"].sum()),
        float(groups.filter(since.is_null())["apart"].sum()),
        groups,
    )


def rate_interval(parts: Sequence[tuple[float, Value, Value]]) -> tuple[float, float]:
    """95 % interval of the rate part: Σ mean part · (rate now − rate before) of groups (mean part, before, now).

    From the intervals of the single rates (Zou & Donner 2008), the parts taken as they are. Groups on one side only
    have no part in it.
    """
    rate, down, up = 0.0, 0.0, 0.0
    for weight, before, now in parts:
        bounds = intervals.difference(now, before)
        if bounds is None or now.value is None or before.value is None:
            continue
        step = now.value - before.value
        rate += weight * step
        down += (weight * (step - bounds[0])) ** 2
        up += (weight * (bounds[1] - step)) ** 2
    return rate - sqrt(down), rate + sqrt(up)


def reversals(counts: pl.DataFrame) -> pl.DataFrame:
    """Pairs of groups whose order of hits/n reverses in every stratum that both have cases in (Simpson 1951).

    `counts`: group, stratum, n, hits; rows of the same group and stratum are summed, and a null is a group or stratum
    of its own. A row per pair and shared stratum: higher, lower (by the share over all), stratum, higher_n,
    higher_rate, lower_n, lower_rate; sorted. A tie, over all or in a stratum, is no reversal.
    """
    cells = counts.filter(pl.col("n") > 0).group_by("group", "stratum").agg(pl.col("n", "hits").sum())
    rates = cells.select("group", "stratum", "n", rate=pl.col("hits") / pl.col("n"))
    crude = cells.group_by("group").agg(crude=pl.col("hits").sum() / pl.col("n").sum())
    sides = rates.join(crude, on="group", nulls_equal=True)
    pairs = sides.join(sides, on="stratum", suffix="_lower", nulls_equal=True)
    reversed_ = (pl.col("rate") < pl.col("rate_lower")).all().over("group", "group_lower")
    return (
        pairs.filter(pl.col("crude") > pl.col("crude_lower"))
        .filter(reversed_)
        .select(
            "stratum",
            higher="group",
            lower="group_lower",
            higher_n="n",
            higher_rate="rate",
            lower_n="n_lower",
            lower_rate="rate_lower",
        )
        .select("higher", "lower", "stratum", "higher_n", "higher_rate", "lower_n", "lower_rate")
        .sort("higher", "lower", "stratum", nulls_last=True)
    )


def _parts(counts: pl.DataFrame, when: str) -> pl.DataFrame:
    cells = counts.filter(pl.col("n") > 0).group_by("group").agg(pl.col("n", "hits").sum())
    part, rate = pl.col("n") / pl.col("n").sum(), pl.col("hits") / pl.col("n")
    return cells.select("group", part.alias(f"part_{when}"), rate.alias(f"rate_{when}"))


def _total(counts: pl.DataFrame) -> float | None:
    known = counts.filter(pl.col("n") > 0).select("hits", "n").sum()
    hits, n = known.row(0)
    return hits / n if n else None
