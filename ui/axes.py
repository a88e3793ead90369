"""The geometry of a chart: round ticks, the range of an axis, and labels that keep their distance. No drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ui import formats
from ui.formats import Calendar, Grain, Unit

_DAY = 86400
_TIME_STEPS = (  # what people count time in
    *(1, 2, 5, 10, 15, 30),
    *(60 * minutes for minutes in (1, 2, 5, 10, 15, 30)),
    *(3600 * hours for hours in (1, 2, 3, 6, 12)),
    *(_DAY * days for days in (1, 2, 7, 14, 28)),
)


_FINEST: dict[Unit, float] = {
    "share": 0.0001,
    "seconds": 0.01,
    "count": 0.01,
    "points": 0.1,
    "score": 0.01,
    "amount": 0.01,
    "ratio": 0.01,
}  # in labels


@dataclass(frozen=True)
class Axis:
    """A vertical axis: its range, its round ticks with their labels, and whether zero lies outside."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    cut: bool

    def height(self, x: float) -> float:
        """Where `x` stands, 0 at the bottom and 1 at the top."""
        return (x - self.low) / (self.high - self.low)


def axis(values: Sequence[float | None], unit: Unit, locale: str, at_most: int = 4) -> Axis:
    """An axis that shows all `values` with two to `at_most` round ticks.

    It starts at zero unless that would squeeze the values into less than two fifths of the height; a share never
    leaves 0–1. Without values it is the empty range 0–1.
    """
    known = [x for x in values if x is not None] or [0.0]
    low, high = min(known), max(known)
    if low >= 0 and (high - low) >= 0.4 * high:
        low, high = 0.0, high or 1.0
    room = max(0.2 * abs(high) if low == high else 0.0, 4 * _FINEST[unit])
    if high - low < room:
        low, high = (low + high - room) / 2, (low + high + room) / 2
    padding = 0.06 * (high - low)
    low, high = (low - padding if low else 0.0), high + padding
    if unit == "share":
        low, high = max(low, 0.0), min(high, 1.0)
    elif min(known) >= 0:
        low = max(low, 0.0)
    step = _step(high - low, unit, at_most)
    ticks = tuple(round(i * step, 10) for i in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1))
    return Axis(low, high, ticks, tuple(formats.ticks(ticks, unit, locale)), cut=not low <= 0 <= high)


def _step(span: float, unit: Unit, at_most: int) -> float:
    """The smallest round step that cuts `span` into at most `at_most` pieces."""
    least = span / at_most
    if unit == "seconds" and least > 1:
        return next((step for step in _TIME_STEPS if step >= least), _DAY * _round_up(least / _DAY))
    if unit == "count" and span >= 2:
        return max(_round_up(least, (1, 2, 5, 10)), 1.0)
    return max(_round_up(least), _FINEST[unit])


def _round_up(x: float, factors: Sequence[float] = (1, 2, 2.5, 5, 10)) -> float:
    magnitude = 10.0 ** math.floor(math.log10(x))
    return next(factor * magnitude for factor in factors if factor * magnitude >= x * (1 - 1e-9))


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions nearest to `wanted` (least squares), in the same order, at least `gap` apart, inside `low`–`high`.

    Where they cannot all fit they share the room evenly.
    """
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    # Without their gaps the positions need only rise: neighbours that would fall are pooled at their mean.
    pools: list[tuple[float, int]] = []
    for k, i in enumerate(order):
        total, size = wanted[i] - gap * k, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            total, size = total + pools[-1][0], size + pools.pop()[1]
        pools.append((total, size))
    levels = [total / size for total, size in pools for _ in range(size)]
    room = high - gap * (len(wanted) - 1)
    placed = {i: min(max(level, low), room) + gap * k for k, (i, level) in enumerate(zip(order, levels, strict=True))}
    return [placed[i] for i in range(len(wanted))]


def period_ticks(
    firsts: Sequence[date], grain: Grain, locale: str, calendar: Calendar, at_most: int = 6
) -> list[tuple[int, str]]:
    """Few ticks over periods: (position, label), the year below the first tick and wherever it changes."""
    if not firsts:
        return []
    every = next(
        step for step in (1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48, 84, 10**6) if (len(firsts) - 1) // step < at_most
    )
    # Count back from the end: the latest period is the one that is read.
    chosen = list(range((len(firsts) - 1) % every, len(firsts), every))
    names = [formats.period_short(grain, firsts[i], locale, calendar) for i in chosen]
    years = [None, *(year for _, year in names)]
    return [
        (i, f"{formats.html(name)}<br>{year}" if year and year != before else formats.html(name))
        for i, (name, year), before in zip(chosen, names, years, strict=False)
    ]


def width(text: str, size: int) -> float:
    """About how many pixels `text` takes at `size` pixels: enough to leave a margin."""
    return 0.58 * size * len(text)
