"""The chart of why a share moved: from the value before, step by step, to the value now. Plain values in, figure out.

It lies on its side, so that every bar has its name beside it on a phone too. Different cases are hatched and real
changes solid, under headings of their own; better and worse differ in colour and in their sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ui import axes, colours, formats, language, marks
from ui.cards import Tone
from ui.colours import Theme, colour
from ui.marks import Figure, Mark

Kind = Literal["cases", "real", "apart"]
KINDS: tuple[Kind, ...] = ("cases", "real", "apart")

ROW, HEADING, EDGE = (
    30,
    27,
    8,
)  # pixels of a bar with the air around it, of a heading, above the first and below the last
_BAR = 0.62  # of a row
_NAME_MOST = 21  # letters of a name; the table has all of it
_LEFT_MOST = 150  # pixels


@dataclass(frozen=True)
class Level:
    """The share before or now: its month, its value 0–1 as it is and as it is written, and what hovering says."""

    id: str
    name: str
    value: float
    shown: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One part of the change, 0–1, as it is and as it is written. `id` is the group's, empty for the rest together."""

    id: str
    name: str
    kind: Kind
    amount: float
    shown: str
    said: tuple[str, ...]
    tone: Tone


@dataclass(frozen=True)
class Waterfall:
    """Both levels and the steps between them in their order; `headings` names each kind with its sum."""

    metric: str
    before: Level
    now: Level
    steps: tuple[Step, ...]
    headings: dict[Kind, str]


def waterfall(view: Waterfall, theme: Theme, locale: str | None = None) -> Figure:
    """The figure: a bar for each level, a floating one for each step, fine lines from one to the next."""
    locale = locale or language.current()
    levels = _levels(view)
    across = axes.axis(levels, "share", locale)
    rows, headings, height = _places(view)
    names = [view.before.name, view.now.name, *(_short(step.name) for step in view.steps)]
    left = min(max(axes.width(name, marks.SIZE) for name in names) + 24, _LEFT_MOST)
    layout = _layout(theme, height, left, across, levels)
    bottom = layout["xaxis"]["range"][0]
    layout["shapes"] = _joints(levels, rows, theme)
    layout["annotations"] = [
        *_names(view, rows, headings, theme, left),
        *_values(view, levels, rows, theme),
        *([_cut(locale, theme, left)] if bottom > 0 else []),
    ]
    return {"data": [*_totals(view, rows, bottom, theme), *_steps(view, levels, rows, theme)], "layout": layout}


def waterfall_alt(view: Waterfall) -> str:
    """The message in words: from where to where, and each step under its heading."""
    _ = language.translation().gettext
    words = _("{metric}: {before} in {earlier}, {now} in {month}.")
    parts = [
        words.format(
            metric=view.metric,
            before=view.before.shown,
            earlier=view.before.name,
            now=view.now.shown,
            month=view.now.name,
        )
    ]
    for kind in KINDS:
        steps = ", ".join(f"{step.name} {step.shown}" for step in view.steps if step.kind == kind)
        if steps:
            parts.append(f"{view.headings[kind]}: {steps}.")
    return " ".join(parts)


def _levels(view: Waterfall) -> list[float]:
    """Where the share stands before the first step, and after each."""
    levels = [view.before.value]
    for step in view.steps:
        levels.append(levels[-1] + step.amount)
    return levels


def _places(view: Waterfall) -> tuple[list[float], dict[Kind, float], int]:
    """The middle of each bar, and of each heading, in pixels from the top; and the height of all."""
    at, rows, headings = float(EDGE), [EDGE + ROW / 2], {}
    at += ROW
    for i, step in enumerate(view.steps):
        if not i or view.steps[i - 1].kind != step.kind:
            headings[step.kind] = at + HEADING * 0.62
            at += HEADING
        rows.append(at + ROW / 2)
        at += ROW
    at += HEADING * 0.4
    rows.append(at + ROW / 2)
    return rows, headings, round(at + ROW + EDGE)


def _layout(theme: Theme, height: int, left: float, across: axes.Axis, levels: Sequence[float]) -> Figure:
    """The paper: pixels downwards, shares across, with room for the written values on both sides of the steps."""
    low, high = min(levels), max(levels)
    span = (high - low) or 0.01
    begin = 0.0 if not across.cut else max(low - 0.55 * span, 0.0)
    margin = {"l": round(left), "r": 8, "t": 0, "b": 22 if begin > 0 else 4}
    layout = marks.layout(theme, height + margin["b"], margin, across, None)
    layout["hovermode"] = "closest"
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True, "showticklabels": False, "ticks": ""}
    layout["xaxis"] = plain | {"type": "linear", "range": [begin, high + 0.3 * (high - begin)]}
    layout["yaxis"] = plain | {"range": [height, 0]}
    layout["bargap"] = 0
    return layout


