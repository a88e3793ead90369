"""The rules over stored values: each broken rule names its row, column and reason."""

from datetime import date, datetime
from typing import Any

import pandera
import polars as pl
import pytest

from data.columns import KEYS, SCALES, TABLES
from data.mapping import NEEDED
from data.schemas import MISSING, SCORES, faults, schema
from data.words import VOCABULARIES

SOUND: dict[str, dict[str, Any]] = {
    "tickets": {"ticket_id": "1"},
    "surveys": {"survey_id": "1", "kind": "csat", "score": 4.0, "scale": "1-5"},
    "agents": {"agent": "a"},
    "agent_time": {
        "agent": "a",
        "kind": "break",
        "started_at": datetime(2024, 1, 1),
        "ended_at": datetime(2024, 1, 1, 1),
    },
    "orders": {"order_id": "1", "ordered_at": datetime(2024, 1, 1)},
    "costs": {"month": datetime(2024, 1, 1).date(), "amount": 1.0},
    "quality_checks": {"check_id": "1", "checked_at": datetime(2024, 1, 1), "points": 3.0, "possible": 5.0},
    "help_sessions": {"session_id": "1", "started_at": datetime(2024, 1, 1)},
    "events": {"ticket_id": "1", "event_id": "1", "at": datetime(2024, 1, 1), "kind": "status"},
    "schedules": {"schedule": "1", "zone": "Europe/Budapest", "opens_minute": 540, "closes_minute": 1020},
    "schedule_holidays": {"schedule": "1", "first_on": date(2024, 5, 1), "last_on": date(2024, 5, 2)},
    "teams": {"team": "1"},
}
# Of a key, but unknown in some sources.
OPEN = {"score", "channel", "team", "criterion", "value"}


def broken(table: str, **values: Any) -> list[tuple[int, str, str]]:
    """The faults of a sound row followed by the same with other values."""
    sound = {"source": "s"} | SOUND[table]
    return faults(table, pl.DataFrame([sound, sound | values], schema=TABLES[table])).rows()


@pytest.mark.parametrize("table", TABLES)
def test_sound_rows_pass_and_needed_columns_are_needed(table: str) -> None:
    assert broken(table) == []
    needed = {*KEYS[table], *NEEDED[table]} - (OPEN if table != "teams" else set())
    for column in needed:
        assert broken(table, **{column: None}) == [(1, column, MISSING)]


@pytest.mark.parametrize(("table", "column"), VOCABULARIES)
def test_only_words_of_the_vocabulary_pass(table: str, column: str) -> None:
    found = broken(table, **{column: "nonsense"})
    assert (1, column) in [(row, name) for row, name, _ in found]
    assert any(reason.startswith("not one of") for _, _, reason in found)


@pytest.mark.parametrize(
    ("kind", "scale", "score", "fine"),
    [
        ("csat", scale, score, low <= score <= high)
        for scale, (low, high) in SCORES.items()
        for score in (-1.0, 0.0, 1.0, 5.0, 7.0, 10.0, 11.0)
    ]
    + [("nps", "0-10", 10.0, True), ("nps", "0-10", 11.0, False), ("nps", "1-5", 3.0, False)]
    + [("csat", None, 3.0, False), ("csat", None, None, True)],
)
def test_scores_lie_on_their_scale(kind: str, scale: str | None, score: float | None, fine: bool) -> None:
    found = broken("surveys", kind=kind, scale=scale, score=score)
    assert (found == []) == fine
    assert set(SCORES) == set(SCALES)


def test_counts_and_durations_are_not_below_zero_but_the_exports_own_may_be() -> None:
    for column in ("replies", "reopens", "transfers", "wait_s", "talk_s", "resolution_target_s"):
        assert [(row, name) for row, name, _ in broken("tickets", **{column: -1})] == [(1, column)]
    assert broken("tickets", export_first_response_s=-1.0) == []


def test_time_does_not_run_backwards() -> None:
    found = broken("agent_time", ended_at=datetime(2023, 12, 31))
    assert found == [(1, "ended_at", "ends before it starts")]


@pytest.mark.parametrize(
    ("table", "values", "column", "says"),
    [
        ("quality_checks", {"points": 5.5}, "points", "more points than are possible"),
        ("quality_checks", {"points": -1.0}, "points", "below zero"),
        ("quality_checks", {"points": 0.0, "possible": 0.0}, "possible", "full score"),
        ("schedules", {"opens_minute": -1}, "opens_minute", "minute of the week"),
        ("schedules", {"closes_minute": 10081}, "closes_minute", "minute of the week"),
        ("schedules", {"opens_minute": 1020}, "closes_minute", "two rows"),
        ("schedule_holidays", {"last_on": date(2024, 4, 30)}, "last_on", "before the first"),
        ("orders", {"amount": -0.01}, "amount", "below zero"),
        ("costs", {"amount": -0.01}, "amount", "below zero"),
        ("events", {"kind": "sla_resolution", "business": True}, "target_s", "how long"),
        ("events", {"target_s": -60.0}, "target_s", "below zero"),
    ],
)
def test_numbers_lie_in_their_bounds(table: str, values: dict[str, Any], column: str, says: str) -> None:
    [(row, name, reason)] = broken(table, **values)
    assert (row, name) == (1, column)
    assert says in reason


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("quality_checks", {"points": 5.0}),
        ("quality_checks", {"points": 0.0}),
        ("schedules", {"opens_minute": 0, "closes_minute": 10080}),
        ("schedule_holidays", {"last_on": date(2024, 5, 1)}),
        ("orders", {"amount": 0.0}),
        ("costs", {"amount": 0.0}),
        ("events", {"kind": "sla_resolution", "target_s": 0.0, "business": False}),
        ("events", {"kind": "sla_resolution"}),
    ],
)
def test_the_bounds_themselves_are_fine(table: str, values: dict[str, Any]) -> None:
    assert broken(table, **values) == []


def test_a_frame_of_wrong_columns_is_our_fault_and_raises() -> None:
    frame = pl.DataFrame([{"source": "s", "agent": "a"}])
    with pytest.raises(pandera.errors.SchemaErrors):
        faults("agents", frame)
    assert list(schema("agents").columns) == list(TABLES["agents"])
