"""What the organisation has one of: strategic priorities, settings, and remembered mappings of its sources' files.

They name no customer and no person, so whoever sees anything sees them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from data.records import priority_rows
from data.records.database import reading, writing
from data.records.tables import MappingRow, PriorityRow, SettingsRow
from data.scope import Scope
from data.settings import Settings


@dataclass(frozen=True)
class Priority:
    """A strategic priority that goals serve."""

    id: str
    name: str
    position: int
    archived_at: datetime | None


@dataclass(frozen=True)
class SourceMapping:
    """How the files of a source with these headers were read the last time."""

    source: str
    header_fingerprint: str
    mapping: Mapping[str, Any]
    zone: str | None
    date_order: str | None
    saved_at: datetime
    saved_by: str


def priorities(scope: Scope, archived: bool = False) -> list[Priority]:
    """The strategic priorities in their order; the archived ones too where asked for. Empty for who sees nothing."""
    if not scope.anything:
        return []
    wanted = select(PriorityRow).order_by(PriorityRow.position)
    if not archived:
        wanted = wanted.where(PriorityRow.archived_at.is_(None))
    with reading() as session:
        return [_priority(row) for row in session.scalars(wanted)]


def add_priority(scope: Scope, name: str, now: datetime | None = None) -> Priority:
    """Keeps a new priority after the others. Raises Invalid for a blank name or one that is pursued already."""
    with writing(scope, now) as transaction:
        return _priority(priority_rows.create(transaction, name))


def rename_priority(scope: Scope, priority_id: str, name: str, now: datetime | None = None) -> Priority:
    """Raises Invalid for a blank name or another's, Missing."""
    with writing(scope, now) as transaction:
        row = priority_rows.pursued(transaction.session, priority_id)
        before, row.name = row.name, priority_rows.new_name(transaction.session, name, but=priority_id)
        transaction.audit("priority", row.id, "rename", {"name": before}, {"name": row.name})
        return _priority(row)


def archive_priority(scope: Scope, priority_id: str, now: datetime | None = None) -> Priority:
    """Puts a priority away: its goals keep it, new ones can't choose it. Raises Missing."""
    with writing(scope, now) as transaction:
        row = priority_rows.pursued(transaction.session, priority_id)
        row.archived_at = transaction.at
        transaction.audit("priority", row.id, "archive", {}, {"archived_at": row.archived_at})
        return _priority(row)


def move_priority(scope: Scope, priority_id: str, position: int, now: datetime | None = None) -> None:
    """Puts a priority at a place among those pursued, the first being 1; past the end is the last. Raises Missing."""
    with writing(scope, now) as transaction:
        priority_rows.move(transaction, priority_rows.pursued(transaction.session, priority_id), position)


def _priority(row: PriorityRow) -> Priority:
    return Priority(id=row.id, name=row.name, position=row.position, archived_at=row.archived_at)


def settings(scope: Scope, usual: Settings | None = None) -> Settings:  # noqa: ARG001 — the same for everyone
    """The organisation's settings; the usual ones (or the defaults) as long as none were saved."""
    with reading() as session:
        row = session.get(SettingsRow, 1)
        return Settings.from_json(row.body) if row else usual or Settings()


def save_settings(scope: Scope, chosen: Settings, now: datetime | None = None) -> None:
    """Keeps the settings as a whole; the audit names the fields that changed."""
    with writing(scope, now) as transaction:
        row = transaction.session.get(SettingsRow, 1)
        before = row.body if row else Settings().to_json()
        transaction.session.merge(SettingsRow(id=1, body=chosen.to_json()))
        transaction.audit("settings", "1", "change", before, chosen.to_json())


def mapping(scope: Scope, header_fingerprint: str) -> SourceMapping | None:
    """The mapping saved last for files with these headers; null where none was, or for who sees nothing."""
    if not scope.anything:
        return None
    wanted = select(MappingRow).where(MappingRow.header_fingerprint == header_fingerprint)
    with reading() as session:
        row = session.scalars(wanted.order_by(MappingRow.saved_at.desc(), MappingRow.source).limit(1)).one_or_none()
        return _mapping(row) if row else None


def save_mapping(
    scope: Scope,
    source: str,
    header_fingerprint: str,
    mapping: Mapping[str, Any],
    zone: str | None,
    date_order: str | None,
    now: datetime | None = None,
) -> SourceMapping:
    """Remembers how files of a source with these headers are read, in place of what was remembered before."""
    wanted = select(MappingRow).where(MappingRow.source == source, MappingRow.header_fingerprint == header_fingerprint)
    choices = {"mapping": dict(mapping), "zone": zone, "date_order": date_order}
    with writing(scope, now) as transaction:
        row = transaction.session.scalars(wanted).one_or_none()
        before = {name: getattr(row, name) for name in choices} if row else {}
        row = row or MappingRow(id=str(uuid4()), source=source, header_fingerprint=header_fingerprint)
        for name, value in choices.items():
            setattr(row, name, value)
        row.saved_at, row.saved_by = transaction.at, transaction.actor
        transaction.session.add(row)
        transaction.audit("mapping", row.id, "change" if before else "create", before, choices)
        return _mapping(row)


def _mapping(row: MappingRow) -> SourceMapping:
    return SourceMapping(
        source=row.source,
        header_fingerprint=row.header_fingerprint,
        mapping=row.mapping,
        zone=row.zone,
        date_order=row.date_order,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )
