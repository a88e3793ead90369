"""What settings may hold, field by field, and the words for what they may not. Their values stand in settings.py."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from data import hours
from data.columns import CHANNELS, SCALES

if TYPE_CHECKING:
    from data.settings import Policy, Settings, TeamCalendar

CALENDARS = ("gregorian", "jalali")
CLOCKS = ("first_response", "resolution")
EFFORT = ("high", "low")
SCORES = {"good_bad": (0, 1), "1-5": (1, 5), "1-7": (1, 7), "1-10": (1, 10), "0-10": (0, 10)}  # lowest, highest
CHANNEL_TARGETS = ("first_response_within", "sla_resolution", "csat", "fcr_one_touch")  # metrics that promise a channel

Fault = tuple[str, str | None]  # a field with what is wrong with it, or null

_COUNTRY = re.compile(r"[A-Z]{2}")


def faults(settings: Settings) -> Iterable[Fault]:
    """Each field with what is wrong with it, or null. Parts are named after a dot: "hours.2", "teams.North.zone"."""
    yield from _calendar_faults(settings)
    yield "calendar", None if settings.calendar in CALENDARS else "The calendar is gregorian or jalali."
    whole = isinstance(settings.week_start, int) and not isinstance(settings.week_start, bool)
    first_day = whole and 0 <= settings.week_start <= 6
    yield "week_start", None if first_day else "The week starts on a day from 0 (Monday) to 6 (Sunday)."
    for team, calendar in settings.teams.items():
        yield f"teams.{team}", None if isinstance(team, str) and team.strip() else "Give the team a name."
        yield from ((f"teams.{team}.{name}", words) for name, words in _calendar_faults(calendar))
    yield "promises", None if set(settings.promises) == set(CHANNELS) else "Each channel needs a promise, and no other."
    for channel, seconds in settings.promises.items():
        yield f"promises.{channel}", None if _above_zero(seconds) else "Enter a time above zero."
    yield from _target_faults(settings.channel_targets)
    yield from _policy_faults(settings.policies)
    yield "satisfied_from", None if set(settings.satisfied_from) == set(SCALES) else "Each scale needs a lowest score."
    for scale, score in settings.satisfied_from.items():
        lowest, highest = SCORES.get(scale, (-math.inf, math.inf))
        fits = _is_number(score) and lowest < score <= highest
        yield f"satisfied_from.{scale}", None if fits else "Choose a score above the lowest of this scale."
    yield "effort_easy", None if settings.effort_easy in EFFORT else "The easy end of an effort scale is high or low."


def _calendar_faults(calendar: Settings | TeamCalendar) -> Iterable[Fault]:
    yield "zone", None if _is_zone(calendar.zone) else "Choose a time zone by its IANA name, such as Europe/Budapest."
    yield "country", None if _has_holidays(calendar.country) else "There are no public holidays known for this country."
    yield "hours", None if len(calendar.hours) == 7 else "Seven days are needed, Monday first."
    for number, day in enumerate(calendar.hours):
        yield f"hours.{number}", hours.fault(day)
    for on, day in calendar.exceptions.items():
        yield f"exceptions.{on}", hours.fault(day) if isinstance(on, date) else "Enter the date of this day."
    for yearly, day in calendar.half_days.items():
        yield f"half_days.{yearly}", hours.fault(day) if _is_yearly(yearly) else "Write the day of the year as MM-DD."
    for noted, words in calendar.notes.items():
        fits = (_is_date(noted) or _is_yearly(noted)) and isinstance(words, str)
        yield f"notes.{noted}", None if fits else "A note is a text beside a date, or a day of the year."


def _target_faults(targets: Mapping[str, Mapping[str, float]]) -> Iterable[Fault]:
    for metric, shares in targets.items():
        known = metric in CHANNEL_TARGETS
        yield f"channel_targets.{metric}", None if known else "This metric is no promise of a channel."
        for channel, share in shares.items():
            field = f"channel_targets.{metric}.{channel}"
            yield field, None if channel in CHANNELS else "There is no such channel."
            if channel in CHANNELS:
                yield field, None if _is_number(share) and 0 <= share <= 1 else "Enter a share from 0 to 100 %."


def _policy_faults(policies: tuple[Policy, ...]) -> Iterable[Fault]:
    seen: dict[object, int] = {}
    for number, policy in enumerate(policies):
        words = _policy_fault(policy)
        if words is None:
            first = seen.setdefault((policy.clock, policy.conditions), number)
            words = None if first == number else "An earlier one has the same clock and conditions."
        yield f"policies.{number}", words


def _policy_fault(policy: Policy) -> str | None:
    named = (policy.priority, policy.channel, policy.tier)
    if policy.clock not in CLOCKS:
        return "Choose what is timed: the first response or the resolution."
    if not _above_zero(policy.target_s):
        return "Enter a time above zero."
    if not _is_yes_or_no(policy.business):
        return "Choose whether opening hours count, or all hours."
    if not all(one is None or (isinstance(one, str) and one.strip()) for one in named):
        return "Name a priority, channel and tier, or leave them empty for any."
    if policy.channel is not None and policy.conditions[1] not in CHANNELS:
        return "There is no such channel."
    return None


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _above_zero(value: float) -> bool:
    return _is_number(value) and value > 0


def _is_yearly(day: object) -> bool:
    """Whether it is a day of some year, written MM-DD."""
    if not isinstance(day, str) or not re.fullmatch(r"\d\d-\d\d", day, re.ASCII):
        return False
    try:
        date.fromisoformat(f"2000-{day}")
    except ValueError:
        return False
    return True


def _is_date(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


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

    return country in holidays.list_supported_countries()
