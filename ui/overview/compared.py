"""What a month is compared with: the month before or the same one a year ago, as dates and in words."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from answers import clock
from answers.month import Line
from answers.world import Generation
from metrics import intervals
from metrics.metric import Value
from ui import formats, language
from ui.language import gettext as _
from ui.periods import Calendar

Against = Literal["previous", "year_ago"]
Span = tuple[date, date]
AGAINST: tuple[Against, ...] = ("year_ago", "previous")


def value(line: Line, against: Against) -> Value:
    """The value that is compared with; no value where that month is not whole."""
    return line.previous if against == "previous" else line.year_ago


def first_day(line: Line, against: Against) -> date:
    return line.trend[-2 if against == "previous" else 0][0]


def spans(line: Line, against: Against, generation: Generation) -> tuple[Span, Span]:
    """The dates before and now: two whole months, or as many days of both."""
    months = (first_day(line, against), line.trend[-1][0])
    if line.days is not None:
        before, now = (clock.first_days(month, line.days, generation) for month in months)
    else:
        before, now = (clock.span("month", month, month, generation) for month in months)
    return before, now


def name(line: Line, against: Against, calendar: Calendar, *, short: bool = True) -> str:
    """ "Sep 2026", or "the first 20 days of Sep 2026" beside a month that still runs."""
    return _named(first_day(line, against), line.days, calendar, short)


def month(line: Line, calendar: Calendar) -> str:
    """The month itself, in the same words as those that it is compared with."""
    return _named(line.trend[-1][0], line.days, calendar, short=True)


def _named(first: date, days: int | None, calendar: Calendar, short: bool) -> str:
    said = formats.period("month", first, language.current(), calendar, short=short)
    if days is None:
        return said
    return _("the first {n} days of {month}").format(n=formats.value(days, "count"), month=said)


def to_explain(lines: Sequence[Line]) -> list[tuple[Line, Against]]:
    """Shares that moved, the first to explain first: enough cases before few, and then the larger step.

    Against the year before where there is one, else against the month before.
    """
    found: list[tuple[bool, float, Line, Against]] = []
    for line in lines:
        against: Against = "year_ago" if line.year_ago.value is not None else "previous"
        before = value(line, against)
        if line.metric.unit != "share" or line.now.value is None or before.value is None:
            continue
        enough = min(line.now.n, before.n) >= line.metric.minimum_n
        found.append((enough, abs(line.now.value - before.value), line, against))
    ordered = sorted(found, key=lambda each: each[:2], reverse=True)
    return [(line, against) for _enough, _step, line, against in ordered]


def sure(line: Line) -> bool:
    """Whether one of the two steps is more than chance alone would make."""
    bounds = [intervals.difference(line.now, value(line, against)) for against in AGAINST]
    return any(each is not None and not each[0] <= 0 <= each[1] for each in bounds)
