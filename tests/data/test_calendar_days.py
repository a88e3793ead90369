"""Which hours a day has: its weekday's, a public holiday's, a half day's of every year, its own, its team's."""

from datetime import date, datetime, timedelta

import holidays
import polars as pl
import pytest

from data import calendar
from data.calendar import Schedule, open_seconds
from data.columns import INSTANT
from data.settings import Settings, TeamCalendar

OFFICE = (("09:00", "17:00"),)
MORNING = (("09:00", "12:00"),)


def schedule(**values: object) -> Schedule:
    return Schedule.of(Settings(**values))  # type: ignore[arg-type]


def open_between(hours: Schedule, start: datetime, end: datetime) -> float:
    return open_seconds(hours, pl.Series([start], dtype=INSTANT), pl.Series([end], dtype=INSTANT)).item()


def hours_open(chosen: Schedule, *dates: str) -> list[float]:
    """Open hours of UTC days."""
    begun = [datetime.fromisoformat(day) for day in dates]
    return [open_between(chosen, day, day + timedelta(days=1)) / 3600 for day in begun]


def test_a_half_day_comes_in_every_year() -> None:
    eve = schedule(half_days={"12-24": MORNING})
    assert hours_open(eve, "2024-12-24", "2025-12-24", "2026-12-24", "2026-12-23") == [3, 3, 3, 8]


def test_an_exception_overrules_the_half_day_of_its_year_only() -> None:
    eve = schedule(half_days={"12-24": MORNING}, exceptions={date(2025, 12, 24): ()})
    assert hours_open(eve, "2024-12-24", "2025-12-24", "2026-12-24") == [3, 0, 3]


def test_a_public_holiday_with_a_half_day_is_open_half_the_day() -> None:
    """24 December is a public holiday in Hungary from 2024 on."""
    assert date(2025, 12, 24) in holidays.country_holidays("HU", years=2025)
    assert hours_open(schedule(country="HU"), "2025-12-24") == [0]
    assert hours_open(schedule(country="HU", half_days={"12-24": MORNING}), "2025-12-24", "2025-12-25") == [3, 0]


def test_a_half_day_does_not_open_a_closed_weekday() -> None:
    assert hours_open(schedule(half_days={"12-24": MORNING}), "2023-12-24", "2022-12-24") == [0, 0]  # Sunday, Saturday


def test_a_half_day_on_29_february_comes_in_leap_years() -> None:
    leap = schedule(half_days={"02-29": ()})
    assert hours_open(leap, "2024-02-29", "2023-02-28", "2023-03-01") == [0, 8, 8]


def test_a_team_has_its_own_calendar_and_nothing_of_the_organisations() -> None:
    chosen = Settings(
        zone="Europe/Budapest",
        country="HU",
        exceptions={date(2024, 1, 17): ()},
        half_days={"01-18": MORNING},
        teams={
            "Tehran": TeamCalendar(
                zone="Asia/Tehran",
                hours=(OFFICE,) * 3 + (MORNING, (), OFFICE, OFFICE),
                country="IR",
                exceptions={date(2024, 1, 15): MORNING},
                half_days={"01-16": MORNING},
            )
        },
    )
    tehran, own = Schedule.of(chosen, "Tehran"), Schedule.of(chosen)
    assert Schedule.of(chosen, "North") == own
    assert tehran.zone == "Asia/Tehran"
    span = (date(2024, 1, 15), date(2024, 1, 21))  # Monday to Sunday
    hours = {day.day: sum(closes - opens for opens, closes in hours) / 60 for day, hours in tehran.days(*span)}
    assert hours == {15: 3, 16: 3, 17: 8, 18: 3, 19: 0, 20: 8, 21: 8}
    hours = {day.day: sum(closes - opens for opens, closes in hours) / 60 for day, hours in own.days(*span)}
    assert hours == {15: 8, 16: 8, 17: 0, 18: 3, 19: 8, 20: 0, 21: 0}


def test_public_holidays_have_names_in_the_readers_language() -> None:
    spring = (date(2026, 3, 20), date(2026, 4, 6))
    nowruz = date(2026, 3, 21)
    assert "Nowruz" in calendar.holiday_names("IR", *spring, "en")[nowruz]
    assert "نوروز" in calendar.holiday_names("IR", *spring, "fa")[nowruz]
    assert "نوروز" in calendar.holiday_names("IR", *spring, "hu")[nowruz]  # their own where the reader's is not known
    easter = calendar.holiday_names("HU", *spring, "en_US")
    assert list(easter) == sorted(easter)
    assert easter == {date(2026, 4, 3): "Good Friday", date(2026, 4, 5): "Easter", date(2026, 4, 6): "Easter Monday"}
    assert calendar.holiday_names("HU", *spring)[date(2026, 4, 6)] == "Húsvét Hétfő"
    assert calendar.holiday_names(None, *spring, "en") == {}


@pytest.mark.parametrize("country", ["IR", "HU", "US", "IN", "BR", "JP", "ZA"])
def test_the_named_holidays_are_those_that_are_closed(country: str) -> None:
    span = (date(2025, 1, 1), date(2026, 12, 31))
    always = schedule(country=country, hours=(OFFICE,) * 7)
    closed = {day for day, hours in always.days(*span) if not hours}
    assert closed == set(calendar.holiday_names(country, *span, "en"))
    assert len(closed) > 10


def test_a_public_holiday_is_closed_and_an_exception_reopens_it() -> None:
    whole_week = (datetime(2023, 12, 25), datetime(2023, 12, 30))
    assert open_between(schedule(), *whole_week) == 5 * 8 * 3600
    assert open_between(schedule(country="HU"), *whole_week) == 3 * 8 * 3600  # not on 25 and 26 December
    own = schedule(country="HU", exceptions={date(2023, 12, 26): (("09:00", "12:00"),), date(2023, 12, 28): ()})
    assert open_between(own, *whole_week) == (2 * 8 + 3) * 3600
