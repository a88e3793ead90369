"""The chart of one goal: history and baseline, actual with its interval, pace, target and its steps, the forecast.

Above the plot stand the baseline, the data's day and the deadline; on the time axis changes and check-ins.
"""

from dataclasses import replace
from datetime import date, timedelta

from ui import axes, chart_notes, formats, language, marks
from ui.colours import Theme, channel, colour, translucent
from ui.formats import Calendar
from ui.marks import Figure, Mark, middle
from ui.views import Goal, forecast_parts, notes_shown, sentence_parts

HEIGHT = 360
# Pixels above the plot where the three labels stand, each in a row of its own, so that they can never meet.
_BASELINE, _AS_OF, _DEADLINE, _TOP = 3, 20, 37, 60
_NEAR = 0.88  # beyond this share of the width the actual's label turns to the left, away from the target's


def goal(view: Goal, theme: Theme, locale: str | None = None, calendar: Calendar = "gregorian") -> Figure:
    """Goal against actual, the span before its start shaded; each label has a place that no other can take."""
    locale = locale or language.current()
    vertical = axes.axis(view.values, view.unit, locale)
    (first, last), notes = view.span, notes_shown(view)
    lift = chart_notes.ROOM if notes else 0  # the flags take the row next to the plot
    _ = language.translation(locale).gettext
    ends = _ends(view, theme, locale)
    margin = marks.margin(vertical, [text for _value, text, _paint in ends]) | {"t": _TOP + lift}
    layout = marks.layout(theme, HEIGHT + lift, margin, vertical, view.span)
    room = HEIGHT - _TOP - margin["b"]
    to_reach, to_deadline = (1 + (row + lift + 2) / room for row in (_AS_OF, _DEADLINE))
    ticks = _ticks(view, (last - first).days, locale, calendar)
    layout["xaxis"] |= {"tickvals": [at for at, _text in ticks], "ticktext": [text for _at, text in ticks]}
    layout["shapes"] = [
        *([_history(first, view.start, theme)] if first < view.start else []),
        *([marks.upright(_end(view.as_of), "faint", theme, "dot", top=to_reach)] if _runs(view) else []),
        marks.upright(_end(view.deadline), "muted", theme, top=to_deadline),
    ]
    layout["annotations"] = [
        *_end_labels(ends, vertical, room),
        *_rows(view, theme, locale, calendar, lift),
        *_beside_lines(view, theme, first, last, locale),
        *([marks.cut(_("axis does not start at zero"), theme)] if vertical.cut else []),
    ]
    figure: Figure = {"data": _lines(view, theme, first, vertical, locale, calendar), "layout": layout}
    if notes:
        chart_notes.draw(figure, notes, view.span, theme, locale, calendar)
    return figure


def _lines(view: Goal, theme: Theme, first: date, vertical: axes.Axis, locale: str, calendar: Calendar) -> list[Mark]:
    """From the back to the front: band, baseline, target, pace, actual, and what they say."""
    paint, muted, surface = channel(view.channel, theme), colour("muted", theme), colour("surface", theme)
    drawn = [marks.band(view.points, paint)]
    if view.baseline is not None:
        begin = first if first < view.start else view.start - (view.deadline - view.start) / 40
        drawn.append(marks.line([_begin(begin), _begin(view.start)], [view.baseline] * 2, muted, 1.25, "6px,4px"))
    drawn.append(_target(view, muted))
    if view.pace_line:
        days = [_begin(view.start), *(_end(day) for day, _value in view.pace_line[1:])]
        drawn.append(marks.line(days, [value for _day, value in view.pace_line], muted, 1.5, "dot"))
    drawn += _forecast(view, paint, vertical, locale, calendar)
    drawn += marks.actual(view.points, paint, surface)
    said = []
    for point in view.points:
        lines = list(sentence_parts(point, view, locale, calendar))
        pace = view.pace_on(point.last)
        if pace is not None:
            words = language.translation(locale).gettext("Pace by then: {value}")
            lines.append(words.format(value=formats.value(pace, view.unit, locale)))
        said.append(lines)
    ids = [point.first.isoformat() for point in view.points]
    drawn.append(marks.hover(view.points, said, (vertical.low + vertical.high) / 2, ids, paint))
    return drawn + _flags(view, vertical, theme, locale, calendar)


def _target(view: Goal, paint: str) -> Mark:
    """The target from start to deadline: where it was changed, a step on that day."""
    steps = [(max(day, view.start), value) for day, value in view.targets] or [(view.start, view.target)]
    days = [_begin(view.start), *(_begin(day) for day, _value in steps[1:]), _end(view.deadline)]
    values = [value for _day, value in steps]
    drawn = marks.line(days, [*values, values[-1]], paint, 1.25)
    return drawn | {"line": drawn["line"] | {"shape": "hv"}} if len(steps) > 1 else drawn


def _forecast(view: Goal, paint: str, vertical: axes.Axis, locale: str, calendar: Calendar) -> list[Mark]:
    """The fan from the last complete period on, its middle dashed, and what it says of each coming period."""
    if not view.ahead:
        return []
    known = [point for point in view.points if point.complete and point.value is not None]
    begin = [replace(point, low=point.value, high=point.value) for point in known[-1:]]
    fan = [*begin, *view.ahead]
    middles = [point.value for point in fan]
    said = [forecast_parts(point, view, locale, calendar) for point in view.ahead]
    drawn = [marks.band(fan, paint), marks.line([middle(point) for point in fan], middles, paint, 2, "5px,4px")]
    return [*drawn, marks.hover(view.ahead, said, (vertical.low + vertical.high) / 2, paint=paint)]


