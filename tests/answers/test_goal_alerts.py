"""What needs attention, what changed, and what is celebrated."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from answers import goal_alerts, goal_standing
from answers.goal_standing import Standing
from data.records import CheckIn
from data.scope import OWNER
from metrics.value import Value
from tests.answers.goal_worlds import YEAR_LONG, goal, world

TODAY = date(2026, 6, 15)
GOAL = goal("increase_to", 0.8, *YEAR_LONG, check_in_every="month")
FINE = Standing("on_track", *YEAR_LONG, "month", now=Value(0.7, 300, 0.6, 0.8), chance=0.9)


def check_in(on: date, **others: Any) -> CheckIn:
    told: dict[str, Any] = {"goal_id": "g", "on": on, "note": "Fine", "confidence": "high", "id": "c", "version": 1}
    return CheckIn(**told | {"created_at": datetime(2026, 6, 1, tzinfo=UTC), "created_by": "owner"} | others)


def kinds(standing: Standing, *check_ins: CheckIn, today: date = TODAY) -> list[str]:
    return [each.kind for each in goal_alerts.alerts([GOAL], {"g": standing}, check_ins, today)]


RECENT = check_in(date(2026, 6, 1))


def test_a_goal_on_track_that_was_looked_at_needs_nothing() -> None:
    assert kinds(FINE, RECENT) == []


@pytest.mark.parametrize("status", ["off_track", "at_risk", "missed", "awaiting_data", "not_enough_data"])
def test_a_status_that_needs_somebody_is_told(status: Any) -> None:
    assert kinds(replace(FINE, status=status), RECENT) == [status]


@pytest.mark.parametrize("status", ["not_started", "too_early", "on_track", "met", "met_within_chance"])
def test_a_status_that_needs_nobody_is_not(status: Any) -> None:
    assert kinds(replace(FINE, status=status), RECENT) == []


def test_a_check_in_is_overdue_the_day_after_it_was_due() -> None:
    last = check_in(date(2026, 5, 15))  # a month of 31 days later is 15 June
    assert kinds(FINE, last, today=date(2026, 6, 15)) == []
    (alert,) = goal_alerts.alerts([GOAL], {"g": FINE}, [last], date(2026, 6, 16))
    assert (alert.kind, alert.day, alert.facts) == ("check_in_overdue", date(2026, 6, 15), {"days": 1})
    quiet = replace(GOAL, check_in_every=None)
    assert goal_alerts.alerts([quiet], {"g": FINE}, [], TODAY) == []


def test_an_action_is_overdue_until_it_is_done() -> None:
    agreed = check_in(date(2026, 6, 1), action="Call them", action_owner="Bea", action_due=date(2026, 6, 14))
    (alert,) = goal_alerts.alerts([GOAL], {"g": FINE}, [agreed], TODAY)
    assert (alert.kind, alert.owner, alert.facts["action"]) == ("action_overdue", "Bea", "Call them")
    assert kinds(FINE, agreed, today=date(2026, 6, 14)) == []
    assert kinds(FINE, replace(agreed, action_done=date(2026, 6, 15))) == []


def test_a_deadline_is_near_in_its_last_fortnight() -> None:
    late = check_in(date(2026, 12, 1))
    assert kinds(FINE, late, today=date(2026, 12, 16)) == []
    for day in (date(2026, 12, 17), date(2026, 12, 31)):
        assert kinds(FINE, late, today=day) == ["deadline_near"]


def test_the_most_urgent_comes_first() -> None:
    agreed = check_in(date(2026, 3, 1), action="Call", action_owner="Bea", action_due=date(2026, 6, 1))
    assert kinds(replace(FINE, status="off_track"), agreed) == ["action_overdue", "off_track", "check_in_overdue"]


def test_what_changed_is_a_status_and_not_a_chance() -> None:
    before = {"a": FINE, "b": FINE, "new": FINE}
    now = {"a": replace(FINE, chance=0.8), "b": replace(FINE, status="at_risk", chance=0.5), "other": FINE}
    (found,) = goal_alerts.moved(before, now)
    assert (found.goal_id, found.before, found.now) == ("b", "on_track", "at_risk")
    assert (found.chance_before, found.chance_now) == (0.9, 0.5)


def test_goals_met_records_and_streaks_are_celebrated() -> None:
    shares = [50, 52, 48, 51, 50, 49, 52, 50, 51, 50, 70]
    months = {(2025 + m // 12, m % 12 + 1): (share, 100) for m, share in enumerate(shares, start=5)}
    generation = world(months, datetime(2026, 5, 2))
    wanted = replace(GOAL, baseline_from=date(2025, 6, 1))
    standing = goal_standing.standing(wanted, OWNER, generation)
    (found,) = goal_alerts.celebrations([wanted], OWNER, generation, {"g": standing})
    assert (found.kind, found.facts) == (
        "record",
        {"value": 0.7, "n": 100, "until": date(2026, 4, 30), "best_before": 0.52},
    )
    met = replace(standing, status="met")
    (found,) = goal_alerts.celebrations([wanted], OWNER, generation, {"g": met})
    assert found.kind == "met"
    rising = world({(2026, m): (40 + m, 100) for m in range(1, 6)}, datetime(2026, 6, 2))
    standing = goal_standing.standing(GOAL, OWNER, rising)
    (found,) = goal_alerts.celebrations([GOAL], OWNER, rising, {"g": standing})
    assert (found.kind, found.facts["length"]) == ("streak", 4)
