"""Building a generation: loads → facts → derived rows. Where it goes and who sees it stands in store.py."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from pyarrow.parquet import ParquetWriter

from data import calendar, derived
from data.columns import DERIVED_SURVEYS, DERIVED_TICKETS, KEYS, SURVEYS, TABLES, TICKETS
from data.pipeline import one_behind
from data.settings import Settings
from data.store import REBUILD, StoreDamaged, hashes, new_folder, now, switch, verify

# The instant that puts a fact into its month; tables without one are small and stay whole.
MONTH_OF = {
    "tickets": "created_at",
    "surveys": "coalesce(answered_at, sent_at)",
    "agent_time": "started_at",
    "orders": "ordered_at",
}
FUTURE = timedelta(days=1)  # an instant later than the day after loading is a typing error, not the source's clock
ROW_GROUP = 122_880  # rows that one thread of a query reads at a time
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
    """A batch holds a table as one file, or as a folder of parts, or not at all."""
    batch = root / "batches" / load["batch"]
    single = batch / f"{table}.parquet"
    return [single] if single.exists() else sorted((batch / table).glob("*.parquet"))


def fact_files(root: Path, facts_id: str, table: str) -> list[Path]:
    """The files of a table, by month, undated rows last."""
    files = sorted((root / "facts" / facts_id / table).glob("**/*.parquet"))
    if not files:
        raise StoreDamaged(f"{root / 'facts' / facts_id / table} is missing. {REBUILD}")
    return files


def _read(files: Iterable[Path]) -> str:
    """A table function over these files. They are listed one by one, so that no name is taken for a pattern."""
    names = ", ".join(f"'{_quoted(file)}'" for file in files)
    return f"read_parquet([{names}], union_by_name=true)"


def _union(parts: Iterable[Iterable[Path]]) -> str:
    """All rows of the parts, with the number of their part as _load; a part without files has none."""
    numbered = [f"SELECT *, {number} AS _load FROM {_read(files)}" for number, files in enumerate(parts) if files]
    return " UNION ALL BY NAME ".join(numbered)


def _newest(table: str, rows: str) -> str:
    """One row of each key, with _load. In their order of loading each takes the place of the one before, unless both
    tell when they were updated and the one before was updated later."""
    keys = (*KEYS[table], "_load")
    key = ", ".join(KEYS[table])
    if table == "tickets":
        # A row that tells no time ends what was before it; of those from there on the last update counts.
        begin = f"coalesce(max(_load) FILTER (updated_at IS NULL) OVER (PARTITION BY {key}), 0)"
        order = "updated_at DESC NULLS LAST, _load DESC"
        known = f"(SELECT {key}, updated_at, _load, {begin} AS _begin FROM ({rows})) WHERE _load >= _begin"
    else:
        order, known = "_load DESC", f"({rows})"
    # Which rows count is found with few columns: to sort all of them takes twice the time.
    chosen = f"SELECT {key}, _load FROM {known} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"
    same = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in keys)
    return f"SELECT * FROM ({rows}) a SEMI JOIN ({chosen}) b ON {same}"


def facts(root: Path, loads: list[Load]) -> str:
    """Write all batches as one facts folder; returns its id. Undated rows get a partition of their own."""
    for load in loads:
        verify(root / "batches" / load["batch"], load["hashes"])
    target = new_folder(root, "facts")
    database = _database(root)
    for table, columns in TABLES.items():
        (target / table).mkdir()
        schema = pl.DataFrame(schema=columns)
        schema.write_parquet(target / table / "none.parquet")  # so that an empty table can be read
        parts = [batch_files(root, load, table) for load in loads]
        if any(load["demonstration"] for load in loads):
            for file in parts[0]:  # it comes alone and month by month: nothing to sort or merge
                os.link(file, target / table / file.name)
            continue
        if not any(parts):
            continue
        newest = _newest(table, _union(parts)) if len(loads) > 1 else _union(parts)
        rows = f"SELECT {', '.join(columns)} FROM ({newest})"
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
    return target.name


def counts(root: Path, before: str | None, earlier: list[Load], batch: Load) -> dict[str, int]:
    """What a new batch does to the facts before it and to those of its set that were read before it: rows new,
    replaced, unchanged, older (kept out)."""
    database = _database(root)
    total = {"new": 0, "replaced": 0, "unchanged": 0, "older": 0}
    for table, columns in TABLES.items():
        files = batch_files(root, batch, table)
        if not files:
            continue
        parts = [fact_files(root, before, table)] if before else []
        parts += [batch_files(root, load, table) for load in earlier]
        if not any(parts):
            total["new"] += database.sql(f"SELECT count(*) FROM {_read(files)}").fetchall()[0][0]
            continue
        stored = _newest(table, _union(parts)) if len(parts) > 1 else _union(parts)
        same_key = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in KEYS[table])
        same_row = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in columns)
        older = "a.updated_at < b.updated_at" if table == "tickets" else "false"
        rows = database.sql(
            f"""
            SELECT CASE WHEN b._load IS NULL THEN 'new' WHEN {same_row} THEN 'unchanged'
                        WHEN {older} THEN 'older' ELSE 'replaced' END AS fate, count(*)
            FROM {_read(files)} a LEFT JOIN ({stored}) b ON {same_key} GROUP BY 1
            """
        ).fetchall()
        for fate, number in rows:
            total[fate] += number
    database.close()
    return total


def _sources(root: Path, facts_id: str, loads: list[Load]) -> list[derived.Source]:
    """What each source as a whole tells: its clock, and whether it carries replies, flags and resolutions."""
    limit = max(datetime.fromisoformat(load["loaded_at"]) for load in loads) + FUTURE
    database = _database(root)
    found: dict[str, dict[str, Any]] = {}
    for table, events in (("tickets", derived.TICKET_EVENTS), ("surveys", derived.SURVEY_EVENTS)):
        plausible = ", ".join(f"max({e}) FILTER ({e} <= $limit)" for e in events)
        anything = ", ".join(f"max({e})" for e in events)
        flags = (
            "count(first_reply_at) > 0, count(reply_flag) > 0, count(resolution_flag) > 0, count(resolved_at) > 0"
            if table == "tickets"
            else "false, false, false, false"
        )
        for name, at, late, *carries in database.execute(
            f"SELECT source, greatest({plausible}), greatest({anything}), {flags} "
            f"FROM {_read(fact_files(root, facts_id, table))} GROUP BY source",
            {"limit": limit},
        ).fetchall():
            entry = found.setdefault(name, {"at": [], "late": [], "carries": [False] * 4})
            entry["at"] += [at] if at else []
            entry["late"] += [late] if late else []
            entry["carries"] = [a or b for a, b in zip(entry["carries"], carries, strict=True)]
    database.close()
    return [
        derived.Source(name, max(entry["at"] or entry["late"], default=None), *entry["carries"])
        for name, entry in sorted(found.items())
    ]


def _scan(files: list[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(files, glob=False, hive_partitioning=False)


def _parts(files: list[Path]) -> Iterator[pl.DataFrame]:
    """The rows of the files in order, small months together: small row groups double the time of a query."""
    part: list[pl.DataFrame] = []
    for file in files:
        part.append(pl.read_parquet(file, glob=False, hive_partitioning=False))
        if sum(rows.height for rows in part) >= ROW_GROUP:
            yield pl.concat(part)
            part = []
    if part:
        yield pl.concat(part)


def _derive(
    files: list[Path], target: Path, schema: dict[str, pl.DataType], make: Callable[[pl.DataFrame], pl.DataFrame]
) -> tuple[dict[str, int], set[date]]:
    """Derived rows of one table, part by part into one file; returns values per column, and the extreme dates.

    One file and not many: a query opens each file anew, which at 24 months costs more than counting a million rows.
    """
    filled = dict.fromkeys(("rows", *schema), 0)
    seen: set[date] = set()
    kept = pl.DataFrame(schema=schema).to_arrow().schema
    words = [name for name, dtype in schema.items() if dtype == pl.String()]  # a dictionary of instants is a waste

    def write(rows: pl.DataFrame) -> None:
        file.write_table(rows.to_arrow().cast(kept), row_group_size=ROW_GROUP)

    with (
        ParquetWriter(target, kept, compression="zstd", compression_level=1, use_dictionary=words) as file,
        one_behind(write) as write_later,
    ):
        for part in _parts(files):
            rows = make(part).select(*schema)
            write_later(rows)
            filled["rows"] += rows.height
            for name, nulls in rows.null_count().row(0, named=True).items():
                filled[name] += rows.height - nulls
            dates = rows.select(pl.selectors.date())
            seen |= {day for day in (*dates.min().row(0), *dates.max().row(0)) if day is not None}
    return filled, seen


def of_sources(folder: Path) -> list[dict[str, Any]]:
    """What is known only over all rows of a source: flags that are blank or disagree with the timestamps, and closings
    that stand for resolutions."""
    rows = _scan([folder / "tickets.parquet"]).filter("counted")
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
    closed_only = rows.group_by("source").agg(n=pl.col("closed_at").count(), solved=pl.col("resolved_at").count())
    for row in closed_only.filter((pl.col("n") > 0) & (pl.col("solved") == 0)).collect().sort("source").to_dicts():
        text = f"{row['source']} does not tell solving from closing: the closing time stands for the resolution."
        findings.append({"kind": "closed_is_resolved", "count": row["n"], "text": text})
    return findings


def _of(requests: pl.DataFrame, surveys: pl.DataFrame) -> pl.DataFrame:
    """The requests that some surveys ask about: to join a month with these few is much quicker than with all."""
    return requests.join(surveys, on=["source", "ticket_id"], how="semi")


def generation(root: Path, loads: list[Load], facts_id: str, settings: Settings) -> str:
    """Derive, write the manifest and switch. Returns the new generation's id; on an error readers keep the old one.

    The manifest keeps the hashes of the files that it stands for: `hashes` its own, `facts_hashes` those of the facts.
    """
    tickets_files, surveys_files = (fact_files(root, facts_id, table) for table in ("tickets", "surveys"))
    target = new_folder(root, "generations")
    sources = _sources(root, facts_id, loads)
    surveyed = _scan(surveys_files).select("source", "ticket_id").unique()
    asked_about = (
        _scan(tickets_files)
        .select("source", "ticket_id", *INHERITED)
        .join(surveyed, on=["source", "ticket_id"], how="semi")
        .collect()
    )
    tickets, ticket_dates = _derive(
        tickets_files,
        target / "tickets.parquet",
        TICKETS | DERIVED_TICKETS,
        lambda rows: derived.tickets(rows, sources, settings),
    )
    surveys, survey_dates = _derive(
        surveys_files,
        target / "surveys.parquet",
        SURVEYS | DERIVED_SURVEYS,
        lambda rows: derived.surveys(rows, _of(asked_about, rows), sources, settings),
    )
    dates = ticket_dates | survey_dates or {date(2000, 1, 1)}
    calendar.days(settings, min(dates), max(dates)).write_parquet(target / "days.parquet")
    manifest = {
        "facts": facts_id,
        "settings": settings.to_json(),
        "sources": [{"name": s.name, "as_of": s.as_of.isoformat() if s.as_of else None} for s in sources],
        "columns": {"tickets": tickets, "surveys": surveys},
        "findings": of_sources(target),
        "hashes": hashes(target),
        "facts_hashes": hashes(root / "facts" / facts_id),
        "made_at": now().isoformat(),
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1))
    switch(root, loads, target)
    return target.name
