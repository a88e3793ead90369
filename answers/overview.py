"""The month for executives: headline metrics now, before and a year ago, with 13 months behind them."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial

from answers import clock
from answers.availability import Say, missing
from answers.measure import measure, single, values
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
WORKERS = 4

Where = Mapping[str, Sequence[str]]
Series = tuple[tuple[date, Value], ...]


@dataclass(frozen=True)
class Headline:
    """One metric of a month.

    `trend`: the 13 months that end with it, oldest first; `earlier`: each of them a year before. A running month is
    compared with as many days of the other months (`days`; null for a complete one). `partial`: months of which the
    data hold a part only, the running one and the first; with those nothing is compared.
    """

    metric: Metric
    now: Value
    previous: Value
    year_ago: Value
    trend: Series
    earlier: tuple[Value, ...]
    days: int | None
    partial: frozenset[date]


def headline_metrics(generation: Generation, say: Say = str) -> tuple[list[str], list[str]]:
    """The metrics to show, and for those that one would expect and the data cannot feed, the reasons."""
    reasons = {metric: missing(metric, generation, say) for metric in PREFERRED}
    shown = [metric for metric, reason in reasons.items() if reason is None][:HEADLINES]
    return shown, [reason for metric in PREFERRED[:HEADLINES] if (reason := reasons[metric])]


def headline(metric: str, month: date, scope: Scope, generation: Generation, where: Where) -> Headline:
    """One headline metric of the month that begins at `month`."""
    months = _months(month, 2 * TREND_MONTHS - 1, generation)
    asked = partial(measure, metric, scope, generation, where=where)
    table = asked(grain="month", span=clock.span("month", months[0], month, generation))
    found = dict(zip(table["period"], values(table), strict=True))
    series = [found.get(period, NO_VALUE) for period in months]
    days = clock.running_days(month, generation)
    in_part = frozenset(
        day for day in months if clock.begins_before_the_data(day, generation) or (days is not None and day == month)
    )

    def other(back: int) -> Value:
        """The month to compare with: all of it, or as many days as the running one has; none where it is not whole."""
        period = months[back]
        if period in in_part:
            return NO_VALUE
        return series[back] if days is None else single(asked(span=clock.first_days(period, days, generation)))

    return Headline(
        metric=entry(metric),
        now=series[-1],
        previous=other(-2),
        year_ago=other(-TREND_MONTHS),
        trend=tuple(zip(months, series, strict=True))[-TREND_MONTHS:],
        earlier=tuple(series[:TREND_MONTHS]),
        days=days,
        partial=in_part,
    )


def headlines(
    metrics: Sequence[str], month: date, scope: Scope, generation: Generation, where: Where
) -> list[Headline]:
    """Several metrics of a month, asked side by side: half of a query is waiting for another core."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda metric: headline(metric, month, scope, generation, where), metrics))


def undated(scope: Scope, generation: Generation, where: Where) -> list[tuple[Metric, Value]]:
    """The headline metrics over all rows, for data without dates; those without any value are left out."""
    shown, _absent = headline_metrics(generation)
    found = [(entry(metric), single(measure(metric, scope, generation, where=where))) for metric in shown]
    return [(metric, value) for metric, value in found if value.value is not None]


def by_channel(metric: str, month: date, scope: Scope, generation: Generation, where: Where) -> dict[str, Series]:
    """The 13 months that end with `month`, per channel that had any."""
    months = _months(month, TREND_MONTHS, generation)
    span = clock.span("month", months[0], month, generation)
    table = measure(metric, scope, generation, by=("channel",), grain="month", span=span, where=where)
    series = {}
    for (channel,), rows in sorted(table.drop_nulls("channel").partition_by("channel", as_dict=True).items()):
        found = dict(zip(rows["period"], values(rows), strict=True))
        series[str(channel)] = tuple((period, found.get(period, NO_VALUE)) for period in months)
    return series


def _months(last: date, count: int, generation: Generation) -> list[date]:
    return [clock.shift("month", last, n, generation) for n in range(1 - count, 1)]
