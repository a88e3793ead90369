"""Metrics of a month as cards, trends and sentences: numbers in, written words and figures out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from answers.overview import Headline, Series
from metrics import intervals, pace
from metrics.metric import Metric, Value
from metrics.pace import Course
from ui import formats, language
from ui.cards import Card, Change, Panel, Tone
from ui.cards import Status as Light
from ui.language import gettext as _
from ui.marks import Figure
from ui.numbers import Rows
from ui.periods import Calendar
from ui.views import Point, Trend


@dataclass(frozen=True)
class Month:
    """What a page shows of a month, finished. `goals`: metric → its goal; `absent`: why some are missing."""

    headlines: tuple[Headline, ...]
    cards: tuple[Card, ...]
    sentence: str
    goals: dict[str, Course]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """A finished figure with its alt text, the panels that go with it, and the numbers behind both."""

    figure: Figure
    alt: str
    rows: Rows
    panels: tuple[Panel, ...] = ()


def metric_name(metric: Metric, stat: str | None = None) -> str:
    """A metric as it is called, with its statistic where it has several: "Queue wait (median)"."""
    if len(metric.estimates) == 1:
        return _(metric.name)
    return f"{_(metric.name)} ({stat_name(stat or metric.default_stat)})"


def stat_name(stat: str) -> str:
    """A statistic's short name: median, 90th percentile, mean."""
    return {"median": _("median"), "p90": _("90th percentile"), "mean": _("mean")}.get(stat, stat)


def tone(metric: Metric, now: Value, before: Value) -> Tone:
    """Whether a step was for the better of this metric; neutral without direction, and where it may be chance alone.

    Of a band: whether it came nearer to it.
    """
    bounds = intervals.difference(now, before)
    if bounds is None or bounds[0] <= 0 <= bounds[1] or metric.direction == "none":
        return "neutral"
    if metric.band is not None:
        nearer = _outside(before, metric.band) - _outside(now, metric.band)
        return "better" if nearer > 0 else "worse" if nearer < 0 else "neutral"
    return "better" if (bounds[0] > 0) == (metric.direction == "higher") else "worse"


def _outside(value: Value, band: tuple[float, float]) -> float:
    """How far a value lies outside a band; 0 inside it, and for no value."""
    return 0.0 if value.value is None else max(band[0] - value.value, value.value - band[1], 0.0)


def step(metric: Metric, now: Value, before: Value) -> str:
    """A step in words: "+0.4 points", and that it lies within chance where its interval holds zero."""
    said = formats.change(now.value, before.value, metric.unit)
    bounds = intervals.difference(now, before)
    if bounds is None or not bounds[0] <= 0 <= bounds[1] or now.value == before.value:
        return said
    return _("{step}, within chance").format(step=said)


def card(view: Headline, calendar: Calendar, goal: Course | None, middle: date) -> Card:
    """The card of a headline metric. `goal`: the one that holds for it in this month; `middle`: the month's middle."""
    metric, now = view.metric, view.now
    few = now.value is not None and now.n < metric.minimum_n
    previous, year_ago = _compared(view, calendar)
    changes = tuple(
        Change(
            text=step(metric, now, before),
            period=period,
            tone=tone(metric, now, before),
        )
        for before, period in ((view.previous, previous), (view.year_ago, year_ago))
        if now.value is not None and before.value is not None
    )
    light, verdict = against(now, goal, middle)
    hint = _("Nothing to count in this month.") if now.value is None else _("Few cases: read with care.") if few else ""
    return Card(
        name=metric_name(metric),
        definition=_(metric.definition),
        value=formats.absence("no_data", metric.unit) if now.value is None else formats.value(now.value, metric.unit),
        n=with_interval(metric, now),
        changes=changes,
        trend=tuple(value.value for _period, value in view.trend),
        target=goal.target if goal else None,
        goal="" if goal is None else _("Goal {value}").format(value=formats.entered(goal.target, metric.unit)),
        status=light,
        verdict=verdict,
        hint=hint,
    )


