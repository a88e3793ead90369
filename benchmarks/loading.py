"""How long the verbs of the store take: the demonstration, an own file, a newer version of a tenth of it, the same file
again, other settings, and a rebuild. python -m benchmarks.loading [TICKETS, default 1,000,000]
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from data import home, intake, loading, store
from data.loading import Arrival
from data.sample import Recipe, chunks
from data.settings import Settings

# What a helpdesk's export has: all of Tarazu's 66 columns would need more memory than the intake may have.
COLUMNS = ["ticket_id", "channel", "status", "priority", "topic", "team", "agent", "first_reply_agent", "customer"]
COLUMNS += ["created_at", "first_reply_at", "resolved_at", "closed_at", "updated_at", "replies", "reopens", "transfers"]
BUDAPEST = Settings(zone="Europe/Budapest", country="HU")


def timed(name: str, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    work()
    print(f"{name:<34}{time.perf_counter() - begun:8.1f} s")


def export(recipe: Recipe, file: Path) -> pl.DataFrame:
    """The requests of the demonstration as a file in Tarazu's own format."""
    tickets = pl.concat(month["tickets"].select(COLUMNS) for month in chunks(recipe))
    tickets.write_csv(file, datetime_format="%Y-%m-%d %H:%M:%S")
    return tickets


def load(file: Path) -> None:
    loading.load([Arrival(file, intake.Options(source="desk"), file.name)], BUDAPEST)


def main(tickets: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TARAZU_HOME"] = str(Path(folder) / "home")
        recipe = Recipe(tickets=tickets, until=date(2026, 10, 31))
        timed(f"demonstration, {tickets:,} tickets", lambda: loading.sample(recipe, BUDAPEST))
        file, newer = Path(folder) / "all.csv", Path(folder) / "newer.csv"
        rows = export(recipe, file)
        rows.head(tickets // 10).with_columns(updated_at=pl.lit("2026-11-01 00:00:00")).write_csv(newer)
        timed(f"own file, {file.stat().st_size / 1e6:,.0f} MB", lambda: load(file))
        timed("a newer tenth of it", lambda: load(newer))
        timed("the same file again", lambda: load(file))
        timed("other settings", lambda: loading.apply(Settings(zone="Asia/Tehran")))
        timed("rebuild", lambda: loading.rebuild(BUDAPEST))
        size = sum(path.stat().st_size for path in home.store().rglob("*") if path.is_file()) / 1e6
        generation = store.current()
        assert generation is not None
        print(f"{generation.manifest['columns']['tickets']['rows']:,} tickets, store of {size:,.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"{peak / 1e9:.2f} GB at the peak, without the intake's own process")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "").replace(",", "")) if len(sys.argv) > 1 else 1_000_000)
