"""Notes on dates in a chart: a thin pole on each day, and above the plot a flag that says what happened there.

Flags that would meet become one with their number; it says them all. Days outside the chart are left out.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import shorten, wrap

from ui import formats, marks
from ui.colours import Theme, colour
from ui.formats import Calendar
from ui.marks import Figure, Mark
from ui.views import Note

ROOM = 14  # pixels above the plot for the flags
_WIDE, _TALL = 8, 9  # pixels of a flag
_APART = 14  # flags stand at least this part of the width apart: on a phone about 16 pixels
_LONGEST, _LINE = 240, 46  # characters of a note in a chart, and of one of its lines


def draw(
    figure: Figure, notes: Sequence[Note], span: tuple[date, date], theme: Theme, locale: str, calendar: Calendar
) -> None:
    """Puts the notes, by date and all within `span`, into a figure that has ROOM above its plot."""
    layout = figure["layout"]
    poles = [marks.upright(_noon(day), "bar", theme) for day in dict.fromkeys(day for day, _text in notes)]
    groups = _groups(notes, span)
    layout["shapes"] = [*layout.get("shapes", []), *poles, *(_flag(group, theme) for group in groups)]
    layout["annotations"] += [_speech(group, theme, locale, calendar) for group in groups]


def _groups(notes: Sequence[Note], span: tuple[date, date]) -> list[list[Note]]:
    """The notes of each flag: those too near to the first of them for a flag of their own."""
    near = (span[1] - span[0] + timedelta(days=1)) / _APART
    groups: list[list[Note]] = []
    for day, text in notes:
        if groups and day - groups[-1][0][0] < near:
            groups[-1].append((day, text))
        else:
            groups.append([(day, text)])
    return groups


def _flag(group: Sequence[Note], theme: Theme) -> Mark:
    """A pennant of the same size in pixels whatever the width, on a pole that reaches up to it."""
    place: Mark = {"xref": "x", "xsizemode": "pixel", "xanchor": _noon(group[0][0])}
    place |= {"yref": "paper", "ysizemode": "pixel", "yanchor": 1}
    drawn = {"type": "path", "path": f"M0,0 L0,{ROOM - 2} L{_WIDE},{ROOM - 2 - _TALL / 2} L0,{ROOM - 2 - _TALL} Z"}
    paint = colour("muted", theme)
    return drawn | place | {"fillcolor": paint, "line": {"color": paint, "width": 1}, "layer": "above"}


def _speech(group: Sequence[Note], theme: Theme, locale: str, calendar: Calendar) -> Mark:
    """What a flag says on hover: an unseen label over it, or the number of its notes beside it."""
    said = []
    for day, text in group:
        said.append(f"<b>{formats.html(formats.date(day, locale, calendar))}</b>")
        said += map(formats.html, wrap(shorten(text, _LONGEST, placeholder=" …"), _LINE))
    count = formats.value(len(group), "count", locale) if len(group) > 1 else "\u00a0"
    place = {"x": _noon(group[0][0]), "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": -1}
    drawn = marks.label(f"\u00a0\u00a0\u00a0{formats.html(count)}", colour("muted", theme), **place)
    drawn["font"] |= {"size": 10.5}
    speech = {
        "bgcolor": colour("surface", theme),
        "bordercolor": colour("border", theme),
        "font": {"family": marks.FONT, "size": 13, "color": colour("ink", theme)},
    }
    return drawn | {"hovertext": "<br>".join(said), "hoverlabel": speech, "borderpad": 0}


def _noon(day: date) -> str:
    return marks.within(day, day, 0.5)
