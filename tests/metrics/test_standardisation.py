"""Expected counts against a plain recomputation: strata, thin ones, people who hold much of the pool."""

from collections import defaultdict
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import standardisation

Row = tuple[str | None, str | None, str | None, str | None, int, int]
COLUMNS = {
    "agent": pl.String,
    "channel": pl.String,
    "topic": pl.String,
    "priority": pl.String,
    "n": pl.Int64,
    "hits": pl.Int64,
}


def counts(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def person(frame: pl.DataFrame, agent: str) -> dict[str, Any]:
    return frame.row(by_predicate=pl.col("agent") == agent, named=True)


@st.composite
def pools(draw: st.DrawFn, people: int = 12) -> pl.DataFrame:
    row = st.tuples(
        st.sampled_from([f"agent {number}" for number in range(people)]),
        st.sampled_from(["phone", "email", None]),
        st.sampled_from(["bills", "parcels", None]),
        st.sampled_from(["high", "low"]),
        st.integers(0, 60),
        st.floats(0, 1),
    )
    rows = draw(st.lists(row, min_size=0, max_size=60))
    return counts([(*keys, n, round(n * part)) for *keys, n, part in rows])


def test_expected_is_what_the_team_would_have_reached_with_the_same_requests() -> None:
    """Anna takes the hard channel. Twelve others make the team, so that nobody holds a tenth of it."""
    rows: list[Row] = [(f"agent {i:02}", "email", "bills", "low", 50, 25) for i in range(12)]
    rows += [(f"agent {i:02}", "phone", "bills", "low", 50, 45) for i in range(12)]
    rows += [("anna", "email", "bills", "low", 60, 36)]
    found = person(standardisation.expected(counts(rows)), "anna")
    assert found == {
        "agent": "anna",
        "requests": 60,
        "n": 60,
        "observed": 36,
        "expected": pytest.approx(60 * (12 * 25 + 36) / (12 * 50 + 60)),
        "variance": pytest.approx(1 - 60 / 1260),
    }


@given(pools())
def test_over_the_pooled_reference_observed_and_expected_have_the_same_sum(pool: pl.DataFrame) -> None:
    rated = standardisation.pooled(pool)
    assert (rated["n"] * rated["rate"]).sum() == pytest.approx(pool["hits"].sum(), rel=1e-12)
    assert rated["n"].sum() == pool["n"].sum()
    table = standardisation.expected(pool)
    if (table["variance"].fill_null(2) < 1).all():
        assert table["expected"].sum() == pytest.approx(pool["hits"].sum(), rel=1e-12)


def test_where_nobody_is_large_people_have_the_sum_of_the_team() -> None:
    rows: list[Row] = [(f"agent {i:02}", "phone", "xyz"[i % 3], "low", 31 + i, 2 * i) for i in range(20)]
    table = standardisation.expected(counts(rows))
    assert table["expected"].sum() == pytest.approx(table["observed"].sum(), rel=1e-12)
    assert table["observed"].sum() == 380


@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(pool: pl.DataFrame, random: Any) -> None:
    order = list(range(pool.height))
    random.shuffle(order)
    table, shuffled = standardisation.expected(pool), standardisation.expected(pool[order])
    assert table.drop("expected").equals(shuffled.drop("expected"))
    assert table["expected"].to_list() == pytest.approx(shuffled["expected"].to_list())


@given(pools())
def test_splitting_rows_changes_nothing(pool: pl.DataFrame) -> None:
    met, others = (
        pool.with_columns(n="hits"),
        pool.with_columns(n=pl.col("n") - pl.col("hits"), hits=pl.lit(0, pl.Int64)),
    )
    whole, split = standardisation.expected(pool), standardisation.expected(pl.concat([met, others]))
    assert whole.equals(split)


def test_thin_strata_are_pooled_within_channel_and_priority_and_then_within_the_channel() -> None:
    rows: list[Row] = [("many", "phone", "bills", "low", 1000, 800)]
    rows += [("a", "phone", "x", "low", 20, 10), ("b", "phone", "y", "low", 20, 4)]  # 40 together: a cell
    rows += [("a", "phone", "x", "high", 5, 5), ("b", "phone", "y", "urgent", 5, 0)]  # still thin: the channel's rest
    rates = {
        (row["agent"], row["topic"], row["priority"]): row["rate"]
        for row in standardisation.pooled(counts(rows)).iter_rows(named=True)
    }
    assert rates == {
        ("many", "bills", "low"): 0.8,
        ("a", "x", "low"): 14 / 40,
        ("b", "y", "low"): 14 / 40,
        ("a", "x", "high"): 5 / 10,
        ("b", "y", "urgent"): 5 / 10,
    }


@pytest.mark.parametrize(("size", "rate"), [(30, 0.5), (29, 0.4)])
def test_a_stratum_is_thin_below_30(size: int, rate: float) -> None:
    rows: list[Row] = [("a", "phone", "x", "low", size, size // 2), ("b", "phone", "y", "low", 21, 6)]
    rated = standardisation.pooled(counts(rows)).filter(topic="x")
    assert rated["rate"][0] == pytest.approx(rate if size == 29 else 0.5)


def test_who_holds_more_than_a_tenth_is_compared_with_the_others() -> None:
    others: list[Row] = [(f"agent {i:02}", "phone", "bills", "low", 50, 40) for i in range(16)]
    table = standardisation.expected(counts([*others, ("large", "phone", "bills", "low", 200, 20)]))
    assert person(table, "large")["expected"] == pytest.approx(200 * 0.8)
    assert person(table, "large")["variance"] == pytest.approx(1000 / 800)
    assert person(table, "agent 03")["expected"] == pytest.approx(50 * 660 / 1000)
    assert person(table, "agent 03")["variance"] == pytest.approx(950 / 1000)
    exactly = standardisation.expected(counts([*others, ("tenth", "phone", "bills", "low", 88, 8)]))
    assert person(exactly, "tenth")["variance"] < 1


def test_without_the_person_a_thin_stratum_takes_the_others_of_channel_and_priority_then_of_the_channel() -> None:
    rows: list[Row] = [
        ("large", "phone", "x", "low", 100, 10),
        ("other", "phone", "x", "low", 29, 29),  # thin without large
        ("other", "phone", "y", "low", 71, 11),  # 40 of 100 in phone × low
        ("large", "phone", "x", "high", 50, 5),
        ("other", "phone", "x", "high", 20, 20),  # 60 of 120 in phone
        ("large", "email", "x", "low", 10, 9),  # nobody else answers e-mail
    ]
    rates = standardisation.beside(counts(rows)).filter(agent="large").sort("channel", "priority")["rate"].to_list()
    assert rates == [None, pytest.approx(60 / 120), pytest.approx(40 / 100)]
    found = person(standardisation.expected(counts(rows)), "large")
    assert (found["requests"], found["n"], found["observed"]) == (160, 150, 15)
    assert found["expected"] == pytest.approx(50 * 60 / 120 + 100 * 40 / 100)
    assert found["variance"] == pytest.approx((50 * 170 / 120 + 100 * 200 / 100) / 150)


def test_an_unknown_topic_is_a_stratum_of_its_own() -> None:
    rows: list[Row] = [("large", "phone", None, "low", 50, 5)]
    rows += [("other", "phone", None, "low", 50, 40), ("other", "phone", "x", "low", 50, 10)]
    assert standardisation.beside(counts(rows)).filter(agent="large")["rate"].to_list() == [0.8]


def test_a_person_alone_has_no_reference() -> None:
    table = standardisation.expected(counts([("alone", "phone", "x", "low", 90, 45)]))
    assert table.rows() == [("alone", 90, 0, None, None, None)]


def test_a_shift_is_a_stratum_where_it_is_known() -> None:
    rows: list[Row] = [(f"agent {i:02}", "phone", "bills", "low", 40, 20) for i in range(12)]
    rows += [(f"agent {i:02}", "phone", "bills", "low", 40, 40) for i in range(12)]
    shifts = counts(rows).with_columns(shift=pl.Series(["night"] * 12 + ["day"] * 12))
    rates = dict(standardisation.pooled(shifts).select("shift", "rate").unique().iter_rows())
    assert rates == {"night": 0.5, "day": 1.0}
    assert standardisation.pooled(counts(rows))["rate"].unique().to_list() == [0.75]


def test_requests_of_nobody_are_left_out_and_nothing_is_nothing() -> None:
    rows: list[Row] = [
        (None, "phone", "x", "low", 90, 0),
        ("a", None, None, None, 40, 30),
        ("b", None, None, None, 0, 0),
    ]
    assert standardisation.expected(counts(rows))["requests"].to_list() == [40]
    assert standardisation.expected(counts([])).is_empty()


@given(pools(people=20))
def test_the_pooled_rates_equal_plain_python(pool: pl.DataFrame) -> None:
    strata: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for _agent, channel, topic, priority, n, hits in pool.iter_rows():
        for index, amount in enumerate((n, hits)):
            strata[channel, topic, priority][index] += amount
    middle: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    coarse: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for (channel, _topic, priority), (n, hits) in strata.items():
        if n < 30:
            middle[channel, priority][0] += n
            middle[channel, priority][1] += hits
    for (channel, _priority), (n, hits) in middle.items():
        if n < 30:
            coarse[channel][0] += n
            coarse[channel][1] += hits
    for row in standardisation.pooled(pool).iter_rows(named=True):
        n, hits = strata[row["channel"], row["topic"], row["priority"]]
        if n < 30:
            n, hits = middle[row["channel"], row["priority"]]
        if n < 30:
            n, hits = coarse[row["channel"]]
        assert row["rate"] == pytest.approx(hits / n)
