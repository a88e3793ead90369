"""Channels side by side: their numbers, promises, gaps and trends, when requests come, who had to switch.

What each channel is good at stands in channel_fit.py beside this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from answers import clock, goals
from answers.availability import missing
from answers.measure import measure, single, together, values
from data import calendar
from data.columns import CHANNELS
from data.queries import Grain
from data.records import Goal
from data.scope import Scope
from data.store import Generation
from metrics import composed
from metrics.catalogue import metric as entry
from metrics.composed import PROMISED, Gap
from metrics.metric import NO_VALUE, Value

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]
Series = tuple[tuple[date, Value], ...]

# In this order they are shown, as far as the data can feed them.
SHOWN = (
    *("requests", "first_response_time", "first_response_within", "resolution_time", "sla_first_response"),
    *("sla_resolution", "fcr_one_touch", "fcr_flag", "fcr_no_repeat", "csat", "nps", "survey_response_rate"),
    *("queue_wait", "answer_rate", "abandon_rate", "transfer_rate", "complaint_rate", "channel_switch_rate"),
    "cost_per_request",
)
TREND_MONTHS = 13
YEAR = 12  # months


@dataclass(frozen=True)
class Channel:
    """A channel and its value of each metric over the span; no value where the channel has none."""

    name: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class SideBySide:
    """The channels that have requests or surveys in the span, in the order of CHANNELS. `metrics`: those that the data
    can feed, in the order of SHOWN; `absent`: why the others are missing."""

    metrics: tuple[str, ...]
    channels: tuple[Channel, ...]
    absent: tuple[str, ...]

    def of(self, metric: str) -> dict[str, Value]:
        """Channel → its value of a metric, of those that have one."""
        return {each.name: value for each in self.channels if (value := each.values[metric]).value is not None}


@dataclass(frozen=True)
class Promise:
    """What a channel should reach of a metric, by the settings or by a goal of its own, and whether it does.

    `kept`: null where there are too few cases to judge. `reach`: "at_least" or "at_most".
    """

    metric: str
    channel: str
    target: float
    reach: str
    value: Value
    kept: bool | None
    is_goal: bool


@dataclass(frozen=True)
class Hour:
    """An hour of the week: weekday 0 Monday … 6, its requests and the share answered in time; open: as the settings say
    for the organisation (null at an hour that is open in part)."""

    weekday: int
    hour: int
    requests: Value
    within: Value
    open: bool | None


@dataclass(frozen=True)
class Switches:
    """Requests repeated by another channel: their share of all and by channel; `moves`: (from, to) → number."""

    whole: Value
    by_channel: Mapping[str, Value]
    moves: Mapping[tuple[str, str], int]


def side_by_side(
    span: Span, scope: Scope, generation: Generation, where: Where, metrics: Sequence[str] = SHOWN
) -> SideBySide:
    """The metrics of each channel over a span of local dates, both included."""
    reasons = {metric: missing(metric, generation) for metric in metrics}
    shown = tuple(metric for metric in metrics if reasons[metric] is None)
    tables = together(shown, scope, generation, by=("channel",), span=span, where=where)
    found = {
        metric: dict(zip(table["channel"], values(table), strict=True)) for metric, table in tables.items()
    }  # channel null: no channel is known
    names = {name for of in found.values() for name, value in of.items() if name is not None and value.n}
    return SideBySide(
        metrics=shown,
        channels=tuple(
            Channel(name, {metric: found[metric].get(name, NO_VALUE) for metric in shown}) for name in _ordered(names)
        ),
        absent=tuple(reason for reason in reasons.values() if reason is not None),
    )


def span_of(month: date, months: int, generation: Generation) -> Span:
    """The months that end with `month`, as far as the data reach."""
    first = clock.shift("month", month, 1 - months, generation)
    last = clock.span("month", month, month, generation)[1]
    today = clock.as_of(generation)
    return first, min(last, today) if today is not None and today >= month else last


def year_before(span: Span, generation: Generation) -> Span | None:
    """The same dates a year earlier, by the calendar's months; null where the data do not reach back to them."""
    first = clock.shift("month", span[0], -YEAR, generation)
    if clock.begins_before_the_data(first, generation):
        return None
    month = clock.start("month", span[1], generation)
    days = (span[1] - month).days + 1
    last = clock.first_days(clock.shift("month", month, -YEAR, generation), days, generation)[1]
    whole = clock.span("month", month, month, generation)[1] == span[1]
    earlier = clock.shift("month", month, -YEAR, generation)
    return first, clock.span("month", earlier, earlier, generation)[1] if whole else last


