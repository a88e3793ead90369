"""What charts are given, as plain frozen values, and what each of them says in words. No drawing, no data."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from ui import formats, language
from ui.formats import Calendar, Grain, Unit

Note = tuple[date, str]  # what happened on a day
_LONGEST_NOTE = 120  # characters of a note in a chart's alternative text


@dataclass(frozen=True)
class Point:
    """One period: its first and last day, the value with its n and 95 % interval, null where undefined.

    `complete` is false for the period that still runs: it is drawn apart.
    """

    first: date
    last: date
    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    complete: bool = True


@dataclass(frozen=True)
class Trend:
    """A metric over time for one scope.

    `name` is the metric ("Answered within promise"), `scope` whom it is about ("Chat"), `channel` the key that chooses
    the colour (none: the accent). `earlier` holds the values to compare with, one per point (the same months a year
    before), and `earlier_name` says which they are. `stat` names the statistic where there are several ("median").
    `usual` are the natural limits between which the process moves by itself. `notes` say what happened on which day;
    those on other days than the chart's are left out.
    """

    name: str
    scope: str
    unit: Unit
    grain: Grain
    points: tuple[Point, ...]
    channel: str | None = None
    earlier: tuple[float | None, ...] = ()
    earlier_name: str = ""
    target: float | None = None
    stat: str = ""
    usual: tuple[float, float] | None = None
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if self.earlier and len(self.earlier) != len(self.points):
            raise ValueError(f"{len(self.earlier)} earlier values for {len(self.points)} points")

    @property
    def values(self) -> tuple[float | None, ...]:
        """Everything that the axis must show."""
        bounds = [bound for point in self.points for bound in (point.value, point.low, point.high)]
        return (*bounds, *self.earlier, self.target, *(self.usual or ()))

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day of the chart; null without points."""
        return (self.points[0].first, self.points[-1].last) if self.points else None


