"""When the organisation is open, and how its days make periods. What follows from that for a request lives elsewhere.

Instants are UTC without a zone, microseconds; all zone rules come from Polars, so that no two parts can disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

import holidays
import polars as pl
from persiantools.jdatetime import JalaliDate

from data.columns import INSTANT
from data.settings import Day, Settings, minute_of_day

Grain = Literal["day", "week", "month", "quarter", "year"]

# Outside of these years (the clock of an unset device, a typing error) open time is unknown, not a long wait.
FIRST_YEAR, LAST_YEAR = 1970, 2099
_KNOWN = (datetime.combine(date(FIRST_YEAR, 1, 1), time()), datetime.combine(date(LAST_YEAR + 1, 1, 1), time()))

_MICROSECONDS = 1_000_000
_PERIODS: tuple[Grain, ...] = ("week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAY = timedelta(days=1)

_NULL = pl.Series([None], dtype=pl.Int64)

_Minutes = tuple[tuple[int, int], ...]  # a day's hours as minutes since local midnight


@dataclass(frozen=True)
class Schedule:
    """When one team is open, by its local clock: weekly hours, public holidays closed, and days with their own hours.

    A date with its own hours comes first, then a half day of every year, then a public holiday, then the weekday. A
    half day makes a working day shorter, so it does not open a weekday that is closed. Open means that the local clock
    shows a time within the hours, so a skipped hour is not open time and a repeated one counts twice.
    """

    zone: str
    week: tuple[_Minutes, ...]  # Monday first
    country: str | None
    exceptions: tuple[tuple[date, _Minutes], ...]
    half_days: tuple[tuple[str, _Minutes], ...] = ()  # "MM-DD"

    @classmethod
    def of(cls, settings: Settings, team: str | None = None) -> "Schedule":
        """The schedule of a team; the organisation's for null, and for a team that has no calendar of its own."""
        own = settings.calendar_of(team)
        return cls(
            zone=own.zone,
            week=tuple(_minutes(day) for day in own.hours),
            country=own.country,
            exceptions=tuple((day, _minutes(hours)) for day, hours in sorted(own.exceptions.items())),
            half_days=tuple((day, _minutes(hours)) for day, hours in sorted(own.half_days.items())),
        )

    def days(self, first: date, last: date) -> Iterator[tuple[date, _Minutes]]:
        """Each local date from first to last, both included, with its open hours in minutes since midnight."""
        exceptions, half_days = dict(self.exceptions), dict(self.half_days)
        public = holiday_names(self.country, first, last)
        for number in range((last - first).days + 1):
            day = first + number * _DAY
            usual, yearly = self.week[day.weekday()], f"{day:%m-%d}"
            if day in exceptions:
                yield day, exceptions[day]
            elif yearly in half_days and usual:
                yield day, half_days[yearly]
            else:
                yield day, () if day in public else usual


def holiday_names(country: str | None, first: date, last: date, language: str | None = None) -> dict[date, str]:
    """The public holidays of a country from first to last, both included, with their names; none for null.

    Names are in the language asked for ("fa", "en_US") where the country's are known in it, else in the country's own.
    """
    if country is None:
        return {}
    known = holidays.country_holidays(country)
    base = (language or "").split("_")[0]
    spoken = next((each for each in known.supported_languages if each.split("_")[0] == base), known.default_language)
    found = holidays.country_holidays(country, years=range(first.year, last.year + 1), language=spoken)
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def open_seconds(schedule: Schedule, start: pl.Series, end: pl.Series) -> pl.Series:
    """Business seconds from start to end (Float64), row by row.

    Null where an instant is null, the end lies before the start, or a year lies outside of FIRST_YEAR…LAST_YEAR.
    C(t) = open time before t; the result is C(end) − C(start), exact to the microsecond.
    """
    span = _years(start, end)
    if span is None:
        return pl.repeat(None, len(start), dtype=pl.Float64, eager=True)
    open_time = _open_time(schedule, *span)
    elapsed = pl.DataFrame({"start": open_time.until(start), "end": open_time.until(end), "from": start, "to": end})
    return elapsed.select(
        pl.when(pl.col("to") >= pl.col("from")).then((pl.col("end") - pl.col("start")) / _MICROSECONDS)
    ).to_series()


