"""Every metric against an independent query, and the rules that hold for all of them."""

import random
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.measure import UnknownStatistic, measure, single
from data.columns import CHANNELS, FLAGS, KINDS, SCALES, STATUSES
from data.queries import UnknownDimension
from data.scope import OWNER, Scope
from data.settings import SCORES, Settings
from data.store import Generation
from metrics.catalogue import CATALOGUE, UnknownMetric
from tests.answers.oracle import PROMISES, QUERIES, ZONE
from tests.worlds import put

SETTINGS = Settings(zone=ZONE, promises={name: float(seconds) for name, seconds in PROMISES.items()})
START = datetime(2026, 3, 20)


def made_up(seed: int, n: int) -> dict[str, list[dict[str, Any]]]:
    """Requests and surveys of two sources with every gap and oddity that canonical rows may have."""
    r = random.Random(seed)

    def maybe(chance: float, value: Any) -> Any:
        return value if r.random() < chance else None

    def later(at: datetime | None, hours: float) -> datetime | None:
        spread = timedelta(microseconds=int(r.expovariate(1 / hours) * 3.6e9))
        return None if at is None else at + spread if r.random() > 0.03 else at - spread

    tickets, surveys = [], []
    for number in range(n):
        created = maybe(0.97, START + timedelta(minutes=r.randrange(60 * 24 * 60), microseconds=r.randrange(10**6)))
        replied = maybe(0.8, later(created, 6))
        solved = maybe(0.7, later(replied or created, 30))
        source = r.choice(("desk", "flags"))
        tickets.append(
            {
                "source": source,
                "ticket_id": str(number),
                "channel": maybe(0.95, r.choice(CHANNELS)),
                "direction": maybe(0.9, r.choice(("inbound", "inbound", "inbound", "outbound"))),
                "kind": maybe(0.9, r.choice(("request",) * 6 + KINDS)),
                "team": maybe(0.9, r.choice("ABC")),
                "agent": maybe(0.9, r.choice("xyz")),
                "topic": maybe(0.9, r.choice("pq")),
                "status": maybe(0.9, r.choice(STATUSES)),
                "created_at": created,
                "handoff_at": maybe(0.1, later(created, 0.1)),
                "first_reply_at": replied,
                "resolved_at": solved,
                "closed_at": maybe(0.5, later(solved, 10)),
                "ended_at": maybe(0.2, later(created, 1)),
                "replies": maybe(0.9, r.randrange(4)),
                "reopens": maybe(0.9, r.randrange(2)),
                "transfers": maybe(0.9, r.randrange(3)),
                "wait_s": maybe(0.6, r.expovariate(1 / 40)),
                "answered": maybe(0.8, r.random() < 0.9),
                "abandoned": maybe(0.3, r.random() < 0.3),
                "bot_solved": maybe(0.3, r.random() < 0.3),
                "reply_target_s": maybe(0.5, r.uniform(600, 40_000)),
                "reply_due_at": maybe(0.3, later(created, 8)),
                "resolution_target_s": maybe(0.5, r.uniform(6_000, 400_000)),
                "resolution_due_at": maybe(0.3, later(created, 60)),
                "reply_flag": maybe(0.7, r.choice(FLAGS)) if source == "flags" else None,
                "resolution_flag": maybe(0.7, r.choice(FLAGS)) if source == "flags" else None,
            }
        )
        kind = r.choice(("csat", "nps"))
        scale = "0-10" if kind == "nps" else r.choice(SCALES)
        surveys.append(
            {
                "source": source,
                "survey_id": str(number),
                "ticket_id": maybe(0.9, str(r.randrange(n))),
                "kind": kind,
                "scale": scale,
                "score": maybe(0.6, float(r.randint(*SCORES[scale]))),
                "sent": maybe(0.7, True),
                "sent_at": maybe(0.8, solved),
                "answered_at": maybe(0.8, later(solved, 20)),
                "channel": maybe(0.5, r.choice(CHANNELS)),
                "agent": maybe(0.5, r.choice("xyz")),
            }
        )
    return {"tickets": tickets, "surveys": surveys}


@lru_cache(maxsize=2)
def facts_of(generation: Generation) -> duckdb.DuckDBPyConnection:
    facts = generation.path.parents[1] / "facts" / generation.manifest["facts"]
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for table in ("tickets", "surveys"):
        files = f"read_parquet('{facts / table}/**/*.parquet', union_by_name = true)"
        connection.execute(f"CREATE TABLE facts_{table} AS FROM {files}")
    return connection


