"""What is entered survives restarts, kill -9 and two writers at once; a newer database is left alone."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, func, select, text

from data import records
from data.errors import NewerRecords
from data.records import GoalTerms, database
from data.records.database import reading
from data.records.migrations import MIGRATIONS
from data.records.tables import AuditRow, GoalRow, StateRow
from data.scope import OWNER

ROOT = Path(__file__).resolve().parents[3]
ON_SQLITE = pytest.mark.skipif("TARAZU_TEST_DATABASE_URL" in os.environ, reason="about the SQLite file")

CREATE = """
import os, signal, sys
from datetime import date
from data import records
from data.scope import OWNER

def create():
    return records.create_goal(OWNER, records.GoalTerms(
        dataset="own", title="Kept", metric="csat", kind="stay_above", target=0.8, owner="Ada",
        start=date(2026, 1, 1), deadline=date(2026, 12, 31), priority_id=sys.argv[1]))
"""
KILLED_AFTER_COMMIT = CREATE + "print(create().id, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
KILLED_BEFORE_COMMIT = (
    CREATE
    + """
from sqlalchemy import event
from sqlalchemy.orm import Session

@event.listens_for(Session, "before_commit")
def die(session):
    session.flush()
    written = session.connection().exec_driver_sql("SELECT count(*) FROM goals").scalar()
    print(written, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

create()
"""
)
INCREMENTS = """
import sys
from data import records
from data.errors import Conflict
from data.scope import OWNER

sys.stdin.readline()  # both begin at the same moment
done = 0
while done < 100:
    goal = records.goal(OWNER, sys.argv[1])
    try:
        records.change_goal(OWNER, goal.id, goal.version, target=goal.target + 1)
        done += 1
    except Conflict as told:
        assert told.current_version > goal.version
"""


def start(script: str, argument: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, argument],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def restart() -> None:
    """What a new process does: a new engine, nothing remembered."""
    database.engine(database.url()).dispose()
    database.engine.cache_clear()


def rows(table: type[AuditRow] | type[GoalRow]) -> int:
    with reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_a_restart_finds_everything(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, terms)
    history, revision = records.goal_history(OWNER, created.id), records.revision()
    restart()
    assert records.goals(OWNER, "own") == [created]
    assert records.goal_history(OWNER, created.id) == history
    assert records.revision() == revision


def test_kill_9_right_after_the_commit_keeps_the_goal(terms: GoalTerms) -> None:
    process = start(KILLED_AFTER_COMMIT, terms.priority_id)
    printed, errors = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, errors
    (kept,) = records.goals(OWNER, "own")
    assert kept.id == printed.strip()
    assert [event.action for event in records.goal_history(OWNER, kept.id)] == ["create"]


def test_kill_9_before_the_commit_leaves_nothing_half_done(terms: GoalTerms) -> None:
    before = (rows(GoalRow), rows(AuditRow), records.revision())
    process = start(KILLED_BEFORE_COMMIT, terms.priority_id)
    printed, errors = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, errors
    assert printed.strip() == "1"  # the row stood in the transaction when the process died
    assert (rows(GoalRow), rows(AuditRow), records.revision()) == before
    assert records.create_goal(OWNER, terms).version == 1  # and nothing is locked


def test_two_processes_incrementing_at_once_lose_nothing(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, terms)
    before = (rows(AuditRow), records.revision())
    processes = [start(INCREMENTS, created.id) for _ in range(2)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    kept = records.goal(OWNER, created.id)
    assert kept.target == pytest.approx(created.target + 200)
    assert kept.version == 201
    assert (rows(AuditRow), records.revision()) == (before[0] + 200, before[1] + 200)
    targets = [event.changes["target"] for event in records.goal_history(OWNER, created.id)[1:]]
    assert all(earlier[1] == later[0] for earlier, later in pairwise(targets))


def test_records_of_a_newer_version_are_refused_in_words_and_left_alone(
    terms: GoalTerms, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.create_goal(OWNER, terms)
    with monkeypatch.context() as newer:
        newer.setattr(database, "MIGRATIONS", (*MIGRATIONS, lambda _: None))
        restart()
        assert len(records.goals(OWNER, "own")) == 1  # a newer version takes older records over
    database.engine.cache_clear()
    newest = 1 + len(MIGRATIONS)
    told = rf"newer version of Tarazu \(records version {newest + 1}, this one knows up to {newest}\)"
    with pytest.raises(NewerRecords, match=told):
        records.goals(OWNER, "own")
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, lambda _: None))
    assert len(records.goals(OWNER, "own")) == 1


def test_migrations_run_once_in_order_and_as_a_whole(terms: GoalTerms, monkeypatch: pytest.MonkeyPatch) -> None:
    records.create_goal(OWNER, terms)
    ran: list[int] = []

    def add_column(connection: Connection) -> None:
        ran.append(1)
        connection.execute(text("ALTER TABLE priorities ADD COLUMN colour VARCHAR"))

    def fail(connection: Connection) -> None:
        ran.append(2)
        raise OSError("disk full")

    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, add_column, fail))
    restart()
    with pytest.raises(OSError, match="disk full"):
        records.revision()
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, add_column, lambda _: ran.append(3)))
    assert len(records.goals(OWNER, "own")) == 1
    restart()
    assert len(records.goals(OWNER, "own")) == 1
    assert ran == [1, 2, 1, 3]  # the first attempt left nothing behind, the second was the last
    with reading() as session:
        assert session.execute(text("SELECT colour FROM priorities")).all() == [(None,)]
        assert session.execute(text("SELECT schema_version FROM record_state")).scalar() == len(MIGRATIONS) + 3


@ON_SQLITE
def test_the_file_lies_under_home_and_is_the_owners_alone(home: Path) -> None:
    records.revision()
    file = home / "records.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@ON_SQLITE
def test_sqlite_writes_through_to_the_disk_and_keeps_its_references() -> None:
    with reading() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}


@ON_SQLITE
def test_another_database_by_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records.add_priority(OWNER, "At home")
    monkeypatch.setenv("TARAZU_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere/other.sqlite")
    assert records.priorities(OWNER) == []
    records.add_priority(OWNER, "Elsewhere")
    monkeypatch.delenv("TARAZU_DATABASE_URL")
    assert [one.name for one in records.priorities(OWNER)] == ["At home"]


@ON_SQLITE
def test_a_reader_is_not_held_up_by_a_writer(terms: GoalTerms) -> None:
    created = records.create_goal(OWNER, terms)
    with database.writing(OWNER) as transaction:
        transaction.session.execute(text("UPDATE goals SET title = 'unfinished'"))
        assert records.goal(OWNER, created.id).title == terms.title


@ON_SQLITE
def test_who_opens_new_records_waits_for_who_is_just_creating_them(home: Path, tmp_path: Path) -> None:
    records.revision()
    made = sqlite3.connect(home / "records.sqlite")
    schema = [sql for (sql,) in made.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    made.close()
    new = tmp_path / "new.sqlite"
    first = sqlite3.connect(new, isolation_level=None)
    first.execute("PRAGMA journal_mode=WAL")
    first.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor() as pool:
        second = pool.submit(database.engine, URL.create("sqlite", database=str(new)))
        time.sleep(0.2)
        for sql in schema:
            first.execute(sql)
        first.execute("INSERT INTO record_state VALUES (1, ?, 7)", (1 + len(MIGRATIONS),))
        first.execute("COMMIT")
        first.close()
        with second.result(timeout=30).connect() as connection:
            assert connection.scalars(select(StateRow.revision)).all() == [7]
