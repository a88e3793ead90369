"""What was agreed with the staff about figures of single people: whether there are any, of what, kept how long.

The demonstration's people are made up, so their figures are on; with own data they are off until the agreement with
the staff is recorded here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from data.errors import Conflict, Missing, check
from data.records import people_rows
from data.records.database import reading, writing
from data.records.goal_terms import DATASETS
from data.records.people_tables import PrivacyRow
from data.scope import Scope

LONGEST_RETENTION = 120  # months
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class PrivacyTerms:
    """What was agreed."""

    figures_on: bool
    agreed_on: date | None = None
    agreed_by: str = ""  # with whom: the works council, the staff
    retention_months: int = 36  # how long what is entered about people is kept
    told_metrics: tuple[str, ...] = ()  # ids of the catalogue: what the staff was told of


@dataclass(frozen=True, kw_only=True)
class Privacy(PrivacyTerms):
    """What holds for one dataset. `changed_at` is aware, in UTC; version grows by one with each change."""

    dataset: str  # one of DATASETS
    changed_at: datetime | None  # null, with version 0, as long as nothing was saved
    changed_by: str | None
    version: int


def privacy(scope: Scope, dataset: str) -> Privacy:  # noqa: ARG001 — the same for everyone
    """What holds for a dataset; as long as nothing was saved, figures of the demonstration alone."""
    with reading() as session:
        row = session.get(PrivacyRow, dataset)
        return people_rows.of_row(Privacy, row) if row else _usual(dataset)


def save_privacy(
    scope: Scope, dataset: str, expected_version: int, terms: PrivacyTerms, reason: str, now: datetime | None = None
) -> Privacy:
    """Keeps what was agreed in place of what held before, and why; the same again leaves the version as it was.

    Raises Conflict when it is no longer at the expected version (0: nothing was saved), Invalid, naming each wrong
    field, and Missing for who does not see everything.
    """
    if not scope.everything:
        raise Missing("Only who sees everything settles what is shown of people.")
    with writing(scope, now) as transaction:
        row = transaction.session.get(PrivacyRow, dataset)
        if (row.version if row else 0) != expected_version:
            raise Conflict(row.version if row else 0)
        terms = people_rows.tidy(terms)
        check(_rules(dataset, terms, reason.strip()))
        told = people_rows.values(terms)
        held = people_rows.of_row(PrivacyTerms, row) if row else _usual(dataset)
        before = {name: value for name, value in people_rows.values(held).items() if name in told}
        if row is not None and before == told:
            return people_rows.of_row(Privacy, row)
        row = row or PrivacyRow(dataset=dataset)
        for name, value in told.items():
            setattr(row, name, value)
        row.changed_at, row.changed_by = transaction.at, transaction.actor
        transaction.session.add(row)
        transaction.audit("privacy", dataset, "change", before, told, reason)
        transaction.session.flush()
        return people_rows.of_row(Privacy, row)


def _usual(dataset: str) -> Privacy:
    on = dataset == "demonstration"
    return Privacy(dataset=dataset, figures_on=on, changed_at=None, changed_by=None, version=0)


def _rules(dataset: str, terms: PrivacyTerms, reason: str) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "dataset", dataset in DATASETS, "This is settled for the demonstration data or for your own."
    needs = terms.figures_on and dataset == "own"
    yield "agreed_on", terms.agreed_on is None or type(terms.agreed_on) is date, "Choose the day of the agreement."
    yield "agreed_on", not needs or terms.agreed_on is not None, "Say when this was agreed with the staff."
    yield "agreed_by", not needs or bool(terms.agreed_by), "Name who agreed for the staff."
    yield "agreed_by", len(terms.agreed_by) <= _LONGEST_NAME, "Name them in at most 200 characters."
    yield "told_metrics", not needs or bool(terms.told_metrics), "Choose the metrics that the staff was told of."
    yield "told_metrics", all(each.strip() for each in terms.told_metrics), "Choose metrics of the catalogue."
    yield "told_metrics", len(set(terms.told_metrics)) == len(terms.told_metrics), "Choose each metric once."
    months = terms.retention_months
    whole = isinstance(months, int) and not isinstance(months, bool)
    yield "retention_months", whole and 1 <= months <= LONGEST_RETENTION, "Choose between 1 and 120 months."
    yield "reason", bool(reason), "Say why this is changed."
