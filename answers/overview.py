"""The month for executives: headline metrics now, before, a year ago, with 13 months behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from answers import clock
from answers.availability import missing
from answers.measure import measure, values
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Metric, Value

# In this order of preference; the first HEADLINES that the data can feed are shown.
PREFERRED = (
    "first_response_within",
    "sla_resolution",
    "csat",
    "nps",
    "fcr_one_touch",
    "resolution_time",
    "transfer_rate",
    "reopen_rate_simple",
    "answer_rate",
    "requests",
)
HEADLINES = 5
TREND_MONTHS = 13


@dataclass(frozen=True)
class Headline:
    """One metric of a month. `trend`: the 13 months that end with it, oldest first, null where nothing was."""

    metric: Metric
    now: Value
    previous: Value
    year_ago: Value
    trend: tuple[tuple[date, Value], ...]


def headline_metrics(generation: Generation) -> tuple[list[str], list[str]]:
    """The metrics to show, and for those that the data cannot feed the reasons."""
    reasons = {metric: missing(metric, generation) for metric in PREFERRED}
    shown = [metric for metric, reason in reasons.items() if reason is None][:HEADLINES]
    return shown, [reason for metric, reason in reasons.items() if reason and metric in PREFERRED[:HEADLINES]]


def headline(
    metric: str, month: date, scope: Scope, generation: Generation, where: Mapping[str, Sequence[str]]
) -> Headline:
    """One headline metric of the month that begins at `month`."""
    first = clock.shift("month", month, 1 - TREND_MONTHS, generation)
    months = [clock.shift("month", first, n, generation) for n in range(TREND_MONTHS)]
    table = measure(
        metric, scope, generation, grain="month", span=clock.span("month", first, month, generation), where=where
    )
    found = dict(zip(table["period"], values(table), strict=True))
    trend = tuple((period, found.get(period, NO_VALUE)) for period in months)
    return Headline(entry(metric), trend[-1][1], trend[-2][1], trend[0][1], trend)


def by_channel(
    metric: str, month: date, scope: Scope, generation: Generation, where: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[date, Value]]]:
    """The 13 months that end with `month`, per channel that had any."""
    first = clock.shift("month", month, 1 - TREND_MONTHS, generation)
    span = clock.span("month", first, month, generation)
    table = measure(metric, scope, generation, by=("channel",), grain="month", span=span, where=where)
    months = [clock.shift("month", first, n, generation) for n in range(TREND_MONTHS)]
    known = table.filter(pl.col("channel").is_not_null()).partition_by("channel", as_dict=True)
    series = {}
    for (channel,), rows in sorted(known.items()):
        found = dict(zip(rows["period"], values(rows), strict=True))
        series[str(channel)] = [(period, found.get(period, NO_VALUE)) for period in months]
    return series
