"""Local days and opening hours of the demonstration company as arrays of UTC epoch seconds. Nothing about requests."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from numpy.typing import NDArray

from data.sample.company import MONTHS, month_start

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ZONE, COUNTRY = ZoneInfo("Europe/Budapest"), "HU"
Week = tuple[tuple[float, float] | None, ...]  # from Monday: first and last hour; null: closed
MAIL_WEEK: Week = ((8, 18),) * 5 + ((9, 14), None)
SOCIAL_WEEK: Week = ((8, 21),) * 5 + ((9, 17), (9, 17))
AHEAD = 90  # days laid out behind the last one, for work that would end after it
DAY = 86_400
NEVER = 1 << 60  # an instant that does not come


@dataclass(frozen=True)
class Days:
    """One entry per local day from `start` on, `until` being the last with data. `month` counts from 0."""

    start: date
    until: date
    midnight: Ints
    noon: Ints
    weekday: Ints
    closed: Flags  # public holiday
    month: Ints
    year_day: Ints
    easter: Flags

    @property
    def count(self) -> int:
        """Days with data."""
        return (self.until - self.start).days + 1

    @property
    def last_instant(self) -> int:
        """The last second of `until`. Nothing is known of what happens later."""
        return int(self.midnight[self.count]) - 1

    def index(self, day: date) -> int:
        return (day - self.start).days

    def instant(self, day: Ints, second: Ints) -> Ints:
        """A local time of day. Counted from noon, except before the clocks change, so that 9:00 is always 9:00."""
        after = self.noon[day] + second - 43_200
        return np.where(second < 7_200, self.midnight[day] + second, after)

    def local(self, instant: Ints) -> tuple[Ints, Ints]:
        """Day and hour of an instant; beyond the calendar its last day. An hour off on the two days of clock change."""
        day = np.clip(np.searchsorted(self.midnight, instant, "right") - 1, 0, len(self.midnight) - 1)
        return day, np.clip((instant - self.midnight[day]) // 3_600, 0, 23)


def days_until(until: date) -> Days:
    """The 24 calendar months that end with the month of `until`, and what lies ahead."""
    start = month_start(until, MONTHS - 1)
    dates = [start + timedelta(days=n) for n in range((until - start).days + 1 + AHEAD)]
    free = holidays.country_holidays(COUNTRY, years=range(start.year, dates[-1].year + 1), language="en_US")
    easter = set(free.get_named("Easter", lookup="exact"))

    def instants(hour: int) -> Ints:
        return np.array([int(datetime.combine(day, time(hour), ZONE).timestamp()) for day in dates])

    return Days(
        start=start,
        until=until,
        midnight=instants(0),
        noon=instants(12),
        weekday=np.array([day.weekday() for day in dates]),
        closed=np.array([day in free for day in dates]),
        month=np.array([(day.year - start.year) * 12 + day.month - start.month for day in dates]),
        year_day=np.array([day.timetuple().tm_yday for day in dates]),
        easter=np.array([day in easter for day in dates]),
    )


class OpenHours:
    """Opening hours of one desk; `advance` finds the instant after so many seconds of open time."""

    def __init__(self, days: Days, weekly: Week) -> None:
        hours = np.array([span or (12, 12) for span in weekly])[days.weekday]
        hours[days.closed] = 12  # a closed day opens and shuts at noon
        self._open: Ints = days.noon + ((hours[:, 0] - 12) * 3_600).astype(np.int64)
        self._shut: Ints = days.noon + ((hours[:, 1] - 12) * 3_600).astype(np.int64)
        self._through: Ints = np.cumsum(self._shut - self._open)

    def advance(self, instant: Ints, seconds: Floats) -> Ints:
        """Whole seconds of work later, at least one; NEVER beyond the calendar."""
        end = len(self._open) - 1
        day = np.clip(np.searchsorted(self._shut, instant, "right"), 0, end)
        length = self._shut[day] - self._open[day]
        done = self._through[day] - length + np.clip(instant - self._open[day], 0, length)
        due = done + np.maximum(seconds, 1).astype(np.int64)
        last = np.searchsorted(self._through, due, "left")
        inside = np.minimum(last, end)
        arrival = self._shut[inside] - (self._through[inside] - due)
        return np.where((last > end) | (instant >= NEVER), NEVER, arrival)


def mail_hours(days: Days) -> OpenHours:
    """Back office and e-mail: weekdays, and Saturday morning."""
    return OpenHours(days, MAIL_WEEK)


def social_hours(days: Days) -> OpenHours:
    """Social media: longer, and at weekends."""
    return OpenHours(days, SOCIAL_WEEK)
