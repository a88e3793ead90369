"""How long open time takes over many requests: python benchmarks/open_time.py [rows, default 10,000,000].

Not named after calendar.py: a script's folder comes first on the path, where it would hide Python's own calendar.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data.calendar import Schedule, add_open_seconds, local_date, open_seconds
from data.columns import INSTANT
from data.settings import Settings

TWO_YEARS, THREE_DAYS = (days * 86_400_000_000 for days in (730, 3))
BEGIN = 1_704_067_200_000_000  # 2024-01-01 UTC


def timed(name: str, measure: Callable[[], pl.Series]) -> pl.Series:
    started = time.perf_counter()
    result = measure()
    print(f"{name:<18}{len(result):>12,} rows  {time.perf_counter() - started:6.2f} s")
    return result


def main(rows: int) -> None:
    schedule = Schedule.of(Settings(zone="Europe/Budapest", country="HU"))
    number = pl.int_range(rows, eager=True)
    start = (BEGIN + number.hash(1) % TWO_YEARS).cast(pl.Int64).cast(INSTANT)
    end = start + (number.hash(2) % THREE_DAYS).cast(pl.Int64).cast(pl.Duration("us"))
    seconds = timed("open_seconds", lambda: open_seconds(schedule, start, end))
    due = timed("add_open_seconds", lambda: add_open_seconds(schedule, start, seconds))
    timed("local_date", lambda: local_date(start, schedule.zone))
    assert (open_seconds(schedule, start, due) == seconds).all()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
