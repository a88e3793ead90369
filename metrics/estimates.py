"""From what the engine counted to value, n, low, high: one function for each kind of number.

Each takes a frame with one row per group and period and the counted columns named in its docstring, and returns the
frame with `value`, `n`, `low`, `high` (Float64, Int64, Float64, Float64) in their place. Undefined is null, never 0.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from metrics import intervals

Estimate = Callable[[pl.DataFrame], pl.DataFrame]
COUNTED = ("n", "hits", "promoters", "detractors", "values")
P90 = 0.9


def _with(frame: pl.DataFrame, value: pl.Series, n: pl.Series, low: Any, high: Any) -> pl.DataFrame:
    def column(name: str, content: Any) -> pl.Series:
        return pl.Series(name, content, dtype=pl.Float64, strict=False).fill_nan(None)

    return frame.drop(COUNTED, strict=False).with_columns(
        column("value", value), n.cast(pl.Int64).alias("n"), column("low", low), column("high", high)
    )


def share(frame: pl.DataFrame) -> pl.DataFrame:
    """`hits` of `n`: a share 0–1 with Wilson's interval; null where n = 0."""
    hits, n = (frame[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in ("hits", "n"))
    low, high = intervals.wilson(hits, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _with(frame, hits / n, frame["n"].fill_null(0), low, high)


def count(frame: pl.DataFrame) -> pl.DataFrame:
    """`n` rows: complete, no sample, so no interval. Nothing counted is a true zero."""
    n = frame["n"].fill_null(0)
    nothing = [None] * len(n)
    return _with(frame, n.cast(pl.Float64), n, nothing, nothing)


def net_promoter_score(frame: pl.DataFrame) -> pl.DataFrame:
    """`promoters`, `detractors` of `n`: points −100…+100 with the adjusted Wald interval; null where n = 0."""
    p, d, n = (frame[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in ("promoters", "detractors", "n"))
    low, high = intervals.net_promoter(p, d, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _with(frame, 100 * (p - d) / n, frame["n"].fill_null(0), low, high)


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
