"""How often the latest month of a stable series is called a real change, at most 5 %, and a real one is found.

python -m benchmarks.change [ROUNDS, default 100, of each kind, length and season]; ends with 1 where more are called.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from metrics import change, estimates, intervals
from metrics.estimates import Estimate
from metrics.intervals import Numbers

ROUNDS = 100
LENGTHS = (13, 18, 24, 36)  # months, the judged one included
SHIFTS = (2.0, 3.0)  # standard deviations of a month's value, season aside, by which the latest moves up or down
SEASON = 2.0  # the same, by which a month in full season lies above or below the level
PROMISED = 0.05
SEED = 2026

Random = np.random.Generator
Drawn = Callable[[Random, Numbers], pl.DataFrame]  # levels of months → value, n, low, high of each


@dataclass(frozen=True)
class Kind:
    """A kind of number: what a month around a level looks like, its level, and how much it varies at it."""

    draw: Drawn
    estimate: Estimate
    level: float
    deviation: float


def of_share(p: float, usual_n: int, varies: float = 0.0) -> Kind:
    """Shares of an n that varies by a third either way, and themselves by `varies` beyond what sampling does."""

    def draw(random: Random, levels: Numbers) -> pl.DataFrame:
        n = random.integers(round(usual_n * 0.67), round(usual_n * 1.33) + 1, len(levels))
        truth = np.clip(random.normal(levels, varies), 0.0, 1.0)
        return estimates.share(pl.DataFrame({"n": n, "hits": random.binomial(n, truth)}))

    return Kind(draw, estimates.share, p, float(np.hypot(np.sqrt(p * (1 - p) / usual_n), varies)))


def of_count(mean: float, varies: float = 0.0) -> Kind:
    """Counts, whose expected number varies by `varies` of itself."""

    def draw(random: Random, levels: Numbers) -> pl.DataFrame:
        expected = np.maximum(levels * (1 + varies * random.standard_normal(len(levels))), 0.0)
        return estimates.count(pl.DataFrame({"n": random.poisson(expected)}))

    return Kind(draw, estimates.count, mean, float(np.hypot(np.sqrt(mean), mean * varies)))


def of_durations(estimate: Estimate, n: int, varies: float = 0.05) -> Kind:
    """Median or mean of lognormal durations with σ = 1; its level varies by `varies` of itself."""
    usual = np.exp(0.5) if estimate is estimates.mean else 1.0  # of a median of 1

    def draw(random: Random, levels: Numbers) -> pl.DataFrame:
        medians = np.maximum(levels, 1.0) / usual * np.exp(varies * random.standard_normal(len(levels)))
        drawn = np.sort(random.lognormal(np.log(medians)[:, None], 1.0, (len(levels), n)))
        return estimate(pl.DataFrame({"values": drawn.tolist()}))

    many = draw(np.random.default_rng(SEED), np.full(2_000, 3600.0))["value"].to_numpy()
    return Kind(draw, estimate, 3600.0, float(many.std()))


def of_recommendation(n: int) -> Kind:
    """NPS of answers of which a quarter are passive; the level moves from detractors to promoters."""

    def draw(random: Random, levels: Numbers) -> pl.DataFrame:
        promoters = np.clip((0.75 + levels / 100) / 2, 0.0, 0.75)
        counts = np.array([random.multinomial(n, [each, 0.25, 0.75 - each]) for each in promoters])
        given = {"n": np.full(len(levels), n), "promoters": counts[:, 0], "detractors": counts[:, 2]}
        return estimates.net_promoter_score(pl.DataFrame(given))

    return Kind(draw, estimates.net_promoter_score, 25.0, 100 * float(np.sqrt((0.75 - 0.25**2) / n)))


def of_sums(alike: float = 0.0) -> Kind:
    """Amounts without an interval; neighbouring months correlate by `alike`."""

    def draw(random: Random, levels: Numbers) -> pl.DataFrame:
        noise = random.standard_normal(len(levels))
        for month in range(1, len(levels)):
            noise[month] = alike * noise[month - 1] + np.sqrt(1 - alike**2) * noise[month]
        n = pl.Series("n", np.full(len(levels), 100))
        return pl.DataFrame({"value": levels + 5 * noise, "n": n}).with_columns(
            low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64)
        )

    return Kind(draw, estimates.quotient, 100.0, 5.0)


KINDS: Mapping[str, Kind] = {
    "share of 50": of_share(0.8, 50),
    "share of 500": of_share(0.8, 500),
    "share of 5,000": of_share(0.8, 5_000),
    "rare share (2 %) of 200": of_share(0.02, 200),
    "share of 5,000, varying": of_share(0.8, 5_000, varies=0.02),
    "count around 5": of_count(5),
    "count around 300": of_count(300),
    "count around 5,000": of_count(5_000),
    "count around 5,000, varying": of_count(5_000, varies=0.05),
    "median of 50 durations": of_durations(estimates.median, 50),
    "median of 500 durations": of_durations(estimates.median, 500),
    "mean of 500 durations": of_durations(estimates.mean, 500),
    "NPS of 100": of_recommendation(100),
    "NPS of 1,000": of_recommendation(1_000),
    "cost per request": of_sums(),
    "the same, neighbours alike": of_sums(alike=0.4),
}


@dataclass(frozen=True)
class Trial:
    """One series: whether its latest month is called a change as it is, and moved by each of SHIFTS."""

    kind: str
    length: int
    seasonal: bool
    stable: bool
    moved: tuple[bool, ...]


def _called(values: pl.DataFrame, estimate: Estimate) -> bool:
    periods = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(values.height)]
    found = change.latest_month(values.with_columns(period=pl.Series(periods)), estimate)
    assert found is not None
    return found.verdict == "real_change"


def trial(name: str, length: int, seasonal: bool, random: Random) -> Trial:
    kind = KINDS[name]
    wave = np.sin(2 * np.pi * (np.arange(length) + random.integers(12)) / 12)
    levels = kind.level + seasonal * SEASON * kind.deviation * wave
    values = kind.draw(random, levels)
    moved = []
    for shift in SHIFTS:
        step = random.choice([-1, 1]) * shift * kind.deviation
        latest = kind.draw(random, np.append(levels[:-1], levels[-1] + step)).tail(1)
        moved.append(_called(pl.concat([values.head(length - 1), latest]), kind.estimate))
    return Trial(name, length, seasonal, _called(values, kind.estimate), tuple(moved))


def simulate(rounds: int) -> Iterator[Trial]:
    for number, name in enumerate(KINDS):
        for length in LENGTHS:
            for seasonal in (False, True):
                random = np.random.default_rng([SEED, number, length, seasonal])
                yield from (trial(name, length, seasonal, random) for _ in range(rounds))


def _line(label: str, trials: list[Trial]) -> str:
    def cell(of: list[bool]) -> str:
        return f"{np.mean(of):>9.1%}"

    cells = [
        cell([each.stable for each in trials if each.length == length and each.seasonal is seasonal])
        for seasonal in (False, True)
        for length in LENGTHS
    ]
    found = [
        cell([each.moved[place] for each in trials if each.seasonal is seasonal])
        for seasonal in (False, True)
        for place in range(len(SHIFTS))
    ]
    return f"{label:<28}{cell([each.stable for each in trials])}{''.join(cells)}{''.join(found)}"


def broken(trials: list[Trial]) -> list[str]:
    """The kinds of which more are called than promised, beyond the chance of this simulation."""
    found = []
    for name in KINDS:
        called = [each.stable for each in trials if each.kind == name]
        low, _high = intervals.wilson(np.array([float(sum(called))]), np.array([float(len(called))]))
        if low[0] > PROMISED:
            found.append(f"{name}: {np.mean(called):.1%} of {len(called):,} stable series are called a change")
    return found


def main(rounds: int) -> int:
    began = time.perf_counter()
    trials = list(simulate(rounds))
    took = time.perf_counter() - began
    print(f"{len(trials):,} stable series; {1000 * took / len(trials) / (1 + len(SHIFTS)):.1f} ms for each verdict\n")
    lengths = "".join(f"{length:>6} mo" for length in LENGTHS)
    shifts = "".join(f"{shift:>7.0f} σ" for shift in SHIFTS)
    heads = [f"{'called':>9}", *(f"{words:>36}" for words in ("called, no season", "called, with a season"))]
    heads += [f"{words:>18}" for words in ("found, no season", "found, with one")]
    print(f"{'':<28}{''.join(heads)}")
    print(f"{'':<28}{'in all':>9}{lengths}{lengths}{shifts}{shifts}")
    for name in KINDS:
        print(_line(name, [each for each in trials if each.kind == name]))
    print(_line("all", trials))
    wrong = broken(trials)
    print("\n" + ("\n".join(wrong) if wrong else f"Of each kind at most {PROMISED:.0%} are called a change."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
