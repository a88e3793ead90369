"""Goals from a file taken in as a whole, or not at all. How a file is read and written is in data/goal_file.py."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from data.errors import Invalid
from data.records import goal_rows, priority_rows
from data.records.database import Writing, writing
from data.records.goal_terms import DATASETS, GoalTerms
from data.records.tables import GoalRow, PriorityRow
from data.scope import Scope

_REASON = "Imported from a file"
_COLUMNS = {"priority_id": "priority", "parent_id": "parent"}  # terms that a file calls by what people know
_SHOWN = 100  # characters
_AGAIN = "Correct it in the file and import it again; nothing was changed."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One goal of a file. `terms`: those of GoalTerms but dataset, priority_id and parent_id; what is left out has
    its default."""

    row: int  # in the file, as a spreadsheet numbers it
    id: str | None  # null = a new goal
    version: int | None  # of the goal that the row was written from
    priority: str  # by name
    parent: str | None  # by id, or by a title that only one goal has
    terms: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a file was not taken, and what helps. Row and column are null where the file as a whole is at fault."""

    row: int | None
    column: str | None
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many goals of a file became what."""

    created: int
    changed: int
    unchanged: int


class NotImported(ValueError):
    """Nothing of a file was kept. `faults`: everything that stands against it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"row {fault.row}, {fault.column}: {fault.reason}" for fault in self.faults))


def shown(value: object) -> str:
    """A value as a fault names it: its beginning is enough to find it."""
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def faults_of(refused: Invalid, row: int, values: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the terms of a row, at its columns. `values`: column → what stands there."""
    named = {_COLUMNS.get(field, field): words for field, words in refused.fields.items()}
    return [
        Fault(row=row, column=column, value=shown(values.get(column)), reason=words, remedy=_AGAIN)
        for column, words in named.items()
    ]


def import_goals(scope: Scope, dataset: str, entries: Sequence[Entry], now: datetime | None = None) -> Imported:
    """Creates and changes goals in one transaction; goals and their parents may come in any order.

    An entry with an id changes that goal, or creates it where there is none. Priorities are pursued under their names,
    new ones created. A goal that is as the entry has it stays untouched at whatever version it is. Archiving is not
    part of a file: an archived goal is changed and stays archived. Raises NotImported, with a fault for each entry
    that was written from another version than the one kept, and for whatever cannot be.
    """
    with writing(scope, now) as transaction:
        return _carry_out(transaction, scope, dataset, entries)


def preview_goals(scope: Scope, dataset: str, entries: Sequence[Entry]) -> Imported:
    """What import_goals would do with these entries, raising the same; everything stays as it is."""
    with writing(scope) as transaction:
        would = _carry_out(transaction, scope, dataset, entries)
        transaction.session.rollback()
    return would


def _carry_out(transaction: Writing, scope: Scope, dataset: str, entries: Sequence[Entry]) -> Imported:
    if dataset not in DATASETS:
        raise Invalid({"dataset": "A goal belongs to the demonstration data or to your own."})
    work = _Work(transaction, scope, dataset, entries)
    if work.faults:
        raise NotImported(work.faults)
    done = [work.keep(target) for target in work.parents_first()]
    if work.faults:
        raise NotImported(work.faults)
    return Imported(**{word: done.count(word) for word in ("created", "changed", "unchanged")})


