"""The queue over time with its forecast: solid what was, dashed in a fan what the present rates would bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ui import axes, chart_notes, formats, language, marks
from ui.colours import Theme, colour
from ui.formats import Calendar
from ui.marks import Figure, Mark
from ui.views import Note, Point

HEIGHT = 310


@dataclass(frozen=True)
class Backlog:
    """Open requests at the end of days, oldest first; `ahead` the coming ones: middle, low and high of the forecast.

    `ticks`: days below which their name stands, and those names. The first of `ahead` follows the last complete point.
    `notes`: what happened on which day; those outside the points are left out.
    """

    points: tuple[Point, ...]
    ahead: tuple[Point, ...]
    ticks: tuple[tuple[date, str], ...]
    notes: tuple[Note, ...] = ()

    @property
    def shown_notes(self) -> list[Note]:
        """The notes on days of the line, by date."""
        first, last = self.points[0].first, self.points[-1].last
        return sorted(note for note in self.notes if first <= note[0] <= last)


def figure(view: Backlog, theme: Theme, locale: str | None = None, calendar: Calendar = "gregorian") -> Figure:
    """The line from edge to edge, with its latest value at the dot and what is expected at the right edge."""
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    bounds = [bound for p in (*view.points, *view.ahead) for bound in (p.value, p.low, p.high)]
    vertical = axes.axis(bounds, "count", locale)
    accent, surface = colour("accent", theme), colour("surface", theme)
    last = next((p for p in reversed(view.points) if p.value is not None), None)
    ends = [_expected(view.ahead[-1], locale)] if view.ahead else []
    margin = marks.margin(vertical, ends)
    margin["t"] += chart_notes.ROOM if view.shown_notes else 0
    final = view.ahead[-1] if view.ahead else view.points[-1]
    span = (view.points[0].first, final.last)
    layout = marks.layout(theme, HEIGHT, margin, vertical, span)
    layout["xaxis"] |= {
        "tickvals": [marks.within(day, day, 0.5) for day, _name in view.ticks],
        "ticktext": [name for _day, name in view.ticks],
    }
    middle = view.ahead[-1].value if view.ahead else None
    labels = [marks.end_label(ends[0], colour("muted", theme), middle)] if middle is not None else []
    if last is not None:
        text = f"<b>{formats.html(formats.value(last.value, 'count', locale))}</b>"
        # On the side that the line does not come from.
        before = next((p.value for p in reversed(view.points[:-1]) if p.value is not None), 0.0)
        above = before <= (last.value or 0.0)
        place = {"x": marks.middle(last), "y": last.value, "xanchor": "right", "xshift": -5}
        place |= {"yanchor": "bottom", "yshift": 3} if above else {"yanchor": "top", "yshift": -3}
        labels.append(marks.label(text, colour("ink", theme), **place))
    if vertical.cut:
        labels.append(marks.cut(_("axis does not start at zero"), theme))
    layout["annotations"] = labels
    data = [
        *_fan(view, accent),
        *marks.actual(view.points, accent, surface),
        marks.hover(view.points, [_said(p, locale, calendar) for p in view.points], 0.0, _ids(view), accent),
        *(
            [marks.hover(view.ahead, [_said(p, locale, calendar) for p in view.ahead], 0.0, paint=accent)]
            if view.ahead
            else []
        ),
    ]
    drawn: Figure = {"data": data, "layout": layout}
    if view.shown_notes:
        chart_notes.draw(drawn, view.shown_notes, span, theme, locale, calendar)
    return drawn


def _fan(view: Backlog, paint: str) -> list[Mark]:
    """The band and its dashed middle, from the last complete day on."""
    if not view.ahead:
        return []
    known = [p for p in view.points if p.complete and p.value is not None]
    begin = [Point(p.first, p.last, p.value, low=p.value, high=p.value) for p in known[-1:]]
    fan = [*begin, *view.ahead]
    return [
        marks.band(fan, paint),
        marks.line([marks.middle(p) for p in fan], [p.value for p in fan], paint, 2, "5px,4px"),
    ]


def _ids(view: Backlog) -> list[str]:
    """The days by which a click leads to the requests behind a point."""
    return [p.last.isoformat() for p in view.points]


def _said(point: Point, locale: str, calendar: Calendar) -> tuple[str, str]:
    """The two lines about one day."""
    _ = language.translation(locale).gettext
    day = formats.date(point.last, locale, calendar)
    count = formats.value(point.value if point.value is None else round(point.value), "count", locale)
    if point.low is not None and point.high is not None:
        between = formats.interval(round(point.low), round(point.high), "count", locale)
        return day, _("expected {n}, in 8 of 10 cases {range}").format(n=count, range=between)
    words = _("{n} open at the end of the day") if point.complete else _("{n} open so far")
    return day, words.format(n=count)


def _expected(point: Point, locale: str) -> str:
    return formats.value(None if point.value is None else round(point.value), "count", locale)


def alt(view: Backlog, locale: str | None = None, calendar: Calendar = "gregorian") -> str:
    """The message: how many are open, from how many, the extremes, and what is expected."""
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    known = [p for p in view.points if p.value is not None]
    if not known:
        return _("Open requests: no data.")
    low, high = (choose(known, key=_value) for choose in (min, max))
    parts = [
        _at(known[-1], locale, calendar),
        _("from {earlier}").format(earlier=_at(known[0], locale, calendar)),
        _("lowest {low}, highest {high}").format(low=_at(low, locale, calendar), high=_at(high, locale, calendar)),
    ]
    if view.ahead:
        day, expected = _said(view.ahead[-1], locale, calendar)
        parts.append(_("{expected} on {day}").format(expected=expected, day=day))
    for on, text in view.shown_notes:
        parts.append(_("note on {day}: {text}").format(day=formats.date(on, locale, calendar), text=text))
    return _("Open requests: {facts}.").format(facts="; ".join(parts))


def _value(point: Point) -> float:
    return point.value or 0.0


def _at(point: Point, locale: str, calendar: Calendar) -> str:
    words = language.translation(locale).gettext("{n} on {day}")
    return words.format(n=formats.value(point.value, "count", locale), day=formats.date(point.last, locale, calendar))


def ticks(days: Sequence[date], grain: formats.Grain, locale: str, calendar: Calendar) -> tuple[tuple[date, str], ...]:
    """Few of the days with their names; `grain`: what begins on each of them, a month or (a week's) day."""
    return tuple((days[i], name) for i, name in axes.period_ticks(days, grain, locale, calendar))
