"""Now, as the data tells it: the as-of date and the periods around it. The machine's clock is never read here."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from answers.measure import calendar as calendar_of
from data import calendar
from data.calendar import Grain
from data.store import Generation

DAY = timedelta(days=1)


def as_of(generation: Generation) -> date | None:
    """The organisation's date at the latest instant that the data carries; null when nothing is dated."""
    now = _local(generation)
    return None if now is None else now.date()


@lru_cache(maxsize=64)
def last_complete(grain: Grain, generation: Generation) -> date | None:
    """First date of the latest period that the data hold to its end.

    Offices close before midnight, so a last day is held when the data reach its last opening hour, or noon where it
    is closed. A day of which only the morning is there would make a month look worse than it was.
    """
    now = _local(generation)
    if now is None:
        return None
    ((_day, hours),) = calendar.Schedule.of(generation.settings).days(now.date(), now.date())
    evening = hours[-1][1] - 60 if hours else 12 * 60
    held = now.hour * 60 + now.minute >= evening
    return calendar.last_complete(grain, now.date() + DAY if held else now.date(), generation.settings)


def begins_before_the_data(period: date, generation: Generation) -> bool:
    """Whether a period begins over a week before the first date of the data: it holds a part of it at most."""
    first: date = calendar_of(generation)["date"][0]
    return period < first - 7 * DAY


def _local(generation: Generation) -> datetime | None:
    """The latest instant of the data by the organisation's clock."""
    if generation.as_of is None:
        return None
    return generation.as_of.replace(tzinfo=UTC).astimezone(ZoneInfo(generation.settings.zone))


def span(grain: Grain, first: date, last: date, generation: Generation) -> tuple[date, date]:
    """First and last date of the periods that begin at `first` … `last`."""
    return first, calendar.period_end(grain, last, generation.settings)


def middle(grain: Grain, period: date, generation: Generation) -> date:
    """The date in the middle of a period."""
    first, last = span(grain, period, period, generation)
    return first + (last - first) / 2


def month_of(written: str, generation: Generation) -> date:
    """The first date of a month written as YYYY-MM in the organisation's calendar; ValueError for anything else."""
    return calendar.month_of(written, generation.settings)


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
