"""What a choice of settings does to the numbers: on survey answers before it is saved, on all numbers afterwards."""

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from answers import clock
from answers.availability import missing
from answers.measure import measure, single, values
from answers.month import PREFERRED
from data import engine, queries
from data.scope import Scope
from data.settings import SCORES
from data.store import Generation
from metrics import estimates
from metrics.catalogue import CATALOGUE
from metrics.metric import NO_VALUE, Metric, Value

WORKERS = 4
_SAME = 1e-9  # relative: sums of floats come in another order on another day

Span = tuple[date, date]


@dataclass(frozen=True)
class Moved:
    """A metric whose value or n is another. `span`: of the last complete month; null where all data are compared.

    A value that the data could not feed before, or cannot feed any more, is null with n = 0.
    """

    metric: Metric
    span: Span | None
    before: Value
    after: Value


@dataclass(frozen=True)
class Answers:
    """So many answers of a survey kind gave this score on this scale."""

    kind: str
    scale: str
    score: float
    n: int


def moved(before: Generation, after: Generation, scope: Scope) -> list[Moved]:
    """The headline metrics and those in opening hours that are others in `after`, in their order of preference.

    Looks at the last complete month, and where that is the same, or another month now, at all data.
    """
    business = [metric for metric in CATALOGUE if metric.endswith("_business")]
    spans = _last_month(before), _last_month(after)
    asked: list[tuple[str, Span | None]] = [
        (metric, span)
        for metric in dict.fromkeys([*PREFERRED, *business])
        for span in ([None] if spans[0] != spans[1] else [spans[0], None])
    ]
    with ThreadPoolExecutor(WORKERS) as pool:
        pairs = list(pool.map(lambda one: [_value(one[0], one[1], each, scope) for each in (before, after)], asked))
    found: dict[str, Moved] = {}
    for (metric, span), (old, new) in zip(asked, pairs, strict=True):
        if metric not in found and not _same(old, new):
            found[metric] = Moved(CATALOGUE[metric], span, old, new)
    return list(found.values())


def answers(scope: Scope, generation: Generation) -> tuple[Answers, ...]:
    """How often each score was given to satisfaction and effort surveys, by kind, scale and score; undated ones too."""
    rows = engine.run(queries.rows("surveys"), scope, generation)
    counted = (
        rows.filter(pl.col("kind").is_in(["csat", "ces"]))
        .drop_nulls(["scale", "score"])
        .group_by("kind", "scale", "score")
        .agg(n=pl.len())
        .sort("kind", "scale", "score")
    )
    return tuple(Answers(*row) for row in counted.iter_rows())


def satisfied(given: Sequence[Answers], lowest: Mapping[str, float]) -> dict[str | None, Value]:
    """The share of satisfied answers of each scale that occurs, and under null of all together.

    `lowest`: scale → lowest score that counts as satisfied. Empty where nobody answered.
    """
    return _shares([(each, each.score >= lowest[each.scale]) for each in given if each.kind == "csat"])


def easy(given: Sequence[Answers], end: str) -> dict[str | None, Value]:
    """The share of effort answers on the easy half of their scale, by scale as `satisfied` gives it.

    `end`: the "high" or the "low" end is easy. The middle of a scale is neither easy nor hard.
    """
    sign = 1 if end == "high" else -1
    return _shares(
        [(each, sign * (each.score - sum(SCORES[each.scale]) / 2) > 0) for each in given if each.kind == "ces"]
    )


def priorities(scope: Scope, generation: Generation) -> tuple[str, ...]:
    """The priorities that loaded requests have, the most frequent first."""
    table = measure("requests", scope, generation, by=("priority",)).drop_nulls("priority")
    return tuple(table.sort("n", "priority", descending=[True, False])["priority"])


def _shares(judged: Sequence[tuple[Answers, bool]]) -> dict[str | None, Value]:
    scales: list[str | None] = [*dict.fromkeys(each.scale for each, _hit in judged)]
    if not scales:
        return {}
    scales.append(None)
    counted = pl.DataFrame(
        [
            (
                sum(each.n for each, _hit in judged if scale in (None, each.scale)),
                sum(each.n for each, hit in judged if hit and scale in (None, each.scale)),
            )
            for scale in scales
        ],
        schema={"n": pl.Int64, "hits": pl.Int64},
        orient="row",
    )
    return dict(zip(scales, values(estimates.share(counted)), strict=True))


def _last_month(generation: Generation) -> Span | None:
    month = clock.last_complete("month", generation)
    return None if month is None else clock.span("month", month, month, generation)


def _value(metric: str, span: Span | None, generation: Generation, scope: Scope) -> Value:
    if missing(metric, generation):
        return NO_VALUE
    return single(measure(metric, scope, generation, span=span))


def _same(old: Value, new: Value) -> bool:
    if old.value is None or new.value is None:
        return old.value is new.value and old.n == new.n
    return old.n == new.n and math.isclose(old.value, new.value, rel_tol=_SAME, abs_tol=_SAME)
