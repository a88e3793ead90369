"""Every metric against an independent check, and what holds for measure itself. Rules for all metrics stand in
test_properties.py."""

from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from answers.measure import UnknownStatistic, measure, single, together
from data import loading, store
from data.queries import UnknownDimension
from data.sample import Recipe
from data.scope import OWNER, Scope
from data.store import Generation
from metrics.catalogue import CATALOGUE, UnknownMetric
from tests.answers.made_up import SETTINGS, START, made_up
from tests.answers.oracle import CHECKS, answer, facts_of
from tests.answers.oracle_base import Check
from tests.worlds import put

COMPOSED = {metric for metric in CATALOGUE if metric.startswith(("promise_kept", "channel_gap"))}
RECIPE = Recipe(tickets=20_000, seed=7, until=date(2026, 10, 20))
EVERY_CHECK = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def assert_agrees(generation: Generation, check: Check) -> int:
    """As `assert_equal`, of the metric asked alone."""
    table = measure(
        check.metric, OWNER, generation, by=check.by, grain=check.grain, stat=check.stat, params=check.params
    )
    return assert_equal(table, generation, check)


def assert_equal(table: pl.DataFrame, generation: Generation, check: Check) -> int:
    """The same groups, values and n; gives the sum of n. Groups without a row may be there with n = 0 and no value."""
    expected = {key: found for key, found in answer(facts_of(generation), check).items() if found[1] or found[0]}
    keys = [*check.by, *(["period"] if check.grain else [])]
    rows = {tuple(row[key] for key in keys): (row["value"], row["n"]) for row in table.iter_rows(named=True)}
    actual = {key: found for key, found in rows.items() if found[1] or (found[0] is not None and not is_count(check))}
    assert actual.keys() == expected.keys()
    for key, (value, n) in expected.items():
        assert actual[key][1] == n, key
        assert actual[key][0] == pytest.approx(value, rel=1e-9, abs=1e-9), key
    return sum(n for _, n in expected.values())


def is_count(check: Check) -> bool:
    return CATALOGUE[check.metric].unit == "count"


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("messy")))
        return put(made_up(seed=4, n=2_000), SETTINGS)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("demonstration")))
        loading.sample(RECIPE, SETTINGS)
        generation = store.current()
    assert generation is not None
    return generation


def test_every_metric_has_an_independent_check() -> None:
    assert {check.metric for check in CHECKS} == set(CATALOGUE) - COMPOSED


def test_every_parameter_is_checked_with_two_values() -> None:
    asked = {(check.metric, name) for check in CHECKS for name in check.params}
    plain = {check.metric for check in CHECKS if not check.params}
    known = [metric for metric in CATALOGUE.values() if metric.id not in COMPOSED]
    assert asked == {(metric.id, name) for metric in known for name in metric.parameters}
    assert {metric for metric, _ in asked} <= plain


@EVERY_CHECK
def test_metric_equals_the_independent_check(messy: Generation, check: Check) -> None:
    assert assert_agrees(messy, check) > 0


@EVERY_CHECK
def test_metric_equals_the_independent_check_on_the_demonstration(demonstration: Generation, check: Check) -> None:
    assert_agrees(demonstration, check)


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 25),
    without=st.sampled_from((None, "agent_time", "surveys", "events")),
)
@example(seed=2253, n=8, without="surveys")  # a history that tells no owners: nobody is said to own nothing
# A seed cannot be made simpler, and each takes seconds.
@settings(max_examples=5, phases=(Phase.explicit, Phase.generate))
def test_metrics_equal_the_independent_checks_on_few_rows(seed: int, n: int, without: str | None) -> None:
    rows = made_up(seed, n)
    generation = put({table: each for table, each in rows.items() if table != without}, SETTINGS)
    checks = [check for check in CHECKS if check.stat in (None, "median")]
    for by, grain in dict.fromkeys((check.by, check.grain) for check in checks):
        here = [check for check in checks if (check.by, check.grain) == (by, grain)]
        usual = [check for check in here if not check.params and is_usual(check)]
        tables = together([check.metric for check in usual], OWNER, generation, by=by, grain=grain)
        for check in here:
            if check in usual:
                assert_equal(tables[check.metric], generation, check)
            else:
                assert_agrees(generation, check)


def is_usual(check: Check) -> bool:
    """Whether its statistic is the one that a metric asked together is given in."""
    return check.stat in (None, CATALOGUE[check.metric].default_stat)


def test_metrics_asked_together_are_as_asked_one_by_one(messy: Generation) -> None:
    monthly = [metric.id for metric in CATALOGUE.values() if "month" in metric.grains and metric.id not in COMPOSED]
    whole = {"by": ("channel",)} | {"grain": "month"}
    able = [metric for metric in monthly if _is_cut_by_channel(metric, messy)]
    assert len(able) > 60
    for metric, table in together(able, OWNER, messy, **whole).items():
        assert table.equals(measure(metric, OWNER, messy, **whole)), metric


def _is_cut_by_channel(metric: str, generation: Generation) -> bool:
    try:
        measure(metric, OWNER, generation, by=("channel",))
    except UnknownDimension:
        return False
    return True


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
