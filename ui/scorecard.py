"""Metrics of a month in words and as trends: names, steps, verdicts, goals. What a page makes of them is its own."""

from dataclasses import dataclass
from datetime import date

from answers.month import Line, Series
from metrics import change as changes
from metrics import intervals, pace
from metrics.metric import Metric, Value
from metrics.pace import Course
from ui import formats
from ui.cards import Panel, Tone
from ui.cards import Status as Light
from ui.language import gettext as _
from ui.marks import Figure
from ui.numbers import Rows
from ui.views import Point, Trend


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


def with_interval(metric: Metric, value: Value) -> str:
    """ "79.9–85.0%, n = 3,120": how sure a number is. A count is its own n."""
    if metric.unit == "count" or value.value is None:
        return ""
    bounds = formats.interval(value.low, value.high, metric.unit)
    return ", ".join([*([bounds] if bounds != formats.NO_VALUE else []), formats.n(value.n)])


def verdict(change: changes.Change | None) -> str:
    """Whether a month differs from its own past, in words; empty where nothing can be said of it."""
    if change is None:
        return ""
    return {
        "real_change": _("a real change"),
        "within_normal_variation": _("within normal variation"),
        "too_short_to_judge": _("too short to judge"),
    }[change.verdict]


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


def trend(view: Line, scope: str, target: float | None, ends: dict[date, date]) -> Trend:
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
        usual=usual(view),
    )


def usual(view: Line) -> tuple[float, float] | None:
    """The natural limits of the month that was judged; null without any, and with a season: each month has its own."""
    if view.change is None or view.change.limits is None or view.change.seasonal:
        return None
    return float(view.change.limits.low[-1]), float(view.change.limits.high[-1])


def channel_trend(view: Line, channel: str, name: str, series: Series, ends: dict[date, date]) -> Trend:
    """The same months for one channel."""
    points = tuple(point(day, ends[day], value, day not in view.partial) for day, value in series)
    metric = view.metric
    return Trend(metric_name(metric), name, metric.unit, "month", points, channel=channel)


def point(first: date, last: date, value: Value, complete: bool) -> Point:
    return Point(first, last, value.value, value.n, value.low, value.high, complete)