@dataclass(frozen=True)
class Goal:
    """A goal against what happened. `points` may begin before `start` (the history that the baseline comes from).

    `as_of` is the last day that the data reach. `pace` lists (day, value) from start to deadline where it runs through
    milestones; empty means the straight line from baseline to target, and without a baseline there is none. `changes`
    are (day, what was changed) of target, deadline, owner or scope. `targets` are (day from which it held, target) of
    the earlier targets and the present one; empty means that it never changed. `ahead` are the coming periods of the
    forecast: their value is the middle, low and high the 80 % range. `chance`, 0–1, is that of meeting the goal.
    `milestones` are (day, value), `check_ins` (day, what was said), `notes` what happened on which day.
    """

    name: str
    scope: str
    unit: Unit
    grain: Grain
    points: tuple[Point, ...]
    baseline: float | None
    target: float
    start: date
    deadline: date
    as_of: date
    channel: str | None = None
    stat: str = ""
    pace: tuple[tuple[date, float], ...] = ()
    changes: tuple[tuple[date, str], ...] = ()
    targets: tuple[tuple[date, float], ...] = ()
    ahead: tuple[Point, ...] = ()
    chance: float | None = None
    milestones: tuple[tuple[date, float], ...] = ()
    check_ins: tuple[tuple[date, str], ...] = ()
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if self.deadline <= self.start:
            raise ValueError(f"the deadline {self.deadline} is not after the start {self.start}")

    @property
    def values(self) -> tuple[float | None, ...]:
        """Everything that the axis must show."""
        periods = (*self.points, *self.ahead)
        bounds = [bound for point in periods for bound in (point.value, point.low, point.high)]
        dated = (*self.pace, *self.targets, *self.milestones)
        return (*bounds, self.baseline, self.target, *(value for _day, value in dated))

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of the chart."""
        firsts, lasts = [p.first for p in self.points], [p.last for p in self.points]
        return min([self.start, *firsts]), max([self.deadline, *lasts])

    @property
    def pace_line(self) -> tuple[tuple[date, float], ...]:
        """The corners of the pace from start to deadline; empty where the goal is to stay where it is."""
        if self.pace or self.baseline is None or self.baseline == self.target:
            return self.pace
        return ((self.start, self.baseline), (self.deadline, self.target))

    def pace_on(self, day: date) -> float | None:
        """The value that the pace asks for on `day`; null outside start–deadline or without a pace."""
        corners = self.pace_line
        for (left, low), (right, high) in itertools.pairwise(corners):
            if left <= day <= right:
                return low + (high - low) * ((day - left) / max(right - left, timedelta(days=1)))
        return None


def notes_shown(view: Trend | Goal) -> list[Note]:
    """The notes on days that the chart shows, by date."""
    span = view.span
    return sorted(note for note in view.notes if span[0] <= note[0] <= span[1]) if span else []


def sentence(point: Point, view: Trend | Goal, locale: str | None = None, calendar: Calendar = "gregorian") -> str:
    """What a reader is told about one period: "Chat, October 2026: 82.6% (79.9–85.0%), n = 3,120". Plain text."""
    return ": ".join(sentence_parts(point, view, locale, calendar))


def sentence_parts(
    point: Point, view: Trend | Goal, locale: str | None = None, calendar: Calendar = "gregorian"
) -> tuple[str, str]:
    """The two halves of the sentence: whom and when it is about, and what was measured."""
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    period = formats.period(view.grain, point.first, locale, calendar)
    whom = f"{view.scope}, {period}" if view.scope else period
    count = "" if point.n is None else f", {formats.n(point.n, locale)}"
    if point.value is None:
        return whom, (_("no value") if point.n else formats.absence("no_data", view.unit, locale)) + count
    known = point.low is not None and point.high is not None
    details = [
        *([view.stat] if view.stat else []),
        *([formats.interval(point.low, point.high, view.unit, locale)] if known else []),
        *([] if point.complete else [_("still running")]),
    ]
    bracket = f" ({'; '.join(details)})" if details else ""
    return whom, formats.value(point.value, view.unit, locale) + bracket + count


def trend_alt(view: Trend, locale: str | None = None, calendar: Calendar = "gregorian") -> str:
    """The message of a trend: the latest value, where it came from, its extremes, the target, what is missing."""
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    known = [point for point in view.points if point.value is not None]
    if not known:
        return f"{_title(view)}: {formats.absence('no_data', view.unit, locale)}."
    parts = [_said(known[-1], view, locale, calendar)]
    if len(known) > 1:
        parts.append(_("from {earlier}").format(earlier=_said(known[0], view, locale, calendar)))
        low, high = (pick(known, key=lambda point: point.value or 0.0) for pick in (min, max))
        words = _("lowest {low}, highest {high}")
        parts.append(words.format(low=_said(low, view, locale, calendar), high=_said(high, view, locale, calendar)))
    if view.target is not None:
        parts.append(_("target {value}").format(value=formats.entered(view.target, view.unit, locale)))
    if view.usual is not None:
        parts.append(_("usually {range}").format(range=formats.interval(*view.usual, view.unit, locale)))
    missing = len(view.points) - len(known)
    if missing:
        ngettext = language.translation(locale).ngettext
        parts.append(ngettext("{n} period without a value", "{n} periods without a value", missing).format(n=missing))
    parts += _notes_said(notes_shown(view), locale, calendar)
    return f"{_title(view)}: {'; '.join(parts)}."


def goal_alt(view: Goal, locale: str | None = None, calendar: Calendar = "gregorian") -> str:
    """The message of a goal's chart: the latest value against the target and its day, the baseline, today's pace."""
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    known = [point for point in view.points if point.value is not None]
    latest = _said(known[-1], view, locale, calendar) if known else formats.absence("no_data", view.unit, locale)
    target = formats.entered(view.target, view.unit, locale)
    parts = [
        latest,
        _("target {value} by {day}").format(value=target, day=formats.date(view.deadline, locale, calendar)),
    ]
    if view.baseline is not None:
        parts.append(_("baseline {value}").format(value=formats.value(view.baseline, view.unit, locale)))
    pace = view.pace_on(view.as_of)
    if pace is not None:
        day = formats.date(view.as_of, locale, calendar)
        parts.append(_("pace on {day} {value}").format(day=day, value=formats.value(pace, view.unit, locale)))
    return f"{_title(view)}: {'; '.join(parts + _forecast_and_marks(view, locale, calendar))}."


def forecast_parts(point: Point, view: Goal, locale: str, calendar: Calendar = "gregorian") -> tuple[str, str]:
    """The two halves of what is said about one coming period: which it is, and what is to be expected of it."""
    _ = language.translation(locale).gettext
    period = formats.period(view.grain, point.first, locale, calendar)
    middle = formats.value(point.value, view.unit, locale)
    if point.low is None or point.high is None:
        return period, _("expected {value}").format(value=middle)
    words = _("expected {value}, in 8 of 10 cases {range}")
    return period, words.format(value=middle, range=formats.interval(point.low, point.high, view.unit, locale))


def _forecast_and_marks(view: Goal, locale: str, calendar: Calendar) -> list[str]:
    """What a goal's chart shows besides its numbers so far: forecast, chance, milestones, other targets, check-ins."""
    _, ngettext = language.translation(locale).gettext, language.translation(locale).ngettext
    parts = []
    if view.ahead:
        period, expected = forecast_parts(view.ahead[-1], view, locale, calendar)
        parts.append(_("{expected} in {period}").format(expected=expected, period=period))
    if view.chance is not None:
        parts.append(_("chance of meeting it {chance}").format(chance=formats.chance(view.chance, locale)))
    for day, value in view.milestones:
        words, on = _("milestone {value} by {day}"), formats.date(day, locale, calendar)
        parts.append(words.format(value=formats.entered(value, view.unit, locale), day=on))
    for (_since, before), (day, _after) in itertools.pairwise(view.targets):
        words, on = _("target {value} until {day}"), formats.date(day, locale, calendar)
        parts.append(words.format(value=formats.entered(before, view.unit, locale), day=on))
    if view.check_ins:
        count = len(view.check_ins)
        parts.append(ngettext("{n} check-in", "{n} check-ins", count).format(n=formats.value(count, "count", locale)))
    return parts + _notes_said(notes_shown(view), locale, calendar)


def _notes_said(notes: Sequence[Note], locale: str, calendar: Calendar) -> list[str]:
    words = language.translation(locale).gettext("note on {day}: {text}")
    return [
        words.format(day=formats.date(day, locale, calendar), text=shorten(text, _LONGEST_NOTE, placeholder=" …"))
        for day, text in notes
    ]


def _title(view: Trend | Goal) -> str:
    return f"{view.name}, {view.scope}" if view.scope else view.name


def _said(point: Point, view: Trend | Goal, locale: str, calendar: Calendar) -> str:
    words = language.translation(locale).gettext("{value} in {period}")
    period = formats.period(view.grain, point.first, locale, calendar)
    return words.format(value=formats.value(point.value, view.unit, locale), period=period)
