"""How long each metric takes by month and channel, beside a query written by hand over the same Parquet files.

python -m benchmarks.queries [TICKETS, default 1,000,000]; the demonstration is made in a folder that is thrown away.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from answers.measure import measure
from data import loading, store
from data.sample import Recipe
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from metrics.catalogue import CATALOGUE

ROUNDS = 7
PROMISED = "CASE channel WHEN 'phone' THEN 60 WHEN 'chat' THEN 120 WHEN 'social' THEN 7200 ELSE 86400 END"
WRITTEN = (
    "counted AND coalesce(channel, 'other') <> 'phone' AND solved AND replies >= 1 AND NOT coalesce(bot_solved, false)"
)

# metric → table, its date, which rows, what is counted of them
Share = tuple[str, str, str, str]
SHARES: dict[str, Share] = {
    "requests": ("tickets", "created_on", "counted", "count(*)"),
    "first_response_within": (
        "tickets",
        "created_on",
        f"counted AND (first_response_s IS NOT NULL OR unanswered_s > {PROMISED})",
        f"count(*), count_if(first_response_s <= {PROMISED})",
    ),
    "first_response_within_business": (
        "tickets",
        "created_on",
        f"counted AND (first_response_business_s IS NOT NULL OR unanswered_business_s > {PROMISED})",
        f"count(*), count_if(first_response_business_s <= {PROMISED})",
    ),
    "sla_first_response": (
        "tickets",
        "sla_first_response_on",
        "counted AND sla_first_response IS NOT NULL",
        "count(*), count_if(sla_first_response)",
    ),
    "sla_resolution": (
        "tickets",
        "sla_resolution_on",
        "counted AND sla_resolution IS NOT NULL",
        "count(*), count_if(sla_resolution)",
    ),
    "fcr_one_touch": ("tickets", "solved_on", WRITTEN, "count(*), count_if(replies = 1)"),
    "reopen_rate_simple": (
        "tickets",
        "created_on",
        "counted AND reopens IS NOT NULL",
        "count(*), count_if(reopens > 0)",
    ),
    "transfer_rate": (
        "tickets",
        "created_on",
        "counted AND transfers IS NOT NULL",
        "count(*), count_if(transfers > 0)",
    ),
    "answer_rate": (
        "tickets",
        "created_on",
        "counted AND channel = 'phone' AND answered IS NOT NULL",
        "count(*), count_if(answered)",
    ),
    "csat": ("surveys", "answered_on", "satisfied IS NOT NULL", "count(*), count_if(satisfied)"),
    "nps": (
        "surveys",
        "answered_on",
        "nps_score IS NOT NULL",
        "count(*), count_if(nps_score >= 9), count_if(nps_score <= 6)",
    ),
    "survey_response_rate": ("surveys", "sent_on", "sent", "count(*), count_if(answered)"),
}
# metric → its date, which rows, the seconds whose median is asked for
MEDIANS: dict[str, tuple[str, str, str]] = {
    "first_response_time": ("created_on", "counted", "first_response_s"),
    "first_response_time_business": ("created_on", "counted", "first_response_business_s"),
    "resolution_time": ("solved_on", "counted", "resolution_s"),
    "resolution_time_business": ("solved_on", "counted", "resolution_business_s"),
    "queue_wait": ("created_on", "counted AND channel IN ('phone', 'chat') AND answered", "wait_s"),
}


def by_hand(metric: str, generation: Generation) -> str:
    """The query that one would write for this metric alone, its median without an interval."""
    if metric in SHARES:
        table, on, rows, counted = SHARES[metric]
    else:
        on, rows, seconds = MEDIANS[metric]
        table, counted = "tickets", f"count({seconds}), quantile_cont({seconds}, 0.5)"
    file = str(generation.path / f"{table}.parquet").replace("'", "''")
    return f"SELECT channel, date_trunc('month', {on}) AS month, {counted} FROM '{file}' WHERE {rows} GROUP BY ALL"  # noqa: S608


def fastest(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of a few rounds: what the machine can do when nobody else asks for it."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def compare(generation: Generation) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    print(f"{'metric':<32}{'measure':>10}{'by hand':>10}{'ratio':>8}")
    total = {"ours": 0.0, "theirs": 0.0}
    for metric in CATALOGUE:
        query = by_hand(metric, generation)
        ours = fastest(lambda metric=metric: measure(metric, OWNER, generation, by=("channel",), grain="month"))  # type: ignore[misc]
        theirs = fastest(lambda query=query: connection.cursor().sql(query).pl())  # type: ignore[misc]
        total["ours"] += ours
        total["theirs"] += theirs
        print(f"{metric:<32}{ours:>7.0f} ms{theirs:>7.0f} ms{ours / theirs:>8.2f}")
    print(f"{'all':<32}{total['ours']:>7.0f} ms{total['theirs']:>7.0f} ms{total['ours'] / total['theirs']:>8.2f}")


def main(tickets: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["TARAZU_HOME"] = home
        begun = time.perf_counter()
        loading.sample(Recipe(tickets=tickets, until=date(2026, 10, 31)), Settings())
        generation = store.current()
        assert generation is not None
        size = sum(file.stat().st_size for file in Path(generation.path).iterdir()) / 1e6
        print(f"{tickets:,} tickets in {time.perf_counter() - begun:.1f} s, {size:,.0f} MB")
        compare(generation)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "").replace(",", "")) if len(sys.argv) > 1 else 1_000_000)
