"""How often equal people are flagged, how often a better one is found, and how often the usual ranking is wrong.

python -m benchmarks.fairness [TEAMS, default 1000]; ends with 1 where a promise is broken. Teams of ten, eight metrics,
requests that differ by channel × topic × priority and are not alike for all; each judged by metrics/fairness.py itself.
"""

import itertools
import multiprocessing
import os
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import special

from metrics import fairness, intervals
from metrics.intervals import Numbers

TEAMS = 1000
PART = 20  # of TEAMS: of the kinds that only show where the promises end
FLAGGED_PAGES, FLAGGED_PEOPLE, FOUND = 0.07, 0.01, 0.80
SEED = 2026

Random = np.random.Generator
Counts = npt.NDArray[np.int64]
STRATA = tuple(itertools.product(("phone", "email", "chat"), ("bills", "parcels", "login", "other"), ("high", "low")))
DAYS, WORKED = 60, 36  # a quarter's days, and those on which one person works
# Base rate and the part of the requests that have an answer at all (a survey's) of the eight metrics of a page.
METRICS = ((0.8, 1.0), (0.9, 1.0), (0.7, 1.0), (0.95, 0.2), (0.5, 1.0), (0.1, 1.0), (0.85, 0.3), (0.2, 1.0))


@dataclass(frozen=True)
class World:
    """A kind of team. `n`: requests of a person in the quarter; `uneven`: how much it differs (log).

    `mixed`: how alike people's requests are, 2 are specialists; `hard`: how much strata differ (logits); `day` and
    `own_day`: how much days do, for all or for each person alone (logits); `spread`: how much people do (points, 0–1);
    `ahead`: how much the first is by the first metric; `held`: the first's part of all.
    """

    people: int = 10
    n: int = 300
    uneven: float = 0.35
    mixed: float = 12.0
    hard: float = 0.6
    day: float = 0.0
    own_day: float = 0.0
    spread: float = 0.0
    ahead: float = 0.0
    held: float = 0.0
    of_counts: bool = False
    days_known: bool = True
    metrics: tuple[tuple[float, float], ...] = METRICS


PLAIN = World(days_known=False)
ALIKE = World(own_day=0.5)
PROMISED: Mapping[str, World] = {
    "requests of a day independent": PLAIN,
    "a person's days alike": ALIKE,
}
ALSO: Mapping[str, World] = {
    "everybody's days alike": World(day=0.5),
    "a person's days very alike": World(own_day=1.0),
    "a person's days alike, 1,000 requests": World(own_day=0.5, n=1000),
    "a person's days alike, five people": World(own_day=0.5, people=5),
    "a person's days alike, thirty people": World(own_day=0.5, people=30),
    "counts per request": World(of_counts=True),
    "counts, a person's days alike": World(of_counts=True, own_day=0.5),
    "one holds 40 % of the requests": World(held=0.4),
    "specialists": World(mixed=2.0),
}
REAL: Mapping[str, World] = {f"people differ by {points} points": World(spread=points / 100) for points in (2, 5)}
BEYOND: Mapping[str, World] = {
    "days very alike, but unknown": World(own_day=1.0, days_known=False),
    "the same, five people": World(own_day=1.0, days_known=False, people=5),
    "hardly a topic shared": World(mixed=0.5),
}


@dataclass(frozen=True)
class Team:
    """Who does what: the requests' agents, strata and days, and per metric the logits of agent × stratum."""

    agent: Counts
    stratum: Counts
    day: Counts
    logits: tuple[Numbers, ...]
    skills: tuple[Numbers, ...]  # points by which each is better than the same requests usually go
    usual: tuple[Numbers, ...]  # what each one's requests usually give


