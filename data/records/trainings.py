"""The log of training and coaching of people. Only who sees everything or the person sees it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.errors import Conflict, Missing, check
from data.records import people_rows
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS
from data.records.people_tables import TrainingRow
from data.scope import Scope

Kind = Literal["training", "coaching"]
KINDS: tuple[Kind, ...] = ("training", "coaching")
LONGEST = 2_000  # characters
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class TrainingTerms:
    """What somebody learned, or was coached in."""

    dataset: str  # one of DATASETS
    agent: str  # as the data calls them
    on: date
    kind: Kind
    text: str
    by: str  # who trained or coached


@dataclass(frozen=True, kw_only=True)
class Training(TrainingTerms):
    """A training as it is kept. `created_at` is aware, in UTC; version grows by one with each change."""

    id: str
    created_at: datetime
    created_by: str
    version: int


def trainings(scope: Scope, dataset: str, agent: str) -> list[Training]:
    """The trainings of one agent, oldest first; none where the scope does not see the agent."""
    if not people_rows.sees(scope, agent):
        return []
    wanted = select(TrainingRow).where(TrainingRow.dataset == dataset, TrainingRow.agent == agent)
    with reading() as session:
        rows = session.scalars(wanted.order_by(TrainingRow.on, TrainingRow.created_at, TrainingRow.id))
        return [people_rows.of_row(Training, row) for row in rows]


def add_training(scope: Scope, terms: TrainingTerms, now: datetime | None = None) -> Training:
    """Keeps a new training. Raises Invalid, naming each wrong field, and Missing for an agent that is not seen."""
    with writing(scope, now) as transaction:
        terms = people_rows.tidy(terms)
        people_rows.check_sees(scope, terms.agent)
        check(_rules(terms))
        told = people_rows.values(terms)
        made = {"created_at": transaction.at, "created_by": transaction.actor}
        row = TrainingRow(id=str(uuid4()), **made, **told)
        transaction.session.add(row)
        transaction.audit("training", row.id, "create", {}, told)
        transaction.session.flush()
        return people_rows.of_row(Training, row)


def change_training(
    scope: Scope, training_id: str, expected_version: int, reason: str = "", now: datetime | None = None, **changes: Any
) -> Training:
    """Keeps new values of some terms (all but dataset and agent) and why; a change of nothing leaves the version.

    Raises Conflict when the training is no longer at the expected version, Invalid for wrong values, Missing.
    """
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, training_id, expected_version)
        before = people_rows.of_row(TrainingTerms, row)
        after = people_rows.tidy(replace(before, **changes))
        stays = (before.dataset, before.agent) == (after.dataset, after.agent)
        check([("agent", stays, "A training stays with its person and its data."), *_rules(after)])
        told = people_rows.values(after)
        for name, value in told.items():
            setattr(row, name, value)
        transaction.audit("training", row.id, "change", people_rows.values(before), told, reason)
        transaction.session.flush()
        return people_rows.of_row(Training, row)


def remove_training(scope: Scope, training_id: str, expected_version: int, now: datetime | None = None) -> None:
    """Takes a training away; the audit keeps what it said until retention.py forgets it. Raises Conflict, Missing."""
    with writing(scope, now) as transaction:
        row = _expected(transaction.session, scope, training_id, expected_version)
        told = people_rows.values(people_rows.of_row(TrainingTerms, row))
        transaction.audit("training", row.id, "remove", told, {})
        transaction.session.delete(row)


def _expected(session: Session, scope: Scope, training_id: str, version: int) -> TrainingRow:
    """The row of a training as the writer read it. Raises Conflict where it was changed since, Missing."""
    row = session.get(TrainingRow, training_id)
    if row is None or not people_rows.sees(scope, row.agent):
        raise Missing("There is no such training.")
    if row.version != version:
        raise Conflict(row.version)
    return row


def _rules(terms: TrainingTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "dataset", terms.dataset in DATASETS, "A training belongs to the demonstration data or to your own."
    yield "agent", bool(terms.agent), "Choose the person who was trained."
    yield "on", type(terms.on) is date, "Choose the day of the training."
    yield "kind", terms.kind in KINDS, "Choose training or coaching."
    yield "text", bool(terms.text), "Say what it was about."
    yield "text", len(terms.text) <= LONGEST, "Say it in at most 2,000 characters."
    yield "by", bool(terms.by), "Name the person who trained or coached."
    yield "by", len(terms.by) <= _LONGEST_NAME, "Name the person in at most 200 characters."
