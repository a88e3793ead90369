"""Where a goal stands: progress, pace, status and verdict. Pure functions; the clock is the data's own as-of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from metrics.metric import GRAINS, Value

Kind = Literal["increase_to", "decrease_to", "stay_above", "stay_below"]
Status = Literal[
    "not_started",
    "too_early",
    "not_enough_data",
    "on_pace",
    "behind_within_chance",
    "behind_pace",
    "awaiting_data",
    "met",
    "met_within_chance",
    "missed_within_chance",
    "missed",
]
Grain = Literal["day", "week", "month"]

TOO_EARLY = 0.2  # of the span
WINDOW = 3  # periods that are pooled for "now" and for the verdict of a level


@dataclass(frozen=True)
class Course:
    """What a goal wants: from baseline (null for the two stay kinds) to target, from start to deadline."""

    kind: Kind
    baseline: float | None
    target: float
    start: date
    deadline: date

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


def pace(course: Course, on: date) -> float:
    """Where the metric should stand on a date: straight from baseline to target; the target itself for stay kinds."""
    if course.baseline is None or course.kind.startswith("stay"):
        return course.target
    elapsed = (on - course.start).days / max((course.deadline - course.start).days, 1)
    return course.baseline + (course.target - course.baseline) * min(max(elapsed, 0.0), 1.0)


def progress(course: Course, now: float | None, periods: Sequence[float | None] = ()) -> float | None:
    """Share of the way from baseline to target; for stay kinds the share of periods that kept the bound.

    Null without a value, and where target and baseline are the same. Below 0: further away than at the start.
    """
    if course.kind.startswith("stay"):
        known = [value for value in periods if value is not None]
        return sum(course.reached(value, course.target) for value in known) / len(known) if known else None
    if now is None or course.baseline is None or course.target == course.baseline:
        return None
    return (now - course.baseline) / (course.target - course.baseline)


def status(course: Course, now: Value, middle: date, as_of: date, *, minimum_n: int, settles_days: int) -> Status:
    """The word for a goal at the data's as-of date.

    `now` is pooled over the last WINDOW periods, of the deadline once that has passed; `middle` is the date in the
    middle of them, where the pace is compared. "Within chance": the pace, or at the end the target, lies inside the
    interval.
    """
    if as_of < course.start:
        return "not_started"
    over = as_of >= course.deadline
    if over and as_of < course.deadline + timedelta(days=settles_days):
        return "awaiting_data"
    if not over and (as_of - course.start).days < TOO_EARLY * (course.deadline - course.start).days:
        return "too_early"
    if now.value is None or now.n < minimum_n:
        return "not_enough_data"
    bound = course.target if over else pace(course, middle)
    by_chance = now.low is not None and now.high is not None and now.low <= bound <= now.high
    if course.reached(now.value, bound):
        return ("met_within_chance" if by_chance else "met") if over else "on_pace"
    if over:
        return "missed_within_chance" if by_chance else "missed"
    return "behind_within_chance" if by_chance else "behind_pace"
