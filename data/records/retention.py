"""Forgets what was entered about people when its time is over, with the audit of it. Goals are never forgotten here."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from data.errors import Missing, check
from data.records import audited_views
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS
from data.records.people_tables import PackRow, ReviewActionRow, ReviewGoalRow, ReviewRow, ThanksRow, TrainingRow
from data.records.tables import AuditRow
from data.scope import Scope


def forget(scope: Scope, dataset: str, before: date, now: datetime | None = None) -> int:
    """Deletes for good what ended before a day, and returns how many reviews, trainings and thanks that were.

    A review goes with its actions, its pack and its links to goals. What the audit said of them goes too, as do views
    of people from before that day: of all that the audit keeps who forgot how many, and when. Raises Invalid for other
    data, and Missing for who does not see everything.
    """
    if not scope.everything:
        raise Missing("Only who sees everything forgets what was entered about people.")
    check([("dataset", dataset in DATASETS, "Choose the demonstration data or your own.")])
    with writing(scope, now) as transaction:
        session = transaction.session
        ended = select(ReviewRow.id).where(ReviewRow.dataset == dataset, ReviewRow.last < before)
        reviews = list(session.scalars(ended))
        actions = list(session.scalars(select(ReviewActionRow.id).where(ReviewActionRow.review_id.in_(reviews))))
        for table in (ReviewActionRow, ReviewGoalRow, PackRow):
            session.execute(delete(table).where(table.review_id.in_(reviews)))
        session.execute(delete(ReviewRow).where(ReviewRow.id.in_(reviews)))
        trainings = _deleted(session, TrainingRow, dataset, before)
        thanks = _deleted(session, ThanksRow, dataset, before)
        removed = _removed_trainings(session, dataset, before)
        gone = {"review": reviews, "review_action": actions, "training": [*trainings, *removed], "thanks": thanks}
        for entity, ids in gone.items():
            session.execute(delete(AuditRow).where(AuditRow.entity == entity, AuditRow.entity_id.in_(ids)))
        _forget_views(session, dataset, before)
        counts = {"reviews": len(reviews), "actions": len(actions), "trainings": len(trainings), "thanks": len(thanks)}
        transaction.audit("retention", dataset, "forget", {}, {"before": before, **counts})
        return len(reviews) + len(trainings) + len(thanks)


def outdated(scope: Scope, dataset: str, before: date) -> int:
    """How many reviews, trainings and thanks `forget` would delete; 0 for who does not see everything."""
    if not scope.everything:
        return 0
    with reading() as session:
        counted = (
            select(func.count()).where(ReviewRow.dataset == dataset, ReviewRow.last < before),
            select(func.count()).where(TrainingRow.dataset == dataset, TrainingRow.on < before),
            select(func.count()).where(ThanksRow.dataset == dataset, ThanksRow.on < before),
        )
        return sum(session.scalar(each) or 0 for each in counted)


def _deleted(session: Session, table: type[TrainingRow] | type[ThanksRow], dataset: str, before: date) -> list[str]:
    ids = list(session.scalars(select(table.id).where(table.dataset == dataset, table.on < before)))
    session.execute(delete(table).where(table.id.in_(ids)))
    return ids


def _removed_trainings(session: Session, dataset: str, before: date) -> Iterable[str]:
    """Of trainings that were taken away only the audit still tells, among it their day."""
    rows = session.scalars(select(AuditRow).where(AuditRow.entity == "training", AuditRow.action == "remove"))
    return [row.entity_id for row in rows if _was(row, "dataset") == dataset and _was(row, "on") < before.isoformat()]


def _was(row: AuditRow, name: str) -> Any:
    return row.changes[name][0]


def _forget_views(session: Session, dataset: str, before: date) -> None:
    of_dataset = AuditRow.entity_id.startswith(audited_views.entity_id(dataset, ""))
    earlier = AuditRow.at < datetime.combine(before, time(), UTC)
    session.execute(delete(AuditRow).where(AuditRow.entity == "view", of_dataset, earlier))
