"""No data and a true zero, kept apart by every metric: empty tables, rows of nothing but keys, columns of nulls."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from answers.measure import measure, single, together
from data.columns import KEYS, SURVEYS, TICKETS
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.value import Value
from tests.answers.all_metrics import COUNTED, COUNTS, EVE, Rows, at, cuts, event, world
from tests.answers.made_up import made_up

every_metric = pytest.mark.parametrize("metric", CATALOGUE)

KEYS_ONLY: Rows = {
    "tickets": [{"ticket_id": "1"}],
    "surveys": [{"survey_id": kind, "kind": kind} for kind in ("csat", "nps", "ces")],
    "agents": [{"agent": "x"}],
    "agent_time": [{"agent": "x", "kind": "absence", "started_at": EVE}],
    "orders": [{"order_id": "1"}],
    "costs": [{"month": date(2026, 1, 1)}],
    "quality_checks": [{"check_id": "1", "criterion": "accuracy"}],
    "help_sessions": [{"session_id": "1"}],
    "events": [{"source": "other", "ticket_id": "1", "event_id": "1", "at": EVE, "kind": "internal_note"}],
    "teams": [{"team": "A"}],
}


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world({}, tmp_path_factory.mktemp("nothing"))


@pytest.fixture(scope="module")
def keys_only(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(KEYS_ONLY, tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def all_null(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Many rows with every column null but those that make their keys, and what a survey asked."""
    rows = made_up(seed=5, n=40)
    kept = {table: {*KEYS[table], *(["kind"] if table == "surveys" else [])} for table in rows}
    nulls = {table: [{name: row.get(name) for name in kept[table]} for row in each] for table, each in rows.items()}
    return world(nulls | {"events": [], "agent_time": []}, tmp_path_factory.mktemp("nulls"))


@every_metric
def test_empty_tables_are_no_data(nothing: Generation, metric: str) -> None:
    for stat in CATALOGUE[metric].estimates:
        assert_no_data(single(measure(metric, OWNER, nothing, stat=stat)), metric)
    for grain in CATALOGUE[metric].grains:
        assert measure(metric, OWNER, nothing, grain=grain).filter(pl.col("n") > 0).is_empty()


@every_metric
def test_rows_with_nothing_but_keys_are_no_data(keys_only: Generation, metric: str) -> None:
    assert_nothing_told(keys_only, metric)


@every_metric
def test_columns_of_nulls_are_no_data(all_null: Generation, metric: str) -> None:
    assert_nothing_told(all_null, metric)


# An id alone is a request, and one that nothing is known to have ended.
TOLD_BY_AN_ID = {"requests", "backlog"}


def assert_nothing_told(generation: Generation, metric: str) -> None:
    for stat in CATALOGUE[metric].estimates:
        answer = single(measure(metric, OWNER, generation, stat=stat))
        if metric in TOLD_BY_AN_ID:
            assert answer.value == answer.n
            assert answer.n > 0
        else:
            assert_no_data(answer, metric)
    for grain in CATALOGUE[metric].grains:
        table = measure(metric, OWNER, generation, by=cuts(metric, generation), grain=grain)
        assert table.filter(pl.col("value").is_not_null() & (pl.col("value") != 0)).is_empty()


def assert_no_data(answer: Value, metric: str) -> None:
    """No rows; a number of things is then 0, any other value is undefined: neither 0 nor 100 %."""
    assert answer.n == 0
    assert answer.value == (0 if metric in COUNTS else None)
    assert (answer.low, answer.high) == (None, None)


def test_no_column_is_needed_by_another(tmp_path: Path) -> None:
    """Each column null in all rows, one after the other: every metric still answers, and shares stay shares."""
    rows = made_up(seed=7, n=30)
    for number, name in enumerate([*TICKETS, *SURVEYS][2::12]):
        nulls = {
            table: [row if name in KEYS[table] else row | ({name: None} if name in row else {}) for row in each]
            for table, each in rows.items()
        }
        generation = world(nulls, tmp_path / str(number))
        for metric, table in together(COUNTED, OWNER, generation).items():
            answer = single(table)
            assert (answer.n > 0) >= (answer.value not in (None, 0)), (name, metric)
            if CATALOGUE[metric].unit == "share" and answer.value is not None:
                assert 0 <= answer.value <= 1, (name, metric)


