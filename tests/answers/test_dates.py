"""Every metric at the turn of the year, and where the clocks change: each value in the period that its date says."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from answers.measure import measure, single
from data.scope import OWNER
from data.store import Generation
from tests.answers.all_metrics import DATED, EVE, NEW_YEAR, Rows, at, event, world

# Begun on the last evening of a year, answered in the night, solved in the new year; all else likewise.
TURN: Rows = {
    "tickets": [
        {
            "ticket_id": "1",
            "channel": "phone",
            "team": "A",
            "agent": "x",
            "customer": "a",
            "status": "closed",
            "created_at": EVE,
            "first_reply_at": at(1),
            "first_resolved_at": at(2),
            "resolved_at": at(3),
            "ended_at": at(1.2),
            "reopens": 1,
            "transfers": 0,
            "wait_s": 10.0,
            "talk_s": 60.0,
            "answered": True,
            "abandoned": False,
            "resolved_flag": True,
            "bot_solved": False,
            "reply_target_s": 7_200.0,
            "resolution_target_s": 90_000.0,
            "complaint": True,
            "complaint_answered_at": at(1),
            "followed_up_at": at(50),
            "routed_at": at(2),
            "offer": True,
            "offer_accepted": True,
            "revenue": 5.0,
            "export_requester_wait_s": 60.0,
            "export_requester_wait_business_s": 6.0,
            "export_agent_wait_s": 60.0,
            "export_agent_wait_business_s": 6.0,
            "export_on_hold_s": 60.0,
            "export_on_hold_business_s": 6.0,
        },
        {"ticket_id": "2", "channel": "email", "status": "closed", "replies": 1, "reopens": 0, "transfers": 0}
        | {"created_at": EVE, "first_reply_at": at(1), "resolved_at": at(3), "customer": "b", "agent": "x"},
        {"ticket_id": "3", "channel": "phone", "direction": "outbound", "created_at": EVE, "ended_at": at(1.2)}
        | {"outcome": "success", "right_party": True, "lead": True, "offer": True, "offer_accepted": False},
        {"ticket_id": "4", "channel": "phone", "created_at": EVE, "abandoned": True, "answered": False, "wait_s": 30.0},
        {"ticket_id": "5", "channel": "web", "created_at": at(24 * 60), "customer": "c"},
        {"ticket_id": "6", "channel": "chat", "created_at": at(30), "customer": "b"},  # the same customer, by chat
        {
            "source": "history",
            "ticket_id": "h",
            "channel": "email",
            "status": "closed",
            "created_at": EVE,
            "agent": "x",
        },
    ],
    "events": [
        event(0, "status", value="new"),
        event(0, "public_reply", actor="customer"),
        event(0, "sla_requester_wait", target_s=90_000.0, business=False),
        event(0, "sla_agent_work", target_s=90_000.0, business=False),
        event(0, "sla_next_response", target_s=90_000.0, business=False),
        event(0.5, "status", value="open"),
        event(1, "public_reply", actor="agent", actor_id="x"),
        event(2, "status", value="solved"),
        event(24 * 60, "internal_note", actor="agent", actor_id="x"),
    ],
    "surveys": [
        {"survey_id": kind, "kind": kind, "scale": scale, "score": 1.0, "sent": True, "channel": "email"}
        | {"sent_at": EVE, "answered_at": NEW_YEAR, "routed_at": at(10)}
        for kind, scale in (("csat", "1-5"), ("nps", "0-10"), ("ces", "1-7"))
    ]
    + [
        {"survey_id": "good", "kind": "csat", "scale": "1-5", "score": 5.0, "answered_at": NEW_YEAR, "channel": "email"}
    ],
    "agent_time": [
        {"agent": "x", "kind": "available", "started_at": EVE, "ended_at": at(0.3)},
        {"agent": "x", "kind": "available", "started_at": NEW_YEAR, "ended_at": at(2)},
    ],
    "quality_checks": [
        {
            "check_id": "1",
            "criterion": "accuracy",
            "points": 1.0,
            "possible": 2.0,
            "checked_at": NEW_YEAR,
            "channel": "web",
        }
    ],
    "help_sessions": [{"session_id": "1", "customer": "a", "started_at": EVE}],
    "orders": [
        {"order_id": str(number), "customer": "a", "ordered_at": instant}
        for number, instant in enumerate((EVE, NEW_YEAR))
    ],
    "costs": [{"month": date(2025, 12, 1), "amount": 10.0, "channel": "phone"}],
}
# What happened after midnight; all the rest is placed by its beginning.
AFTER_MIDNIGHT = {
    *("resolution_time", "resolution_time_business", "resolution_time_first", "resolution_time_first_business"),
    *("requester_wait", "requester_wait_business", "agent_wait_time", "agent_wait_time_business"),
    *("agent_work_time", "agent_work_time_business", "on_hold_time", "on_hold_time_business"),
    *("sla_first_response", "sla_next_response", "sla_resolution", "sla_requester_wait", "sla_agent_work"),
    *("fcr_one_touch", "fcr_strict", "fcr_no_repeat", "fcr_flag", "reopen_rate", "qa_score"),
    *("csat", "csat_mean", "satisfied_customers", "nps", "ces", "complaint_resolution_time", "follow_up_rate"),
    *("handle_time", "retention_rate"),
}
IN_BOTH = {
    "workload_handle_time",
    "feedback_routed_within",
    "returning_customers",
    "occupancy",
    "requests_per_customer",
    "backlog",
}


@pytest.fixture(scope="module")
def turn(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(TURN, tmp_path_factory.mktemp("turn"))


@pytest.mark.parametrize("metric", DATED)
def test_a_request_over_the_turn_of_the_year_counts_where_its_date_says(turn: Generation, metric: str) -> None:
    years = measure(metric, OWNER, turn, grain="year").filter(pl.col("n") > 0)["period"].dt.year().to_list()
    assert years, "the world of this test has nothing for this metric"
    if metric in IN_BOTH:
        assert years == [2025, 2026]
    elif metric in AFTER_MIDNIGHT:
        assert years[0] == 2026
    else:
        assert years[0] == 2025


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)],
    ids=["clocks forward", "clocks back", "an ordinary day"],
)
def test_a_local_day_has_its_own_number_of_hours(tmp_path: Path, day: date, hours: int) -> None:
    start = datetime(day.year, day.month, day.day) - timedelta(days=1)
    rows = [{"ticket_id": str(n), "created_at": start + timedelta(hours=n)} for n in range(72)]
    days = measure("requests", OWNER, world({"tickets": rows}, tmp_path), grain="day")
    assert days.filter(pl.col("period") == day)["value"].to_list() == [hours]
    assert days["value"].sum() == 72


def test_time_elapsed_over_the_change_of_the_clocks_is_real_time(tmp_path: Path) -> None:
    """From Saturday noon to Monday noon there is an hour less than the clocks say, and no hour less of opening."""
    begun, done = datetime(2026, 3, 28, 11), datetime(2026, 3, 30, 10)
    rows = [{"ticket_id": "1", "created_at": begun, "first_reply_at": done, "resolved_at": done}]
    generation = world({"tickets": rows}, tmp_path)
    for metric in ("first_response_time", "resolution_time"):
        assert single(measure(metric, OWNER, generation)).value == 47 * 3_600
        assert single(measure(f"{metric}_business", OWNER, generation)).value == 3 * 3_600
