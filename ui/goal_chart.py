"""The chart of one goal: history and baseline, actual with its interval, pace, target, the data's day, the deadline."""

from datetime import date, timedelta

from ui import axes, formats, language, marks
from ui.colours import Theme, channel, colour, translucent
from ui.formats import Calendar
from ui.marks import Figure, Mark, middle
from ui.views import Goal, sentence_parts

HEIGHT = 360
# Pixels above the plot where the three labels stand, each in a row of its own, so that they can never meet.
_BASELINE, _AS_OF, _DEADLINE, _TOP = 3, 20, 37, 60
_NEAR = 0.88  # beyond this share of the width the actual's label turns to the left, away from the target's


def goal(view: Goal, theme: Theme, locale: str | None = None, calendar: Calendar = "gregorian") -> Figure:
    """Goal against actual, the span before its start shaded; each label has a place that no other can take."""
    locale = locale or language.current()
    vertical = axes.axis(view.values, view.unit, locale)
    first = min([view.start, *(p.first for p in view.points)])
    last = max([view.deadline, view.as_of, *(p.last for p in view.points)])
    _ = language.translation(locale).gettext
    target = _("Target {value}").format(value=formats.entered(view.target, view.unit, locale))
    margin = marks.margin(vertical, [target]) | {"t": _TOP}
    layout = marks.layout(theme, HEIGHT, margin, vertical, (first, last))
    room = HEIGHT - margin["t"] - margin["b"]
    ticks = _ticks(view, (last - first).days, locale, calendar)
    layout["xaxis"] |= {"tickvals": [at for at, _text in ticks], "ticktext": [text for _at, text in ticks]}
    layout["shapes"] = [
        *([_history(first, view.start, theme)] if first < view.start else []),
        marks.upright(_end(view.as_of), "faint", theme, "dot", top=1 + (_AS_OF + 2) / room),
        marks.upright(_end(view.deadline), "muted", theme, top=1 + (_DEADLINE + 2) / room),
    ]
    layout["annotations"] = [
        marks.end_label(target, colour("muted", theme), view.target),
        *_rows(view, theme, locale, calendar),
        *_beside_lines(view, theme, first, last, locale),
        *([marks.cut(_("axis does not start at zero"), theme)] if vertical.cut else []),
    ]
    return {"data": _lines(view, theme, first, vertical, locale, calendar), "layout": layout}


def _lines(view: Goal, theme: Theme, first: date, vertical: axes.Axis, locale: str, calendar: Calendar) -> list[Mark]:
    """From the back to the front: band, baseline, target, pace, actual, and what they say."""
    paint, muted, surface = channel(view.channel, theme), colour("muted", theme), colour("surface", theme)
    drawn = [marks.band(view.points, paint)]
    if view.baseline is not None:
        begin = first if first < view.start else view.start - (view.deadline - view.start) / 40
        drawn.append(marks.line([_begin(begin), _begin(view.start)], [view.baseline] * 2, muted, 1.25, "6px,4px"))
    drawn.append(marks.line([_begin(view.start), _end(view.deadline)], [view.target] * 2, muted, 1.25))
    if view.pace_line:
        days = [_begin(view.start), *(_end(day) for day, _value in view.pace_line[1:])]
        drawn.append(marks.line(days, [value for _day, value in view.pace_line], muted, 1.5, "dot"))
    drawn += marks.actual(view.points, paint, surface)
    said = []
    for point in view.points:
        lines = list(sentence_parts(point, view, locale, calendar))
        pace = view.pace_on(point.last)
        if pace is not None:
            words = language.translation(locale).gettext("Pace by then: {value}")
            lines.append(words.format(value=formats.value(pace, view.unit, locale)))
        said.append(lines)
    drawn.append(marks.hover(view.points, said, (vertical.low + vertical.high) / 2))
    if view.changes:
        told = [[formats.date(day, locale, calendar), what] for day, what in view.changes]
        drawn.append(marks.flags([_begin(day) for day, _what in view.changes], vertical.low, told, muted))
    return drawn


