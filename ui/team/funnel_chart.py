"""The funnel: how far everybody is from what is expected of the same requests, by how many there were.

Plain values in, plain Plotly dictionaries out. Only who stands out beyond chance is named; the others are bare dots.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ui import axes, colours, formats, language, marks
from ui.axes import Axis
from ui.colours import Theme, colour
from ui.marks import Figure, Mark

HEIGHT, PANEL_HEIGHT = 360, 190
_ENOUGH = 30  # requests: where the limits begin to say something, the axis begins to show them


@dataclass(frozen=True)
class Dot:
    """One person: requests, and points beyond what is expected. `name` is empty for who does not stand out."""

    id: str
    n: int
    points: float
    name: str = ""
    said: str = ""


@dataclass(frozen=True)
class Limit:
    """The limits of chance at n, in points beyond what is expected."""

    n: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True)
class Funnel:
    """One metric. `upwards`: more is better; else the axis is turned round, so that up is better in every funnel."""

    dots: tuple[Dot, ...]
    limits: tuple[Limit, ...]
    upwards: bool


def funnel(view: Funnel, theme: Theme, locale: str, small: bool = False) -> Figure:
    """The figure; `small`: one of several side by side, with less written on it."""
    vertical = _vertical(view, locale, small)
    most = max([_ENOUGH, *(dot.n for dot in view.dots)])
    margin = marks.margin(vertical, [] if small else ["99.8%"])
    margin |= {"b": 40 if small else 52, "t": 12 if small else 26}
    layout = marks.layout(theme, PANEL_HEIGHT if small else HEIGHT, margin, vertical, None)
    across = axes.axis([0, most], "count", locale, 3 if small else 5)
    layout["hovermode"] = "closest"
    layout["xaxis"] |= {"type": "linear", "anchor": "y", "range": [0, most * 1.05]}
    layout["xaxis"] |= {"tickvals": list(across.ticks), "ticktext": list(across.labels)}
    layout["yaxis"] |= {"range": [vertical.low, vertical.high] if view.upwards else [vertical.high, vertical.low]}
    layout["annotations"] = [] if small else _words(view, vertical, theme, locale)
    zero = marks.line([], [], colour("muted", theme), 1) | {"x": [0, most * 1.05], "y": [0, 0]}
    return {"data": [*_limits(view.limits, theme), zero, *_dots(view, theme, small)], "layout": layout}


def alt(name: str, view: Funnel, locale: str) -> str:
    """The message of the chart: how many people, and who stands out."""
    ngettext, _ = language.translation(locale).ngettext, language.translation(locale).gettext
    words = ngettext("{n} person", "{n} people", len(view.dots)).format(n=len(view.dots))
    out = [dot.said for dot in view.dots if dot.name]
    found = "; ".join(out) if out else _("nobody stands out beyond chance")
    return f"{name}: {words}; {found}."


def _vertical(view: Funnel, locale: str, small: bool) -> Axis:
    """Alike on both sides of zero: far enough for every dot, and for the limits where they say something."""
    shown = [limit for limit in view.limits if limit.n >= _ENOUGH]
    first = shown[len(shown) // 4 : len(shown) // 4 + 1]
    reach = [abs(dot.points) for dot in view.dots] + [each for one in first for each in (-one.low_998, one.high_998)]
    most = max(reach, default=0) or 1.0
    return axes.axis([-most, most], "points", locale, 4 if small else 6)


def _limits(limits: Sequence[Limit], theme: Theme) -> list[Mark]:
    """The 99.8 % limits as a quiet field, the 95 % ones as thin lines in it."""
    if not limits:
        return []
    there, back = list(limits), list(reversed(limits))
    field = {
        "type": "scatter",
        "mode": "lines",
        "x": [each.n for each in (*there, *back)],
        "y": [*(each.high_998 for each in there), *(each.low_998 for each in back)],
        "fill": "toself",
        "fillcolor": colour("sunken", theme),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    lines = [_line(there, side, theme, 1, "dot") for side in ("low_95", "high_95")]
    return [field, *lines, *(_line(there, side, theme, 1.25, "solid") for side in ("low_998", "high_998"))]


def _line(limits: Sequence[Limit], side: str, theme: Theme, thick: float, dash: str) -> Mark:
    stroke = {"color": colour("faint" if dash == "dot" else "bar", theme), "width": thick, "dash": dash}
    xs, ys = [each.n for each in limits], [getattr(each, side) for each in limits]
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": stroke, "hoverinfo": "skip"}


def _dots(view: Funnel, theme: Theme, small: bool) -> list[Mark]:
    plain = [dot for dot in view.dots if not dot.name]
    named = [dot for dot in view.dots if dot.name]
    quiet: Mark = {"size": 6 if small else 8, "color": colour("faint", theme), "opacity": 0.55, "line": {"width": 0}}
    loud: Mark = {"size": 9 if small else 12, "color": colour("accent", theme)}
    loud |= {"opacity": 1, "line": {"color": colour("surface", theme), "width": 1.75}}
    drawn: list[Mark] = [{**_points(plain), "marker": quiet, "hoverinfo": "skip"}] if plain else []
    if named:
        speech = {"hoverinfo": "text", "hovertext": [formats.html(dot.said) for dot in named]}
        clicked = {"marker": {"color": colours.translucent(colour("accent", theme), 0.3), "size": 20}}
        known = {"customdata": [dot.id for dot in named], "selected": clicked}
        texts = {"text": [formats.html(dot.name) for dot in named], "textposition": _places(view, named)}
        font = {"textfont": {"color": colour("ink", theme), "size": 11 if small else 13}}
        drawn.append({**_points(named), "mode": "markers+text", "marker": loud, **speech, **known, **texts, **font})
    return drawn


def _points(dots: Sequence[Dot]) -> Mark:
    xs, ys = [dot.n for dot in dots], [dot.points for dot in dots]
    return {"type": "scatter", "mode": "markers", "x": xs, "y": ys, "cliponaxis": False}


def _places(view: Funnel, named: Sequence[Dot]) -> list[str]:
    """Beside its dot, on the side that has room."""
    most = max(dot.n for dot in view.dots)
    return ["middle left" if dot.n > most / 2 else "middle right" for dot in named]


def _words(view: Funnel, vertical: Axis, theme: Theme, locale: str) -> list[Mark]:
    """What up means, and which limit is which, at the right edge."""
    _ = language.translation(locale).gettext
    faint = colour("faint", theme)
    corner = {"x": 0, "xref": "paper", "xanchor": "left", "yref": "paper"}
    words = [
        marks.label(formats.html(_("↑ better than expected")), faint, y=1, yanchor="bottom", yshift=6, **corner),
        marks.label(formats.html(_("Requests →")), faint, x=1, xref="paper", xanchor="right", y=0, yref="paper")
        | {"yanchor": "top", "yshift": -32},
    ]
    if view.limits:
        last, bound = view.limits[-1], max(abs(vertical.low), abs(vertical.high))
        ends = [(_("95%"), last.high_95, 0.05), (_("99.8%"), last.high_998, 0.13)]
        for text, value, least in ends:
            words.append(marks.end_label(text, faint, max(value, least * 2 * bound)))
    return words
