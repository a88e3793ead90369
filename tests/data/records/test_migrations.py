"""Records of an older version come up to date with everything that was in them, and look like new ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Inspector, create_engine, inspect, text

from data import records
from data.records import (
    ActionTerms,
    CheckInTerms,
    Milestone,
    PrivacyTerms,
    ThanksTerms,
    TrainingTerms,
    database,
)
from data.records.migrations import MIGRATIONS
from data.records.tables import Base
from data.scope import OWNER
from tests.data.records.reviewed import reviewed

VERSION_1 = """
CREATE TABLE record_state (id INTEGER NOT NULL PRIMARY KEY, schema_version INTEGER NOT NULL, revision INTEGER NOT NULL);
CREATE TABLE audit (
    id {serial} NOT NULL PRIMARY KEY, at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, entity VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL, action VARCHAR NOT NULL, changes JSON NOT NULL, reason VARCHAR NOT NULL);
CREATE INDEX ix_audit_entity ON audit (entity);
CREATE INDEX ix_audit_entity_id ON audit (entity_id);
CREATE TABLE priorities (
    id VARCHAR NOT NULL PRIMARY KEY, name VARCHAR NOT NULL, position INTEGER NOT NULL, archived_at TIMESTAMP);
CREATE TABLE goals (
    id VARCHAR NOT NULL PRIMARY KEY, dataset VARCHAR NOT NULL, title VARCHAR NOT NULL, metric VARCHAR NOT NULL,
    stat VARCHAR, params JSON NOT NULL, "where" JSON NOT NULL, kind VARCHAR NOT NULL, target FLOAT NOT NULL,
    start DATE NOT NULL, deadline DATE NOT NULL, owner VARCHAR NOT NULL,
    priority_id VARCHAR NOT NULL REFERENCES priorities (id),
    baseline FLOAT, baseline_n INTEGER, baseline_low FLOAT, baseline_high FLOAT, baseline_from DATE, baseline_to DATE,
    baseline_reason VARCHAR NOT NULL, note VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL, created_by VARCHAR NOT NULL,
    archived_at TIMESTAMP, version INTEGER NOT NULL);
CREATE INDEX ix_goals_dataset ON goals (dataset);
CREATE TABLE settings (id INTEGER NOT NULL PRIMARY KEY, body JSON NOT NULL);
CREATE TABLE mappings (
    id VARCHAR NOT NULL PRIMARY KEY, source VARCHAR NOT NULL, header_fingerprint VARCHAR NOT NULL,
    mapping JSON NOT NULL, zone VARCHAR, date_order VARCHAR, saved_at TIMESTAMP NOT NULL, saved_by VARCHAR NOT NULL,
    UNIQUE (source, header_fingerprint));
CREATE INDEX ix_mappings_header_fingerprint ON mappings (header_fingerprint);
INSERT INTO record_state VALUES (1, 1, 41);
INSERT INTO audit (at, actor, entity, entity_id, action, changes, reason) VALUES
    ('2026-01-01 12:00:00.000000', 'owner', 'goal', 'g', 'create', '{{"target": [null, 0.9]}}', ''),
    ('2026-02-01 12:00:00.000000', 'Ada', 'goal', 'g', 'change', '{{"target": [0.9, 0.95]}}', 'The board asked');
INSERT INTO priorities VALUES ('p', 'Answer sooner', 1, NULL);
INSERT INTO goals VALUES (
    'g', 'own', 'Chats within two minutes', 'first_response_within', NULL, '{{"within": 120}}', '{{"team": ["North"]}}',
    'increase_to', 0.95, '2026-01-01', '2026-12-31', 'Ada', 'p', 0.8, 1200, 0.77, 0.82, '2025-07-01', '2025-12-31',
    '', 'Gently', '2026-01-01 12:00:00.000000', 'owner', NULL, 2);
