"""Building a generation: loads → facts → derived rows. Where it goes and who sees it stands in store.py."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from pyarrow.parquet import ParquetWriter

from data import calendar, derived
from data.columns import DERIVED_SURVEYS, DERIVED_TICKETS, KEYS, SURVEYS, TABLES, TICKETS
from data.settings import Settings
from data.store import next_id, now, switch, write_durably

# The instant that puts a fact into its month; tables without one are small and stay whole.
MONTH_OF = {
    "tickets": "created_at",
    "surveys": "coalesce(answered_at, sent_at)",
    "agent_time": "started_at",
    "orders": "ordered_at",
}
FUTURE = timedelta(days=1)  # an instant later than the day after loading is a typing error, not the source's clock
INHERITED = ("agent", "channel", "team", "topic", "priority", "customer")  # what a survey takes from its request

Load = dict[str, Any]


def _database(root: Path) -> duckdb.DuckDBPyConnection:
    """A writer's database: may read and write the store, nothing else."""
    connection = duckdb.connect()
    spill = root / "spill"
    connection.execute(f"SET temp_directory='{_quoted(spill)}'")
    connection.execute("SET TimeZone='UTC'; SET memory_limit='4GB'; SET preserve_insertion_order=false")
    connection.execute(f"SET allowed_directories=['{_quoted(root)}', '{_quoted(spill)}']")
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")
    return connection


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def batch_files(root: Path, load: Load, table: str) -> list[Path]:
    """A batch holds a table as one file or as a folder of parts."""
    batch = root / "batches" / load["batch"]
    single = batch / f"{table}.parquet"
    return [single] if single.exists() else sorted((batch / table).glob("*.parquet"))


def _union(root: Path, loads: list[Load], table: str) -> str | None:
    parts = [
        f"SELECT *, {number} AS _load FROM read_parquet([{', '.join(_literal(file) for file in files)}])"
        for number, load in enumerate(loads)
        if (files := batch_files(root, load, table))
    ]
    return " UNION ALL BY NAME ".join(parts) or None


def _literal(path: Path) -> str:
    return f"'{_quoted(path)}'"


def _newest(table: str) -> str:
    """Of the rows of one key the newest wins: by the source's own update instant, else by order of loading."""
    order = "updated_at DESC NULLS LAST, _load DESC" if table == "tickets" else "_load DESC"
    return f"QUALIFY row_number() OVER (PARTITION BY {', '.join(KEYS[table])} ORDER BY {order}) = 1"


def facts(root: Path, loads: list[Load]) -> str:
    """Write all batches as one facts folder; returns its id. Undated rows get a partition of their own."""
    name = next_id(root, "facts")
    target = root / "facts" / name
    target.mkdir()
    database = _database(root)
    for table, columns in TABLES.items():
        (target / table).mkdir()
        schema = pl.DataFrame(schema=columns)
        schema.write_parquet(target / table / "none.parquet")  # so that an empty table can be read
        in_months = [file for load in loads if load["demonstration"] for file in batch_files(root, load, table)]
        for file in in_months:  # the demonstration company comes alone and month by month: nothing to sort or merge
            os.link(file, target / table / file.name)
        union = _union(root, loads, table)
        if in_months or union is None:
            continue
        newest = _newest(table) if len(loads) > 1 else ""
        rows = f"SELECT {', '.join(columns)} FROM ({union}) {newest}"
        destination = _quoted(target / table)
        if table in MONTH_OF:
            month = f"coalesce(strftime({MONTH_OF[table]}, '%Y-%m'), 'undated')"
            database.execute(
                f"COPY (SELECT *, {month} AS month FROM ({rows})) TO '{destination}' "
                "(FORMAT parquet, PARTITION_BY (month), OVERWRITE_OR_IGNORE, COMPRESSION zstd)"
            )
        else:
            database.execute(f"COPY ({rows}) TO '{destination}/all.parquet' (FORMAT parquet)")
    database.close()
    shutil.rmtree(root / "spill", ignore_errors=True)
    return name


def counts(root: Path, before: str | None, batch: Load) -> dict[str, int]:
    """What a new batch would do to the facts before it: rows new, replaced, unchanged, older (kept out)."""
    database = _database(root)
    total = {"new": 0, "replaced": 0, "unchanged": 0, "older": 0}
    for table, columns in TABLES.items():
        files = batch_files(root, batch, table)
        if not files:
            continue
        source = f"read_parquet([{', '.join(_literal(file) for file in files)}])"
        if before is None:
            total["new"] += database.sql(f"SELECT count(*) FROM {source}").fetchall()[0][0]
            continue
        stored = f"read_parquet('{_quoted(root / 'facts' / before / table)}/**/*.parquet', union_by_name=true)"
        same_key = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in KEYS[table])
        same_row = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in columns)
        older = "a.updated_at < b.updated_at" if table == "tickets" else "false"
        rows = database.sql(
            f"""
            SELECT CASE WHEN b._there IS NULL THEN 'new' WHEN {same_row} THEN 'unchanged'
                        WHEN {older} THEN 'older' ELSE 'replaced' END AS fate, count(*)
            FROM {source} a LEFT JOIN (SELECT *, true AS _there FROM {stored}) b ON {same_key} GROUP BY 1
            """
        ).fetchall()
        for fate, number in rows:
            total[fate] += number
    database.close()
    return total


