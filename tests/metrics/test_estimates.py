"""Making values of counts: undefined stays undefined, and each value is what plain Python makes of the same rows."""

import json
import math
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics import estimates
from tests.worlds import shared

QUICK = settings(derandomize=True, max_examples=50, deadline=None)
NO_INTERVAL = {"low": None, "high": None}
NO_DATA = {"value": None, "n": 0, "low": None, "high": None}
AMOUNT = st.floats(0, 1e6, allow_subnormal=False).map(lambda x: round(x, 2))
# Points given of points possible; a whole of nothing occurs too.
PARTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20)).map(lambda row: (round(row[0] * row[1], 3), row[1])))
SECONDS = st.lists(st.floats(0, 1e7), min_size=1, max_size=60)


@given(SECONDS)
def test_quantiles_equal_numpys_linear_ones(seconds: list[float]) -> None:
    frame = pl.DataFrame({"values": [sorted(seconds)]})
    assert estimates.median(frame)["value"][0] == pytest.approx(np.median(seconds))
    assert estimates.p90(frame)["value"][0] == pytest.approx(np.quantile(seconds, 0.9))
    assert estimates.mean(frame)["value"][0] == pytest.approx(np.mean(seconds))


@given(SECONDS)
def test_a_quantiles_bounds_are_values_that_were_seen(seconds: list[float]) -> None:
    row = estimates.median(pl.DataFrame({"values": [sorted(seconds)]})).row(0, named=True)
    for bound in (row["low"], row["high"]):
        assert bound is None or bound in seconds


@pytest.mark.parametrize("estimate", [estimates.median, estimates.p90, estimates.mean])
@pytest.mark.parametrize("values", [[], None])
def test_no_values_are_no_data(estimate: estimates.Estimate, values: list[float] | None) -> None:
    frame = pl.DataFrame({"values": [values]}, schema={"values": pl.List(pl.Float64)})
    assert estimate(frame).row(0, named=True) == NO_DATA


@QUICK
@given(st.lists(st.one_of(st.none(), AMOUNT)))
def test_a_total_is_the_sum_of_the_rows_that_carry_an_amount(amounts: list[float | None]) -> None:
    known = [amount for amount in amounts if amount is not None]
    frame = pl.DataFrame(
        {"total": [sum(known) if known else None], "n": [len(known)]}, schema_overrides={"total": pl.Float64()}
    )
    row = estimates.total(frame).row(0, named=True)
    assert row == {"value": pytest.approx(math.fsum(known)) if known else None, "n": len(known)} | NO_INTERVAL


@QUICK
@given(st.integers(0, 50), st.integers(0, 50))
def test_a_quotient_divides_two_complete_counts(x: int, y: int) -> None:
    row = estimates.quotient(pl.DataFrame({"x": [x], "y": [y], "n": [7]})).row(0, named=True)
    assert row == (NO_DATA if y == 0 else {"value": pytest.approx(x / y), "n": 7} | NO_INTERVAL)


@QUICK
@given(PARTS)
def test_a_ratio_and_its_interval_are_what_the_rows_give(rows: list[tuple[float, int]]) -> None:
    found = estimates.ratio(_summed(rows)).row(0, named=True)
    n, whole = len(rows), sum(y for _x, y in rows)
    if whole == 0:
        assert found == NO_DATA
        return
    value = math.fsum(x for x, _y in rows) / whole
    assert (found["value"], found["n"]) == (pytest.approx(value, abs=1e-12), n)
    if n < 2:
        assert (found["low"], found["high"]) == (None, None)
        return
    residuals = [(x - value * y) / (whole / n) for x, y in rows]
    spread = stats.t.ppf(0.975, n - 1) * math.sqrt(sum(e * e for e in residuals) / (n - 1) / n)
    assert found["low"] == pytest.approx(max(value - spread, 0), abs=1e-6)
    assert found["high"] == pytest.approx(min(value + spread, 1), abs=1e-6)


def test_the_interval_of_a_ratio_covers_as_often_as_it_says() -> None:
    """Seeded: 400 samples of checks from a company that earns 75 % of its points."""
    generator = np.random.default_rng(7)
    covered = 0
    for _ in range(400):
        possible = generator.integers(5, 21, 40)
        points = generator.binomial(possible, 0.75)
        row = estimates.ratio(_summed(list(zip(points, possible, strict=True)))).row(0, named=True)
        covered += row["low"] <= 0.75 <= row["high"]
    assert 0.92 <= covered / 400 <= 0.98


