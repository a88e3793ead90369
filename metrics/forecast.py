"""Where a metric is heading: joint paths of the coming periods, and the chance that a goal's verdict is met.

How each method goes on from a series is in metrics/extrapolation.py; the words for a chance in metrics/pace.py; how
well both promises are kept, that of the interval and that of the chance, is measured by benchmarks/forecast.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import nnls
from scipy.special import gammaincinv, ndtri
from scipy.stats import qmc

from metrics.extrapolation import Floats, extrapolations
from metrics.pace import WINDOW, Course
from metrics.value import Value

SHORTEST = 8  # periods with a value
LONGEST = 72  # periods looked back
TRAINING = 3  # values before the first origin
DRAWS = 2048  # twice a power of 2
SEED = 4
DOUBT = 8.0  # a method whose errors are a tenth larger than the best one's counts half as much in the spread
TRUST = 10.0  # weight of the usual make-up below beside the errors found: little with a long history, much with a short

# What an error is made of, per variance one period ahead: the chance of each period, a wrong level today, wandering
# from period to period, a wrong slope. Half-way between what a method meets in pure noise and in a random walk.
AROUND_A_LEVEL = (0.75, 0.25, 0.05, 0.002)
FROM_THE_LATEST = (0.3, 0.7, 0.4, 0.005)
MAKE_UP = {
    "naive": FROM_THE_LATEST,
    "mean": AROUND_A_LEVEL,
    "smoothed": AROUND_A_LEVEL,
    "drift": FROM_THE_LATEST,
    "damped_trend": FROM_THE_LATEST,
    "seasonal_naive": AROUND_A_LEVEL,
}


@dataclass(frozen=True)
class Outlook:
    """What may come. `paths`: draws × horizon in the metric's unit; each row is one joint future of the coming periods.

    `method`: the key in MAKE_UP whose forecast is the middle. `errors`: mean absolute error of its rolling-origin
    forecasts 1, 2 … periods ahead, in the metric's unit, as far as the history could test them.
    """

    method: str
    paths: Floats
    errors: tuple[float, ...]

    def fan(self, inside: float = 0.8) -> list[tuple[float, float, float]]:
        """Low, middle and high of each coming period; this share of the paths lies between low and high."""
        tail = (1 - inside) / 2
        low, middle, high = np.quantile(self.paths, [tail, 0.5, 1 - tail], axis=0).tolist()
        return list(zip(low, middle, high, strict=True))


def outlook(
    history: Sequence[Value], horizon: int, *, unit: str, minimum_n: int, season: int | None = None
) -> Outlook | None:
    """Forecast of the next `horizon` periods from one value per complete period, oldest first, null where none.

    Null: fewer than SHORTEST periods with a value, or their usual n (median of the latest SHORTEST) below `minimum_n`.
    `season`: periods in a year (12 months) or week (7 days), where there is one. A horizon of 0 has paths of width 0.

    The middle is the forecast of the method with the least rolling-origin error on this very history. Besides naive,
    seasonal naive, drift and damped trend two stand for choice that go by a level: the mean of the latest 12 periods
    and simple exponential smoothing. Without them, noise around a level is followed at every step, and the simulated
    chances are worse (Brier score 0.114 instead of 0.109).
    The spread is that method's errors by horizon, smoothed (`_spread`), with tails of Student's t for few origins, and
    wider where methods that came as close say something else. Hyndman & Athanasopoulos, Forecasting: Principles and
    Practice, 5.5 and 5.10. Shares stay in 0…1, points in −100…100, all else at or above 0. The same history always
    gives the same paths.
    """
    if horizon < 0:
        raise ValueError("horizon below 0")
    known = [each for each in history[-LONGEST:] if each.value is not None]
    usual_n = float(np.median([each.n for each in known[-SHORTEST:]])) if known else 0.0
    if len(known) < SHORTEST or usual_n < minimum_n:
        return None
    values = np.array([np.nan if each.value is None else each.value for each in history[-LONGEST:]])
    series = _even(values[np.flatnonzero(~np.isnan(values))[0] :], unit)
    ahead = max(horizon, 1)
    forecasts = extrapolations(series, ahead, season)

    coming = np.arange(1, len(series))[:, None] + np.arange(ahead)
    actual = np.append(series, np.full(ahead, np.nan))[coming]
    tested = np.cumsum(~np.isnan(series))[:-1] >= TRAINING
    errors = {method: (actual - made[:-1])[tested] for method, made in forecasts.items()}
    common = np.logical_and.reduce([~np.isnan(each) for each in errors.values()])
    size = {method: float(np.abs(each[common]).mean()) for method, each in errors.items()}
    best = min(size, key=size.__getitem__)

    middle = forecasts[best][-1]
    spread = _spread(errors[best], MAKE_UP[best], least=0.25 / max(usual_n, 1.0) if unit == "share" else 0.0)
    closeness = {method: (size[best] / each) ** DOUBT if each > size[best] else 1.0 for method, each in size.items()}
    for method, close in closeness.items():
        apart = forecasts[method][-1] - middle
        spread = spread + close / sum(closeness.values()) * np.outer(apart, apart)
    freedom = TRAINING + int((~np.isnan(errors[best][:, 0])).sum())
    paths = _back(middle + _draws(spread, freedom), unit)[:, :horizon]

    missed = np.abs(_back(actual, unit) - _back(forecasts[best][:-1], unit))[tested, :horizon]
    missed = missed[:, ~np.isnan(missed).all(axis=0)]
    return Outlook(best, paths, tuple(np.nanmean(missed, axis=0).tolist()))


def chance(paths: Floats, course: Course, known: Sequence[Value], *, total: bool, usual_n: float) -> float | None:
    """Probability 0…1 that the verdict is met: the share of the paths of which it is.

    `known`: the complete periods since the start, oldest first; `paths`: those that remain to the deadline.
    increase_to and decrease_to: the latest WINDOW periods of the span, pooled by n (a coming period weighs `usual_n`),
    reach the target; of totals the mean per period over the whole span does. stay_above and stay_below: every remaining
    period keeps the bound. With no period remaining all four are judged by what is known, so 0 or 1.
    Null: nothing to judge, as no period remains and none of those known has a value, or nothing has a weight.
    """
    remaining = paths.shape[1]
    if course.kind.startswith("stay") and remaining:
        return float(reached(paths, course).all(axis=1).mean())
    window = len(known) + remaining if total else WINDOW
    verdict = pooled(paths, known, window=window, usual_n=None if total else usual_n)
    return None if verdict is None else float(reached(verdict, course).mean())


def pooled(paths: Floats, known: Sequence[Value], *, window: int, usual_n: float | None) -> Floats | None:
    """The latest `window` periods of the span as one value in each draw: what a verdict is given on.

    Known periods weigh their n and coming ones `usual_n`; null `usual_n`: all the same. Null: nothing has a weight.
    """
    coming = paths[:, max(paths.shape[1] - window, 0) :]
    before = max(window - paths.shape[1], 0)
    past = [each for each in known[max(len(known) - before, 0) :] if each.value is not None]
    weights = [1.0 if usual_n is None else float(each.n) for each in past]
    weights += [1.0 if usual_n is None else usual_n] * coming.shape[1]
    if sum(weights) <= 0:
        return None
    settled = np.tile([each.value for each in past], (len(paths), 1)).astype(np.float64)
    return np.average(np.hstack([settled, coming]), axis=1, weights=weights)


def reached(values: Floats, course: Course) -> np.ndarray:
    """Of each value whether it is on the wanted side of the target; the target itself is."""
    return values >= course.target if course.wants_more else values <= course.target


def _even(values: Floats, unit: str) -> Floats:
    """On the scale where chance is about as large at each level: roots, of shares their angle; points as they are.

    A value beyond the bounds of its unit, as an occupancy above 1, counts as the bound.
    """
    if unit == "points":
        return values
    roots = np.sqrt(np.maximum(values, 0.0))
    return np.arcsin(np.minimum(roots, 1.0)) if unit == "share" else roots


def _back(values: Floats, unit: str) -> Floats:
    """From that scale to the metric's unit, within its bounds."""
    if unit == "points":
        return np.clip(values, -100.0, 100.0)
    if unit == "share":
        return np.sin(np.clip(values, 0.0, np.pi / 2)) ** 2
    return np.maximum(values, 0.0) ** 2


