"""Now, as the data tells it: the as-of date and the periods around it. The machine's clock is never read here."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from data import calendar
from data.calendar import Grain
from data.store import Generation

DAY = timedelta(days=1)


def as_of(generation: Generation) -> date | None:
    """The organisation's date at the latest instant that the data carries; null when nothing is dated."""
    if generation.as_of is None:
        return None
    return generation.as_of.replace(tzinfo=UTC).astimezone(ZoneInfo(generation.settings.zone)).date()


def last_complete(grain: Grain, generation: Generation) -> date | None:
    """First date of the latest period whose last day the data has reached.

    Offices close before midnight, so data that reaches a period's last day is taken to hold all of it.
    """
    today = as_of(generation)
    return None if today is None else calendar.last_complete(grain, today + DAY, generation.settings)


def span(grain: Grain, first: date, last: date, generation: Generation) -> tuple[date, date]:
    """First and last date of the periods that begin at `first` … `last`."""
    return first, calendar.period_end(grain, last, generation.settings)


def shift(grain: Grain, period: date, n: int, generation: Generation) -> date:
    return calendar.shift(grain, period, n, generation.settings)


def start(grain: Grain, day: date, generation: Generation) -> date:
    return calendar.period_start(grain, day, generation.settings)


def running_days(month: date, generation: Generation) -> int | None:
    """How many days of a month the data reach while it still runs; null for a month that is complete."""
    today, complete = as_of(generation), last_complete("month", generation)
    if today is None or complete is None or month <= complete:
        return None
    return (today - month).days + 1


def first_days(month: date, days: int, generation: Generation) -> tuple[date, date]:
    """The first days of a month, at most all of them: what a running month is compared with."""
    return month, min(month + (days - 1) * DAY, calendar.period_end("month", month, generation.settings))
