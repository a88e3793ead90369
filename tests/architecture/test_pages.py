"""What a page is: one file, one question, behind the guard; it chooses, asks and draws."""

import ast
from pathlib import Path

import pytest

from data.records.saved_views import PAGES as SAVED
from tests.architecture.source import ROOT, called, calls, files, functions, imports, name, tree

PAGES = files("pages")
HASHED_WRONGLY = ("DataFrame", "LazyFrame", "Series", "Generation", "Reader", "Table")


def places() -> list[str]:
    """The pages that the navigation knows."""
    return [
        str(call.args[0].value)
        for call in calls(ROOT / "ui" / "shell.py")
        if called(call) == "Place" and isinstance(call.args[0], ast.Constant)
    ]


def test_pages_holds_the_pages_of_the_navigation_and_nothing_else() -> None:
    held = {path.name for path in (ROOT / "pages").iterdir() if path.name != "__pycache__"}
    assert held == {f"{place}.py" for place in places()}


def test_every_page_can_be_kept_as_a_saved_view() -> None:
    """data/ can't ask the navigation: a page that is added there is added to the records' own list."""
    assert set(places()) <= set(SAVED)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_begins_with_the_guard(path: Path) -> None:
    """Opened past app.py it would run without shell, and later without sign-in."""
    body = tree(path).body
    first = next(node for node in body[1:] if not isinstance(node, ast.Import | ast.ImportFrom))
    assert ast.unparse(first) == "shell.guard()"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_is_short_and_computes_nothing(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 150
    formulas = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    assert not [
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.BinOp) and isinstance(node.op, formulas)
    ]
    assert not {"polars", "numpy", "scipy"} & {module.split(".")[0] for module in imports(path)}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_opens_with_its_question(path: Path) -> None:
    docstring = ast.get_docstring(tree(path))
    assert docstring is not None
    assert docstring.splitlines()[0].endswith("?")


def test_no_frame_is_ever_hashed_by_a_cache() -> None:
    """Streamlit hashes only the ends of a Polars frame: a change in its middle would give the old answer."""
    cached = [
        (path, function)
        for path in files("ui", "pages")
        for function in functions(path)
        if any("cache_data" in ast.unparse(decorator) for decorator in function.decorator_list)
    ]
    assert cached
    for path, function in cached:
        where = f"{name(path)}: {function.name}"
        assert function.args.vararg is None, where
        assert function.args.kwarg is None, where
        hashed = [one for one in [*function.args.args, *function.args.kwonlyargs] if not one.arg.startswith("_")]
        assert hashed, f"{where} has no key"
        for one in hashed:
            assert one.annotation is not None, where
            words = ast.unparse(one.annotation)
            assert not any(wrong in words for wrong in HASHED_WRONGLY), f"{where} hashes {one.arg}: {words}"