def _bars(**drawn: object) -> Mark:
    """Bars that lie. Text stands in annotations, which follow the theme."""
    return {"type": "bar", "orientation": "h", "hoverinfo": "text", "textposition": "none", **drawn}


def _totals(view: Waterfall, rows: Sequence[float], bottom: float, theme: Theme) -> list[Mark]:
    """Now is darkest and the month before lighter, as in every chart of ours."""
    return [
        _bars(
            x=[level.value - bottom],
            base=[bottom],
            y=[row],
            width=[ROW * _BAR],
            marker={"color": colour(paint, theme), "line": {"width": 0}},
            hovertext=["<br>".join(map(formats.html, level.said))],
            customdata=[level.id],
        )
        for level, row, paint in ((view.before, rows[0], "earlier"), (view.now, rows[-1], "accent"))
    ]


def _steps(view: Waterfall, levels: Sequence[float], rows: Sequence[float], theme: Theme) -> list[Mark]:
    drawn = []
    for i, step in enumerate(view.steps):
        paint = _paint(step.tone, theme)
        marker = {"color": paint, "line": {"width": 1, "color": paint}}
        if step.kind == "cases":
            marker["color"] = colours.translucent(paint, colours.BAND)
            marker["pattern"] = {"shape": "/", "fgcolor": paint, "size": 5, "solidity": 0.3, "fillmode": "overlay"}
        drawn.append(
            _bars(
                x=[step.amount],
                base=[levels[i]],
                y=[rows[i + 1]],
                width=[ROW * _BAR],
                marker=marker,
                hovertext=["<br>".join(map(formats.html, step.said))],
                customdata=[step.id],
            )
        )
    return drawn


def _paint(tone: Tone, theme: Theme) -> str:
    return colour({"better": "green", "worse": "rose", "neutral": "muted"}[tone], theme)


def _joints(levels: Sequence[float], rows: Sequence[float], theme: Theme) -> list[Mark]:
    """From the end of each bar to the beginning of the next."""
    half = ROW * _BAR / 2
    return [
        {
            "type": "line",
            "x0": level,
            "x1": level,
            "y0": rows[i] + half,
            "y1": rows[i + 1] - half,
            "line": {"color": colour("faint", theme), "width": 1, "dash": "dot"},
            "layer": "below",
        }
        for i, level in enumerate(levels)
    ]


def _names(
    view: Waterfall, rows: Sequence[float], headings: dict[Kind, float], theme: Theme, left: float
) -> list[Mark]:
    """At the left edge: the months and headings, and below each heading its groups, set in."""

    def beside(text: str, y: float, paint: str, inset: int = 0) -> Mark:
        place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": inset - left, "yanchor": "middle", "y": y}
        return marks.label(text, colour(paint, theme), **place)

    strong = "<b>{}</b>".format
    return [
        beside(strong(formats.html(view.before.name)), rows[0], "ink"),
        beside(strong(formats.html(view.now.name)), rows[-1], "ink"),
        *(beside(formats.html(view.headings[kind]), y, "muted") for kind, y in headings.items()),
        *(
            beside(formats.html(_short(step.name)), row, "ink", 12)
            for step, row in zip(view.steps, rows[1:], strict=False)
        ),
    ]


def _values(view: Waterfall, levels: Sequence[float], rows: Sequence[float], theme: Theme) -> list[Mark]:
    """Each number at the right of its bar, where the eye looks for it."""
    ends = [view.before.value, *(max(levels[i : i + 2]) for i in range(len(view.steps))), view.now.value]
    shown = [f"<b>{formats.html(view.before.shown)}</b>"]
    shown += [formats.html(step.shown) for step in view.steps]
    shown.append(f"<b>{formats.html(view.now.shown)}</b>")
    paints = [
        colour("ink", theme),
        *(_paint(step.tone, theme) for step in view.steps),
        colour("ink", theme),
    ]
    return [
        marks.label(text, paint, x=x, y=y, xanchor="left", yanchor="middle", xshift=6)
        for text, paint, x, y in zip(shown, paints, ends, rows, strict=True)
    ]


def _cut(locale: str, theme: Theme, left: float) -> Mark:
    """What holds for the bars of both months; of a step the length is what counts."""
    words = language.translation(locale).gettext("axis does not start at zero")
    return marks.cut(words, theme) | {"yshift": -2, "xshift": -left}


def _short(name: str) -> str:
    return name if len(name) <= _NAME_MOST else f"{name[: _NAME_MOST - 1].rstrip()}…"