INSERT INTO settings VALUES (1, '{{"zone": "Europe/Budapest"}}');
"""


@contextmanager
def connected() -> Iterator[Connection]:
    """The database of this test as any program opens it, nothing of ours between."""
    engine = create_engine(database.url())
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def version_1() -> None:
    with connected() as connection:
        serial = "INTEGER" if connection.dialect.name == "sqlite" else "SERIAL"
        for statement in VERSION_1.format(serial=serial).split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)


@pytest.mark.usefixtures("version_1")
def test_records_of_version_1_keep_everything_and_gain_the_rest() -> None:
    [goal] = records.goals(OWNER, "own")
    assert (goal.id, goal.title, goal.target, goal.version) == ("g", "Chats within two minutes", 0.95, 2)
    assert (goal.where, goal.params, goal.note) == ({"team": ["North"]}, {"within": 120}, "Gently")
    assert (goal.baseline, goal.baseline_n, goal.baseline_from) == (0.8, 1200, date(2025, 7, 1))
    assert goal.created_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    gained = (goal.parent_id, goal.weight, goal.milestones, goal.recurs, goal.check_in_every)
    assert gained == (None, 1.0, (), None, "month")
    assert [event.action for event in records.goal_history(OWNER, "g")] == ["create", "change"]
    assert [one.name for one in records.priorities(OWNER)] == ["Answer sooner"]
    assert records.settings(OWNER).zone == "Europe/Budapest"
    assert records.revision() == 41
    with connected() as connection:
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 4


@pytest.fixture
def version_2(version_1: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What version 2 of the records was, with a goal that was checked in on."""
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", MIGRATIONS[:1])
        records.add_check_in(OWNER, CheckInTerms(goal_id="g", on=date(2026, 2, 1), note="Well", confidence="high"))
    database.engine.cache_clear()
    with connected() as connection:
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 2
        assert not inspect(connection).has_table("date_notes")


@pytest.mark.usefixtures("version_2")
def test_records_of_version_2_keep_everything_and_gain_the_rest() -> None:
    kept = records.add_date_note(OWNER, "own", date(2026, 3, 14), "New phone system")
    view = records.save_view(OWNER, "Autumn", "overview", {"channel": ["chat"]})
    summary = records.write_month_summary(OWNER, "own", date(2026, 10, 1), "A good month.", "Ada", None)
    routed = records.route_feedback(OWNER, "own", "survey", "helpdesk", ["1", "2"], "North", date(2026, 11, 30))
    records.choose_scorecard(OWNER, "own", ["csat"])
    assert records.date_notes(OWNER, "own") == [kept]
    assert records.saved_views(OWNER) == [view]
    assert records.month_summary(OWNER, "own", date(2026, 10, 1)) == summary
    assert records.follow_ups(OWNER, "own") == routed
    assert records.scorecard_choice(OWNER, "own") == ("csat",)
    [said] = records.check_ins(OWNER, ["g"])
    assert (said.note, records.goal(OWNER, "g").title) == ("Well", "Chats within two minutes")
    with connected() as connection:
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 4


@pytest.mark.usefixtures("version_2")
def test_a_migration_to_3_that_fails_leaves_version_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: Connection) -> None:
        MIGRATIONS[1](connection)
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", (MIGRATIONS[0], fails))
        with pytest.raises(OSError, match="disk full"):
            records.revision()
    with connected() as connection:
        assert not inspect(connection).has_table("scorecards")
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 2
    assert len(records.check_ins(OWNER, ["g"])) == 1