def team(world: World, random: Random) -> Team:
    size = np.round(world.n * np.exp(random.normal(0, world.uneven, world.people) - world.uneven**2 / 2)).astype(int)
    if world.held:
        size[0] = round(size[1:].sum() * world.held / (1 - world.held))
    usual = random.dirichlet(np.full(len(STRATA), 2.0))
    own = random.dirichlet(np.maximum(world.mixed * usual * len(STRATA) / 4, 1e-3), world.people)
    agent = np.repeat(np.arange(world.people), size)
    drawn = random.random(len(agent))[:, None] > np.cumsum(own, axis=1)[agent]
    worked = np.argsort(random.random((world.people, DAYS)), axis=1)[:, :WORKED]
    day = worked[agent, random.integers(WORKED, size=len(agent))]
    logits, skills, expected = [], [], []
    for place, (rate, _answered) in enumerate(world.metrics):
        hard = random.normal(0, world.hard, (1, len(STRATA)))
        level = np.repeat(hard + _step(hard, usual[None], np.array([rate])), world.people, axis=0)
        before = (own * special.expit(level)).sum(axis=1)
        better = random.normal(0, world.spread, world.people) if world.spread else np.zeros(world.people)
        if world.ahead and place == 0:
            better[0] = world.ahead
        after = np.clip(before + better, 0.005, 0.995)
        logits.append(level + _step(level, own, after) if better.any() else level)
        skills.append(after - before)
        expected.append(before)
    stratum = np.minimum(drawn.sum(axis=1), len(STRATA) - 1)
    return Team(agent, stratum, day, tuple(logits), tuple(skills), tuple(expected))


def _step(level: Numbers, weights: Numbers, wanted: Numbers) -> Numbers:
    """What is added to the logits of each row so that their weighted mean rate is the wanted one (Newton)."""
    step = np.zeros((len(level), 1))
    for _ in range(12):
        rate = special.expit(level + step)
        slope = (weights * rate * (1 - rate)).sum(axis=1)
        step -= np.clip(((weights * rate).sum(axis=1) - wanted) / slope, -1, 1)[:, None]
    return step


