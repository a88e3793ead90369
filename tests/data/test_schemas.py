"""The rules over stored values: each broken rule names its row, column and reason."""

from datetime import datetime
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
}


def broken(table: str, **values: Any) -> list[tuple[int, str, str]]:
    """The faults of a sound row followed by the same with other values."""
    sound = {"source": "s"} | SOUND[table]
    return faults(table, pl.DataFrame([sound, sound | values], schema=TABLES[table])).rows()


@pytest.mark.parametrize("table", TABLES)
def test_sound_rows_pass_and_needed_columns_are_needed(table: str) -> None:
    assert broken(table) == []
    needed = {*KEYS[table], *NEEDED[table]} - {"score", "channel", "team"}
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


def test_a_frame_of_wrong_columns_is_our_fault_and_raises() -> None:
    frame = pl.DataFrame([{"source": "s", "agent": "a"}])
    with pytest.raises(pandera.errors.SchemaErrors):
        faults("agents", frame)
    assert list(schema("agents").columns) == list(TABLES["agents"])
