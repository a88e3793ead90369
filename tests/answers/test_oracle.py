"""The independent checks are checked themselves: cases computed by hand."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.answers.oracle import CHECKS, answer, database
from tests.answers.oracle_base import TABLES
from tests.answers.oracle_history import office
from tests.worlds import frame

FRIDAY = datetime(2026, 3, 27, 15, 30)  # 16:30 in Budapest, the last half hour before the clocks change
HOUR, DAY = 3_600.0, 86_400.0


def after(hours: float, start: datetime = FRIDAY) -> datetime:
    return start + timedelta(hours=hours)


def a_request(id: int, **more: Any) -> dict[str, Any]:
    return {"ticket_id": str(id), "channel": "email", "created_at": FRIDAY} | more


def a_call(id: int, **more: Any) -> dict[str, Any]:
    return a_request(id, channel="phone") | more


def a_survey(id: int, kind: str, scale: str, score: float | None, **more: Any) -> dict[str, Any]:
    return {"survey_id": str(id), "kind": kind, "scale": scale, "score": score, "channel": "email", "sent": True} | more


def an_event(hours: float, kind: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    return {"ticket_id": "1", "at": after(hours), "kind": kind, "value": value} | more


def said(hours: float, actor: str) -> dict[str, Any]:
    return an_event(hours, "public_reply", actor=actor)


REPLIED = [a_request(1, first_reply_at=after(64)), a_request(2, first_reply_at=after(-1)), a_request(3)]
REQUESTS = {
    "tickets": [
        *REPLIED,
        a_request(4, kind="spam"),
        a_request(5, direction="outbound"),
        a_request(6, status="closed", replies=1, reopens=0, transfers=1, resolved_at=after(10), updated_at=after(500)),
    ]
}
SOLVED = {
    "tickets": [
        a_request(1, status="solved", resolved_at=after(10)),
        a_request(2, status="solved", resolved_at=after(30)),
        a_request(3, status="open", updated_at=after(40)),
        a_request(4, status="open", created_at=after(39)),  # open for an hour: neither yet
    ]
}
SWITCHED = {
    "tickets": [
        a_request(1, customer="a"),
        a_call(2, customer="a", created_at=after(48)),
        a_request(3, customer="b"),
        a_request(4, customer="b", created_at=after(24)),  # by the same channel
        a_request(5, customer="c", updated_at=after(20 * 24)),
        a_call(6, customer="c", created_at=after(8 * 24)),  # later than a week
        a_request(7),  # nobody knows whose
    ]
}
PAST = {
    "tickets": [a_request(1, status="solved"), a_request(2, status="new", updated_at=after(35 + 31 * 24))],
    "events": [
        said(0, "customer"),
        *(
            an_event(hours, "status", value)
            for hours, value in (
                (0, "new"),
                (1, "open"),
                (3, "pending"),
                (5, "open"),
                (6, "on_hold"),
                (10, "solved"),
                (34, "open"),
                (35, "solved"),
                (36, "closed"),
            )
        ),
        said(0.5, "bot"),
        said(1, "agent"),
        said(2, "customer"),
        said(2.5, "customer"),
        said(5, "agent"),
        said(34, "customer"),
        an_event(0, "sla_agent_work", target_s=5 * HOUR, business=False),
        an_event(0, "sla_requester_wait", target_s=7 * HOUR, business=False),
        an_event(2, "sla_next_response", target_s=2 * HOUR, business=False),
        an_event(34, "sla_next_response", target_s=2 * HOUR, business=False),
        an_event(1, "owner", "x"),
        an_event(2, "owner", None),
        an_event(3, "owner", "y"),
    ],
}
CALLS = {
    "tickets": [
        a_call(1, answered=True, wait_s=10.0, talk_s=100.0, hold_s=20.0, ended_at=after(1), resolved_flag=True),
        a_call(2, answered=True, wait_s=30.0, agent="x", resolved_flag=False),
        a_call(3, answered=False, abandoned=True, wait_s=5.0),
        a_call(4, answered=False, abandoned=True, wait_s=60.0),
        a_call(5, answered=True, wait_s=20.0, talk_s=60.0, agent="x"),
    ]
}
OUTBOUND = {
    "tickets": [
        a_call(
            1, direction="outbound", outcome="success", right_party=True, offer=True, offer_accepted=True, revenue=9.5
        ),
        a_call(2, direction="outbound", outcome="refused", right_party=True, offer=True, lead=True),
        a_call(3, direction="outbound", outcome="no_answer", right_party=False),
        a_call(4, offer=False),
        a_call(5, revenue=3.0),
    ]
}
VOICE = {
    "surveys": [
        a_survey(1, "csat", "1-5", 4.0, answered_at=after(1)),
        a_survey(2, "csat", "1-5", 3.0, answered_at=after(1)),
        a_survey(3, "csat", "0-10", 0.0, answered_at=after(1), routed_at=after(13)),
        a_survey(4, "csat", "1-5", None),
        a_survey(5, "nps", "0-10", 6.0, answered_at=after(1)),
        a_survey(6, "nps", "0-10", 7.0, answered_at=after(1)),
        a_survey(7, "nps", "0-10", 9.0, answered_at=after(1)),
        a_survey(8, "nps", "0-10", 10.0, answered_at=after(1)),
        a_survey(9, "ces", "1-7", 2.0, answered_at=after(1)),
        a_survey(10, "ces", "1-7", 5.0, answered_at=after(1)),
    ],
    "tickets": [
        a_request(1, complaint=True, complaint_answered_at=after(24), routed_at=after(1), resolved_at=after(2)),
        a_request(2, complaint=True),
        a_request(3, complaint=False, status="solved", followed_up_at=after(40)),
        a_request(4, updated_at=after(31 * 24)),
    ],
}
FORGOTTEN = {
    "tickets": [
        a_request(1, agent="x", team="A", waiting_on="department"),
        a_request(2, updated_at=after(8 * 24)),
        a_request(3, first_reply_at=after(1), agent="x", team="A"),
        a_request(4, status="solved", resolved_at=after(1), bot_solved=True),
        a_request(5, ended_at=after(2), bot_solved=False, status="closed"),
    ]
}
SHOP = {
    "orders": [
        {"order_id": str(id), "customer": customer, "ordered_at": datetime(2026, month, 10)}
        for id, (customer, month) in enumerate((("a", 1), ("b", 1), ("a", 2), ("c", 2), ("a", 2), ("b", 3)))
    ],
    "tickets": [
        a_request(1, customer="a", resolved_at=after(1)),
        a_request(2, customer="a", created_at=after(24)),
        a_request(3, customer="b", resolved_at=after(1)),
        a_request(4, customer="c", created_at=after(40 * 24)),
        a_request(5),
    ],
    "costs": [
        {"month": date(2026, 3, 1), "channel": "email", "amount": 60.0},
        {"month": date(2026, 3, 1), "channel": None, "amount": 20.0},
    ],
    "help_sessions": [
        {"session_id": "1", "customer": "a", "started_at": after(-1)},
        {"session_id": "2", "customer": "c", "started_at": after(-1)},
        {"session_id": "3", "customer": None, "started_at": after(-1)},
        {"session_id": "4", "customer": "c", "started_at": after(40 * 24)},
    ],
    "quality_checks": [
        {"check_id": "1", "criterion": "accuracy", "points": 8.0, "possible": 10.0, "channel": "email"},
        {"check_id": "2", "criterion": "accuracy", "points": 10.0, "possible": 20.0, "channel": "email"},
        {"check_id": "3", "criterion": "accuracy", "possible": 20.0, "channel": "email"},
    ],
}
SHIFTS = CALLS | {
    "agent_time": [
        {"agent": "x", "kind": kind, "started_at": after(hours), "ended_at": after(hours + 0.1)}
        for kind, hours in (("available", 0), ("break", 0.2), ("available", 48), ("absence", 96))
    ]
}

# world, metric, statistic, parameters, group → value and n
BY_HAND = [
    (REQUESTS, "requests", None, {}, "email", (4, 4)),
    (REQUESTS, "first_response_time", "median", {}, "email", (64 * HOUR, 1)),
    (REQUESTS, "first_response_time_business", "mean", {}, "email", (1_800 + 1_800, 1)),
    (REQUESTS, "first_response_within", None, {}, "email", (0.0, 2)),
    (REQUESTS, "first_response_within", None, {"within": DAY}, "email", (0.0, 2)),
    (REQUESTS, "resolution_time", "p90", {}, "email", (10 * HOUR, 1)),
    (REQUESTS, "fcr_one_touch", None, {}, "email", (1.0, 1)),
    (REQUESTS, "fcr_strict", None, {}, "email", (0.0, 1)),
    (REQUESTS, "reopen_rate_simple", None, {}, "email", (0.0, 1)),
    (REQUESTS, "transfer_rate", None, {}, "email", (1.0, 1)),
    (SOLVED, "resolution_within", None, {}, "email", (1 / 3, 3)),
    (SOLVED, "resolution_within", None, {"within": HOUR}, "email", (0.0, 3)),
    (SWITCHED, "channel_switch_rate", None, {}, "email", (1 / 4, 4)),
    (SWITCHED, "channel_switches", None, {}, "email", (1, 1)),
    (PAST, "first_response_time", "median", {}, "email", (1 * HOUR, 1)),
    (PAST, "next_response_time", "mean", {}, "email", (2 * HOUR, 2)),
    (PAST, "total_response_time", "mean", {}, "email", (4 * HOUR, 1)),
    (PAST, "requester_wait", "mean", {}, "email", (9 * HOUR, 1)),
    (PAST, "agent_wait_time", "mean", {}, "email", (2 * HOUR, 1)),
    (PAST, "agent_work_time", "mean", {}, "email", (5 * HOUR, 1)),
    (PAST, "on_hold_time", "mean", {}, "email", (4 * HOUR, 1)),
    (PAST, "resolution_time", "mean", {}, "email", (35 * HOUR, 1)),
    (PAST, "resolution_time_first", "mean", {}, "email", (10 * HOUR, 1)),
    (PAST, "reopen_rate", None, {}, "email", (1.0, 1)),
    (PAST, "transfer_rate", None, {}, "email", (1.0, 1)),
    (PAST, "sla_agent_work", None, {}, "email", (1.0, 1)),
    (PAST, "sla_requester_wait", None, {}, "email", (0.0, 1)),
    (PAST, "sla_next_response", None, {}, "email", (0.5, 2)),  # too late, and solved within the hour
    (PAST, "backlog", None, {}, "email", (1, 1)),
    (CALLS, "answer_rate", None, {}, "phone", (0.6, 5)),
    (CALLS, "abandon_rate", None, {}, "phone", (0.4, 5)),
    (CALLS, "abandon_rate", None, {"short": 30}, "phone", (0.25, 4)),
    (CALLS, "service_level", None, {}, "phone", (0.5, 4)),
    (CALLS, "service_level_offered", None, {}, "phone", (0.4, 5)),
    (CALLS, "service_level_with_abandoned", None, {}, "phone", (0.6, 5)),
    (CALLS, "queue_wait", "mean", {}, "phone", (20.0, 3)),
    (CALLS, "abandon_wait", "mean", {}, "phone", (32.5, 2)),
    (CALLS, "handle_time", "mean", {}, "phone", (90.0, 2)),
    (CALLS, "fcr_flag", None, {}, "phone", (0.5, 2)),
    (OUTBOUND, "calls_successful", None, {}, "phone", (1, 1)),
    (OUTBOUND, "success_rate", None, {}, "phone", (1 / 3, 3)),
    (OUTBOUND, "contact_rate", None, {}, "phone", (2 / 3, 3)),
    (OUTBOUND, "conversion_rate", None, {}, "phone", (0.5, 2)),
    (OUTBOUND, "conversion_rate_dials", None, {}, "phone", (1 / 3, 3)),
    (OUTBOUND, "conversion_rate_leads", None, {}, "phone", (0.0, 1)),
    (OUTBOUND, "conversion_inbound", None, {}, "phone", (0.5, 2)),
    (OUTBOUND, "offers_made", None, {}, "phone", (2, 2)),
    (OUTBOUND, "offer_acceptance", None, {}, "phone", (0.5, 2)),
    (OUTBOUND, "upsell_revenue", None, {}, "phone", (9.5, 1)),
    (VOICE, "csat", None, {}, "email", (1 / 3, 3)),
    (VOICE, "csat_mean", None, {}, "email", ((0.75 + 0.5 + 0) / 3, 3)),
    (VOICE, "satisfied_customers", None, {}, "email", (1, 1)),
    (VOICE, "survey_response_rate", None, {}, "email", (0.9, 10)),
    (VOICE, "nps", None, {}, "email", (25.0, 4)),
    (VOICE, "ces", None, {}, "email", (3.5, 2)),
    (VOICE, "complaints", None, {}, "email", (2, 2)),
    (VOICE, "complaint_rate", None, {}, "email", (0.5, 4)),
    (VOICE, "complaint_answered_within", None, {}, "email", (0.5, 2)),
    (VOICE, "complaint_resolution_time", "mean", {}, "email", (2 * HOUR, 1)),
    (VOICE, "feedback_routed_within", None, {}, "email", (0.5, 4)),  # an answer and a complaint each way
    (VOICE, "follow_up_rate", None, {}, "email", (0.5, 2)),
    (FORGOTTEN, "backlog", None, {}, "email", (3, 3)),
    (FORGOTTEN, "backlog_age", "mean", {}, "email", (8 * DAY, 3)),
    (FORGOTTEN, "unowned", None, {}, "email", (1, 1)),
    (FORGOTTEN, "unanswered", None, {}, "email", (2, 2)),
    (FORGOTTEN, "stale", None, {}, "email", (2, 2)),
    (FORGOTTEN, "waiting_on_department", None, {}, "email", (1, 1)),
    (FORGOTTEN, "bot_share", None, {}, "email", (0.5, 2)),
    (FORGOTTEN, "workload_open", None, {}, "A", (2.0, 1)),
    (FORGOTTEN, "workload_requests", None, {}, "x", (2.0, 1)),
    (SHOP, "returning_customers", None, {}, date(2026, 2, 1), (0.5, 2)),
    (SHOP, "retention_rate", None, {}, date(2026, 2, 1), (0.5, 2)),
    (SHOP, "retention_rate", None, {}, date(2026, 3, 1), (0.0, 2)),
    (SHOP, "requests_per_customer", None, {}, date(2026, 3, 1), (4.0, 1)),
    (SHOP, "repeat_request_rate", None, {}, "email", (0.25, 4)),
    (SHOP, "fcr_no_repeat", None, {}, "email", (0.5, 2)),
    (SHOP, "cost_per_request", None, {}, "email", (15.0, 4)),
    (SHOP, "cost_per_request", None, {}, date(2026, 3, 1), (20.0, 4)),
    (SHOP, "self_service_rate", None, {}, None, (0.5, 2)),
    (SHOP, "qa_score", None, {}, "email", (0.6, 2)),
    (SHIFTS, "workload_requests", None, {}, "x", (1.0, 2)),
    (SHIFTS, "workload_handle_time", None, {}, "x", (30.0, 2)),
    (SHIFTS, "occupancy", None, {}, "x", (60 / 780, 2)),
]


@pytest.mark.parametrize(
    ("world", "metric", "stat", "params", "group", "expected"),
    BY_HAND,
    ids=[f"{case[1]}-{case[4]}" for case in BY_HAND],
)
def test_a_check_gives_what_a_hand_computes(
    tmp_path: Path,
    world: dict[str, list[dict[str, Any]]],
    metric: str,
    stat: str | None,
    params: dict[str, float],
    group: Any,
    expected: tuple[float, int],
) -> None:
    for table in TABLES:
        frame(table, world.get(table, [])).write_parquet(tmp_path / f"{table}.parquet")
    connection = database({table: str(tmp_path / f"{table}.parquet") for table in TABLES})
    fitting = [check for check in CHECKS if (check.metric, check.stat, check.params) == (metric, stat, params)]
    answers = [found for check in fitting if (found := answer(connection, check).get((group,) if group else ()))]
    assert answers == [pytest.approx(expected)]


def test_every_check_is_checked_by_hand() -> None:
    by_hand = {metric for _, metric, *_ in BY_HAND}
    of_others = {"first_response_time_customer", "sla_first_response", "sla_resolution"}
    in_open_time = {check.metric for check in CHECKS if check.metric.endswith("_business")}
    assert {check.metric for check in CHECKS} - by_hand - of_others - in_open_time == set()


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (datetime(2026, 3, 27, 15, 30), datetime(2026, 3, 30, 7, 30), 1.0),  # half an hour on each side of the change
        (datetime(2026, 10, 23, 14), datetime(2026, 10, 26, 9), 2.0),
        (datetime(2026, 3, 28, 0), datetime(2026, 3, 29, 23), 0.0),
        (datetime(2026, 3, 30, 0), datetime(2026, 3, 31, 0), 8.0),
    ],
)
def test_opening_hours_follow_the_clock_of_the_zone(start: datetime, end: datetime, hours: float) -> None:
    assert office("Europe/Budapest")(start, end) == hours * HOUR
