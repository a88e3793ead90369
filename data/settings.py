"""What an organisation decides about its time and its promises. Plain values: no file, no database, no clock.

What each of them may hold stands in permitted.py.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any, Literal

from data import hours as day_hours
from data import permitted
from data.columns import CHANNELS
from data.errors import Invalid
from data.hours import Day, Interval, minute_of_day
from data.permitted import CALENDARS, CHANNEL_TARGETS, CLOCKS, SCORES

__all__ = [
    "CALENDARS",
    "CHANNEL_TARGETS",
    "CLOCKS",
    "SCORES",
    "Day",
    "Interval",
    "Policy",
    "Settings",
    "TeamCalendar",
    "minute_of_day",
]

_OFFICE: Day = (("09:00", "17:00"),)
_WEEK: tuple[Day, ...] = (_OFFICE,) * 5 + ((),) * 2
_PROMISES = {"phone": 60.0, "email": 86400.0, "social": 7200.0, "chat": 120.0, "web": 86400.0, "other": 86400.0}
_SATISFIED_FROM = {"good_bad": 1.0, "1-5": 4.0, "1-7": 6.0, "1-10": 9.0, "0-10": 9.0}
_KEPT_FROM = 0.8  # of a channel's requests; telephone service levels are commonly set at 80 % too


@dataclass(frozen=True)
class TeamCalendar:
    """When one team is open. It stands for itself: nothing of the organisation's calendar is added to it."""

    zone: str = "UTC"
    hours: tuple[Day, ...] = _WEEK
    country: str | None = None
    exceptions: Mapping[date, Day] = field(default_factory=dict)
    half_days: Mapping[str, Day] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """A service-level target for the requests that have the named priority, channel and tier; null: any."""

    clock: Literal["first_response", "resolution"]
    target_s: float
    business: bool  # counted in opening hours
    priority: str | None = None
    channel: str | None = None
    tier: str | None = None

    @property
    def conditions(self) -> tuple[str | None, str | None, str | None]:
        """Priority, channel and tier as they are compared: without the blanks around, in small letters."""
        return _compared(self.priority), _compared(self.channel), _compared(self.tier)


def _compared(named: str | None) -> str | None:
    return None if named is None else named.strip().lower()


@dataclass(frozen=True)
class Settings:
    """Raises Invalid, naming each wrong field, when built from what can't be. Equal settings have equal versions."""

    zone: str = "UTC"  # IANA name; instants are cut into local days in it
    calendar: str = "gregorian"  # one of CALENDARS: how days make months, quarters, years
    week_start: int = 0  # Monday 0 … Sunday 6
    hours: tuple[Day, ...] = _WEEK  # seven days, Monday first
    country: str | None = None  # ISO 3166 code whose public holidays are closed; null: none are
    exceptions: Mapping[date, Day] = field(default_factory=dict)  # that date's own hours, also on a holiday
    half_days: Mapping[str, Day] = field(default_factory=dict)  # "MM-DD" (Gregorian) → hours of it in every year
    notes: Mapping[str, str] = field(default_factory=dict)  # "YYYY-MM-DD" or "MM-DD" → why that day has its own hours
    teams: Mapping[str, TeamCalendar] = field(default_factory=dict)  # whose hours are not the organisation's
    promises: Mapping[str, float] = field(default_factory=lambda: dict(_PROMISES))  # channel → s to the first response
    channel_targets: Mapping[str, Mapping[str, float]] = field(  # metric → channel → least share that keeps its promise
        default_factory=lambda: {"first_response_within": dict.fromkeys(CHANNELS, _KEPT_FROM)}
    )
    policies: tuple[Policy, ...] = ()  # of those that match a request the one with most conditions, then the first
    satisfied_from: Mapping[str, float] = field(default_factory=lambda: dict(_SATISFIED_FROM))  # scale → lowest score
    effort_easy: Literal["high", "low"] = "high"  # which end of an effort scale is easy

    def __post_init__(self) -> None:
        wrong = {name: words for name, words in permitted.faults(self) if words}
        if wrong:
            raise Invalid(wrong)

    @cached_property
    def version(self) -> str:
        """A short hash that changes with any value: the key of everything derived from these settings."""
        canonical = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def calendar_of(self, team: str | None) -> TeamCalendar:
        """The team's own calendar; the organisation's where it has none, or for null."""
        if team is not None and team in self.teams:
            return self.teams[team]
        return TeamCalendar(**{one.name: getattr(self, one.name) for one in fields(TeamCalendar)})

    def to_json(self) -> dict[str, Any]:
        """Values of JSON's own types, read back by `from_json`."""
        return {one.name: _WRITERS.get(one.name, _as_is)(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Settings":
        """The settings of `to_json`; what is absent takes its default, an unknown name is Invalid."""
        known = {one.name for one in fields(cls)}
        wrong = {name: "There is no such setting." for name in stored if name not in known}
        values: dict[str, Any] = {}
        for name in stored.keys() & known:
            try:
                values[name] = _READERS.get(name, _as_is)(stored[name])
            except (AttributeError, TypeError, ValueError):
                wrong[name] = "This is not written the way this setting is."
        if wrong:
            raise Invalid(wrong)
        return cls(**values)


def _as_is(value: Any) -> Any:
    return value


def _numbers(given: Mapping[str, float]) -> dict[str, float]:
    return {name: float(number) for name, number in sorted(given.items())}


def _days(given: Mapping[Any, Day]) -> dict[str, list[list[str]]]:
    return {str(day): day_hours.to_json(hours) for day, hours in sorted(given.items())}


def _calendar(stored: Mapping[str, Any]) -> TeamCalendar:
    return TeamCalendar(**{name: _READERS.get(name, _as_is)(value) for name, value in stored.items()})


def _calendar_json(calendar: TeamCalendar) -> dict[str, Any]:
    return {one.name: _WRITERS.get(one.name, _as_is)(getattr(calendar, one.name)) for one in fields(calendar)}


def _policy_json(policy: Policy) -> dict[str, Any]:
    return {one.name: getattr(policy, one.name) for one in fields(policy)} | {"target_s": float(policy.target_s)}


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "hours": lambda week: [day_hours.to_json(day) for day in week],
    "exceptions": _days,
    "half_days": _days,
    "notes": lambda given: dict(sorted(given.items())),
    "teams": lambda given: {team: _calendar_json(calendar) for team, calendar in sorted(given.items())},
    "promises": _numbers,
    "channel_targets": lambda given: {metric: _numbers(shares) for metric, shares in sorted(given.items())},
    "policies": lambda given: [_policy_json(policy) for policy in given],
    "satisfied_from": _numbers,
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "hours": lambda week: tuple(day_hours.from_json(day) for day in week),
    "exceptions": lambda days: {date.fromisoformat(day): day_hours.from_json(hours) for day, hours in days.items()},
    "half_days": lambda days: {day: day_hours.from_json(hours) for day, hours in days.items()},
    "notes": dict,
    "teams": lambda given: {team: _calendar(stored) for team, stored in given.items()},
    "promises": dict,
    "channel_targets": lambda given: {metric: dict(shares) for metric, shares in given.items()},
    "policies": lambda given: tuple(Policy(**stored) for stored in given),
    "satisfied_from": dict,
}
