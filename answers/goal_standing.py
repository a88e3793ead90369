"""How goals stand: actual against pace, the forecast of the verdict, and the verdict once it is due. Through measure.

A recurring goal is judged in the period that runs, as a goal of its own; so is each earlier one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any, cast

import numpy as np
import polars as pl

from answers import clock, goals
from answers.availability import Say, missing
from answers.measure import measure, single
from data import calendar, records
from data.calendar import Grain
from data.errors import Conflict
from data.records import Goal, Verdict, VerdictTerms
from data.scope import Scope
from data.store import Generation
from metrics import forecast, pace
from metrics.catalogue import metric as entry
from metrics.metric import N_, NO_VALUE, Value
from metrics.pace import Course, Status

RECENT = 6  # periods whose gain is set against the one that is needed
LOOKED_BACK: Mapping[str, int] = {"day": 84, "week": 60, "month": 36}  # periods that a forecast is made from
SEASON: Mapping[str, int | None] = {"day": 7, "week": None, "month": 12}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ahead:
    """A coming period of the forecast: its days, and the middle and the 80 % range of its value."""

    first: date
    last: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Standing:
    """A goal as it stands.

    now: pooled over since…until, of a total its sum so far, of a closed goal the kept verdict's.
    pace: where it should stand in the middle of these days, of a total at their end.
    chance, expected: of the verdict's quantity at the deadline; null: over, not started, or too few data.
    left: periods still to come; required_gain, recent_gain: per period, the latter over the last `recent` periods.
    first, deadline: of what is judged now, the goal's own or those of the running period of a recurring one.
    verdict: kept when the goal closed; correction: what the data say now in its place; past: a recurring goal's.
    """

    status: Status
    first: date
    deadline: date
    grain: Grain
    now: Value = NO_VALUE
    since: date | None = None
    until: date | None = None
    pace: float | None = None
    progress: float | None = None
    chance: float | None = None
    expected: float | None = None
    ahead: tuple[Ahead, ...] = ()
    method: str | None = None
    left: int = 0
    required_gain: float | None = None
    recent_gain: float | None = None
    recent: int = 0
    verdict: Verdict | None = None
    correction: Value | None = None
    past: tuple[Verdict, ...] = ()
    unavailable: str | None = None

    @property
    def final(self) -> bool:
        """Whether it is closed: its verdict is kept and stays."""
        return self.verdict is not None


def standings(
    known: Sequence[Goal], scope: Scope, generation: Generation, say: Say = str, on: date | None = None
) -> dict[str, Standing]:
    """How each goal stands, by its id."""
    kept = records.verdicts(scope, [goal.id for goal in known])
    return {
        goal.id: standing(
            goal, scope, generation, say, verdicts=[each for each in kept if each.goal_id == goal.id], on=on
        )
        for goal in known
    }


def standing(
    goal: Goal,
    scope: Scope,
    generation: Generation,
    say: Say = str,
    *,
    verdicts: Sequence[Verdict] = (),
    on: date | None = None,
) -> Standing:
    """How a goal stands; `on` an earlier day, from the data up to then."""
    today = on or clock.as_of(generation)
    if goal.recurs == "day" and today is not None:  # a day that still runs is no day to judge
        today = min(today, clock.last_complete("day", generation) or today)
    judged = occurrence(goal, today or goal.start, generation)
    grain = pace.grain(judged.start, judged.deadline, entry(goal.metric).grains)
    bare = Standing("not_enough_data", judged.start, judged.deadline, grain)
    reason = missing(goal.metric, generation, say)
    if reason is None and today is None:
        reason = say(N_("The loaded data has no dates."))
    told = [each for each in verdicts if on is None or each.last <= on]
    end = occurrences(goal, generation)[-1].deadline
    past = tuple(each for each in told if each.last < end)
    closing = next((each for each in told if each.last == end), None)
    if closing is not None:
        return _closed(bare, closing, goal, scope, generation, past, available=reason is None)
    if reason is not None or today is None:
        return replace(bare, unavailable=reason, past=past)
    if today < judged.start:
        return replace(bare, status="not_started", past=past)
    return replace(_running(judged, bare, scope, generation, today, goal.recurs is not None), past=past)


def occurrence(goal: Goal, day: date, generation: Generation) -> Goal:
    """The period of a recurring goal that holds a day, as a goal of its own: the first before it, the last after it.

    Only whole periods between start and deadline are judged. A goal that does not recur is its own.
    """
    every = occurrences(goal, generation)
    return next((each for each in every if day <= each.deadline), every[-1])


def occurrences(goal: Goal, generation: Generation) -> list[Goal]:
    """A recurring goal's whole periods between start and deadline; where there is none, the whole span is one."""
    if goal.recurs is None:
        return [goal]
    grain = cast(Grain, goal.recurs)
    first, found = clock.start(grain, goal.start, generation), []
    while first <= goal.deadline:
        _first, last = clock.span(grain, first, first, generation)
        if first >= goal.start and last <= goal.deadline:
            found.append(replace(goal, start=first, deadline=last))
        first = last + _DAY
    return found or [goal]


