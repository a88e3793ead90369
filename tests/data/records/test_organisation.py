"""Priorities, settings and mappings: kept as entered, audited, and told apart from nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from data import records
from data.errors import Invalid, Missing
from data.records.database import reading
from data.records.tables import AuditRow
from data.scope import OWNER, Scope
from data.settings import Settings

NOBODY = Scope(actor="stranger")
LEAD = Scope(actor="lead", teams=("North",))


def audited(entity: str) -> list[AuditRow]:
    with reading() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.entity == entity).order_by(AuditRow.id)))


def test_priorities_stay_in_order_under_their_names(noon: datetime) -> None:
    first = records.add_priority(OWNER, "  Answer sooner ")
    second = records.add_priority(OWNER, "Solve at once")
    assert first.name == "Answer sooner"
    assert records.priorities(OWNER) == records.priorities(LEAD) == [first, second]
    renamed = records.rename_priority(OWNER, first.id, "Answer at once")
    assert renamed == replace(first, name="Answer at once")
    archived = records.archive_priority(OWNER, first.id, now=noon)
    assert archived.archived_at == noon
    assert records.priorities(OWNER) == [second]
    assert records.priorities(OWNER, archived=True) == [archived, second]
    assert [(row.action, row.actor) for row in audited("priority")] == [
        ("create", "owner"),
        ("create", "owner"),
        ("rename", "owner"),
        ("archive", "owner"),
    ]
    assert audited("priority")[2].changes == {"name": ["Answer sooner", "Answer at once"]}


def test_who_sees_nothing_sees_no_priority_and_no_mapping() -> None:
    records.add_priority(OWNER, "Answer sooner")
    records.save_mapping(OWNER, "helpdesk", "f1", {}, "UTC", None)
    assert records.priorities(NOBODY) == []
    assert records.mapping(NOBODY, "f1") is None


def test_a_priority_has_a_name_of_its_own() -> None:
    first, second = records.add_priority(OWNER, "Answer sooner"), records.add_priority(OWNER, "Solve at once")
    for name in (" ", "answer SOONER"):
        with pytest.raises(Invalid):
            records.add_priority(OWNER, name)
        with pytest.raises(Invalid):
            records.rename_priority(OWNER, second.id, name)
    assert records.rename_priority(OWNER, first.id, "ANSWER SOONER").name == "ANSWER SOONER"
    records.archive_priority(OWNER, first.id)
    assert records.add_priority(OWNER, "Answer sooner").position == 3


def test_a_priority_that_is_put_away_is_not_touched_again() -> None:
    gone = records.archive_priority(OWNER, records.add_priority(OWNER, "Answer sooner").id)
    for attempt in (
        lambda: records.rename_priority(OWNER, gone.id, "Later"),
        lambda: records.archive_priority(OWNER, gone.id),
        lambda: records.archive_priority(OWNER, "none"),
    ):
        with pytest.raises(Missing):
            attempt()


def test_priorities_are_put_in_another_order() -> None:
    names = ("Answer sooner", "Given up", "Solve at once", "Ask less")
    sooner, given_up, at_once, less = (records.add_priority(OWNER, name) for name in names)
    gone = records.archive_priority(OWNER, given_up.id)
    rows = len(audited("priority"))
    records.move_priority(LEAD, less.id, 1)
    assert [one.name for one in records.priorities(OWNER)] == ["Ask less", "Answer sooner", "Solve at once"]
    assert next(one for one in records.priorities(OWNER, archived=True) if one.archived_at) == gone
    moves = audited("priority")[rows:]
    assert {row.entity_id: row.changes for row in moves} == {
        less.id: {"position": [4, 1]},
        sooner.id: {"position": [1, 3]},
        at_once.id: {"position": [3, 4]},
    }
    assert {(row.actor, row.action) for row in moves} == {("lead", "move")}
    records.move_priority(OWNER, less.id, 99)
    assert [one.name for one in records.priorities(OWNER)] == ["Answer sooner", "Solve at once", "Ask less"]
    records.move_priority(OWNER, less.id, 2)
    assert [one.name for one in records.priorities(OWNER)] == ["Answer sooner", "Ask less", "Solve at once"]
    rows = len(audited("priority"))
    records.move_priority(OWNER, less.id, 2)
    assert len(audited("priority")) == rows
    for missing in (gone.id, "none"):
        with pytest.raises(Missing):
            records.move_priority(OWNER, missing, 1)


def test_settings_are_the_defaults_until_saved() -> None:
    assert records.settings(OWNER) == Settings()
    iran = Settings(zone="Asia/Tehran", calendar="jalali", week_start=5, exceptions={date(2026, 3, 25): ()})
    records.save_settings(OWNER, iran)
    assert records.settings(OWNER) == iran
    assert records.settings(NOBODY) == iran
    records.save_settings(LEAD, replace(iran, week_start=0))
    assert records.settings(OWNER).week_start == 0
    first, second = audited("settings")
    assert set(first.changes) == {"zone", "calendar", "week_start", "exceptions"}
    assert first.changes["zone"] == ["UTC", "Asia/Tehran"]
    assert (second.changes, second.actor) == ({"week_start": [5, 0]}, "lead")


def test_the_same_settings_again_are_no_change() -> None:
    records.save_settings(OWNER, Settings())
    records.save_settings(OWNER, Settings())
    assert audited("settings") == []


def test_a_mapping_is_remembered_by_its_headers(noon: datetime) -> None:
    assert records.mapping(OWNER, "f1") is None
    columns = {"columns": {"Erstellt am": "created_at"}, "values": {"channel": {"Telefon": "phone"}}}
    saved = records.save_mapping(OWNER, "helpdesk", "f1", columns, "Europe/Berlin", "dmy", now=noon)
    assert records.mapping(OWNER, "f1") == saved
    assert (saved.mapping, saved.zone, saved.date_order, saved.saved_at, saved.saved_by) == (
        columns,
        "Europe/Berlin",
        "dmy",
        noon,
        "owner",
    )
    assert records.mapping(OWNER, "f2") is None


def test_the_mapping_saved_last_is_the_one_that_counts(noon: datetime) -> None:
    records.save_mapping(OWNER, "helpdesk", "f1", {"a": "topic"}, None, None, now=noon)
    later = records.save_mapping(OWNER, "helpdesk", "f1", {"a": "team"}, None, None, now=noon + timedelta(hours=1))
    assert records.mapping(OWNER, "f1") == later
    assert audited("mapping")[1].changes == {"mapping": [{"a": "topic"}, {"a": "team"}]}
    sister = records.save_mapping(
        OWNER, "second helpdesk", "f1", {"a": "agent"}, None, None, now=noon + timedelta(hours=2)
    )
    assert records.mapping(OWNER, "f1") == sister


def test_the_revision_grows_with_every_write_and_only_then() -> None:
    seen = [records.revision()]
    writes = (
        lambda: records.add_priority(OWNER, "Answer sooner"),
        lambda: records.save_settings(OWNER, Settings(zone="Europe/Budapest")),
        lambda: records.save_mapping(OWNER, "helpdesk", "f1", {}, None, None),
    )
    for write in writes:
        write()
        records.settings(OWNER)
        records.priorities(OWNER)
        seen.append(records.revision())
    with pytest.raises(Invalid):
        records.add_priority(OWNER, "")
    assert seen == [0, 1, 2, 3]
    assert records.revision() == 3
