"""The month for executives: each metric against the previous month and last year's, like with like, and judged."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest

from answers import clock, month
from answers.measure import measure, single
from answers.month import Line
from data import engine
from data.scope import OWNER, Scope
from data.settings import Settings
from data.store import Generation
from metrics import change, estimates
from metrics.catalogue import CATALOGUE
from metrics.metric import NO_VALUE, Value
from tests.answers.goal_worlds import goal
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


def line(generation: Generation, on: date, metric: str = "requests", scope: Scope = OWNER) -> Line:
    [found] = month.scorecard([metric], on, scope, generation, {}, ())
    return found


MONTHS = {date(2024 + (m - 1) // 12, (m - 1) % 12 + 1, 5): m for m in range(1, 28)}  # January 2024 has 1, March 2026 27


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("month")))
        return world(MONTHS, datetime(2026, 3, 31, 20))


def test_a_complete_month_stands_beside_the_previous_and_the_same_of_last_year(three_years: Generation) -> None:
    found = line(three_years, date(2026, 3, 1))
    assert (found.now.value, found.previous.value, found.year_ago.value, found.days) == (27, 26, 15, None)
    assert (found.metric.id, found.now.n) == ("requests", 27)


def test_the_trend_is_thirteen_months_each_with_the_one_a_year_before(three_years: Generation) -> None:
    found = line(three_years, date(2026, 3, 1))
    assert [day for day, _ in found.trend] == [
        clock.shift("month", date(2026, 3, 1), n, three_years) for n in range(-12, 1)
    ]
    assert [value.value for _, value in found.trend] == list(range(15, 28))
    assert [value.value for value in found.earlier] == list(range(3, 16))


def test_months_before_the_data_have_no_value_and_are_not_zero(three_years: Generation) -> None:
    found = line(three_years, date(2024, 2, 1))
    assert (found.now.value, found.previous.value, found.year_ago) == (2, 1, NO_VALUE)
    assert [value for _, value in found.trend[:-2]] == [NO_VALUE] * 11
    assert set(found.earlier) == {NO_VALUE}


def test_a_month_without_a_case_in_between_is_seen() -> None:
    answers = [
        {"survey_id": str(m), "kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, m, 28, 23)}
        for m in (1, 3)
    ]
    found = line(put({"surveys": answers}), date(2026, 3, 1), "csat")
    assert [value.value for _, value in found.trend][-3:] == [1.0, None, 1.0]
    assert (found.previous.value, found.previous.n) == (None, 0)


def running(last: date) -> Generation:
    """Two requests on each day from October 2024 on, and three from October 2025, up to a day of a month."""
    days = {date(2024, 10, 1) + timedelta(days=n): 2 for n in range((last - date(2024, 10, 1)).days + 1)}
    return world({day: 3 if day >= date(2025, 10, 1) else 2 for day in days}, datetime.combine(last, time(18)))


def test_a_running_month_is_compared_with_as_many_days() -> None:
    found = line(running(date(2025, 11, 10)), date(2025, 11, 1))
    assert (found.days, found.now.value, found.previous.value, found.year_ago.value) == (10, 30, 30, 20)
    # The trend still shows whole months.
    assert [value.value for _, value in found.trend][-2:] == [93, 30]


def test_a_running_month_is_compared_with_no_more_days_than_the_other_has() -> None:
    found = line(running(date(2026, 3, 30)), date(2026, 3, 1))
    assert (found.days, found.now.value) == (30, 90)
    assert (found.previous.value, found.year_ago.value) == (28 * 3, 30 * 2)


def test_on_its_last_day_a_month_is_complete() -> None:
    found = line(running(date(2025, 11, 30)), date(2025, 11, 1))
    assert (found.days, found.now.value, found.previous.value, found.year_ago.value) == (None, 90, 93, 60)


@pytest.mark.parametrize(
    ("last", "on", "now", "previous", "year_ago", "days"),
    [
        # Farvardin 1405 is 21 March to 20 April 2026; Esfand 1404 has 29 days, from 20 February on.
        (date(2026, 4, 20), date(2026, 3, 21), 31 * 3, 29 * 3, 31 * 2, None),
        # Ordibehesht 1405 begins on 21 April; after ten days it is compared with ten of Farvardin.
        (date(2026, 4, 30), date(2026, 4, 21), 10 * 3, 10 * 3, 10 * 2, 10),
    ],
)
def test_months_of_the_jalali_calendar(
    last: date, on: date, now: float, previous: float, year_ago: float, days: int | None
) -> None:
    begin = date(2025, 3, 1)
    rows = {
        day: 3 if day >= date(2025, 12, 1) else 2
        for n in range((last - begin).days + 1)
        for day in [begin + timedelta(days=n)]
    }
    generation = world(rows, datetime.combine(last, time(18)), Settings(calendar="jalali"))
    found = line(generation, on)
    assert (found.now.value, found.previous.value, found.year_ago.value, found.days) == (now, previous, year_ago, days)
    assert found.trend[-1][0] == on
    assert found.trend[-2][0] == (date(2026, 2, 20) if on == date(2026, 3, 21) else date(2026, 3, 21))
    assert found.trend[0][0] == clock.shift("month", on, -12, generation)


def test_each_channel_has_its_own_thirteen_months(three_years: Generation) -> None:
    found = month.by_channel("requests", date(2026, 3, 1), OWNER, three_years, {})
    assert list(found) == ["email", "phone"]
    assert {channel: len(series) for channel, series in found.items()} == {"email": 13, "phone": 13}
    assert {channel: series[-1][1].value for channel, series in found.items()} == {"email": 13, "phone": 14}


def test_filters_and_scope_hold_for_every_number(three_years: Generation) -> None:
    found = month.scorecard(["requests"], date(2026, 3, 1), OWNER, three_years, {"channel": ["phone"]}, ())[0]
    assert (found.now.value, found.previous.value, found.year_ago.value) == (14, 13, 8)
    hidden = line(three_years, date(2026, 3, 1), "transfer_rate", Scope("nobody"))
    assert {hidden.now, hidden.previous, hidden.year_ago} == {NO_VALUE}


def test_the_first_five_that_the_data_can_feed_are_shown_and_the_others_say_why(three_years: Generation) -> None:
    shown, reasons = month.headline_metrics(three_years)
    assert shown == ["transfer_rate", "requests"]
    assert len(reasons) == month.HEADLINES
    assert all("is not available: the loaded data has no " in reason for reason in reasons)


def test_undated_data_still_have_their_values() -> None:
    generation = put(
        {"surveys": [{"survey_id": str(i), "kind": "nps", "score": 10.0, "scale": "0-10"} for i in range(3)]}
    )
    [(metric, value)] = month.undated(OWNER, generation, {})
    assert (metric.id, value.value, value.n) == ("nps", 100, 3)


@pytest.mark.parametrize(("hour", "days"), [(0, 31), (9, 31), (18, None)])
def test_a_last_day_of_which_only_the_morning_is_there_does_not_complete_its_month(hour: int, days: int | None) -> None:
    requests = {date(2026, number, day): 1 for number in (7, 8) for day in range(1, 32)}
    generation = world(requests, datetime(2026, 8, 31, hour, 30))  # a Monday, open until 17:00
    assert line(generation, date(2026, 8, 1)).days == days


def test_with_a_first_month_that_is_there_in_part_nothing_is_compared() -> None:
    requests = {date(2026, 8, day): 3 for day in range(25, 32)} | {date(2026, 9, day): 1 for day in range(1, 31)}
    generation = world(requests, datetime(2026, 9, 30, 20))
    found = line(generation, date(2026, 9, 1))
    assert (found.now.value, found.previous) == (30, NO_VALUE)
    assert found.trend[-2][1].value == 21
    assert date(2026, 8, 1) in found.partial
    assert date(2026, 9, 1) not in found.partial


def monthly(counts: list[int], first: date, as_of: datetime, **others: Any) -> Generation:
    """So many requests in each month from `first` on, on its 2nd, so that data begin with a whole month."""
    days = {
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 2): count
        for n, count in enumerate(counts)
    }
    return world(days, as_of, **others)


STABLE = [50, 47, 52, 49, 55, 51, 46, 53, 50, 48, 52, 54, 49, 51]  # January 2025 to February 2026


def verdict(found: Line) -> tuple[str, str | None] | None:
    return None if found.change is None else (found.change.verdict, found.change.direction)


def test_the_latest_complete_month_is_judged_against_those_before_it() -> None:
    generation = monthly([*STABLE, 120, 3], date(2025, 1, 1), datetime(2026, 4, 10))
    calm, jump, after = (line(generation, date(2026, number, 1)) for number in (2, 3, 4))
    assert verdict(calm) == ("within_normal_variation", None)
    assert verdict(jump) == ("real_change", "up")
    # April has run for ten days: the word is still that of March, and April's three requests are no fall.
    assert (after.days, verdict(after)) == (10, verdict(jump))
    table = pl.DataFrame(
        {
            "period": [date(2025 + n // 12, n % 12 + 1, 1) for n in range(15)],
            "value": [float(each) for each in [*STABLE, 120]],
            "n": [*STABLE, 120],
            "low": None,
            "high": None,
        }
    )
    alone = change.latest_month(table, estimates.count)
    assert alone is not None
    assert alone.limits is not None
    assert jump.change is not None
    assert jump.change.limits is not None
    assert jump.change.limits.high[-1] == pytest.approx(alone.limits.high[-1])


def test_the_month_of_which_the_data_hold_the_end_alone_tells_nothing_about_the_others() -> None:
    """A first month of one day would widen the limits until 75 requests, after a year of 50, were usual."""
    months = {date(2025, number, 2): 50 + number % 3 for number in range(2, 13)} | {date(2026, 1, 2): 75}
    part = world({date(2025, 1, 31): 1} | months, datetime(2026, 1, 31, 20))
    assert date(2025, 1, 1) in line(part, date(2026, 1, 1)).partial
    assert verdict(line(part, date(2026, 1, 1))) == ("real_change", "up")
    short = world(
        {date(2025, 2, 28): 50} | {day: n for day, n in months.items() if day > date(2025, 3, 1)},
        datetime(2026, 1, 31, 20),
    )
    assert verdict(line(short, date(2026, 1, 1))) == ("too_short_to_judge", None)


def test_without_a_case_in_the_month_nothing_is_judged(three_years: Generation) -> None:
    generation = monthly(STABLE, date(2025, 1, 1), datetime(2026, 3, 31, 20))
    assert line(generation, date(2026, 3, 1), "transfer_rate").change is None
    assert line(three_years, date(2026, 3, 1), "transfer_rate").change is not None


def test_a_season_is_seen_over_three_years() -> None:
    """Decembers of 300 are no change where they were so before, and are one to who looks back thirteen months alone."""
    year = [50, 52, 49, 51, 48, 53, 50, 47, 52, 51, 49, 300]
    found = line(monthly(year * 4, date(2022, 1, 1), datetime(2025, 12, 31, 20)), date(2025, 12, 1))
    assert verdict(found) == ("within_normal_variation", None)
    assert found.change is not None
    assert found.change.seasonal
    assert found.change.limits is not None
    assert len(found.change.limits.centre) == month.JUDGED_MONTHS
    assert verdict(
        line(monthly([50, *year, 300], date(2024, 11, 1), datetime(2025, 12, 31, 20)), date(2025, 12, 1))
    ) == ("real_change", "up")


def test_the_goal_of_the_month_stands_with_its_metric(three_years: Generation) -> None:
    held = goal("decrease_to", 0.2, date(2026, 1, 1), date(2026, 12, 31), metric="transfer_rate")
    asked = ["requests", "transfer_rate"]
    lines = month.scorecard(asked, date(2026, 3, 1), OWNER, three_years, {}, [held])
    assert [each.metric.id for each in lines] == asked
    assert [each.course and each.course.target for each in lines] == [None, 0.2]
    phone = month.scorecard(asked, date(2026, 3, 1), OWNER, three_years, {"channel": ["phone"]}, [held])
    assert [each.course for each in phone] == [None, None]


def test_what_has_no_months_or_cannot_be_chosen_so_is_left_out(three_years: Generation) -> None:
    asked = ["stale", "requests_per_customer", "requests"]
    on = date(2026, 3, 1)
    lines = month.scorecard(asked, on, OWNER, three_years, {}, ())
    assert [each.metric.id for each in lines] == asked[1:]
    phone = month.scorecard(asked, on, OWNER, three_years, {"channel": ["phone"]}, ())
    assert [each.metric.id for each in phone] == ["requests"]
    assert month.scorecard([], on, OWNER, three_years, {}, ()) == []


def test_the_usual_scorecard_is_what_the_data_can_feed(three_years: Generation) -> None:
    assert set(month.PREFERRED) | {"backlog", "cost_per_request"} <= set(month.USUAL)
    assert 10 <= len(month.USUAL) <= 14
    assert all("month" in CATALOGUE[metric].grains for metric in month.USUAL)
    assert month.usual(three_years) == ("transfer_rate", "requests", "backlog")


def test_all_of_a_scorecard_is_counted_in_few_passes(three_years: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    run, passes = engine.run, []
    monkeypatch.setattr(engine, "run", lambda *asked: passes.append(asked) or run(*asked))
    lines = month.scorecard(month.USUAL, date(2026, 3, 1), OWNER, three_years, {}, ())
    assert len(lines) == len(month.USUAL)
    assert len(passes) <= 6  # by creation, by solving, promises, answers, backlog, costs
    for each in lines:
        span = clock.span("month", date(2026, 3, 1), date(2026, 3, 1), three_years)
        assert each.now == single(measure(each.metric.id, OWNER, three_years, span=span))


def costs(as_of: datetime) -> Generation:
    """100 of costs in each month of 2026 up to May, for 10, 20, 30, … requests."""
    tickets = [
        {"ticket_id": f"{number}-{i}", "channel": "email", "created_at": datetime(2026, number, 2), "updated_at": as_of}
        for number in range(1, 6)
        for i in range(10 * number)
    ]
    entered = [{"month": date(2026, number, 1), "channel": "email", "amount": 100.0} for number in range(1, 6)]
    return put({"tickets": tickets, "costs": entered})


def test_the_cost_of_a_month() -> None:
    found = month.cost(date(2026, 4, 1), OWNER, costs(datetime(2026, 5, 10)), {})
    assert found is not None
    assert (found.now.value, found.now.n, found.previous.value) == (2.5, 40, pytest.approx(100 / 30))


def test_a_month_that_still_runs_has_no_cost_yet() -> None:
    """Its costs are those of all of it and its requests are not: each would seem dearer."""
    found = month.cost(date(2026, 5, 1), OWNER, costs(datetime(2026, 5, 10)), {})
    assert found is not None
    assert (found.now, found.trend[-1][1], found.previous.value) == (NO_VALUE, NO_VALUE, 2.5)


def test_without_costs_there_is_no_cost(three_years: Generation) -> None:
    assert month.cost(date(2026, 3, 1), OWNER, three_years, {}) is None
    assert month.cost(date(2026, 4, 1), OWNER, costs(datetime(2026, 5, 10)), {"topic": ["delivery"]}) is None


def test_a_month_in_which_nothing_happened_is_a_true_zero_of_what_is_counted() -> None:
    """Also at the end, where no row tells of it; of shares there is none, and what nobody counts is no zero."""
    generation = monthly(STABLE, date(2025, 1, 1), datetime(2026, 3, 31, 20), complaint=True)
    complaints, rate = (line(generation, date(2026, 3, 1), metric) for metric in ("complaints", "complaint_rate"))
    assert (complaints.now, complaints.previous.value, rate.now) == (Value(0.0, 0, None, None), 51, NO_VALUE)
    assert verdict(complaints) == ("real_change", "down")
    assert line(generation, date(2026, 3, 1), "satisfied_customers").now == NO_VALUE
    assert line(generation, date(2026, 3, 1), "backlog").now.value != 0
    assert month.by_channel("complaints", date(2026, 3, 1), OWNER, generation, {})["email"][-1][1].value == 0