def undated_card(metric: Metric, value: Value) -> Card:
    """The card of a metric over all rows, where no date tells which month they belong to."""
    return Card(
        name=metric_name(metric),
        definition=_(metric.definition),
        value=formats.value(value.value, metric.unit),
        n=with_interval(metric, value),
        changes=(),
    )


def with_interval(metric: Metric, value: Value) -> str:
    """ "79.9–85.0%, n = 3,120": how sure a number is. A count is its own n."""
    if metric.unit == "count" or value.value is None:
        return ""
    bounds = formats.interval(value.low, value.high, metric.unit)
    return ", ".join([*([bounds] if bounds != formats.NO_VALUE else []), formats.n(value.n)])


def against(now: Value, goal: Course | None, middle: date) -> tuple[Light | None, str]:
    """How one month stands to where its goal should be by then; the verdict itself comes at the deadline."""
    if goal is None or now.value is None:
        return None, ""
    bound = pace.pace(goal, middle)
    if goal.reached(now.value, bound):
        return "on_track", _("on pace")
    if now.low is not None and now.high is not None and now.low <= bound <= now.high:
        return "at_risk", _("behind, within chance")
    return "off_track", _("behind pace")


def trend(view: Headline, scope: str, target: float | None, ends: dict[date, date]) -> Trend:
    """The 13 months of a metric with the year before; `ends` gives the last day of each month."""
    known = any(value.value is not None for value in view.earlier)
    return Trend(
        name=metric_name(view.metric),
        scope=scope,
        unit=view.metric.unit,
        grain="month",
        points=tuple(point(day, ends[day], value, day not in view.partial) for day, value in view.trend),
        earlier=tuple(value.value for value in view.earlier) if known else (),
        earlier_name=_("a year before"),
        target=target,
        stat=stat_name(view.metric.default_stat) if len(view.metric.estimates) > 1 else "",
    )


def channel_trend(view: Headline, channel: str, name: str, series: Series, ends: dict[date, date]) -> Trend:
    """The same months for one channel."""
    points = tuple(point(day, ends[day], value, day not in view.partial) for day, value in series)
    metric = view.metric
    return Trend(metric_name(metric), name, metric.unit, "month", points, channel=channel)


def point(first: date, last: date, value: Value, complete: bool) -> Point:
    return Point(first, last, value.value, value.n, value.low, value.high, complete)


def sentence(views: Sequence[Headline], requests: Headline | None, month: date, calendar: Calendar) -> str:
    """The month in one sentence, numbers between ** … **."""
    name = formats.period("month", month, language.current(), calendar)
    said = []
    if requests is not None and requests.now.n:
        change = formats.change(requests.now.value, requests.previous.value, "count")
        amount = language.ngettext("**{n}** request", "**{n}** requests", requests.now.n).format(
            n=formats.value(requests.now.value, "count")
        )
        against_before = _("{amount} ({change} against {period})").format(
            amount=amount, change=change, period=_compared(requests, calendar)[0]
        )
        said.append(amount if change == formats.NO_VALUE else against_before)
    for view in views[:3]:
        if view.now.value is not None and view.metric.id != "requests":
            value = formats.value(view.now.value, view.metric.unit)
            said.append(_("{metric} **{value}**").format(metric=_lower(metric_name(view.metric)), value=value))
    if not said:
        return _("Nothing was counted in {month}.").format(month=name)
    return _("{month}: {facts}.").format(month=name, facts=", ".join(said))


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _compared(view: Headline, calendar: Calendar) -> tuple[str, str]:
    """What the month is compared with: the month before and the same month of last year, or as many days of them."""
    before, year_before = view.trend[-2][0], view.trend[0][0]
    names = [formats.period("month", day, language.current(), calendar, short=True) for day in (before, year_before)]
    if view.days is not None:
        names = [_("the first {n} days of {month}").format(n=view.days, month=name) for name in names]
    return names[0], names[1]
