"""The marks that all charts share, as plain Plotly dictionaries: band, line, dot, bars, label, layout. No meaning."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from ui import colours, formats
from ui.axes import Axis, width
from ui.colours import Theme, colour
from ui.views import Point

Figure = dict[str, Any]
Mark = dict[str, Any]

FONT = "Inter, system-ui, sans-serif"
SIZE = 12  # pixels of every label
LABEL_GAP = 17  # pixels between the middles of two labels
_NOTE = 16  # pixels for the line that says where the axis starts

# For st.plotly_chart(config=…): a picture to read and hover, not a tool to zoom.
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def within(first: date, last: date, share: float) -> str:
    """The place on the time axis at `share` of the days from `first` to `last`, as Plotly reads it."""
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 (a place on an axis, not an instant)
    return (start + (last - first + timedelta(days=1)) * share).isoformat(timespec="minutes")


def middle(point: Point) -> str:
    """Where a period is drawn: its middle."""
    return within(point.first, point.last, 0.5)


def band(points: Sequence[Point], paint: str) -> Mark:
    """The interval around a line; one polygon per unbroken run, so that nothing is drawn through missing periods."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for known, found in groupby(points, key=lambda p: p.low is not None and p.high is not None):
        run = list(found)
        if not known:
            continue
        at = [middle(p) for p in run]
        if len(run) == 1:  # a lone period has no neighbour to reach to: a narrow box
            at, run = [within(run[0].first, run[0].last, share) for share in (0.25, 0.75)], run * 2
        xs += [*at, *reversed(at), None]
        ys += [*(p.high for p in run), *(p.low for p in reversed(run)), None]
    # mode="lines": else Plotly puts stray markers on the corners.
    fill = {"fill": "toself", "fillcolor": colours.translucent(paint, colours.BAND), "line": {"width": 0}}
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "hoverinfo": "skip"} | fill


def actual(points: Sequence[Point], paint: str, surface: str) -> list[Mark]:
    """The actual line with its latest point marked; lone points show as dots, a running period hollow and dotted."""
    xs = [middle(p) for p in points]
    done = [p.value if p.complete else None for p in points]
    drawn = [line(xs, done, paint, 2.5)]
    around = [None, *done, None]
    shown = [i for i, y in enumerate(done) if y is not None]
    marked = [i for i in shown if i == shown[-1] or (around[i] is None and around[i + 2] is None)]
    if marked:
        drawn.append(dots([xs[i] for i in marked], [done[i] for i in marked], paint, surface))
    for i, point in enumerate(points):
        if point.complete or point.value is None:
            continue
        if i and points[i - 1].value is not None:
            drawn.append(line(xs[i - 1 : i + 1], [points[i - 1].value, point.value], paint, 2.5, "dot"))
        drawn.append(dots([xs[i]], [point.value], paint, surface, hollow=True))
    return drawn


def line(xs: Sequence[str], ys: Sequence[float | None], paint: str, thick: float, dash: str = "solid") -> Mark:
    """A line that breaks where a value is missing."""
    stroke = {"color": paint, "width": thick, "dash": dash}
    drawn = {"type": "scatter", "mode": "lines", "x": list(xs), "y": list(ys), "line": stroke, "connectgaps": False}
    return drawn | {"hoverinfo": "skip"}