def followed(goal: Goal, scope: Scope, generation: Generation) -> list[tuple[date, date, Value]]:
    """First day, last day and value of the periods to the deadline, and of those before the start that tell of them.

    The running period is in it. Asked up to the deadline, whatever day it is asked for: one question serves them all.
    """
    grain = pace.grain(goal.start, goal.deadline, entry(goal.metric).grains)
    first = clock.shift(grain, clock.start(grain, goal.start, generation), -LOOKED_BACK[grain], generation)
    return goals.periods_of(_asked(goal, scope, generation), grain, first, goal.deadline, generation)


def _running(
    judged: Goal, bare: Standing, scope: Scope, generation: Generation, today: date, recurring: bool
) -> Standing:
    """Where a goal that has begun stands, and what is to be expected of it; the verdict's word once it is over."""
    known, grain, course = entry(judged.metric), bare.grain, goals.course(judged)
    asked = _asked(judged, scope, generation)
    until = _reached(judged, grain, generation, today)
    if until is None:
        word: Status = pace.status(course, NO_VALUE, today, minimum_n=0, settles_days=known.settles_days, chance=None)
        return replace(bare, status=word)
    periods = [each for each in followed(judged, scope, generation) if each[1] <= until]
    own = [value for begins, _ends, value in periods if begins >= judged.start]
    since = judged.start if recurring or known.is_total else _window(judged, grain, generation, until)
    now = pooled(asked, judged, since, until, generation)
    coming = _coming(judged, grain, generation, until)
    minimum_n = 0 if known.is_total else known.minimum_n
    outlook = forecast.outlook(
        [value for _first, _last, value in periods],
        len(coming),
        unit=known.unit,
        minimum_n=minimum_n,
        season=SEASON[grain],
    )
    found = _forecast(outlook, course, own, now, recurring=recurring, total=known.is_total, periods=periods)
    recent = [value.value for _first, _last, value in periods][-RECENT:]
    return replace(
        bare,
        status=pace.status(
            course, now, today, minimum_n=minimum_n, settles_days=known.settles_days, chance=found["chance"]
        ),
        now=now,
        since=since,
        until=until,
        pace=_pace(course, judged, since, until, generation, total=known.is_total),
        progress=now.value / judged.target
        if known.is_total and now.value is not None and judged.target > 0
        else pace.progress(course, now.value, [value.value for value in own]),
        ahead=tuple(Ahead(*days, *fan) for days, fan in zip(coming, outlook.fan(), strict=True)) if outlook else (),
        method=outlook.method if outlook else None,
        left=len(coming),
        required_gain=pace.required_gain(course, now.value, len(coming)) if now.value is not None and coming else None,
        recent_gain=None if known.is_total else pace.recent_gain(recent),
        recent=len([value for value in recent if value is not None]),
        **found,
    )


def _forecast(
    outlook: forecast.Outlook | None,
    course: Course,
    own: Sequence[Value],
    now: Value,
    *,
    recurring: bool,
    total: bool,
    periods: Sequence[tuple[date, date, Value]],
) -> dict[str, Any]:
    """chance and expected: how likely the verdict is met, and the middle of what it is given on."""
    if outlook is None or not outlook.paths.shape[1]:
        return {"chance": None, "expected": None}
    sizes = [value.n for _first, _last, value in periods if value.value is not None][-RECENT:]
    usual_n = float(median(sizes)) if sizes else 1.0
    if total:
        drawn = (now.value or 0.0) + outlook.paths.sum(axis=1)
    else:
        window = len(own) + outlook.paths.shape[1] if recurring else pace.WINDOW
        drawn = forecast.pooled(outlook.paths, own, window=window, usual_n=usual_n)
    if drawn is None:
        return {"chance": None, "expected": None}
    if total or recurring:
        chance: float | None = float(
            ((drawn >= course.target) if course.wants_more else (drawn <= course.target)).mean()
        )
    else:
        chance = forecast.chance(outlook.paths, course, own, total=False, usual_n=usual_n)
    return {"chance": chance, "expected": float(np.median(drawn))}


def _asked(goal: Goal, scope: Scope, generation: Generation) -> Callable[..., pl.DataFrame]:
    return partial(
        measure, goal.metric, scope, generation, where=goal.where, stat=goal.stat, params=cast(Any, goal.params)
    )


def pooled(asked: Callable[..., pl.DataFrame], goal: Goal, since: date, until: date, generation: Generation) -> Value:
    """The goal's metric over these days as one; the mean of their periods where the metric can't be pooled."""
    if entry(goal.metric).pools:
        return single(asked(span=(since, until)))
    grain = pace.grain(goal.start, goal.deadline, entry(goal.metric).grains)
    return goals.mean([value for _first, _last, value in goals.periods_of(asked, grain, since, until, generation)])


