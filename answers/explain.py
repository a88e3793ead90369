"""Why a share moved: different cases or a real change, per channel, topic and team. The month itself: month.py."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from answers.availability import cuts
from answers.measure import single, sums, values
from data.scope import Scope
from data.store import Generation
from metrics import decomposition, estimates
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Metric, Value

DIMENSIONS = ("channel", "topic", "team")
MATTERS = 0.1  # of all movement up and down: a smaller part is not worth a word
NAMED = 3  # parts that one sentence holds

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Part:
    """A group of cases on both sides; null is the group of those that name none.

    `part_before`, `part_now`: its share of all cases, 0–1. `mix`, `rate`: what it adds to the change because there are
    more or fewer of it, and because it is another itself; both null, and `apart` given, for a group on one side only.
    """

    group: str | None
    before: Value
    now: Value
    part_before: float
    part_now: float
    mix: float | None
    rate: float | None
    apart: float | None

    @property
    def moved(self) -> float:
        """What the group adds to the change, for whatever reason."""
        return (self.mix or 0.0) + (self.rate or 0.0) + (self.apart or 0.0)


@dataclass(frozen=True)
class Why:
    """What moved a share, 0–1: mix + rate + new + vanished = change. `parts` by what they add, the largest first."""

    metric: Metric
    by: str
    before: Value
    now: Value
    change: float
    mix: float
    rate: float
    new: float
    vanished: float
    parts: tuple[Part, ...]

    @property
    def rate_interval(self) -> tuple[float, float]:
        """95 % interval of `rate`: where it holds zero, the real change may be chance alone."""
        return decomposition.rate_interval(
            [((each.part_before + each.part_now) / 2, each.before, each.now) for each in self.parts]
        )


def why(
    metric: str, scope: Scope, generation: Generation, *, before: Span, now: Span, by: str, where: Where
) -> Why | None:
    """Why a share moved from one span to another, by one dimension.

    Null for what is no share or cannot be cut so, without data on one side, and where no row names a group.
    """
    return _whys(metric, scope, generation, before, now, (by,), where).get(by)


def whys(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    before: Span | None,
    now: Span | None,
    where: Where,
    where_before: Where | None = None,
) -> dict[str, Why]:
    """The same by each of DIMENSIONS that it can be told by: each side is counted once for all of them.

    `where_before`: what was chosen before, where it is not the same; nothing is told by a dimension that differs there.
    """
    return _whys(metric, scope, generation, before, now, DIMENSIONS, where, where_before)


def drivers_of(why: Why) -> tuple[Part, ...]:
    """The parts that matter for a sentence, up and down, the largest first: at most three."""
    gross = sum(abs(part.moved) for part in why.parts)
    return tuple(part for part in why.parts if abs(part.moved) >= MATTERS * gross > 0)[:NAMED]


def _whys(
    metric: str,
    scope: Scope,
    generation: Generation,
    before: Span | None,
    now: Span | None,
    by: Sequence[str],
    where: Where,
    where_before: Where | None = None,
) -> dict[str, Why]:
    known = entry(metric)
    earlier = where if where_before is None else where_before
    ways = tuple(name for name in by if name in cuts(metric) and where.get(name) == earlier.get(name))
    if known.estimates[known.default_stat] is not estimates.share or not ways:
        return {}
    with ThreadPoolExecutor(2) as pool:
        sides = list(
            pool.map(
                lambda side: sums(metric, scope, generation, by=ways, span=side[0], where=side[1]),
                ((before, earlier), (now, where)),
            )
        )
    found = {name: _why(known, name, *(_cells(side, name) for side in sides)) for name in ways}
    return {name: each for name, each in found.items() if each is not None}


def _cells(counted: pl.DataFrame, by: str) -> pl.DataFrame:
    """group, n, hits of one dimension."""
    return counted.group_by(group=by).agg(pl.col("n", "hits").sum()).filter(pl.col("n") > 0)


def _why(metric: Metric, by: str, before: pl.DataFrame, now: pl.DataFrame) -> Why | None:
    split = decomposition.decompose(before, now)
    if split.before is None or split.now is None or split.groups["group"].drop_nulls().is_empty():
        return None
    sides = [
        dict(zip(side["group"], values(estimates.share(side.drop("group"))), strict=True)) for side in (before, now)
    ]
    parts = [
        Part(
            group=row["group"],
            before=sides[0].get(row["group"], NO_VALUE),
            now=sides[1].get(row["group"], NO_VALUE),
            **{name: row[name] for name in ("part_before", "part_now", "mix", "rate", "apart")},
        )
        for row in split.groups.iter_rows(named=True)
    ]
    whole = [single(estimates.share(side.select(pl.col("n", "hits").sum()))) for side in (before, now)]
    return Why(
        metric=metric,
        by=by,
        before=whole[0],
        now=whole[1],
        change=split.now - split.before,
        mix=split.mix or 0.0,
        rate=split.rate or 0.0,
        new=split.new or 0.0,
        vanished=split.vanished or 0.0,
        parts=tuple(sorted(parts, key=lambda part: (-abs(part.moved), part.group is None, part.group or ""))),
    )