def _sources(root: Path, facts_id: str, loads: list[Load]) -> list[derived.Source]:
    """What each source as a whole tells: its clock, and whether it carries replies and flags."""
    limit = max(datetime.fromisoformat(load["loaded_at"]) for load in loads) + FUTURE
    folder = _quoted(root / "facts" / facts_id)
    database = _database(root)
    found: dict[str, dict[str, Any]] = {}
    for table, events in (("tickets", derived.TICKET_EVENTS), ("surveys", derived.SURVEY_EVENTS)):
        plausible = ", ".join(f"max({e}) FILTER ({e} <= $limit)" for e in events)
        anything = ", ".join(f"max({e})" for e in events)
        flags = (
            "count(first_reply_at) > 0, count(reply_flag) > 0, count(resolution_flag) > 0"
            if table == "tickets"
            else "false, false, false"
        )
        for name, at, late, replies, reply_flags, resolution_flags in database.execute(
            f"SELECT source, greatest({plausible}), greatest({anything}), {flags} "
            f"FROM read_parquet('{folder}/{table}/**/*.parquet', union_by_name=true) GROUP BY source",
            {"limit": limit},
        ).fetchall():
            entry = found.setdefault(name, {"at": [], "late": [], "flags": [False, False, False]})
            entry["at"] += [at] if at else []
            entry["late"] += [late] if late else []
            entry["flags"] = [
                a or b for a, b in zip(entry["flags"], (replies, reply_flags, resolution_flags), strict=True)
            ]
    database.close()
    return [
        derived.Source(name, max(entry["at"] or entry["late"], default=None), *entry["flags"])
        for name, entry in sorted(found.items())
    ]


def _scan(facts_folder: Path, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(facts_folder / table / "**/*.parquet", hive_partitioning=False)


def _derive(
    source: Path, target: Path, schema: dict[str, pl.DataType], make: Callable[[pl.DataFrame], pl.DataFrame]
) -> tuple[dict[str, int], set[date]]:
    """Derived rows of one table, month by month into one file; returns values per column, and the extreme dates.

    One file and not many: a query opens each file anew, which at 24 months costs more than counting a million rows.
    """
    filled = dict.fromkeys(("rows", *schema), 0)
    seen: set[date] = set()
    kept = pl.DataFrame(schema=schema).to_arrow().schema
    with ParquetWriter(target, kept, compression="zstd", compression_level=1) as file:
        for part in sorted(source.glob("**/*.parquet")):
            rows = make(pl.read_parquet(part, hive_partitioning=False)).select(*schema)
            file.write_table(rows.to_arrow().cast(kept))
            filled["rows"] += rows.height
            for name, nulls in rows.null_count().row(0, named=True).items():
                filled[name] += rows.height - nulls
            dates = rows.select(pl.selectors.date())
            seen |= {day for day in (*dates.min().row(0), *dates.max().row(0)) if day is not None}
    return filled, seen


def disagreements(folder: Path) -> list[dict[str, Any]]:
    """Where a helpdesk's flag and its own timestamps disagree, and where a flag is blank: counted, the flag wins."""
    rows = pl.scan_parquet(folder / "tickets.parquet").filter("counted")
    findings = []
    for clock, flag, due, ended in (
        ("first response", "reply_flag", "reply_due_at", "first_reply_at"),
        ("resolution", "resolution_flag", "resolution_due_at", "resolved_at"),
    ):
        c = pl.col
        kept = c(ended) <= c(due)
        counted = rows.group_by("source").agg(
            flags=c(flag).count(),
            blank=(c(flag).is_null()).sum(),
            disagree=((c(flag) == "achieved") != kept).filter(c(flag).is_not_null()).sum(),
        )
        for row in counted.filter(c("flags") > 0).collect().sort("source").iter_rows(named=True):
            if row["blank"]:
                text = (
                    f"{row['source']}: {row['blank']:,} requests have no {clock} flag and are left out of that level."
                )
                findings.append({"kind": "blank_flag", "count": row["blank"], "text": text})
            if row["disagree"]:
                text = (
                    f"{row['source']}: the helpdesk's {clock} flag and its timestamps disagree on "
                    f"{row['disagree']:,} requests; the flag counts."
                )
                findings.append({"kind": "flag_disagrees", "count": row["disagree"], "text": text})
    return findings


def generation(root: Path, loads: list[Load], facts_id: str, settings: Settings) -> str:
    """Derive, write the manifest and switch. Returns the new generation's id; on an error readers keep the old one."""
    name = next_id(root, "generations")
    target = root / "generations" / name
    target.mkdir()
    source = root / "facts" / facts_id
    sources = _sources(root, facts_id, loads)
    surveyed = _scan(source, "surveys").select("source", "ticket_id").unique()
    asked_about = (
        _scan(source, "tickets")
        .select("source", "ticket_id", *INHERITED)
        .join(surveyed, on=["source", "ticket_id"], how="semi")
        .collect()
    )
    tickets, ticket_dates = _derive(
        source / "tickets",
        target / "tickets.parquet",
        TICKETS | DERIVED_TICKETS,
        lambda rows: derived.tickets(rows, sources, settings),
    )
    surveys, survey_dates = _derive(
        source / "surveys",
        target / "surveys.parquet",
        SURVEYS | DERIVED_SURVEYS,
        lambda rows: derived.surveys(rows, asked_about, sources, settings),
    )
    dates = ticket_dates | survey_dates or {date(2000, 1, 1)}
    calendar.days(settings, min(dates), max(dates)).write_parquet(target / "days.parquet")
    manifest = {
        "loads": loads,
        "facts": facts_id,
        "settings": settings.to_json(),
        "sources": [{"name": s.name, "as_of": s.as_of.isoformat() if s.as_of else None} for s in sources],
        "columns": {"tickets": tickets, "surveys": surveys},
        "findings": disagreements(target),
        "made_at": now().isoformat(),
    }
    write_durably(target / "manifest.json", json.dumps(manifest, indent=1).encode())
    switch(root, name)
    return name
