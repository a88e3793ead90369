"""Deadlines and check-ins as files: what a calendar reads back is what the records say, the same each time."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar

from ui.goals import calendar
from ui.goals.calendar import Entry

EVIL = "Calls; down, \\ by half\r\nEND:VEVENT\nSUMMARY:another " + "ő" * 80
DEADLINE = Entry(
    uid="deadline-1@tarazu",
    day=date(2026, 12, 31),
    what="Deadline",
    title="Happier customers",
    owner="Ada",
    status="on track",
    aim="increase to 90%",
    written=datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
    revised=2,
)


def read(*entries: Entry) -> list[dict[str, object]]:
    file = Calendar.from_ical(calendar.ics(entries))
    return [dict(event.items()) for event in file.walk("VEVENT")]


def test_a_deadline_is_an_event_of_a_whole_day_that_takes_no_time() -> None:
    [event] = read(DEADLINE)
    assert event["DTSTART"].dt == date(2026, 12, 31)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["SUMMARY"] == "Deadline: Happier customers"
    assert event["DESCRIPTION"] == "increase to 90% · Ada"
    assert event["UID"] == "deadline-1@tarazu"
    assert event["DTSTAMP"].dt == DEADLINE.written
    assert event["SEQUENCE"] == 2
    assert event["TRANSP"] == "TRANSPARENT"


def test_what_people_wrote_is_text_and_never_another_event() -> None:
    events = read(replace(DEADLINE, title=EVIL), replace(DEADLINE, uid="check-in-1-0@tarazu", what="Check-in"))
    assert len(events) == 2
    assert "".join(str(events[0]["SUMMARY"]).split()) == "".join(f"Deadline: {EVIL}".split())
    assert all(len(line) <= 75 for line in calendar.ics([replace(DEADLINE, title=EVIL)]).split(b"\r\n"))


def test_the_same_records_give_the_same_file() -> None:
    assert calendar.ics([DEADLINE]) == calendar.ics([DEADLINE])


def test_rows_for_a_spreadsheet_run_nothing() -> None:
    text = calendar.csv([replace(DEADLINE, title="=1+1")]).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row == {
        "day": "2026-12-31",
        "What": "Deadline",
        "Goal": "'=1+1",
        "Aim": "increase to 90%",
        "Owner": "Ada",
        "Status": "on track",
    }