def _rows(view: Goal, theme: Theme, locale: str, calendar: Calendar) -> list[Mark]:
    """Above the plot, from the top: the deadline, the day that the data reach, the baseline."""
    _ = language.translation(locale).gettext
    muted, faint = colour("muted", theme), colour("faint", theme)
    deadline = _("Deadline {day}").format(day=formats.date(view.deadline, locale, calendar))
    reach = _("Data to {day}").format(day=formats.date(view.as_of, locale, calendar))
    begin = min([view.start, *(p.first for p in view.points)])
    end = max([view.deadline, view.as_of, *(p.last for p in view.points)])
    side = "left" if (view.as_of - begin) < (end - begin) / 2 else "right"
    over = {"yref": "paper", "y": 1, "yanchor": "bottom"}
    rows = [
        marks.label(formats.html(deadline), muted, x=_end(view.deadline), xanchor="right", yshift=_DEADLINE, **over),
        marks.label(formats.html(reach), faint, x=_end(view.as_of), xanchor=side, yshift=_AS_OF, **over),
    ]
    if view.baseline is not None:
        words = _("Baseline {value}").format(value=formats.value(view.baseline, view.unit, locale))
        rows.append(
            marks.label(formats.html(words), muted, x=0, xref="paper", xanchor="left", yshift=_BASELINE, **over)
        )
    return rows


def _beside_lines(view: Goal, theme: Theme, first: date, last: date, locale: str) -> list[Mark]:
    """The latest value at its dot, and the word for the dotted line where there is room in what is still to come."""
    _ = language.translation(locale).gettext
    paper = {"bgcolor": translucent(colour("surface", theme), 0.8), "borderpad": 1}
    drawn = []
    shown = [p for p in view.points if p.value is not None]
    if shown:
        point, before = shown[-1], shown[-2] if len(shown) > 1 else shown[-1]
        text = f"<b>{formats.html(formats.value(point.value, view.unit, locale))}</b>"
        # On the side that the line does not come from.
        above = (point.value or 0.0) >= (before.value or 0.0)
        place = {"yanchor": "bottom" if above else "top", "yshift": 7 if above else -7}
        place["xanchor"] = "right" if (point.last - first) > _NEAR * (last - first) else "center"
        at = middle(point)
        drawn.append(marks.label(text, colour("ink", theme), x=at, y=point.value, **place) | paper)
    ahead = view.as_of + (view.deadline - view.as_of) / 2
    pace = view.pace_on(ahead)
    if pace is not None and (view.deadline - view.as_of) > 0.25 * (last - first):
        place = {"xanchor": "left", "yanchor": "top" if view.target >= pace else "bottom"}
        drawn.append(marks.label(formats.html(_("Pace")), colour("muted", theme), x=_end(ahead), y=pace, **place))
    return drawn


def _ticks(view: Goal, days: int, locale: str, calendar: Calendar) -> list[tuple[str, str]]:
    """Ticks under the periods that have points, as many as their share of the width can hold."""
    if not view.points:
        return [(_begin(day), formats.html(formats.date(day, locale, calendar))) for day in (view.start, view.deadline)]
    share = ((view.points[-1].last - view.points[0].first).days + 1) / max(days, 1)
    few = max(2, round(6 * share))
    chosen = axes.period_ticks([p.first for p in view.points], view.grain, locale, calendar, few)
    return [(middle(view.points[i]), text) for i, text in chosen]


def _history(first: date, start: date, theme: Theme) -> Mark:
    place = {"xref": "x", "yref": "paper", "x0": _begin(first), "x1": _begin(start), "y0": 0, "y1": 1}
    return {"type": "rect", "layer": "below", "fillcolor": colour("sunken", theme), "line": {"width": 0}} | place


def _begin(day: date) -> str:
    return day.isoformat()


def _end(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
