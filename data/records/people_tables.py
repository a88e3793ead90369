"""The tables of what people enter about people, as SQLAlchemy maps them. Their neighbours decide what stands there."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from data.records.tables import Base


class ReviewRow(Base):
    __tablename__ = "reviews"

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    agent: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    team: Mapped[str | None]
    lead: Mapped[str]
    lead_notes: Mapped[str]
    self_assessment: Mapped[str]
    agent_comment: Mapped[str]
    metrics: Mapped[list[str]]
    state: Mapped[str]
    shared_on: Mapped[date | None]
    discussed_on: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    acknowledged_by: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class ReviewActionRow(Base):
    __tablename__ = "review_actions"

    id: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), index=True)
    text: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date]
    done_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class ReviewGoalRow(Base):
    """A goal that was agreed on in a review."""

    __tablename__ = "review_goals"

    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    goal_id: Mapped[str] = mapped_column(ForeignKey("goals.id"), primary_key=True)
    linked_at: Mapped[datetime]
    linked_by: Mapped[str]


class PackRow(Base):
    """What an acknowledged review rested on. Written once, never changed."""

    __tablename__ = "review_packs"

    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    body: Mapped[str]  # text, not JSON: a database may write JSON its own way, and the digest is of these bytes
    sha256: Mapped[str]
    generation: Mapped[str]
    definitions: Mapped[str]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[str]


class TrainingRow(Base):
    __tablename__ = "trainings"

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    agent: Mapped[str] = mapped_column(index=True)
    on: Mapped[date]
    kind: Mapped[str]
    text: Mapped[str]
    by: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form


class ThanksRow(Base):
    """Said once, never changed."""

    __tablename__ = "thanks"

    id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    agent: Mapped[str] = mapped_column(index=True)
    on: Mapped[date]
    text: Mapped[str]
    by: Mapped[str]
    about: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class PrivacyRow(Base):
    """What was agreed with the staff about figures of single people, once per dataset."""

    __tablename__ = "privacy"

    dataset: Mapped[str] = mapped_column(primary_key=True)
    figures_on: Mapped[bool]
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[str]
    retention_months: Mapped[int]
    told_metrics: Mapped[list[str]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy's own form
