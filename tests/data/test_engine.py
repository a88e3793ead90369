"""The engine: who sees which rows, also when many ask at once, and what a reader's connection can never do."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import ibis
import polars as pl
import pytest

from data import engine, queries
from data.columns import TABLES
from data.derived_columns import DERIVED
from data.queries import Question
from data.scope import OWNER, Scope
from data.store import Generation, StoreDamaged
from tests.worlds import put

TEAMS = ("A", "B", "C", "D", "it's; --", 'a "quoted" one')
AGENTS = ("x", "y", "z")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Team k has k + 1 requests and one without owner; some rows belong to nobody."""
    tickets = [
        {"ticket_id": f"{team}{i}", "team": team, "agent": (*AGENTS, None)[i % 4], "created_at": datetime(2026, 1, 5)}
        for k, team in enumerate(TEAMS)
        for i in range(k + 2)
    ]
    nobody = [{"ticket_id": "nobody", "team": None, "agent": None}]
    surveys = [{"survey_id": team, "kind": "nps", "score": 9.0, "scale": "0-10", "team": team} for team in TEAMS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("engine")))
        return put({"tickets": tickets + nobody, "surveys": surveys})


def seen(world: Generation, scope: Scope) -> pl.DataFrame:
    return engine.run(queries.rows("tickets"), scope, world)


def expected(world: Generation, scope: Scope) -> set[str]:
    rows = pl.read_parquet(world.path / "tickets.parquet")
    mine = pl.col("team").is_in(scope.teams) | pl.col("agent").is_in(scope.agents)
    return set(rows.filter(pl.lit(scope.everything) | mine.fill_null(False))["ticket_id"])


SCOPES = [
    OWNER,
    Scope("nobody"),
    Scope("empty words", teams=("",), agents=("",)),
    Scope("agent", agents=("x",)),
    Scope("both", teams=("A",), agents=("z",)),
    *(Scope(f"lead of {team}", teams=(team,)) for team in TEAMS),
]


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.actor)
def test_a_scope_sees_its_own_rows_and_no_others(world: Generation, scope: Scope) -> None:
    assert set(seen(world, scope)["ticket_id"]) == expected(world, scope)


def test_a_scope_holds_for_surveys_too(world: Generation) -> None:
    expression, bound = queries.counts(Question("nps"))
    for scope, n in ((OWNER, len(TEAMS)), (Scope("lead", teams=("B",)), 1), (Scope("nobody"), 0)):
        assert engine.run(expression, scope, world, bound)["n"].to_list() == [n]


def test_no_table_is_read_but_through_a_scope() -> None:
    """Each row of each table is of another team; who sees team B sees its row, who sees nothing sees none."""
    at, on = datetime(2026, 3, 2), date(2026, 3, 2)
    given: dict[type[pl.DataType], Any] = {pl.Datetime: at, pl.Date: on, pl.Boolean: True, pl.Int64: 1, pl.Float64: 1.0}
    tables = {
        table: [
            {name: given.get(type(dtype), f"{name} {team}") for name, dtype in columns.items()}
            | {name: team for name in ("team", "agent") if name in columns}
            for team in TEAMS
            if team
        ]
        for table, columns in TABLES.items()
    }
    generation = put(tables)
    for table, columns in DERIVED.items():
        rows = ibis.table({name: "string" for name in columns if name in ("source", "team", "agent")}, name=table)

        def seen_of(scope: Scope, rows: Any = rows) -> list[str | None]:
            found = engine.run(rows, scope, generation)
            return sorted({row.get("team") or row.get("agent") for row in found.to_dicts()}, key=str)

        assert seen_of(Scope("nobody")) == [], table
        if "team" in columns:
            assert set(seen_of(Scope("lead", teams=("B",)))) <= {"B"}, table
        else:
            assert seen_of(Scope("lead", teams=("B",))) == [], table