def promises(
    side: SideBySide, generation: Generation, held: Sequence[Goal], where: Where, month: date
) -> list[Promise]:
    """What is promised per channel, by channel: a goal that is set on the channel alone counts before the settings.

    `held`: the organisation's goals; those that hold in `month` for this choice of requests and one channel are taken.
    """
    found = []
    others = {name: chosen for name, chosen in where.items() if name != "channel"}
    for channel in side.channels:
        wanted: dict[str, tuple[float, str, bool]] = {}
        for metric, targets in generation.settings.channel_targets.items():
            if channel.name in targets:
                wanted[metric] = (targets[channel.name], "at_least", False)
        for metric, course in goals.courses(held, {**others, "channel": [channel.name]}, month).items():
            wanted[metric] = (course.target, "at_least" if course.wants_more else "at_most", True)
        for metric, (target, reach, is_goal) in wanted.items():
            value = channel.values.get(metric, NO_VALUE)
            judged = value.value is not None and value.n >= entry(metric).minimum_n
            kept = (
                ((value.value or 0.0) >= target if reach == "at_least" else (value.value or 0.0) <= target)
                if judged
                else None
            )
            if metric in side.metrics and value.n:
                found.append(Promise(metric, channel.name, target, reach, value, kept, is_goal))
    return found


def gaps(span: Span, scope: Scope, generation: Generation, where: Where) -> dict[str, Gap]:
    """Metric → how far the best and the worst channel are apart, within the same topics and as they are."""
    asked = [metric for metric in PROMISED if missing(metric, generation) is None]
    tables = together(asked, scope, generation, by=("channel", "topic"), span=span, where=where)
    found = {metric: composed.gap(table) for metric, table in tables.items()}
    return {metric: gap for metric, gap in found.items() if gap is not None}


def hours(span: Span, scope: Scope, generation: Generation, where: Where) -> list[Hour]:
    """The 168 hours of the week, beginning with the first day of the settings' week."""
    asked = [one for one in ("requests", "first_response_within") if missing(one, generation) is None]
    by = ("created_weekday", "created_hour")
    tables = together(asked, scope, generation, by=by, span=span, where=where)
    found = {
        metric: dict(zip(table.select(by).iter_rows(), values(table), strict=True)) for metric, table in tables.items()
    }
    week = calendar.Schedule.of(generation.settings).week
    first = generation.settings.week_start
    return [
        Hour(
            weekday,
            hour,
            found["requests"].get((str(weekday), f"{hour:02}"), Value(0.0, 0, None, None)),
            found.get("first_response_within", {}).get((str(weekday), f"{hour:02}"), NO_VALUE),
            _is_open(week[weekday], hour),
        )
        for weekday in ((first + step) % 7 for step in range(7))
        for hour in range(24)
    ]


def _is_open(day: Sequence[tuple[int, int]], hour: int) -> bool | None:
    minutes = sum(max(0, min(until, 60 * hour + 60) - max(since, 60 * hour)) for since, until in day)
    return None if 0 < minutes < 60 else minutes == 60


def switches(span: Span, scope: Scope, generation: Generation, where: Where) -> Switches | None:
    """Who had to switch channel; null where the data know no customers (availability.missing says it in words)."""
    if missing("channel_switch_rate", generation) is not None:
        return None
    whole = single(measure("channel_switch_rate", scope, generation, span=span, where=where))
    rates = measure("channel_switch_rate", scope, generation, by=("channel",), span=span, where=where)
    moved = measure("channel_switches", scope, generation, by=("channel", "switch_to"), span=span, where=where)
    by_channel = dict(zip(rates["channel"], values(rates), strict=True))
    return Switches(
        whole=whole,
        by_channel={name: by_channel[name] for name in _ordered(by_channel)},
        moves={(one, other): n for one, other, n in moved.select("channel", "switch_to", "n").iter_rows()},
    )


def over_time(
    metric: str, month: date, scope: Scope, generation: Generation, where: Where, grain: Grain = "month"
) -> dict[str, Series]:
    """The 13 months that end with `month`, per channel that had any."""
    months = [clock.shift(grain, month, n, generation) for n in range(1 - TREND_MONTHS, 1)]
    span = clock.span(grain, months[0], month, generation)
    table = measure(metric, scope, generation, by=("channel",), grain=grain, span=span, where=where)
    rows = {name: table.filter(pl.col("channel") == name) for name in _ordered(set(table["channel"].drop_nulls()))}
    found = {name: dict(zip(of["period"], values(of), strict=True)) for name, of in rows.items() if of["n"].sum()}
    return {name: tuple((day, of.get(day, NO_VALUE)) for day in months) for name, of in found.items()}


def censored_since(generation: Generation, days: int = 7) -> date | None:
    """The date from which on requests are too young to tell whether they were repeated."""
    today = clock.as_of(generation)
    return None if today is None else today - timedelta(days=days)


def _ordered(names: set[str] | Mapping[str, object]) -> list[str]:
    return [name for name in CHANNELS if name in names] + sorted(name for name in names if name not in CHANNELS)
