"""What goals are set on: the baseline before the start, the past, the limits of a target. All through measure.

How a goal stands since then is in goal_standing.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import cast

import polars as pl

from answers import clock
from answers.measure import measure, single, values
from data.calendar import Grain
from data.errors import Invalid
from data.records import Goal
from data.scope import Scope
from data.store import Generation
from metrics import pace
from metrics.catalogue import metric as entry
from metrics.metric import N_, NO_VALUE, Value
from metrics.pace import Course, Kind

BASELINE_MONTHS = 12
BASELINE_ENOUGH = 6  # fewer complete months with data: still computed, and said


@dataclass(frozen=True)
class Baseline:
    """A metric pooled over the complete months before a start: which dates, and how many months had data."""

    pooled: Value
    first: date
    last: date
    months: int


def baseline(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    start: date,
    where: Mapping[str, Sequence[str]],
    stat: str | None = None,
    params: Mapping[str, float] | None = None,
    per: Grain | None = None,
) -> Baseline | None:
    """The baseline over up to 12 complete months before the start; null where none of them has data.

    Of a total, and of what can't be pooled, it is the mean of the complete periods of the grain `per` (usually months).
    """
    latest = clock.last_complete("month", generation)
    if latest is None:
        return None
    last = min(latest, clock.shift("month", clock.start("month", start, generation), -1, generation))
    first = clock.shift("month", last, 1 - BASELINE_MONTHS, generation)
    asked = partial(measure, metric, scope, generation, where=where, stat=stat, params=params)
    months = asked(grain="month", span=clock.span("month", first, last, generation)).filter(pl.col("n") > 0)
    if months.is_empty():
        return None
    span = clock.span("month", months["period"].min(), last, generation)  # type: ignore[arg-type]
    known = entry(metric)
    if known.pools and not known.is_total:
        return Baseline(single(asked(span=span)), *span, months=months.height)
    periods = [value for first, last, value in periods_of(asked, per or "month", *span, generation) if last <= span[1]]
    return Baseline(mean(periods), *span, months=months.height)


def periods_of(
    asked: Callable[..., pl.DataFrame], grain: Grain, since: date, until: date, generation: Generation
) -> list[tuple[date, date, Value]]:
    """First day, last day and value of the periods that begin in since … until, as far as there is data."""
    table = asked(grain=grain, span=(since, until))
    table = table.filter(pl.col("period") >= since)
    spans = [clock.span(grain, day, day, generation) for day in table["period"]]
    return [(*each, value) for each, value in zip(spans, values(table), strict=True)]


def mean(given: Sequence[Value]) -> Value:
    """The mean of the values that there are, each as much as the others, with all their n; no interval is known."""
    known = [each for each in given if each.value is not None]
    if not known:
        return NO_VALUE
    return Value(sum(each.value or 0.0 for each in known) / len(known), sum(each.n for each in known), None, None)


def check(metric: str, target: float | None, baseline: float | None = None) -> None:
    """Raises Invalid for a target or baseline that the metric's unit can never have."""
    known = entry(metric)
    limits = {"share": (0.0, 1.0), "points": (-100.0, 100.0)}
    low, high = limits.get(known.unit, (0.0, float("inf")))
    words = {
        "share": N_("A share lies between 0 and 100 %."),
        "points": N_("The score lies between −100 and +100 points."),
        "seconds": N_("A duration is not below zero."),
    }.get(known.unit, N_("The value is not below zero."))
    given = {"target": target, "baseline": baseline}
    wrong = {name: words for name, value in given.items() if value is not None and not low <= value <= high}
    if target is None:
        wrong["target"] = N_("Enter the target as a number.")
    if wrong:
        raise Invalid(wrong)


def course(goal: Goal) -> Course:
    """What a goal wants, in the form that metrics/pace.py follows."""
    milestones = tuple((each.on, each.value) for each in goal.milestones)
    return Course(cast(Kind, goal.kind), goal.baseline, goal.target, goal.start, goal.deadline, milestones)


def grain(goal: Goal) -> Grain:
    """The periods in which a goal is followed: those it recurs in, else what suits its length."""
    if goal.recurs is not None:
        return cast(Grain, goal.recurs)
    return pace.grain(goal.start, goal.deadline, entry(goal.metric).grains)


def history(goal: Goal, scope: Scope, generation: Generation) -> list[tuple[date, date, Value]]:
    """First day, last day and value of each period from the baseline's first to the deadline, as far as data reach.

    At the goal's grain; the running period is in it.
    """
    steps = grain(goal)
    first = goal.baseline_from or clock.shift("month", clock.start("month", goal.start, generation), -6, generation)
    table = measure(
        goal.metric,
        scope,
        generation,
        grain=steps,
        span=(clock.start(steps, first, generation), goal.deadline),
        where=goal.where,
        stat=goal.stat,
        params=goal.params,
    )
    spans = [clock.span(steps, day, day, generation) for day in table["period"]]
    return [(*span, value) for span, value in zip(spans, values(table), strict=True)]


def past(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    last: date,
    where: Mapping[str, Sequence[str]],
    stat: str | None = None,
    params: Mapping[str, float] | None = None,
) -> list[tuple[date, date, Value]]:
    """First day, last day and value of the 13 months that end with `last`."""
    first = clock.shift("month", last, -12, generation)
    span = clock.span("month", first, last, generation)
    table = measure(metric, scope, generation, grain="month", span=span, where=where, stat=stat, params=params)
    spans = [clock.span("month", day, day, generation) for day in table["period"]]
    return [(*span, value) for span, value in zip(spans, values(table), strict=True)]


def courses(known: Sequence[Goal], where: Mapping[str, Sequence[str]], month: date) -> dict[str, Course]:
    """Metric → the goal that holds in a month for just this choice of requests; the nearest deadline wins.

    Only goals on a metric's usual statistic and parameters: another number needs another target.
    """
    choice = {name: sorted(values) for name, values in where.items()}
    held: dict[str, Course] = {}
    for goal in sorted(known, key=lambda one: one.deadline, reverse=True):
        same = {name: sorted(values) for name, values in goal.where.items()} == choice
        usual = goal.stat in (None, entry(goal.metric).default_stat) and not goal.params
        if same and usual and goal.start <= month <= goal.deadline:
            held[goal.metric] = course(goal)
    return held
