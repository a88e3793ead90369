"""What an organisation decides about its time and its promises. Plain values: no file, no database, no clock."""

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from data.columns import CHANNELS, SCALES
from data.errors import Invalid

Interval = tuple[str, str]  # ("09:00", "17:00"): local time, the end not included, "24:00" is midnight
Day = tuple[Interval, ...]  # in order, without overlap; empty = closed

CALENDARS = ("gregorian", "jalali")
SCORES = {"good_bad": (0, 1), "1-5": (1, 5), "1-7": (1, 7), "1-10": (1, 10), "0-10": (0, 10)}  # lowest, highest

_OFFICE: Day = (("09:00", "17:00"),)
_WEEK: tuple[Day, ...] = (_OFFICE,) * 5 + ((),) * 2
_PROMISES = {"phone": 60.0, "email": 86400.0, "social": 7200.0, "chat": 120.0, "web": 86400.0, "other": 86400.0}
_SATISFIED_FROM = {"good_bad": 1.0, "1-5": 4.0, "1-7": 6.0, "1-10": 9.0, "0-10": 9.0}
_COUNTRY = re.compile(r"[A-Z]{2}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def minute_of_day(clock: str) -> int:
    """Minutes since local midnight of "HH:MM"; 1440 for "24:00"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True)
class Settings:
    """Raises Invalid, naming each wrong field, when built from what can't be. Equal settings have equal versions."""

    zone: str = "UTC"  # IANA name; instants are cut into local days in it
    calendar: str = "gregorian"  # one of CALENDARS: how days make months, quarters, years
    week_start: int = 0  # Monday 0 … Sunday 6
    hours: tuple[Day, ...] = _WEEK  # seven days, Monday first
    country: str | None = None  # ISO 3166 code whose public holidays are closed; null: none are
    exceptions: Mapping[date, Day] = field(default_factory=dict)  # that date's own hours, also on a holiday
    promises: Mapping[str, float] = field(default_factory=lambda: dict(_PROMISES))  # channel → s to the first response
    satisfied_from: Mapping[str, float] = field(default_factory=lambda: dict(_SATISFIED_FROM))  # scale → lowest score

    def __post_init__(self) -> None:
        wrong = {name: words for name, words in _faults(self) if words}
        if wrong:
            raise Invalid(wrong)

    @cached_property
    def version(self) -> str:
        """A short hash that changes with any value: the key of everything derived from these settings."""
        canonical = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def to_json(self) -> dict[str, Any]:
        """Values of JSON's own types, read back by `from_json`."""
        return {
            "zone": self.zone,
            "calendar": self.calendar,
            "week_start": self.week_start,
            "hours": [_listed(day) for day in self.hours],
            "country": self.country,
            "exceptions": {day.isoformat(): _listed(hours) for day, hours in sorted(self.exceptions.items())},
            "promises": {channel: float(seconds) for channel, seconds in sorted(self.promises.items())},
            "satisfied_from": {scale: float(score) for scale, score in sorted(self.satisfied_from.items())},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Settings":
        """The settings of `to_json`; what is absent takes its default, an unknown name is Invalid."""
        readers: dict[str, Callable[[Any], Any]] = {
            "hours": lambda days: tuple(_day(day) for day in days),
            "exceptions": lambda days: {date.fromisoformat(day): _day(hours) for day, hours in days.items()},
            "promises": dict,
            "satisfied_from": dict,
        }
        known = {one.name for one in fields(cls)}
        wrong = {name: "There is no such setting." for name in stored if name not in known}
        values: dict[str, Any] = {}
        for name in stored.keys() & known:
            try:
                values[name] = readers.get(name, _as_is)(stored[name])
            except (AttributeError, TypeError, ValueError):
                wrong[name] = "This is not written the way this setting is."
        if wrong:
            raise Invalid(wrong)
        return cls(**values)


def _as_is(value: Any) -> Any:
    return value


def _listed(day: Day) -> list[list[str]]:
    return [list(interval) for interval in day]


def _day(intervals: Iterable[Iterable[str]]) -> Day:
    return tuple((opens, closes) for opens, closes in intervals)


def _faults(settings: Settings) -> Iterable[tuple[str, str | None]]:
    """Each field with what is wrong with it, or null."""
    yield "zone", None if _is_zone(settings.zone) else "Choose a time zone by its IANA name, such as Europe/Budapest."
    yield "calendar", None if settings.calendar in CALENDARS else "The calendar is gregorian or jalali."
    whole = isinstance(settings.week_start, int) and not isinstance(settings.week_start, bool)
    first_day = whole and 0 <= settings.week_start <= 6
    yield "week_start", None if first_day else "The week starts on a day from 0 (Monday) to 6 (Sunday)."
    yield "country", None if _has_holidays(settings.country) else "There are no public holidays known for this country."
    yield "hours", None if len(settings.hours) == 7 else "Seven days are needed, Monday first."
    for number, day in enumerate(settings.hours):
        yield f"hours.{number}", _fault_of_day(day)
    for on, day in settings.exceptions.items():
        yield f"exceptions.{on}", _fault_of_day(day)
    yield "promises", None if set(settings.promises) == set(CHANNELS) else "Each channel needs a promise, and no other."
    for channel, seconds in settings.promises.items():
        yield f"promises.{channel}", None if _is_number(seconds) and seconds > 0 else "Enter seconds above zero."
    yield "satisfied_from", None if set(settings.satisfied_from) == set(SCALES) else "Each scale needs a lowest score."
    for scale, score in settings.satisfied_from.items():
        lowest, highest = SCORES.get(scale, (-math.inf, math.inf))
        fits = _is_number(score) and lowest < score <= highest
        yield f"satisfied_from.{scale}", None if fits else "Choose a score above the lowest of this scale."


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_zone(zone: object) -> bool:
    """Whether Polars knows it, since Polars converts; it takes the empty name for UTC, a person would not."""
    if not isinstance(zone, str) or not zone:
        return False
    try:
        pl.Series([], dtype=pl.Datetime("us", "UTC")).dt.convert_time_zone(zone)
    except pl.exceptions.ComputeError:
        return False
    return True


def _has_holidays(country: object) -> bool:
    if country is None:
        return True
    if not isinstance(country, str) or not _COUNTRY.fullmatch(country):
        return False
    import holidays  # noqa: PLC0415 — a tenth of a second that most settings do not need

    try:
        holidays.country_holidays(country)
    except NotImplementedError:
        return False
    return True


def _fault_of_day(day: Day) -> str | None:
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