def test_a_ratio_above_one_stays_inside_its_interval() -> None:
    """More points than possible are a mistake of the data, which the bounds do not hide."""
    row = estimates.ratio(_summed([(12, 10), (13, 10), (14, 10)])).row(0, named=True)
    assert row["low"] <= row["value"] == row["high"] == 1.3


@pytest.mark.parametrize("estimate", [estimates.total, estimates.quotient, estimates.ratio])
def test_sums_of_no_rows_are_no_data(estimate: estimates.Estimate) -> None:
    """Each as SQL gives them: a sum of nothing is null, also in a period that was put in between."""
    names = ("total", "x", "y", "xx", "xy", "yy")
    schema = {name: pl.Float64() for name in names} | {"n": pl.Int64()}
    assert estimate(pl.DataFrame(schema=schema)).is_empty()
    nulls = pl.DataFrame([dict.fromkeys(schema)] * 2, schema=schema)
    assert estimate(nulls).rows(named=True) == [NO_DATA] * 2
    assert estimate(nulls.with_columns(n=pl.lit(0))).columns == ["value", "n", "low", "high"]


@QUICK
@given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_the_mean_of_parts_of_a_scale_never_leaves_the_scale(parts: list[float]) -> None:
    frame = pl.DataFrame({"values": [sorted(parts)]})
    held, free = (estimate(frame).row(0, named=True) for estimate in (estimates.mean_of_shares, estimates.mean))
    assert held["value"] == free["value"]
    assert held["low"] == max(free["low"], 0)
    assert held["high"] == min(free["high"], 1)


def test_what_is_composed_already_stays_as_it_is() -> None:
    frame = pl.DataFrame({"value": [0.2], "n": [80], "low": [0.1], "high": [0.3]})
    assert estimates.composed(frame).equals(frame)


def test_a_share_of_nothing_is_null_and_none_of_some_is_zero() -> None:
    rows = estimates.share(pl.DataFrame({"n": [0, 4, 4], "hits": [0, 0, 4]}))
    assert rows["value"].to_list() == [None, 0.0, 1.0]
    assert rows["low"][1] == 0.0
    assert rows["high"][2] == 1.0


def test_a_count_of_nothing_is_zero() -> None:
    assert estimates.count(pl.DataFrame({"n": [None, 3]}))["value"].to_list() == [0.0, 3.0]


def test_net_promoter_score_is_in_points() -> None:
    row = estimates.net_promoter_score(pl.DataFrame({"n": [1475], "promoters": [942], "detractors": [127]}))
    assert round(row["value"][0], 2) == 55.25


def test_groups_stay_beside_their_values() -> None:
    rows = estimates.share(pl.DataFrame({"channel": ["chat", "phone"], "n": [2, 4], "hits": [1, 4]}))
    assert dict(zip(rows["channel"], rows["value"], strict=True)) == {"chat": 0.5, "phone": 1.0}


def _summed(rows: Sequence[tuple[float, int]]) -> pl.DataFrame:
    """One row of the sums that a ratio takes."""
    return pl.DataFrame(
        {
            "n": [len(rows)],
            "x": [math.fsum(x for x, _y in rows)],
            "y": [float(sum(y for _x, y in rows))],
            "xx": [math.fsum(x * x for x, _y in rows)],
            "xy": [math.fsum(x * y for x, y in rows)],
            "yy": [math.fsum(y * y for _x, y in rows)],
        }
    )


def test_csat_and_nps_equal_the_shared_oracle() -> None:
    oracle = json.loads(shared("oracles/stats_expectations.json").read_text())
    counts, known = oracle["csat_top2"]["counts_5_4_3_2_1"], oracle["nps"]
    csat = estimates.share(pl.DataFrame({"n": [sum(counts)], "hits": [counts[0] + counts[1]]}))
    assert round(100 * csat["value"][0], 2) == oracle["csat_top2"]["csat_pct"]
    answers = {"n": [324], "promoters": [round(324 * known["p"])], "detractors": [round(324 * known["d"])]}
    row = estimates.net_promoter_score(pl.DataFrame(answers)).row(0, named=True)
    assert row["value"] == pytest.approx(100 * known["nps"])
    # Adjusted Wald adds three answers, so its half width is near the textbook's and not on it.
    assert (row["high"] - row["low"]) / 2 == pytest.approx(100 * 1.959964 * known["se_n324"], rel=0.01)
