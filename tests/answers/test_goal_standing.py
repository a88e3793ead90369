"""The word for a goal at each moment of its life, the forecast behind it, and the verdict that stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from answers import goal_standing
from data import records
from data.records import Goal, GoalTerms
from data.scope import OWNER, Scope
from data.settings import Settings
from data.store import Generation
from metrics.pace import Kind
from tests.answers.goal_worlds import YEAR_LONG, Months, goal, world
from tests.worlds import put

NOW = datetime(2027, 1, 20, tzinfo=UTC)


def steady(share: float, last: tuple[int, int], as_of: datetime, made: int = 200) -> Generation:
    """The same share in each month since 2025 up to the last."""
    months = [(year, month) for year in (2025, 2026) for month in range(1, 13) if (year, month) <= last]
    return world({each: (round(share * made), made) for each in months}, as_of)


SHARES = (0.1, 0.3, 0.4, 0.5, 0.55, 0.58, 0.59, 0.6, 0.62, 0.7, 0.75, 0.79, 0.8, 0.81, 0.9)


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Generation]:
    """A team for each share, about which its months swing: data up to July 2026, and to the end of the year."""
    found = {}
    for months, as_of in ((18, datetime(2026, 7, 10)), (24, datetime(2026, 12, 31, 18))):
        tickets = [
            {
                "ticket_id": f"{share}-{number}-{i}",
                "team": str(share),
                "status": "closed",
                "created_at": datetime(2025 + number // 12, number % 12 + 1, 9, 8),
                "resolved_at": datetime(2025 + number // 12, number % 12 + 1, 9, 12),
                "resolution_flag": "achieved" if i < round(share * 200) + (-2, 2, 0)[number % 3] else "breached",
            }
            for share in SHARES
            for number in range(months)
            for i in range(200)
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp(f"teams{months}")))
            found[months] = put({"tickets": [*tickets, {"ticket_id": "latest", "updated_at": as_of}]})
    return found


def told(generation: Generation, kind: Kind, target: float, **others: Any) -> goal_standing.Standing:
    begins, ends = others.pop("span", YEAR_LONG)
    return goal_standing.standing(goal(kind, target, begins, ends, **others), OWNER, generation)


@pytest.mark.parametrize(
    ("kind", "target", "baseline", "share", "expected"),
    [
        ("increase_to", 0.8, 0.5, 0.90, "on_track"),
        ("increase_to", 0.8, 0.5, 0.55, "off_track"),
        ("increase_to", 0.8, 0.5, 0.80, "at_risk"),
        ("decrease_to", 0.2, 0.5, 0.10, "on_track"),
        ("decrease_to", 0.2, 0.5, 0.55, "off_track"),
        ("stay_above", 0.6, None, 0.70, "on_track"),
        ("stay_above", 0.6, None, 0.40, "off_track"),
        ("stay_below", 0.6, None, 0.50, "on_track"),
        ("stay_below", 0.6, None, 0.80, "off_track"),
    ],
)
def test_a_goal_on_its_way(
    teams: dict[int, Generation], kind: Kind, target: float, baseline: float | None, share: float, expected: str
) -> None:
    found = told(teams[18], kind, target, baseline=baseline, where={"team": [str(share)]})
    assert found.status == expected
    assert found.chance is not None
    # The status is the word for the chance, and nothing else.
    assert expected == ("on_track" if found.chance >= 0.7 else "at_risk" if found.chance >= 0.3 else "off_track")
    assert found.left == len(found.ahead) == 6
    assert (found.ahead[0].first, found.ahead[-1].last) == (date(2026, 7, 1), date(2026, 12, 31))
    for each in found.ahead:
        assert 0 <= each.low <= each.middle <= each.high <= 1
    assert found.expected == pytest.approx(share, abs=0.05)


def test_what_is_needed_stands_beside_what_was_gained(teams: dict[int, Generation]) -> None:
    found = told(teams[18], "increase_to", 0.8, where={"team": ["0.55"]})
    assert found.required_gain == pytest.approx((0.8 - 0.55) / 6, abs=0.003)
    assert found.recent_gain == pytest.approx(0.0, abs=0.005)
    assert found.recent == 6


@pytest.mark.parametrize(
    ("kind", "target", "share", "expected"),
    [
        ("increase_to", 0.8, 0.90, "met"),
        ("increase_to", 0.8, 0.81, "met_within_chance"),
        ("increase_to", 0.8, 0.79, "missed_within_chance"),
        ("increase_to", 0.8, 0.60, "missed"),
        ("decrease_to", 0.2, 0.10, "met"),
        ("decrease_to", 0.2, 0.40, "missed"),
        ("stay_above", 0.6, 0.90, "met"),
        ("stay_above", 0.6, 0.30, "missed"),
        ("stay_below", 0.6, 0.30, "met"),
        ("stay_below", 0.6, 0.90, "missed"),
    ],
)
def test_a_goal_at_its_deadline(
    teams: dict[int, Generation], kind: Kind, target: float, share: float, expected: str
) -> None:
    found = told(teams[24], kind, target, where={"team": [str(share)]})
    assert (found.status, found.chance, found.ahead, found.left) == (expected, None, (), 0)


@pytest.mark.parametrize("kind", ["increase_to", "decrease_to", "stay_above", "stay_below"])
def test_a_goal_before_it_says_anything(kind: Kind) -> None:
    target = 0.2 if kind == "decrease_to" else 0.8
    before = steady(0.7, (2026, 3), datetime(2026, 4, 10))
    assert told(before, kind, target, span=(date(2026, 5, 1), date(2026, 12, 31))).status == "not_started"
    assert told(before, kind, target, span=(date(2026, 4, 1), date(2026, 12, 31))).status == "too_early"
    # A fifth of the year is over, and March is complete: from here on it is told.
    assert told(steady(0.7, (2026, 3), datetime(2026, 3, 10)), kind, target).status == "too_early"
    assert told(before, kind, target).status != "too_early"


def test_nothing_is_told_before_a_period_of_the_goal_is_complete() -> None:
    found = told(
        steady(0.7, (2026, 3), datetime(2026, 3, 20)), "stay_above", 0.6, span=(date(2026, 3, 1), date(2027, 3, 1))
    )
    assert (found.status, found.now.value, found.since) == ("too_early", None, None)


def test_seven_months_are_too_short_a_past_for_a_forecast_and_eight_are_not() -> None:
    for first, expected in ((7, "not_enough_data"), (6, "on_track")):
        months = {(2025, m): (140, 200) for m in range(first, 13)} | {(2026, 1): (141, 200)}
        found = told(
            world(months, datetime(2026, 2, 20)), "stay_above", 0.5, span=(date(2026, 1, 1), date(2026, 3, 31))
        )
        # The quarter is followed by weeks, of which there are enough; a year by months.
        assert found.grain == "week"
        found = told(
            world(months, datetime(2026, 2, 20)), "stay_above", 0.5, span=(date(2025, 11, 1), date(2026, 10, 31))
        )
        assert (found.grain, found.status) == ("month", expected)


def test_now_is_pooled_over_the_last_three_complete_periods() -> None:
    months = {
        (2026, 1): (0, 100),
        (2026, 2): (100, 100),
        (2026, 3): (0, 100),
        (2026, 4): (90, 300),
        (2026, 5): (50, 50),
    }
    found = told(world(months, datetime(2026, 5, 20)), "increase_to", 0.8)
    assert (found.since, found.until) == (date(2026, 2, 1), date(2026, 4, 30))
    assert (found.now.value, found.now.n) == (pytest.approx(190 / 500), 500)
    # The middle of the window is 17 March.
    middle = (date(2026, 3, 17) - date(2026, 1, 1)).days
    assert found.pace == pytest.approx(0.5 + 0.3 * middle / 364)
    assert found.progress == pytest.approx((190 / 500 - 0.5) / 0.3)


def test_the_verdict_is_pooled_over_the_last_three_periods_of_the_goal() -> None:
    months = {(2026, m): (100 if m > 9 else 0, 100) for m in range(1, 13)} | {(2027, 1): (0, 100)}
    found = told(world(months, datetime(2027, 2, 10)), "increase_to", 0.8)
    assert (found.since, found.until, found.now.n) == (date(2026, 10, 1), date(2026, 12, 31), 300)
    assert (found.status, found.now.value) == ("met", 1.0)


def test_on_the_day_of_a_deadline_within_a_month_its_days_count() -> None:
    months = {(2026, m): (0, 100) for m in range(1, 12)} | {(2026, 12): (400, 400)}
    generation = world(months, datetime(2026, 12, 15, 18))
    found = told(generation, "increase_to", 0.8, span=(date(2026, 1, 1), date(2026, 12, 15)))
    assert (found.since, found.until) == (date(2026, 10, 1), date(2026, 12, 15))
    assert found.now.value == pytest.approx(400 / 600)


def test_a_short_goal_looks_at_days_and_never_before_its_start() -> None:
    generation = world({(2026, 3): (0, 100), (2026, 4): (100, 100)}, datetime(2026, 4, 9, 20))
    found = told(generation, "stay_above", 0.6, span=(date(2026, 4, 1), date(2026, 4, 30)))
    assert (found.since, found.until, found.grain) == (date(2026, 4, 7), date(2026, 4, 9), "day")
    assert found.now.n == 100


def test_a_bound_is_kept_by_the_share_of_periods_that_keep_it() -> None:
    months = {(2026, 1): (80, 100), (2026, 2): (20, 100), (2026, 3): (60, 100), (2026, 4): (0, 0)}
    assert told(world(months, datetime(2026, 4, 20)), "stay_above", 0.6).progress == pytest.approx(2 / 3)


def test_surveys_that_may_still_come_in_are_awaited() -> None:
    answers = [
        {"survey_id": str(i), "kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, 3, 20)}
        for i in range(40)
    ]
    for last, expected in ((datetime(2026, 4, 10), "awaiting_data"), (datetime(2026, 4, 14, 12), "met")):
        generation = put({"surveys": [*answers, {"survey_id": "late", "kind": "csat", "sent_at": last}]})
        found = told(generation, "stay_above", 0.5, span=(date(2026, 1, 1), date(2026, 3, 31)), metric="csat")
        assert found.status == expected


def test_too_few_cases_are_not_enough_data() -> None:
    for made, expected in ((9, "not_enough_data"), (40, "on_track")):
        assert told(steady(0.9, (2026, 6), datetime(2026, 7, 10), made), "stay_above", 0.5).status == expected


def test_no_data_of_the_goals_own_requests_is_not_enough_data() -> None:
    generation = steady(0.9, (2026, 6), datetime(2026, 7, 10))
    found = told(generation, "stay_above", 0.5, where={"channel": ["chat"]})
    assert (found.status, found.now.value, found.now.n, found.unavailable) == ("not_enough_data", None, 0, None)


def test_what_the_data_cannot_feed_is_said() -> None:
    found = told(steady(0.9, (2026, 6), datetime(2026, 7, 10)), "stay_above", 0.5, metric="csat")
    assert found.status == "not_enough_data"
    assert "is not available" in (found.unavailable or "")


def test_undated_data_say_that_they_have_no_dates() -> None:
    generation = put({"surveys": [{"survey_id": "1", "kind": "nps", "score": 9.0, "scale": "0-10"}]})
    found = told(generation, "stay_above", 50, metric="nps")
    assert (found.status, found.unavailable) == ("not_enough_data", "The loaded data has no dates.")


def test_who_may_see_nothing_learns_nothing() -> None:
    generation = steady(0.9, (2026, 6), datetime(2026, 7, 10))
    found = goal_standing.standing(goal("stay_above", 0.5, *YEAR_LONG), Scope("nobody"), generation)
    assert (found.status, found.now.n) == ("not_enough_data", 0)


def test_an_earlier_day_is_judged_by_the_data_up_to_it(teams: dict[int, Generation]) -> None:
    wanted = goal("increase_to", 0.8, *YEAR_LONG, where={"team": ["0.9"]})
    early = goal_standing.standing(wanted, OWNER, teams[24], on=date(2026, 7, 10))
    assert early == goal_standing.standing(wanted, OWNER, teams[18])
    assert early.until == date(2026, 6, 30)


# Totals and recurring goals


def calls(months: Mapping[tuple[int, int], int], as_of: datetime) -> Generation:
    """So many successful calls on the 9th of each month."""
    rows: list[dict[str, Any]] = [
        {
            "ticket_id": f"{year}-{month}-{i}",
            "channel": "phone",
            "direction": "outbound",
            "outcome": "success",
            "created_at": datetime(year, month, 9, 8),
            "resolved_at": datetime(year, month, 9, 9),
        }
        for (year, month), n in months.items()
        for i in range(n)
    ]
    return put({"tickets": [*rows, {"ticket_id": "latest", "updated_at": as_of}]})


HALF_YEAR = (date(2026, 1, 1), date(2026, 6, 30))
MONTHLY: dict[str, Any] = {"metric": "calls_successful", "recurs": "month"}


def test_a_total_counts_up_to_its_target_in_each_month() -> None:
    generation = calls({(2026, 1): 50, (2026, 2): 30, (2026, 3): 70}, datetime(2026, 3, 20, 18))
    found = told(generation, "stay_above", 60, span=HALF_YEAR, **MONTHLY)
    assert (found.first, found.deadline) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (found.now.value, found.since) == (70, date(2026, 3, 1))
    assert found.progress == pytest.approx(70 / 60)
    # What should be there by now follows the days that were worked.
    assert found.pace is not None
    assert 0.5 * 60 < found.pace < 60


def test_each_month_of_a_recurring_goal_gets_its_own_verdict(home: None) -> None:
    generation = calls({(2026, 1): 50, (2026, 2): 30, (2026, 3): 70}, datetime(2026, 3, 20, 18))
    kept = kept_goal(generation, "stay_above", 40, deadline=HALF_YEAR[1], **MONTHLY)
    closed = goal_standing.close(OWNER, generation, [kept], NOW)
    assert [(each.first, each.word, each.value) for each in closed] == [
        (date(2026, 1, 1), "met", 50),
        (date(2026, 2, 1), "missed", 30),
    ]
    found = goal_standing.standings([kept], OWNER, generation)[kept.id]
    assert [each.last for each in found.past] == [date(2026, 1, 31), date(2026, 2, 28)]
    assert not found.final


# Verdicts


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("home")))


def kept_goal(generation: Generation, kind: Kind, target: float, **others: Any) -> Goal:
    """The same goal, kept among the records."""
    span = others.pop("start", YEAR_LONG[0]), others.pop("deadline", YEAR_LONG[1])
    told = goal(kind, target, *span, **others)
    terms = {name: getattr(told, name) for name in GoalTerms.__dataclass_fields__} | {"baseline_reason": "Given"}
    priority = records.add_priority(OWNER, "Quick answers")
    return records.create_goal(OWNER, GoalTerms(**terms | {"priority_id": priority.id, "dataset": generation.dataset}))


def test_a_verdict_is_kept_once_and_outlives_later_data(home: None) -> None:
    months: Months = {(2026, m): (90, 100) for m in range(1, 13)}
    kept = kept_goal(world(months, datetime(2027, 1, 10)), "increase_to", 0.8)
    generation = world(months, datetime(2027, 1, 10))
    (verdict,) = goal_standing.close(OWNER, generation, [kept], NOW)
    assert (verdict.word, verdict.value, verdict.n, verdict.since) == ("met", 0.9, 300, date(2026, 10, 1))
    assert goal_standing.close(OWNER, generation, [kept], NOW + timedelta(days=1)) == []
    # In the spring a file comes in late, and December looks worse.
    later = world({**months, (2026, 12): (10, 100)}, datetime(2027, 4, 10))
    assert goal_standing.close(OWNER, later, [kept], NOW) == []
    found = goal_standing.standings([kept], OWNER, later)[kept.id]
    assert (found.final, found.status, found.now.value) == (True, "met", 0.9)
    assert found.correction is not None
    assert found.correction.value == pytest.approx(190 / 300)
    same = goal_standing.standings([kept], OWNER, generation)[kept.id]
    assert same.correction is None


def test_no_verdict_before_its_metric_has_settled(home: None) -> None:
    answers = [
        {"survey_id": str(i), "kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, 3, 20)}
        for i in range(40)
    ]
    for last, expected in ((datetime(2026, 4, 10), 0), (datetime(2026, 4, 14, 12), 1)):
        generation = put({"surveys": [*answers, {"survey_id": "late", "kind": "csat", "sent_at": last}]})
        if not expected:
            kept = kept_goal(generation, "stay_above", 0.5, metric="csat", deadline=date(2026, 3, 31))
        assert len(goal_standing.close(OWNER, generation, [kept], NOW)) == expected


def test_an_archived_goal_is_not_judged(home: None) -> None:
    generation = world({(2026, m): (90, 100) for m in range(1, 13)}, datetime(2027, 1, 10))
    kept = kept_goal(generation, "increase_to", 0.8)
    assert goal_standing.close(OWNER, generation, [replace(kept, archived_at=NOW)], NOW) == []


def test_a_day_that_still_runs_is_not_judged(home: None) -> None:
    """Successful calls each day: at ten in the morning the target cannot have been missed yet."""
    generation = calls({(2026, 3): 50}, datetime(2026, 3, 9, 9, 30))
    kept = kept_goal(
        generation,
        "stay_above",
        60,
        metric="calls_successful",
        recurs="day",
        start=date(2026, 3, 7),
        deadline=date(2026, 3, 12),
    )
    assert [each.last for each in goal_standing.close(OWNER, generation, [kept], NOW)] == [
        date(2026, 3, 7),
        date(2026, 3, 8),
    ]
    assert goal_standing.standings([kept], OWNER, generation)[kept.id].deadline == date(2026, 3, 8)


def test_too_few_cases_at_the_deadline_leave_the_verdict_open(home: None) -> None:
    few = {(2026, m): (9, 10) for m in range(1, 10)}
    generation = world(few, datetime(2027, 1, 10))
    kept = kept_goal(generation, "increase_to", 0.8)
    assert goal_standing.close(OWNER, generation, [kept], NOW) == []
    assert goal_standing.standings([kept], OWNER, generation)[kept.id].status == "not_enough_data"
    later = world(few | {(2026, 12): (45, 50)}, datetime(2027, 2, 10))
    assert [each.word for each in goal_standing.close(OWNER, later, [kept], NOW)] == ["met_within_chance"]


def test_a_goal_recurs_in_the_months_of_the_organisations_calendar() -> None:
    """Farvardin 1405 is 21 March to 20 April 2026; a month that the goal holds only in part is not judged."""
    generation = world({(2026, 3): (40, 40)}, datetime(2026, 5, 1, 18), Settings(calendar="jalali"))
    wanted = goal("stay_above", 0.8, date(2026, 3, 10), date(2026, 5, 25), recurs="month")
    found = [(each.start, each.deadline) for each in goal_standing.occurrences(wanted, generation)]
    assert found == [(date(2026, 3, 21), date(2026, 4, 20)), (date(2026, 4, 21), date(2026, 5, 21))]
