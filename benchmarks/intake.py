"""How long the intake takes for a ticket export of 1,000,000 rows × 30 columns, and how much memory.

python benchmarks/intake.py [ROWS]
"""

import resource
import secrets
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from data import intake

ROOT = Path(__file__).resolve().parents[1]


def export(rows: int) -> pl.DataFrame:
    """A made-up Zendesk export; every value depends on the row's number alone."""
    n = pl.int_range(rows, eager=True)
    opened = pl.datetime(2024, 1, 1) + pl.duration(seconds=n * 31)
    minutes = (n * 37 % 5_000).cast(pl.String)
    words = {
        "Via": ["Mail", "Web", "Chat", "Phone call (inbound)", "WhatsApp"],
        "Group": ["First line", "Second line", "Sales"],
        "Status": ["Closed", "Solved", "Open", "Pending"],
        "Priority": ["Low", "Normal", "High", "Urgent"],
        "Satisfaction Score": ["Good", "Bad", "Offered", "Not Offered"],
    }
    times = [
        f"{kind} time in minutes{hours}"
        for kind in ("First reply", "First resolution", "Full resolution", "Agent wait", "Requester wait", "On hold")
        for hours in ("", " within business hours")
    ]
    return pl.select(
        n.cast(pl.String).alias("Id"),
        (n % 90_000).cast(pl.String).alias("Requester id"),
        pl.format("Ann {}", n % 40).alias("Assignee"),
        pl.lit('a subject, "quoted"').alias("Subject"),
        pl.lit("one two three").alias("Tags"),
        opened.dt.strftime("%Y-%m-%d %H:%M:%S").alias("Created at"),
        opened.dt.offset_by("2d").dt.strftime("%Y-%m-%d %H:%M").alias("Solved at"),
        opened.dt.offset_by("3d").dt.strftime("%Y-%m-%d %H:%M:%S").alias("Updated at"),
        pl.lit("Acme").alias("Organization"),
        (n % 4).cast(pl.String).alias("Replies"),
        (n % 2).cast(pl.String).alias("Reopens"),
        (n % 3 + 1).cast(pl.String).alias("Assignee stations"),
        pl.lit("1").alias("Summation column"),
        *((n % len(some)).replace_strict(dict(enumerate(some))).alias(name) for name, some in words.items()),
        *(pl.lit(minutes).alias(name) for name in times),
    )


def main() -> None:
    rows = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        frame = export(rows)
        frame.write_csv(file)
        print(f"{frame.height:,} rows x {frame.width} columns, {file.stat().st_size / 1e6:,.0f} MB")
        started = time.perf_counter()
        now = datetime.now(UTC).replace(tzinfo=None)
        options = intake.Options(zone="Europe/Budapest")
        parsed = intake.parse(file, options, Path(folder) / "work", secrets.token_bytes(32), now)
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"{seconds:.1f} s, {peak / 1e9:.2f} GB at the peak; {parsed.summary()['tables']}")


if __name__ == "__main__":
    main()
