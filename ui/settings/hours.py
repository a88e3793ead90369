"""Opening hours and times as people write them, and back. No widget."""

import re

from data.settings import Day
from ui.language import gettext as _

# "9-17", "9:00–17:00" or "۹٫۳۰ – ۱۷": \d and int() know the digits of every script.
_INTERVAL = re.compile(r"(\d{1,2})(?:[:.٫](\d\d))?\s*[-‐‑‒–—−]\s*(\d{1,2})(?:[:.٫](\d\d))?")
_BETWEEN = re.compile(r"\s*[,;،؛]\s*")
_UNITS = {"minutes": 60.0, "hours": 3_600.0, "days": 86_400.0, "seconds": 1.0}


def days() -> list[str]:
    """The names of the weekdays, Monday first."""
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


def written(day: Day) -> str:
    """A day's hours as a person writes them, 9–12, 13–16:30; nothing for a closed day."""
    return ", ".join(f"{_brief(opens)}–{_brief(closes)}" for opens, closes in day)


def read(text: str) -> Day:
    """The hours that a person wrote. What is no hours is handed on, for the settings to refuse in words."""
    text = text.strip()
    if not text or text.casefold() == _("closed").casefold():
        return ()
    found = [_INTERVAL.fullmatch(part) for part in _BETWEEN.split(text)]
    if not all(found):
        return ((text, text),)
    return tuple((_clock(one[1], one[2]), _clock(one[3], one[4])) for one in found if one)


def units() -> dict[str, str]:
    """The units in which a time is entered, under their keys."""
    return {"seconds": _("seconds"), "minutes": _("minutes"), "hours": _("hours"), "days": _("days")}


def split(seconds: float) -> tuple[float, str]:
    """A time as number and unit, as a person would say it: the largest unit of which it is whole or half ones."""
    fitting = (unit for unit in ("days", "hours", "minutes") if seconds and (2 * seconds) % _UNITS[unit] == 0)
    unit = next(fitting, "seconds" if seconds < 60 else "minutes")
    return seconds / _UNITS[unit], unit


def joined(number: float | None, unit: str | None) -> float:
    """Seconds of a number in a unit; 0, which no setting takes, where one of them is missing."""
    return (number or 0.0) * _UNITS.get(unit or "", 0.0)


def _clock(hours: str, minutes: str | None) -> str:
    return f"{int(hours):02}:{int(minutes or 0):02}"


def _brief(clock: str) -> str:
    return clock.removesuffix(":00").removeprefix("0")
