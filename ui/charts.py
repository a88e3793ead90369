"""Charts of a metric over time: plain values in, plain Plotly dictionaries out (drawn by ui.cards.chart).

The notation: actual solid and darkest, the earlier period lighter, the target a thin line with its value, pace dotted,
intervals translucent, labels at the lines' ends. Periods without a value stay empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ui import axes, chart_notes, formats, language, marks
from ui.colours import Theme, channel, colour
from ui.formats import Calendar
from ui.goals.chart import goal
from ui.marks import Figure, Mark, middle
from ui.sparkline import sparkline
from ui.views import Goal, Point, Trend, goal_alt, notes_shown, sentence, sentence_parts, trend_alt

__all__ = [
    "Figure",
    "Goal",
    "Point",
    "Trend",
    "goal",
    "goal_alt",
    "sentence",
    "small_multiples",
    "sparkline",
    "trend",
    "trend_alt",
]

TREND_HEIGHT, PANEL_HEIGHT = 310, 176
_COUNTS = 0.2  # the share of the height for the bars of n, with the air above them


@dataclass(frozen=True)
class _End:
    """A label at the right edge: beside `value`, pushed away from its neighbours."""

    value: float
    text: str
    paint: str
    bold: bool = False


def trend(view: Trend, theme: Theme, locale: str | None = None, calendar: Calendar = "gregorian") -> Figure:
    """One line with its interval, the earlier period, the target, and n per period below."""
    locale = locale or language.current()
    vertical = axes.axis(view.values, view.unit, locale)
    counted = any(point.n for point in view.points)
    figure = _frame(view, vertical, theme, locale, calendar, TREND_HEIGHT, _ends(view, theme, locale), counted=counted)
    figure["data"] = [*_lines(view, theme), _hover(view, vertical, theme, locale, calendar)]
    if view.usual is not None:
        figure["layout"]["shapes"] = [_usual(view.usual, theme), *figure["layout"].get("shapes", [])]
    if counted:
        most = max(point.n or 0 for point in view.points)
        figure["data"].append(marks.bars(view.points, theme))
        figure["layout"]["yaxis"]["domain"] = [_COUNTS, 1]
        figure["layout"]["yaxis2"] = {
            "domain": [0, _COUNTS - 0.08],
            "range": [0, most],
            "tickvals": [most],
            "ticktext": [formats.value(most, "count", locale)],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
            "ticklabelstandoff": 6,
        }
        where = {"x": 1, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "xshift": 8}
        figure["layout"]["annotations"].append(marks.label("n", colour("faint", theme), **where))
    return figure


def small_multiples(
    views: Sequence[Trend], theme: Theme, locale: str | None = None, calendar: Calendar = "gregorian"
) -> list[Figure]:
    """One small figure per view, all on one axis, to be laid in a grid that reflows with the width."""
    locale = locale or language.current()
    vertical = axes.axis([x for view in views for x in view.values], views[0].unit if views else "share", locale, 3)
    figures = []
    for i, view in enumerate(views):
        ends = _ends(view, theme, locale, short=True)
        figure = _frame(view, vertical, theme, locale, calendar, PANEL_HEIGHT, ends, few=3, noted=i == 0)
        speech = _hover(view, vertical, theme, locale, calendar, of=f"{view.channel}:" if view.channel else "")
        figures.append(figure | {"data": [*_lines(view, theme), speech]})
    return figures


def _lines(view: Trend, theme: Theme) -> list[Mark]:
    """Band, earlier period, target, actual: from the back to the front."""
    paint, points = channel(view.channel, theme), view.points
    xs = [middle(p) for p in points]
    drawn = [marks.band(points, paint)]
    if view.earlier:
        drawn.append(marks.line(xs, view.earlier, colour("earlier", theme), 1.75))
    if view.target is not None and points:
        ends = [marks.within(points[0].first, points[-1].last, share) for share in (0, 1)]
        drawn.append(marks.line(ends, [view.target] * 2, colour("muted", theme), 1))
    return drawn + marks.actual(points, paint, colour("surface", theme))


def _usual(limits: tuple[float, float], theme: Theme) -> Mark:
    """The natural limits: a quiet band behind everything, from edge to edge."""
    place = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": limits[0], "y1": limits[1]}
    return {"type": "rect", "layer": "below", "fillcolor": colour("sunken", theme), "line": {"width": 0}} | place


def _hover(view: Trend, vertical: axes.Axis, theme: Theme, locale: str, calendar: Calendar, of: str = "") -> Mark:
    """The invisible points that say each period's sentence, with the earlier value below it.

    Each is named after its period's first date, with what it is `of` before that.
    """
    said = []
    for i, point in enumerate(view.points):
        lines = list(sentence_parts(point, view, locale, calendar))
        if view.earlier and view.earlier[i] is not None:
            lines.append(f"{view.earlier_name}: {formats.value(view.earlier[i], view.unit, locale)}")
        said.append(lines)
    ids = [f"{of}{point.first.isoformat()}" for point in view.points]
    return marks.hover(view.points, said, (vertical.low + vertical.high) / 2, ids, channel(view.channel, theme))


def _ends(view: Trend, theme: Theme, locale: str, short: bool = False) -> list[_End]:
    """The labels of the latest actual, the earlier period and the target; `short` leaves the words out."""
    _ = language.translation(locale).gettext
    ends = []
    last = next((p.value for p in reversed(view.points) if p.value is not None), None)
    if last is not None:
        ends.append(_End(last, formats.value(last, view.unit, locale), colour("ink", theme), bold=True))
    before = next((x for x in reversed(view.earlier) if x is not None), None)
    if before is not None and not short:
        ends.append(_End(before, view.earlier_name, colour("muted", theme)))
    if view.target is not None:
        aim = formats.entered(view.target, view.unit, locale)
        ends.append(_End(view.target, aim if short else _("Target {value}").format(value=aim), colour("muted", theme)))
    return ends


def _frame(
    view: Trend,
    vertical: axes.Axis,
    theme: Theme,
    locale: str,
    calendar: Calendar,
    height: int,
    ends: Sequence[_End],
    counted: bool = False,
    few: int = 6,
    noted: bool = True,
) -> Figure:
    """The layout with its ticks, and the end labels kept apart."""
    most = formats.value(max((point.n or 0 for point in view.points), default=0), "count", locale)
    margin = marks.margin(vertical, [end.text for end in ends], [most] if counted else [])
    notes = notes_shown(view)
    margin["t"] += chart_notes.ROOM if notes else 0
    layout = marks.layout(theme, height, margin, vertical, view.span)
    ticks = axes.period_ticks([p.first for p in view.points], view.grain, locale, calendar, few)
    layout["xaxis"]["tickvals"] = [middle(view.points[i]) for i, _text in ticks]
    layout["xaxis"]["ticktext"] = [text for _i, text in ticks]
    room = (height - margin["t"] - margin["b"]) * (1 - _COUNTS if counted else 1)
    heights = axes.spread([vertical.height(end.value) * room for end in ends], marks.LABEL_GAP, 0, room)
    layout["annotations"] = [
        marks.end_label(end.text, end.paint, vertical.low + at / room * (vertical.high - vertical.low), end.bold)
        for end, at in zip(ends, heights, strict=True)
    ]
    if vertical.cut and noted:
        words = language.translation(locale).gettext("axis does not start at zero")
        layout["annotations"].append(marks.cut(words, theme))
    figure: Figure = {"data": [], "layout": layout}
    if notes and view.span:
        chart_notes.draw(figure, notes, view.span, theme, locale, calendar)
    return figure