def oracle(generation: Generation, metric: str, stat: str | None) -> dict[Any, tuple[float, int]]:
    rows = facts_of(generation).cursor().sql(QUERIES[metric, stat]).fetchall()
    return {group: (value, n) for group, value, n in rows}


def assert_agrees(generation: Generation, metric: str, stat: str | None) -> int:
    expected = oracle(generation, metric, stat)
    table = measure(metric, OWNER, generation, by=("channel",), stat=stat)
    actual = {row["channel"]: (row["value"], row["n"]) for row in table.iter_rows(named=True)}
    assert actual.keys() == expected.keys()
    for group, (value, n) in expected.items():
        assert actual[group][1] == n
        assert actual[group][0] == pytest.approx(value, rel=1e-9, abs=1e-9)
    return sum(n for _, n in expected.values())


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("messy")))
        return put(made_up(seed=4, n=4_000), SETTINGS)


@pytest.mark.parametrize(("metric", "stat"), QUERIES)
def test_metric_equals_the_independent_query(messy: Generation, metric: str, stat: str | None) -> None:
    assert assert_agrees(messy, metric, stat) > 100


def test_every_metric_has_an_independent_query() -> None:
    assert {metric for metric, _ in QUERIES} == set(CATALOGUE)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 25))
@settings(max_examples=8)
def test_metrics_equal_the_independent_queries_on_few_rows(seed: int, n: int) -> None:
    generation = put(made_up(seed, n), SETTINGS)
    for metric, stat in QUERIES:
        assert_agrees(generation, metric, stat)


def test_order_of_rows_changes_nothing(messy: Generation) -> None:
    rows = made_up(seed=4, n=4_000)
    for table in rows.values():
        random.Random(1).shuffle(table)
    shuffled = put(rows, SETTINGS)
    for metric in CATALOGUE:
        by = {"by": ("channel",), "grain": "month"}
        assert measure(metric, OWNER, messy, **by).equals(measure(metric, OWNER, shuffled, **by))


@pytest.mark.parametrize("metric", [m.id for m in CATALOGUE.values() if m.unit in ("share", "count", "points")])
def test_months_add_up_to_the_whole(messy: Generation, metric: str) -> None:
    months = measure(metric, OWNER, messy, grain="month")
    first, last = months["period"].min(), date(2026, 12, 31)
    whole = single(measure(metric, OWNER, messy, span=(first, last)))
    assert months["n"].sum() == whole.n
    if CATALOGUE[metric].unit != "count":
        weighted = (months["value"] * months["n"]).sum() / months["n"].sum()
        assert weighted == pytest.approx(whole.value, rel=1e-9)


@pytest.mark.parametrize("metric", CATALOGUE)
def test_no_rows_are_no_data_and_not_zero(metric: str) -> None:
    answer = single(measure(metric, OWNER, put({})))
    assert answer.n == 0
    assert answer.value == (0 if CATALOGUE[metric].unit == "count" else None)
    assert answer.low is None
    assert answer.high is None


@pytest.mark.parametrize("metric", CATALOGUE)
def test_rows_with_nothing_but_an_id_give_no_value(metric: str) -> None:
    generation = put({"tickets": [{"ticket_id": "1"}], "surveys": [{"survey_id": "1", "kind": "csat"}]})
    answer = single(measure(metric, OWNER, generation))
    assert answer.value == (1 if metric == "requests" else None)


@pytest.mark.parametrize("metric", CATALOGUE)
def test_value_lies_inside_its_interval(messy: Generation, metric: str) -> None:
    # The adjusted interval of NPS is drawn towards zero; below ten answers nothing is shown anyway.
    table = (
        measure(metric, OWNER, messy, by=("channel",), grain="week")
        .drop_nulls(("low", "high"))
        .filter(pl.col("n") >= 10)
    )
    if CATALOGUE[metric].unit == "count":
        assert table.is_empty()
    else:
        assert table.height > 3
        assert table.filter((pl.col("low") > pl.col("value")) | (pl.col("value") > pl.col("high"))).is_empty()


