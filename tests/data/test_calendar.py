"""Open time against plain counting and others' numbers; periods against the calendars themselves."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from data import calendar
from data.calendar import Schedule, add_open_seconds, open_seconds
from data.columns import INSTANT
from data.settings import Settings, minute_of_day

quick = settings(derandomize=True, max_examples=50, deadline=None)

ORACLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "oracles" / "chatwoot_expectations.json"
OFFICE = (("09:00", "17:00"),)
ROUND_THE_CLOCK = (("00:00", "24:00"),)

# chatwoot_expectations.json, business_seconds and business_deadline; local times
WEEK = {"from": "2022-03-20T00:00:00Z", "to": "2022-03-26T23:59:00Z", "seconds": 144000}
DEADLINES = [
    {"start": "2024-01-17T10:00", "hours": 2, "deadline": "2024-01-17T12:00"},
    {"start": "2024-01-19T16:00", "hours": 2, "deadline": "2024-01-22T10:00"},
    {"start": "2024-01-17T07:00", "hours": 2, "deadline": "2024-01-17T11:00"},
    {"start": "2024-01-17T18:00", "hours": 2, "deadline": "2024-01-18T11:00"},
    {"start": "2024-01-20T10:00", "hours": 2, "deadline": "2024-01-22T11:00"},
    {"start": "2024-01-15T16:00", "hours": 10, "deadline": "2024-01-17T10:00"},
    {"tz": "America/New_York", "start": "2024-01-19T16:00", "hours": 2, "deadline": "2024-01-22T10:00"},
    {
        "override": {"sat": "00:00-24:00"},
        "start": "2024-01-20T00:00",
        "hours": 24,
        "deadline": "2024-01-21T00:00",
    },
    {
        "override": {"tue": "09:00-20:00"},
        "start": "2024-01-15T18:00",
        "hours": 10,
        "deadline": "2024-01-16T19:00",
    },
    {
        "override": {"tue": "09:00-20:00"},
        "start": "2024-01-15T16:00",
        "hours": 12,
        "deadline": "2024-01-16T20:00",
    },
]


def week(**special: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Office hours from Monday to Friday, except on the named days."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(special.get(name, OFFICE if number < 5 else ()) for number, name in enumerate(names))


def schedule(**values: object) -> Schedule:
    return Schedule.of(Settings(**values))  # type: ignore[arg-type]


def instants(*values: datetime | None) -> pl.Series:
    return pl.Series(values, dtype=INSTANT)


def utc(local: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def open_between(hours: Schedule, start: datetime | None, end: datetime | None) -> float | None:
    return open_seconds(hours, instants(start), instants(end)).item()


# ---- numbers computed by others


def test_a_week_of_office_hours_as_chatwoot_counts_it() -> None:
    start, end = (datetime.fromisoformat(WEEK[key]).replace(tzinfo=None) for key in ("from", "to"))
    assert open_between(schedule(), start, end) == WEEK["seconds"]


@pytest.mark.parametrize("case", DEADLINES, ids=lambda case: f"{case['start']}+{case['hours']}h")
def test_deadlines_as_chatwoot_sets_them(case: dict) -> None:
    zone = case.get("tz", "UTC")
    special = {day: (tuple(hours.split("-")),) for day, hours in case.get("override", {}).items()}
    hours = schedule(zone=zone, hours=week(**special))
    start, due = utc(case["start"], zone), utc(case["deadline"], zone)
    seconds = case["hours"] * 3600
    assert add_open_seconds(hours, instants(start), pl.Series([seconds])).item() == due
    assert open_between(hours, start, due) == seconds


@pytest.mark.skipif(not ORACLE.exists(), reason="shared/oracles is not beside the repository")
def test_the_copied_chatwoot_numbers_are_the_oracles() -> None:
    oracle = json.loads(ORACLE.read_text())
    assert {key: oracle["business_seconds"][key] for key in WEEK} == WEEK
    assert oracle["business_deadline"]["cases"] == DEADLINES


# ---- against counting minutes in plain Python


def counted_by_the_minute(chosen: Settings, start: datetime, end: datetime) -> int:
    """Seconds of those whole minutes at which the local clock shows a time within the hours of its date."""
    zone, seconds, at = ZoneInfo(chosen.zone), 0, start
    while at < end:
        local = at.replace(tzinfo=UTC).astimezone(zone)
        hours = chosen.exceptions.get(local.date(), chosen.hours[local.weekday()])
        minute = local.hour * 60 + local.minute
        seconds += 60 * any(minute_of_day(opens) <= minute < minute_of_day(closes) for opens, closes in hours)
        at += timedelta(minutes=1)
    return seconds


@st.composite
def days_hours(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    quarters = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    clocks = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in quarters]
    return tuple(zip(clocks[::2], clocks[1::2], strict=False))


# Zones with the moments at which their clocks did something odd: at midnight, by half an hour, a whole day.
ODD_MOMENTS = st.sampled_from(
    [
        ("Europe/Budapest", datetime(2024, 3, 31)),
        ("Europe/Budapest", datetime(2024, 10, 27)),
        ("America/New_York", datetime(2024, 3, 10)),
        ("America/New_York", datetime(2024, 11, 3)),
        ("Asia/Tehran", datetime(2021, 3, 22)),
        ("Asia/Tehran", datetime(2021, 9, 21)),
        ("America/St_Johns", datetime(2006, 10, 29)),
        ("America/Havana", datetime(2024, 11, 3)),
        ("Australia/Lord_Howe", datetime(2024, 4, 7)),
        ("Pacific/Apia", datetime(2011, 12, 30)),
        ("UTC", datetime(2024, 12, 31)),
    ]
)
MINUTES = st.integers(-2 * 1440, 2 * 1440).map(lambda minutes: timedelta(minutes=minutes))


@quick
@given(ODD_MOMENTS, st.tuples(*[days_hours()] * 7), days_hours(), MINUTES, MINUTES)
@example(("Europe/Budapest", datetime(2024, 10, 27)), ((("01:00", "02:30"),),) * 7, (), timedelta(0), timedelta(1))
@example(("Asia/Tehran", datetime(2021, 9, 21)), (ROUND_THE_CLOCK,) * 7, OFFICE, timedelta(-1), timedelta(2))
def test_open_seconds_is_what_counting_minutes_gives(
    moment: tuple[str, datetime],
    hours: tuple[tuple[tuple[str, str], ...], ...],
    exception: tuple[tuple[str, str], ...],
    before: timedelta,
    after: timedelta,
) -> None:
    zone, around = moment
    chosen = Settings(zone=zone, hours=hours, exceptions={around.date(): exception})
    start, end = sorted((around + before, around + after))
    assert open_between(Schedule.of(chosen), start, end) == counted_by_the_minute(chosen, start, end)


INSTANTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 12, 31))
SPLIT_DAYS = schedule(
    zone="America/New_York", hours=week(mon=(("08:00", "12:15"), ("13:00", "24:00")), tue=(("00:00", "02:30"),))
)


@quick
@given(st.tuples(INSTANTS, INSTANTS, INSTANTS).map(sorted))
def test_open_time_adds_up(three: list[datetime]) -> None:
    a, b, c = three
    parts = open_seconds(SPLIT_DAYS, instants(a, b), instants(b, c))
    assert parts.sum() == pytest.approx(open_between(SPLIT_DAYS, a, c), abs=1e-6)


@quick
@given(INSTANTS, st.integers(1, 3 * 10**12))
def test_the_due_instant_is_the_first_with_that_much_open_time(start: datetime, microseconds: int) -> None:
    due = add_open_seconds(SPLIT_DAYS, instants(start), pl.Series([microseconds / 1e6])).item()
    just_before = due - timedelta(microseconds=1)
    assert open_between(SPLIT_DAYS, start, due) == microseconds / 1e6
    assert open_between(SPLIT_DAYS, start, just_before) == (microseconds - 1) / 1e6


# ---- daylight saving, and what is unknown


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Budapest", "2024-03-31", 23),
        ("Europe/Budapest", "2024-10-27", 25),
        ("America/New_York", "2024-03-10", 23),
        ("America/New_York", "2024-11-03", 25),
        ("America/New_York", "2024-11-04", 24),
    ],
)
def test_a_day_of_changing_clocks_has_its_true_length(zone: str, day: str, hours: int) -> None:
    always = schedule(zone=zone, hours=(ROUND_THE_CLOCK,) * 7)
    next_day = str(date.fromisoformat(day) + timedelta(days=1))
    assert open_between(always, utc(f"{day}T00:00", zone), utc(f"{next_day}T00:00", zone)) == hours * 3600


@pytest.mark.parametrize(
    ("zone", "day", "hours", "open_hours"),
    [
        ("Europe/Budapest", "2024-03-31", ("01:00", "04:00"), 2),  # 02:00–03:00 is skipped
        ("Europe/Budapest", "2024-03-31", ("02:00", "03:00"), 0),
        ("Europe/Budapest", "2024-03-31", ("02:30", "03:30"), 0.5),
        ("Europe/Budapest", "2024-10-27", ("01:00", "04:00"), 4),  # 02:00–03:00 comes twice
        ("Europe/Budapest", "2024-10-27", ("02:00", "03:00"), 2),
        ("Europe/Budapest", "2024-10-27", ("02:15", "02:45"), 1),
        ("America/New_York", "2024-03-10", ("01:00", "04:00"), 2),
        ("America/New_York", "2024-11-03", ("00:30", "01:30"), 1.5),
        ("Europe/Budapest", "2024-03-31", ("09:00", "17:00"), 8),
    ],
)
def test_hours_over_the_jump_of_the_clock(zone: str, day: str, hours: tuple[str, str], open_hours: float) -> None:
    chosen = schedule(zone=zone, hours=((),) * 7, exceptions={date.fromisoformat(day): (hours,)})
    start = utc(f"{day}T00:00", zone)
    assert open_between(chosen, start, start + timedelta(days=2)) == open_hours * 3600
    if open_hours:
        last = add_open_seconds(chosen, instants(start), pl.Series([open_hours * 3600])).item()
        assert last == utc(f"{day}T{hours[1]}", zone) or last.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).fold


def test_a_promise_over_the_night_in_which_the_clock_jumps() -> None:
    """Saturday 20:00 and six hours round the clock: 03:00 in spring, 01:00 in autumn, 02:00 otherwise."""
    always = schedule(zone="Europe/Budapest", hours=(ROUND_THE_CLOCK,) * 7)
    for day, due in (("2024-03-30", "03:00"), ("2024-10-26", "02:00"), ("2024-06-01", "02:00")):
        start = utc(f"{day}T20:00", "Europe/Budapest")
        end = utc(f"{date.fromisoformat(day) + timedelta(days=1)}T{due}", "Europe/Budapest")
        assert add_open_seconds(always, instants(start), pl.Series([6 * 3600])).item() == end


@pytest.mark.parametrize("zone", ["Europe/Budapest", "America/New_York"])
@pytest.mark.parametrize("month", [1, 7])
def test_office_hours_follow_the_local_clock_in_winter_and_summer(zone: str, month: int) -> None:
    hours = schedule(zone=zone)
    day = f"2024-{month:02}-10"  # a Wednesday in both months
    assert open_between(hours, utc(f"{day}T08:59", zone), utc(f"{day}T09:01", zone)) == 60
    assert open_between(hours, utc(f"{day}T16:59", zone), utc(f"{day}T17:01", zone)) == 60


def test_nothing_known_gives_null_and_nothing_open_gives_zero() -> None:
    office, monday = schedule(), datetime(2024, 1, 15, 12)
    start = instants(monday, None, monday, monday, datetime(1969, 12, 31), monday)
    end = instants(None, monday, monday - timedelta(seconds=1), datetime(2100, 1, 1), monday, monday)
    assert open_seconds(office, start, end).to_list() == [None, None, None, None, None, 0.0]
    assert open_seconds(office, instants(None), instants(None)).to_list() == [None]
    assert open_seconds(office, instants(), instants()).dtype == pl.Float64
    assert open_between(schedule(hours=((),) * 7), monday, monday + timedelta(days=7)) == 0


def test_due_instants_of_zero_null_negative_and_unreachable_seconds() -> None:
    sunday = datetime(2024, 1, 14, 12)
    seconds = pl.Series([0.0, None, -1.0, float("nan")])
    due = add_open_seconds(schedule(), instants(*[sunday] * 4), seconds)
    assert due.to_list() == [sunday, None, None, None]
    assert due.dtype == INSTANT
    never = schedule(hours=((),) * 7)
    assert add_open_seconds(never, instants(sunday), pl.Series([1.0])).to_list() == [None]
    assert add_open_seconds(schedule(), instants(None), pl.Series([1.0])).to_list() == [None]


def test_a_due_instant_years_later_is_found() -> None:
    once = schedule(hours=((),) * 7, exceptions={date(2031, 5, 5): (("10:00", "11:00"),)})
    due = add_open_seconds(once, instants(datetime(2024, 1, 1)), pl.Series([600]))
    assert due.to_list() == [datetime(2031, 5, 5, 10, 10)]


def test_local_date_is_the_date_on_the_zones_clock() -> None:
    late = instants(datetime(2024, 3, 30, 22, 59), datetime(2024, 3, 30, 23, 0), datetime(2024, 3, 31, 22, 0), None)
    assert calendar.local_date(late, "Europe/Budapest").to_list() == [
        date(2024, 3, 30),
        date(2024, 3, 31),
        date(2024, 4, 1),
        None,
    ]


# ---- periods

GREGORIAN = Settings()
JALALI = Settings(calendar="jalali", week_start=5, zone="Asia/Tehran", country="IR")


def test_every_jalali_month_from_1990_to_2050_begins_on_its_first_day() -> None:
    table = calendar.days(JALALI, date(1990, 1, 1), date(2050, 12, 31))
    assert table.height == 22280
    for day, month, quarter, year in table.select("date", "month", "quarter", "year").iter_rows():
        jalali, of_month, of_quarter, of_year = (JalaliDate(one) for one in (day, month, quarter, year))
        assert (of_month.year, of_month.month, of_month.day) == (jalali.year, jalali.month, 1)
        assert (of_quarter.year, of_quarter.month, of_quarter.day) == (jalali.year, (jalali.month - 1) // 3 * 3 + 1, 1)
        assert (of_year.year, of_year.month, of_year.day) == (jalali.year, 1, 1)


@pytest.mark.parametrize(
    ("nowruz", "length"),
    [
        ("2020-03-20", 366),  # 1399, a leap year
        ("2021-03-21", 365),
        ("2024-03-20", 366),  # 1403, a leap year
        ("2025-03-21", 365),
        ("2026-03-21", 365),
    ],
)
def test_a_jalali_year_begins_at_nowruz(nowruz: str, length: int) -> None:
    start = date.fromisoformat(nowruz)
    assert calendar.period_start("year", start, JALALI) == start
    assert calendar.period_start("year", start - timedelta(days=1), JALALI) < start
    assert (calendar.period_end("year", start, JALALI) - start).days + 1 == length
    esfand = calendar.shift("month", start, 11, JALALI)
    assert (calendar.period_end("month", esfand, JALALI) - esfand).days + 1 == (30 if length == 366 else 29)


def test_weeks_begin_on_the_chosen_day() -> None:
    saturday, friday = date(2026, 10, 31), date(2026, 11, 6)
    assert calendar.period_start("week", friday, JALALI) == saturday
    assert calendar.period_start("week", saturday, JALALI) == saturday
    assert calendar.period_end("week", saturday, JALALI) == friday
    assert calendar.period_start("week", friday, GREGORIAN) == date(2026, 11, 2)


@quick
@given(
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.dates(date(1990, 1, 1), date(2050, 12, 31)),
    st.integers(-60, 60),
    st.sampled_from([GREGORIAN, JALALI]),
)
def test_periods_follow_each_other_without_gap(grain: calendar.Grain, day: date, n: int, chosen: Settings) -> None:
    start = calendar.period_start(grain, day, chosen)
    end = calendar.period_end(grain, start, chosen)
    assert start <= day <= end
    assert calendar.period_start(grain, end, chosen) == start
    assert calendar.shift(grain, start, 1, chosen) == end + timedelta(days=1)
    moved = calendar.shift(grain, start, n, chosen)
    assert calendar.period_start(grain, moved, chosen) == moved
    assert calendar.shift(grain, moved, -n, chosen) == start


def test_the_last_complete_month_its_predecessor_and_the_same_month_last_year() -> None:
    as_of = date(2026, 11, 3)
    gregorian = calendar.last_complete("month", as_of, GREGORIAN)
    assert gregorian == date(2026, 10, 1)
    assert calendar.shift("month", gregorian, -1, GREGORIAN) == date(2026, 9, 1)
    assert calendar.shift("month", gregorian, -12, GREGORIAN) == date(2025, 10, 1)
    mehr = calendar.last_complete("month", as_of, JALALI)  # 12 Aban 1405
    assert mehr == date(2026, 9, 23)
    assert calendar.period_end("month", mehr, JALALI) == date(2026, 10, 22)
    assert calendar.shift("month", mehr, -1, JALALI) == date(2026, 8, 23)
    assert calendar.shift("month", mehr, -12, JALALI) == JalaliDate(1404, 7, 1).to_gregorian()


def test_the_running_period_is_never_complete() -> None:
    assert calendar.last_complete("month", date(2026, 10, 31), GREGORIAN) == date(2026, 9, 1)
    assert calendar.last_complete("month", date(2026, 11, 1), GREGORIAN) == date(2026, 10, 1)
    assert calendar.last_complete("quarter", date(2026, 1, 1), GREGORIAN) == date(2025, 10, 1)
    assert calendar.last_complete("week", date(2026, 11, 2), GREGORIAN) == date(2026, 10, 26)


def test_working_days_are_those_with_hours() -> None:
    iran = Settings(
        calendar="jalali",
        week_start=5,
        country="IR",
        hours=(OFFICE,) * 3 + ((("09:00", "13:00"),), (), OFFICE, OFFICE),
        exceptions={date(2026, 3, 28): ()},
    )
    table = calendar.days(iran, date(2026, 3, 14), date(2026, 4, 10))
    assert table.schema == {
        **dict.fromkeys(("date", "week", "month", "quarter", "year"), pl.Date),
        "working": pl.Boolean,
    }
    closed = set(table.filter(~pl.col("working"))["date"])
    fridays = {date(2026, 3, day) for day in (20, 27)} | {date(2026, 4, day) for day in (3, 10)}
    public = {
        day for day in holidays.country_holidays("IR", years=2026) if date(2026, 3, 14) <= day <= date(2026, 4, 10)
    }
    assert date(2026, 3, 21) in public  # Nowruz
    assert closed == fridays | public | {date(2026, 3, 28)}
