"""run(expression, scope) → polars.DataFrame. DuckDB answers by default; another engine would take its place here.

A connection sees one generation's Parquet files and nothing else: no other file, no setting, no extension.
"""

import threading
from collections.abc import Mapping
from functools import lru_cache

import duckdb
import ibis
import polars as pl

from data.derived_columns import DERIVED
from data.scope import Scope
from data.store import REBUILD, Generation, StoreDamaged, verify

# Rows belong to a team and an agent, costs to a team; what belongs to neither is seen with everything alone.
_VIEW = """
    CREATE VIEW {name} AS SELECT {columns} FROM read_parquet('{file}')
    WHERE getvariable('sees_everything') {or_own}
"""
_OWN = {
    "team": "OR list_contains(getvariable('sees_teams'), team)",
    "agent": "OR list_contains(getvariable('sees_agents'), agent)",
}
_compile = threading.Lock()  # ibis keeps state while it compiles


@lru_cache(maxsize=4)
def _connection(generation: Generation) -> duckdb.DuckDBPyConnection:
    """An in-memory database whose views read this generation, closed to everything else."""
    files = {name: str(generation.path / f"{name}.parquet").replace("'", "''") for name in (*DERIVED, "days")}
    verify(generation.path, generation.manifest["hashes"])
    connection = duckdb.connect()
    connection.execute("SET TimeZone='UTC'; SET python_enable_replacements=false; SET memory_limit='4GB'")
    connection.execute("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
    connection.execute("SET temp_directory=''; SET parquet_metadata_cache=true")  # a generation's files never change
    # Files and not their folder: in an allowed folder new files could be written.
    allowed = ", ".join(f"'{file}'" for file in files.values())
    connection.execute(f"SET allowed_paths=[{allowed}]")
    connection.execute("SET enable_external_access=false")
    try:
        for name, columns in DERIVED.items():
            own = " ".join(sql for column, sql in _OWN.items() if column in columns)
            listed = ", ".join(f'"{column}"' for column in columns)
            connection.execute(_VIEW.format(name=name, columns=listed, file=files[name], or_own=own))
        connection.execute(f"CREATE VIEW days AS SELECT * FROM read_parquet('{files['days']}')")  # noqa: S608
    except duckdb.Error as error:
        raise StoreDamaged(f"{generation.path} was made by another version of Tarazu. {REBUILD}") from error
    connection.execute("SET lock_configuration=true")
    return connection


@lru_cache(maxsize=1024)
def _sql(expression: ibis.expr.types.Table) -> str:
    """Compiled once for each expression: that takes longer than most answers."""
    with _compile:
        return str(ibis.to_sql(expression, dialect="duckdb"))


def run(
    expression: ibis.expr.types.Table, scope: Scope, generation: Generation, values: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """The rows of an unbound ibis expression over the tables of DERIVED and `days`, as far as `scope` may see them.

    `values` are bound to the names that the expression asks for. Row order is the expression's own; without one it is
    undefined.
    """
    cursor = _connection(generation).cursor()
    sees = {"everything": scope.everything, "teams": list(scope.teams), "agents": list(scope.agents)}
    for name, value in ({f"sees_{what}": whom for what, whom in sees.items()} | dict(values or {})).items():
        cursor.execute(f"SET VARIABLE {name} = ?", [value])
    rows: pl.DataFrame = cursor.sql(_sql(expression)).pl()
    return rows
