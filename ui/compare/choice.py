"""What a side is: its dates and its choice of requests, and how both are called. Nothing is asked or drawn here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answers.compare import Side
from ui import filters, formats
from ui.compare import periods
from ui.compare.periods import Known, Span
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

DIMENSIONS = ("channel", "team", "topic", "priority")
NAMED = 3  # values that a name holds

Options = Mapping[str, Sequence[str]]  # dimension → the values that the data have


@dataclass(frozen=True)
class Choice:
    """One side as the reader chose it, hashable. `where`: dimension → the values that count, in the order of the data.

    Dimensions without a choice are not in it.
    """

    span: Span | None
    where: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, span: Span | None, where: Mapping[str, Sequence[str]]) -> "Choice":
        return cls(span, tuple((name, tuple(where[name])) for name in DIMENSIONS if where.get(name)))

    @property
    def side(self) -> Side:
        return Side(self.span, {name: list(values) for name, values in self.where})


def short(first: Choice, second: Choice, known: Known | None, options: Options, who: Reader) -> tuple[str, str]:
    """Both sides by what tells them apart: "Phone" and "Chat", "Oct 2026" and "Sep 2026"."""
    differ = [name for name in DIMENSIONS if dict(first.where).get(name) != dict(second.where).get(name)]
    dated = first.span != second.span or not differ

    def called(side: Choice) -> str:
        parts = [values_name(name, dict(side.where).get(name, ()), options) for name in differ]
        return " · ".join([*parts, *([periods.name(side.span, known, who, short=True)] if dated else [])])

    return called(first), called(second)


def full(side: Choice, known: Known | None, options: Options, who: Reader) -> str:
    """A side with everything that makes it: "October 2026 · Phone"."""
    chosen = [values_name(name, values, options) for name, values in side.where]
    return " · ".join([periods.name(side.span, known, who), *chosen])


def segment(side: Choice, options: Options) -> str:
    """The choice of requests alone, in words."""
    return " · ".join(values_name(name, values, options) for name, values in side.where) or _("all requests")


def values_name(dimension: str, values: Sequence[str], options: Options) -> str:
    """ "Phone, Chat"; "all but North" where that is shorter; else how many there are."""
    if not values:
        return everything(dimension)
    called = [_value_name(dimension, each) for each in values]
    others = [_value_name(dimension, each) for each in options.get(dimension, ()) if each not in values]
    if len(values) <= 2 or len(values) <= min(NAMED, len(others)):
        return ", ".join(called)
    if 0 < len(others) <= NAMED:
        return _("all but {names}").format(names=", ".join(others))
    return ", ".join(called) if len(called) <= NAMED else _several(dimension, len(called))


def dimension_name(dimension: str) -> str:
    return {"channel": _("Channels"), "team": _("Teams"), "topic": _("Topics"), "priority": _("Priorities")}[dimension]


def everything(dimension: str) -> str:
    words = {
        "channel": _("all channels"),
        "team": _("all teams"),
        "topic": _("all topics"),
        "priority": _("all priorities"),
    }
    return words[dimension]


def _value_name(dimension: str, value: str) -> str:
    return filters.channel_name(value) if dimension == "channel" else value


def _several(dimension: str, n: int) -> str:
    words = {
        "channel": ngettext("{n} channel", "{n} channels", n),
        "team": ngettext("{n} team", "{n} teams", n),
        "topic": ngettext("{n} topic", "{n} topics", n),
        "priority": ngettext("{n} priority", "{n} priorities", n),
    }
    return words[dimension].format(n=formats.value(n, "count"))
