"""Where everything of a printed chart stands, between 0 and 1: trends, steps of a change, channels side by side.

The same notation as on the screen; drawn by charts.typ.
"""

import re
from collections.abc import Sequence
from typing import Any

from answers.channels import SideBySide
from metrics.catalogue import metric as entry
from metrics.metric import Value
from ui import axes, formats, language
from ui.filters import channel_name
from ui.language import gettext as _
from ui.overview.waterfall import Waterfall
from ui.periods import Calendar
from ui.views import Point, Trend

Drawing = dict[str, Any]
Place = tuple[float, float]
_GAP = 0.13  # of a chart's height, between the labels at its right edge
_NAME_MOST = 26  # letters
_PAINT = {"better": "green", "worse": "rose", "neutral": "muted"}


def trend(view: Trend, calendar: Calendar) -> Drawing:
    """A metric over time with its interval, the year before and its target."""
    locale = language.current()
    vertical = axes.axis(view.values, view.unit, locale)
    places = [(i + 0.5) / len(view.points) for i in range(len(view.points))]

    def runs(values: Sequence[float | None]) -> list[list[Place]]:
        return _runs([(x, None if y is None else vertical.height(y)) for x, y in zip(places, values, strict=True)])

    done = [point.value if point.complete else None for point in view.points]
    last = next((i for i in range(len(done) - 1, -1, -1) if done[i] is not None), None)
    names = axes.period_ticks([point.first for point in view.points], view.grain, locale, calendar, 4)
    return {
        "kind": "trend",
        "ticks": [(vertical.height(tick), name) for tick, name in zip(vertical.ticks, vertical.labels, strict=True)],
        "bands": _bands(view.points, places, vertical),
        "earlier": runs(view.earlier) if view.earlier else [],
        "target": None if view.target is None else vertical.height(view.target),
        "actual": runs(done),
        "running": runs([point.value if _beside(view.points, i) else None for i, point in enumerate(view.points)]),
        "last": None if last is None else (places[last], vertical.height(done[last] or 0.0)),
        "names": [(places[i], re.sub(r"<br>", " ", name)) for i, name in names],
        "ends": _ends(view, vertical),
    }


def _beside(points: Sequence[Point], i: int) -> bool:
    """Whether a point is a running period, or the one before it: between the two the line is dotted."""
    return not points[i].complete or (i + 1 < len(points) and not points[i + 1].complete)


def _runs(places: Sequence[tuple[float, float | None]]) -> list[list[Place]]:
    found: list[list[Place]] = [[]]
    for x, y in places:
        if y is None:
            found.append([])
        else:
            found[-1].append((x, y))
    return [run for run in found if run]


def _bands(points: Sequence[Point], places: Sequence[float], vertical: axes.Axis) -> list[list[Place]]:
    """The area of the intervals, one for each run of neighbours that have one."""
    areas: list[list[tuple[float, float, float]]] = [[]]
    for x, point in zip(places, points, strict=True):
        if point.low is None or point.high is None or not point.complete:
            areas.append([])
        else:
            areas[-1].append((x, vertical.height(point.low), vertical.height(point.high)))
    return [
        [*((x, low) for x, low, _high in area), *((x, high) for x, _low, high in reversed(area))]
        for area in areas
        if len(area) > 1
    ]


def _ends(view: Trend, vertical: axes.Axis) -> list[tuple[float, str, str]]:
    """The labels at the right: the latest value, the year before, the target."""
    found: list[tuple[float, str, str]] = []
    last = next((point.value for point in reversed(view.points) if point.value is not None), None)
    if last is not None:
        found.append((vertical.height(last), formats.value(last, view.unit), "ink"))
    before = next((value for value in reversed(view.earlier) if value is not None), None)
    if before is not None:
        found.append((vertical.height(before), view.earlier_name, "muted"))
    if view.target is not None:
        found.append((vertical.height(view.target), formats.entered(view.target, view.unit), "muted"))
    heights = axes.spread([each[0] for each in found], _GAP, 0, 1)
    return [(at, text, paint) for at, (_y, text, paint) in zip(heights, found, strict=True)]


def steps(view: Waterfall) -> Drawing:
    """A change from its value before to its value now, a bar for each step under the heading of its kind."""
    at = view.before.value
    levels = [at]
    for step in view.steps:
        levels.append(at := at + step.amount)
    low, high = min(levels), max(levels)
    cut = axes.axis(levels, "share", language.current()).cut
    begin = max(low - 0.55 * ((high - low) or 0.01), 0.0) if cut else 0.0
    span = (high - begin) or 1.0

    def across(x: float) -> float:
        return (x - begin) / span

    def level(name: str, value: float, shown: str, paint: str) -> Drawing:
        place = {"from": 0.0, "to": across(value)}
        return {"name": name, "shown": shown, "paint": paint, "level": True, "hatched": False} | place

    rows = [level(view.before.name, view.before.value, view.before.shown, "earlier")]
    for i, step in enumerate(view.steps):
        if not i or view.steps[i - 1].kind != step.kind:
            rows.append({"heading": view.headings[step.kind]})
        rows.append(
            {
                "name": _short(step.name),
                "shown": step.shown,
                "paint": _PAINT[step.tone],
                "level": False,
                "hatched": step.kind == "cases",
                "from": across(levels[i]),
                "to": across(levels[i + 1]),
            }
        )
    rows.append(level(view.now.name, view.now.value, view.now.shown, "accent"))
    return {"kind": "steps", "rows": rows, "cut": _("axis does not start at zero") if begin > 0 else ""}


def _short(name: str) -> str:
    """A group's name on one line beside its bar; the table below has all of it."""
    return name if len(name) <= _NAME_MOST else f"{name[: _NAME_MOST - 1].rstrip()}…"


def channels(side: SideBySide, metric: str, targets: dict[str, float]) -> Drawing:
    """One metric of each channel with its interval, and the channel's own target."""
    known = entry(metric)
    shown = {each.name: each.values[metric] for each in side.channels}
    enough = {name: value for name, value in shown.items() if value.n >= known.minimum_n}
    bounds = [x for value in enough.values() for x in (value.value, value.low, value.high)]
    across = axes.axis([*bounds, *targets.values()], known.unit, language.current())

    def row(name: str, value: Value) -> Drawing:
        there = name in enough and value.value is not None
        sure = there and value.low is not None and value.high is not None
        word = formats.value(value.value, known.unit) if there else _few(value)
        return {
            "channel": name,
            "name": channel_name(name),
            "at": across.height(value.value) if there and value.value is not None else None,
            "low": across.height(value.low) if sure and value.low is not None else None,
            "high": across.height(value.high) if sure and value.high is not None else None,
            "shown": word,
            "n": formats.n(value.n) if value.n else "",
        }

    rows = [row(name, value) for name, value in shown.items()]
    aims = [across.height(targets[name]) if name in targets else None for name in shown]
    return {"kind": "dots", "rows": rows, "target": aims}


def _few(value: Value) -> str:
    return formats.absence("too_few", "count") if value.n else formats.NO_VALUE


def spark(values: Sequence[float | None]) -> tuple[Place, ...]:
    """A line as small as a word; nothing where fewer than two values are known."""
    known = [(i, x) for i, x in enumerate(values) if x is not None]
    if len(known) < 2:
        return ()
    low, high = min(x for _i, x in known), max(x for _i, x in known)
    return tuple((i / (len(values) - 1), (x - low) / (high - low) if high > low else 0.5) for i, x in known)
