"""How the source is written: files with a subject, none too long, nothing of what went wrong elsewhere."""

import ast
import re
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.source import ROOMS, ROOT, files, imports, name, tree

EVERYTHING = [*files(*ROOMS), *files("tests", "benchmarks")]
NO_SUBJECT = {"util", "utils", "helper", "helpers", "misc", "common", "shared", "tools", "stuff", "functions", "core"}
# Each was measured to give a wrong number or an unsafe page. (And plotly.express: 25 ms a figure, 1 s to import.)
BANNED = {
    "approx_quantile": "is neither exact nor faster",
    "min_horizontal": "takes NaN for a number",
    "max_horizontal": "takes NaN for a number",
    "date_diff": "counts boundaries, not durations",
    "delta": "counts boundaries, not durations",
    "use_container_width": "is gone: width='stretch'",
    "unsafe_allow_html": "markup goes through st.html, escaped by formats.html",
}
# Needed at run time though nobody imports it: zoneinfo reads it.
USED_UNSEEN = {"tzdata"}


def test_a_file_has_a_subject() -> None:
    assert not [name(path) for path in EVERYTHING if path.stem in NO_SUBJECT]


def test_a_file_has_one_idea() -> None:
    assert not [name(path) for path in EVERYTHING if len(path.read_text(encoding="utf-8").splitlines()) > 400]


def test_a_file_says_what_lives_there() -> None:
    assert not [name(path) for path in EVERYTHING if tree(path).body and not ast.get_docstring(tree(path))]


def test_nothing_that_is_known_to_go_wrong() -> None:
    found = {
        f"{name(path)}: {word} {BANNED[word]}"
        for path in files(*ROOMS)
        for node in ast.walk(tree(path))
        if (word := node.attr if isinstance(node, ast.Attribute) else node.arg if isinstance(node, ast.keyword) else "")
        in BANNED
    }
    assert not found
    assert "plotly.express" not in {module for path in files(*ROOMS) for module in imports(path)}


def requirements(file: str) -> dict[str, str]:
    """Distribution → its version range, of one requirements file."""
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    found = [re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?(.*)", line) for line in lines if line and line[0] != "-"]
    return {match[1].lower().replace("_", "-"): match[2] for match in found if match}


def imported(paths: list[Path]) -> set[str]:
    """The distributions that some files import."""
    distributions = packages_distributions()
    modules = {module.split(".")[0] for path in paths for module in imports(path)} - {*ROOMS, "tests"}
    return {found.lower().replace("_", "-") for module in modules for found in distributions.get(module, [])}


def test_requirements_list_exactly_what_is_imported_at_run_time() -> None:
    assert imported(files(*ROOMS)) == requirements("requirements.txt").keys() - USED_UNSEEN


def test_tests_and_benchmarks_import_only_what_is_listed() -> None:
    listed = requirements("requirements.txt").keys() | requirements("requirements-dev.txt").keys()
    comes_with_typer = {"click"}  # what its test runner gives back
    assert imported(files("tests", "benchmarks")) <= listed | comes_with_typer


def test_every_requirement_has_a_compatible_range() -> None:
    ranges = {**requirements("requirements.txt"), **requirements("requirements-dev.txt")}
    assert not [
        one for one, range_ in ranges.items() if one != "tzdata" and not re.fullmatch(r">=[\d.]+,<[\d.]+", range_)
    ]
