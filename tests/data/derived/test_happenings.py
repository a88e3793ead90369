"""Requests with a history: what it tells takes the place of the export's row, as far as it tells it."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from answers.measure import measure, single
from data.scope import OWNER
from data.settings import Settings, TeamCalendar
from data.store import Generation
from tests.worlds import put

MONDAY = datetime(2026, 3, 2, 16, 0)  # the office closes at 17:00
HOUR = timedelta(hours=1)
ALWAYS = TeamCalendar(zone="UTC", hours=((("00:00", "24:00"),),) * 7)


def event(kind: str, hours: float, value: str | None = None, actor: str = "agent", **columns: Any) -> dict[str, Any]:
    return {
        "ticket_id": "1",
        "kind": kind,
        "at": MONDAY + hours * HOUR,
        "value": value,
        "actor": actor,
        "actor_id": "a",
    } | columns


def row(generation: Generation, ticket: str = "1") -> dict[str, Any]:
    return pl.read_parquet(generation.path / "tickets.parquet").filter(pl.col("ticket_id") == ticket).row(0, named=True)


TICKET = {
    "ticket_id": "1",
    "channel": "email",
    "created_at": MONDAY,
    "status": "solved",
    "resolved_at": MONDAY + 2 * HOUR,
}


def test_comments_alone_leave_the_exports_own_solving() -> None:
    """Bug: a history without statuses took away the resolution that the export told."""
    comments = [event("public_reply", 1)]
    found = row(
        put({"tickets": [TICKET | {"replies": 9, "reopens": 3}], "events": comments, "agents": [{"agent": "a"}]})
    )
    assert found["history"]
    assert (found["replies"], found["first_response_s"]) == (1, 3600.0)
    assert (found["reopens"], found["resolution_s"]) == (3, 7200.0)


def test_statuses_alone_leave_the_exports_own_replies() -> None:
    statuses = [event("status", 0, "new"), event("status", 3, "solved")]
    ticket = TICKET | {"replies": 2, "first_reply_at": MONDAY + HOUR}
    found = row(put({"tickets": [ticket], "events": statuses, "agents": [{"agent": "a"}]}))
    assert (found["replies"], found["first_response_s"], found["resolution_s"]) == (2, 3600.0, 10800.0)


def test_what_was_reopened_is_open_whatever_the_row_says() -> None:
    statuses = [event("status", 0, "new"), event("status", 3, "solved"), event("status", 4, "open")]
    generation = put({"tickets": [TICKET | {"status": None}], "events": statuses, "agents": [{"agent": "a"}]})
    found = row(generation)
    assert (found["is_open"], found["resolution_s"], found["resolution_first_s"]) == (True, None, 10800.0)
    assert found["reopened_s"] == 3600.0
    assert single(measure("backlog", OWNER, generation)).value == 1


@pytest.mark.parametrize("team", ["Night", "17"])
def test_a_teams_calendar_holds_for_histories_too(team: str) -> None:
    statuses = [event("status", 0, "new"), event("status", 18, "solved")]
    tables = {
        "tickets": [TICKET | {"team": team}],
        "events": statuses,
        "agents": [{"agent": "a"}],
        "teams": [{"team": "17", "name": "Night"}],
    }
    found = row(put(tables, Settings(zone="UTC", teams={"Night": ALWAYS})))
    assert found["team"] == "Night"
    assert found["resolution_business_s"] == 18 * 3600.0
    assert row(put(tables, Settings(zone="UTC")))["resolution_business_s"] == 2 * 3600.0


def test_an_applied_policy_speaks_instead_of_the_settings() -> None:
    events = [
        event("sla_first_response", 0, target_s=1800.0, business=False),
        event("public_reply", 1),
        event("sla_first_response", 1),
    ]
    ticket = TICKET | {"reply_target_s": 86400.0}
    generation = put({"tickets": [ticket], "events": events, "agents": [{"agent": "a"}]})
    assert row(generation)["sla_first_response"] is None
    value = single(measure("sla_first_response", OWNER, generation))
    assert (value.value, value.n) == (0.0, 1)


def test_turns_of_the_customer_are_counted_where_they_were_asked() -> None:
    events = [
        event("public_reply", 0, actor="customer", actor_id="c"),
        event("public_reply", 1),
        event("public_reply", 40, actor="customer", actor_id="c"),
        event("public_reply", 41, actor="customer", actor_id="c"),
        event("public_reply", 43),
        event("public_reply", 50, actor="customer", actor_id="c"),
    ]
    generation = put({"tickets": [TICKET], "events": events, "agents": [{"agent": "a"}]})
    by_day = measure("next_response_time", OWNER, generation, grain="day")
    assert by_day.filter(pl.col("n") > 0).select(pl.col("period").cast(pl.String), "value").rows() == [
        ("2026-03-02", 3600.0),
        ("2026-03-04", 3 * 3600.0),
    ]
    assert row(generation)["total_response_s"] == 4 * 3600.0
