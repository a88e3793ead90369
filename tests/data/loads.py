"""Small exports made on the spot, loaded as the app loads them, and what is then in the store."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from answers.measure import measure
from data import home, intake, loading, store
from data.columns import TABLES
from data.facts import fact_files
from data.loading import Arrival
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation

BUDAPEST = Settings(zone="Europe/Budapest")

Rows = Sequence[Mapping[str, object]]


def export(folder: Path, name: str, rows: Rows) -> Path:
    """A CSV in Tarazu's own format."""
    path = folder / name
    pl.DataFrame(list(rows), infer_schema_length=None).write_csv(path)
    return path


def ticket(id: int | str, day: int = 1, updated: int | None = None, **others: object) -> dict[str, object]:
    """Created on a day of March 2026, solved two hours later."""
    times = {"created_at": f"2026-03-{day:02} 09:00:00", "resolved_at": f"2026-03-{day:02} 11:00:00"}
    changed = {} if updated is None else {"updated_at": f"2026-04-{updated:02} 09:00:00"}
    return {"ticket_id": str(id), "channel": "email", "status": "closed"} | times | changed | others


def load(
    *paths: Path, names: Sequence[str] = (), chosen: Settings = BUDAPEST, uploaded: bool = True, **said: Any
) -> list[dict[str, Any]]:
    """Load files as one set; a path's name is the file's, unless names are given. Returns the summaries."""
    known = names or [path.name for path in paths]
    arrivals = [Arrival(path, intake.Options(**said), name, uploaded) for path, name in zip(paths, known, strict=True)]
    return loading.load(arrivals, chosen, datetime(2026, 11, 22))


def now() -> Generation:
    generation = store.current()
    assert generation is not None
    return generation


def facts(generation: Generation, table: str = "tickets") -> pl.DataFrame:
    files = fact_files(home.store(), generation.manifest["facts"], table)
    return pl.concat(
        pl.read_parquet(file, glob=False, hive_partitioning=False).select(*TABLES[table]) for file in files
    )


def numbers(generation: Generation) -> list[list[tuple[Any, ...]]]:
    """Some metrics of a generation, by channel and month."""
    asked = ("requests", "resolution_time_business", "csat")
    return [measure(metric, OWNER, generation, by=("channel",), grain="month").rows() for metric in asked]


def state() -> dict[str, str]:
    """Every file of the store and its hash."""
    files = [path for path in home.store().rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def fates(summary: Mapping[str, Any]) -> tuple[int, int, int, int]:
    return summary["new"], summary["replaced"], summary["unchanged"], summary["older"]