def _reached(goal: Goal, grain: Grain, generation: Generation, today: date) -> date | None:
    """The last day of the latest complete period since the start, the deadline once it has passed. Null: none yet."""
    if today >= goal.deadline:
        return goal.deadline
    complete = clock.last_complete(grain, generation)
    if complete is None:
        return None
    until = clock.span(grain, complete, complete, generation)[1]
    if until > today:  # the data as they stood on an earlier day
        until = clock.start(grain, today + _DAY, generation) - _DAY
    return until if until >= goal.start else None


def _window(goal: Goal, grain: Grain, generation: Generation, until: date) -> date:
    """The first day of the last WINDOW periods up to `until`, not before the start."""
    last = clock.start(grain, until, generation)
    return max(goal.start, clock.shift(grain, last, 1 - pace.WINDOW, generation))


def _coming(goal: Goal, grain: Grain, generation: Generation, until: date) -> list[tuple[date, date]]:
    """The periods from the one after `until` to the deadline, the last one cut off there."""
    found = []
    first = until + _DAY
    while first <= goal.deadline:
        last = clock.span(grain, *(clock.start(grain, first, generation),) * 2, generation)[1]
        found.append((first, min(last, goal.deadline)))
        first = last + _DAY
    return found


def _pace(course: Course, goal: Goal, since: date, until: date, generation: Generation, *, total: bool) -> float:
    """Of a level where it should stand in the middle of the window; of a total what should be there by now."""
    if not total:
        return pace.pace(course, since + (until - since) / 2)
    worked, whole = (open_days(goal.start, end, generation) for end in (until, goal.deadline))
    return goal.target * (worked / whole if whole else 1.0)


def open_days(first: date, last: date, generation: Generation) -> int:
    """How many of these days the organisation is open on."""
    return sum(bool(hours) for _day, hours in calendar.Schedule.of(generation.settings).days(first, last))


def _closed(
    bare: Standing,
    verdict: Verdict,
    goal: Goal,
    scope: Scope,
    generation: Generation,
    past: tuple[Verdict, ...],
    *,
    available: bool,
) -> Standing:
    """A goal whose verdict is kept; beside it what the data say today, where that differs."""
    kept = Value(verdict.value, verdict.n, verdict.low, verdict.high)
    now = pooled(_asked(goal, scope, generation), goal, verdict.since, verdict.until, generation) if available else kept
    differs = now.n != kept.n or (now.value is not None and abs(now.value - (kept.value or 0.0)) > 1e-9)
    course = replace(goals.course(goal), start=verdict.first, deadline=verdict.last)
    return replace(
        bare,
        status=cast(Status, verdict.word),
        first=verdict.first,
        deadline=verdict.last,
        now=kept,
        since=verdict.since,
        until=verdict.until,
        progress=None if goal.kind.startswith("stay") else pace.progress(course, kept.value),
        verdict=verdict,
        correction=now if differs else None,
        past=past,
    )


def close(scope: Scope, generation: Generation, known: Sequence[Goal], now: datetime | None = None) -> list[Verdict]:
    """Keeps the verdicts that are due, once each: the data hold the deadline's day to its end, and the settling time.

    Returns those that were not kept before. Without data for a metric there is nothing to judge: it stays open.
    """
    today, held = clock.as_of(generation), clock.last_complete("day", generation)
    if today is None or held is None:
        return []
    kept = {(each.goal_id, each.last) for each in records.verdicts(scope, [goal.id for goal in known])}
    found = []
    for goal in known:
        if goal.archived_at is not None or missing(goal.metric, generation) is not None:
            continue
        for each in occurrences(goal, generation):
            due = each.deadline + timedelta(days=entry(goal.metric).settles_days)
            if today < due or held < each.deadline or (goal.id, each.deadline) in kept:
                continue
            grain = pace.grain(each.start, each.deadline, entry(goal.metric).grains)
            bare = Standing("not_enough_data", each.start, each.deadline, grain)
            told = _running(each, bare, scope, generation, today, goal.recurs is not None)
            if told.since is None or told.until is None or told.status == "not_enough_data":
                continue  # there is nothing to judge yet: data that come in later may still decide it
            verdict = VerdictTerms(
                goal_id=goal.id,
                first=each.start,
                last=each.deadline,
                since=told.since,
                until=told.until,
                word=told.status,
                target=each.target,
                baseline=each.baseline,
                value=told.now.value,
                n=told.now.n,
                low=told.now.low,
                high=told.now.high,
                metric=goal.metric,
                generation=generation.path.name,
            )
            try:
                found.append(records.freeze_verdict(scope, verdict, now))
            except Conflict:  # somebody changed the goal since it was read: it is judged as it stands now, next time
                continue
    return found