@pytest.fixture
def version_3(version_2: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What version 3 of the records was, with a note on a date."""
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", MIGRATIONS[:2])
        records.add_date_note(OWNER, "own", date(2026, 3, 14), "New phone system")
    database.engine.cache_clear()
    with connected() as connection:
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 3
        assert not inspect(connection).has_table("reviews")


@pytest.mark.usefixtures("version_3")
def test_records_of_version_3_keep_everything_and_gain_what_is_entered_about_people() -> None:
    told = PrivacyTerms(figures_on=True, agreed_on=date(2026, 1, 1), agreed_by="Council", told_metrics=("csat",))
    agreed = records.save_privacy(OWNER, "own", 0, told, "Agreed")
    held = reviewed("discussed", dataset="own", metrics=("csat",))
    here: dict[str, Any] = {"dataset": "own", "agent": held.agent, "on": date(2026, 3, 14), "text": "Well", "by": "Ada"}
    action = records.add_action(OWNER, ActionTerms(review_id=held.id, text="Rest", owner="Ada", due=date(2026, 9, 1)))
    records.link(OWNER, held.id, "g")
    done = records.move_review(OWNER, held.id, held.version, "acknowledged", "Bea", date(2026, 8, 1))
    frozen = records.freeze_pack(OWNER, held.id, {"csat": 0.8}, "7", "f00")
    trained = records.add_training(OWNER, TrainingTerms(kind="training", **here))
    thanked = records.add_thanks(OWNER, ThanksTerms(**here))
    assert records.privacy(OWNER, "own") == agreed
    assert records.reviews(OWNER, "own") == [done]
    assert records.actions(OWNER, [held.id]) == [action]
    assert records.linked_goals(OWNER, [held.id]) == {held.id: ["g"]}
    assert records.pack(OWNER, held.id) == frozen
    assert records.trainings(OWNER, "own", held.agent) == [trained]
    assert records.thanks(OWNER, "own", held.agent) == [thanked]
    [note] = records.date_notes(OWNER, "own")
    [said] = records.check_ins(OWNER, ["g"])
    assert (note.text, said.note) == ("New phone system", "Well")
    assert records.forget(OWNER, "own", date(2027, 1, 1)) == 3
    with connected() as connection:
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 4


@pytest.mark.usefixtures("version_3")
def test_a_migration_to_4_that_fails_leaves_version_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: Connection) -> None:
        MIGRATIONS[2](connection)
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", (*MIGRATIONS[:2], fails))
        with pytest.raises(OSError, match="disk full"):
            records.revision()
    with connected() as connection:
        assert not inspect(connection).has_table("reviews")
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 3
    assert len(records.date_notes(OWNER, "own")) == 1


@pytest.mark.usefixtures("version_1")
def test_what_is_new_can_be_used_in_records_of_version_1() -> None:
    milestones = (Milestone(date(2026, 6, 30), 0.9),)
    parent = records.create_goal(OWNER, records.GoalTerms(**terms("Sooner everywhere")))
    changed = records.change_goal(OWNER, "g", 2, parent_id=parent.id, milestones=milestones, weight=2)
    assert records.goal(OWNER, "g") == changed
    said = records.add_check_in(OWNER, CheckInTerms(goal_id="g", on=date(2026, 2, 1), note="Well", confidence="high"))
    assert records.check_ins(OWNER, ["g"]) == [said]


def terms(title: str) -> dict[str, Any]:
    span = {"start": date(2026, 1, 1), "deadline": date(2026, 12, 31)}
    held = {"dataset": "own", "metric": "csat", "kind": "stay_above", "target": 0.8, "owner": "Ada"}
    return {"title": title, "priority_id": "p", **span, **held}


@pytest.mark.usefixtures("version_1")
def test_a_migration_that_fails_leaves_the_records_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: Connection) -> None:
        MIGRATIONS[0](connection)
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", (fails,))
        with pytest.raises(OSError, match="disk full"):
            records.revision()
    with connected() as connection:
        assert "weight" not in {column["name"] for column in inspect(connection).get_columns("goals")}
        assert not inspect(connection).has_table("verdicts")
        assert connection.execute(text("SELECT schema_version FROM record_state")).scalar() == 1
    assert len(records.goals(OWNER, "own")) == 1


def shape(found: Inspector) -> dict[str, Any]:
    """Tables with the names of their columns, which may be null, and their keys and indices."""
    return {
        table: {
            "columns": {column["name"]: column["nullable"] for column in found.get_columns(table)},
            "key": found.get_pk_constraint(table)["constrained_columns"],
            "unique": sorted(one["column_names"] for one in found.get_unique_constraints(table)),
            "indices": sorted(one["column_names"] for one in found.get_indexes(table) if not one["unique"]),
            "references": sorted(
                (one["constrained_columns"], one["referred_table"]) for one in found.get_foreign_keys(table)
            ),
        }
        for table in found.get_table_names()
    }


@pytest.mark.parametrize("version", ["version_1", "version_2", "version_3"])
def test_migrated_records_look_like_new_ones(version: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(version)
    records.revision()
    with connected() as connection:
        migrated = shape(inspect(connection))
        Base.metadata.drop_all(connection)
    database.engine.cache_clear()
    assert records.revision() == 0
    with connected() as connection:
        assert shape(inspect(connection)) == migrated
