"""The helpdesk's schedules, and which is in force when: weeks from Sunday, nights, defaults, teams."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from data import history
from data.calendar import Schedule
from tests.worlds import frame

ALWAYS = (((0, 1440),),) * 7
NEVER = ((),) * 7
MONDAY = datetime(2026, 3, 2)  # 00:00 UTC


def hours(schedule: str, *intervals: tuple[int, int], **others: Any) -> list[dict[str, Any]]:
    known = {"schedule": schedule, "zone": "UTC", "created_at": datetime(2020, 1, 1)} | others
    return [known | {"opens_minute": opens, "closes_minute": closes} for opens, closes in intervals]


def schedules(*rows: dict[str, Any], holidays: list[dict[str, Any]] | None = None, **others: Any) -> history.Schedules:
    otherwise = others.pop("otherwise", Schedule("UTC", ALWAYS, None, ()))
    return history.Schedules.of(
        frame("schedules", list(rows)), frame("schedule_holidays", holidays or []), otherwise, **others
    )


def open_hours(known: history.Schedules, *events: dict[str, Any], hours: int = 48, **request: Any) -> float:
    """Business hours to the solve of a request that was open from Monday 00:00 for some hours."""
    solve = {"kind": "status", "value": "solved", "at": MONDAY.replace(day=2 + hours // 24, hour=hours % 24)}
    rows = [{"ticket_id": "1", "at": MONDAY} | event for event in (*events, solve)]
    requests = frame("tickets", [{"ticket_id": "1", "created_at": MONDAY} | request])
    row = history.tickets(history.Histories.of(frame("events", rows), requests, known, {})).row(0, named=True)
    return float(row["resolution_business_s"]) / 3600


@pytest.mark.parametrize(
    ("interval", "monday", "sunday"),
    [
        ((1440 + 540, 1440 + 1020), ((540, 1020),), ()),
        ((0, 60), (), ((0, 60),)),
        ((1380, 1500), ((0, 60),), ((1380, 1440),)),  # over the midnight of Sunday
        ((10020, 10140), (), ((0, 60),)),  # from Saturday 23:00 into the next week
        ((10020, 60), (), ((0, 60),)),  # the same, written the other way
    ],
)
def test_minutes_count_from_sunday(interval: tuple[int, int], monday: Any, sunday: Any) -> None:
    week = schedules(*hours("1", interval)).hours[1].week
    assert (week[0], week[6]) == (monday, sunday)


def test_hours_of_a_day_are_in_order_without_overlap() -> None:
    week = schedules(*hours("1", (2400, 2460), (2000, 2100), (2050, 2200), (2200, 2300))).hours[1].week
    assert week[0] == ((2000 - 1440, 2300 - 1440), (2400 - 1440, 2460 - 1440))


def test_a_whole_week_is_open_all_the_time() -> None:
    assert schedules(*hours("1", (0, 10080))).hours[1].week == ALWAYS


def test_both_days_of_a_holiday_are_closed() -> None:
    rows = [{"schedule": "1", "first_on": date(2026, 3, 2), "last_on": date(2026, 3, 3)}]
    assert open_hours(schedules(*hours("1", (0, 10080)), holidays=rows), hours=60) == 12


def test_a_holiday_without_a_last_day_is_one_day() -> None:
    rows = [{"schedule": "1", "first_on": date(2026, 3, 2)}]
    assert open_hours(schedules(*hours("1", (0, 10080)), holidays=rows)) == 24


@pytest.mark.parametrize(("ten", "nine", "expected"), [(2019, 2020, 48), (2020, 2019, 1), (2020, 2020, 1)])
def test_the_default_is_the_oldest_then_the_lowest(ten: int, nine: int, expected: float) -> None:
    always = hours("10", (0, 10080), created_at=datetime(ten, 1, 1))
    one_hour = hours("9", (1440, 1500), created_at=datetime(nine, 1, 1))
    assert open_hours(schedules(*always, *one_hour)) == expected


def test_the_schedule_in_force_at_each_moment() -> None:
    known = schedules(*hours("1", (0, 10080)), *hours("2", (1440, 1441), created_at=datetime(2021, 1, 1)))
    to_closed = {"kind": "schedule", "value": "2", "at": MONDAY.replace(hour=6)}
    back = {"kind": "schedule", "value": "1", "at": MONDAY.replace(day=3)}
    assert open_hours(known) == 48
    assert open_hours(known, to_closed) == 6
    assert open_hours(known, to_closed, back) == 30
    assert open_hours(known, to_closed, back | {"value": "unknown"}) == 30  # the default again


def test_a_source_without_schedules_has_the_organisations() -> None:
    known = schedules(*hours("1", (0, 10080), source="other"), otherwise=Schedule("UTC", NEVER, None, ()))
    assert open_hours(known) == 0


def test_teams_have_their_own_hours_where_the_source_has_no_schedules() -> None:
    night = {("test", "night"): Schedule("UTC", (((0, 360),),) * 7, None, ())}
    moved = {"kind": "team", "value": "night", "at": MONDAY.replace(hour=12)}
    known = schedules(otherwise=Schedule("UTC", ALWAYS, None, ()), teams=night)
    assert open_hours(known) == 48
    assert open_hours(known, team="night") == 12
    assert open_hours(known, moved, team="night") == 12 + 6  # the history tells, and not what the request is by now
    assert open_hours(schedules(*hours("1", (0, 10080)), teams=night), moved) == 48


def test_years_without_a_calendar_have_no_business_time() -> None:
    solve = {"ticket_id": "1", "kind": "status", "value": "solved", "at": datetime(2200, 1, 2)}
    requests = frame("tickets", [{"ticket_id": "1", "created_at": datetime(2200, 1, 1)}])
    row = history.tickets(history.Histories.of(frame("events", [solve]), requests, schedules(), {})).row(0, named=True)
    assert row["resolution_s"] == 86400
    assert row["resolution_business_s"] is None


def test_of_changes_in_one_instant_one_period_remains() -> None:
    requests = pl.DataFrame({"ticket_id": ["1"]}).with_columns(created_at=pl.lit(MONDAY))
    events = frame("events", [{"ticket_id": "1", "kind": "schedule", "value": str(n), "at": MONDAY} for n in (1, 2)])
    histories = history.Histories.of(events, frame("tickets", requests), schedules(*hours("1", (0, 10080))), {})
    assert histories.periods.height == 1
