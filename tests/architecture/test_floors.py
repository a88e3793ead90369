"""Who may know whom: each room imports only downwards, and each library stays in the room that is there for it."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import ROOMS, ROOT, calls, files, functions, imports, name, required, tree

# What readers of the product do to the data, beside asking answers/: the verbs, and the words that go with them.
VERBS = {
    "data.columns",
    "data.errors",
    "data.goal_file",
    "data.headers",
    "data.home",
    "data.intake",
    "data.loading",
    "data.machine_clock",
    "data.mapping",
    "data.own_format",
    "data.records",
    "data.scope",
    "data.settings",
    "data.store",
}
MAY_IMPORT = {
    "app": {"ui"},
    "tarazu": {"answers", "metrics", "data", "ui.goals.mail", "ui.reports.command"},
    "pages": {"ui", "answers", "metrics", *VERBS},
    "ui": {"ui", "answers", "metrics", *VERBS},
    "answers": {"answers", "metrics", "data"},
    "metrics": {"metrics", "data.columns"},
    "data": {"data"},
}
# Of the store a page knows the rejected rows and the clock of loading: generations come from answers.world.
OF_THE_STORE = {"rejected", "now"}
ONLY_IN = {
    "streamlit": {"ui", "pages"},
    "plotly": {"ui"},
    "duckdb": {"data"},
    "ibis": {"data"},
    "sqlalchemy": {"data"},
    "pandera": {"data"},
}


def within(module: str, allowed: set[str]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in allowed)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_downwards(room: str) -> None:
    ours = {(name(path), module) for path in files(room) for module in imports(path) if module.split(".")[0] in ROOMS}
    assert ours or room == "data"
    assert not {(path, module) for path, module in ours if not within(module, MAY_IMPORT[room])}


@pytest.mark.parametrize("room", ["pages", "ui"])
def test_of_the_store_a_page_knows_two_things(room: str) -> None:
    used = {
        node.attr
        for path in files(room)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "store"
    }
    assert used <= OF_THE_STORE
    taken = [
        node
        for path in files(room)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "data.store"
    ]
    assert not taken


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_rooms(library: str) -> None:
    users = {name(path) for room in ROOMS for path in files(room) if within_any(path, library)}
    allowed = {name(path) for room in ONLY_IN[library] for path in files(room)}
    assert users <= allowed


def within_any(path: Path, library: str) -> bool:
    return any(module.split(".")[0] == library for module in imports(path))


@pytest.mark.parametrize("room", ["answers", "metrics"])
def test_a_number_never_depends_on_the_machines_clock(room: str) -> None:
    """The data's own as-of date is the only now."""
    clocks = {"now", "today", "utcnow", "time", "monotonic"}
    read = [
        f"{name(path)}:{call.lineno}"
        for path in files(room)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in clocks
    ]
    assert not read


def test_every_read_of_rows_or_entries_asks_who_reads() -> None:
    """`scope` has no default: nobody reads everything by forgetting to say who asks."""
    asked = ("goal_entries", "goal_check_ins", "goal_verdicts", "organisation", "date_notes", "saved_views")
    asked = (*asked, "month_summaries", "follow_ups", "scorecards", "reviews", "review_actions", "review_goals")
    asked = (*asked, "trainings", "thanks", "privacy", "retention", "about_agent")
    entries = [
        function
        for path in files("data/records")
        if path.stem in asked
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
    ]
    rows = [
        function
        for path, names in (("data/engine.py", {"run"}), ("data/store.py", {"rejected"}))
        for function in functions(ROOT / path)
        if function.name in names
    ]
    assert len(entries) > 10
    assert len(rows) == 2
    assert not [function.name for function in [*entries, *rows] if required(function).get("scope") != "Scope"]


def test_every_answer_asks_who_reads() -> None:
    """Whatever in answers/ comes to rows, itself or through another answer, is told the scope."""
    readers = {"run", "measure", "_measured", "together"}
    public = [
        function
        for path in files("answers")
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
    ]
    asking = [
        function
        for function in public
        if any(
            (isinstance(node, ast.Name) and node.id in readers and isinstance(node.ctx, ast.Load))
            or (isinstance(node, ast.Attribute) and node.attr in readers)
            for node in ast.walk(function)
        )
    ]
    assert {"measure", "explained", "scorecard", "choices"} <= {function.name for function in asking}
    assert not [function.name for function in asking if required(function).get("scope") != "Scope"]


def test_only_the_doors_say_who_the_reader_is() -> None:
    """Until sign-in exists the owner reads; whoever adds it changes the doors and nothing behind them."""
    doors = {"data/scope.py", "answers/world.py", "ui/shell.py", "tarazu.py"}
    saying = {
        name(path)
        for room in ROOMS
        for path in files(room)
        if any(
            (isinstance(node, ast.Name) and node.id == "OWNER")
            or (isinstance(node, ast.alias) and node.name == "OWNER")
            for node in ast.walk(tree(path))
        )
    }
    assert saying <= doors
