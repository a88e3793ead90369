"""Everything that the board and the digest tell of all goals at once: needs, changes, dates, celebrations; no words.

What each of them is stands in goal_alerts.py and goal_standing.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from answers import clock, goal_alerts, goal_standing
from answers.availability import Say
from answers.goal_alerts import Alert, Celebration, Moved
from answers.goal_standing import Standing
from data import records
from data.records import CheckIn, Goal, GoalEvent, Verdict
from data.scope import Scope
from data.store import Generation

WEEK = timedelta(days=7)
COMING = timedelta(days=14)
CELEBRATED = timedelta(days=31)  # so long after its deadline a goal that was met is told among the news


@dataclass(frozen=True)
class Due:
    """A day that a goal asks for: its deadline, or its next check-in.

    key: the same for this deadline or check-in even when its day is moved, another for the goal's next one.
    written, revised: when the records first told of it, and how often the goal was changed since.
    """

    day: date
    kind: Literal["deadline", "check_in"]
    goal_id: str
    key: str
    written: datetime
    revised: int


@dataclass(frozen=True)
class Digest:
    """How all pursued goals stand on a day of the organisation's calendar.

    named: these and the archived ones, by id; changes: (id, what happened since a week ago), newest first.
    """

    today: date
    since: date
    as_of: date | None
    goals: tuple[Goal, ...]
    named: Mapping[str, Goal]
    standings: Mapping[str, Standing]
    alerts: tuple[Alert, ...]
    moved: tuple[Moved, ...]
    changes: tuple[tuple[str, GoalEvent], ...]
    dates: tuple[Due, ...]
    celebrations: tuple[Celebration, ...]

    @property
    def coming(self) -> tuple[Due, ...]:
        """What is due within the next 14 days, today included."""
        return tuple(due for due in self.dates if self.today <= due.day <= self.today + COMING)


@dataclass(frozen=True)
class Judged:
    """What is costly to know of one goal: how it stands, how it stood a week of data ago, what there is to celebrate.

    before: null where the data have no dates.
    """

    now: Standing
    before: Standing | None
    celebrations: tuple[Celebration, ...]


def judged(
    goal: Goal, scope: Scope, generation: Generation, say: Say = str, *, verdicts: Sequence[Verdict] = ()
) -> Judged:
    """One goal judged. `verdicts`: those that are kept of it; nothing else that people enter counts but its terms."""
    as_of = clock.as_of(generation)
    now = goal_standing.standing(goal, scope, generation, say, verdicts=verdicts)
    before = None
    if as_of is not None:
        before = goal_standing.standing(goal, scope, generation, say, verdicts=verdicts, on=as_of - WEEK)
    found = goal_alerts.celebrations([goal], scope, generation, {goal.id: now})
    return Judged(now, before, tuple(found))


def all_judged(known: Sequence[Goal], scope: Scope, generation: Generation, say: Say = str) -> dict[str, Judged]:
    """Each of these goals judged, by its id."""
    kept = kept_verdicts(known, scope)
    return {goal.id: judged(goal, scope, generation, say, verdicts=kept[goal.id]) for goal in known}


def kept_verdicts(known: Sequence[Goal], scope: Scope) -> dict[str, tuple[Verdict, ...]]:
    """The verdicts that are kept, by goal."""
    every = records.verdicts(scope, [goal.id for goal in known])
    return {goal.id: tuple(each for each in every if each.goal_id == goal.id) for goal in known}


def digest(
    known: Sequence[Goal], scope: Scope, generation: Generation, today: date, told: Mapping[str, Judged]
) -> Digest:
    """All that there is to tell of these goals on a day. `known`: the archived ones too, which are only named."""
    pursued = [goal for goal in known if goal.archived_at is None]
    named = {goal.id: goal for goal in known}
    now = {goal.id: told[goal.id].now for goal in known}
    check_ins = records.check_ins(scope, [goal.id for goal in pursued])
    first, last = _day(today - WEEK, generation), _day(today + timedelta(days=1), generation)
    before = {goal.id: told[goal.id].before for goal in pursued if goal.created_at < first}  # else it had no status
    changes = records.all_changes(scope, generation.dataset, first)
    return Digest(
        today=today,
        since=today - WEEK,
        as_of=clock.as_of(generation),
        goals=tuple(pursued),
        named=named,
        standings=now,
        alerts=tuple(goal_alerts.alerts(pursued, now, check_ins, today)),
        moved=tuple(goal_alerts.moved({name: each for name, each in before.items() if each is not None}, now)),
        changes=tuple((goal_id, event) for goal_id, event in changes if event.at < last and goal_id in named),
        dates=tuple(dates(pursued, now, check_ins, today)),
        celebrations=tuple(
            each
            for goal in pursued
            if now[goal.id].deadline + CELEBRATED >= today
            for each in told[goal.id].celebrations
        ),
    )


def _day(day: date, generation: Generation) -> datetime:
    """When a day begins by the organisation's clock."""
    return datetime.combine(day, time(), ZoneInfo(generation.settings.zone))


def dates(
    known: Sequence[Goal], standings: Mapping[str, Standing], check_ins: Sequence[CheckIn], today: date
) -> list[Due]:
    """The deadline and the next check-in of each goal that is not closed, by day; of a recurring goal the period's."""
    found = []
    for goal in known:
        standing = standings[goal.id]
        if standing.final:
            continue
        key = f"deadline-{goal.id}" + (f"-{standing.deadline}" if goal.recurs else "")
        found.append(Due(standing.deadline, "deadline", goal.id, key, goal.created_at, goal.version - 1))
        due = goal_alerts.next_check_in(goal, check_ins, today)
        if due is not None:
            held = [each for each in check_ins if each.goal_id == goal.id]
            written = max([goal.created_at, *(each.created_at for each in held)])
            found.append(Due(due, "check_in", goal.id, f"check-in-{goal.id}-{len(held)}", written, goal.version - 1))
    return sorted(found, key=lambda due: (due.day, due.kind, due.goal_id))
