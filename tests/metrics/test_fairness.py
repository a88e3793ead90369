"""Who stands out: almost nobody by chance, somebody really worse, and never on too few requests."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import fairness, funnel
from metrics.fairness import Comparison
from metrics.metric import Direction

SCHEMA = ["agent", "channel", "topic", "priority", "n", "hits"]


def team(people: list[tuple[int, int]]) -> pl.DataFrame:
    """(n, hits) of agent 00, agent 01, …, all in one stratum."""
    return pl.DataFrame(
        [(f"agent {i:02}", "phone", "bills", "low", n, hits) for i, (n, hits) in enumerate(people)],
        schema=SCHEMA,
        orient="row",
    )


def compared(counts: pl.DataFrame, direction: Direction, **more: Any) -> Comparison:
    """By one metric alone."""
    return fairness.compare({"": fairness.observe(counts, direction, **more)})[""]


def verdict(people: list[tuple[int, int]], **more: Any) -> list[str]:
    return fairness.verdicts({"csat": compared(team(people), "higher", **more)})["verdict"].to_list()


def verdict_of_first(n: int, hits: int) -> str:
    return verdict([(n, hits), *[(200, 160)] * 20])[0]


@pytest.mark.parametrize(
    ("n", "hits", "word"),
    [
        (9, 0, "too_few_to_show"),
        (10, 0, "too_few_to_tell"),
        (29, 0, "too_few_to_tell"),
        (30, 4, "worse_beyond_chance"),
        (30, 24, "within_chance"),
        (30, 20, "within_chance"),
        (200, 199, "better_beyond_chance"),
    ],
)
def test_each_person_has_a_verdict(n: int, hits: int, word: str) -> None:
    assert verdict_of_first(n, hits) == word


def test_lower_is_better_where_the_metric_says_so() -> None:
    comparison = compared(team([(200, 100), *[(200, 20)] * 20]), "lower")
    assert fairness.verdicts({"reopen_rate": comparison})["verdict"][0] == "worse_beyond_chance"


@pytest.mark.parametrize("direction", ["none", "band"])
def test_by_a_metric_of_which_neither_more_nor_less_is_better_nobody_is_compared(direction: Any) -> None:
    with pytest.raises(ValueError, match="more, or less, is better"):
        compared(team([(200, 100)]), direction)


def test_what_is_too_few_shows_no_number() -> None:
    people = compared(team([(9, 3), *[(200, 160)] * 20]), "higher").people
    shown = set(people.columns) - {"agent", "requests", "n"}
    assert people.select(shown).row(0) == (None,) * len(shown)
    assert people.select(shown).row(1).count(None) == 0


@pytest.mark.parametrize("hits", [0, 50])
def test_where_nothing_or_all_is_expected_nothing_is_shown(hits: int) -> None:
    assert set(verdict([(50, hits)] * 20)) == {"too_few_to_show"}


def test_adjusted_is_the_overall_value_and_the_difference_from_what_was_expected() -> None:
    comparison = compared(team([(100, 60), *[(100, 80)] * 19]), "higher")
    first = comparison.people.row(0, named=True)
    assert comparison.overall == pytest.approx(1580 / 2000)
    assert (first["value"], first["expected"]) == pytest.approx((0.6, 0.79))
    assert first["adjusted"] == pytest.approx(1580 / 2000 + (60 - 79) / 100)
    low, high = funnel.limits_of_shares(np.array([0.79]), np.array([100.0]), 0.001, np.array([first["widening"]]))
    assert (first["low_998"], first["high_998"]) == pytest.approx((low[0], high[0]))


def test_who_takes_the_hard_requests_is_not_the_worst() -> None:
    """Simpson: agent 00 is best on both channels and last over all."""
    rows = [("agent 00", "email", "bills", "low", 180, 100), ("agent 00", "phone", "bills", "low", 20, 19)]
    rows += [(f"agent {i:02}", "email", "bills", "low", 20, 9) for i in range(1, 20)]
    rows += [(f"agent {i:02}", "phone", "bills", "low", 180, 160) for i in range(1, 20)]
    people = compared(pl.DataFrame(rows, schema=SCHEMA, orient="row"), "higher").people
    assert people["value"].arg_min() == 0
    assert people["adjusted"].arg_max() == 0


def test_a_large_person_has_wider_limits() -> None:
    small = compared(team([(100, 80)] * 10), "higher").people.row(0, named=True)
    large = compared(team([(100, 80)] * 9), "higher").people.row(0, named=True)
    assert (small["widening"], large["widening"]) == (pytest.approx(0.9), pytest.approx(900 / 800))
    assert large["low_998"] < small["low_998"]


def test_overdispersion_widens_and_says_where_it_cannot_be_known() -> None:
    people = [(200, hits) for hits in (120, 130, 135, 140, 150, 160, 165, 170, 180, 185, 190, 195)]
    spread, few = compared(team(people), "higher"), compared(team(people[:9]), "higher")
    assert few.overdispersion is None
    assert spread.overdispersion is not None
    chance = 0.8 * 0.2 / 200
    assert spread.people["widening"][0] == pytest.approx(1 + spread.overdispersion / chance, rel=0.01)
    assert set(verdict(people)) == {"within_chance"}
    assert compared(team([(200, 160)] * 12), "higher").overdispersion == 0


def test_who_stands_out_by_one_metric_is_not_hidden_by_limits_that_they_widen_themselves() -> None:
    """Bug: of ten people, an agent 10 points better was found in 70 of 100 cases, not 80."""
    first = team([(300, 273), *[(300, hits) for hits in (228, 234, 238, 240, 241, 243, 245, 248, 254)]])
    quiet = team([(300, hits) for hits in (235, 238, 239, 240, 240, 241, 242, 240, 243, 240)])
    alone = fairness.observe(first, "higher")
    assert compared(first, "higher").overdispersion, "nothing else tells whether people differ"
    page = fairness.compare({"csat": alone} | {f"quiet {i}": fairness.observe(quiet, "higher") for i in range(3)})
    assert page["csat"].overdispersion == 0
    assert fairness.verdicts(page)["verdict"][0] == "better_beyond_chance"


def test_where_people_differ_by_the_other_metrics_too_the_limits_are_widened() -> None:
    uneven = [(200, hits) for hits in (140, 146, 150, 155, 158, 162, 165, 170, 174, 180)]
    one, other = (fairness.observe(team(people), "higher") for people in (uneven, uneven[::-1]))
    page = fairness.compare({"csat": one, "fcr": other})
    alone = compared(team(uneven), "higher")
    assert alone.overdispersion
    assert [each.overdispersion for each in page.values()] == [pytest.approx(alone.overdispersion)] * 2


def test_a_metric_that_clearly_shows_it_is_widened_though_no_other_is() -> None:
    wild = team([(200, hits) for hits in (100, 110, 120, 130, 150, 160, 170, 180, 190, 199)])
    quiet = team([(200, 160)] * 10)
    page = fairness.compare({"csat": fairness.observe(wild, "higher"), "fcr": fairness.observe(quiet, "higher")})
    assert page["csat"].overdispersion == compared(wild, "higher").overdispersion != 0
    assert page["fcr"].overdispersion == 0


def test_overdispersion_is_what_the_wider_variance_of_large_people_leaves() -> None:
    people = [(1_500, 1_350), *[(100, hits) for hits in (60, 65, 70, 75, 80, 85, 88, 90, 92, 95, 97, 99)]]
    comparison = compared(team(people), "higher")
    n, hits = (np.array(amounts, float) for amounts in zip(*people, strict=True))
    large = np.arange(13) == 0
    expected = np.where(large, hits[~large].sum() / 1_200, hits.sum() / 2_700)
    variance = expected * (1 - expected) / n * np.where(large, 2_700 / 1_200, 1 - n / 2_700)
    assert comparison.overdispersion == pytest.approx(funnel.overdispersion(hits / n - expected, variance))


def test_counts_are_compared_per_request() -> None:
    comparison = compared(team([(100, 90), *[(100, 30)] * 19]), "lower", of_counts=True)
    first = comparison.people.row(0, named=True)
    assert (first["value"], first["expected"]) == pytest.approx((0.9, 0.33))
    low, high = funnel.limits_of_counts(np.array([33.0]), 0.001, np.array([0.95]))
    assert (first["low_998"], first["high_998"]) == pytest.approx((0.33 * low[0], 0.33 * high[0]))
    assert fairness.verdicts({"transfers": comparison})["verdict"][0] == "worse_beyond_chance"


def test_none_of_three_expected_transfers_flags_nobody() -> None:
    comparison = compared(team([(30, 0), *[(29, 3)] * 40]), "lower", of_counts=True)
    first = fairness.verdicts({"transfers": comparison}).row(0, named=True)
    assert first["value"] < first["low_998"]
    assert first["discovery"] < 0.05  # nobody else is tested
    assert first["verdict"] == "within_chance"


@given(st.lists(st.tuples(st.integers(30, 200), st.floats(0, 1)), min_size=2, max_size=25), st.booleans())
def test_limits_contain_what_is_expected_and_discovery_keeps_the_order(
    people: list[tuple[int, float]], of_counts: bool
) -> None:
    comparison = compared(team([(n, round(n * part)) for n, part in people]), "higher", of_counts=of_counts)
    table = fairness.verdicts({"csat": comparison}).drop_nulls("value").sort("chance")
    for row in table.iter_rows(named=True):
        assert row["low_998"] <= row["low_95"] <= row["expected"] <= row["high_95"] <= row["high_998"]
        assert row["discovery"] >= row["chance"] - 1e-15
    assert table["discovery"].is_sorted()


def test_benjamini_hochberg_runs_over_all_agents_and_metrics_that_could_be_flagged() -> None:
    one = compared(team([(200, 130), (20, 2), *[(200, 160)] * 20]), "higher")
    other = compared(team([(250, 205), *[(200, 160)] * 12]), "higher")
    table = fairness.verdicts({"csat": one, "fcr": other})
    assert table["discovery"].null_count() == 1
    tested = table.filter(pl.col("n") >= 30).sort("chance")
    count, smallest = tested.height, 1.0
    for rank in range(count, 0, -1):
        smallest = min(smallest, tested["chance"][rank - 1] * count / rank)
        assert tested["discovery"][rank - 1] == pytest.approx(smallest)


def test_outside_the_limits_is_not_enough_on_a_crowded_page() -> None:
    """4 in 10,000 by chance: flagged alone, not among 210 comparisons."""
    lonely = compared(team([(200, 139), *[(200, 160)] * 12]), "higher")
    crowd = {f"metric {i}": compared(team([(200, 160)] * 13), "higher") for i in range(16)}
    first = fairness.verdicts({"csat": lonely}).row(0, named=True)
    among = fairness.verdicts({"csat": lonely} | crowd).row(0, named=True)
    assert first["value"] < first["low_998"]
    assert (first["verdict"], among["verdict"]) == ("worse_beyond_chance", "within_chance")
    assert among["detectable"] > first["detectable"]


def test_of_pages_without_differences_at_most_5_in_100_flag_somebody() -> None:
    random = np.random.default_rng(9)
    flagged = 0
    for _ in range(100):
        n = random.integers(30, 400, 15)
        flagged += any("beyond" in word for word in verdict(list(zip(n, random.binomial(n, 0.8), strict=True))))
    assert flagged / 100 <= 0.05


def test_the_detectable_difference_is_detected() -> None:
    random = np.random.default_rng(9)
    found, tells = 0, 0.0
    for _ in range(100):
        n = np.full(15, 200)
        truth = np.where(np.arange(15) == 0, 0.8 - 0.15, 0.8)
        comparison = compared(team(list(zip(n, random.binomial(n, truth), strict=True))), "higher")
        row = fairness.verdicts({"csat": comparison}).row(0, named=True)
        found += row["verdict"] == "worse_beyond_chance"
        tells += row["detectable"] / 100
    assert found / 100 == pytest.approx(0.8, abs=0.15)
    assert tells == pytest.approx(0.12, abs=0.04)


def test_the_order_of_the_rows_does_not_matter() -> None:
    counts = team([(50 + 7 * i, 30 + 5 * i) for i in range(12)])
    one, other = (
        fairness.verdicts({"csat": compared(rows, "higher")}) for rows in (counts, counts.sample(12, shuffle=True))
    )
    assert one.equals(other)


def test_nobody_and_one_person() -> None:
    empty = compared(team([]).cast({"n": pl.Int64, "hits": pl.Int64, "agent": pl.String}), "higher")
    assert (empty.overall, empty.overdispersion, empty.people.height) == (None, None, 0)
    assert fairness.verdicts({"csat": empty}).is_empty()
    assert verdict([(300, 200)]) == ["too_few_to_show"]


def gini(loads: list[float]) -> float:
    """By its definition: the mean difference of all pairs over twice the mean."""
    mean = sum(loads) / len(loads)
    return sum(abs(a - b) for a in loads for b in loads) / (2 * len(loads) ** 2 * mean)


@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=20).filter(lambda loads: sum(loads) > 1))
def test_ginis_coefficient_equals_its_definition(loads: list[float]) -> None:
    spread = fairness.spread(loads)
    assert spread.gini == pytest.approx(gini(loads), abs=1e-9)
    assert fairness.spread(loads[::-1]) == spread


def test_spread_of_workload() -> None:
    assert fairness.spread([10, 10, 10]) == fairness.Spread(1.0, 0.0)
    assert fairness.spread([10, None, 20, 40]).max_over_median == 2.0
    assert fairness.spread([0, 0, 9]).max_over_median is None
    for nothing in ([], [None], [7], [0, 0]):
        assert fairness.spread(nothing) == fairness.Spread(None, None)
