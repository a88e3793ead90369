"""Why a share moved, rounded for reading: tenths of a point that still add up; groups by their names. No drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import floor

from answers.explain import Part, Why
from ui import filters
from ui.language import gettext as _


@dataclass(frozen=True)
class Row:
    """One group with what it adds, in tenths of a point; null where it has no such part."""

    part: Part
    name: str
    mix: int | None
    rate: int | None
    apart: int | None

    @property
    def total(self) -> int:
        return (self.mix or 0) + (self.rate or 0) + (self.apart or 0)


@dataclass(frozen=True)
class Told:
    """A whole change in tenths of a point: mix + rate + new + vanished = change, and each is the sum over its rows."""

    why: Why
    change: int
    mix: int
    rate: int
    new: int
    vanished: int
    rows: tuple[Row, ...]


def told(why: Why) -> Told:
    """Every number that is shown of a decomposition, so rounded that each sum on the page is the sum of its parts."""
    change = tenths(why.change)
    mix, rate, new, vanished = rounded([why.mix, why.rate, why.new, why.vanished], change)
    appeared = [part for part in why.parts if part.apart is not None and not part.before.n]
    gone = [part for part in why.parts if part.apart is not None and part.before.n]
    both = [part for part in why.parts if part.apart is None]
    mixes = dict(zip(_names(both), rounded([part.mix or 0.0 for part in both], mix), strict=True))
    rates = dict(zip(_names(both), rounded([part.rate or 0.0 for part in both], rate), strict=True))
    aparts = dict(zip(_names(appeared), rounded([part.apart or 0.0 for part in appeared], new), strict=True))
    aparts |= dict(zip(_names(gone), rounded([part.apart or 0.0 for part in gone], vanished), strict=True))
    rows = tuple(
        Row(part, group_name(why.by, part.group), mixes.get(part.group), rates.get(part.group), aparts.get(part.group))
        for part in why.parts
    )
    return Told(why, change, mix, rate, new, vanished, rows)


def tenths(change: float) -> int:
    """A step of a share, 0–1, in tenths of a point, as ui/formats.py rounds it."""
    return int(Decimal(repr(change * 1000)).quantize(Decimal(1), ROUND_HALF_UP))


def rounded(steps: Sequence[float], total: int) -> list[int]:
    """Steps of a share in whole tenths of a point with the sum `total`, each less than one tenth from its own value.

    Largest remainders. `total` must lie within a tenth of the sum of the steps for each of them, as a rounded sum does.
    """
    exact = [step * 1000 for step in steps]
    found = [floor(each) for each in exact]
    missing = total - sum(found)
    by_remainder = sorted(range(len(exact)), key=lambda i: found[i] - exact[i])
    for i in by_remainder[:missing]:
        found[i] += 1
    return found


def group_name(by: str, group: str | None) -> str:
    """A channel, topic or team as people call it, and those that name none."""
    if group is None:
        return {"channel": _("No channel"), "topic": _("No topic"), "team": _("No team")}[by]
    return filters.channel_name(group) if by == "channel" else group


def dimension(by: str) -> str:
    """What a change is cut by, in a word."""
    return {"channel": _("Channel"), "topic": _("Topic"), "team": _("Team")}[by]


def _names(parts: Sequence[Part]) -> list[str | None]:
    return [part.group for part in parts]
