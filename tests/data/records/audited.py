"""The audit as it is kept, for tests that look at who did what."""

from sqlalchemy import select

from data.records.database import reading
from data.records.tables import AuditRow


def audited(entity: str) -> list[AuditRow]:
    """The rows of one kind of entry, oldest first."""
    with reading() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.entity == entity).order_by(AuditRow.id)))
