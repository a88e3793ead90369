"""Facts: what was read of all files as one, the newest row of each key. What is derived of them stands in build.py."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from data.columns import KEYS, TABLES
from data.store import REBUILD, StoreDamaged, new_folder, verify

# The instant that puts a fact into its month; tables without one are small and stay whole.
MONTH_OF = {
    "tickets": "created_at",
    "surveys": "coalesce(answered_at, sent_at)",
    "agent_time": "started_at",
    "orders": "ordered_at",
    "quality_checks": "checked_at",
    "help_sessions": "started_at",
    "events": '"at"',
}

# Several rows make one thing here: a later file's rows of it take the place of all earlier ones.
WHOLE = {"schedules": ("source", "schedule")}

Load = dict[str, Any]


def database(root: Path) -> duckdb.DuckDBPyConnection:
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


def read(files: Iterable[Path]) -> str:
    """A table function over these files. They are listed one by one, so that no name is taken for a pattern."""
    names = ", ".join(f"'{_quoted(file)}'" for file in files)
    return f"read_parquet([{names}], union_by_name=true)"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _union(parts: Iterable[Iterable[Path]]) -> str:
    """All rows of the parts, with the number of their part as _load; a part without files has none."""
    numbered = [f"SELECT *, {number} AS _load FROM {read(files)}" for number, files in enumerate(parts) if files]
    return " UNION ALL BY NAME ".join(numbered)


def _newest(table: str, rows: str) -> str:
    """One row of each key, with _load. In their order of loading each takes the place of the one before, unless both
    tell when they were updated and the one before was updated later."""
    if table in WHOLE:
        latest = f"max(_load) OVER (PARTITION BY {_listed(WHOLE[table])})"
        return f"SELECT * EXCLUDE (_latest) FROM (SELECT *, {latest} AS _latest FROM ({rows})) WHERE _load = _latest"
    keys = (*KEYS[table], "_load")
    key = _listed(KEYS[table])
    if table == "tickets":
        # A row that tells no time ends what was before it; of those from there on the last update counts.
        begin = f"coalesce(max(_load) FILTER (updated_at IS NULL) OVER (PARTITION BY {key}), 0)"
        order = "updated_at DESC NULLS LAST, _load DESC"
        known = f"(SELECT {key}, updated_at, _load, {begin} AS _begin FROM ({rows})) WHERE _load >= _begin"
    else:
        order, known = "_load DESC", f"({rows})"
    # Which rows count is found with few columns: to sort all of them takes twice the time.
    chosen = f"SELECT {key}, _load FROM {known} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"
    same = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM b."{name}"' for name in keys)
    return f"SELECT * FROM ({rows}) a SEMI JOIN ({chosen}) b ON {same}"


def write(root: Path, loads: list[Load]) -> str:
    """Write all batches as one facts folder; returns its id. Undated rows get a partition of their own."""
    for load in loads:
        verify(root / "batches" / load["batch"], load["hashes"])
    target = new_folder(root, "facts")
    connection = database(root)
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
        rows = f"SELECT {_listed(columns)} FROM ({newest})"
        destination = _quoted(target / table)
        if table in MONTH_OF:
            month = f"coalesce(strftime({MONTH_OF[table]}, '%Y-%m'), 'undated')"
            connection.execute(
                f"COPY (SELECT *, {month} AS month FROM ({rows})) TO '{destination}' "
                "(FORMAT parquet, PARTITION_BY (month), OVERWRITE_OR_IGNORE, COMPRESSION zstd)"
            )
        else:
            connection.execute(f"COPY ({rows}) TO '{destination}/all.parquet' (FORMAT parquet)")
    connection.close()
    return target.name


def counts(root: Path, before: str | None, earlier: list[Load], batch: Load) -> dict[str, int]:
    """What a new batch does to the facts before it and to those of its set that were read before it: rows new,
    replaced, unchanged, older (kept out)."""
    connection = database(root)
    total = {"new": 0, "replaced": 0, "unchanged": 0, "older": 0}
    for table, columns in TABLES.items():
        files = batch_files(root, batch, table)
        if not files:
            continue
        parts = [fact_files(root, before, table)] if before else []
        parts += [batch_files(root, load, table) for load in earlier]
        if not any(parts):
            total["new"] += connection.sql(f"SELECT count(*) FROM {read(files)}").fetchall()[0][0]
            continue
        stored = _newest(table, _union(parts)) if len(parts) > 1 else _union(parts)
        same_key = " AND ".join(f'a."{key}" IS NOT DISTINCT FROM b."{key}"' for key in KEYS[table])
        same_row = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM b."{name}"' for name in columns)
        older = "a.updated_at < b.updated_at" if table == "tickets" else "false"
        rows = connection.sql(
            f"""
            SELECT CASE WHEN b._load IS NULL THEN 'new' WHEN {same_row} THEN 'unchanged'
                        WHEN {older} THEN 'older' ELSE 'replaced' END AS fate, count(*)
            FROM {read(files)} a LEFT JOIN ({stored}) b ON {same_key} GROUP BY 1
            """
        ).fetchall()
        for fate, number in rows:
            total[fate] += number
    connection.close()
    return total
