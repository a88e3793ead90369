"""The product's own source as the architecture tests read it: files, syntax trees and imports. Nothing is imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "tarazu", "pages", "ui", "answers", "metrics", "data")


def files(*rooms: str) -> list[Path]:
    """The Python files of some rooms; app and tarazu are rooms of one file."""
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return [*(ROOT / f"{room}.py" for room in rooms if (ROOT / f"{room}.py").exists()), *found]


def name(path: Path) -> str:
    """A file as the tests call it: its path from the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions and under TYPE_CHECKING, with its full dotted name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)}:{node.lineno} imports relatively"
            for alias in node.names:
                yield f"{node.module}.{alias.name}" if _is_module(f"{node.module}.{alias.name}") else str(node.module)


def _is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def called(call: ast.Call) -> str:
    """The last part of what is called: "caption" of st.caption(…), "Action" of Action(…)."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def required(function: ast.FunctionDef) -> dict[str, str]:
    """The parameters that must be given, each with its annotation as written ("" where there is none)."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    positional = positional[: len(positional) - len(given.defaults)]
    keyword = [one for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default is None]
    return {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in [*positional, *keyword]}