def test_a_gap_between_two_periods_is_a_row_without_value() -> None:
    answers = [
        {"survey_id": str(m), "kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, m, 3)}
        for m in (1, 3)
    ]
    table = measure("csat", OWNER, put({"surveys": answers}), grain="month")
    assert table.select("period", "value", "n").rows() == [
        (date(2026, 1, 1), 1.0, 1),
        (date(2026, 2, 1), None, 0),
        (date(2026, 3, 1), 1.0, 1),
    ]


def test_undated_rows_count_in_the_whole_and_in_no_period() -> None:
    answers = [{"survey_id": str(i), "kind": "nps", "score": float(i), "scale": "0-10"} for i in range(11)]
    generation = put({"surveys": answers})
    assert single(measure("nps", OWNER, generation)).n == 11
    assert measure("nps", OWNER, generation, grain="month").is_empty()


def test_a_local_day_is_the_organisations_and_not_utc() -> None:
    late = [{"ticket_id": "1", "created_at": datetime(2026, 6, 30, 22, 30)}]  # 00:30 of 1 July in Budapest
    assert measure("requests", OWNER, put({"tickets": late}, SETTINGS), grain="month")["period"].to_list() == [
        date(2026, 7, 1)
    ]


def test_agents_are_those_who_did_the_part() -> None:
    one = {
        "ticket_id": "1",
        "agent": "owner",
        "first_reply_agent": "replier",
        "resolved_by": "solver",
        "created_at": START,
        "first_reply_at": START + timedelta(hours=1),
        "resolved_at": START + timedelta(hours=2),
    }
    generation = put({"tickets": [one]})
    who = {
        m: measure(m, OWNER, generation, by=("agent",))["agent"].to_list()
        for m in ("requests", "first_response_time", "resolution_time")
    }
    assert who == {"requests": ["owner"], "first_response_time": ["replier"], "resolution_time": ["solver"]}


def test_a_source_without_replies_has_nobody_waiting() -> None:
    generation = put({"tickets": [{"ticket_id": str(i), "created_at": START + timedelta(days=i)} for i in range(9)]})
    assert single(measure("first_response_within", OWNER, generation)).n == 0


def test_within_takes_a_parameter() -> None:
    rows = [
        {"ticket_id": str(i), "channel": "email", "created_at": START, "first_reply_at": START + timedelta(minutes=i)}
        for i in range(1, 11)
    ]
    answer = single(measure("first_response_within", OWNER, put({"tickets": rows}), params={"within": 300}))
    assert (answer.value, answer.n) == (0.5, 10)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (OWNER, 3),
        (Scope("lead", teams=("A",)), 1),
        (Scope("agent", agents=("x",)), 2),
        (Scope("nobody"), 0),
        (Scope("nobody", teams=("", "C")), 0),
    ],
)
def test_a_scope_sees_its_own_and_no_more(scope: Scope, seen: int) -> None:
    rows = [
        {"ticket_id": "1", "team": "A", "agent": "x"},
        {"ticket_id": "2", "team": "B", "agent": "x"},
        {"ticket_id": "3", "team": None, "agent": None},
    ]
    assert single(measure("requests", scope, put({"tickets": rows}))).n == seen


def test_names_from_data_are_values_and_never_sql() -> None:
    evil = "x') OR 1=1 --"
    generation = put({"tickets": [{"ticket_id": "1", "team": evil}, {"ticket_id": "2", "team": "A"}]})
    assert single(measure("requests", OWNER, generation, where={"team": [evil]})).n == 1
    assert measure("requests", OWNER, generation, by=("team",))["team"].to_list() == ["A", evil]


def test_unknown_words_are_told_with_those_that_exist(messy: Generation) -> None:
    with pytest.raises(UnknownMetric, match="first_response_time"):
        measure("first_response_tim", OWNER, messy)
    with pytest.raises(UnknownDimension, match="channel, team"):
        measure("csat", OWNER, messy, by=("moon",))
    with pytest.raises(UnknownStatistic, match="median, p90, mean"):
        measure("resolution_time", OWNER, messy, stat="mode")
    with pytest.raises(UnknownStatistic, match="none"):
        measure("csat", OWNER, messy, params={"within": 1})


def test_a_page_can_read_no_other_file(messy: Generation, tmp_path: Path) -> None:
    from data import engine

    (tmp_path / "secret.csv").write_text("a\n1\n")
    cursor = engine._connection(messy).cursor()
    for attempt in (
        f"FROM read_csv('{tmp_path}/secret.csv')",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        f"ATTACH '{tmp_path}/x.db'",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(attempt).fetchall()


def test_a_source_that_only_closes_is_solved_when_it_closes() -> None:
    """An export with a closing date alone gave no resolution time at all."""
    rows = [{"ticket_id": "1", "created_at": START, "closed_at": START + timedelta(hours=3)}]
    generation = put({"tickets": rows})
    assert single(measure("resolution_time", OWNER, generation)).value == 3 * 3600
    assert [each["kind"] for each in generation.manifest["findings"]] == ["closed_is_resolved"]
    both = [*rows, {"ticket_id": "2", "created_at": START, "resolved_at": START + timedelta(hours=1)}]
    assert single(measure("resolution_time", OWNER, put({"tickets": both}))).n == 1
