"""From what the engine counted to value, n, low, high: one function for each kind of number.

Each takes a frame with one row per group and period and the counted columns named in its docstring, and returns the
frame with `value`, `n`, `low`, `high` (Float64, Int64, Float64, Float64) in their place. Undefined is null, never 0.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics import intervals
from metrics.intervals import Numbers

Estimate = Callable[[pl.DataFrame], pl.DataFrame]
COUNTED = ("n", "hits", "promoters", "detractors", "values", "total", "x", "y", "xx", "xy", "yy")
P90 = 0.9


def _with(frame: pl.DataFrame, value: Any, n: pl.Series, low: Any, high: Any) -> pl.DataFrame:
    def column(name: str, content: Any) -> pl.Series:
        return pl.Series(name, content, dtype=pl.Float64, strict=False).fill_nan(None)

    return frame.drop(COUNTED, strict=False).with_columns(
        column("value", value), n.cast(pl.Int64).alias("n"), column("low", low), column("high", high)
    )


def _numbers(frame: pl.DataFrame, *names: str) -> list[Numbers]:
    """Counts and sums; a sum of no rows is null and counts as 0."""
    return [frame[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in names]


def _divided(x: Numbers, y: Numbers) -> Numbers:
    """x / y, NaN where y = 0."""
    quotients: Numbers = np.divide(x, y, out=np.full(len(y), np.nan), where=y != 0)
    return quotients


def _only(n: pl.Series, known: npt.NDArray[np.bool_]) -> pl.Series:
    """n of what is defined, 0 of the rest."""
    return n.fill_null(0).set(pl.Series(~known), 0)


def share(frame: pl.DataFrame) -> pl.DataFrame:
    """`hits` of `n`: a share 0–1 with Wilson's interval; null where n = 0."""
    hits, n = _numbers(frame, "hits", "n")
    low, high = intervals.wilson(hits, n)
    return _with(frame, _divided(hits, n), frame["n"].fill_null(0), low, high)


def count(frame: pl.DataFrame) -> pl.DataFrame:
    """`n` rows: complete, no sample, so no interval. Nothing counted is a true zero."""
    n = frame["n"].fill_null(0)
    nothing = [None] * len(n)
    return _with(frame, n.cast(pl.Float64), n, nothing, nothing)


def total(frame: pl.DataFrame) -> pl.DataFrame:
    """`total` of an amount over the `n` rows that carry it: complete, so no interval; null where n = 0."""
    n = frame["n"].fill_null(0)
    nothing = [None] * len(n)
    return _with(frame, frame["total"].cast(pl.Float64).set(n == 0, None), n, nothing, nothing)


def quotient(frame: pl.DataFrame) -> pl.DataFrame:
    """`x` / `y`, two complete sums, of which `n` stands beside: no interval.

    Null with n = 0 where y = 0, or where no row carries an x at all: costs that nobody entered are not 0.
    """
    x, y = _numbers(frame, "x", "y")
    known = (y != 0) & frame["x"].is_not_null().to_numpy()
    nothing = [None] * len(y)
    return _with(frame, np.where(known, _divided(x, y), np.nan), _only(frame["n"], known), nothing, nothing)


def ratio(frame: pl.DataFrame) -> pl.DataFrame:
    """Σx / Σy of parts in a whole, over `n` rows of which `x`, `y`, `xx`, `xy`, `yy` are the sums of x, y and products.

    A share 0–1 with an interval that is held to 0–1 and undefined below n = 2. Null with n = 0 where Σy = 0.
    """
    n, x, y, xx, xy, yy = _numbers(frame, "n", "x", "y", "xx", "xy", "yy")
    value = _divided(x, y)
    low, high = intervals.ratio(n, x, y, xx, xy, yy)
    low, high = np.maximum(low, 0.0), np.minimum(high, np.maximum(value, 1.0))  # a value above 1 keeps its bound
    return _with(frame, value, _only(frame["n"], y != 0), low, high)


def composed(frame: pl.DataFrame) -> pl.DataFrame:
    """`value`, `n`, `low`, `high` as they were composed of other metrics' values."""
    return frame


def net_promoter_score(frame: pl.DataFrame) -> pl.DataFrame:
    """`promoters`, `detractors` of `n`: points −100…+100 with the adjusted Wald interval; null where n = 0."""
    p, d, n = _numbers(frame, "promoters", "detractors", "n")
    low, high = intervals.net_promoter(p, d, n)
    return _with(frame, _divided(100 * (p - d), n), frame["n"].fill_null(0), low, high)


def median(frame: pl.DataFrame) -> pl.DataFrame:
    """Median of `values` (sorted lists) with its order-statistics interval; null where the list is empty."""
    return _quantile(frame, 0.5)


def p90(frame: pl.DataFrame) -> pl.DataFrame:
    """90th percentile of `values` (sorted lists), linear between ranks, with its order-statistics interval."""
    return _quantile(frame, P90)


def mean(frame: pl.DataFrame) -> pl.DataFrame:
    """Mean of `values` with Student's interval; null where the list is empty."""
    values = frame["values"]
    n = values.list.len().fill_null(0)
    means, deviations = values.list.mean(), values.list.std()
    bounds = [intervals.mean(*row) if row[2] >= 2 else (None, None) for row in zip(means, deviations, n, strict=True)]
    return _with(frame, means, n, [low for low, _ in bounds], [high for _, high in bounds])


def mean_of_shares(frame: pl.DataFrame) -> pl.DataFrame:
    """Mean of `values` that lie between 0 and 1; its interval does too."""
    return mean(frame).with_columns(pl.col("low", "high").clip(0.0, 1.0))


def _quantile(frame: pl.DataFrame, p: float) -> pl.DataFrame:
    values = frame["values"]
    n = values.list.len().fill_null(0).cast(pl.Int64)
    counts = n.to_numpy()
    position = (counts - 1) * p
    below = np.floor(position).clip(0).astype(np.int64)

    def at(rank: np.ndarray) -> np.ndarray:
        index = pl.Series(np.where((rank >= 0) & (rank < counts), rank, counts), dtype=pl.Int64)
        return values.list.get(index, null_on_oob=True).cast(pl.Float64).to_numpy().astype(np.float64)

    lower, upper = at(below), at(np.minimum(below + 1, counts - 1))
    low, high = intervals.quantile_ranks(counts, p)
    return _with(frame, lower + (upper - lower) * (position - below), n, at(low - 1), at(high - 1))