def _flags(view: Goal, vertical: axes.Axis, theme: Theme, locale: str, calendar: Calendar) -> list[Mark]:
    """What people did and said, on the time axis; milestones at their values."""
    _ = language.translation(locale).gettext
    muted, surface, drawn = colour("muted", theme), colour("surface", theme), []
    hollow = {"color": surface, "line": {"color": muted, "width": 1.5}}

    def told(day: date, what: str) -> list[str]:
        return [formats.date(day, locale, calendar), what]

    if view.milestones:
        words = _("Milestone {value}")
        said = [told(day, words.format(value=formats.entered(x, view.unit, locale))) for day, x in view.milestones]
        mark = marks.flags([_end(day) for day, _value in view.milestones], 0.0, said, muted)
        mark["y"] = [value for _day, value in view.milestones]
        drawn.append(mark | {"marker": mark["marker"] | hollow | {"symbol": "diamond", "size": 10}})
    if view.changes:
        said = [told(*change) for change in view.changes]
        drawn.append(marks.flags([_begin(day) for day, _what in view.changes], vertical.low, said, muted))
    if view.check_ins:
        said = [told(*each) for each in view.check_ins]
        mark = marks.flags([_begin(day) for day, _what in view.check_ins], vertical.low, said, muted)
        drawn.append(mark | {"marker": mark["marker"] | hollow | {"symbol": "circle", "size": 8}})
    return drawn


def _ends(view: Goal, theme: Theme, locale: str) -> list[tuple[float, str, str]]:
    """The labels at the right edge: value, text, paint. The target, and the word for the dashed line."""
    _ = language.translation(locale).gettext
    target = _("Target {value}").format(value=formats.entered(view.target, view.unit, locale))
    ends = [(view.target, target, colour("muted", theme))]
    last = view.ahead[-1].value if view.ahead else None
    # Without its number: that of the last period is not what the verdict is given on, and the title says the latter.
    return ends if last is None else [*ends, (last, _("Forecast"), channel(view.channel, theme))]


def _end_labels(ends: list[tuple[float, str, str]], vertical: axes.Axis, room: float) -> list[Mark]:
    """The labels beside their lines, pushed apart where they would meet."""
    heights = axes.spread([vertical.height(value) * room for value, *_rest in ends], marks.LABEL_GAP, 0, room)
    return [
        marks.end_label(text, paint, vertical.low + at / room * (vertical.high - vertical.low))
        for (_value, text, paint), at in zip(ends, heights, strict=True)
    ]


def _rows(view: Goal, theme: Theme, locale: str, calendar: Calendar, lift: int) -> list[Mark]:
    """Above the plot and `lift`, from the top: the deadline, the day that the data reach, the baseline."""
    _ = language.translation(locale).gettext
    muted, faint = colour("muted", theme), colour("faint", theme)
    deadline = _("Deadline {day}").format(day=formats.date(view.deadline, locale, calendar))
    reach = _("Data to {day}").format(day=formats.date(view.as_of, locale, calendar))
    begin, end = view.span
    side = "left" if (view.as_of - begin) < (end - begin) / 2 else "right"
    over = {"yref": "paper", "y": 1, "yanchor": "bottom"}
    rows = [
        marks.label(
            formats.html(deadline), muted, x=_end(view.deadline), xanchor="right", yshift=_DEADLINE + lift, **over
        ),
    ]
    if _runs(view):
        rows.append(
            marks.label(formats.html(reach), faint, x=_end(view.as_of), xanchor=side, yshift=_AS_OF + lift, **over)
        )
    if view.baseline is not None:
        words = _("Baseline {value}").format(value=formats.value(view.baseline, view.unit, locale))
        rows.append(
            marks.label(formats.html(words), muted, x=0, xref="paper", xanchor="left", yshift=_BASELINE + lift, **over)
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
    if pace is not None and (view.deadline - view.as_of) > 0.1 * (last - first):
        place = {"xanchor": "center", "yanchor": "top" if view.target >= pace else "bottom"}
        word = marks.label(formats.html(_("Pace")), colour("muted", theme), x=_end(ahead), y=pace, **place)
        drawn.append(word | paper)
    return drawn


def _ticks(view: Goal, days: int, locale: str, calendar: Calendar) -> list[tuple[str, str]]:
    """Ticks under the periods that have points, as many as their share of the width can hold."""
    periods = {point.first: point for point in (*view.ahead, *view.points)}
    shown = [periods[first] for first in sorted(periods)]
    if not shown:
        return [(_begin(day), formats.html(formats.date(day, locale, calendar))) for day in (view.start, view.deadline)]
    share = ((shown[-1].last - shown[0].first).days + 1) / max(days, 1)
    few = max(2, round(6 * share))
    chosen = axes.period_ticks([point.first for point in shown], view.grain, locale, calendar, few)
    return [(middle(shown[i]), text) for i, text in chosen]


def _runs(view: Goal) -> bool:
    """Whether the data's day lies on the chart: once they are past the deadline it says nothing of the goal."""
    return view.as_of <= view.deadline


def _history(first: date, start: date, theme: Theme) -> Mark:
    place = {"xref": "x", "yref": "paper", "x0": _begin(first), "x1": _begin(start), "y0": 0, "y1": 1}
    return {"type": "rect", "layer": "below", "fillcolor": colour("sunken", theme), "line": {"width": 0}} | place


def _begin(day: date) -> str:
    return day.isoformat()


def _end(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
