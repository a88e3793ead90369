"""Opening hours of one day, as plain values. Which day has which hours stands in settings.py and calendar.py."""

import re
from collections.abc import Iterable

Interval = tuple[str, str]  # ("09:00", "17:00"): local time, the end not included, "24:00" is midnight
Day = tuple[Interval, ...]  # in order, without overlap; empty = closed

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def minute_of_day(clock: str) -> int:
    """Minutes since local midnight of "HH:MM"; 1440 for "24:00"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def to_json(day: Day) -> list[list[str]]:
    return [list(interval) for interval in day]


def from_json(intervals: Iterable[Iterable[str]]) -> Day:
    """TypeError or ValueError where it is no list of pairs."""
    return tuple((opens, closes) for opens, closes in intervals)


def fault(day: Day) -> str | None:
    """What is wrong with a day's hours, or null. A day that opens before the last interval closed is refused too."""
    closed_at = 0
    for opens, closes in day:
        if not all(isinstance(clock, str) and _CLOCK.fullmatch(clock) for clock in (opens, closes)):
            return "Write times as HH:MM, from 00:00 to 24:00."
        if minute_of_day(opens) >= minute_of_day(closes):
            return "An opening lies before its closing; a night is written as two days' hours, to 24:00 and from 00:00."
        if minute_of_day(opens) < closed_at:
            return "Two of the day's hours overlap, or are not in order."
        closed_at = minute_of_day(closes)
    return None
