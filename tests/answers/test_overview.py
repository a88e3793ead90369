"""The month for executives: each headline against the previous month and the same month last year, like with like."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from answers import clock, overview
from data.scope import OWNER, Scope
from data.settings import Settings
from data.store import Generation
from metrics.metric import NO_VALUE
from tests.worlds import put


def world(days: Mapping[date, int], as_of: datetime, settings: Settings | None = None, **others: Any) -> Generation:
    """So many requests created on each day, the first half of them by phone, and data that reach to `as_of`."""
    tickets: list[dict[str, Any]] = [
        {
            "ticket_id": f"{day}-{i}",
            "created_at": datetime.combine(day, time(12)),
            "transfers": i % 2,
            "channel": "phone" if i < n / 2 else "email",
        }
        | others
        for day, n in days.items()
        for i in range(n)
    ]
    clock_row = {
        "ticket_id": "latest",
        "direction": "outbound",
        "created_at": as_of - timedelta(hours=1),
        "updated_at": as_of,
    }
    return put({"tickets": [*tickets, clock_row]}, settings)


def headline(generation: Generation, month: date, metric: str = "requests", scope: Scope = OWNER) -> overview.Headline:
    return overview.headline(metric, month, scope, generation, {})


MONTHS = {date(2024 + (m - 1) // 12, (m - 1) % 12 + 1, 5): m for m in range(1, 28)}  # January 2024 has 1, March 2026 27


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("overview")))
        return world(MONTHS, datetime(2026, 3, 31, 20))


def test_a_complete_month_stands_beside_the_previous_and_the_same_of_last_year(three_years: Generation) -> None:
    found = headline(three_years, date(2026, 3, 1))
    assert (found.now.value, found.previous.value, found.year_ago.value, found.days) == (27, 26, 15, None)
    assert (found.metric.id, found.now.n) == ("requests", 27)


def test_the_trend_is_thirteen_months_each_with_the_one_a_year_before(three_years: Generation) -> None:
    found = headline(three_years, date(2026, 3, 1))
    assert [day for day, _ in found.trend] == [
        clock.shift("month", date(2026, 3, 1), n, three_years) for n in range(-12, 1)
    ]
    assert [value.value for _, value in found.trend] == list(range(15, 28))
    assert [value.value for value in found.earlier] == list(range(3, 16))


def test_months_before_the_data_have_no_value_and_are_not_zero(three_years: Generation) -> None:
    found = headline(three_years, date(2024, 2, 1))
    assert (found.now.value, found.previous.value, found.year_ago) == (2, 1, NO_VALUE)
    assert [value for _, value in found.trend[:-2]] == [NO_VALUE] * 11
    assert set(found.earlier) == {NO_VALUE}


def test_a_month_without_a_case_in_between_is_seen() -> None:
    answers = [
        {"survey_id": str(m), "kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, m, 28, 23)}
        for m in (1, 3)
    ]
    found = headline(put({"surveys": answers}), date(2026, 3, 1), "csat")
    assert [value.value for _, value in found.trend][-3:] == [1.0, None, 1.0]
    assert (found.previous.value, found.previous.n) == (None, 0)


def running(last: date) -> Generation:
    """Two requests on each day from October 2024 on, and three from October 2025, up to a day of a month."""
    days = {date(2024, 10, 1) + timedelta(days=n): 2 for n in range((last - date(2024, 10, 1)).days + 1)}
    return world({day: 3 if day >= date(2025, 10, 1) else 2 for day in days}, datetime.combine(last, time(18)))


def test_a_running_month_is_compared_with_as_many_days() -> None:
    found = headline(running(date(2025, 11, 10)), date(2025, 11, 1))
    assert (found.days, found.now.value, found.previous.value, found.year_ago.value) == (10, 30, 30, 20)
    # The trend still shows whole months.
    assert [value.value for _, value in found.trend][-2:] == [93, 30]


def test_a_running_month_is_compared_with_no_more_days_than_the_other_has() -> None:
    found = headline(running(date(2026, 3, 30)), date(2026, 3, 1))
    assert (found.days, found.now.value) == (30, 90)
    assert (found.previous.value, found.year_ago.value) == (28 * 3, 30 * 2)


def test_on_its_last_day_a_month_is_complete() -> None:
    found = headline(running(date(2025, 11, 30)), date(2025, 11, 1))
    assert (found.days, found.now.value, found.previous.value, found.year_ago.value) == (None, 90, 93, 60)


@pytest.mark.parametrize(
    ("last", "month", "now", "previous", "year_ago", "days"),
    [
        # Farvardin 1405 is 21 March to 20 April 2026; Esfand 1404 has 29 days, from 20 February on.
        (date(2026, 4, 20), date(2026, 3, 21), 31 * 3, 29 * 3, 31 * 2, None),
        # Ordibehesht 1405 begins on 21 April; after ten days it is compared with ten of Farvardin.
        (date(2026, 4, 30), date(2026, 4, 21), 10 * 3, 10 * 3, 10 * 2, 10),
    ],
)
def test_months_of_the_jalali_calendar(
    last: date, month: date, now: float, previous: float, year_ago: float, days: int | None
) -> None:
    begin = date(2025, 3, 1)
    rows = {
        day: 3 if day >= date(2025, 12, 1) else 2
        for n in range((last - begin).days + 1)
        for day in [begin + timedelta(days=n)]
    }
    generation = world(rows, datetime.combine(last, time(18)), Settings(calendar="jalali"))
    found = headline(generation, month)
    assert (found.now.value, found.previous.value, found.year_ago.value, found.days) == (now, previous, year_ago, days)
    assert found.trend[-1][0] == month
    assert found.trend[-2][0] == (date(2026, 2, 20) if month == date(2026, 3, 21) else date(2026, 3, 21))
    assert found.trend[0][0] == clock.shift("month", month, -12, generation)


def test_each_channel_has_its_own_thirteen_months(three_years: Generation) -> None:
    found = overview.by_channel("requests", date(2026, 3, 1), OWNER, three_years, {})
    assert list(found) == ["email", "phone"]
    assert {channel: len(series) for channel, series in found.items()} == {"email": 13, "phone": 13}
    assert {channel: series[-1][1].value for channel, series in found.items()} == {"email": 13, "phone": 14}


def test_filters_and_scope_hold_for_every_number(three_years: Generation) -> None:
    found = overview.headline("requests", date(2026, 3, 1), OWNER, three_years, {"channel": ["phone"]})
    assert (found.now.value, found.previous.value, found.year_ago.value) == (14, 13, 8)
    hidden = headline(three_years, date(2026, 3, 1), "transfer_rate", Scope("nobody"))
    assert {hidden.now, hidden.previous, hidden.year_ago} == {NO_VALUE}


def test_the_first_five_that_the_data_can_feed_are_shown_and_the_others_say_why(three_years: Generation) -> None:
    shown, reasons = overview.headline_metrics(three_years)
    assert shown == ["transfer_rate", "requests"]
    assert len(reasons) == overview.HEADLINES
    assert all("is not available: the loaded data has no " in reason for reason in reasons)


def test_undated_data_still_have_their_values() -> None:
    generation = put(
        {"surveys": [{"survey_id": str(i), "kind": "nps", "score": 10.0, "scale": "0-10"} for i in range(3)]}
    )
    [(metric, value)] = overview.undated(OWNER, generation, {})
    assert (metric.id, value.value, value.n) == ("nps", 100, 3)


@pytest.mark.parametrize(("hour", "days"), [(0, 31), (9, 31), (18, None)])
def test_a_last_day_of_which_only_the_morning_is_there_does_not_complete_its_month(hour: int, days: int | None) -> None:
    requests = {date(2026, month, day): 1 for month in (7, 8) for day in range(1, 32)}
    generation = world(requests, datetime(2026, 8, 31, hour, 30))  # a Monday, open until 17:00
    assert headline(generation, date(2026, 8, 1)).days == days


def test_with_a_first_month_that_is_there_in_part_nothing_is_compared() -> None:
    requests = {date(2026, 8, day): 3 for day in range(25, 32)} | {date(2026, 9, day): 1 for day in range(1, 31)}
    generation = world(requests, datetime(2026, 9, 30, 20))
    found = headline(generation, date(2026, 9, 1))
    assert (found.now.value, found.previous) == (30, NO_VALUE)
    assert found.trend[-2][1].value == 21
    assert date(2026, 8, 1) in found.partial
    assert date(2026, 9, 1) not in found.partial
