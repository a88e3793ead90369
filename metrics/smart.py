"""Whether a goal is SMART: five letters, each with its state, the key of its reason, and the facts for the words.

The words are made where they are shown. Nothing is refused for being ambitious: the past is told, and that is all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import isclose
from typing import Any, Literal

import numpy as np

from metrics import control
from metrics.change import SHORTEST
from metrics.pace import WINDOW, Course, Kind
from metrics.value import Value

PERIODS = 3  # between start and deadline: fewer can't show where it is going
REASONS = (
    "metric_missing",
    "owner_missing",
    "specific",
    "no_data",
    "no_baseline",
    "few_data",
    "measurable",
    "target_missing",
    "past_missing",
    "beyond_best",
    "already_reached",
    "short_past",
    "never_managed",
    "managed",
    "priority_missing",
    "relevant",
    "dates_missing",
    "deadline_before_start",
    "few_periods",
    "time_bound",
)
State = Literal["yes", "careful", "no", "waiting"]


@dataclass(frozen=True)
class Achievable:
    """What the past says of a target.

    managed of windows: earlier windows of the goal's length that do not overlap, and in how many of them a change of
    at least this size happened; for stay kinds in how many each period kept the bound.
    best: the best single period ever; natural_low, natural_high: the limits of chance of the single periods (XmR, not
    held to the range of the unit; null below 12 periods). beyond: the target is better than best.
    """

    managed: int
    windows: int
    best: float | None
    natural_low: float | None
    natural_high: float | None
    beyond: bool


@dataclass(frozen=True)
class Letter:
    """A letter of SMART. waiting: not filled in yet. reason: one of REASONS; facts: what its words are made of."""

    letter: Literal["S", "M", "A", "R", "T"]
    state: State
    reason: str
    facts: Mapping[str, Any]


def achievable(history: Sequence[Value], course: Course, periods: int, *, minimum_n: int) -> Achievable:
    """What the past says of a course of `periods` periods.

    history: one value per complete period before the goal, oldest first, null where none. Windows are counted back
    from the newest; the change over one is the value pooled by n over its last three periods minus that of the three
    before it (of the oldest its own first). What has fewer than minimum_n (0 for totals) tells nothing.
    """
    series = [each.value if each.n >= minimum_n else None for each in history]
    known = [value for value in series if value is not None]
    best = (max if course.wants_more else min)(known, default=None)
    limits = control.xmr(np.array(series, float)) if len(known) >= SHORTEST else None
    told = [_managed(history, start, course, periods, minimum_n) for start in _starts(history, periods)]
    return Achievable(
        managed=told.count(True),
        windows=len(told) - told.count(None),
        best=best,
        natural_low=float(limits.low[0]) if limits and not np.isnan(limits.low[0]) else None,
        natural_high=float(limits.high[0]) if limits and not np.isnan(limits.high[0]) else None,
        beyond=best is not None and not course.reached(best, course.target),
    )


def _starts(history: Sequence[Value], periods: int) -> list[int]:
    """Where the windows begin, the newest first; what is too short for one more at the old end is left over."""
    return list(range(len(history) - periods, -1, -periods)) if periods > 0 else []


def _managed(history: Sequence[Value], start: int, course: Course, periods: int, minimum_n: int) -> bool | None:
    """Whether a window did what the course wants; null where it can't be told."""
    window = history[start : start + periods]
    if course.stays:
        kept = [course.reached(each.value, course.target) for each in window if each.value is not None]
        return all(kept) if kept and sum(each.n for each in window) >= minimum_n else None
    before = history[max(start - WINDOW, 0) : start]
    if not before:
        before, window = window[:1], window[1:]
    first, last = _pooled(before, minimum_n), _pooled(window[-WINDOW:], minimum_n)
    if first is None or last is None or course.baseline is None:
        return None
    sign = 1 if course.wants_more else -1
    change, wanted = sign * (last - first), sign * (course.target - course.baseline)
    return change >= wanted or isclose(change, wanted, rel_tol=1e-9)


