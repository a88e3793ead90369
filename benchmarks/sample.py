"""Rows per second of the demonstration company: `python -m benchmarks.sample [TICKETS]`. Nothing is stored."""

import resource
import sys
import time
from datetime import date

from data.sample import Recipe, chunks


def main(tickets: int) -> None:
    begun = time.perf_counter()
    rows = {"tickets": 0}
    for chunk in chunks(Recipe(tickets=tickets, until=date(2026, 10, 31))):
        for name, table in chunk.items():
            rows[name] = rows.get(name, 0) + table.height
    seconds = time.perf_counter() - begun
    for name, count in rows.items():
        print(f"{name:<15}{count:>12,} rows")
    used = resource.getrusage(resource.RUSAGE_SELF)
    worked, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024  # KiB on Linux
    print(
        f"{seconds:.2f} s ({worked:.2f} s of processors, with the start), "
        f"{rows['tickets'] / seconds:,.0f} tickets/s, peak memory {peak:,.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