class _Work:
    """One import within its transaction: which goal each entry is of, under which parent, and its faults."""

    def __init__(self, transaction: Writing, scope: Scope, dataset: str, entries: Sequence[Entry]) -> None:
        self.transaction = transaction
        self.scope = scope
        self.dataset = dataset
        self.faults: list[Fault] = []
        kept = list(transaction.session.scalars(select(GoalRow)))
        self.rows = {row.id: row for row in kept if row.dataset == dataset and goal_rows.sees(scope, row.where)}
        self.parents = {row.id: row.parent_id for row in kept}
        self.entries = self._by_id(entries, {row.id for row in kept} - self.rows.keys())
        self._find_parents()
        pursued = select(PriorityRow).where(PriorityRow.archived_at.is_(None))
        self.priorities = {row.name.casefold(): row.id for row in transaction.session.scalars(pursued)}

    def _fault(self, entry: Entry, column: str, value: object, reason: str, remedy: str = _AGAIN) -> None:
        self.faults.append(Fault(row=entry.row, column=column, value=shown(value), reason=reason, remedy=remedy))

    def _by_id(self, entries: Sequence[Entry], taken: set[str]) -> dict[str, Entry]:
        """Id → entry, the new ones with an id of their own. `taken`: ids of goals that are out of reach."""
        found: dict[str, Entry] = {}
        for entry in entries:
            target = entry.id or str(uuid4())
            if target in found:
                self._fault(entry, "id", target, f"The same goal stands in row {found[target].row} already.")
            elif target in taken:
                self._fault(entry, "id", target, "This id is taken.", "Leave the id empty to set a new goal.")
            found.setdefault(target, entry)
        return found

    def _find_parents(self) -> None:
        """Sets the parent of each entry's goal, by id or by title; nobody is above themselves."""
        titled: dict[str, set[str]] = defaultdict(set)
        titles = {key: row.title for key, row in self.rows.items()}
        for key, title in (titles | {key: entry.terms["title"] for key, entry in self.entries.items()}).items():
            titled[title.strip()].add(key)
        for key, entry in self.entries.items():
            named = (entry.parent or "").strip()
            known = {named} if named in self.entries or named in self.parents else titled.get(named, set())
            if named and len(known) != 1:
                reason = f"{len(known) or 'No'} goals have this title."
                self._fault(entry, "parent", named, reason, "Name the parent by its id, or by a title of one goal.")
            self.parents[key] = next(iter(known)) if len(known) == 1 and named else None
        for key, entry in self.entries.items():
            if key in self._above(key):
                self._fault(entry, "parent", entry.parent, "The goal is a part of itself.")

    def _above(self, key: str) -> Iterator[str]:
        """The goals above a goal, nearest first, each once."""
        passed: set[str] = set()
        parent = self.parents.get(key)
        while parent is not None and parent not in passed:
            passed.add(parent)
            yield parent
            parent = self.parents.get(parent)

    def parents_first(self) -> list[str]:
        """The ids of the entries' goals, so that a goal finds its parent as it will be."""
        return sorted(self.entries, key=lambda key: sum(1 for _ in self._above(key)))

    def keep(self, key: str) -> str:
        """Creates or changes the goal of one entry; says which, or notes its faults."""
        entry, row = self.entries[key], self.rows.get(key)
        terms = GoalTerms(
            dataset=self.dataset, priority_id=self._priority(entry, row), parent_id=self.parents[key], **entry.terms
        )
        try:
            if row is None:
                goal_rows.create(self.transaction, self.scope, terms, key, _REASON)
                return "created"
            if goal_rows.values(terms) == goal_rows.values(goal_rows.terms_of(row)):
                return "unchanged"
            if entry.version != row.version:
                self._conflict(entry, row)
            else:
                goal_rows.change(self.transaction, self.scope, row, terms, _REASON)
        except Invalid as refused:
            self.faults += faults_of(refused, entry.row, {**entry.terms, **vars(entry)})
        return "changed"

    def _conflict(self, entry: Entry, row: GoalRow) -> None:
        written = "no version" if entry.version is None else f"version {entry.version}"
        self._fault(
            entry,
            "version",
            entry.version,
            f"“{row.title}” is at version {row.version} now, the file has {written} and other values.",
            "Export the goals again and enter your changes there; nothing was changed.",
        )

    def _priority(self, entry: Entry, row: GoalRow | None) -> str:
        """The id of the priority an entry names: the goal's own, a pursued one, or a new one; "" for a blank name."""
        name = entry.priority.strip()
        own = self.transaction.session.get(PriorityRow, row.priority_id) if row else None
        if own is not None and own.name == name:
            return own.id
        if name and name.casefold() not in self.priorities:
            self.priorities[name.casefold()] = priority_rows.create(self.transaction, name).id
        return self.priorities.get(name.casefold(), "")
