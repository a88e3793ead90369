"""Two periods or two segments side by side: what differs, and whether chance alone could make the difference."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, get_args

from answers import clock
from answers.availability import cuts
from answers.goal_standing import open_days
from answers.measure import single, together
from data.calendar import Grain
from data.scope import Scope
from data.store import Generation
from metrics import intervals
from metrics.catalogue import metric as entry
from metrics.metric import Metric, Value

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]
Warned = Literal["different_length", "different_response_rates", "overlap", "too_few"]

RESPONSE_RATE = "survey_response_rate"


@dataclass(frozen=True)
class Side:
    """One of the two: its dates, both included (null: all rows, undated ones too), and its choice of requests."""

    span: Span | None
    where: Where


@dataclass(frozen=True)
class Compared:
    """A metric on both sides.

    `difference` = second − first in the metric's unit, null where a side has no value; `low`, `high`: its 95 %
    interval, null where nothing was sampled (counts, sums), and with it `beyond_chance`: whether it leaves out zero.
    `per_day`: of a total, both sides per day that the organisation is open; null for others and without dates.
    `warnings`, in this order: different_length (of a number that grows with its period); different_response_rates (of
    survey answers, beyond chance: others may have answered); overlap (the same rows may count on both sides, so the
    interval is wider than it need be); too_few (a side has fewer cases than the metric's minimum).
    """

    metric: Metric
    first: Value
    second: Value
    difference: float | None
    low: float | None
    high: float | None
    beyond_chance: bool | None
    per_day: tuple[float | None, float | None] | None
    warnings: tuple[Warned, ...]


def compare(metrics: Sequence[str], first: Side, second: Side, scope: Scope, generation: Generation) -> list[Compared]:
    """Both sides of each metric, in the order of `metrics`.

    Left out: what cannot be chosen by what a side chooses by, and with dates what tells how things stand now alone.
    """
    chosen, dated = {*first.where, *second.where}, first.span is not None or second.span is not None
    shown = [
        metric
        for metric in dict.fromkeys(metrics)
        if chosen <= set(cuts(metric)) and (entry(metric).grains or not dated)
    ]
    rated = [RESPONSE_RATE] if any(map(_of_answers, shown)) and chosen <= set(cuts(RESPONSE_RATE)) else []
    asked = partial(together, [*dict.fromkeys([*shown, *rated])], scope, generation)
    with ThreadPoolExecutor(2) as pool:
        sides = list(pool.map(lambda side: asked(span=side.span, where=side.where), (first, second)))
    found = {name: tuple(single(side[name]) for side in sides) for name in sides[0]}
    other_rates = bool(rated) and _beyond_chance(_interval(*found[RESPONSE_RATE])) is True
    days = [None if side.span is None else open_days(*side.span, generation) for side in (first, second)]
    general: dict[Warned, bool] = {
        "different_length": not _as_long(first.span, second.span, generation),
        "different_response_rates": other_rates,
        "overlap": _may_share_rows(first, second),
    }
    return [_compared(metric, found[metric], days, general) for metric in shown]


def _compared(
    metric: str, sides: tuple[Value, ...], days: Sequence[int | None], general: Mapping[Warned, bool]
) -> Compared:
    known, (first, second) = entry(metric), sides
    bounds = _interval(first, second)
    applies: dict[Warned, bool] = {
        "different_length": known.is_total or not known.pools,
        "different_response_rates": _of_answers(metric),
    }
    warned = {name: given and applies.get(name, True) for name, given in general.items()}
    warned["too_few"] = not known.is_total and any(
        side.value is not None and side.n < known.minimum_n for side in sides
    )
    return Compared(
        metric=known,
        first=first,
        second=second,
        difference=None if first.value is None or second.value is None else second.value - first.value,
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
        beyond_chance=_beyond_chance(bounds),
        per_day=(_per(first, days[0]), _per(second, days[1])) if known.is_total and all(days) else None,
        warnings=tuple(name for name in get_args(Warned) if warned[name]),
    )


def _interval(first: Value, second: Value) -> tuple[float, float] | None:
    return intervals.difference(second, first)


def _beyond_chance(bounds: tuple[float, float] | None) -> bool | None:
    return None if bounds is None else not bounds[0] <= 0 <= bounds[1]


def _per(value: Value, days: int | None) -> float | None:
    return None if value.value is None or not days else value.value / days


def _of_answers(metric: str) -> bool:
    """Whether a metric tells of those who answered a survey."""
    return metric != RESPONSE_RATE and any(need.startswith("surveys.") for need in entry(metric).needs)


def _as_long(first: Span | None, second: Span | None, generation: Generation) -> bool:
    """As many days, or both a whole month, quarter or year: those are compared although their days differ."""
    if first is None or second is None:
        return first is second
    if first[1] - first[0] == second[1] - second[0]:
        return True
    whole = _whole(first, generation)
    return whole is not None and whole == _whole(second, generation)


def _whole(span: Span, generation: Generation) -> Grain | None:
    """The grain of which a span is one whole period; null where it is none."""
    grains: tuple[Grain, ...] = get_args(Grain)
    return next((grain for grain in grains if _period(grain, span[0], generation) == span), None)


def _period(grain: Grain, day: date, generation: Generation) -> Span:
    first = clock.start(grain, day, generation)
    return clock.span(grain, first, first, generation)


def _may_share_rows(first: Side, second: Side) -> bool:
    """Whether neither the dates nor a choice keeps the sides apart."""
    spans = [side.span for side in (first, second) if side.span is not None]
    meet = max(span[0] for span in spans) <= min(span[1] for span in spans) if spans else True
    both = set(first.where) & set(second.where)
    return meet and all(set(first.where[name]) & set(second.where[name]) for name in both)
