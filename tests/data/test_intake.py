"""The whole way of a file: real exports with the values that others computed, formats as vendors write them, and ugly
files. Most of it runs in this process; the child, its limits and its three kinds of failure have tests of their own."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import intake
from data.columns import TABLES
from data.mapping import Mapping
from data.own_format import template
from tests.worlds import shared

ROOT = Path(__file__).resolve().parents[2]
KEY = b"k" * 32
LOADED_AT = datetime(2026, 11, 22)

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

ZENDESK = (
    "Summation column,Id,Requester,Requester id,Requester email,Assignee,Group,Subject,Tags,Status,Priority,Via,"
    "Ticket type,Created at,Updated at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,"
    "Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,"
    "First resolution time in minutes,Full resolution time in minutes,Requester wait time in minutes\n"
    "1,11,Ann,901,ann@x.org,Bob,First,Help me,vip,Solved,High,Mail,Question,2024-03-05 10:00:00,2024-03-06 10:00:00,"
    "2024-03-05 12:30:00,3,Good,1,2,0,1,30,25,120,150,40\n"
    "1,12,Eve,902,eve@x.org,,First,Secret,,Open,-,Chat,,2024-03-05 11:00:00,2024-03-05 11:00:00,,,Not Offered,1,0,0,0,"
    ",,,,\n"
    "1,13,Ann,901,ann@x.org,Bob,First,Again,,Closed,Low,Carrier pigeon,,2024-03-07 10:00,2024-03-08 10:00,"
    "2024-03-07 10:30,0,Offered,1,1,1,2,5,5,30,30,30\n"
)


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


# A mapping of somebody's own ----------------------------------------------------------------------------------------

OWN = Mapping.from_toml(
    """
    name = "callcentre"
    label = "Our call centre"
    date_order = "dmy"
    missing = ["n.v."]
    [tables.tickets]
    ticket_id = "Nr"
    channel = { from = "Weg", values = { Brieftaube = "other", Funk = "phone" } }
    status = { from = "Stand", values = { fertig = "solved", "mal sehen" = "" } }
    created_at = "Eingang"
    resolved_at = { from = "Dauer", plus = "created_at", unit = "hours", note = "from the duration" }
    wait_s = { from = "Warten", unit = "mm:ss" }
    answered = { from = "Stand", values = { fertig = "yes" }, otherwise = "null" }
    revenue = "Umsatz"
    direction = { constant = "inbound" }
    team = "Gruppe"
    """
)
OWN_ROWS = (
    "Nr;Weg;Stand;Eingang;Dauer;Warten;Umsatz\n"
    "1;Funk;fertig;03.04.2024 10:00;1,5;2:05;1.234,50\n"
    "2;Rauch;mal sehen;04.05.2024;n.v.;;12,5\n"
    "3;e-mail;verloren;05.06.2024;x;1:00;\n"
)


def test_an_own_mapping_is_carried_out(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(OWN_ROWS, mapping=OWN, zone="Europe/Berlin")
    first, second = taken.tickets.rows(named=True)
    assert first["created_at"] == datetime(2024, 4, 3, 8)
    assert first["resolved_at"] == datetime(2024, 4, 3, 9, 30)
    assert (first["channel"], first["status"], first["wait_s"], first["revenue"]) == ("phone", "solved", 125, 1234.5)
    assert (first["answered"], second["answered"], first["direction"]) == (True, None, "inbound")
    assert (second["channel"], second["channel_detail"], second["status"]) == ("other", "Rauch", None)
    assert taken.rejected.select("row", "column", "value", "reason").rows() == [(3, "Dauer", "x", "not a duration")]
    assert {one["kind"]: one["count"] for one in taken.parsed.findings} == {
        "column_not_found": 1,
        "date_order": 3,
        "approximated": 1,
        "unknown_channel": 1,
        "unknown_status": 1,
    }
    assert taken.parsed.source == "callcentre"


def test_a_preview_is_what_the_whole_gives(in_process, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "calls.csv"
    path.write_text(OWN_ROWS)
    shown = intake.preview(path, intake.Options(mapping=OWN), KEY, LOADED_AT)
    assert shown.before["Weg"].to_list() == ["Funk", "Rauch", "e-mail"]
    assert shown.before["row"].to_list() == [1, 2, 3]
    assert shown.after["tickets"]["channel"].to_list() == ["phone", "other"]
    assert shown.rejected["row"].to_list() == [3]
    assert shown.summary["accepted"] == 2


def test_a_peek_shows_headers_rows_and_a_mapping_to_start_from(in_process, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "calls.csv"
    path.write_text(OWN_ROWS)
    found = intake.peek(path)
    assert found.headers == ["Nr", "Weg", "Stand", "Eingang", "Dauer", "Warten", "Umsatz"]
    assert found.rows[0][1] == "Funk"
    assert (found.adapter, found.kind, found.about["delimiter"]) == (None, "csv", ";")
    path.write_text(ZENDESK)
    adapter = intake.peek(path).adapter
    assert adapter is not None
    assert adapter.name == "zendesk_csv"


def test_an_unknown_file_is_refused_with_the_remedy(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(intake.Refused, match=r"export\.csv: No adapter .*mapping.*--map.*Nr, Weg"):
        read(OWN_ROWS)
    with pytest.raises(intake.Refused, match=r"'Nr' for tickets\.ticket_id"):
        read("a,b\n1,2\n", mapping=OWN)
    with pytest.raises(intake.Refused, match=r"names no column for surveys\.score"):
        read("a,b\n1,2\n", mapping=Mapping.from_toml("[tables.surveys]\nkind = {constant = 'csat'}"))


# Ugly files ---------------------------------------------------------------------------------------------------------

HEADER = "ticket_id,created_at,resolved_at,channel,status,reopens\n"


def test_rows_that_cannot_be_read_are_kept_with_their_reason(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(
        HEADER + "1,2024-03-05 10:00,,email,open,0\n"
        "2,2024-02-30,,email,open,0\n"
        ",2024-03-05,,email,open,0\n"
        "4,2024-03-05,soon,email,open,many\n"
        "5,2024-03-05,,email\n"
        "6,1402/12/15,,email,open,0\n"
        "7,2024-03-05,,email,open,-1\n"
        "8,,,email,open,0\n"
    )
    assert taken.tickets["ticket_id"].to_list() == ["1", "8"]
    assert taken.rejected.select("row", "line", "table", "column", "value").rows() == [
        (2, 3, "tickets", "created_at", "2024-02-30"),
        (3, 4, "tickets", "ticket_id", None),
        (4, 5, "tickets", "resolved_at", "soon"),
        (5, 6, None, None, "4 columns instead of 6"),
        (6, 7, "tickets", "created_at", "1402/12/15"),
        (7, 8, "tickets", "reopens", "-1"),
    ]
    summary = taken.parsed.summary()
    assert (summary["rows"], summary["accepted"], summary["rejected"]) == (8, 2, 6)
    assert sum(summary["rejected_by_reason"].values()) == 6
    assert [one["count"] for one in taken.findings("undated")] == [1]
    json.dumps(summary)


def test_instants_out_of_order_and_in_the_future_are_found_and_kept(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(
        HEADER + "1,2024-03-05 10:00,2024-03-05 09:00,email,solved,0\n"
        "2,2027-03-05 10:00,,email,open,0\n"
        "3,2024-03-05 10:00,,email,closed,0\n"
    )
    assert taken.tickets.height == 3
    counts = {one["kind"]: one["count"] for one in taken.parsed.findings}
    assert counts == {"closed_before_created": 1, "future": 1, "solved_undated": 1}
    assert taken.findings("future")[0]["examples"][0] == {
        "row": 2,
        "ticket_id": "2",
        "created_at": "2027-03-05 10:00:00",
    }


def test_the_newest_row_of_a_key_is_kept_whatever_the_order(read) -> None:  # type: ignore[no-untyped-def]
    header = "ticket_id,created_at,updated_at,status\n"
    rows = ["1,2024-03-05,2024-03-09,closed\n", "1,2024-03-05,2024-03-05,new\n", "2,2024-03-05,,open\n"]
    for order in (rows, rows[::-1]):
        taken = read(header + "".join(order))
        assert dict(taken.tickets.select("ticket_id", "status").iter_rows()) == {"1": "closed", "2": "open"}
    undated = read("ticket_id,created_at,status\n1,2024-03-05,new\n1,2024-03-05,open\n")
    assert undated.tickets["status"].to_list() == ["open"], "without a version the last in the file"


def test_a_version_counts_as_a_number(read) -> None:  # type: ignore[no-untyped-def]
    header = "number,opened_at,incident_state,assignment_group,sys_mod_count,sys_updated_at\n"
    rows = "a,2016-01-01,Closed,g,10,2016-01-02\na,2016-01-01,Resolved,g,9,2016-01-02\n"
    assert read(header + rows).tickets["status"].to_list() == ["closed"]


def test_ambiguous_dates_refuse_until_somebody_tells(read) -> None:  # type: ignore[no-untyped-def]
    ugly = HEADER + "1,03/04/2024 10:00,05/04/2024 10:00,email,open,0\n"
    with pytest.raises(intake.Refused, match=r"export\.csv: .*03/04/2024 10:00 may be either.*--date-order") as refused:
        read(ugly)
    assert refused.value.file == "export.csv"
    assert read(ugly, date_order="dmy").tickets["created_at"][0] == datetime(2024, 4, 3, 10)
    assert read(ugly, date_order="mdy").tickets["created_at"][0] == datetime(2024, 3, 4, 10)
    with pytest.raises(intake.Refused, match="dmy, mdy, ymd"):
        intake.Options(date_order="ydm")


def test_a_wrong_zone_or_extension_is_said(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(intake.Refused, match="Europe/Budapest"):
        read(ZENDESK, zone="Budapest")
    file = io.BytesIO()
    pl.DataFrame({"ticket_id": ["1"], "created_at": [datetime(2024, 3, 5)], "status": ["open"]}).write_excel(file)
    taken = read(file.getvalue(), "export.csv")
    assert taken.tickets.select("ticket_id", "created_at").row(0) == ("1", datetime(2024, 3, 5))
    assert [one["kind"] for one in taken.parsed.findings] == ["wrong_name"]


def test_a_header_alone_is_taken_as_nothing(read) -> None:  # type: ignore[no-untyped-def]
    taken = read(HEADER)
    assert (taken.parsed.rows, taken.tickets.height) == (0, 0)
    assert taken.tickets.schema == pl.DataFrame(schema=TABLES["tickets"]).schema
    assert [one["kind"] for one in taken.parsed.findings] == ["no_rows"]
    assert read(ZENDESK.splitlines()[0] + "\n").surveys.height == 0


def test_a_month_alone_is_its_first_day_and_days_are_moved_by_no_zone(read) -> None:  # type: ignore[no-untyped-def]
    taken = read("month,amount,channel\n2026-03,12500,phone\n2026-04-17,1,Telefon\n", zone="Asia/Tehran")
    assert taken.tables["costs"].select("month", "amount", "channel").rows() == [
        (date(2026, 3, 1), 12500.0, "phone"),
        (date(2026, 4, 1), 1.0, "phone"),
    ]


def test_unknown_kinds_of_working_time_are_rejected(read) -> None:  # type: ignore[no-untyped-def]
    shift = "2026-03-02 08:00,2026-03-02 16:00\n"
    backwards = "2026-03-02 16:00,2026-03-02 08:00\n"
    taken = read(f"agent,kind,started_at,ended_at\na,Lunch,{shift}a,dreaming,{shift}b,work,{backwards}")
    assert taken.tables["agent_time"]["kind"].to_list() == ["break"]
    assert taken.rejected.select("row", "column", "value").rows() == [
        (2, "kind", "dreaming"),
        (3, "ended_at", "2026-03-02 08:00"),
    ]


def test_the_source_is_the_reader_s_word_then_the_file_s_then_the_mapping_s(read) -> None:  # type: ignore[no-untyped-def]
    rows = "source,ticket_id,created_at\nshop,1,2024-03-05\n,2,2024-03-05\n"
    assert read(rows).tickets["source"].to_list() == ["shop", "own"]
    assert read(rows, source="phone system").tickets["source"].to_list() == ["phone system"] * 2


def test_parquet_only_where_it_is_allowed(read) -> None:  # type: ignore[no-untyped-def]
    file = io.BytesIO()
    pl.DataFrame({"ticket_id": [1], "created_at": [datetime(2024, 3, 5, 10)]}).write_parquet(file)
    with pytest.raises(intake.Refused, match="mounted folder"):
        read(file.getvalue(), "export.parquet")
    taken = read(file.getvalue(), "export.parquet", parquet=True)
    assert taken.tickets["created_at"].to_list() == [datetime(2024, 3, 5, 10)]


tickets = st.fixed_dictionaries(
    {
        "created_at": st.sampled_from(
            ["2024-03-05", "2024-03-31 02:30", "31/02/2024", "7/3/2024", "17/3/2024", "", "x"]
        ),
        "status": st.sampled_from(["open", "Solved", "?", "lost"]),
        "channel": st.sampled_from(["Phone", "carrier pigeon", ""]),
        "reopens": st.sampled_from(["0", "1,5", "-1", "1,234", ""]),
    }
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(tickets, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_what_is_taken(read, rows: list[dict[str, str]], random: Any) -> None:  # type: ignore[no-untyped-def]
    named = [{"ticket_id": str(place), **row} for place, row in enumerate(rows)]
    results = []
    for _ in range(2):
        frame = pl.DataFrame(named)
        taken = read(frame.write_csv().encode(), zone="Europe/Budapest", date_order="dmy")
        accepted = taken.tickets.sort("ticket_id")
        rejected = taken.rejected.select("table", "column", "value", "reason").sort(pl.all())
        counts = sorted((one["kind"], one["count"]) for one in taken.parsed.findings)
        results.append((accepted, rejected, counts))
        assert accepted.height + rejected.height == len(rows)
        random.shuffle(named)
    (first, first_rejected, first_counts), (second, second_rejected, second_counts) = results
    assert first.equals(second)
    assert first_rejected.equals(second_rejected)
    assert first_counts == second_counts


# The child ----------------------------------------------------------------------------------------------------------


def parse(path: Path, workdir: Path, **limits: Any) -> intake.Parsed:
    return intake.parse(path, intake.Options(), workdir, KEY, LOADED_AT, limits=intake.Limits(**limits))


def test_the_child_gives_what_this_process_gives_and_leaves_nothing_else(
    read, tmp_path: Path, monkeypatch: Any
) -> None:  # type: ignore[no-untyped-def]
    here = read(ZENDESK)
    monkeypatch.undo()
    there = parse(tmp_path / "export.csv", tmp_path / "there")
    assert there.summary() == here.parsed.summary()
    assert pl.read_parquet(there.tables["tickets"][0]).equals(here.tickets)
    names = {file.name for file in (tmp_path / "there").iterdir()}
    assert names == {"tickets.parquet", "surveys.parquet", "rejected.parquet"}


def test_a_workbook_that_asks_for_all_memory_is_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
            f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    with pytest.raises(intake.Refused, match=r"bomb\.xlsx: It needs more memory") as refused:
        parse(path, tmp_path / "work")
    assert refused.value.kind == "limit"
    assert list((tmp_path / "work").iterdir()) == []


def test_too_long_and_too_much_memory_are_limits(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(ZENDESK)
    with pytest.raises(intake.Refused, match="longer than 0 seconds") as refused:
        parse(path, tmp_path / "work", seconds=0.1)
    assert refused.value.kind == "limit"
    started = time.monotonic()
    with pytest.raises(intake.Refused, match="memory") as refused:
        parse(path, tmp_path / "work", resident=20_000_000)
    assert refused.value.kind == "limit"
    assert time.monotonic() - started < 5


def test_a_fault_of_ours_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    path = tmp_path / "export.csv"
    path.write_text(ZENDESK)
    broken = tmp_path / "elsewhere"
    (broken / "data").mkdir(parents=True)
    (broken / "data" / "__init__.py").touch()
    (broken / "data" / "child.py").write_text("raise RuntimeError('we broke it')")
    monkeypatch.setattr(intake, "_ROOT", broken)
    with pytest.raises(intake.Refused, match=r"fault of Tarazu.*we broke it") as refused:
        parse(path, tmp_path / "work")
    assert refused.value.kind == "crash"
    assert "Traceback" in caplog.text


def test_the_calling_side_is_light() -> None:
    code = "import sys, data.intake; print([m for m in ('pandera', 'polars', 'duckdb', 'pandas') if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert "pandera" not in out.stdout
    assert "duckdb" not in out.stdout
