"""What needs somebody's attention among the goals, what changed in a week, and what is worth celebrating."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from answers import goal_standing, goals
from answers.goal_standing import Standing
from data.records import CheckIn, Goal
from data.scope import Scope
from data.store import Generation
from metrics import recognition
from metrics.catalogue import metric as entry
from metrics.pace import Status

NEAR = timedelta(days=14)
RHYTHM: Mapping[str, timedelta] = {"week": timedelta(days=7), "month": timedelta(days=31), "quarter": timedelta(92)}

# The most urgent first.
KINDS = (
    "corrected",
    "action_overdue",
    "off_track",
    "missed",
    "deadline_near",
    "at_risk",
    "check_in_overdue",
    "awaiting_data",
    "not_enough_data",
)


@dataclass(frozen=True)
class Alert:
    """Why a goal needs attention. day: when it was or is due; urgency: the smaller the sooner; facts: for the words."""

    kind: str
    goal_id: str
    day: date | None
    owner: str
    urgency: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """A goal whose status is another than it was."""

    goal_id: str
    before: Status
    now: Status
    chance_before: float | None
    chance_now: float | None


@dataclass(frozen=True)
class Celebration:
    """Something that people achieved. kind: met (value, n, low, high), record (value, n, until, best_before), streak
    (value, n, until, length) by its facts; until: the last day of the period."""

    goal_id: str
    kind: str
    facts: Mapping[str, Any]


def alerts(
    known: Sequence[Goal], standings: Mapping[str, Standing], check_ins: Sequence[CheckIn], today: date
) -> list[Alert]:
    """What needs attention, the most urgent first; of a goal whose verdict is kept only its open actions."""
    found: list[Alert] = []
    for goal in known:
        standing = standings[goal.id]

        def tell(kind: str, day: date | None = None, owner: str = goal.owner, **facts: Any) -> None:
            found.append(Alert(kind, goal.id, day, owner, KINDS.index(kind), facts))  # noqa: B023 — called at once

        for each in check_ins:
            if each.goal_id == goal.id and is_overdue(each, today):
                tell("action_overdue", each.action_due, each.action_owner, action=each.action)
        if standing.final:
            if standing.correction is not None:
                tell("corrected", standing.deadline, kept=standing.now, now=standing.correction)
            continue
        if standing.status in ("off_track", "at_risk", "missed", "awaiting_data", "not_enough_data"):
            tell(standing.status, standing.deadline, chance=standing.chance)
        if standing.status == "missed_within_chance":
            tell("missed", standing.deadline, chance=None)
        if today <= standing.deadline <= today + NEAR:
            tell("deadline_near", standing.deadline, days=(standing.deadline - today).days)
        due = next_check_in(goal, check_ins, today)
        if due is not None and due < today:
            tell("check_in_overdue", due, days=(today - due).days)
    return sorted(found, key=lambda each: (each.urgency, each.day or date.max, each.goal_id))


def is_overdue(check_in: CheckIn, today: date) -> bool:
    """Whether an action was agreed on, its day has passed, and it is not done."""
    due = check_in.action_due
    return bool(check_in.action) and due is not None and check_in.action_done is None and due < today


def next_check_in(goal: Goal, check_ins: Sequence[CheckIn], today: date) -> date | None:
    """When the next check-in is due, counted from the last one, the start, or the day the goal was set, if later.

    Null once the goal is over, and for a goal without check-ins.

    A day before today is one that was missed.
    """
    if goal.check_in_every is None or goal.archived_at is not None or today > goal.deadline:
        return None
    last = max([goal.start, goal.created_at.date(), *(each.on for each in check_ins if each.goal_id == goal.id)])
    return min(last + RHYTHM[goal.check_in_every], goal.deadline)


def moved(before: Mapping[str, Standing], now: Mapping[str, Standing]) -> list[Moved]:
    """The goals whose status is another than it was, in the order of `now`."""
    return [
        Moved(goal, before[goal].status, each.status, before[goal].chance, each.chance)
        for goal, each in now.items()
        if goal in before and before[goal].status != each.status
    ]


def celebrations(
    known: Sequence[Goal], scope: Scope, generation: Generation, standings: Mapping[str, Standing]
) -> list[Celebration]:
    """Goals met, and of those that run a best period ever or at least three gains in a row."""
    found = []
    for goal in known:
        standing = standings[goal.id]
        if standing.status in ("met", "met_within_chance"):
            facts = {"value": standing.now.value, "n": standing.now.n, "low": standing.now.low}
            found.append(Celebration(goal.id, "met", facts | {"high": standing.now.high}))
        elif standing.until is not None and not standing.final:
            found += _of_running(goal, scope, generation, standing.until)
    return found


STREAK = 3


def _of_running(goal: Goal, scope: Scope, generation: Generation, until: date) -> list[Celebration]:
    more = goals.course(goal).wants_more
    periods = (goals.history if goal.recurs else goal_standing.followed)(goal, scope, generation)
    complete = [(last, value) for _first, last, value in periods if last <= until]
    if not complete:
        return []
    history = [value for _last, value in complete]
    facts = {"value": history[-1].value, "n": history[-1].n, "until": complete[-1][0]}
    minimum_n = 0 if entry(goal.metric).is_total else entry(goal.metric).minimum_n
    if recognition.record(history, more, minimum_n=minimum_n):
        best = recognition.best_before([each.value for each in history if each.n >= minimum_n], more)
        return [Celebration(goal.id, "record", facts | {"best_before": best})]
    length = recognition.streak([value.value for value in history], more)
    return [Celebration(goal.id, "streak", facts | {"length": length})] if length >= STREAK else []
