"""The terminal itself: other locales, closed pipes, a quick --help."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.terminal import ROOT, process, run, tickets_csv


@pytest.fixture
def sampled() -> None:
    run("sample", "--tickets", "2000", "--until", "2026-10-31")


def test_load_in_a_c_locale(tmp_path: Path) -> None:
    """The real command, with its child process: JSON is UTF-8 in every locale."""
    file = tickets_csv(tmp_path, "تیکت‌ها é.csv")
    ended = process("load", str(file), "--source", "پشتیبانی", LC_ALL="C")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout.decode())["file"] == file.name


def test_output_survives_a_terminal_of_few_letters(loaded: Path) -> None:
    ended = process("metric", "requests", "--by", "team", PYTHONIOENCODING="latin-1")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "–" in ended.stdout.decode()


@pytest.mark.parametrize("command", ["tickets", "metric requests --by channel --grain day --format json"])
def test_a_reader_that_leaves_early_is_no_fault(sampled: None, command: str) -> None:
    shell = f"set -o pipefail; '{sys.executable}' '{ROOT / 'tarazu.py'}' {command} | head -1"
    ended = subprocess.run(["bash", "-c", shell], cwd=ROOT, env=os.environ, capture_output=True, check=False)
    assert len(ended.stdout.splitlines()) == 1
    assert ended.stderr == b""


def test_help_is_quick_and_names_every_command() -> None:
    ended = process("--help")
    assert ended.returncode == 0
    for command in ("load", "metric", "metrics", "tickets", "sample", "rebuild", "status"):
        assert command in ended.stdout.decode()
