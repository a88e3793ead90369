"""Goals as a file, CSV or JSON: written, and read back into entries or faults. What stands in a cell: goal_cells.py.

Nothing is kept here: records.import_goals takes the entries in. Row 1 of a CSV file is its header.
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from data.errors import Invalid
from data.goal_cells import COLUMNS, REQUIRED, Wrong, cell, from_cell, from_json, plain, typed
from data.records import Entry, Fault, Goal, GoalTerms, Priority, validate
from data.records.goal_import import faults_of, shown

MAX_BYTES = 2_000_000
_NO_TERMS = ("id", "version", "priority", "parent")
# Nothing under one of these is its default; under the others it is null, as in a goal.
_NEVER_NULL = ("weight", "params", "where", "milestones", "baseline_reason", "note")

Row = tuple[int, dict[str, Any], dict[str, Any]]  # its number; column → plain value; column → as the file has it


def write_csv(goals: Sequence[Goal], priorities: Sequence[Priority]) -> str:
    """One row per goal under its header; `priorities`: those of the goals, the archived ones among them."""
    named = {one.id: one.name for one in priorities}
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for goal in goals:
        values = plain(goal, named[goal.priority_id])
        rows.writerow([cell(column, values[column]) for column in COLUMNS])
    return file.getvalue()


def write_json(goals: Sequence[Goal], priorities: Sequence[Priority]) -> str:
    """A list of one object per goal, with the columns of the CSV file as its names."""
    named = {one.id: one.name for one in priorities}
    return json.dumps([plain(goal, named[goal.priority_id]) for goal in goals], ensure_ascii=False, indent=1)


def read(text: bytes, name: str, *, metrics: Collection[str]) -> tuple[list[Entry], list[Fault]]:
    """The goals of a file, .csv or .json by its name; no entries where there are faults.

    `metrics`: the ids that a goal can be set on. Columns that need not be there: all but REQUIRED, as long as no row
    changes a goal that exists.
    """
    rows, faults = _rows(text, name)
    entries = []
    for number, values, raw in rows:
        found = list(_faults(number, values, raw, metrics))
        if not found:
            entries.append(_entry(number, values))
        faults += found
    return ([] if faults else entries), faults


def _rows(text: bytes, name: str) -> tuple[list[Row], list[Fault]]:
    """The rows as they stand in the file, and what is wrong with its form."""
    kind = PurePath(name).suffix.lower()
    if kind not in (".csv", ".json"):
        return [], [
            _of_file("This is neither a CSV nor a JSON file.", "Import a file that ends in .csv or .json.", name)
        ]
    if len(text) > MAX_BYTES:
        reason = f"The file is larger than {MAX_BYTES / 1e6:g} MB."
        return [], [_of_file(reason, "Divide it into several files; a parent is known by its id.", name)]
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [_of_file("The file is not in UTF-8.", "Save it as “CSV UTF-8” and import it again.", name)]
    if not decoded.strip():
        return [], [_of_file("The file is empty.", "Export the goals to see what a file of goals looks like.", name)]
    return _rows_of_csv(decoded) if kind == ".csv" else _rows_of_json(decoded)


def _rows_of_csv(text: str) -> tuple[list[Row], list[Fault]]:
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write what their country is used to
    try:
        header, *records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as fault:
        return [], [_of_file(f"This is not CSV ({fault}).", "Save it again as “CSV UTF-8”.")]
    names = [one.strip() for one in header]
    faults = [*_faults_of_names(names), *(_again(one) for one in sorted(set(names)) if names.count(one) > 1)]
    if faults:
        return [], faults
    rows: list[Row] = []
    for number, record in enumerate(records, start=2):
        if not any(part.strip() for part in record):
            continue
        if len(record) != len(names):
            reason = f"There are {len(record)} values under {len(names)} columns."
            faults.append(
                _fault(number, None, "", reason, "Write a value that holds the delimiter in quotation marks.")
            )
            continue
        raw, values = dict(zip(names, record, strict=True)), {}
        for column, written in raw.items():
            try:
                values[column] = from_cell(column, written)
            except Wrong as wrong:
                faults.append(_fault(number, column, written, wrong.reason, wrong.remedy))
        rows.append((number, values, raw))
    return ([] if faults else rows), faults


def _rows_of_json(text: str) -> tuple[list[Row], list[Fault]]:
    try:
        objects = from_json(text)
    except Wrong as wrong:
        return [], [_of_file(wrong.reason, wrong.remedy)]
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        return [], [_of_file("This is not a list of goals.", 'Write it like [{"title": "…", …}, …].')]
    rows: list[Row] = [(number, values, values) for number, values in enumerate(objects, start=1)]
    faults = [
        _fault(number, fault.column, fault.value, fault.reason, fault.remedy)
        for number, values, _raw in rows
        for fault in _faults_of_names(list(values))
    ]
    return ([] if faults else rows), faults


def _faults_of_names(names: Sequence[str]) -> Iterator[Fault]:
    for unknown in sorted(set(names) - set(COLUMNS)):
        remedy = f"Leave it out; the columns are {', '.join(COLUMNS)}."
        yield _fault(None, unknown, unknown, "There is no such column.", remedy)
    for absent in REQUIRED:
        if absent not in names:
            yield _fault(None, absent, "", "This column is missing.", f"A goal needs {', '.join(REQUIRED)}.")


def _faults(number: int, values: dict[str, Any], raw: dict[str, Any], metrics: Collection[str]) -> Iterator[Fault]:
    """What is wrong with one row: each of its values, then the goal that they make."""
    sound = True
    for column, value in values.items():
        try:
            typed(column, value)
        except Wrong as wrong:
            sound = False
            yield _fault(number, column, raw[column], wrong.reason, wrong.remedy)
    blank = [column for column in REQUIRED if values[column] in (None, "")]
    yield from (_fault(number, column, "", "This is missing.", "Every goal needs it: fill it in.") for column in blank)
    metric = values["metric"]
    if isinstance(metric, str) and metric and metric not in metrics:
        yield _fault(number, "metric", metric, "There is no metric of this name.", "Write its id, like csat or nps.")
    for absent in (one for one in COLUMNS if sound and values.get("id") and one not in values):
        reason = "This column is missing, and the row is of a goal that may exist already."
        yield _fault(number, absent, "", reason, "Export the goals with all columns, or leave the id empty.")
    if sound and not blank:
        yield from _faults_of_goal(number, values, raw)


def _faults_of_goal(number: int, values: dict[str, Any], raw: dict[str, Any]) -> Iterator[Fault]:
    entry = _entry(number, values)
    try:
        validate(GoalTerms(dataset="own", priority_id=entry.priority, **entry.terms))
    except Invalid as refused:
        yield from faults_of(refused, number, raw)


def _entry(number: int, values: dict[str, Any]) -> Entry:
    held = {column: typed(column, value) for column, value in values.items()}
    terms = {
        column: value
        for column, value in held.items()
        if column not in _NO_TERMS and not (value is None and column in _NEVER_NULL)
    }
    return Entry(
        row=number,
        id=held.get("id"),
        version=held.get("version"),
        priority=held["priority"],
        parent=held.get("parent"),
        terms=terms,
    )


def _again(column: str) -> Fault:
    return _fault(None, column, column, "This column stands there twice.", "Leave one of them out.")


def _of_file(reason: str, remedy: str, value: str = "") -> Fault:
    return _fault(None, None, value, reason, remedy)


def _fault(row: int | None, column: str | None, value: object, reason: str, remedy: str) -> Fault:
    return Fault(row=row, column=column, value=shown(value), reason=reason, remedy=remedy)
