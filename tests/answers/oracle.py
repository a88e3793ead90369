"""The metric contract once more, as plain DuckDB SQL and plain Python over the facts: written from the contract,
sharing no code with what it checks. Each family has a file of its own beside this one."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from data.store import Generation
from tests.answers import (
    oracle_customers,
    oracle_flow,
    oracle_quality,
    oracle_response,
    oracle_telephone,
    oracle_voice,
)
from tests.answers.oracle_base import TABLES, Check, prepare

FAMILIES = (oracle_response, oracle_quality, oracle_voice, oracle_telephone, oracle_flow, oracle_customers)
CHECKS: tuple[Check, ...] = tuple(check for family in FAMILIES for check in family.CHECKS)

# By metric and statistic, the first of its checks.
QUERIES = {(check.metric, check.stat): check for check in reversed(CHECKS)}

Answer = dict[tuple[Any, ...], tuple[float | None, int]]


@lru_cache(maxsize=2)
def facts_of(generation: Generation) -> duckdb.DuckDBPyConnection:
    """The facts of a generation in a database of their own, with what the checks stand on."""
    folder = generation.path.parents[1] / "facts" / generation.manifest["facts"]
    return database({table: str(folder / table / "**/*.parquet") for table in TABLES})


def database(files: dict[str, str]) -> duckdb.DuckDBPyConnection:
    """Tables facts_… from Parquet files, prepared."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for table, names in files.items():
        connection.execute(f"CREATE TABLE facts_{table} AS FROM read_parquet('{Path(names)}', union_by_name = true)")
    prepare(connection)
    return connection


def answer(connection: duckdb.DuckDBPyConnection, check: Check) -> Answer:
    """Group and period → value and n, by the independent check."""
    return {tuple(key): (value, n) for *key, value, n in connection.cursor().sql(check.sql).fetchall()}