def counts(world: World, of: Team, place: int, random: Random) -> pl.DataFrame:
    """What the engine gets of one metric, drawn: agent, channel, topic, priority, day where known, n, hits."""
    logits = of.logits[place][of.agent, of.stratum]
    if world.day:
        logits = logits + random.normal(0, world.day, DAYS)[of.day]
    if world.own_day:
        logits = logits + random.normal(0, world.own_day, (world.people, DAYS))[of.agent, of.day]
    rate = special.expit(logits)
    hits = random.poisson(rate) if world.of_counts else random.random(len(rate)) < rate
    answered = random.random(len(rate)) < world.metrics[place][1]
    cell = of.agent * len(STRATA) + of.stratum
    if world.days_known:
        cell = cell * DAYS + of.day
    cell, hits = cell[answered], hits[answered]
    n = np.bincount(cell)
    some = np.flatnonzero(n)
    days = {"day": some % DAYS} if world.days_known else {}
    who = some // DAYS if world.days_known else some
    strata = np.array(STRATA)[who % len(STRATA)]
    names = np.array([f"agent {number:02}" for number in range(world.people)])
    columns = {name: strata[:, at] for at, name in enumerate(("channel", "topic", "priority"))}
    found = np.bincount(cell, weights=hits).astype(int)
    return pl.DataFrame({"agent": names[who // len(STRATA)], **columns, **days, "n": n[some], "hits": found[some]})


@dataclass(frozen=True)
class Page:
    """What one page says: people flagged by any metric, comparisons that could be, and what others would have said."""

    flagged: int
    could: int
    first: bool  # the first is called better by the first metric
    widened: bool  # whose limits allow for people who differ beyond chance
    wrong: int  # flagged in the other direction than they differ, or although they don't
    crude: tuple[bool, bool]  # anybody outside 95 %, 99.8 % by a plain z-test without case-mix


def page(world: World, random: Random) -> Page:
    of = team(world, random)
    drawn = {str(place): counts(world, of, place, random) for place in range(len(world.metrics))}
    comparisons = fairness.compare({key: observed(world, table) for key, table in drawn.items()})
    told = fairness.verdicts(comparisons)
    signs = told["verdict"].replace_strict({"better_beyond_chance": 1, "worse_beyond_chance": -1}, default=0).to_numpy()
    agent = told["agent"].str.slice(6).cast(pl.Int64).to_numpy()
    skill = np.array(of.skills)[told["metric"].cast(pl.Int64).to_numpy(), agent]
    crude = [_plain_z(table, world.of_counts) for table in drawn.values()]
    return Page(
        flagged=int((signs != 0).sum()),
        could=int((told["n"] >= fairness.FLAGGED).sum()),
        first=bool(signs[0] == np.sign(world.ahead)) and bool(world.ahead),
        widened=bool(comparisons["0"].overdispersion),
        wrong=int(((signs != 0) & (signs != np.sign(skill))).sum()),
        crude=(max(crude) > 1.96, max(crude) > 3.09),
    )


def observed(world: World, table: pl.DataFrame) -> fairness.Observed:
    return fairness.observe(table, "higher", of_counts=world.of_counts)


def _plain_z(table: pl.DataFrame, of_counts: bool) -> float:
    people = table.group_by("agent").agg(pl.col("n", "hits").sum()).filter(pl.col("n") >= fairness.FLAGGED)
    n, hits = (people[name].to_numpy() for name in ("n", "hits"))
    overall = float(table.select(pl.col("hits").sum() / pl.col("n").sum()).item())
    return float(
        np.max(np.abs(hits / n - overall) / np.sqrt(overall * (1 if of_counts else 1 - overall) / n), initial=0)
    )


RATES, SIZES, PEOPLE, SPREADS = (0.1, 0.5, 0.8, 0.95), (30, 100, 300, 1000), (5, 10, 30), (0.0, 0.02, 0.05)
AHEAD = 0.10
ROUNDS = 30  # per cell of the table of power
AMONG, KEPT = 7, 14  # other metrics of the same page, drawn from so many that are kept


def power(people: int, n: int, spread: float, rounds: int) -> list[float]:
    """How often the first, `AHEAD` better (at 95 %: worse), is flagged as that on a page of eight metrics, per rate."""
    random = np.random.default_rng([SEED, people, n, round(100 * spread)])
    usual = World(people=people, n=n, uneven=0.0, spread=spread, metrics=((0.8, 1.0),))
    kept = [observed(usual, counts(usual, team(usual, random), 0, random)) for _ in range(KEPT)]
    found = []
    for rate in RATES:
        world = replace(usual, metrics=((rate, 1.0),), ahead=AHEAD if rate + AHEAD < 1 else -AHEAD)
        word = "better_beyond_chance" if world.ahead > 0 else "worse_beyond_chance"
        seen = 0
        for _ in range(rounds):
            one = observed(world, counts(world, team(world, random), 0, random))
            among = random.choice(KEPT, AMONG, replace=False)
            those = {"ahead": one} | {str(place): kept[place] for place in among}
            told = fairness.verdicts(fairness.compare(those))
            seen += told["verdict"][0] == word
        found.append(seen / rounds)
    return found


def ranking(spread: float, teams: int) -> list[float]:
    """How often a league table of ten by the crude share (base 80 %, 300 requests a month) is wrong, in three ways.

    Its first is none of the three truly best; its last is truly fourth to seventh (without spread: like everybody) and
    has harder requests than most; its first is not first in the next month.
    """
    random = np.random.default_rng([SEED, round(100 * spread)])
    world, wrong = World(spread=spread, days_known=False, metrics=((0.8, 1.0),)), np.zeros(3)
    for _ in range(teams):
        of = team(world, random)
        tables = [counts(world, of, 0, random).group_by("agent").agg(pl.col("n", "hits").sum()) for _month in range(2)]
        now, then = ((table.sort("agent")["hits"] / table.sort("agent")["n"]).to_numpy() for table in tables)
        place = np.argsort(np.argsort(-of.skills[0]))
        first, last = now.argmax(), now.argmin()
        average = spread == 0 or 3 <= place[last] <= 6
        hard = of.usual[0][last] < np.median(of.usual[0])
        wrong += (place[first] > 2, average and hard, then.argmax() != first)
    return list(wrong / teams)


def pages(world: World, seed: Sequence[int], count: int) -> list[Page]:
    random = np.random.default_rng([SEED, *seed])
    return [page(world, random) for _ in range(count)]


@dataclass(frozen=True)
class Rates:
    """Of many pages: with anybody flagged, people per metric flagged, flags that are wrong."""

    pages: float
    people: float
    wrong: float
    crude: tuple[float, float]
    count: int


def rates(seen: Sequence[Page]) -> Rates:
    flagged = sum(one.flagged for one in seen)
    return Rates(
        pages=float(np.mean([one.flagged > 0 for one in seen])),
        people=flagged / max(sum(one.could for one in seen), 1),
        wrong=sum(one.wrong for one in seen) / flagged if flagged else float("nan"),
        crude=(float(np.mean([one.crude[0] for one in seen])), float(np.mean([one.crude[1] for one in seen]))),
        count=len(seen),
    )


def beyond_chance(share: float, count: int, promised: float) -> bool:
    """Whether a share of so many pages is above what was promised by more than the chance of this simulation."""
    low, _high = intervals.wilson(np.array([share * count]), np.array([float(count)]))
    return bool(low[0] > promised)


CHUNK = 25  # pages that one process draws at once


def main(teams: int) -> int:
    began = time.perf_counter()
    os.environ["POLARS_MAX_THREADS"] = "1"  # two processes, not two times all threads
    part, broken = max(teams // PART, 1), []
    ahead = World(uneven=0.0, ahead=AHEAD)
    kinds = {name: (world, teams) for name, world in PROMISED.items()}
    kinds |= {name: (world, part) for name, world in {**ALSO, **REAL, **BEYOND}.items()} | {"ahead": (ahead, 4 * part)}
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        asked = {
            name: [
                pool.submit(pages, world, (number, start), min(CHUNK, count - start))
                for start in range(0, count, CHUNK)
            ]
            for number, (name, (world, count)) in enumerate(kinds.items())
        }
        cells = list(itertools.product(PEOPLE, SPREADS, SIZES))
        powers = {
            cell: pool.submit(power, cell[0], cell[2], cell[1], max(ROUNDS * teams // TEAMS, 1)) for cell in cells
        }
        rankings = {spread: pool.submit(ranking, spread, teams) for spread in SPREADS}
        drawn = {name: [one for chunk in chunks for one in chunk.result()] for name, chunks in asked.items()}
        found = {cell: one.result() for cell, one in powers.items()}
        usual = {spread: one.result() for spread, one in rankings.items()}

    seen = {name: rates(those) for name, those in drawn.items()}
    print(f"{'Nobody is better: flagged':<36}{'pages':>8}{'people':>9}{'of pages':>10}   plain z 95 %, 99.8 %: pages")
    for name, of in seen.items():
        if name in REAL or name == "ahead":
            continue
        if name in BEYOND and name == next(iter(BEYOND)):
            print("not promised:")
        crude = "".join(f"{share:>8.0%}" for share in of.crude)
        print(f"  {name:<34}{of.pages:>8.1%}{of.people:>9.2%}{of.count:>10,}   {crude}")
        if name not in BEYOND and (beyond_chance(of.pages, of.count, FLAGGED_PAGES) or of.people > FLAGGED_PEOPLE):
            broken.append(f"{name}: somebody is flagged on {of.pages:.1%} of pages, {of.people:.2%} of people")
    print("\nReal differences: flagged")
    for name in REAL:
        print(
            f"  {name:<34}{seen[name].people:>8.1%} of people; {seen[name].wrong:.1%} of the flags point the wrong way"
        )
    print("\n10 points better than 80 % by one of eight metrics, 300 requests each: found")
    found_first = [one.first for one in drawn["ahead"]]
    share, widened = float(np.mean(found_first)), float(np.mean([one.widened for one in drawn["ahead"]]))
    print(f"  {share:>6.0%} of {len(found_first):,} pages; on {widened:.0%} the limits were widened")
    if intervals.wilson(np.array([float(sum(found_first))]), np.array([float(len(found_first))]))[1][0] < FOUND:
        broken.append(f"10 points better: found on {share:.0%}")
    print("\nPower: 10 points better than the base rate (at 95 %: worse) is flagged, on a page of eight metrics")
    print(f"  {'people':>6}{'real spread':>13}  " + "".join(f"{f'base {rate:.0%}':^26}" for rate in RATES))
    print(" " * 23 + "".join("".join(f"{n:>6}" for n in SIZES) + "  " for _ in RATES))
    for people, spread in itertools.product(PEOPLE, SPREADS):
        shares = [[found[people, spread, n][place] for n in SIZES] for place in range(len(RATES))]
        print(
            f"  {people:>6}{f'{100 * spread:.0f} points':>13}  "
            + "".join("".join(f"{share:>6.0%}" for share in row) + "  " for row in shares)
        )

    print("\nThe usual ranking (crude share, ten people, 80 %, 300 requests a month) is wrong")
    print(f"  {'real spread':<14}{'first is none of':>22}{'last is average,':>22}{'first is not first':>22}")
    print(f"  {'':<14}{'the three best':>22}{'with hard requests':>22}{'the next month':>22}")
    for spread, (best, last, following) in usual.items():
        first = "nobody is better" if spread == 0 else f"{best:.0%}"
        print(f"  {f'{100 * spread:.0f} points':<14}{first:>22}{last:>22.0%}{following:>22.0%}")
    print(f"\n{time.perf_counter() - began:.0f} s")
    print("\n".join(broken) if broken else "All promises hold.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TEAMS))
