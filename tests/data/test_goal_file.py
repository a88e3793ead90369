"""Files of goals: written so that no spreadsheet runs them, read back exactly, and refused in words that help."""

import csv
import io
import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import defused, goal_file
from data.goal_cells import COLUMNS
from data.records import Entry, Fault, Goal, GoalTerms, Milestone, Priority

METRICS = {"csat", "nps"}
PRIORITIES = [Priority(id="p", name="Loyal customers", position=1, archived_at=None)]
GOAL = Goal(
    dataset="own",
    title="Happier customers",
    metric="csat",
    params={"within": 3600, "strict": True, "clock": "business"},
    where={"team": ["North", "Észak"], "channel": ["chat"]},
    kind="increase_to",
    target=0.9,
    start=date(2026, 1, 1),
    deadline=date(2026, 12, 31),
    owner="Ada",
    priority_id="p",
    baseline=0.8,
    baseline_n=1200,
    baseline_low=0.1 + 0.2,
    baseline_high=0.82,
    baseline_from=date(2025, 7, 1),
    baseline_to=date(2025, 12, 31),
    note="=cmd|' /C calc'!A0",
    parent_id="11111111-2222-4333-8444-555555555555",
    weight=2.0,
    milestones=(Milestone(date(2026, 6, 30), 0.85),),
    id="99999999-2222-4333-8444-555555555555",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    created_by="owner",
    archived_at=None,
    version=3,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
RISKY = TEXTS | st.builds("".join, st.lists(st.sampled_from([*defused.STARTS, "'", '"', ",", ";", "\\", "a", " "])))


def written(goals: list[Goal], how: str) -> bytes:
    write = goal_file.write_csv if how == "csv" else goal_file.write_json
    return write(goals, PRIORITIES).encode()


def read(file: bytes, how: str = "csv") -> list[Entry]:
    found, faults = goal_file.read(file, f"goals.{how}", metrics=METRICS)
    assert faults == []
    return found


def faults(file: bytes, name: str = "goals.csv") -> list[Fault]:
    """The faults of a file of which nothing is taken; each tells what helps."""
    found, told = goal_file.read(file, name, metrics=METRICS)
    assert found == []
    assert told
    assert all(fault.reason.endswith(".") and fault.remedy.endswith(".") for fault in told)
    return told


def table(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """A CSV file that a person wrote."""
    file = io.StringIO(newline="")
    columns = {column: None for row in rows for column in row}
    writer = csv.DictWriter(file, list(columns), delimiter=delimiter)  # an empty cell where a row has none
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


ROW = {
    "title": "Happier customers",
    "priority": "Loyal customers",
    "metric": "csat",
    "kind": "stay_above",
    "target": "0.85",
    "start": "2026-01-01",
    "deadline": "2026-12-31",
    "owner": "Ada",
}


def goal_from(entry: Entry) -> GoalTerms:
    return GoalTerms(dataset="own", priority_id="p", parent_id=entry.parent, **entry.terms)


@pytest.mark.parametrize("how", ["csv", "json"])
def test_a_goal_comes_back_as_it_was(how: str) -> None:
    [entry] = read(written([GOAL], how), how)
    assert (entry.id, entry.version, entry.priority) == (GOAL.id, 3, "Loyal customers")
    back = goal_from(entry)
    for one in fields(GoalTerms):
        value, before = getattr(back, one.name), getattr(GOAL, one.name)
        assert (type(value), value) == (type(before), before), one.name


@pytest.mark.parametrize("how", ["csv", "json"])
@given(
    title=RISKY.filter(str.strip),
    note=RISKY,
    target=st.floats(-1e300, 1e300),
    weight=st.floats(1e-300, 1e300),
    topics=st.lists(RISKY.filter(bool), min_size=1, max_size=3),
    value=st.floats(allow_nan=False, allow_infinity=False),
)
def test_whatever_is_in_a_goal_comes_back_exactly(
    how: str, title: str, note: str, target: float, weight: float, topics: list[str], value: float
) -> None:
    goal = replace(
        GOAL,
        title=title,
        note=note,
        kind="stay_below",
        target=target,
        weight=weight,
        where={"topic": topics},
        milestones=(Milestone(date(2026, 6, 30), value),),
    )
    [entry] = read(written([goal], how), how)
    assert goal_from(entry) == GoalTerms(**{one.name: getattr(goal, one.name) for one in fields(GoalTerms)})


@given(RISKY)
def test_a_text_is_defused_and_restored(text: str) -> None:
    safe = defused.defuse(text)
    assert not safe or safe[0] not in defused.STARTS
    assert defused.restore(safe) == text


def test_no_text_of_a_csv_file_is_run_by_a_spreadsheet() -> None:
    goal = replace(GOAL, title="+1", owner="@Ada", baseline_reason="＝1")
    [row] = csv.DictReader(io.StringIO(written([goal], "csv").decode(), newline=""))
    assert (row["title"], row["owner"], row["baseline_reason"]) == ("'+1", "'@Ada", "'＝1")
    assert row["note"] == "'" + GOAL.note
    numbers = ("target", "baseline", "baseline_low", "baseline_high", "weight")
    assert not [name for name, cell in row.items() if cell[:1] in defused.STARTS and cell and name not in numbers]


@pytest.mark.parametrize("how", ["csv", "json"])
def test_no_goals_are_a_file_too(how: str) -> None:
    assert read(written([], how), how) == []


def test_every_term_of_a_goal_has_its_column() -> None:
    known_otherwise = {"dataset", "priority_id", "parent_id"}
    assert {one.name for one in fields(GoalTerms)} - known_otherwise <= set(COLUMNS)
    assert set(json.loads(written([GOAL], "json"))[0]) == set(COLUMNS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_short_file_of_a_spreadsheet_is_enough(delimiter: str) -> None:
    file = "\ufeff".encode() + table(ROW, {name: "" for name in ROW}, ROW | {"title": "Two"}, delimiter=delimiter)
    first, second = read(file)
    assert (first.row, second.row) == (2, 4)
    assert (first.id, first.version, first.parent) == (None, None, None)
    goal = goal_from(first)
    assert (goal.target, goal.start, goal.weight, goal.check_in_every) == (0.85, date(2026, 1, 1), 1.0, "month")


def test_an_empty_cell_is_nothing_or_the_usual() -> None:
    [entry] = read(
        table(ROW | dict.fromkeys(("weight", "params", "milestones", "stat", "baseline", "recurs", "note"), ""))
    )
    goal = goal_from(entry)
    assert (goal.weight, goal.params, goal.milestones, goal.note) == (1.0, {}, (), "")
    assert (goal.stat, goal.baseline, goal.recurs) == (None, None, None)
    [entry] = read(table(ROW | {"check_in_every": ""}))
    assert goal_from(entry).check_in_every is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "  "),
        ("title", ""),
        ("metric", "happiness"),
        ("kind", "improve"),
        ("target", ""),
        ("target", "85 %"),
        ("target", "0,85"),
        ("target", "nan"),
        ("target", "1e999"),
        ("start", "01.01.2026"),
        ("deadline", "2026-02-30"),
        ("deadline", "2025-12-31"),
        ("version", "1.5"),
        ("version", "-1"),
        ("id", "17"),
        ("where", "North"),
        ("where", '["North"]'),
        ("where", '{"team": []}'),
        ("where", '{"colour": ["teal"]}'),
        ("params", '{"within": NaN}'),
        ("params", "[" * 100_000),
        ("milestones", '{"2026-06-30": 0.8}'),
        ("milestones", '[{"on": "June", "value": 0.8}]'),
        ("milestones", '[{"on": "2026-06-30", "value": "0.8"}]'),
        ("milestones", '[{"on": "2027-06-30", "value": 0.8}]'),
        ("baseline_n", "many"),
        ("baseline_n", str(2**40)),
        ("weight", "0"),
        ("recurs", "daily"),
        ("check_in_every", "never"),
        ("owner", "A\0da"),
    ],
    ids=lambda text: text[:30].replace("\0", "NUL"),
)
def test_what_can_not_be_is_told_at_its_row_and_column(column: str, value: str) -> None:
    [fault] = faults(table(ROW, ROW | {column: value}))
    assert (fault.row, fault.column) == (3, column)
    assert fault.value.rstrip("…") == value[: len(fault.value.rstrip("…"))]
    assert bool(fault.value) == bool(value)


