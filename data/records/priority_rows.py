"""Strategic priorities as rows: found, named and put in order within a transaction that organisation.py opens."""

from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.errors import Invalid, Missing
from data.records.database import Writing
from data.records.tables import PriorityRow


def create(transaction: Writing, name: str) -> PriorityRow:
    """Writes and audits a new priority after the others. Raises Invalid for a blank name or one that is pursued."""
    last = transaction.session.scalars(select(func.max(PriorityRow.position))).one()
    row = PriorityRow(id=str(uuid4()), name=new_name(transaction.session, name), position=(last or 0) + 1)
    transaction.session.add(row)
    transaction.audit("priority", row.id, "create", {}, {"name": row.name, "position": row.position})
    transaction.session.flush()
    return row


def pursued(session: Session, priority_id: str) -> PriorityRow:
    """The row of a priority; Missing where there is none or it was put away."""
    row = session.get(PriorityRow, priority_id)
    if row is None or row.archived_at is not None:
        raise Missing("There is no such strategic priority.")
    return row


def new_name(session: Session, name: str, but: str = "") -> str:
    """The name without blanks around it. Raises Invalid for none, and for that of another than `but`."""
    name = name.strip()
    others = session.scalars(select(PriorityRow.name).where(PriorityRow.archived_at.is_(None), PriorityRow.id != but))
    if not name:
        raise Invalid({"name": "Give the strategic priority a name."})
    if name.casefold() in {other.casefold() for other in others}:
        raise Invalid({"name": "There is a strategic priority of this name already."})
    return name


def move(transaction: Writing, row: PriorityRow, place: int) -> None:
    """Puts a priority at a place, from 1, among those pursued; audits each that moved. The others close ranks.

    They share out the positions they have, so that what was put away keeps its own.
    """
    wanted = select(PriorityRow).where(PriorityRow.archived_at.is_(None)).order_by(PriorityRow.position)
    rows = list(transaction.session.scalars(wanted))
    positions = [each.position for each in rows]
    rows.remove(row)
    rows.insert(max(place, 1) - 1, row)
    for each, position in zip(rows, positions, strict=True):
        before, each.position = each.position, position
        transaction.audit("priority", each.id, "move", {"position": before}, {"position": position})
