"""Zendesk's own tables: each is recognised and read by itself, and what is not for us is left out and counted."""

import csv
import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from data.columns import TICKETS
from tests.data.exports import KEY
from tests.data.zendesk import COMMENTS, GROUPS, HISTORY, HOLIDAYS, SCHEDULES, TABLES, TICKET_SCHEDULES, USERS
from tests.data.zendesk import TICKETS as TICKET_ROWS
from tests.worlds import shared

RAW = "oracles/zendesk_history/raw"
BECOMES = {
    "ticket_data": "tickets",
    "ticket_comment_data": "events",
    "ticket_field_history_data": "events",
    "ticket_schedule_data": "events",
    "schedule_data": "schedules",
    "schedule_holiday_data": "schedule_holidays",
    "user_data": "agents",
    "group_data": "teams",
    "time_zone_data": None,
    "daylight_time_data": None,
}
CLOCKS = {
    "first_reply_time": "sla_first_response",
    "next_reply_time": "sla_next_response",
    "requester_wait_time": "sla_requester_wait",
    "agent_work_time": "sla_agent_work",
    "total_resolution_time": "sla_resolution",
}
KINDS = {
    "status": "status",
    "assignee_id": "owner",
    "group_id": "team",
    "priority": "priority",
    "satisfaction_score": "satisfaction",
    "sla_policy": "sla_policy",
    **CLOCKS,
}