def test_all_faults_are_told_at_once() -> None:
    told = faults(table(ROW | {"target": "x", "owner": ""}, ROW, ROW | {"metric": "happiness", "start": "x"}))
    assert {(fault.row, fault.column) for fault in told} == {(2, "target"), (2, "owner"), (4, "metric"), (4, "start")}


def test_a_row_of_a_known_goal_needs_every_column() -> None:
    told = faults(table(ROW | {"id": GOAL.id, "version": "3"}))
    assert {fault.column for fault in told} == set(COLUMNS) - set(ROW) - {"id", "version"}


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        (b"x" * (goal_file.MAX_BYTES + 1), "goals.csv", "larger than 2 MB"),
        (b"", "goals.csv", "empty"),
        (b" \n", "goals.json", "empty"),
        (b"title", "goals.xlsx", "neither"),
        ("Észak".encode("latin-1"), "goals.csv", "UTF-8"),
        (b'"title" x,"y"', "goals.csv", "not CSV"),
        (b"{", "goals.json", "not JSON"),
        (b"[" * 100_000, "goals.json", "not JSON"),
        (b'{"title": "x"}', "goals.json", "not a list"),
        (b"[1]", "goals.json", "not a list"),
        (b'[{"target": NaN}]', "goals.json", "not JSON"),
    ],
    ids=["large", "empty", "blank", "kind", "encoding", "csv", "json", "deep", "object", "numbers", "nan"],
)
def test_a_file_that_is_none_is_refused_as_a_whole(file: bytes, name: str, said: str) -> None:
    [fault] = faults(file, name)
    assert (fault.row, fault.column) == (None, None)
    assert said in fault.reason


