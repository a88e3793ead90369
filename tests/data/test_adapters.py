"""Real exports with the values that others computed, and the formats of vendors as they write them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.columns import TABLES
from data.headers import guess
from data.mapping import Mapping
from data.own_format import about, template
from data.refused import Refused
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


def test_effort_is_asked_on_the_scale_that_its_scores_fall_into(read) -> None:  # type: ignore[no-untyped-def]
    seven = read("id,Customer Effort Score,Response date\n1,7,2024-03-25\n2,1,2024-03-25\n3,,2024-03-25\n")
    assert seven.parsed.mapping.name == "ces_survey"
    assert seven.surveys.select("kind", "score", "scale").rows() == [
        ("ces", 7.0, "1-7"),
        ("ces", 1.0, "1-7"),
        ("ces", None, None),
    ]
    assert "taken from the scores" in seven.findings("scale")[0]["text"]
    lowest = read("id,CES,Response date\n1,1,2024-03-25\n")
    assert values(lowest.surveys, "scale") == {"1-5": 1}, "nobody asks for effort by thumbs"
    rejected = read("id,CES,Response date\n1,5,2024-03-25\n2,11,2024-03-25\n").rejected
    assert rejected.select("row", "column", "reason").rows() == [
        (1, "CES", "on no scale that is known"),
        (2, "CES", "on no scale that is known"),
    ]


# Tables that helpdesks do not export --------------------------------------------------------------------------------

SCORECARDS = """Evaluated agent,Ticket,Review date,Question,Score,Max score
Ann,7,2026-03-09,Accuracy,8,10
Ann,7,2026-03-09,Objection handling,5,5
Ann,7,2026-03-09,Empathy,1,2
Bob,8,2026-03-09,Accuracy,11,10
Bob,8,2026-03-09,Empathy,-1,2
Bob,8,2026-03-09,Tone,0,0
Bob,8,2026-03-09,Tone,much,2
"""


def test_scorecards_need_a_mapping_only(read) -> None:  # type: ignore[no-untyped-def]
    headers, *rows = [line.split(",") for line in SCORECARDS.splitlines()]
    mapping = guess(headers, rows)
    assert list(mapping.tables) == ["quality_checks"]
    taken = read(SCORECARDS, mapping=mapping)
    checks = taken.tables["quality_checks"]
    assert checks.select("agent", "criterion", "points", "possible").rows() == [
        ("Ann", "accuracy", 8.0, 10.0),
        ("Ann", "objections", 5.0, 5.0),
        ("Ann", "Empathy", 1.0, 2.0),
    ]
    assert checks["check_id"].n_unique() == 1, "the rows of one check"
    assert taken.rejected.select("row", "column", "value", "reason").rows() == [
        (4, "Score", "11", "more points than are possible"),
        (5, "Score", "-1", "below zero"),
        (6, "Max score", "0", "no points are possible: write the points of a full score"),
        (7, "Score", "much", "not a number"),
    ]


def test_a_check_keeps_its_number_when_its_points_are_corrected(read) -> None:  # type: ignore[no-untyped-def]
    content = "ticket_id,agent,checked_at,criterion,points,possible\n" + "1,ann,2026-03-09,tone,{},5\n" * 2
    ids = [read(content.format(*points)).tables["quality_checks"]["check_id"].to_list() for points in ((1, 2), (5, 2))]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2, "the same criterion again is another check"


def test_one_score_for_a_whole_check_has_no_criterion(read) -> None:  # type: ignore[no-untyped-def]
    taken = read("checked_at,agent,points,possible\n2026-03-09,ann,87,100\n")
    assert taken.tables["quality_checks"]["criterion"].to_list() == [None]
    assert "no criterion column: quality is available as a whole only" in texts(taken)


def test_a_list_of_active_customers_is_orders_without_amounts(read) -> None:  # type: ignore[no-untyped-def]
    orders = read("customer,ordered_at\nC-1,2026-03-01\nC-2,2026-03-01\nC-1,2026-04-01\n").tables["orders"]
    assert orders["order_id"].n_unique() == 3
    assert orders["customer"].n_unique() == 2
    assert orders["amount"].null_count() == 3
    assert "active customers" in str(about("orders"))


def test_help_sessions_get_numbers_and_hashed_customers(read) -> None:  # type: ignore[no-untyped-def]
    content = "customer,started_at,article\nC-1,2026-03-01,Parcel\nC-1,2026-03-01,Parcel\n,2026-03-01,Parcel\n"
    taken = read(content)
    sessions = taken.tables["help_sessions"]
    assert sessions["session_id"].n_unique() == 3, "a day may have two equal visits"
    assert sessions["customer"].to_list() == [*read(content).tables["help_sessions"]["customer"][:2], None]
    assert "C-1" not in str(sessions)
    lost = read("started_at,article\n2026-03-01,Parcel\n")
    assert "no customer column: the self-service rate is not available" in texts(lost)


def test_a_number_is_made_where_a_row_has_none(read) -> None:  # type: ignore[no-untyped-def]
    """A history may number its replies and not its changes."""
    content = "ticket_id,event_id,at,kind,value\n1,E1,2026-03-01 10:00,reply,\n1,,2026-03-01 11:00,status,Lezárva\n"
    events = read(content).tables["events"]
    assert events.select("kind", "value").rows() == [("public_reply", None), ("status", "closed")]
    assert events["event_id"][0] == "E1"
    assert len(events["event_id"][1]) == 16


def test_whoever_is_called_a_customer_is_hashed_and_an_agent_is_not(read) -> None:  # type: ignore[no-untyped-def]
    told = "ticket_id,at,kind,actor,actor_id\n1,2026-03-01 10:00,reply,{},{}\n"
    cases = {("end user", "C-1"): False, ("agent", "ann@x.org"): True, ("bot", "R2"): True, ("", "C-1"): True}
    for (actor, name), kept in cases.items():
        [event] = read(told.format(actor, name)).tables["events"].rows(named=True)
        assert (event["actor_id"] == name) == kept
    [event] = read(told.format("customer", "C-1")).tables["events"].rows(named=True)
    [ticket] = read("ticket_id,created_at,customer\n1,2026-03-01,c-1\n").tickets.rows(named=True)
    assert event["actor_id"] == ticket["customer"], "the same customer in both tables"


def test_who_wrote_is_missed_in_a_history_with_replies_only(read) -> None:  # type: ignore[no-untyped-def]
    assert "cannot be told apart" in texts(read("ticket_id,at,kind\n1,2026-03-01 10:00,reply\n"))
    assert texts(read("ticket_id,at,kind,value\n1,2026-03-01 10:00,status,open\n")) == ""


def test_a_holiday_without_a_last_day_is_one_day(read) -> None:  # type: ignore[no-untyped-def]
    holidays = read("schedule,first_on,last_on\n1,2026-05-01,\n1,2026-12-24,2026-12-26\n").tables["schedule_holidays"]
    assert [(row[0].day, row[1].day) for row in holidays.select("first_on", "last_on").rows()] == [(1, 1), (24, 26)]


def test_a_file_without_the_column_that_chooses_its_rows_is_refused(read) -> None:  # type: ignore[no-untyped-def]
    mapping = Mapping.from_toml("[tables.agents]\nagent = 'id'\n[only]\nagents = { from = 'role', values = ['agent'] }")
    with pytest.raises(Refused, match="'role', which tells the rows that are for agents"):
        read("id,name\n1,Ann\n", mapping=mapping)
    skipping = Mapping.from_toml("[tables.agents]\nagent = 'id'\n[skip]\nagents = { from = 'gone', values = ['yes'] }")
    assert read("id,name\n1,Ann\n", mapping=skipping).tables["agents"].height == 1


def test_rows_are_chosen_by_empty_values_too_and_counted_once(read) -> None:  # type: ignore[no-untyped-def]
    mapping = Mapping.from_toml(
        "[tables.agents]\nagent = 'id'\n"
        "[only]\nagents = { from = 'role', values = ['agent', ''], note = 'no agents' }\n"
        "[skip]\nagents = [{ from = 'gone', values = ['yes'], note = 'gone' }, { from = 'id', values = ['4'] }]"
    )
    taken = read("id,role,gone\n1,Agent,\n2,,no\n3,cook,yes\n4,agent,no\n5,agent,YES\n", mapping=mapping)
    assert taken.tables["agents"]["agent"].to_list() == ["1", "2"]
    assert [one["text"] for one in taken.findings("left_out")] == [
        "1 row left out: no agents",
        "1 row left out: gone",
    ]
