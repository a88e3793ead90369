"""Opens the database of people's entries, and gives transactions to read and to write in. What is kept: tables.py.

SQLite by default, PostgreSQL by URL, the same code: writers take turns by updating the one row of `record_state`.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from data.errors import Invalid, NewerRecords
from data.home import home
from data.records.migrations import MIGRATIONS
from data.records.tables import AuditRow, Base, StateRow
from data.scope import Scope


@dataclass(frozen=True)
class Writing:
    """One transaction: what is changed through its session, and the audit of it, is kept as a whole or not at all."""

    session: Session
    actor: str
    at: datetime

    def audit(
        self,
        entity: str,
        entity_id: str,
        action: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        reason: str = "",
    ) -> None:
        """Notes who changed which fields from what to what. Where nothing differs there is nothing to note."""
        old, new = plain(before), plain(after)
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        if names:
            self.session.add(
                AuditRow(
                    at=self.at,
                    actor=self.actor,
                    entity=entity,
                    entity_id=entity_id,
                    action=action,
                    changes={name: [old.get(name), new.get(name)] for name in names},
                    reason=reason.strip(),
                )
            )


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that writes nothing; a writer at work does not hold it up."""
    with Session(engine(url())) as session:
        yield session


@contextmanager
def writing(scope: Scope, now: datetime | None = None) -> Iterator[Writing]:
    """A transaction that commits at the end of the block, or leaves everything as it was when the block raises.

    Writers take turns from its first statement on, so what it reads can't be changed by another before it commits.
    `now` (aware) stands in for the clock in tests.
    """
    if not scope.actor.strip():
        raise Invalid({"actor": "Who makes this change must be known."})
    writer = engine(url()).execution_options(writes=True)
    with Session(writer, expire_on_commit=False) as session, session.begin():
        session.execute(update(StateRow).values(revision=StateRow.revision + 1))
        yield Writing(session, scope.actor, now or datetime.now(UTC))


def revision() -> int:
    """A number that grows with every committed write: part of the key of whatever is cached."""
    with reading() as session:
        return session.scalars(select(StateRow.revision)).one()


def url() -> URL:
    """TARAZU_DATABASE_URL, else the SQLite file records.sqlite under TARAZU_HOME."""
    given = os.environ.get("TARAZU_DATABASE_URL")
    return make_url(given) if given else URL.create("sqlite", database=str(home() / "records.sqlite"))


@lru_cache(maxsize=8)
def engine(of: URL) -> Engine:
    """The engine of a database whose tables are those of this version. Raises NewerRecords where they are of a later.

    Costs a connection the first time only.
    """
    if of.get_backend_name() == "sqlite" and of.database:
        file = Path(of.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)  # it names people; SQLite's side files take its mode over
    opened = create_engine(of, pool_pre_ping=True)
    if opened.dialect.name == "sqlite":
        event.listen(opened, "connect", _prepare_sqlite)
        event.listen(opened, "begin", _begin_sqlite)
    with opened.execution_options(writes=True).begin() as connection:
        _bring_up_to_date(connection)
    return opened


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    cursor = connection.cursor()
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer waits for its turn at the start: a reader that turned writer later would fail instead of waiting."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(connection: Connection) -> None:
    """A new database is created from tables.py; an older one is migrated in the transaction that notes its version."""
    newest = 1 + len(MIGRATIONS)
    if not inspect(connection).has_table(StateRow.__tablename__):
        Base.metadata.create_all(connection)
        connection.execute(insert(StateRow).values(id=1, schema_version=newest, revision=0))
        return
    version = connection.scalars(select(StateRow.schema_version)).one()
    if version > newest:
        raise NewerRecords(
            f"The records were written by a newer version of Tarazu (records version {version}, this one knows up to "
            f"{newest}). Update Tarazu; nothing was changed."
        )
    for number, migration in enumerate(MIGRATIONS[version - 1 :], start=version + 1):
        migration(connection)
        connection.execute(update(StateRow).values(schema_version=number))


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in JSON's own types, dates as ISO text."""
    in_json: dict[str, Any] = json.loads(json.dumps(dict(values), default=_iso, allow_nan=False))
    return in_json


def _iso(value: date) -> str:
    return value.isoformat()
