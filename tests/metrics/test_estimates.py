"""Making values of counts: undefined stays undefined, quantiles are the ones everybody expects."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import estimates

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
    assert estimate(frame).row(0, named=True) == {"value": None, "n": 0, "low": None, "high": None}


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
