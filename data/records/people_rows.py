"""Entries about people as rows: who sees them, a review as its writer read it, and what is written of terms.

The transactions themselves, one per question or change, are in reviews.py and its neighbours.
"""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import Session

from data.errors import Conflict, Invalid, Missing
from data.records.people_tables import ReviewRow
from data.records.tables import Base
from data.scope import Scope

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Terms = TypeVar("_Terms", bound="DataclassInstance")

ACKNOWLEDGED = "The review was acknowledged: it stays as it was. Only the agent's comment can be added to."


def sees(scope: Scope, agent: str, team: str | None = None) -> bool:
    """An entry about a person is seen by who sees everything, this person, or the team that the entry is of."""
    return scope.everything or agent in scope.agents or (team is not None and team in scope.teams)


def check_sees(scope: Scope, agent: str) -> None:
    """Raises Missing for who does not see everything or this person."""
    if not sees(scope, agent):
        raise Missing("There is nobody of this name among the people that you may see.")


def seen(session: Session, scope: Scope, review_id: str) -> ReviewRow:
    """The row of a review; Missing where there is none or the scope does not see it."""
    row = session.get(ReviewRow, review_id)
    if row is None or not sees(scope, row.agent, row.team):
        raise Missing("There is no such review.")
    return row


def expected(session: Session, scope: Scope, review_id: str, version: int) -> ReviewRow:
    """The row of a review as the writer read it. Raises Conflict where it was changed since, Missing."""
    row = seen(session, scope, review_id)
    if row.version != version:
        raise Conflict(row.version)
    return row


def still_open(session: Session, scope: Scope, review_id: str) -> ReviewRow:
    """The row of a review that is not acknowledged yet. Raises Invalid where it is, Missing."""
    row = seen(session, scope, review_id)
    if row.state == "acknowledged":
        raise Invalid({"review_id": ACKNOWLEDGED})
    return row


def tidy(terms: _Terms) -> _Terms:
    """Terms without blanks around their texts."""
    texts = {each.name: getattr(terms, each.name) for each in fields(terms)}
    return replace(terms, **{name: text.strip() for name, text in texts.items() if isinstance(text, str)})


def values(terms: "DataclassInstance") -> dict[str, Any]:
    """Terms as their row keeps them."""
    kept = {each.name: getattr(terms, each.name) for each in fields(terms)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def of_row(kind: type[_Terms], row: Base) -> _Terms:
    """The terms, or the whole entry, of a row."""
    kept = {each.name: getattr(row, each.name) for each in fields(kind)}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})