def dots(xs: Sequence[str], ys: Sequence[float | None], paint: str, surface: str, hollow: bool = False) -> Mark:
    """Marked points, ringed by the paper so that they stand out of their line."""
    marker = {
        "size": 8,
        "color": surface if hollow else paint,
        "opacity": 1,
        "line": {"color": paint if hollow else surface, "width": 1.75},
    }
    return {"type": "scatter", "mode": "markers", "x": list(xs), "y": list(ys), "marker": marker} | {
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def hover(
    points: Sequence[Point], said: Sequence[Sequence[str]], fallback: float, ids: Sequence[str] = (), paint: str = ""
) -> Mark:
    """The invisible points that speak: the lines (plain) of each period's sentence, also where the value is missing.

    `ids` name the rows behind each point (ui/evidence.py); the one that is clicked is marked in `paint`.
    """
    drawn = {
        "type": "scatter",
        "mode": "markers",
        "x": [middle(p) for p in points],
        "y": [fallback if p.value is None else p.value for p in points],
        "marker": {"size": 12, "color": "rgba(0,0,0,0)"},
        "hoverinfo": "text",
        "hovertext": ["<br>".join(map(formats.html, lines)) for lines in said],
    }
    if not ids:
        return drawn
    clicked = {"marker": {"color": colours.translucent(paint, 0.3), "size": 18}}
    return drawn | {"customdata": list(ids), "selected": clicked}


def flags(xs: Sequence[str], y: float, said: Sequence[Sequence[str]], paint: str) -> Mark:
    """Small marks on the time axis that say, in plain lines, what happened there."""
    marker = {"symbol": "triangle-up", "size": 9, "color": paint, "line": {"width": 0}}
    speech = {"hoverinfo": "text", "hovertext": ["<br>".join(map(formats.html, lines)) for lines in said]}
    drawn = {"type": "scatter", "mode": "markers", "x": list(xs), "y": [y] * len(xs), "marker": marker}
    return drawn | speech | {"cliponaxis": False}


def bars(points: Sequence[Point], theme: Theme) -> Mark:
    """The n of each period, small and quiet, on the axis below."""
    return {
        "type": "bar",
        "x": [middle(p) for p in points],
        "y": [p.n for p in points],
        "width": [((p.last - p.first).days + 1) * 86_400_000 * 0.5 for p in points],
        "marker": {"color": colour("bar", theme), "line": {"width": 0}},
        "yaxis": "y2",
        "hoverinfo": "skip",
    }


def label(text: str, paint: str, **place: Any) -> Mark:
    """A text (already escaped) in the chart. `place` is Plotly's: x, y, xanchor, xshift, …"""
    return {"text": text, "showarrow": False, "font": {"color": paint}, "xref": "x", "yref": "y"} | place


def end_label(text: str, paint: str, y: float, bold: bool = False) -> Mark:
    """A text (plain) in the right margin at the height of `y`."""
    shown = f"<b>{formats.html(text)}</b>" if bold else formats.html(text)
    return label(shown, paint, x=1, y=y, xref="paper", xanchor="left", yanchor="middle", xshift=8)


def margin(vertical: Axis, ends: Sequence[str], counts: Sequence[str] = ()) -> dict[str, int]:
    """Room for the tick labels (and those of n) at the left, the end labels at the right, periods and note below."""
    texts = ((*vertical.labels, *counts), ends)
    left, right = (max((width(text, SIZE) for text in side), default=0) for side in texts)
    return {"l": round(12 + left), "r": round(14 + right), "t": 12, "b": 44 + (_NOTE if vertical.cut else 0)}


def cut(text: str, theme: Theme) -> Mark:
    """Below the periods: `text` says that the axis does not start at zero."""
    faint = colour("faint", theme)
    where = {"x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper", "yanchor": "top", "yshift": -40}
    return label(formats.html(text), faint, **where) | {"font": {"size": 10.5, "color": faint}}


def upright(at: str, paint: str, theme: Theme, dash: str = "solid", top: float = 1) -> Mark:
    """A vertical line from the bottom of the chart to `top` of its height; above 1 it reaches up to its label."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": top,
        "line": {"color": colour(paint, theme), "width": 1, "dash": dash},
        "layer": "below",
    }


def layout(theme: Theme, height: int, margin: dict[str, int], vertical: Axis, span: tuple[date, date] | None) -> Figure:
    """The paper of a chart: no frame, a light grid in one direction, no legend, no mode bar, our font."""
    return {
        "height": height,
        "margin": {"pad": 0, **margin},
        "autosize": True,
        "showlegend": False,
        "hovermode": "x",
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": SIZE, "color": colour("faint", theme)},
        "hoverlabel": {
            "bgcolor": colour("surface", theme),
            "bordercolor": colour("border", theme),
            "font": {"family": FONT, "size": 13, "color": colour("ink", theme)},
            "align": "left",
            "namelength": 0,
        },
        "xaxis": {
            "type": "date",
            "anchor": "free",  # below everything, also below the bars of n
            "position": 0,
            "tickangle": 0,
            "ticklabelstandoff": 4,
            "range": [span[0].isoformat(), (span[1] + timedelta(days=1)).isoformat()] if span else None,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "showline": False,
            "ticks": "",
        },
        "yaxis": {
            "range": [vertical.low, vertical.high],
            "tickvals": list(vertical.ticks),
            "ticktext": list(vertical.labels),
            "gridcolor": colour("grid", theme),
            "gridwidth": 1,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
            "ticklabelstandoff": 6,
        },
    }
