"""Metrics that are made of other metrics' values per channel: which parts they take, and what comes of them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import intervals
from metrics.metric import NO_VALUE, Value

ENOUGH = 30  # requests or answers below which a channel is not judged
_FIELDS = {"value": pl.Float64(), "n": pl.Int64(), "low": pl.Float64(), "high": pl.Float64()}
Targets = Mapping[str, Mapping[str, float]]  # metric → channel → least share
Parts = Mapping[str, pl.DataFrame]  # metric → its table, cut by `by`: value, n, low, high


@dataclass(frozen=True)
class Composition:
    """`parts`: metrics to be measured, each cut by `by`; `make`: one value of theirs and the targets."""

    parts: tuple[str, ...]
    by: tuple[str, ...]
    make: Callable[[Parts, Targets], Value]

    def table(self, tables: Parts, targets: Targets, keys: Sequence[str]) -> pl.DataFrame:
        """One row for each value of the keys (`period`, or none): value, n, low, high."""
        if not keys:
            return _rows([], [self.make(tables, targets)], tables, keys)
        periods = pl.concat([table.select(keys) for table in tables.values()]).unique().sort(keys).rows()
        made = [
            self.make({name: table.filter(pl.col(keys[0]) == key[0]) for name, table in tables.items()}, targets)
            for key in periods
        ]
        return _rows(periods, made, tables, keys)


def _rows(
    keys_of: Sequence[tuple[object, ...]], made: Sequence[Value], tables: Parts, keys: Sequence[str]
) -> pl.DataFrame:
    schema = {key: next(iter(tables.values())).schema[key] for key in keys} | _FIELDS
    found = [(v.value, v.n, v.low, v.high) for v in made]
    rows = [(*key, *value) for key, value in zip(keys_of, found, strict=True)] if keys else found
    return pl.DataFrame(rows, schema=schema, orient="row")


@dataclass(frozen=True)
class Gap:
    """The best and the worst channel of a share, and best − worst within the same topics where topics are known.

    `crude`: the same over all requests, whatever their topics; n is of both channels, as far as compared.
    """

    best: str
    worst: str
    difference: Value
    within_topics: bool
    crude: Value


def kept_targets(tables: Parts, targets: Targets) -> dict[str, bool]:
    """Channel → whether it keeps all of its targets; those without a target or enough data are left out."""
    kept: dict[str, bool] = {}
    for metric, table in tables.items():
        wanted = targets.get(metric, {})
        for channel, value, n in table.select("channel", "value", "n").iter_rows():
            if channel in wanted and value is not None and n >= ENOUGH:
                kept[channel] = kept.get(channel, True) and value >= wanted[channel]
    return dict(sorted(kept.items()))


def promise_kept(tables: Parts, targets: Targets) -> Value:
    """The share of channels that keep their own promise: all of them are known, so no interval."""
    kept = kept_targets(tables, targets)
    return Value(sum(kept.values()) / len(kept), len(kept), None, None) if kept else NO_VALUE


def gap(table: pl.DataFrame) -> Gap | None:
    """The gap of a share between the best and the worst channel with n ≥ ENOUGH; null with fewer than two of them.

    `table`: channel, topic, value, n. Chosen by their shares over all topics. Where topics of both are known, each
    topic weighs as much as it has requests in both (direct standardisation), with the interval of Newcombe (1998) from
    the two standardised shares; else the crude shares are compared.
    """
    c = pl.col
    counted = table.filter((c("n") > 0) & c("channel").is_not_null()).with_columns(hits=c("value") * c("n"))
    whole = counted.group_by("channel").agg(c("hits").sum(), c("n").sum()).filter(c("n") >= ENOUGH)
    ranked = whole.with_columns(share=c("hits") / c("n")).sort("share", "channel", descending=[True, False])
    if ranked.height < 2:
        return None
    best, worst = ranked["channel"][0], ranked["channel"][-1]
    of = [counted.filter(c("channel") == channel) for channel in (best, worst)]
    shared = of[0].join(of[1], on="topic", suffix="_worst").filter(c("topic").is_not_null()).sort("topic")
    crude = sides = [_share(float(rows["hits"].sum()), float(rows["n"].sum())) for rows in of]
    if not shared.is_empty():
        weights = (shared["n"] + shared["n_worst"]).to_numpy().astype(float)
        sides = [
            _standardised(shared[f"value{end}"].to_numpy(), shared[f"n{end}"].to_numpy().astype(float), weights)
            for end in ("", "_worst")
        ]
    return Gap(best, worst, _apart(sides), not shared.is_empty(), _apart(crude))


def _apart(sides: Sequence[Value]) -> Value:
    """The first share minus the second, with Newcombe's interval."""
    ends = intervals.difference(*sides)
    step = (sides[0].value or 0.0) - (sides[1].value or 0.0)
    low, high = ends if ends is not None else (None, None)
    return Value(step, sides[0].n + sides[1].n, low, high)


def _share(hits: float, n: float) -> Value:
    low, high = intervals.wilson(np.array([hits]), np.array([n]))
    return Value(hits / n, round(n), float(low[0]), float(high[0]))


def _standardised(shares: np.ndarray, n: np.ndarray, weights: np.ndarray) -> Value:
    """A share standardised by the weights; Wilson's interval at the n that has its variance."""
    part = weights / weights.sum()
    share = float((part * shares).sum())
    variance = float((part**2 * shares * (1 - shares) / n).sum())
    effective = share * (1 - share) / variance if variance > 0 else float(1 / (part**2 / n).sum())
    low, high = intervals.wilson(np.array([share * effective]), np.array([effective]))
    return Value(share, round(float(n.sum())), float(low[0]), float(high[0]))


def _gap_value(metric: str) -> Callable[[Parts, Targets], Value]:
    def value(tables: Parts, _targets: Targets) -> Value:
        found = gap(tables[metric])
        return found.difference if found else NO_VALUE

    return value


PROMISED = ("first_response_within", "sla_resolution", "csat", "fcr_one_touch")
COMPOSED: Mapping[str, Composition] = {
    "promise_kept": Composition(PROMISED, ("channel",), promise_kept),
    **{
        f"channel_gap_{metric}": Composition((metric,), ("channel", "topic"), _gap_value(metric)) for metric in PROMISED
    },
}