def rows(name: str) -> list[dict[str, str]]:
    """A table of the set of another, read with nothing of ours."""
    with shared(f"{RAW}/{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts(frame: pl.DataFrame, column: str) -> dict[Any, int]:
    return dict(frame[column].value_counts().iter_rows())


def left_out(taken: Any) -> list[tuple[int, str]]:
    return [(one["count"], one["text"]) for one in taken.findings("left_out")]


# The set of another -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BECOMES)
def test_each_table_is_recognised_and_nothing_of_it_is_rejected(read, name: str) -> None:  # type: ignore[no-untyped-def]
    taken = read(shared(f"{RAW}/{name}.csv"))
    assert taken.parsed.mapping.name.startswith("zendesk_")
    assert taken.parsed.source == "zendesk"
    assert taken.parsed.rows == len(rows(name))
    assert taken.parsed.rejected_by_reason == {}
    assert set(taken.tables) == ({BECOMES[name]} if BECOMES[name] else set())


def test_tickets_agree_with_their_table(read) -> None:  # type: ignore[no-untyped-def]
    written = rows("ticket_data")
    tickets = read(shared(f"{RAW}/ticket_data.csv")).tickets
    got = tickets.select("ticket_id", "agent", "team", "priority", pl.col("created_at", "updated_at").cast(pl.String))
    keys = ("id", "assignee_id", "group_id", "priority", "created_at", "updated_at")
    expected = [tuple(row[key] or None for key in keys) for row in written]
    assert [(*row[:4], row[4][:19], row[5][:19]) for row in got.rows()] == expected
    channels = {"voice": "phone", "twitter": "social", "chat": "chat", "web": "web", "email": "email"}
    assert counts(tickets, "channel") == Counter(channels[row["via_channel"]] for row in written)
    assert counts(tickets.filter(channel="phone"), "channel_detail").keys() == {"voice"}
    assert counts(tickets, "status") == Counter(row["status"].replace("hold", "on_hold") for row in written)
    assert tickets["customer"].n_unique() == len({row["requester_id"] for row in written})
    assert not set(tickets["customer"]) & {row["requester_id"] for row in written}


def test_comments_agree_with_their_table(read) -> None:  # type: ignore[no-untyped-def]
    events = read(shared(f"{RAW}/ticket_comment_data.csv")).tables["events"]
    kinds = {"TRUE": "public_reply", "FALSE": "internal_note"}
    expected = [
        (row["ticket_id"], row["id"], datetime.fromisoformat(row["created"]), kinds[row["public"]], row["user_id"])
        for row in rows("ticket_comment_data")
    ]
    assert events.select("ticket_id", "event_id", "at", "kind", "actor_id").rows() == expected
    assert events.select("actor", "value", "target_s", "business").null_count().row(0) == (events.height,) * 4


def test_the_history_agrees_with_its_table(read) -> None:  # type: ignore[no-untyped-def]
    events = read(shared(f"{RAW}/ticket_field_history_data.csv")).tables["events"]
    expected = []
    for row in rows("ticket_field_history_data"):
        kind = KINDS.get(row["field_name"])
        value = row["value"] or None
        promise = json.loads(value) if value and row["field_name"] in CLOCKS else None
        if kind == "status" and value:
            value = value.replace("hold", "on_hold")
        expected.append(
            (
                row["ticket_id"],
                datetime.fromisoformat(row["updated"]),
                kind,
                None if row["field_name"] in CLOCKS else value,
                promise and promise["minutes"] * 60,
                promise and promise["in_business_hours"],
            )
        )
    got = events.select("ticket_id", "at", "kind", "value", "target_s", "business").rows()
    assert Counter(got) == Counter(row for row in expected if row[2])
    assert events.select("ticket_id", "at", "kind", "event_id", "value").is_duplicated().sum() == 0


def test_schedules_holidays_agents_and_teams_agree_with_their_tables(read) -> None:  # type: ignore[no-untyped-def]
    zones = {
        "Central Time (US & Canada)": "America/Chicago",
        "Pacific Time (US & Canada)": "America/Los_Angeles",
        "London": "Europe/London",
        "UTC": "UTC",
    }
    schedules = read(shared(f"{RAW}/schedule_data.csv")).tables["schedules"]
    keys = ("schedule", "zone", "opens_minute", "closes_minute")
    assert schedules.select(keys).rows() == [
        (row["id"], zones[row["time_zone"]], int(row["start_time"]), int(row["end_time"]))
        for row in rows("schedule_data")
    ]
    holidays = read(shared(f"{RAW}/schedule_holiday_data.csv")).tables["schedule_holidays"]
    assert holidays.select("schedule", "first_on", "last_on", "name").rows() == [
        (row["schedule_id"], date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"]), row["name"])
        for row in rows("schedule_holiday_data")
    ]
    users = rows("user_data")
    people = [(row["id"], row["name"]) for row in users if row["role"] != "end-user"]
    taken = read(shared(f"{RAW}/user_data.csv"))
    assert taken.tables["agents"].select("agent", "name").rows() == people
    assert [count for count, _ in left_out(taken)] == [len(users) - len(people)]
    teams = read(shared(f"{RAW}/group_data.csv")).tables["teams"]
    assert teams.select("team", "name").rows() == [(row["id"], row["name"]) for row in rows("group_data")]


# A small one of our own ---------------------------------------------------------------------------------------------


def test_tickets_tell_their_channel_direction_and_kind(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(TICKET_ROWS)
    keys = ("ticket_id", "channel", "channel_detail", "direction", "kind", "status", "agent")
    assert taken.tickets.select(keys).rows() == [
        ("1", "phone", "voice", "outbound", None, "closed", "71"),
        ("2", "social", "twitter_dm", None, None, "on_hold", None),
        ("3", "email", None, None, "merged", "solved", "72"),
    ]
    assert left_out(taken) == [(1, "1 row left out: deleted tickets")]
    assert set(taken.tickets.columns) == set(TICKETS)


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("voice", "phone"),
        ("phone_call_inbound", "phone"),
        ("twitter", "social"),
        ("X (formerly Twitter)", "social"),
        ("x_corp_dm", "social"),
        ("facebook", "social"),
        ("facebook_post", "social"),
        ("instagram_dm", "social"),
        ("whatsapp", "social"),
        ("native_messaging", "chat"),
        ("chat", "chat"),
        ("web", "web"),
        ("web_widget", "web"),
        ("help_center", "web"),
        ("email", "email"),
        ("api", "other"),
        ("sms", "other"),
        ("side_conversation", "other"),
    ],
)
def test_every_way_into_zendesk_is_a_channel(read, via: str, channel: str) -> None:  # type: ignore[no-untyped-def]
    taken = read(TICKET_ROWS.replace("voice", via))
    assert taken.tickets["channel"][0] == channel
    assert taken.findings("unknown_channel") == []


def test_the_history_gives_events_and_counts_the_fields_it_leaves_out(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(HISTORY)
    first = {row[0]: row[1:] for row in taken.tables["events"].select("kind", "value", "target_s", "business").rows()}
    assert first["team"] == ("11", None, None)
    assert first["priority"] == ("low", None, None)
    assert first["satisfaction"] == ("good", None, None)
    assert first["sla_policy"] == ("Gold", None, None)
    assert first["sla_requester_wait"] == (None, 5400.0, True)
    assert first["sla_resolution"] == (None, 36000.0, True)
    kinds = taken.tables["events"].group_by("kind", maintain_order=True).agg("value", "target_s", "business")
    by_kind = {row[0]: row[1:] for row in kinds.rows()}
    assert by_kind["status"][0] == ["new", "on_hold", None]
    assert by_kind["owner"][0] == ["71", None]
    assert by_kind["sla_first_response"] == ([None, None], [28800.0, None], [False, None])
    assert taken.parsed.rejected_by_reason == {}
    said = "fields that no metric reads (field_name: custom_360001 (2), subject (1))"
    assert left_out(taken) == [(3, f"3 rows left out: {said}")]
    assert [one["examples"] for one in taken.findings("unknown_status")] == [[{"value": "deleted", "count": 1}]]


def test_the_other_small_tables(read) -> None:  # type: ignore[no-untyped-def]
    [under] = read(TICKET_SCHEDULES).tables["events"].rows(named=True)
    assert (under["ticket_id"], under["kind"], under["value"]) == ("1", "schedule", "21")
    schedules = read(SCHEDULES)
    assert schedules.tables["schedules"]["zone"].to_list() == ["America/Chicago"] * 2
    assert left_out(schedules) == [(1, "1 row left out: deleted intervals")]
    holidays = read(HOLIDAYS).tables["schedule_holidays"]
    assert holidays.select("first_on", "last_on").rows() == [(date(2024, 5, 27), date(2024, 5, 28))]
    assert read(GROUPS).tables["teams"].rows() == [("zendesk", "11", "First line"), ("zendesk", "12", "Second line")]


@pytest.mark.parametrize("name", ["time_zone_data", "daylight_time_data"])
def test_time_zones_are_recognised_and_fill_nothing(read, name: str) -> None:  # type: ignore[no-untyped-def]
    taken = read(TABLES[name])
    assert (taken.parsed.rows, taken.tables, taken.rejected.height) == (1, {}, 0)
    assert "time zone database" in taken.findings("nothing_to_load")[0]["text"]


def test_nothing_personal_of_customers_is_kept(read, tmp_path) -> None:  # type: ignore[no-untyped-def]
    said = [json.dumps(read(content).parsed.summary()) for content in TABLES.values()]
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("work*/**/*") if file.is_file())
    assert b"Ann" in kept
    for secret in (b"Secret", b"x.org", b"company.org", b"4567", b"Help me", KEY):
        assert secret not in kept
        assert secret.decode() not in "".join(said)


def test_the_number_of_a_writer_stays_and_an_address_does_not(read) -> None:  # type: ignore[no-untyped-def]
    """The comments alone do not tell an agent from a customer."""
    writers = read(COMMENTS).tables["events"]["actor_id"].to_list()
    assert writers[:3] == ["9001", "71", "71"]
    assert [len(writer) for writer in writers[3:]] == [16, 16]
    agents = read(USERS).tables["agents"]["agent"].to_list()
    assert agents == ["71", "72"]


# Ugly rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "old", "new", "table", "column", "says"),
    [
        (
            HISTORY,
            '"{""minutes"":480,""in_business_hours"":false}"',
            '"{""minutes"":480"',
            "events",
            "value",
            "no JSON",
        ),
        (HISTORY, '"{""minutes"":480,""in_business_hours"":false}"', "480", "events", "value", "no JSON"),
        (HISTORY, '""minutes"":480', '""minutes"":""soon""', "events", "value", "not a duration"),
        (HISTORY, '""minutes"":480,', "", "events", "value", "how long"),
        (HISTORY, "06:45:00", "soon", "events", "updated", "not a date"),
        (COMMENTS, "FALSE,TRUE,1", "FALSE,maybe,1", "events", "public", "not one of public_reply"),
        (SCHEDULES, "Central Time (US & Canada)", "Middle Earth", "schedules", "time_zone", "write it as Europe"),
        (SCHEDULES, "2460,21,1980", "2460,21,-5", "schedules", "start_time", "0 (Sunday 00:00) to 10080"),
        (SCHEDULES, "2460,21,1980", "10081,21,1980", "schedules", "end_time", "0 (Sunday 00:00) to 10080"),
        (SCHEDULES, "2460,21,1980", "1980,21,2460", "schedules", "end_time", "two rows"),
        (HOLIDAYS, "2024-05-28,Spring", "2024-05-26,Spring", "schedule_holidays", "end_date", "before the first"),
        (USERS, "71,x", ",x", "agents", "id", "missing"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_why(  # type: ignore[no-untyped-def]
    read, content: str, old: str, new: str, table: str, column: str, says: str
) -> None:
    whole = read(content)
    taken = read(content.replace(old, new, 1))
    row = 1 + next(n for n, line in enumerate(content.splitlines()[1:]) if old in line)
    rejected = taken.rejected.rows(named=True)
    assert (rejected[0]["row"], rejected[0]["line"]) == (row, row + 1)
    assert {(one["table"], one["column"]) for one in rejected} == {(table, column)}
    assert all(says in one["reason"] for one in rejected)
    assert taken.tables[table].height == whole.tables[table].height - len(rejected)


def test_a_setting_written_twice_is_one_event_and_two_equal_notes_are_two(read) -> None:  # type: ignore[no-untyped-def]
    doubled = read(HISTORY + "".join(HISTORY.splitlines(keepends=True)[1:]))
    assert doubled.tables["events"].equals(read(HISTORY).tables["events"])
    notes = "ticket_id,at,kind,actor_id\n1,2024-02-09 07:00:00,note,ann\n1,2024-02-09 07:00:00,note,ann\n"
    assert read(notes).tables["events"]["event_id"].n_unique() == 2


def test_the_number_of_an_event_does_not_hang_on_how_its_time_is_written(read) -> None:  # type: ignore[no-untyped-def]
    other = HISTORY
    for row in HISTORY.splitlines()[1:]:
        at = datetime.fromisoformat(row.split(",")[2])
        other = other.replace(row.split(",")[2], f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}+01:00")
    assert other != HISTORY
    assert read(other).tables["events"].equals(read(HISTORY).tables["events"])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_is_read_as_none(read, name: str) -> None:  # type: ignore[no-untyped-def]
    headers = TABLES[name].splitlines()[0]
    taken = read(headers + "\n")
    assert (taken.parsed.rows, taken.parsed.rejected_by_reason) == (0, {})
    assert all(frame.is_empty() for frame in taken.tables.values())
    assert "no_rows" in {one["kind"] for one in taken.parsed.findings}
