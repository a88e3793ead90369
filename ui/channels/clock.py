"""How hours and weekdays are named, in the reader's language."""

from datetime import date, timedelta
from functools import cache

from babel.dates import format_skeleton

from ui.language import current, digits

_MONDAY = date(2024, 1, 1)


def weekday_name(weekday: int) -> str:
    """A weekday in short, 0 Monday … 6 Sunday: Mon."""
    return _weekday(weekday, current())


def hour_name(hour: int) -> str:
    """An hour by the clock: 9:00."""
    return digits(f"{hour}:00", current())


def hour_number(hour: int) -> str:
    """An hour at the edge of a table: 9."""
    return digits(str(hour), current())


@cache
def _weekday(weekday: int, locale: str) -> str:
    return format_skeleton("EEE", _MONDAY + timedelta(days=weekday), locale=locale)
