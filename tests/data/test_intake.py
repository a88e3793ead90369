"""A mapping of somebody's own, and ugly files: what cannot be read is kept with its reason, and nothing is guessed."""

import io
import json
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
from tests.data.exports import KEY, LOADED_AT, ZENDESK

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
        (date(2026, 4, 17), 1.0, "phone"),  # of which month it is a day, the calendar of the settings tells
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


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
