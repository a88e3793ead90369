"""measure(metric, …) → group, period, value, n, low, high: the one way to a number for pages, commands and goals.

`together` asks for many metrics at once; what is counted stands in data/queries, how a value comes of it in metrics/.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from data import calendar as days
from data import engine, queries
from data.queries import Grain, Question
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import metric as entry
from metrics.composed import COMPOSED
from metrics.estimates import COUNTED
from metrics.metric import NO_VALUE, Value

COLUMNS = ("value", "n", "low", "high")
WORKERS = 4
_GRAINS: tuple[Grain, ...] = ("month", "quarter", "year", "week", "day")


class UnknownStatistic(LookupError):
    """A metric has no such statistic, parameter or period; the message names those it has."""


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
    """The question in the form that queries take; LookupError for an unknown metric, dimension, parameter or grain."""
    known = entry(metric)
    for name in params or {}:
        if name not in known.parameters:
            has = ", ".join(known.parameters) or "none"
            raise UnknownStatistic(f"{metric} has no parameter {name!r}; it has: {has}.")
    if grain is not None and grain not in known.grains:
        has = f"it has: {', '.join(known.grains)}" if known.grains else "it tells how things stand now"
        raise UnknownStatistic(f"{metric} is not known by {grain}; {has}.")
    stated = {name: each.default for name, each in known.parameters.items() if each.default is not None}
    asked = stated | dict(params or {})
    takes_promises = "within" in known.parameters and "within" not in asked
    return Question(
        metric,
        by=tuple(by),
        grain=grain,
        span=span,
        where=tuple(sorted((name, tuple(sorted(values))) for name, values in (where or {}).items())),
        params=tuple(sorted(asked.items())),
        promises=tuple(sorted(generation.settings.promises.items())) if takes_promises else (),
        before=_before(span, generation) if span else None,
        has_shifts=generation.has("agent_time", "shifts"),
    )


def _before(span: tuple[date, date], generation: Generation) -> date:
    """First date of the period before: the calendar's where the span is one of its periods, else as many days.

    An open span has none before it: its own first date.
    """
    first, last = span
    if first == date.min or last == date.max:
        return first
    for grain in _GRAINS:
        start = days.period_start(grain, first, generation.settings)
        if start == first and days.period_end(grain, start, generation.settings) == last:
            return days.shift(grain, first, -1, generation.settings)
    return first - (last - first + timedelta(days=1))


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
    `params`: as the metric's entry names them, in seconds, days or hours.
    Raises LookupError where metric, dimension, statistic or parameter is unknown.
    """
    _check(metric, stat)
    if metric in COMPOSED:
        return _composed(metric, scope, generation, by=by, grain=grain, span=span, where=where)
    asked = question(metric, generation, by=by, grain=grain, span=span, where=where, params=params)
    return _measured(asked, scope, generation, stat)


@lru_cache(maxsize=512)
def _measured(asked: Question, scope: Scope, generation: Generation, stat: str | None) -> pl.DataFrame:
    """The answer to a question, kept: nothing can change it within a generation, and goals ask the same ones again."""
    expression, bound = queries.counts(asked)
    return _table(asked, engine.run(expression, scope, generation, bound), generation, stat)


def together(
    metrics: Sequence[str],
    scope: Scope,
    generation: Generation,
    *,
    by: Sequence[str] = (),
    grain: Grain | None = None,
    span: tuple[date, date] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, pl.DataFrame]:
    """The same for several metrics, each with its usual statistic: those over the same rows are counted in one pass."""
    counted_ones = [metric for metric in metrics if metric not in COMPOSED]
    asked = [question(metric, generation, by=by, grain=grain, span=span, where=where) for metric in counted_ones]
    tables = {
        metric: measure(metric, scope, generation, by=by, grain=grain, span=span, where=where)
        for metric in metrics
        if metric in COMPOSED
    }
    passes = queries.together(asked)
    with ThreadPoolExecutor(WORKERS) as pool:  # half of a query is waiting for another core
        counts = list(pool.map(lambda one: engine.run(one[1], scope, generation, one[2]), passes))
    for (group, _expression, _bound), counted in zip(passes, counts, strict=True):
        for each in group:
            own = counted if len(group) == 1 else _own(counted, each)
            tables[each.metric] = _table(each, own, generation, None)
    return {metric: tables[metric] for metric in metrics}


def sums(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    by: Sequence[str],
    grain: Grain | None = None,
    span: tuple[date, date] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> pl.DataFrame:
    """What a metric's values are made of: the `by` columns, `period` (with a grain) and whole sums.

    The sums are named as metrics/estimates.py takes them. Groups without a row are not there. The sums of groups may
    be added up where they are no distinct ones; values may not.
    """
    expression, bound = queries.counts(question(metric, generation, by=by, grain=grain, span=span, where=where))
    counted = engine.run(expression, scope, generation, bound)
    return counted.cast({pl.Decimal: pl.Int64})  # the engine sums whole numbers up as wider ones, without fractions


def _composed(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    by: Sequence[str],
    grain: Grain | None,
    span: tuple[date, date] | None,
    where: Mapping[str, Sequence[str]] | None,
) -> pl.DataFrame:
    """A metric that is made of others per channel."""
    if by:
        raise queries.UnknownDimension(f"{metric} compares channels; it cannot be cut by {', '.join(by)}.")
    composition = COMPOSED[metric]
    parts = together(composition.parts, scope, generation, by=composition.by, grain=grain, span=span, where=where)
    return composition.table(parts, generation.settings.channel_targets, ["period"] if grain else [])


def _own(counted: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """One metric's sums out of a shared pass, without the groups in which it has no row."""
    keys = [*asked.by, *(["period"] if asked.grain else [])]
    mine = {
        name: name.removeprefix(f"{asked.metric}.") for name in counted.columns if name.startswith(f"{asked.metric}.")
    }
    own = counted.select(*keys, *mine).rename(mine)
    if not keys:
        return own
    rows = pl.col("values").list.len() > 0 if "values" in own.columns else pl.col("n") > 0
    return own.filter(rows)


def _check(metric: str, stat: str | None) -> None:
    estimates = entry(metric).estimates
    if stat is not None and stat not in estimates:
        raise UnknownStatistic(f"{metric} has no statistic {stat!r}; it has: {', '.join(estimates)}.")


def _table(asked: Question, counted: pl.DataFrame, generation: Generation, stat: str | None) -> pl.DataFrame:
    counted = _every_period(counted, asked, generation)
    if queries.is_running(asked.metric) and asked.grain is not None:
        counted = _running(counted, asked, generation)
    known = entry(asked.metric)
    keys = [*asked.by, *(["period"] if asked.grain else [])]
    table = known.estimates[stat or known.default_stat](counted).select(*keys, *COLUMNS)
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


def _running(counted: pl.DataFrame, asked: Question, generation: Generation) -> pl.DataFrame:
    """The sums up to the end of each period, from the span's first one on."""
    sums = [name for name in COUNTED if name in counted.columns]
    ordered = counted.sort([*asked.by, "period"], nulls_last=True).with_columns(pl.col(sums).fill_null(0))
    up_to = pl.col(sums).cum_sum()
    summed = ordered.with_columns(up_to.over(asked.by) if asked.by else up_to)
    if asked.span is None or asked.grain is None:
        return summed
    return summed.filter(pl.col("period") >= days.period_start(asked.grain, asked.span[0], generation.settings))
