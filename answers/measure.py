"""measure(metric, …) → group, period, value, n, low, high: the one way to a number for pages, commands and goals."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import polars as pl

from data import engine, queries
from data.queries import Grain, Question
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Value

COLUMNS = ("value", "n", "low", "high")


class UnknownStatistic(LookupError):
    """A metric has no such statistic or parameter; the message names those it has."""


def question(
    metric: str,
    generation: Generation,
    *,
    by: Sequence[str] = (),
    grain: Grain | None = None,
    span: tuple[date, date] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    params: Mapping[str, float] | None = None,
) -> Question:
    """The question in the form that queries take; LookupError for an unknown metric, dimension or parameter."""
    known = entry(metric)
    for name in params or {}:
        if name not in known.parameters:
            has = ", ".join(known.parameters) or "none"
            raise UnknownStatistic(f"{metric} has no parameter {name!r}; it has: {has}.")
    takes_promises = "within" in known.parameters and "within" not in (params or {})
    return Question(
        metric,
        by=tuple(by),
        grain=grain,
        span=span,
        where=tuple(sorted((name, tuple(sorted(values))) for name, values in (where or {}).items())),
        params=tuple(sorted((params or {}).items())),
        promises=tuple(sorted(generation.settings.promises.items())) if takes_promises else (),
    )


def measure(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    by: Sequence[str] = (),
    grain: Grain | None = None,
    span: tuple[date, date] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    stat: str | None = None,
    params: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """A metric, one row per group and period: the `by` columns, `period` (with a grain), value, n, low, high.

    Units as in the catalogue; undefined is null. With a grain, each group has a row for every period between the first
    and the last with data, empty ones with n = 0. Without grain and span all rows count, undated ones too.
    `span` is a pair of local dates, both included; `where` maps a dimension to the values that count.
    `params`: {"within": seconds}. Raises LookupError where metric, dimension, statistic or parameter is unknown.
    """
    estimates = entry(metric).estimates
    if stat is not None and stat not in estimates:
        raise UnknownStatistic(f"{metric} has no statistic {stat!r}; it has: {', '.join(estimates)}.")
    asked = question(metric, generation, by=by, grain=grain, span=span, where=where, params=params)
    expression, bound = queries.counts(asked)
    counted = _every_period(engine.run(expression, scope, generation, bound), asked, generation)
    keys = [*by, *(["period"] if grain else [])]
    table = estimates[stat or entry(metric).default_stat](counted).select(*keys, *COLUMNS)
    return table.sort(keys, nulls_last=True) if keys else table


def values(table: pl.DataFrame) -> list[Value]:
    """The rows of a table as values, in their order."""
    return [Value(*row) for row in table.select(COLUMNS).iter_rows()]


def single(table: pl.DataFrame) -> Value:
    """The value of a table's only row; no value where there is none."""
    return next(iter(values(table)), NO_VALUE)


@lru_cache(maxsize=8)
def calendar(generation: Generation) -> pl.DataFrame:
    """The generation's days: date, and the first date of its week, month, quarter and year in its own calendar."""
    return pl.read_parquet(generation.path / "days.parquet", glob=False)


def _every_period(counted: pl.DataFrame, asked: Question, generation: Generation) -> pl.DataFrame:
    """The same counts with a row for each period in between, so that a gap is seen and not drawn over."""
    if asked.grain is None or counted.is_empty():
        return counted
    first, last = counted["period"].min(), counted["period"].max()
    day = "date" if asked.grain == "day" else asked.grain
    grid = calendar(generation).select(period=day).unique().filter(pl.col("period").is_between(first, last))
    if asked.by:
        grid = grid.join(counted.select(asked.by).unique(), how="cross")
    return grid.join(counted, on=[*asked.by, "period"], how="left", nulls_equal=True)
