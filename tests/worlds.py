"""Small worlds for tests: generations made from a few rows written down in the test, and the shared real files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import build, facts, store
from data.columns import TABLES
from data.settings import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"
LOADED_AT = datetime(2030, 1, 1)

Rows = pl.DataFrame | Sequence[Mapping[str, Any]]


def shared(path: str) -> Path:
    """A file of the real exports and oracles; the test is skipped where they are not."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"needs ../shared/{path}, which is not on this machine")
    return file


def frame(table: str, rows: Rows) -> pl.DataFrame:
    """Canonical rows; columns that are not given are null, and source is "test"."""
    given = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(list(rows), infer_schema_length=None)
    if "source" not in given.columns:
        given = given.with_columns(source=pl.lit("test"))
    missing = {name: pl.lit(None) for name in TABLES[table] if name not in given.columns}
    return given.with_columns(**missing).select(pl.col(name).cast(dtype) for name, dtype in TABLES[table].items())


def put(tables: Mapping[str, Rows], settings: Settings | None = None) -> store.Generation:
    """A generation from canonical rows, without the way through a file."""
    with store.writing() as root:
        batch = store.new_folder(root, "batches")
        for table, rows in tables.items():
            frame(table, rows).write_parquet(batch / f"{table}.parquet")
        load = {
            "sha256": "0" * 64,
            "name": "rows of a test",
            "source": "test",
            "demonstration": False,
            "loaded_at": LOADED_AT.isoformat(),
            "options": {},
            "batch": batch.name,
            "hashes": store.hashes(batch),
            "summary": {
                "file": "rows of a test",
                "rows": sum(len(rows) for rows in tables.values()),
                "accepted": sum(len(rows) for rows in tables.values()),
                "tables": {table: len(rows) for table, rows in tables.items()},
                "rejected": 0,
                "rejected_by_reason": {},
                "findings": [],
                "cannot_feed": [],
                "mapping": "rows",
                "date_order": None,
                "zone": "UTC",
            },
        }
        build.generation(root, [load], facts.write(root, [load]), settings or Settings())
    generation = store.current()
    assert generation is not None
    return generation
