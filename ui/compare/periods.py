"""The periods that a side can be: months, quarters and years of the reader's calendar, the last days, own dates."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_interval

from answers import clock
from answers.measure import calendar as days_of
from ui import formats, language, shell
from ui.language import gettext as _
from ui.language import ngettext
from ui.periods import Grain
from ui.shell import Reader

Span = tuple[date, date]
OWN = "dates"  # the id of a first and a last day that the reader sets
LAST_DAYS = (30, 90, 365)
_GRAINS: tuple[Grain, ...] = ("month", "quarter", "year")


@dataclass(frozen=True)
class Period:
    """A span that has a name. `short`: for narrow places; `grain`: of a period of the calendar."""

    id: str
    span: Span
    name: str
    short: str
    grain: Grain | None = None
    running: bool = False


@dataclass(frozen=True)
class Known:
    """What can be chosen of dated data, the newest first; `first`, `last`: the days that the data reach."""

    periods: tuple[Period, ...]
    first: date
    last: date

    def of(self, grain: Grain) -> list[Period]:
        return [each for each in self.periods if each.grain == grain]

    def named(self, span: Span) -> Period | None:
        """The period that is just these days; one of the calendar before one of the last days."""
        return next((each for each in sorted(self.periods, key=_last_days) if each.span == span), None)

    def holds(self, span: Span) -> bool:
        return self.first <= span[0] <= span[1] <= self.last


def known(who: Reader) -> Known | None:
    """Null where nothing is dated.

    A period that still runs ends with the data, and one that begins before them is left out: as wholes they would
    look worse or better than they were.
    """
    months, today = shell.choices(who).months, clock.as_of(who.generation)
    if not months or today is None:
        return None
    first: date = days_of(who.generation)["date"][0]
    last_days = [_last(number, today, who) for number in LAST_DAYS]
    found = [each for each in last_days if each.span[0] >= first]
    for grain in _GRAINS:
        starts = dict.fromkeys(clock.start(grain, month, who.generation) for month in months)
        found += [
            _period(grain, each, today, who)
            for each in starts
            if not clock.begins_before_the_data(each, who.generation)
        ]
    return Known(tuple(found), min([first, *(each.span[0] for each in found)]), today)


def name(span: Span | None, among: Known | None, who: Reader, *, short: bool = False) -> str:
    """ "October 2026", or the first and the last day of what is no period of the calendar."""
    if span is None:
        return _("all dates")
    period = among.named(span) if among else None
    if period is not None and period.grain is not None:
        return period.short if short else period.name
    if who.calendar == "gregorian":
        return language.digits(format_interval(*span, "yMMMd", locale=who.locale), who.locale)
    first, last = (formats.date(day, who.locale, who.calendar) for day in span)
    return _("{first} – {last}").format(first=first, last=last)


def usual(among: Known) -> tuple[Span, Span]:
    """The latest whole month and the one before it; where there are no two, the latest months as far as they go."""
    months = among.of("month")
    whole = [each for each in months if not each.running]
    spans = [each.span for each in (whole if len(whole) > 1 else months)] or [(among.first, among.last)]
    return spans[0], spans[min(1, len(spans) - 1)]


def _period(grain: Grain, first: date, today: date, who: Reader) -> Period:
    complete = clock.last_complete(grain, who.generation)
    running = complete is None or first > complete
    _first, last = clock.span(grain, first, first, who.generation)
    long, short = (formats.period(grain, first, who.locale, who.calendar, short=brief) for brief in (False, True))
    so_far = _("{period} so far")
    return Period(
        id=f"{grain}:{first.isoformat()}",
        span=(first, min(last, today)),
        name=so_far.format(period=long) if running else long,
        short=so_far.format(period=short) if running else short,
        grain=grain,
        running=running,
    )


def _last(number: int, today: date, who: Reader) -> Period:
    said = ngettext("Last {n} day", "Last {n} days", number).format(n=formats.value(number, "count", who.locale))
    return Period(f"last:{number}", (today - (number - 1) * clock.DAY, today), said, said)


def _last_days(period: Period) -> bool:
    return period.grain is None
