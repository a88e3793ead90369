"""Whether a forecast keeps its promises: that 80 % of what comes lies in the 80 % interval, and that of goals with a
chance of 70 % seven in ten are met. On simulated processes whose future is known; the real files illustrate.

python -m benchmarks.forecast [SEED, default 2026]; ends with 1 where a promise is not kept.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd

from metrics.extrapolation import Floats
from metrics.forecast import chance, outlook
from metrics.pace import WINDOW, Course, Kind
from metrics.value import Value

ROUNDS = 120  # of each process, length and horizon
LENGTHS = (10, 14, 24, 36)
HORIZONS = (1, 3, 6, 12)
KINDS: tuple[Kind, ...] = get_args(Kind)
FEWEST = 50  # forecasts in a bin of predicted chance that is judged
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

Random = np.random.Generator
Process = Callable[[Random, int], list[Value]]


@dataclass(frozen=True)
class Promise:
    """A chance that was said of a goal, and what came of it."""

    kind: str
    total: bool
    said: float
    met: bool


@dataclass(frozen=True)
class Trial:
    """One forecast and what came: whether its farthest period fell into the 80 % interval, and its promises."""

    process: str
    length: int
    horizon: int
    method: str
    inside: bool
    promises: tuple[Promise, ...]


def _autocorrelated(random: Random, periods: int) -> Floats:
    """AR(1) with 0.6 and variance 1."""
    series = [random.standard_normal()]
    for shock in random.standard_normal(periods - 1):
        series.append(0.6 * series[-1] + 0.8 * shock)
    return np.array(series)


def _values(numbers: Floats, n: int = 200) -> list[Value]:
    return [Value(float(each), n, None, None) for each in numbers]


def independent(random: Random, periods: int) -> list[Value]:
    """Seconds around one level, skewed as durations are."""
    return _values(3600 * np.exp(random.uniform(0.05, 0.3) * random.standard_normal(periods)))


def autocorrelated(random: Random, periods: int) -> list[Value]:
    """Points around one level; a good month is followed by a good month."""
    return _values(20 + random.uniform(3, 8) * _autocorrelated(random, periods))


def seasonal(random: Random, periods: int) -> list[Value]:
    """A number of requests with a wave over the year."""
    chance_of_month = random.uniform(0.07, 0.2)
    wave = (
        random.uniform(2, 4) * chance_of_month * np.sin(2 * np.pi * (np.arange(periods) + random.uniform(0, 12)) / 12)
    )
    return _values(400 * np.exp(wave + chance_of_month * random.standard_normal(periods)))


def drifting(random: Random, periods: int) -> list[Value]:
    """Seconds that wander, and to one side."""
    step = random.uniform(0.03, 0.08)
    return _values(3000 * np.exp(np.cumsum(step * (random.uniform(-0.5, 0.5) + random.standard_normal(periods)))))


def trending(random: Random, periods: int) -> list[Value]:
    """Points along a straight line, with noise."""
    noise = random.uniform(1, 4)
    return _values(10 + noise * (random.uniform(-0.3, 0.3) * np.arange(periods) + random.standard_normal(periods)))


def shares(random: Random, periods: int) -> list[Value]:
    """A share whose level is stable, autocorrelated or wanders, of a number asked that varies from 30 to a thousand."""
    level = random.uniform(-1, 2.5) + random.uniform(0, 0.4) * _autocorrelated(random, periods)
    wandering = random.choice([0.0, 0.05]) * np.cumsum(random.standard_normal(periods))
    n = 30 + random.poisson(random.uniform(20, 400) * np.exp(0.4 * random.standard_normal(periods)))
    hits = random.binomial(n, 1 / (1 + np.exp(-level - wandering)))
    return [Value(float(hit / of), int(of), None, None) for hit, of in zip(hits, n, strict=True)]


PROCESSES: Mapping[str, tuple[Process, str, Sequence[int]]] = {
    "independent": (independent, "seconds", LENGTHS),
    "autocorrelated": (autocorrelated, "points", LENGTHS),
    "seasonal": (seasonal, "count", (36, 36)),  # a season needs years; twice, so that it counts
    "drifting": (drifting, "seconds", LENGTHS),
    "trending": (trending, "points", LENGTHS),
    "shares": (shares, "share", LENGTHS),
}


def _came(course: Course, span: Sequence[Value], remaining: int, total: bool) -> bool:
    """Whether the verdict was met, once everything is known: written apart from `chance`, which it checks."""
    numbers = np.array([each.value for each in span], dtype=np.float64)
    if course.kind.startswith("stay"):
        return all(course.reached(float(each), course.target) for each in numbers[-remaining:])
    if total:
        return course.reached(float(numbers.mean()), course.target)
    n = np.array([each.n for each in span[-WINDOW:]])
    return course.reached(float((numbers[-WINDOW:] * n).sum() / n.sum()), course.target)


def trial(name: str, unit: str, series: Sequence[Value], length: int, random: Random, season: int | None = 12) -> Trial:
    """Forecast from the first `length` periods to the end, with goals of all kinds at random distances from the level.

    The span of a goal began 0–6 periods before now. Totals are asked where a sum over the span has a meaning.
    """
    history, horizon = series[:length], len(series) - length
    seen = outlook(history, horizon, unit=unit, minimum_n=1, season=season)
    assert seen is not None
    low, _, high = seen.fan()[-1]
    numbers = np.array([each.value for each in history])
    level, step = numbers[-WINDOW:].mean(), np.std(np.diff(numbers))
    usual_n = float(np.median([each.n for each in history[-8:]]))
    promises = []
    for kind in KINDS:
        for total in (
            (False, True) if unit in ("count", "seconds") and kind in ("increase_to", "decrease_to") else (False,)
        ):
            shift = {"stay_above": -1.0, "stay_below": 1.0}.get(kind, 0.0)
            target = float(level + step * (shift + random.uniform(-2, 2)))
            course = Course(kind, None, target, date(2026, 1, 1), date(2026, 12, 31))
            known = history[length - int(random.integers(0, 7)) :]
            said = chance(seen.paths, course, known, total=total, usual_n=usual_n)
            assert said is not None
            met = _came(course, [*known, *series[length:]], horizon, total)
            promises.append(Promise(kind, total, said, met))
    came = series[-1].value
    assert came is not None
    return Trial(name, length, horizon, seen.method, low <= came <= high, tuple(promises))


def simulate(seed: int, rounds: int) -> list[Trial]:
    """`rounds` forecasts for each process, length and horizon; the same for the same seed."""
    trials = []
    for number, (name, (process, unit, lengths)) in enumerate(PROCESSES.items()):
        for place, length in enumerate(lengths):
            for horizon in HORIZONS:
                random = np.random.default_rng([seed, number, place, horizon])
                trials += [trial(name, unit, process(random, length + horizon), length, random) for _ in range(rounds)]
    return trials


def bins(promises: Iterable[Promise]) -> list[tuple[int, float, float]]:
    """For each tenth of predicted chance: how many promises, their mean chance, the share that was met (NaN: none)."""
    pairs = np.array([(each.said, each.met) for each in promises], dtype=np.float64).reshape(-1, 2)
    tenth = np.minimum((pairs[:, 0] * 10).astype(int), 9)
    rows = []
    for each in range(10):
        of = pairs[tenth == each]
        said, met = of.mean(axis=0) if len(of) else (np.nan, np.nan)
        rows.append((len(of), float(said), float(met)))
    return rows


def _any(_: Trial) -> bool:
    return True


def _where(field: str, value: object) -> Callable[[Trial], bool]:
    return lambda each: bool(getattr(each, field) == value)


def coverage(trials: Iterable[Trial]) -> float:
    return float(np.mean([each.inside for each in trials]))


def _table_of_intervals(trials: Sequence[Trial], label: str, groups: Mapping[str, Callable[[Trial], bool]]) -> None:
    print(f"\n80 % interval: share that came to lie inside\n{label:<30}" + "".join(f"{h:>14}" for h in HORIZONS))
    for group, within in groups.items():
        cells = [[each for each in trials if within(each) and each.horizon == horizon] for horizon in HORIZONS]
        print(f"{group:<30}" + "".join(f"{coverage(each):>7.1%} of {len(each):>4}" for each in cells))


def _head_of_chances() -> None:
    heads = "".join(f"{tenth / 10:>5.1f}–{tenth / 10 + 0.1:.1f}" for tenth in range(10))
    print(f"\nchance of meeting: share met minus chance said, by chance said (n ≥ {FEWEST})\n{'':<16}{heads}")


def _row_of_chances(group: str, promises: Sequence[Promise]) -> None:
    cells = [f"{met - said:>+9.2f}" if count >= FEWEST else f"{'·':>9}" for count, said, met in bins(promises)]
    print(f"{group:<16}{''.join(cells)}")


def _real() -> Iterator[tuple[str, str, list[Value], int, int | None]]:
    """Series from the real files: name, unit, values, length of history, season."""
    boston = DATA / "boston311" / "boston311_2015_sample2000.csv"
    if boston.exists():
        rows = pd.read_csv(boston, usecols=["OPEN_DT", "OnTime_Status"])
        week = pd.to_datetime(rows["OPEN_DT"], format="%m/%d/%Y %I:%M:%S %p").dt.to_period("W")
        on_time = rows["OnTime_Status"].eq("ONTIME").groupby(week).agg(["mean", "size"]).iloc[1:-1]
        yield "Boston: requests per week", "count", _values(on_time["size"].to_numpy(float)), 20, None
        shares_on_time = [Value(float(share), int(n), None, None) for share, n in on_time.to_numpy()]
        yield "Boston: on time per week", "share", shares_on_time, 20, None
    incidents = DATA / "servicenow_incident_log" / "incident_event_log_sample.csv"
    if incidents.exists():
        rows = pd.read_csv(incidents, usecols=["number", "opened_at"]).drop_duplicates("number", keep="last")
        opened = pd.to_datetime(rows["opened_at"], format="%d/%m/%Y %H:%M")
        daily = opened[opened < "2016-05-30"].dt.to_period("D").value_counts().sort_index()
        days = daily.reindex(pd.period_range(daily.index[0], daily.index[-1], freq="D"), fill_value=0)
        yield "ServiceNow: incidents per day", "count", _values(days.to_numpy(float)), 28, 7


def illustrate(seed: int) -> None:
    """Rolling forecasts of the real series; overlapping, so no proof."""
    for name, unit, values, length, season in _real():
        random = np.random.default_rng(seed)
        trials = [
            trial(name, unit, values[end - length - horizon : end], length, random, season)
            for horizon in HORIZONS
            for end in range(length + horizon, len(values) + 1)
        ]
        _table_of_intervals(trials, name, {"": _any})
        brier = np.mean([(promise.said - promise.met) ** 2 for each in trials for promise in each.promises])
        methods = pd.Series([each.method for each in trials]).value_counts().to_dict()
        print(f"Brier score of the chances {brier:.3f}; methods {methods}")


def kept(trials: Sequence[Trial]) -> list[str]:
    """The promises that are not kept, in words; none: the proof holds."""
    broken = []
    for horizon in HORIZONS:
        share = coverage(each for each in trials if each.horizon == horizon)
        if not 0.75 <= share <= 0.85:
            broken.append(f"{horizon} periods ahead {share:.1%} lie inside")
    promises = [promise for each in trials for promise in each.promises]
    for kind in (None, *KINDS):
        for count, said, met in bins(each for each in promises if kind in (None, each.kind)):
            if count >= FEWEST and abs(met - said) > 0.10:
                broken.append(f"{kind or 'all goals'}: chance {said:.2f} said, {met:.2f} met, of {count}")
    return broken


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    began = time.perf_counter()
    trials = simulate(seed, ROUNDS)
    took = time.perf_counter() - began
    promises = [promise for each in trials for promise in each.promises]
    print(f"{len(trials):,} forecasts with {len(promises):,} chances, seed {seed}")
    print(f"{took / len(trials) * 1000:.1f} ms for a forecast with its chances and the simulated past")

    of_process = {name: _where("process", name) for name in PROCESSES}
    of_length = {f"{length} periods": _where("length", length) for length in LENGTHS}
    of_horizon = {f"{horizon} ahead": _where("horizon", horizon) for horizon in HORIZONS}
    _table_of_intervals(trials, "periods ahead", {"all": _any, **of_process, **of_length})
    _head_of_chances()
    for kind in KINDS:
        _row_of_chances(kind, [each for each in promises if each.kind == kind])
    _row_of_chances("totals", [each for each in promises if each.total])
    for group, within in {"all": _any, **of_process, **of_horizon}.items():
        _row_of_chances(group, [promise for each in trials if within(each) for promise in each.promises])
    chosen = pd.DataFrame([(each.process, each.method) for each in trials], columns=["process", "method"])
    print(f"\nforecasts by chosen method\n{pd.crosstab(chosen['process'], chosen['method']).to_string()}")
    illustrate(seed)
    broken = kept(trials)
    print("\n" + ("\n".join(broken) if broken else "Both promises are kept at every horizon and in every bin."))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
