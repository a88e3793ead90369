"""Where a goal stands: progress, pace, status and verdict. Pure functions; the clock is the data's own as-of date.

Where it is heading: metrics/forecast.py. Whether it is a good goal: metrics/smart.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import linear_regression
from typing import Literal

from metrics.metric import GRAINS, Value

Kind = Literal["increase_to", "decrease_to", "stay_above", "stay_below"]
Status = Literal[
    "not_started",
    "too_early",
    "not_enough_data",
    "on_track",
    "at_risk",
    "off_track",
    "awaiting_data",
    "met",
    "met_within_chance",
    "missed_within_chance",
    "missed",
]
Grain = Literal["day", "week", "month"]

TOO_EARLY = 0.2  # of the span
ON_TRACK, AT_RISK = 0.70, 0.30  # chance of meeting the goal, from which on these words are said
WINDOW = 3  # periods that are pooled for "now" and for the verdict of a level


@dataclass(frozen=True)
class Course:
    """What a goal wants: from baseline (null for the two stay kinds) to target, from start to deadline.

    milestones: what it wants on days between, in any order; those of a stay kind, and those outside, mean nothing.
    """

    kind: Kind
    baseline: float | None
    target: float
    start: date
    deadline: date
    milestones: tuple[tuple[date, float], ...] = ()

    @property
    def stays(self) -> bool:
        return self.kind in ("stay_above", "stay_below")

    @property
    def wants_more(self) -> bool:
        return self.kind in ("increase_to", "stay_above")

    def reached(self, value: float, bound: float) -> bool:
        """Whether a value is on the wanted side of a bound; the bound itself is."""
        return value >= bound if self.wants_more else value <= bound


def grain(start: date, deadline: date, grains: Sequence[str] = GRAINS) -> Grain:
    """A month is followed by days, a quarter by weeks, a year by months; or by the next longer of the metric's own."""
    days = (deadline - start).days
    longer: tuple[Grain, ...] = (
        ("day", "week", "month") if days <= 45 else ("week", "month") if days <= 190 else ("month",)
    )
    return next((each for each in longer if each in grains), "month")


def corners(course: Course) -> tuple[tuple[date, float], ...]:
    """Where the pace turns: the baseline at the start, the milestones by date, the target at the deadline.

    Empty where there is no way to go: for stay kinds, and without a baseline.
    """
    if course.baseline is None or course.stays:
        return ()
    between = sorted((day, value) for day, value in course.milestones if course.start < day < course.deadline)
    return ((course.start, course.baseline), *between, (course.deadline, course.target))


def pace(course: Course, on: date) -> float:
    """Where the metric should stand on a date: straight from corner to corner; the target itself for stay kinds."""
    turns = corners(course)
    if not turns:
        return course.target
    whole = max((course.deadline - course.start).days, 1)
    placed = [((day - course.start).days / whole, value) for day, value in turns]
    passed = (on - course.start).days / whole
    if passed <= 0:
        return placed[0][1]
    for (left, low), (right, high) in pairwise(placed):
        if left <= passed < right:
            return low + (high - low) * (passed - left) / (right - left)
    return course.target


def progress(course: Course, now: float | None, periods: Sequence[float | None] = ()) -> float | None:
    """Share of the way from baseline to target; for stay kinds the share of periods that kept the bound.

    Null without a value, and where target and baseline are the same. Below 0: further away than at the start.
    """
    if course.stays:
        known = [value for value in periods if value is not None]
        return sum(course.reached(value, course.target) for value in known) / len(known) if known else None
    if now is None or course.baseline is None or course.target == course.baseline:
        return None
    return (now - course.baseline) / (course.target - course.baseline)


def required_gain(course: Course, now: float, periods_left: float) -> float | None:
    """Change per period, in the metric's unit, that leads from now to the target; null where no period is left.

    Its sign is the way to go; where the target is already reached, it is what may be lost in each.
    """
    return (course.target - now) / periods_left if periods_left > 0 else None


def recent_gain(values: Sequence[float | None]) -> float | None:
    """Mean change per period over these, oldest first: the slope of least squares. Null below three values."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return linear_regression(*zip(*known, strict=True)).slope if len(known) >= 3 else None


def status(
    course: Course, now: Value, as_of: date, *, minimum_n: int, settles_days: int, chance: float | None
) -> Status:
    """The word for a goal at the data's as-of date.

    Before the deadline by `chance`, 0–1, of the verdict being met (metrics/forecast.py; null: too few data). From the
    deadline on by `now`, pooled over the verdict's window, as soon as the late data of `settles_days` are in; "within
    chance": the target lies inside its interval.
    """
    if as_of < course.start:
        return "not_started"
    if as_of >= course.deadline:
        settled = (as_of - course.deadline).days >= settles_days
        return _verdict(course, now, minimum_n) if settled else "awaiting_data"
    if (as_of - course.start).days < TOO_EARLY * (course.deadline - course.start).days:
        return "too_early"
    if chance is None:
        return "not_enough_data"
    return "on_track" if chance >= ON_TRACK else "at_risk" if chance >= AT_RISK else "off_track"


def _verdict(course: Course, now: Value, minimum_n: int) -> Status:
    if now.value is None or now.n < minimum_n:
        return "not_enough_data"
    by_chance = now.low is not None and now.high is not None and now.low <= course.target <= now.high
    if course.reached(now.value, course.target):
        return "met_within_chance" if by_chance else "met"
    return "missed_within_chance" if by_chance else "missed"