def test_columns_that_are_missing_unknown_or_twice_are_named() -> None:
    without = {name: value for name, value in ROW.items() if name != "deadline"}
    assert [(fault.row, fault.column) for fault in faults(table(without))] == [(None, "deadline")]
    assert [fault.column for fault in faults(table(ROW | {"colour": "teal"}))] == ["colour"]
    twice = table(ROW).replace(b"owner\r\n", b"title\r\n")
    assert {fault.column for fault in faults(twice)} == {"owner", "title"}
    [fault] = faults(table(ROW) + b"one,two\r\n")
    assert (fault.row, fault.column) == (3, None)


def objects(**values: Any) -> bytes:
    return json.dumps([ROW | {"target": 0.85} | values]).encode()


def test_json_may_leave_out_what_has_a_default() -> None:
    [entry] = read(objects(), "json")
    assert (entry.row, goal_from(entry).weight) == (1, 1.0)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", 7),
        ("title", "\ud800"),
        ("target", "0.85"),
        ("target", True),
        ("target", 10**400),
        ("start", 20260101),
        ("where", []),
        ("params", {"deep": {"a": 1}}),
        ("params", {"within": 10**400}),
        ("params", {"word": "\0"}),
        ("milestones", [[1]]),
        ("metric", ["csat"]),
        ("weight", -1),
        ("colour", "teal"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_json_value_of_another_kind_is_told(column: str, value: Any) -> None:
    assert [(fault.row, fault.column) for fault in faults(objects(**{column: value}), "goals.json")] == [(1, column)]
