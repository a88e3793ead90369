"""Zendesk's own tables of ../shared/oracles read into canonical frames, apart from the product's reading of them."""

import json
from functools import cache
from pathlib import Path

import polars as pl

from data.calendar import Schedule
from data.columns import INSTANT
from data.history import Histories, Schedules, known
from data.settings import Settings
from tests.worlds import frame, shared

ZONES = {
    "Central Time (US & Canada)": "America/Chicago",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "London": "Europe/London",
    "UTC": "UTC",
}
FIELDS = {
    "status": "status",
    "assignee_id": "owner",
    "group_id": "team",
    "priority": "priority",
    "satisfaction_score": "satisfaction",
    "sla_policy": "sla_policy",
}
CLOCKS = {
    "first_reply_time": "first_response",
    "next_reply_time": "next_response",
    "agent_work_time": "agent_work",
    "requester_wait_time": "requester_wait",
}
FOLDER = "oracles/zendesk_history"


def table(path: str) -> pl.DataFrame:
    """All text; an empty cell is null."""
    return pl.read_csv(shared(f"{FOLDER}/{path}.csv"), infer_schema=False)


def here() -> bool:
    return (Path(__file__).resolve().parents[4] / "shared" / FOLDER).exists()


def instant(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S").cast(INSTANT)


def requests() -> pl.DataFrame:
    return table("raw/ticket_data").select(
        pl.lit("test").alias("source"),
        ticket_id="id",
        created_at=instant("created_at"),
        status=pl.col("status").replace("hold", "on_hold"),
        agent="assignee_id",
        team="group_id",
        priority="priority",
    )


def events() -> pl.DataFrame:
    comments = table("raw/ticket_comment_data").select(
        "ticket_id",
        event_id="id",
        at=instant("created"),
        kind=pl.when(pl.col("public") == "TRUE").then(pl.lit("public_reply")).otherwise(pl.lit("internal_note")),
        actor_id="user_id",
    )
    fields = table("raw/ticket_field_history_data").select("ticket_id", "field_name", "value", at=instant("updated"))
    changes = fields.filter(pl.col("field_name").is_in(list(FIELDS))).select(
        "ticket_id", "at", kind=pl.col("field_name").replace(FIELDS), value=pl.col("value").replace("hold", "on_hold")
    )
    promises = [
        {"ticket_id": ticket, "at": at, "kind": f"sla_{CLOCKS[field]}"} | _promise(value)
        for ticket, field, value, at in fields.filter(pl.col("field_name").is_in(list(CLOCKS))).iter_rows()
    ]
    schedules = table("raw/ticket_schedule_data").select(
        "ticket_id", at=instant("created_at"), kind=pl.lit("schedule"), value="schedule_id"
    )
    rows = pl.concat([comments, changes, pl.DataFrame(promises), schedules], how="diagonal_relaxed")
    return known(frame("events", rows), agents())


def _promise(value: str | None) -> dict[str, object]:
    if not value:
        return {"target_s": None, "business": None}
    promise = json.loads(value)
    return {"target_s": promise["minutes"] * 60.0, "business": promise["in_business_hours"]}


def agents() -> pl.DataFrame:
    people = table("raw/user_data").filter(pl.col("role") != "end-user")
    return frame("agents", people.select(agent="id", bot=pl.lit(False)))


def schedules() -> Schedules:
    hours = table("raw/schedule_data").select(
        schedule="id",
        zone=pl.col("time_zone").replace_strict(ZONES),
        opens_minute=pl.col("start_time").cast(pl.Int64),
        closes_minute=pl.col("end_time").cast(pl.Int64),
        created_at=instant("created_at"),
    )
    holidays = table("raw/schedule_holiday_data").select(
        schedule="schedule_id", first_on=pl.col("start_date").str.to_date(), last_on=pl.col("end_date").str.to_date()
    )
    otherwise = Schedule.of(Settings())
    return Schedules.of(frame("schedules", hours), frame("schedule_holidays", holidays), otherwise)


@cache
def histories() -> Histories:
    return Histories.of(events(), requests(), schedules(), {})