def add_open_seconds(schedule: Schedule, start: pl.Series, seconds: pl.Series) -> pl.Series:
    """The instant at which that many business seconds have passed since start: when a promise falls due.

    The earliest such instant, so an hour promised at 16:00 of a day that closes at 17:00 is due at 17:00.
    Null where either is null, the seconds are negative, or no instant up to LAST_YEAR is late enough.
    """
    span = _years(start)
    if span is None:
        return pl.repeat(None, len(start), dtype=INSTANT, eager=True)
    first, last = span
    while True:
        open_time = _open_time(schedule, first, last)
        target = open_time.until(start) + (seconds.cast(pl.Float64) * _MICROSECONDS).round().cast(
            pl.Int64, strict=False
        )
        due = open_time.reached(target)
        if last == LAST_YEAR or not (due.is_null() & target.is_not_null()).any():
            break
        last = min(last + max(1, last - first), LAST_YEAR)
    frame = pl.DataFrame({"start": start.cast(INSTANT), "seconds": seconds, "due": due})
    return frame.select(
        pl.when(pl.col("seconds") > 0).then("due").when(pl.col("seconds") == 0).then("start")
    ).to_series()


def local_date(instants: pl.Series, zone: str) -> pl.Series:
    """The calendar date (pl.Date) that the clocks of a zone show at UTC instants; null where the instant is."""
    return local_clock(instants, zone).dt.date()


def local_clock(instants: pl.Series, zone: str) -> pl.Series:
    """What the clocks of a zone show at UTC instants, as instants without a zone; null where the instant is."""
    first, last = instants.min(), instants.max()
    if (
        isinstance(first, datetime)
        and isinstance(last, datetime)
        and FIRST_YEAR <= first.year <= last.year <= LAST_YEAR
    ):
        changes, offsets = _local_time(zone, first.year, last.year)  # to ask the zone for each instant takes four times
        return instants + offsets.gather(changes.search_sorted(instants.cast(INSTANT), side="right"))
    return instants.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)


def days(settings: Settings, first: date, last: date) -> pl.DataFrame:
    """One row per local date, first to last included, in order: date, week, month, quarter, year, working.

    A period is named by its first date, in the organisation's calendar; working: open at some time of that day.
    """
    return pl.DataFrame(
        [
            (day, *(period_start(grain, day, settings) for grain in _PERIODS), bool(hours))
            for day, hours in Schedule.of(settings).days(first, last)
        ],
        schema=dict.fromkeys(("date", *_PERIODS), pl.Date) | {"working": pl.Boolean},
        orient="row",
    )


def period_start(grain: Grain, day: date, settings: Settings) -> date:
    """The first date of the period that a date lies in."""
    if grain == "day":
        return day
    if grain == "week":
        return day - (day.weekday() - settings.week_start) % 7 * _DAY
    month = _month(day, settings.calendar)
    return _month_start(month - month % _MONTHS[grain], settings.calendar)


def period_end(grain: Grain, start: date, settings: Settings) -> date:
    """The last date, itself included, of the period that begins at start."""
    return shift(grain, start, 1, settings) - _DAY


def month_of(written: str, settings: Settings) -> date:
    """The first date of a month written as YYYY-MM in the calendar of the settings. ValueError for anything else."""
    year, dash, number = written.strip().partition("-")
    if not (dash and year.isdecimal() and number.isdecimal() and len(year) == 4 and 1 <= int(number) <= 12):
        raise ValueError(f"{written!r} is no month: write YYYY-MM, in the {settings.calendar} calendar.")
    return _month_start(int(year) * 12 + int(number) - 1, settings.calendar)


def shift(grain: Grain, start: date, n: int, settings: Settings) -> date:
    """The first date of the period n later (earlier below zero) than the one that begins at start.

    The same month of last year is twelve months earlier, in either calendar.
    """
    if grain == "day":
        return start + n * _DAY
    if grain == "week":
        return start + n * 7 * _DAY
    return _month_start(_month(start, settings.calendar) + n * _MONTHS[grain], settings.calendar)


def last_complete(grain: Grain, as_of: date, settings: Settings) -> date:
    """The first date of the latest period that is over on the date as_of: the running one never counts.

    `as_of` is the local date of the data's own as-of instant. Its day is not over, even the last one of a month.
    """
    return shift(grain, period_start(grain, as_of, settings), -1, settings)


def _minutes(day: Day) -> _Minutes:
    return tuple((minute_of_day(opens), minute_of_day(closes)) for opens, closes in day)


def _month(day: date, calendar: str) -> int:
    """Months since the calendar's year 0; a multiple of three begins a quarter, of twelve a year."""
    in_calendar = JalaliDate(day) if calendar == "jalali" else day  # type: ignore[no-untyped-call]
    return int(in_calendar.year * 12 + in_calendar.month - 1)


@lru_cache(maxsize=4096)
def _month_start(month: int, calendar: str) -> date:
    year, before = divmod(month, 12)
    if calendar == "jalali":
        return JalaliDate(year, before + 1, 1).to_gregorian()  # type: ignore[no-untyped-call]
    return date(year, before + 1, 1)


