"""Real exports with the values that others computed, and the formats of vendors as they write them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.columns import TABLES
from data.own_format import template
from tests.data.exports import KEY, ZENDESK
from tests.worlds import shared

NPS = "data/nps_cc0/nps_retail_sample1500_latin1.csv"
SERVICENOW = "data/servicenow_incident_log/incident_event_log_sample.csv"
BOSTON = "data/boston311/boston311_2015_sample2000.csv"


def values(frame: pl.DataFrame, column: str) -> dict[Any, int]:
    return dict(frame[column].value_counts().iter_rows())


def texts(taken: Any) -> str:
    return " ".join(gap["text"] for gap in taken.parsed.cannot_feed)


# Real exports -------------------------------------------------------------------------------------------------------


def test_servicenow_log_gives_one_row_an_incident(read) -> None:  # type: ignore[no-untyped-def]
    expected = json.loads(shared("data/expected.json").read_text())["fixture_uci_sample"]
    taken = read(shared(SERVICENOW))
    tickets = taken.tickets
    assert taken.parsed.rows == expected["events"] == 2745
    assert tickets.height == expected["tickets"] == 446
    assert values(tickets, "resolution_flag") == {"achieved": expected["sla_met"], "breached": 446 - 263}
    assert tickets["resolved_at"].null_count() == expected["resolved_missing"] == 18
    assert (tickets["reopens"] > 0).sum() == expected["reopened"] == 22
    assert (tickets["transfers"] > 0).sum() == expected["reassigned"] == 227
    assert [str(tickets["created_at"].min()), str(tickets["created_at"].max())] == expected["opened"]
    assert values(tickets, "channel") == {"phone": 429, "email": 15, "web": 2}
    assert values(tickets, "channel_detail") == {None: 444, "Self service": 2}
    hours = (tickets["resolved_at"] - tickets["created_at"]).dt.total_seconds() / 3600
    assert round(hours.median(), 3) == expected["res_h_median"]
    assert taken.parsed.date_order == "dmy"
    assert [one["count"] for one in taken.findings("older_rows")] == [2299]
    assert [one["count"] for one in taken.findings("unresolved")] == [18]
    assert taken.findings("unknown_status")[0]["examples"][0]["value"] == "-100"
    assert "no first reply column: first response time is not available" in texts(taken)
    assert taken.rejected.is_empty()


def test_boston_2015(read) -> None:  # type: ignore[no-untyped-def]
    expected = json.loads(shared("data/expected.json").read_text())["fixture_boston_sample2000"]
    taken = read(shared(BOSTON))
    tickets = taken.tickets
    assert tickets.height == expected["tickets"] == 2000
    assert values(tickets, "resolution_flag") == {"achieved": 1492, "breached": 504, None: 4}
    assert values(tickets, "status") == {"closed": 1668, "open": 332}
    assert values(tickets, "channel") == {"phone": 1032, "web": 314 + 185, "other": 243 + 221 + 5}
    hours = ((tickets["resolved_at"] - tickets["created_at"]).dt.total_seconds() / 3600).drop_nulls()
    assert round(hours.filter(hours >= 0).median(), 3) == expected["res_h_median_nonneg"]
    early = taken.findings("closed_before_created")
    assert [one["count"] for one in early] == [expected["neg"]] == [1]
    assert early[0]["examples"][0]["row"] == 1005
    assert tickets.filter(pl.col("closed_at") < pl.col("created_at")).height == 1, "found, and never dropped"
    assert taken.parsed.date_order == "mdy"


def test_boston_2022_in_both_orders_of_dates_and_with_duplicates(read) -> None:  # type: ignore[no-untyped-def]
    instants = ["ticket_id", "created_at", "closed_at", "resolution_due_at"]
    iso = read(shared("data/boston311/boston311-100.csv"))
    day_first = read(shared("data/boston311/boston311-dmy-100.csv"))
    assert iso.tickets.height == 100
    assert iso.tickets.select(instants).equals(day_first.tickets.select(instants))
    assert (iso.parsed.date_order, day_first.parsed.date_order) == (None, "dmy")
    doubled = read(shared("data/boston311/boston311-100-20dupes-random.csv"))
    assert (doubled.parsed.rows, doubled.tickets.height) == (100, 80)
    assert [one["count"] for one in doubled.findings("older_rows")] == [20]
    assert read(shared("data/boston311/boston311-100-with-nonascii.csv")).tickets.height == 100


def test_nps_without_dates(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(shared(NPS))
    scores = taken.surveys["score"]
    assert (taken.surveys.height, scores.null_count()) == (1500, 25)
    assert (scores.is_between(9, 10).sum(), scores.is_between(0, 6).sum()) == (942, 127)
    assert values(taken.surveys, "kind") == {"nps": 1500}
    assert values(taken.surveys, "scale") == {"0-10": 1500}
    assert taken.surveys["answered_at"].null_count() == 1500
    assert taken.surveys["sent"].null_count() == 1500
    assert "no date column: a trend cannot be shown" in texts(taken)
    assert any("caissière" in comment for comment in taken.surveys["comment"].drop_nulls())
    assert [one["kind"] for one in taken.parsed.findings] == ["encoding"]


# Formats of vendors -------------------------------------------------------------------------------------------------


def test_zendesk_feeds_requests_and_surveys(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(ZENDESK, zone="Europe/Budapest")
    first, second, third = taken.tickets.rows(named=True)
    assert first["created_at"] == datetime(2024, 3, 5, 9)
    assert first["first_reply_at"] == datetime(2024, 3, 5, 9, 30)
    assert first["first_resolved_at"] == datetime(2024, 3, 5, 11)
    assert first["resolved_at"] == datetime(2024, 3, 5, 11, 30)
    assert (first["channel"], first["status"], first["team"], first["agent"]) == ("email", "solved", "First", "Bob")
    assert (first["transfers"], first["replies"], first["reopens"]) == (1, 1, 0)
    assert (first["export_first_response_s"], first["export_first_response_business_s"]) == (1800, 1500)
    assert (first["export_resolution_s"], first["export_requester_wait_s"]) == (9000, 2400)
    assert (second["transfers"], second["priority"], second["agent"], second["first_reply_at"]) == (0, None, None, None)
    assert (third["channel"], third["channel_detail"]) == ("other", "Carrier pigeon")
    assert first["customer"] == third["customer"] != second["customer"]
    columns = ("survey_id", "ticket_id", "kind", "score", "scale", "sent", "answered_at")
    assert taken.surveys.select(columns).rows() == [
        ("11", "11", "csat", 1.0, "good_bad", True, datetime(2024, 3, 5, 11, 30)),
        ("13", "13", "csat", None, None, True, None),
    ]
    assert {one["kind"] for one in taken.parsed.findings} == {"approximated", "unknown_channel"}
    assert taken.findings("unknown_channel")[0]["examples"] == [{"value": "Carrier pigeon", "count": 1}]
    assert (taken.parsed.source, taken.parsed.mapping.name) == ("zendesk", "zendesk_csv")


def test_no_personal_data_is_kept(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    taken = read(ZENDESK, zone="UTC")
    kept = b"".join(file.read_bytes() for file in (tmp_path).glob("work*/**/*") if file.is_file())
    assert kept
    for secret in (b"ann@x.org", b"Help me", b"Secret", b"vip", b"901", KEY):
        assert secret not in kept
        assert secret.decode() not in json.dumps(taken.parsed.summary())


def test_freshdesk_clock_durations_may_be_negative_or_long(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(
        "Ticket ID,Subject,Status,Priority,Source,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
        "Last update time,Initial response time,First response time (in hrs),Resolution time (in hrs),"
        "Agent interactions,Resolution status,First response status,Email\n"
        "1,s,Waiting on Customer,Low,Portal,Ann,First,2024-03-25 10:00:00,2024-03-26 10:00:00,,,2024-03-25 11:00:00,"
        "2024-03-25 10:20:00,-00:20:00,52:10:00,3,Within SLA,SLA Violated,c@x.org\n"
    )
    row = taken.tickets.row(0, named=True)
    assert (row["status"], row["channel"], row["channel_detail"], row["replies"]) == ("pending", "web", "Portal", 3)
    assert (row["export_first_response_s"], row["export_resolution_s"]) == (-1200, 52 * 3600 + 600)
    assert (row["resolution_flag"], row["reply_flag"]) == ("achieved", "breached")


def test_jira_with_repeated_headers(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(
        "Summary,Issue key,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Resolved,Satisfaction rating,"
        "Custom field (Satisfaction date),Comment,Comment,Custom field ([CHART] Date of First Response)\n"
        "s,HD-1,Service Request,Waiting for customer,High,ann,bob,25/Feb/26 10:17 PM,26/Feb/26 1:00 AM,,,,x,y,"
        "2026-02-25 22:38:58.679\n"
        "s,HD-2,Bug,Done,Low,ann,eve,05/Mar/26 9:00 AM,06/Mar/26 9:00 AM,06/Mar/26 8:00 AM,4,07/Mar/26 8:00 AM,,,\n"
    )
    first = taken.tickets.row(0, named=True)
    assert (first["created_at"], first["status"]) == (datetime(2026, 2, 25, 22, 17), "pending")
    assert first["first_reply_at"] == datetime(2026, 2, 25, 22, 38, 58, 679_000)
    assert taken.surveys.select("survey_id", "score", "scale", "answered_at").rows() == [
        ("HD-2", 4.0, "1-5", datetime(2026, 3, 7, 8))
    ]


def test_calls_of_zendesk_talk_as_json_lines(read) -> None:  # type: ignore[no-untyped-def]
    call = {"id": 7, "agent_id": 3, "completion_status": "completed", "created_at": "2024-03-05T10:00:00Z"}
    call |= {"direction": "inbound", "duration": 200, "hold_time": 5, "talk_time": 150, "time_to_answer": 20}
    call |= {"wait_time": 20, "wrap_up_time": 30, "ticket_id": 9}
    lost = {**call, "id": 8, "completion_status": "abandoned_in_queue", "time_to_answer": None, "talk_time": 0}
    taken = read("\n".join(map(json.dumps, [call, lost])) + "\n", "calls.jsonl")
    answered, abandoned = taken.tickets.rows(named=True)
    assert (answered["channel"], answered["answered"], answered["abandoned"]) == ("phone", True, False)
    assert answered["first_reply_at"] == datetime(2024, 3, 5, 10, 0, 20)
    assert answered["ended_at"] == datetime(2024, 3, 5, 10, 3, 20)
    assert (answered["wait_s"], answered["talk_s"], answered["wrap_s"]) == (20, 150, 30)
    assert (abandoned["answered"], abandoned["abandoned"], abandoned["first_reply_at"]) == (False, True, None)


@pytest.mark.parametrize("table", TABLES)
def test_the_template_of_the_own_format_loads(read, table: str) -> None:  # type: ignore[no-untyped-def]
    taken = read(template(table))
    assert taken.parsed.rejected_by_reason == {}
    row = taken.tables[table].row(0, named=True)
    example = dict(zip(*(line.split(",") for line in template(table).splitlines()), strict=True))
    assert {column for column, value in row.items() if value is not None} == {c for c, v in example.items() if v}
    assert row["source"] == example["source"]


def test_csat_answers_find_their_scale_and_their_own_keys(read) -> None:  # type: ignore[no-untyped-def]
    export = (
        "Ticket ID;Rating;Comment;Submitted at\n1;5;=cmd|' /C calc'!A0;2024-03-25\n2;3;;2024-03-25\n2;3;;2024-03-25\n"
    )
    taken = read(export)
    assert taken.surveys["score"].to_list() == [5, 3, 3]
    assert values(taken.surveys, "scale") == {"1-5": 3}
    assert [one["count"] for one in taken.findings("scale")] == [3]
    assert taken.surveys["comment"][0] == "=cmd|' /C calc'!A0", "formulas are text here; exports escape them"
    ids = taken.surveys["survey_id"].to_list()
    assert len(set(ids)) == 3
    later = read(export + "9;1;;2024-03-26\n")
    assert later.surveys["survey_id"].to_list()[:3] == ids, "the same answers keep their keys in a longer export"


def test_scores_outside_every_scale_are_rejected(read) -> None:  # type: ignore[no-untyped-def]
    taken = read("id,NPS,Response date\n1,9,2024-03-25\n2,11,2024-03-25\n3,often,2024-03-25\n4,,2024-03-25\n")
    assert taken.surveys["survey_id"].to_list() == ["1", "4"]
    assert taken.surveys["answered_at"].to_list() == [datetime(2024, 3, 25), None]
    rejected = taken.rejected.select("row", "line", "table", "column", "value", "reason").rows()
    assert rejected == [
        (2, 3, "surveys", "NPS", "11", "outside the scale of the survey"),
        (3, 4, "surveys", "NPS", "often", "not a number"),
    ]