def _spread(errors: Floats, make_up: tuple[float, float, float, float], least: float) -> Floats:
    """Covariance of the errors 1 … horizon periods ahead, from origins × horizon errors, NaN where not tested.

    The products of errors found are fitted by four parts that each are a covariance, none below 0: so the few errors
    of far horizons borrow from the many of near ones, horizons beyond the history follow, and any sum of periods has
    its variance. Overlapping forecasts share their periods: one h ahead counts 1/h. `least`: variance one period ahead
    that chance alone gives. With few origins the best method only looks as good as that: 1 + 1/origins wider.
    """
    found = ~np.isnan(errors)
    count = found.T.astype(np.float64) @ found
    filled = np.where(found, errors, 0.0)
    products = filled.T @ filled / np.maximum(count, 1)
    scale = max(float(products[0, 0]), least) * (1 + 1 / count[0, 0])
    far = np.arange(1.0, errors.shape[1] + 1)
    if scale == 0:
        return np.zeros((len(far), len(far)))
    each_period, level = np.eye(len(far)), np.ones((len(far), len(far)))
    wandering, slope = np.minimum.outer(far, far) - 1, np.multiply.outer(far, far)
    parts = np.stack([each_period, level, wandering, slope])
    usual = np.array(make_up)
    like = np.tensordot(usual, parts, 1)
    near, later = np.nonzero(np.triu(count))
    tested = (np.diag(count) > 0).sum()
    weight = np.sqrt(count[near, later] / far[later] / tested / like[near, near] / like[later, later])
    firm = np.sqrt(TRUST)
    shares, _ = nnls(
        np.vstack([(parts[:, near, later] * weight).T, firm * np.eye(len(parts))]),
        np.append(products[near, later] / scale * weight, firm * usual),
    )
    fitted: Floats = scale * np.tensordot(shares, parts, 1)
    return fitted


def _draws(spread: Floats, freedom: int) -> Floats:
    """DRAWS × horizon of Student's t with this covariance as scale; each has its mirror image, so the middle stays."""
    variances, directions = np.linalg.eigh(spread)
    # The symmetric root: the only one that is the same whatever the unit and the order of the directions.
    half = _standard(len(spread), freedom) @ (directions * np.sqrt(np.maximum(variances, 0.0)) @ directions.T)
    return np.concatenate([half, -half])


@lru_cache(maxsize=64)
def _standard(horizon: int, freedom: int) -> Floats:
    """Half of DRAWS × horizon of Student's t with scale 1, joint in a row.

    Sobol's points instead of random ones: the same few draws for every goal must not lean to one side.
    """
    points = qmc.Sobol(horizon + 1, rng=SEED).random(DRAWS // 2)
    tails = np.sqrt(freedom / 2 / gammaincinv(freedom / 2, points[:, -1:]))
    draws: Floats = ndtri(points[:, :-1]) * tails
    return draws