# Everything went wrong, told in every column: a share that is better higher is a true zero here.
WRONG: Rows = {
    "tickets": [
        {
            "ticket_id": "1",
            "channel": "phone",
            "status": "closed",
            "customer": "a",
            "created_at": EVE,
            "first_reply_at": at(100),
            "resolved_at": at(200),
            "ended_at": at(200),
            "answered": True,
            "wait_s": 500.0,
            "resolved_flag": False,
            "reply_target_s": 60.0,
            "resolution_target_s": 60.0,
            "complaint": True,
            "complaint_answered_at": at(24 * 40),
            "routed_at": at(24 * 40),
            "offer": True,
            "offer_accepted": False,
        },
        {"ticket_id": "2", "channel": "email", "status": "closed", "replies": 3, "reopens": 1, "transfers": 1}
        | {"created_at": at(201), "resolved_at": at(300), "customer": "a"},
        {"ticket_id": "3", "channel": "email", "created_at": at(301), "customer": "a", "status": "closed"}
        | {"closed_at": at(302)},
        {"ticket_id": "4", "channel": "phone", "direction": "outbound", "created_at": EVE, "right_party": False}
        | {"outcome": "refused", "lead": True, "offer_accepted": False},
        {"ticket_id": "5", "channel": "phone", "direction": "outbound", "created_at": EVE, "right_party": True},
        {
            "ticket_id": "6",
            "channel": "phone",
            "created_at": EVE,
            "answered": False,
            "abandoned": True,
            "wait_s": 500.0,
        },
        {"ticket_id": "7", "channel": "phone", "created_at": at(24 * 60), "answered": False},
        {"source": "history", "ticket_id": "h", "status": "open", "created_at": EVE, "channel": "email"},
    ],
    "events": [
        event(0, "status", value="open"),
        *(event(0, f"sla_{clock}", target_s=60.0, business=False) for clock in ("requester_wait", "agent_work")),
        event(0, "sla_next_response", target_s=60.0, business=False),
        event(500, "public_reply", actor="agent", actor_id="x"),
    ],
    "surveys": [
        {"survey_id": "1", "kind": "csat", "scale": "1-5", "score": 1.0, "answered_at": EVE, "channel": "web"},
        {"survey_id": "2", "kind": "csat", "scale": "1-5", "sent": True, "sent_at": EVE, "channel": "web"},
    ],
    "quality_checks": [{"check_id": "1", "criterion": "accuracy", "points": 0.0, "possible": 9.0, "checked_at": EVE}],
    "help_sessions": [{"session_id": "1", "customer": "a", "started_at": at(-1)}],
    "orders": [{"order_id": "1", "customer": "a", "ordered_at": EVE}],
}
# Told only by a source in which somebody was followed up; needs other calls; without a period there is none before it.
NOT_HERE = {"follow_up_rate", "answer_rate", "contact_rate", "returning_customers", "retention_rate"}
HIGHER = [
    metric
    for metric in COUNTED
    if CATALOGUE[metric].unit == "share" and CATALOGUE[metric].direction == "higher" and metric not in NOT_HERE
]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(WRONG, tmp_path_factory.mktemp("wrong"))


@pytest.mark.parametrize("metric", HIGHER)
def test_a_true_zero_is_zero_and_no_missing_value(wrong: Generation, metric: str) -> None:
    answer = single(measure(metric, OWNER, wrong))
    assert answer.n > 0
    assert answer.value == 0


# Only good things are told: what is better lower is a true zero here.
RIGHT: Rows = {
    "tickets": [
        {
            "ticket_id": "1",
            "channel": "phone",
            "status": "closed",
            "customer": "a",
            "created_at": EVE,
            "first_reply_at": EVE,
            "first_resolved_at": EVE,
            "resolved_at": EVE,
            "ended_at": EVE,
            "answered": True,
            "abandoned": False,
            "wait_s": 0.0,
            "reopens": 0,
            "transfers": 0,
            "complaint": True,
            "complaint_answered_at": EVE,
            "export_requester_wait_s": 0.0,
            "export_on_hold_s": 0.0,
        },
        {"source": "history", "ticket_id": "h", "status": "solved", "created_at": EVE, "updated_at": at(24 * 60)},
    ],
    "events": [event(0, "status", value="solved"), event(0, "public_reply", actor="agent", actor_id="x")],
}
ZEROES = (
    *("first_response_time", "first_response_time_customer", "resolution_time", "resolution_time_first"),
    *("complaint_resolution_time", "requester_wait", "on_hold_time", "queue_wait", "transfer_rate"),
    *("reopen_rate_simple", "reopen_rate", "abandon_rate", "repeat_request_rate", "backlog", "unanswered", "unowned"),
)


@pytest.mark.parametrize("metric", ZEROES)
def test_no_time_at_all_and_nobody_at_all_are_zero(tmp_path: Path, metric: str) -> None:
    answer = single(measure(metric, OWNER, world(RIGHT, tmp_path)))
    assert answer.value == 0
    assert (answer.n > 0) == (metric not in COUNTS)
