"""How long the metrics take by month and channel, each alone and all together, beside queries written by hand over the
same Parquet files, and beside pandas.

python -m benchmarks.queries [TICKETS, default 1,000,000]; the demonstration is made in a folder that is thrown away.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
import pandas as pd

from answers.measure import measure, together
from data import loading, store
from data.queries import COUNTS, dimensions
from data.sample import Recipe
from data.sample.settings import settings
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE

ROUNDS = 5
PROMISED = "CASE channel WHEN 'phone' THEN 60 WHEN 'chat' THEN 120 WHEN 'social' THEN 43200 ELSE 86400 END"
TOUCHED = (
    "counted AND coalesce(channel, 'other') <> 'phone' AND solved AND replies >= 1 AND NOT coalesce(bot_solved, false)"
)
OFFERED = "counted AND channel = 'phone' AND (answered IS NOT NULL OR abandoned IS NOT NULL)"
QUEUE = "counted AND channel IN ('phone', 'chat')"
DIAL = "direction = 'outbound' AND coalesce(kind, 'request') = 'request'"
OFFER = "coalesce(kind, 'request') = 'request' AND offer"


@dataclass(frozen=True)
class Query:
    """What one would write by hand: of which rows of a table, placed by which date, what is counted.

    `hit`: of a share; `seconds`: whose median is asked for, without an interval; neither: rows.
    """

    table: str
    on: str
    rows: str
    hit: str = ""
    seconds: str = ""

    def counted(self, apart: bool) -> str:
        """The sums, with the rows as a filter of each of them where several metrics share a query."""
        only = "" if apart else f" FILTER ({self.rows})"
        if self.seconds:
            return f"count({self.seconds}){only}, quantile_cont({self.seconds}, 0.5){only}"
        return f"count(*){only}" + (f", count_if({self.hit}){only}" if self.hit else "")


def created(rows: str, hit: str = "", seconds: str = "") -> Query:
    return Query("tickets", "created_on", rows, hit, seconds)


def solved(rows: str, hit: str = "", seconds: str = "") -> Query:
    return Query("tickets", "solved_on", rows, hit, seconds)


def answered(rows: str, hit: str = "", seconds: str = "") -> Query:
    return Query("surveys", "answered_on", rows, hit, seconds)


def business(name: str, seconds: str, query: Callable[..., Query]) -> dict[str, Query]:
    kinds = {"": "_s", "_business": "_business_s"}
    return {f"{name}{kind}": query("counted", seconds=f"{seconds}{end}") for kind, end in kinds.items()}


QUERIES: Mapping[str, Query] = {
    "requests": created("counted"),
    **business("first_response_time", "first_response", created),
    "first_response_time_customer": created("counted", seconds="first_response_customer_s"),
    "first_response_within": created(
        f"counted AND (first_response_s IS NOT NULL OR unanswered_s > {PROMISED})", f"first_response_s <= {PROMISED}"
    ),
    "first_response_within_business": created(
        f"counted AND (first_response_business_s IS NOT NULL OR unanswered_business_s > {PROMISED})",
        f"first_response_business_s <= {PROMISED}",
    ),
    **business("resolution_time", "resolution", solved),
    **business("requester_wait", "requester_wait", solved),
    **business("agent_wait_time", "agent_wait", solved),
    **business("on_hold_time", "on_hold", solved),
    "queue_wait": created(f"{QUEUE} AND answered", seconds="wait_s"),
    "abandon_wait": created(f"{QUEUE} AND abandoned", seconds="wait_s"),
    "handle_time": Query("tickets", "ended_on", "counted", seconds="handle_s"),
    "fcr_flag": Query("tickets", "ended_on", "counted AND answered AND resolved_flag IS NOT NULL", "resolved_flag"),
    "fcr_one_touch": solved(TOUCHED, "replies = 1"),
    "fcr_strict": solved(
        f"{TOUCHED} AND reopens IS NOT NULL AND transfers IS NOT NULL", "replies = 1 AND reopens = 0 AND transfers = 0"
    ),
    "fcr_no_repeat": solved(
        "counted AND customer IS NOT NULL AND since_solved_s > 604800",
        "next_request_s IS NULL OR next_request_s > 604800",
    ),
    "reopen_rate_simple": created("counted AND reopens IS NOT NULL", "reopens > 0"),
    "transfer_rate": created("counted AND transfers IS NOT NULL", "transfers > 0"),
    "answer_rate": created("counted AND channel = 'phone' AND answered IS NOT NULL", "answered"),
    "abandon_rate": created(OFFERED, "abandoned"),
    "service_level": created(
        f"{OFFERED} AND wait_s IS NOT NULL AND NOT (coalesce(abandoned, false) AND wait_s <= 20)",
        "answered AND wait_s <= 20",
    ),
    "service_level_offered": created(f"{OFFERED} AND wait_s IS NOT NULL", "answered AND wait_s <= 20"),
    "complaints": created("counted AND complained"),
    "complaint_rate": created("counted AND complained IS NOT NULL", "complained"),
    "complaint_answered_within": created(
        "counted AND complained AND (complaint_answer_s IS NOT NULL OR complaint_wait_s > 2592000)",
        "complaint_answer_s <= 2592000",
    ),
    "complaint_resolution_time": solved("counted AND complained", seconds="resolution_s"),
    "follow_up_rate": solved("counted AND solved AND followed_up IS NOT NULL", "followed_up"),
    "bot_share": created("counted AND by_bot IS NOT NULL", "by_bot"),
    "repeat_request_rate": created("counted AND customer IS NOT NULL", "earlier_request_s <= 2592000"),
    "calls_successful": created(f"{DIAL} AND outcome = 'success'"),
    "success_rate": created(f"{DIAL} AND outcome IS NOT NULL", "outcome = 'success'"),
    "contact_rate": created(f"{DIAL} AND right_party IS NOT NULL", "right_party"),
    "conversion_rate": created(f"{DIAL} AND right_party AND sold IS NOT NULL", "sold"),
    "conversion_inbound": created("counted AND sold IS NOT NULL", "sold"),
    "offers_made": created(OFFER),
    "offer_acceptance": created(OFFER, "offer_accepted"),
    "sla_first_response": Query(
        "tickets", "sla_first_response_on", "counted AND sla_first_response IS NOT NULL", "sla_first_response"
    ),
    "sla_resolution": Query("tickets", "sla_resolution_on", "counted AND sla_resolution IS NOT NULL", "sla_resolution"),
    "csat": answered("satisfied IS NOT NULL", "satisfied"),
    "nps": answered("nps_score IS NOT NULL", "nps_score >= 9"),
    "ces": answered("ces_score IS NOT NULL", seconds="ces_score"),
    "survey_response_rate": Query("surveys", "sent_on", "sent", "answered"),
}


def sql(queries: list[Query], generation: Generation) -> str:
    """One query for all of them; they share table and date."""
    one, apart = queries[0], len(queries) == 1
    file = str(generation.path / f"{one.table}.parquet").replace("'", "''")
    sums = ", ".join(query.counted(apart) for query in queries)
    where = f" WHERE {one.rows}" if apart else ""
    return f"SELECT channel, date_trunc('month', {one.on}) AS month, {sums} FROM '{file}'{where} GROUP BY ALL"  # noqa: S608


def in_pandas(
    query: Query, frames: Mapping[str, pd.DataFrame], masks: duckdb.DuckDBPyConnection
) -> Callable[[], object]:
    """The same grouping in pandas; which rows count and hit is found beforehand, so that only grouping is timed."""
    frame = frames[query.table]
    found = masks.sql(
        f"SELECT ({query.rows}) IS TRUE AS counts, ({query.hit or 'true'}) IS TRUE AS hit FROM read_parquet('{frame.attrs['file']}')"  # noqa: S608, E501
    ).df()
    month = frame[query.on].dt.to_period("M")

    def work() -> object:
        rows = frame[found["counts"]]
        by = rows.groupby([rows["channel"], month[found["counts"]]])
        if query.seconds:
            return by[query.seconds].agg(["count", "median"])
        return found["hit"][found["counts"]].groupby([rows["channel"], month[found["counts"]]]).agg(["count", "sum"])

    return work


def fastest(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of a few rounds: what the machine can do when nobody else asks for it."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def frames_of(generation: Generation) -> Iterator[tuple[str, pd.DataFrame]]:
    for table in ("tickets", "surveys"):
        file = generation.path / f"{table}.parquet"
        columns = {"channel"} | {
            name for query in QUERIES.values() if query.table == table for name in (query.on, query.seconds) if name
        }
        frame = pd.read_parquet(file, columns=sorted(columns))
        for name in {query.on for query in QUERIES.values() if query.table == table}:
            frame[name] = pd.to_datetime(frame[name])
        frame.attrs["file"] = str(file).replace("'", "''")
        yield table, frame


def compare(generation: Generation) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    frames = dict(frames_of(generation))
    print(f"{'metric':<34}{'measure':>10}{'by hand':>10}{'ratio':>7}{'pandas':>10}{'ratio':>7}")
    for metric in COUNTS:
        known = CATALOGUE[metric]
        cut = ("channel",) if "channel" in dimensions(metric) else ()
        grain = "month" if "month" in known.grains else None
        ours = fastest(lambda m=metric, by=cut, g=grain: measure(m, OWNER, generation, by=by, grain=g))  # type: ignore[misc]
        line = f"{metric:<34}{ours:>7.0f} ms"
        if metric in QUERIES:
            query = QUERIES[metric]
            text = sql([query], generation)
            hand = fastest(lambda text=text: connection.cursor().sql(text).pl())  # type: ignore[misc]
            panda = fastest(in_pandas(query, frames, connection))
            line += f"{hand:>7.0f} ms{ours / hand:>7.2f}{panda:>7.0f} ms{ours / panda:>7.2f}"
        print(line)
    both = [metric for metric in COUNTS if metric in QUERIES]
    apart = fastest(lambda: [measure(metric, OWNER, generation, by=("channel",), grain="month") for metric in both])
    ours = fastest(lambda: together(both, OWNER, generation, by=("channel",), grain="month"))
    place = lambda query: (query.table, query.on)  # noqa: E731
    groups = [list(group) for _, group in groupby(sorted(QUERIES.values(), key=place), place)]
    texts = [sql(group, generation) for group in groups]
    hand = fastest(lambda: [connection.cursor().sql(text).pl() for text in texts])
    works = [in_pandas(query, frames, connection) for query in QUERIES.values()]
    panda = fastest(lambda: [work() for work in works])
    print(f"{len(both)} metrics one by one {apart:,.0f} ms, together {ours:,.0f} ms")
    print(f"by hand in {len(texts)} queries {hand:,.0f} ms (ratio {ours / hand:.2f})")
    print(f"in pandas {panda:,.0f} ms (ratio {ours / panda:.2f})")
    every = [metric for metric in COUNTS if "month" in CATALOGUE[metric].grains and "channel" in dimensions(metric)]
    whole = fastest(lambda: together(every, OWNER, generation, by=("channel",), grain="month"))
    print(f"all {len(every)} metrics that have months and channels, together {whole:,.0f} ms")


def main(tickets: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ["TARAZU_HOME"] = home
        begun = time.perf_counter()
        loading.sample(Recipe(tickets=tickets, until=date(2026, 10, 31)), settings())
        generation = store.current()
        assert generation is not None
        size = sum(file.stat().st_size for file in Path(generation.path).iterdir()) / 1e6
        print(f"{tickets:,} tickets in {time.perf_counter() - begun:.1f} s, {size:,.0f} MB")
        compare(generation)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "").replace(",", "")) if len(sys.argv) > 1 else 1_000_000)
