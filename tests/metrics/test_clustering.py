"""How alike a day's requests are: nothing where nothing is, all where a day is one, and never a person's own level."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import clustering, fairness

Day = tuple[str, int | None, int, int, float | None]  # agent, day, n, hits, rate of the reference


def rows(days: Sequence[Day]) -> pl.DataFrame:
    schema = {"agent": pl.String, "day": pl.Int64, "n": pl.Int64, "hits": pl.Int64, "rate": pl.Float64}
    return pl.DataFrame(list(days), schema=schema, orient="row")


def likeness(days: Sequence[Day]) -> float | None:
    return clustering.alike(rows(days))


def drawn(rho: float, better: float = 0.0, people: int = 30, n: int = 8) -> list[Day]:
    """Beta-binomial days of which two requests correlate by rho, for people who are `better` than the reference."""
    random, mean = np.random.default_rng(6), 0.7 + better
    days: list[Day] = []
    for person in range(people):
        rates = random.beta(mean * (1 / rho - 1), (1 - mean) * (1 / rho - 1), 60) if rho else np.full(60, mean)
        days += [(f"{person:02}", day, n, int(random.binomial(n, rates[day])), 0.7) for day in range(60)]
    return days


@pytest.mark.parametrize("rho", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("better", [0.0, 0.1])
def test_the_correlation_is_found_again_and_who_is_better_every_day_adds_nothing(rho: float, better: float) -> None:
    ratio = (0.7 + better) * (0.3 - better) / 0.21  # in units of the reference's variance
    expected = ratio * (1 + 7 * rho)
    assert likeness(drawn(rho, better)) == pytest.approx(max(expected - 1, 0) / 7, abs=0.015)


def test_three_days_equal_the_formula_by_hand() -> None:
    days: list[Day] = [("a", 1, 2, 2, 0.5), ("a", 2, 2, 0, 0.5), ("b", 1, 4, 2, 0.5)]
    # a: 1 and −1 off, each of half the requests; b: none off, but all on one day, of which nothing can be told.
    excess = (1 - 0.5 * 0.5) + (1 - 0.5 * 0.5) + 0
    pairs = 0.5 * 1 + 0.5 * 1 + 1.0 * 3
    assert likeness(days) == pytest.approx(excess / pairs)
    effects = clustering.design_effects(rows(days), 0.1)
    assert effects["agent"].to_list() == ["a", "b"]
    assert effects["clustered"].to_list() == pytest.approx([1 + 0.1 * (8 / 4 - 1), 1 + 0.1 * (16 / 4 - 1)])


def test_single_requests_and_requests_without_reference_tell_nothing() -> None:
    assert likeness([("a", day, 1, day % 2, 0.5) for day in range(9)]) is None
    assert likeness([("a", day, 5, 5 * (day % 2), None) for day in range(9)]) is None
    assert likeness([]) is None


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(1, 4) | st.none(), st.integers(1, 20), st.floats(0, 1)),
        max_size=20,
    )
)
def test_it_lies_between_0_and_1_and_the_rows_of_a_day_are_one(days: list[tuple[str, int | None, int, float]]) -> None:
    made: list[Day] = [(agent, day, n, round(n * part), 0.6) for agent, day, n, part in days]
    found = likeness(made)
    assert found is None or 0 <= found <= 1
    split = [(a, d, part, hits, r) for a, d, n, h, r in made for part, hits in ((h, h), (n - h, 0)) if part]
    assert likeness(split[::-1]) == (found if found is None else pytest.approx(found))


def test_a_comparison_says_how_alike_days_are_and_widens_by_it() -> None:
    table = rows(drawn(0.2, people=12)).drop("rate")
    table = table.with_columns(pl.lit("x").alias(name) for name in ("channel", "topic", "priority"))
    known, unknown = (
        fairness.compare({"": fairness.observe(each, "higher")})[""] for each in (table, table.drop("day"))
    )
    assert unknown.alike is None
    assert known.alike == pytest.approx(0.2, abs=0.03)
    plain = 1 - 1 / 12
    assert known.alike is not None
    sampling = known.people["expected"] * (1 - known.people["expected"]) / known.people["n"]
    wanted = plain * (1 + 7 * known.alike) + (known.overdispersion or 0) / sampling
    assert known.people["widening"].to_list() == pytest.approx(wanted.to_list())
    assert known.people["value"].equals(unknown.people["value"])
    assert known.people["expected"].to_list() == pytest.approx(unknown.people["expected"].to_list())