def _pooled(values: Sequence[Value], minimum_n: int) -> float | None:
    known = [(each.value, each.n) for each in values if each.value is not None and each.n > 0]
    n = sum(size for _value, size in known)
    return sum(value * size for value, size in known) / n if known and n >= minimum_n else None


def check(
    *,
    metric: str | None,
    where: str | None,
    owner: str | None,
    n: int,
    baseline: Value | None,
    minimum_n: int,
    past: Achievable | None,
    priority: str | None,
    kind: Kind,
    target: float | None,
    start: date | None,
    deadline: date | None,
    periods: int,
) -> tuple[Letter, Letter, Letter, Letter, Letter]:
    """S, M, A, R and T of a goal as far as it is filled in; what is null or empty is not filled in yet.

    where: the scope in words, null for everything, which is specific enough. n: the data in this scope now. baseline:
    null where there was none. past: as achievable() says. periods: complete ones between start and deadline.
    """
    return (
        _specific(metric, where, owner),
        _measurable(metric, n, baseline, minimum_n, kind),
        _achievable(metric, past, kind, target, baseline),
        _relevant(priority),
        _time_bound(start, deadline, periods),
    )


def _specific(metric: str | None, where: str | None, owner: str | None) -> Letter:
    facts = {"metric": metric, "where": where, "owner": owner}
    if not metric:
        return Letter("S", "waiting", "metric_missing", facts)
    return Letter("S", "yes", "specific", facts) if owner else Letter("S", "waiting", "owner_missing", facts)


def _measurable(metric: str | None, n: int, baseline: Value | None, minimum_n: int, kind: Kind) -> Letter:
    """A stay kind has no way to go, so it needs no baseline."""
    before = None if baseline is None or baseline.value is None else baseline.n
    facts = {"n": n, "baseline_n": before, "minimum_n": minimum_n}
    moves = kind in ("increase_to", "decrease_to")
    if not metric:
        return Letter("M", "waiting", "metric_missing", facts)
    if n == 0:
        return Letter("M", "no", "no_data", facts)
    if moves and before is None:
        return Letter("M", "careful", "no_baseline", facts)
    if n < minimum_n or (moves and before is not None and before < minimum_n):
        return Letter("M", "careful", "few_data", facts)
    return Letter("M", "yes", "measurable", facts)


def _achievable(
    metric: str | None, past: Achievable | None, kind: Kind, target: float | None, baseline: Value | None
) -> Letter:
    """Never "no": what has not been done may still be done."""
    from_there = None if baseline is None else baseline.value
    facts = {"target": target, "baseline": from_there, **(asdict(past) if past else {})}
    if not metric or target is None or past is None:
        reason = "metric_missing" if not metric else "target_missing" if target is None else "past_missing"
        return Letter("A", "waiting", reason, facts)
    if past.beyond:
        return Letter("A", "careful", "beyond_best", facts)
    if from_there is not None and (
        (kind == "increase_to" and from_there >= target) or (kind == "decrease_to" and from_there <= target)
    ):
        return Letter("A", "careful", "already_reached", facts)
    if past.windows == 0:
        return Letter("A", "careful", "short_past", facts)
    return Letter("A", "yes", "managed", facts) if past.managed else Letter("A", "careful", "never_managed", facts)


def _relevant(priority: str | None) -> Letter:
    state: State = "yes" if priority else "waiting"
    return Letter("R", state, "relevant" if priority else "priority_missing", {"priority": priority})


def _time_bound(start: date | None, deadline: date | None, periods: int) -> Letter:
    facts = {"start": start, "deadline": deadline, "periods": periods, "enough": PERIODS}
    if start is None or deadline is None:
        return Letter("T", "waiting", "dates_missing", facts)
    if deadline <= start:
        return Letter("T", "no", "deadline_before_start", facts)
    return (
        Letter("T", "yes", "time_bound", facts) if periods >= PERIODS else Letter("T", "careful", "few_periods", facts)
    )
