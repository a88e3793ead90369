"""A month for executives: every chosen metric now, before, a year ago, judged, and against its goal; and the cost.

Why a share moved: explain.py.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from answers import clock
from answers.availability import Say, cuts, missing
from answers.goals import courses
from answers.measure import COLUMNS, measure, single, together, values
from data.records import Goal
from data.scope import Scope
from data.store import Generation
from metrics import change, estimates
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Metric, Value
from metrics.pace import Course

# In this order of preference; the first HEADLINES that the data can feed are shown as cards.
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
# The scorecard by default: response, resolution, its quality, what customers say, telephone, volume, cost.
USUAL = (
    "first_response_within",
    "resolution_time",
    "sla_resolution",
    "fcr_one_touch",
    "transfer_rate",
    "reopen_rate_simple",
    "csat",
    "nps",
    "complaint_rate",
    "answer_rate",
    "requests",
    "backlog",
    "cost_per_request",
)
COST = "cost_per_request"
TREND_MONTHS = 13
JUDGED_MONTHS = 36  # so far back, as far as there are data: a season needs two years to be told from chance

Where = Mapping[str, Sequence[str]]
Series = tuple[tuple[date, Value], ...]
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Line:
    """One metric of a month.

    `trend`: the 13 months that end with it, oldest first; `earlier`: each of them a year before. A running month is
    compared with as many days of the other months (`days`; null for a complete one). `partial`: months of which the
    data hold a part only, the running one and the first; with those nothing is compared. What is known by whole months
    alone has no value in a running one.
    `change`: the verdict on this month, or on the latest complete one before it where it is still running; null where
    that one has no data. `course`: the goal that holds for it in this month.
    """

    metric: Metric
    now: Value
    previous: Value
    year_ago: Value
    trend: Series
    earlier: tuple[Value, ...]
    days: int | None
    partial: frozenset[date]
    change: change.Change | None
    course: Course | None


def usual(generation: Generation) -> tuple[str, ...]:
    """The metrics that a scorecard holds where nobody chose others, as far as the data can feed them."""
    return tuple(metric for metric in USUAL if missing(metric, generation) is None)


def headline_metrics(generation: Generation, say: Say = str) -> tuple[list[str], list[str]]:
    """The metrics for cards, and for those that one would expect and the data cannot feed, the reasons."""
    reasons = {metric: missing(metric, generation, say) for metric in PREFERRED}
    shown = [metric for metric, reason in reasons.items() if reason is None][:HEADLINES]
    return shown, [reason for metric in PREFERRED[:HEADLINES] if (reason := reasons[metric])]


def scorecard(
    metrics: Sequence[str],
    month: date,
    scope: Scope,
    generation: Generation,
    where: Where,
    goals: Sequence[Goal],
) -> list[Line]:
    """The lines of the month that begins at `month`, in the order of `metrics`; `goals`: those to look in.

    Left out: what tells how things stand now alone and has no months, and what cannot be chosen by `where`: its number
    would be that of other requests.
    """
    shown = [
        metric
        for metric in dict.fromkeys(metrics)
        if "month" in entry(metric).grains and set(where) <= set(cuts(metric))
    ]
    days, judged = clock.running_days(month, generation), _judged(month, generation)
    months = _months(month, max(2 * TREND_MONTHS - 1, JUDGED_MONTHS + (judged != month)), generation)
    span = clock.span("month", months[0], month, generation)
    in_part = frozenset(
        day for day in months if clock.begins_before_the_data(day, generation) or (days is not None and day == month)
    )
    asked = partial(together, shown, scope, generation, where=where)
    others = {} if days is None else {back: clock.first_days(months[back], days, generation) for back in _BACK}
    with ThreadPoolExecutor(1 + len(others)) as pool:
        beside = {back: pool.submit(asked, span=days_of) for back, days_of in others.items()}
        tables = asked(grain="month", span=span)
        compared = {back: found.result() for back, found in beside.items()}
    held = courses(goals, where, month)
    return [
        _line(
            metric,
            generation,
            months,
            tables[metric],
            {back: single(found[metric]) for back, found in compared.items()},
            days,
            in_part,
            judged,
            held.get(metric),
        )
        for metric in shown
    ]


def cost(month: date, scope: Scope, generation: Generation, where: Where) -> Line | None:
    """What a request cost in the month; null where no costs are loaded, or not by `where`."""
    if missing(COST, generation) is not None:
        return None
    return next(iter(scorecard([COST], month, scope, generation, where, ())), None)


def undated(scope: Scope, generation: Generation, where: Where) -> list[tuple[Metric, Value]]:
    """The headline metrics over all rows, for data without dates; those without any value are left out."""
    shown, _absent = headline_metrics(generation)
    found = together(shown, scope, generation, where=where)
    valued = [(entry(metric), single(table)) for metric, table in found.items()]
    return [(metric, value) for metric, value in valued if value.value is not None]


def by_channel(metric: str, month: date, scope: Scope, generation: Generation, where: Where) -> dict[str, Series]:
    """The 13 months that end with `month`, per channel that had any."""
    months = _months(month, TREND_MONTHS, generation)
    span = clock.span("month", months[0], month, generation)
    table = measure(metric, scope, generation, by=("channel",), grain="month", span=span, where=where)
    series = {}
    for (channel,), rows in sorted(table.drop_nulls("channel").partition_by("channel", as_dict=True).items()):
        found = dict(zip(rows["period"], values(rows), strict=True))
        series[str(channel)] = tuple(zip(months, _every(metric, months, found, generation), strict=True))
    return series


_BACK = (-2, -TREND_MONTHS)  # the previous month and the same a year ago, in months that end with this one


def _line(
    metric: str,
    generation: Generation,
    months: Sequence[date],
    table: pl.DataFrame,
    first_days: Mapping[int, Value],
    days: int | None,
    in_part: frozenset[date],
    judged: date | None,
    course: Course | None,
) -> Line:
    """`first_days`: of the months to compare a running one with, its number of days; empty for a complete month."""
    known = entry(metric)
    series = _every(metric, months, dict(zip(table["period"], values(table), strict=True)), generation)
    if days is not None and "day" not in known.grains:
        series[-1] = NO_VALUE

    def other(back: int) -> Value:
        return NO_VALUE if months[back] in in_part else first_days.get(back, series[back])

    shown = series[-(2 * TREND_MONTHS - 1) :]
    return Line(
        metric=known,
        now=series[-1],
        previous=other(_BACK[0]),
        year_ago=other(_BACK[1]),
        trend=tuple(zip(months, series, strict=True))[-TREND_MONTHS:],
        earlier=tuple(shown[:TREND_MONTHS]),
        days=days,
        partial=in_part,
        change=_verdict(known, months, series, in_part, judged),
        course=course,
    )


def _every(metric: str, months: Sequence[date], found: Mapping[date, Value], generation: Generation) -> list[Value]:
    """The value of each month. In months that the data hold, nothing counted is a true zero of what is counted."""
    known = entry(metric)
    counts = known.estimates[known.default_stat] is estimates.count and not known.running
    zero = Value(0.0, 0, None, None) if counts and missing(metric, generation) is None else NO_VALUE
    return [found.get(day, NO_VALUE if clock.begins_before_the_data(day, generation) else zero) for day in months]


def _judged(month: date, generation: Generation) -> date | None:
    """The month itself where the data hold it to its end, else the latest they do; null where they hold none."""
    complete = clock.last_complete("month", generation)
    return None if complete is None else min(month, complete)


def _verdict(
    metric: Metric, months: Sequence[date], series: Sequence[Value], in_part: frozenset[date], judged: date | None
) -> change.Change | None:
    """What the months that are whole, up to the judged one, say about it."""
    rows = [
        (day, each.value, each.n, each.low, each.high) if day not in in_part else (day, None, 0, None, None)
        for day, each in zip(months, series, strict=True)
        if judged is not None and day <= judged
    ]
    schema = {"period": pl.Date, **dict.fromkeys(COLUMNS, pl.Float64), "n": pl.Int64}
    table = pl.DataFrame(rows, schema=schema, orient="row").tail(JUDGED_MONTHS)
    return change.latest_month(table, metric.estimates[metric.default_stat])


def _months(last: date, count: int, generation: Generation) -> list[date]:
    return [clock.shift("month", last, n, generation) for n in range(1 - count, 1)]
