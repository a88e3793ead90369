"""Mappings: every adapter is sound, survives being written, and recognises its own headers only."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import headers as guessed
from data.columns import TABLES
from data.headers import guess
from data.mapping import NEEDED, Field, Mapping, MappingError, Rule, adapters, detect
from data.own_format import MAPPING, form, meaning, page, template

ROOT = Path(__file__).resolve().parents[2]
HEADERS = {
    "zendesk_csv": "Id,Requester,Requester id,Assignee,Group,Subject,Tags,Status,Priority,Via,Created at,"
    "Solved at,Satisfaction Score,Assignee stations,Reopens,Replies,First reply time in minutes,"
    "Full resolution time in minutes",
    "freshdesk_csv": "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,"
    "Closed time,Last update time,Initial response time,First response time (in hrs),Agent interactions,Email",
    "jira_csv": "Summary,Issue key,Issue id,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Resolved",
    "hubspot": "id,property_createdate,property_closed_date,property_first_agent_reply_date,property_hs_pipeline_stage",
    "intercom": "id,created_at,updated_at,assignee_id,conversation_rating_value,source_type,state,waiting_since",
    "servicenow": "number,incident_state,opened_at,assignment_group,made_sla,sys_updated_at",
    "zendesk_talk": "id,agent_id,completion_status,created_at,direction,duration,talk_time,time_to_answer,wait_time",
    "csat_survey": "Ticket ID,Rating,Comment,Submitted at,Agent",
    "nps_survey": "id,NPS,Verbatim,Response date",
    "ces_survey": "Response ID,Customer Effort Score,Comment,Response date",
    "zendesk_tickets": "id,_fivetran_synced,assignee_id,brand_id,created_at,description,group_id,priority,requester_id,"
    "status,subject,submitter_id,type,updated_at,url,via_channel,via_source_rel,merged",
    "zendesk_comments": "id,_fivetran_synced,body,created,facebook_comment,public,ticket_id,tweet,user_id",
    "zendesk_field_history": "field_name,ticket_id,updated,_fivetran_synced,user_id,value",
    "zendesk_ticket_schedules": "created_at,ticket_id,_fivetran_synced,schedule_id",
    "zendesk_schedules": "end_time,id,start_time,_fivetran_deleted,_fivetran_synced,end_time_utc,name,start_time_utc,"
    "time_zone,created_at",
    "zendesk_schedule_holidays": "id,schedule_id,_fivetran_deleted,_fivetran_synced,end_date,name,start_date",
    "zendesk_users": "id,_fivetran_synced,active,created_at,email,name,organization_id,restricted_agent,role,suspended,"
    "ticket_restriction,time_zone,updated_at,url",
    "zendesk_groups": "id,_fivetran_deleted,_fivetran_synced,created_at,name,updated_at,url",
    "zendesk_time_zones": "time_zone,_fivetran_synced,standard_offset",
    "boston311": "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,source",
}


@pytest.mark.parametrize("mapping", adapters(), ids=lambda mapping: mapping.name)
def test_an_adapter_survives_toml_and_json(mapping: Mapping) -> None:
    assert Mapping.from_toml(mapping.to_toml()) == mapping
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert all(set(NEEDED[table]) <= set(columns) for table, columns in mapping.tables.items())
    assert mapping.tables or mapping.nothing
    assert mapping.detect, "an adapter that recognises nothing is never used"


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_recognised_whatever_their_case_and_spacing(name: str) -> None:
    headers = HEADERS[name].split(",")
    for written in (headers, [h.upper() for h in headers], ["\ufeff" + headers[0], *headers[1:]], headers[::-1]):
        found = detect(written)
        assert found is not None
        assert found.name == name
    assert detect([header.replace("_", " ") for header in headers]) == found


@pytest.mark.parametrize("table", TABLES)
def test_a_template_is_recognised_as_its_table(table: str) -> None:
    found = detect(template(table).splitlines()[0].split(","))
    assert found is not None
    assert found.name == f"tarazu_{table}"


@pytest.mark.parametrize(
    "headers",
    [
        "id,_fivetran_synced,created_at,details,domain_names,external_id,group_id,name,notes,shared_comments,updated_at,url",
        "id,name,role,created_at",
        "id,name,start_time,end_time,time_zone",
        "Agent,Calls,Minutes",
        "Case,Opened,Owner,State",
        "a,b",
        "month,visitors,amount,page,referrer,device,country",
    ],
)
def test_unknown_headers_are_not_forced_into_an_adapter(headers: str) -> None:
    assert detect(headers.split(",")) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tables.tickets]\nticket_idd = 'Id'", "ticket_id?"),
        ("[tables.ticket]\nticket_id = 'Id'", "tickets?"),
        ("name = 'x'", "no table"),
        ("[tables.tickets]\nticket_id = 'Id'\nwait_s = {from = 'W', unit = 'weeks'}", "minutes"),
        ("[tables.tickets]\nticket_id = {values = {a = 'b'}}", "from"),
        ("[tables.tickets]\nticket_id = 'Id'\nresolved_at = {from = 'R', plus = 'created_at', unit = 'hours'}", "plus"),
        ("date_order = 'myd'\n[tables.tickets]\nticket_id = 'Id'", "dmy"),
        ("[tables.tickets]\nticket_id = 3", "ticket_id"),
        ("[tables.tickets", "TOML"),
        ("[tables.tickets]\nticket_id = 'Id'\n[only]\nticket = {from = 'K', values = ['a']}", "tickets?"),
        ("[tables.tickets]\nticket_id = 'Id'\n[only]\ntickets = {values = ['a']}", "only.tickets needs from"),
        ("[tables.tickets]\nticket_id = {from = 'Id', when = {form = 'K'}}", "did you mean from?"),
        ("[tables.tickets]\nticket_id = 'Id'\n[skip]\ntickets = ['a']", "skip.tickets must be a table"),
    ],
)
def test_a_wrong_mapping_names_the_key_and_the_remedy(text: str, says: str) -> None:
    with pytest.raises(MappingError, match=says.replace("?", r"\?")):
        Mapping.from_toml(text)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.dictionaries(words, words, max_size=4), words, words)
def test_any_words_survive_toml(values: dict[str, str], header: str, label: str) -> None:
    rule = Rule((header,), (label, ""), label)
    status = Field(headers=(header, "b"), when=rule, inside=label, values=values, note=label)
    columns = {"ticket_id": Field(headers=(header,)), "status": status}
    mapping = Mapping(name="x", label=label, tables={"tickets": columns}, missing=(header,), date_order="mdy")
    mapping = replace(mapping, only={"tickets": (rule,)}, skip={"tickets": (rule, Rule((label,), ()))}, nothing=label)
    assert Mapping.from_toml(mapping.to_toml()) == mapping


def test_the_own_format_is_documented_column_by_column() -> None:
    written = (ROOT / "docs" / "own-format.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m data.own_format > docs/own-format.md"
    example = Mapping.from_toml(MAPPING)
    assert Mapping.from_toml(example.to_toml()) == example
    for table, columns in TABLES.items():
        for column in columns:
            assert meaning(table, column)
            assert form(table, column)
            assert f"| `{column}`" in written


def test_a_guess_prefills_an_unknown_export() -> None:
    headers = ["Case Number", "Date/Time Opened", "Date/Time Closed", "Status", "Case Origin", "Case Owner"]
    headers += ["First Response Time (min)", "CSAT"]
    rows = [["7", "2024-03-05 10:00", "2024-03-06 11:00", "In progress", "Smoke signal", "Ann", "30", "5"]]
    found = guess(headers, rows)
    tickets = found.tables["tickets"]
    assert {c: f.headers[0] for c, f in tickets.items() if f.headers} == {
        "ticket_id": "Case Number",
        "created_at": "Date/Time Opened",
        "closed_at": "Date/Time Closed",
        "status": "Status",
        "channel": "Case Origin",
        "agent": "Case Owner",
        "first_reply_at": "First Response Time (min)",
    }
    assert (tickets["first_reply_at"].plus, tickets["first_reply_at"].unit) == ("created_at", "minutes")
    assert tickets["channel"].values == {"Smoke signal": "other"}
    assert tickets["status"].values == {"In progress": "open"}
    assert found.tables["surveys"]["score"].headers == ("CSAT",)
    assert Mapping.from_dict(found.to_dict()) == found


def test_a_guess_reads_other_languages_and_tells_instants_from_durations() -> None:
    persian = guess(["شماره تیکت", "تاریخ ایجاد", "وضعیت", "کانال"], [["1", "2024-05-01", "باز", "تلفن"]])
    assert persian.tables["tickets"]["channel"].values == {"تلفن": "phone"}
    assert persian.tables["tickets"]["status"].values == {"باز": "open"}
    hungarian = guess(["Azonosító", "Létrehozva", "Állapot", "Csatorna", "Ügyintéző"], [])
    assert set(hungarian.tables["tickets"]) == {"ticket_id", "created_at", "status", "channel", "agent"}
    instant = guess(["ID", "Created", "First response"], [["1", "2024-05-01 10:00", "2024-05-01 10:20"]])
    assert instant.tables["tickets"]["first_reply_at"].plus is None
    clock = guess(["ID", "Created", "First response time"], [["1", "2024-05-01 10:00", "30:10:00"]])
    assert clock.tables["tickets"]["first_reply_at"].unit == "hms"


def test_a_column_of_dates_is_never_guessed_to_be_a_yes_or_a_number() -> None:
    headers = ["Case No", "Opened On", "Answered On", "Answered"]
    rows = [["1", "2026-01-01", "2026-01-02", "yes"], ["2", "2026-01-03", None, "no"]]
    tickets = guess(headers, rows).tables["tickets"]
    assert {name: where.headers for name, where in tickets.items() if name in ("first_reply_at", "answered")} == {
        "first_reply_at": ("Answered On",),
        "answered": ("Answered",),
    }


def test_every_table_is_guessed_by_itself() -> None:
    headers = ["Case Number", "Opened On", "Closed On", "Status", "Owner", "Stars", "Remark"]
    rows = [["1", "2026-01-01", "2026-01-02", "open", "Ann", "5", "good"]]
    assert next(iter(guess(headers, rows).tables)) == "tickets"
    found = guessed.columns("surveys", headers, rows)
    assert {name: where.headers for name, where in found.items() if where.headers} == {
        "ticket_id": ("Case Number",),
        "agent": ("Owner",),
        "score": ("Stars",),
        "comment": ("Remark",),
    }
    assert found["kind"].constant == "csat"


def test_answers_in_the_rows_of_requests_are_dated_by_their_end() -> None:
    tickets = {"ticket_id": Field(headers=("No",)), "closed_at": Field(headers=("End",))}
    said = {"kind": Field(constant="csat"), "score": Field(headers=("Stars",))}
    found, rule = guessed.answers(tickets, said)
    assert found["survey_id"] == found["ticket_id"] == tickets["ticket_id"]
    assert found["answered_at"].headers == ("End",)
    assert "end of the request" in str(found["answered_at"].note)
    assert rule == Rule(("Stars",), ("",))
    elapsed = tickets | {"closed_at": Field(headers=("Hours",), plus="created_at", unit="hours")}
    assert "answered_at" not in guessed.answers(elapsed, said)[0]


def test_a_column_of_dates_is_known_by_all_its_values() -> None:
    headers = ["Wann", "Wer", "Notiz", "Leer"]
    rows = [["03.02.2026 09:15", "Ann", "2026-01-01", None], ["13.02.2026", "Bo", "soon", None]]
    assert guessed.dated(headers, rows) == ["Wann"]


@pytest.mark.parametrize(
    ("headers", "means"),
    [
        ("Azonosító,Bejelentés dátuma,Lezárás dátuma,Felelős", "ticket_id,created_at,closed_at,agent"),
        ("Jegyszám,Bejelentve,Megoldás dátuma,Csoport", "ticket_id,created_at,resolved_at,team"),
        ("Jegyszám,Létrehozás ideje,Lezárás ideje,Ügyintéző", "ticket_id,created_at,closed_at,agent"),
        ("Ticketnummer,Eröffnet am,Erledigt am,Sachbearbeiter", "ticket_id,created_at,resolved_at,agent"),
        ("Número de caso,Fecha de apertura,Cerrado el,Asignado a", "ticket_id,created_at,closed_at,agent"),
        ("کد پیگیری,تاریخ ثبت,تاریخ بسته شدن,نام کارشناس", "ticket_id,created_at,closed_at,agent"),
    ],
)
def test_the_usual_headers_of_other_languages_are_known(headers: str, means: str) -> None:
    found = guess(headers.split(","), []).tables["tickets"]
    assert {where.headers[0]: name for name, where in found.items()} == dict(
        zip(headers.split(","), means.split(","), strict=True)
    )


@pytest.mark.parametrize("header", ["Elégedettségi pontszám", "Puntuación", "Kundenzufriedenheit", "رضایت مشتری"])
def test_the_score_in_other_languages_is_known(header: str) -> None:
    assert guessed.columns("surveys", [header], [])["score"].headers == (header,)


def test_the_kind_of_survey_is_told_by_the_name_of_its_score() -> None:
    asked = {"Effort score": "ces", "CES": "ces", "NPS": "nps", "Rating": "csat", "Services rating": None}
    kinds = {header: guessed.columns("surveys", [header], [["4"]]).get("kind") for header in asked}
    assert {header: kind and kind.constant for header, kind in kinds.items()} == asked


@pytest.mark.parametrize(
    ("table", "headers", "means"),
    [
        (
            "quality_checks",
            "Evaluation ID,Ticket,Agent name,Review date,Criteria,Points given,Max points",
            "check_id,ticket_id,agent,checked_at,criterion,points,possible",
        ),
        ("help_sessions", "Session,User ID,Session start,Article title", "session_id,customer,started_at,article"),
        ("events", "Issue key,Author,Changed at,Field changed,New value", "ticket_id,actor_id,at,kind,value"),
    ],
)
def test_a_table_of_its_own_is_guessed_from_its_usual_headers(table: str, headers: str, means: str) -> None:
    rows = [
        ["2026-03-02 10:00" if "at" in name.split("_") or name.endswith("_at") else "1" for name in means.split(",")]
    ]
    found = guess(headers.split(","), rows)
    assert list(found.tables) == [table]
    assert {where.headers[0]: name for name, where in found.tables[table].items()} == dict(
        zip(headers.split(","), means.split(","), strict=True)
    )