def test_many_scopes_at_once_never_see_each_others_rows(world: Generation) -> None:
    wanted = {scope.actor: expected(world, scope) for scope in SCOPES}

    def ask(number: int) -> tuple[str, set[str]]:
        scope = SCOPES[number % len(SCOPES)]
        return scope.actor, set(seen(world, scope)["ticket_id"])

    with ThreadPoolExecutor(8) as pool:
        for actor, ids in pool.map(ask, range(8 * len(SCOPES))):
            assert ids == wanted[actor]


def test_many_questions_at_once_keep_their_own_values(world: Generation) -> None:
    def ask(number: int) -> tuple[int, int]:
        team = TEAMS[number % len(TEAMS)]
        expression, bound = queries.counts(Question("requests", where=(("team", (team,)),)))
        return number % len(TEAMS) + 2, engine.run(expression, OWNER, world, bound)["n"][0]

    with ThreadPoolExecutor(8) as pool:
        assert all(wanted == found for wanted, found in pool.map(ask, range(120)))


def test_a_row_order_is_the_expressions_own(world: Generation) -> None:
    ids = seen(world, OWNER)["ticket_id"].to_list()
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "attempt",
    [
        "FROM read_csv('{outside}/secret.csv')",
        "FROM read_text('{inside}/manifest.json')",
        "FROM read_parquet('{inside}/../../facts/*/tickets/*.parquet')",
        "FROM glob('{outside}/*')",
        "ATTACH '{outside}/x.db'",
        "ATTACH '{inside}/x.db'",
        "COPY (SELECT 1) TO '{outside}/out.csv'",
        "COPY (SELECT 1) TO '{inside}/out.csv'",
        "COPY (SELECT 1 AS a) TO '{inside}/tickets.parquet'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['{outside}/secret.csv']",
        "SET memory_limit = '1TB'",
        "SET threads = 64",
        "SET TimeZone = 'Asia/Tehran'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "FROM 'https://example.com/x.parquet'",
    ],
)
def test_a_reader_reads_its_generation_and_nothing_else(world: Generation, tmp_path: Path, attempt: str) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    before = {path.name: path.read_bytes() for path in world.path.iterdir()}
    with pytest.raises(duckdb.Error):
        engine._connection(world).cursor().execute(attempt.format(outside=tmp_path, inside=world.path)).fetchall()
    assert {path.name: path.read_bytes() for path in world.path.iterdir()} == before
    assert os.listdir(tmp_path) == ["secret.csv"]


def test_a_reader_takes_no_variable_of_this_program_for_a_table(world: Generation) -> None:
    secret = pl.DataFrame({"a": [1]})
    with pytest.raises(duckdb.CatalogException):
        engine._connection(world).cursor().sql("FROM secret").fetchall()
    assert secret.height == 1


def test_a_reader_writes_nothing_to_disk(world: Generation) -> None:
    """Bug: a query too large for its memory would have spilled customers' data into the folder it was started from."""
    [settings] = engine._connection(world).cursor().sql("SELECT current_setting('temp_directory')").fetchall()
    assert settings == ("",)


@pytest.mark.parametrize("damage", ["missing", "cut", "one bit"])
def test_a_damaged_generation_is_told_with_its_remedy(damage: str) -> None:
    """Bug: what came up was an error of the database without a word of what to do, or a wrong number."""
    generation = put({"tickets": [{"ticket_id": "1"}]})
    file = generation.path / "tickets.parquet"
    content = bytearray(file.read_bytes())
    file.unlink()
    if damage == "cut":
        file.write_bytes(content[:-10])
    if damage == "one bit":
        content[40] ^= 1
        file.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"tickets\.parquet is missing or damaged\. `python tarazu\.py rebuild`"):
        engine.run(queries.rows("tickets"), OWNER, generation)


def test_a_generation_of_another_version_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    generation = put({"tickets": [{"ticket_id": "1"}]})
    monkeypatch.setitem(DERIVED, "tickets", DERIVED["tickets"] | {"a_new_column": pl.String()})
    with pytest.raises(StoreDamaged, match="another version of Tarazu"):
        engine.run(queries.rows("tickets"), OWNER, generation)
