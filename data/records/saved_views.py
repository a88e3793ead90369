"""Saved views: a page with what was chosen on it, under a name, for the one who saved it and nobody else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records.database import reading, writing
from data.records.tables import SavedViewRow
from data.scope import Scope

PAGES = (
    "overview",
    "goals",
    "channels",
    "waiting",
    "customers_say",
    "compare",
    "reports",
    "team",
    "review",
    "data",
    "glossary",
    "settings",
)
LONGEST_NAME = 100  # characters
_LONGEST_QUERY = 8_000  # characters: what browsers and servers take as an address


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """A view as it is kept. `created_at` is aware, in UTC; version grows by one with each change."""

    id: str
    owner: str
    name: str
    page: str  # one of PAGES
    query: dict[str, list[str]]  # the address: parameter → its values
    created_at: datetime
    version: int


_VIEW = [one.name for one in fields(SavedView)]


def saved_views(scope: Scope) -> list[SavedView]:
    """The reader's own views by name."""
    wanted = select(SavedViewRow).where(SavedViewRow.owner == scope.actor)
    with reading() as session:
        return sorted((_view(row) for row in session.scalars(wanted)), key=lambda view: (view.name.casefold(), view.id))


def save_view(
    scope: Scope, name: str, page: str, query: Mapping[str, Sequence[str]], now: datetime | None = None
) -> SavedView:
    """Keeps a new view. Raises Invalid for a name that is blank, long or taken, an unknown page, a query too long."""
    with writing(scope, now) as transaction:
        kept = {key: list(values) for key, values in query.items()}
        wrong = _wrong_name(transaction.session, scope, name)
        if page not in PAGES:
            wrong["page"] = "Choose one of the pages of Tarazu."
        if len(json.dumps(kept)) > _LONGEST_QUERY:
            wrong["query"] = "Too much is chosen on this page for a saved view. Choose fewer values."
        if wrong:
            raise Invalid(wrong)
        said = {"name": name.strip(), "page": page, "query": kept}
        row = SavedViewRow(id=str(uuid4()), owner=scope.actor, created_at=transaction.at, **said)
        transaction.session.add(row)
        transaction.audit("saved_view", row.id, "create", {}, said)
        transaction.session.flush()
        return _view(row)


def rename_view(scope: Scope, view_id: str, expected_version: int, name: str, now: datetime | None = None) -> SavedView:
    """Raises Invalid for a name that is blank, too long or another's; Conflict; Missing for a view of somebody else."""
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, view_id, expected_version)
        if wrong := _wrong_name(transaction.session, scope, name, but=view_id):
            raise Invalid(wrong)
        before, row.name = row.name, name.strip()
        transaction.audit("saved_view", row.id, "rename", {"name": before}, {"name": row.name})
        transaction.session.flush()
        return _view(row)


def remove_view(scope: Scope, view_id: str, expected_version: int, now: datetime | None = None) -> None:
    """Takes a view away; the audit keeps what it was. Raises Conflict, Missing for a view of somebody else."""
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, view_id, expected_version)
        transaction.audit("saved_view", row.id, "remove", {"name": row.name, "page": row.page, "query": row.query}, {})
        transaction.session.delete(row)


def _wrong_name(session: Session, scope: Scope, name: str, but: str = "") -> dict[str, str]:
    """What is wrong with a name for a view of this reader, other than `but`; empty where nothing is."""
    name = name.strip()
    wanted = select(SavedViewRow.name).where(SavedViewRow.owner == scope.actor, SavedViewRow.id != but)
    if not name:
        return {"name": "Give the view a name."}
    if len(name) > LONGEST_NAME:
        return {"name": "Choose a name of at most 100 characters."}
    if name.casefold() in {taken.casefold() for taken in session.scalars(wanted)}:
        return {"name": "You have a view of this name already."}
    return {}


def _expected(session: Session, scope: Scope, view_id: str, version: int) -> SavedViewRow:
    """The row of an own view as the writer read it. Raises Conflict where it was changed since, Missing."""
    row = session.get(SavedViewRow, view_id)
    if row is None or row.owner != scope.actor:
        raise Missing("There is no such view.")
    if row.version != version:
        raise Conflict(row.version)
    return row


def _view(row: SavedViewRow) -> SavedView:
    return SavedView(**{name: getattr(row, name) for name in _VIEW})
