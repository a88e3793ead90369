"""Replies and notes on requests of others: who counts as helping, moment by moment."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from tests.worlds import put

MONDAY = datetime(2026, 3, 2, 10)


def test_help_is_what_somebody_wrote_who_was_not_the_owner_then() -> None:
    def event(
        hours: float, kind: str, actor: str | None, value: str | None = None, ticket: str = "1"
    ) -> dict[str, Any]:
        at = MONDAY + timedelta(hours=hours)
        who = {"actor": None if actor is None else "bot" if actor == "robot" else "agent", "actor_id": actor}
        return {"ticket_id": ticket, "event_id": str(hours), "at": at, "kind": kind, "value": value} | who

    customer = {"ticket_id": "1", "at": MONDAY + timedelta(hours=6), "kind": "public_reply", "actor": "customer"}
    events = [
        event(-1, "internal_note", "bob"),  # before there was a request
        event(0.5, "internal_note", "bob"),  # of nobody yet
        event(1, "owner", "ann", "ann"),
        event(2, "internal_note", "bob"),  # help
        event(2.5, "internal_note", "robot"),
        event(3, "public_reply", "ann"),  # the owner's own
        event(4, "owner", "ann", "bob"),
        event(5, "public_reply", "bob"),  # the owner's by now
        event(7, "public_reply", "ann"),  # help
        customer,
        event(8, "internal_note", "cyd", ticket="2"),  # never given to anybody else than its own agent
        event(9, "internal_note", "ann", ticket="2"),
    ]
    tickets = [{"ticket_id": str(i), "created_at": MONDAY, "agent": owner} for i, owner in ((1, None), (2, "cyd"))]
    generation = put({"tickets": tickets, "events": events})
    found = pl.read_parquet(generation.path / "help.parquet").sort("at")
    assert found.select("ticket_id", "agent", "kind").rows() == [
        ("1", "bob", "internal_note"),
        ("1", "ann", "public_reply"),
        ("2", "ann", "internal_note"),
    ]
    assert found["on"].unique().to_list() == [MONDAY.date()]


def test_without_a_history_there_is_no_help() -> None:
    generation = put({"tickets": [{"ticket_id": "1", "created_at": MONDAY, "agent": "ann"}]})
    assert pl.read_parquet(generation.path / "help.parquet").is_empty()
