"""Made-up lines of a month and movements of a share, for tests of what is said and drawn of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from answers.explain import Part, Why
from answers.month import Line
from metrics import decomposition, estimates
from metrics.catalogue import CATALOGUE
from metrics.change import Change
from metrics.metric import NO_VALUE, Value

MONTHS = tuple(date(2025 + (9 + i) // 12, (9 + i) % 12 + 1, 1) for i in range(13))  # October 2025 to October 2026
REAL = Change("real_change", "down", None, seasonal=False)
USUAL = Change("within_normal_variation", None, None, seasonal=False)
SHORT = Change("too_short_to_judge", None, None, seasonal=False)

Counts = Mapping[Any, tuple[int, int]]  # group → hits, n


def share(hits: int, n: int) -> Value:
    row = estimates.share(pl.DataFrame({"hits": [hits], "n": [n]})).select("value", "n", "low", "high").row(0)
    return Value(*row)


def line(metric: str, now: Value, previous: Value = NO_VALUE, year_ago: Value = NO_VALUE, **given: Any) -> Line:
    """A line of October 2026; the months between are as the one before."""
    values = [year_ago, *[previous] * 11, now]
    usual: dict[str, Any] = {"days": None, "partial": frozenset(), "change": USUAL, "course": None}
    return Line(
        metric=CATALOGUE[metric],
        now=now,
        previous=previous,
        year_ago=year_ago,
        trend=tuple(zip(MONTHS, values, strict=True)),
        earlier=(NO_VALUE,) * 13,
        **usual | given,
    )


def why(before: Counts, now: Counts, by: str = "channel", metric: str = "csat") -> Why:
    """What moved a share from some counts to others."""
    sides = [_frame(before), _frame(now)]
    split = decomposition.decompose(*sides)
    assert split.before is not None
    assert split.now is not None
    parts = tuple(
        Part(
            row["group"],
            share(*before[row["group"]]) if row["group"] in before else NO_VALUE,
            share(*now[row["group"]]) if row["group"] in now else NO_VALUE,
            row["part_before"],
            row["part_now"],
            row["mix"],
            row["rate"],
            row["apart"],
        )
        for row in split.groups.iter_rows(named=True)
    )
    return Why(
        CATALOGUE[metric],
        by,
        _whole(list(before.values())),
        _whole(list(now.values())),
        split.now - split.before,
        split.mix or 0.0,
        split.rate or 0.0,
        split.new or 0.0,
        split.vanished or 0.0,
        parts,
    )


def _frame(counts: Counts) -> pl.DataFrame:
    return pl.DataFrame(
        [(group, n, hits) for group, (hits, n) in counts.items()],
        schema={"group": pl.String, "n": pl.Int64, "hits": pl.Int64},
        orient="row",
    )


def _whole(counts: Sequence[tuple[int, int]]) -> Value:
    return share(sum(hits for hits, _n in counts), sum(n for _hits, n in counts))
