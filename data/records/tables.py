"""The tables behind records/ as SQLAlchemy maps them; people_tables.py has those about people.

What may stand in them and who may see it is decided by their neighbours.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcInstant(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC without a zone so that every database gives the same one back."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 — SQLAlchemy's own form
        datetime: UtcInstant,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        dict[str, list[str]]: JSON,
        list[str]: JSON,
    }


class StateRow(Base):
    """One row: how the tables look and how often anything was written."""

    __tablename__ = "record_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    schema_version: Mapped[int]
    revision: Mapped[int]


class AuditRow(Base):
    """Who changed what, when and why; written in the transaction of the change itself, never changed.

    Only retention.py deletes any: those about people, when their time is over.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    entity: Mapped[str] = mapped_column(index=True)
    entity_id: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    changes: Mapped[dict[str, Any]]  # field → [before, after]
    reason: Mapped[str]


class PriorityRow(Base):
    __tablename__ = "priorities"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    archived_at: Mapped[datetime | None]


class GoalRow(Base):
    __tablename__ = "goals"

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    metric: Mapped[str]
    stat: Mapped[str | None]
    params: Mapped[dict[str, Any]]
    where: Mapped[dict[str, Any]]
    kind: Mapped[str]
    target: Mapped[float]
    start: Mapped[date]
    deadline: Mapped[date]
    owner: Mapped[str]
    priority_id: Mapped[str] = mapped_column(ForeignKey("priorities.id"))
    baseline: Mapped[float | None]
    baseline_n: Mapped[int | None]
    baseline_low: Mapped[float | None]
    baseline_high: Mapped[float | None]
    baseline_from: Mapped[date | None]
    baseline_to: Mapped[date | None]
    baseline_reason: Mapped[str]
    note: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("goals.id"))
    weight: Mapped[float]
    milestones: Mapped[list[dict[str, Any]]]  # {"on": ISO date, "value": number}, in date order
    recurs: Mapped[str | None]
    check_in_every: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class CheckInRow(Base):
    __tablename__ = "check_ins"

    id: Mapped[str] = mapped_column(primary_key=True)
    goal_id: Mapped[str] = mapped_column(ForeignKey("goals.id"), index=True)
    on: Mapped[date]
    note: Mapped[str]
    confidence: Mapped[str]
    action: Mapped[str]
    action_owner: Mapped[str]
    action_due: Mapped[date | None]
    action_done: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class VerdictRow(Base):
    """How a goal, or one period of a recurring one, came out. Written once, never changed."""

    __tablename__ = "verdicts"

    goal_id: Mapped[str] = mapped_column(ForeignKey("goals.id"), primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
    first: Mapped[date]
    since: Mapped[date]
    until: Mapped[date]
    word: Mapped[str]
    target: Mapped[float]
    baseline: Mapped[float | None]
    value: Mapped[float | None]
    n: Mapped[int]
    low: Mapped[float | None]
    high: Mapped[float | None]
    decided_at: Mapped[datetime]
    metric: Mapped[str]
    generation: Mapped[str]


class SettingsRow(Base):
    """One row: the organisation's settings as their own JSON."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]


class MappingRow(Base):
    """How the columns of a source's files were mapped, remembered for the next file with the same headers."""

    __tablename__ = "mappings"
    __table_args__ = (UniqueConstraint("source", "header_fingerprint"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    header_fingerprint: Mapped[str] = mapped_column(index=True)
    mapping: Mapped[dict[str, Any]]
    zone: Mapped[str | None]
    date_order: Mapped[str | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]


class DateNoteRow(Base):
    __tablename__ = "date_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(index=True)
    on: Mapped[date]
    text: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class SavedViewRow(Base):
    """A page with its query parameters, as one person keeps it for themselves."""

    __tablename__ = "saved_views"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    page: Mapped[str]
    query: Mapped[dict[str, list[str]]]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class MonthSummaryRow(Base):
    __tablename__ = "month_summaries"
    __table_args__ = (UniqueConstraint("dataset", "month"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    month: Mapped[date]
    text: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class FollowUpRow(Base):
    """Negative feedback, by its id in its source, and the team that answers it; each is routed once."""

    __tablename__ = "follow_ups"
    __table_args__ = (UniqueConstraint("dataset", "kind", "source", "feedback_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    feedback_id: Mapped[str]
    team: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date]
    note: Mapped[str]
    answered_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class ScorecardRow(Base):
    """Which metrics one person wants on their scorecard, in their order."""

    __tablename__ = "scorecards"

    owner: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str] = mapped_column(primary_key=True)
    metrics: Mapped[list[str]]
    chosen_at: Mapped[datetime]