@dataclass(frozen=True)
class _OpenTime:
    """C(t), the open time before an instant, as straight pieces between openings and closings: base + slope · t.

    Everything is Int64 microseconds. Piece k begins at edges[k − 1]; piece 0 lies before the first opening.
    """

    edges: pl.Series
    base: pl.Series
    slope: pl.Series
    closes: pl.Series
    total: pl.Series  # open time up to each closing

    def until(self, instants: pl.Series) -> pl.Series:
        """C(t) of instants; null for null and for years outside of the known ones."""
        known = instants.cast(INSTANT).is_between(*_KNOWN, closed="left")
        at = instants.cast(INSTANT).cast(pl.Int64).zip_with(known, _NULL)
        piece = self.edges.search_sorted(at, side="right")
        return self.base.gather(piece) + self.slope.gather(piece) * at

    def reached(self, targets: pl.Series) -> pl.Series:
        """The earliest instant t with C(t) = target; null where the target is null or never reached."""
        interval = self.total.search_sorted(targets, side="left")
        interval = interval.zip_with((interval < len(self.total)) & targets.is_not_null(), _NULL)
        return (self.closes.gather(interval) - (self.total.gather(interval) - targets)).cast(INSTANT)


def _years(*instants: pl.Series) -> tuple[int, int] | None:
    """First and last year in which known instants lie, as far as C(t) is known; null where there is none."""
    years = [bound.year for one in instants for bound in (one.min(), one.max()) if isinstance(bound, datetime)]
    if not years:
        return None
    first, last = (min(max(year, FIRST_YEAR), LAST_YEAR) for year in (min(years), max(years)))
    return first, last


@lru_cache(maxsize=32)
def _open_time(schedule: Schedule, first_year: int, last_year: int) -> _OpenTime:
    """C(t) over whole years, so that the many calls of one rebuild share it."""
    first, last = date(first_year, 1, 1) - _DAY, date(last_year, 12, 31) + _DAY
    clock = pl.DataFrame(
        [
            [datetime.combine(day, time()) + timedelta(minutes=minute) for minute in interval]
            for day, hours in schedule.days(first, last)
            for interval in hours
        ],
        schema={"opens": INSTANT, "closes": INSTANT},
        orient="row",
    ).cast(pl.Int64)
    # While one UTC offset holds, the local clock is UTC plus it; hours that a change of offset cuts fall in two.
    intervals = pl.concat(
        clock.select((pl.all() - offset).clip(since, until)).filter(pl.col("opens") < pl.col("closes"))
        for since, until, offset in _offsets(schedule.zone, first - _DAY, last + 2 * _DAY)
    ).sort("opens")
    opens, closes = intervals["opens"], intervals["closes"]
    total = (closes - opens).cum_sum()
    return _OpenTime(
        edges=_alternating(opens, closes),
        base=pl.concat([pl.Series([0]), _alternating(total - closes, total)]),
        slope=pl.int_range(2 * len(opens) + 1, eager=True) % 2,
        closes=closes,
        total=total,
    )


def _alternating(first: pl.Series, second: pl.Series) -> pl.Series:
    """first[0], second[0], first[1], second[1], …"""
    return pl.select(pl.concat_list(first, second).explode()).to_series()


def _offsets(zone: str, first: date, last: date) -> list[tuple[int, int, int]]:
    """The zone's UTC offsets from first to last: since and until which UTC instant each holds, and the offset (µs)."""
    begin, end = (datetime.combine(day, time()) for day in (first, last))
    daily = pl.datetime_range(begin, end, "1d", eager=True)
    changed = daily.filter(_offset(daily, zone).diff() != 0)
    nearby = [pl.datetime_range(day - _DAY, day, "1m", eager=True) for day in changed]
    instants = pl.concat([daily, *nearby]).unique().sort()
    steps = pl.DataFrame({"since": instants.cast(pl.Int64), "offset": _offset(instants, zone)})
    steps = steps.filter((pl.col("offset") != pl.col("offset").shift()).fill_null(True))
    until = pl.col("since").shift(-1).fill_null(instants.cast(pl.Int64).max())
    return steps.select("since", until.alias("until"), "offset").rows()


@lru_cache(maxsize=32)
def _local_time(zone: str, first_year: int, last_year: int) -> tuple[pl.Series, pl.Series]:
    """The instants at which the UTC offset of a zone changes, and the offsets: before the first, between, after."""
    steps = _offsets(zone, date(first_year, 1, 1) - _DAY, date(last_year, 12, 31) + 2 * _DAY)
    changes = pl.Series([since for since, _until, _offset in steps[1:]], dtype=pl.Int64).cast(INSTANT)
    return changes, pl.Series([offset for _since, _until, offset in steps], dtype=pl.Duration("us"))


def _offset(instants: pl.Series, zone: str) -> pl.Series:
    local = instants.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return local.cast(pl.Int64) - instants.cast(pl.Int64)
