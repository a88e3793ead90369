"""Running a command as a person does, and reading what it prints."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from click.testing import Result
from typer.testing import CliRunner

import tarazu

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["group", "period", "value", "n", "low", "high"]
START = datetime(2026, 1, 5, 9)


def run(*words: object) -> Result:
    """A command in this process; faults of the program are raised."""
    return CliRunner().invoke(tarazu.cli, [str(word) for word in words], catch_exceptions=False)


def told(*words: object) -> str:
    """What a command says that ends badly: in words, and nothing where results are expected."""
    result = run(*words)
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    return result.stderr


def listed(*words: object) -> list[dict[str, Any]]:
    result = run("metric", *words, "--format", "json")
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert all(list(row) == KEYS for row in rows)
    return rows


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "tarazu.py"), *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False)


def tickets_csv(folder: Path, name: str = "a.csv", *ids: str) -> Path:
    rows = [{"ticket_id": id, "created_at": "2026-03-02 09:15:00", "channel": "email"} for id in ids or ("1", "2")]
    pl.DataFrame(rows).write_csv(folder / name)
    return folder / name


def summaries(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]
