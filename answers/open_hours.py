"""The weeks that lie ahead, day by day: when a team is open and why. Needs settings and no data."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from data import calendar
from data.calendar import Schedule
from data.settings import Day, Settings, minute_of_day

WEEKS = 8

Kind = Literal["usual", "holiday", "half_day", "exception"]


@dataclass(frozen=True)
class OpenDay:
    """One local date: its hours (empty = closed), which rule gave them, and the names of its holiday and its note."""

    date: date
    hours: Day
    kind: Kind
    names: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How long it is open by its own clock; a day on which the clock jumps is not told apart."""
        return sum(minute_of_day(closes) - minute_of_day(opens) for opens, closes in self.hours)


def weeks(settings: Settings, team: str | None, first: date, language: str) -> list[tuple[OpenDay, ...]]:
    """The weeks from the one in which `first` lies on, each of seven days, as a team's calendar has them.

    A team without a calendar of its own has the organisation's. Holidays are named in the reader's language where
    their names are known in it.
    """
    own = settings.calendar_of(team)
    begin = calendar.period_start("week", first, settings)
    end = begin + timedelta(days=7 * WEEKS - 1)
    public = calendar.holiday_names(own.country, begin, end, language)
    found = []
    for day, minutes in Schedule.of(settings, team).days(begin, end):
        yearly = f"{day:%m-%d}"
        kind: Kind = "usual"
        if day in own.exceptions:
            kind = "exception"
        elif yearly in own.half_days and own.hours[day.weekday()]:
            kind = "half_day"
        elif day in public:
            kind = "holiday"
        noted = own.notes.get(day.isoformat()) or (own.notes.get(yearly) if kind == "half_day" else None)
        names = tuple(name for name in (public.get(day), noted) if name)
        found.append(OpenDay(day, tuple((_clock(a), _clock(b)) for a, b in minutes), kind, names))
    return [tuple(found[at : at + 7]) for at in range(0, len(found), 7)]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
