"""Thanks to people: said once, kept in the file. Only who sees everything or the person sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from data.errors import check
from data.records import people_rows
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS
from data.records.people_tables import ThanksRow
from data.scope import Scope

LONGEST = 2_000  # characters
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class ThanksTerms:
    """What somebody is thanked for."""

    dataset: str  # one of DATASETS
    agent: str  # as the data calls them
    on: date
    text: str
    by: str  # who thanks
    about: str = ""  # what it is about: a goal met, a record, a customer's praise


@dataclass(frozen=True, kw_only=True)
class Thanks(ThanksTerms):
    """Thanks as they are kept. `created_at` is aware, in UTC."""

    id: str
    created_at: datetime
    created_by: str


def thanks(scope: Scope, dataset: str, agent: str) -> list[Thanks]:
    """The thanks to one agent, oldest first; none where the scope does not see the agent."""
    if not people_rows.sees(scope, agent):
        return []
    wanted = select(ThanksRow).where(ThanksRow.dataset == dataset, ThanksRow.agent == agent)
    with reading() as session:
        rows = session.scalars(wanted.order_by(ThanksRow.on, ThanksRow.created_at, ThanksRow.id))
        return [people_rows.of_row(Thanks, row) for row in rows]


def add_thanks(scope: Scope, terms: ThanksTerms, now: datetime | None = None) -> Thanks:
    """Keeps new thanks. Raises Invalid, naming each wrong field, and Missing for an agent that is not seen."""
    with writing(scope, now) as transaction:
        terms = people_rows.tidy(terms)
        people_rows.check_sees(scope, terms.agent)
        check(_rules(terms))
        told = people_rows.values(terms)
        made = {"created_at": transaction.at, "created_by": transaction.actor}
        row = ThanksRow(id=str(uuid4()), **made, **told)
        transaction.session.add(row)
        transaction.audit("thanks", row.id, "create", {}, told)
        transaction.session.flush()
        return people_rows.of_row(Thanks, row)


def _rules(terms: ThanksTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "dataset", terms.dataset in DATASETS, "Thanks belong to the demonstration data or to your own."
    yield "agent", bool(terms.agent), "Choose the person who is thanked."
    yield "on", type(terms.on) is date, "Choose the day of the thanks."
    yield "text", bool(terms.text), "Say what for."
    yield "text", len(terms.text) <= LONGEST, "Say it in at most 2,000 characters."
    yield "by", bool(terms.by), "Name the person who thanks."
    yield "by", len(terms.by) <= _LONGEST_NAME, "Name the person in at most 200 characters."
    yield "about", len(terms.about) <= _LONGEST_NAME, "Name what it is about in at most 200 characters."
