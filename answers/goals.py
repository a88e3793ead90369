"""How goals stand: baseline before the start, actual against pace since, and the word for it. All through measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import cast

import polars as pl

from answers import clock
from answers.availability import Say, missing
from answers.measure import measure, single, values
from data.errors import Invalid
from data.records import Goal
from data.scope import Scope
from data.store import Generation
from metrics import pace
from metrics.catalogue import metric as entry
from metrics.metric import N_, NO_VALUE, Value
from metrics.pace import Course, Kind, Status

BASELINE_MONTHS = 12
BASELINE_ENOUGH = 6  # fewer complete months with data: still computed, and said


@dataclass(frozen=True)
class Baseline:
    """A metric pooled over the complete months before a start: which dates, and how many months had data."""

    pooled: Value
    first: date
    last: date
    months: int


@dataclass(frozen=True)
class Standing:
    """A goal now. `now` is pooled over `since`…`until`; `pace` is where it should stand in the middle of them."""

    status: Status
    now: Value
    since: date | None
    until: date | None
    pace: float | None
    progress: float | None
    unavailable: str | None  # why the loaded data cannot feed the metric


def baseline(
    metric: str,
    scope: Scope,
    generation: Generation,
    *,
    start: date,
    where: Mapping[str, Sequence[str]],
    stat: str | None = None,
    params: Mapping[str, float] | None = None,
) -> Baseline | None:
    """The baseline over up to 12 complete months before the start; null where none of them has data."""
    latest = clock.last_complete("month", generation)
    if latest is None:
        return None
    last = min(latest, clock.shift("month", clock.start("month", start, generation), -1, generation))
    first = clock.shift("month", last, 1 - BASELINE_MONTHS, generation)
    span = clock.span("month", first, last, generation)
    months = measure(metric, scope, generation, grain="month", span=span, where=where, stat=stat, params=params).filter(
        pl.col("n") > 0
    )
    if months.is_empty():
        return None
    span = clock.span("month", months["period"].min(), last, generation)  # type: ignore[arg-type]
    pooled = single(measure(metric, scope, generation, span=span, where=where, stat=stat, params=params))
    return Baseline(pooled, *span, months=months.height)


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
    return Course(cast(Kind, goal.kind), goal.baseline, goal.target, goal.start, goal.deadline)


def _grain(goal: Goal) -> pace.Grain:
    return pace.grain(goal.start, goal.deadline, entry(goal.metric).grains)


def history(goal: Goal, scope: Scope, generation: Generation) -> list[tuple[date, date, Value]]:
    """First day, last day and value of each period from the baseline's first to the deadline, as far as data reach.

    At the goal's grain; the running period is in it.
    """
    grain = _grain(goal)
    first = goal.baseline_from or clock.shift("month", clock.start("month", goal.start, generation), -6, generation)
    table = measure(
        goal.metric,
        scope,
        generation,
        grain=grain,
        span=(clock.start(grain, first, generation), goal.deadline),
        where=goal.where,
        stat=goal.stat,
        params=goal.params,
    )
    spans = [clock.span(grain, day, day, generation) for day in table["period"]]
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


def standing(goal: Goal, scope: Scope, generation: Generation, say: Say = str) -> Standing:
    """Status, progress and pace of a goal, from the last complete periods since its start."""
    known = entry(goal.metric)
    reason = missing(goal.metric, generation, say)
    today = clock.as_of(generation)
    if reason is not None or today is None:
        reason = reason or say(N_("The loaded data has no dates."))
        return Standing("not_enough_data", NO_VALUE, None, None, None, None, reason)
    window = _window(goal, today, generation)
    if window is None:
        word: Status = "not_started" if today < goal.start else "too_early"
        return Standing(word, NO_VALUE, None, None, None, None, None)
    since, until = window
    asked = partial(measure, goal.metric, scope, generation, where=goal.where, stat=goal.stat, params=goal.params)
    now = single(asked(span=window))
    periods: list[float | None] = []
    if goal.kind.startswith("stay"):
        grain = _grain(goal)
        periods = asked(grain=grain, span=(goal.start, until))["value"].to_list()
    middle = since + (until - since) / 2
    aim = course(goal)
    return Standing(
        status=pace.status(aim, now, middle, today, minimum_n=known.minimum_n, settles_days=known.settles_days),
        now=now,
        since=since,
        until=until,
        pace=pace.pace(aim, middle),
        progress=pace.progress(aim, now.value, periods),
        unavailable=None,
    )


def _window(goal: Goal, today: date, generation: Generation) -> tuple[date, date] | None:
    """The last complete periods since the start, at most WINDOW; at the end those before the deadline. Null: none."""
    grain = _grain(goal)
    if today >= goal.deadline:
        until = goal.deadline
        last = clock.start(grain, until, generation)
    else:
        complete = clock.last_complete(grain, generation)
        if complete is None:
            return None
        last = complete
        until = clock.span(grain, last, last, generation)[1]
    since = max(goal.start, clock.shift(grain, last, 1 - pace.WINDOW, generation))
    return (since, until) if since <= until else None


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
