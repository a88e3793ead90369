"""The proof in benchmarks/fairness.py, small: equal people are left alone, somebody really better is found."""

from dataclasses import replace

import numpy as np
import polars as pl
from scipy import stats

from benchmarks import fairness as simulation
from metrics import fairness, standardisation

FAR = 0.005  # how rarely one of these tests fails though the promise just holds


def test_of_pages_of_equal_people_at_most_7_in_100_flag_somebody() -> None:
    random = np.random.default_rng(6)
    seen = [simulation.page(simulation.PLAIN, random) for _ in range(40)]
    pages = sum(one.flagged > 0 for one in seen)
    assert pages <= stats.binom.isf(FAR, len(seen), simulation.FLAGGED_PAGES)
    assert simulation.rates(seen).people <= simulation.FLAGGED_PEOPLE
    # The same pages without case-mix and without regard to how many are compared: nearly all name somebody.
    assert simulation.rates(seen).crude[0] > 0.8


def test_ten_points_better_than_80_in_100_are_found_in_80_of_100_cases() -> None:
    """Ten people, on a page of eight metrics with 300 requests each."""
    random = np.random.default_rng(6)
    usual = simulation.World(uneven=0.0, days_known=False, metrics=((0.8, 1.0),))

    def observed(world: simulation.World) -> fairness.Observed:
        return simulation.observed(world, simulation.counts(world, simulation.team(world, random), 0, random))

    kept = [observed(usual) for _ in range(14)]
    found = 0
    for _ in range(60):
        among = {str(place): kept[place] for place in random.choice(14, 7, replace=False)}
        page = fairness.compare({"ahead": observed(replace(usual, ahead=0.1)), **among})
        found += fairness.verdicts(page)["verdict"][0] == "better_beyond_chance"
    assert found >= stats.binom.ppf(FAR, 60, simulation.FOUND)


def test_limits_hold_what_they_say_where_requests_of_a_day_are_alike_and_days_are_known() -> None:
    random = np.random.default_rng(6)
    world = simulation.World(people=9, own_day=1.0, metrics=((0.8, 1.0),))
    known, unknown = [], []
    for _ in range(40):
        table = simulation.counts(world, simulation.team(world, random), 0, random)
        for seen, each in ((known, table), (unknown, table.drop("day"))):
            seen.append(fairness.compare({"": simulation.observed(world, each)})[""].people)
    with_days, without = (
        pl.concat(those).select((pl.col("chance") < 0.05).mean()).item() for those in (known, unknown)
    )
    assert with_days <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 360)
    assert without > 0.1


def test_the_variance_of_observed_less_expected_is_what_the_reference_makes_of_it() -> None:
    """N/(N − n) beside the others, (N − n)/N within the pool; 4,000 teams at once, drawn with one rate."""
    random = np.random.default_rng(6)
    teams, rate, size = 4_000, 0.7, (200, 150, *[40] * 16)  # of 990: the first two hold more than a tenth
    n = np.tile(size, teams)
    names = [f"{team} {person:02}" for team in range(teams) for person in range(len(size))]
    of_teams = pl.Series([str(team) for team in range(teams) for _ in size])
    counts = pl.DataFrame({"agent": names, "team": of_teams, "n": n, "hits": random.binomial(n, rate)})
    counts = counts.with_columns(pl.lit("phone").alias(name) for name in ("channel", "topic", "priority"))
    table = standardisation.expected(counts).with_columns(place=pl.col("agent").str.slice(-2))
    found = table.group_by("place", maintain_order=True).agg(
        (pl.col("observed") - pl.col("expected")).var() / pl.col("n").first() / (rate * (1 - rate)),
        pl.col("variance").first(),
    )
    wanted = [990 / 790, 990 / 840, *[950 / 990] * 16]
    by_place = found.sort("place")
    assert np.allclose(by_place["variance"], wanted)
    assert np.allclose(by_place["observed"], wanted, rtol=4 * np.sqrt(2 / teams))


def test_who_does_most_of_a_topic_is_compared_with_the_few_requests_that_are_left_of_it() -> None:
    random = np.random.default_rng(6)
    teams, rate = 3_000, 0.6
    cells = [("a", "x", 270), ("b", "x", 30), ("a", "y", 30), ("b", "y", 270)]
    counts = pl.DataFrame(
        [
            (f"{team} {who}", str(team), topic, n, random.binomial(n, rate))
            for team in range(teams)
            for who, topic, n in cells
        ],
        schema=["agent", "team", "topic", "n", "hits"],
        orient="row",
    ).with_columns(channel=pl.lit("phone"), priority=pl.lit("low"))
    table = standardisation.expected(counts)
    observed = (table["observed"] - table["expected"]).to_numpy().reshape(-1, 2)[:, 0].var() / 300 / (rate * (1 - rate))
    wanted = (270 * (300 / 30) + 30 * (300 / 270)) / 300
    assert table["variance"].unique().to_list() == [np.float64(wanted)]
    assert abs(observed / wanted - 1) < 4 * np.sqrt(2 / teams)
