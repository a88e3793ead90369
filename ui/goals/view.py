"""What the chart of a goal is given, from the goal, its standing, history and check-ins; and the numbers behind it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from answers import goals
from answers.evidence import asked
from answers.goal_standing import Standing
from data.records import CheckIn, Goal, GoalEvent
from metrics import pace
from metrics.catalogue import metric as entry
from metrics.metric import Metric, Value
from ui import formats, scorecard, views
from ui.evidence import Pick
from ui.goals import cards
from ui.language import gettext as _
from ui.numbers import Rows, numbers
from ui.periods import Calendar
from ui.views import Point, sentence_parts


def view(
    goal: Goal,
    standing: Standing,
    history: Sequence[tuple[date, date, Value]],
    events: Sequence[GoalEvent],
    check_ins: Sequence[CheckIn],
    as_of: date,
    calendar: Calendar = "gregorian",
    notes: tuple[views.Note, ...] = (),
) -> views.Goal:
    """The goal-vs-actual chart's values. `history`: first and last day of each period, and its value."""
    metric = entry(goal.metric)
    return views.Goal(
        name=scorecard.metric_name(metric, goal.stat),
        scope=cards.scope_words(goal),
        unit=metric.unit,
        grain=goals.grain(goal),
        points=tuple(scorecard.point(first, last, value, complete=last <= as_of) for first, last, value in history),
        baseline=None if goal.kind.startswith("stay") else goal.baseline,
        target=goal.target,
        start=goal.start,
        deadline=goal.deadline,
        as_of=as_of,
        changes=_changes(goal, events, metric, calendar),
        stat="" if len(metric.estimates) == 1 else scorecard.stat_name(goal.stat or metric.default_stat),
        pace=pace.corners(goals.course(goal)),
        targets=_targets(goal, events),
        ahead=_ahead(goal, standing),
        chance=standing.chance,
        milestones=tuple((each.on, each.value) for each in goal.milestones),
        check_ins=tuple((each.on, f"{cards.confidence_word(each.confidence)}: {each.note}") for each in check_ins),
        notes=notes,
    )


def picks(goal: Goal, drawn: views.Goal, locale: str, calendar: Calendar) -> tuple[Pick, ...]:
    """The rows behind each period of the chart, newest first."""
    return tuple(
        Pick(
            id=point.first.isoformat(),
            label=sentence_parts(point, drawn, locale, calendar)[0],
            asked=asked(goal.metric, (point.first, min(point.last, goal.deadline)), goal.where, goal.params),
            n=point.n,
        )
        for point in reversed(drawn.points)
        if point.n
    )


def rows(drawn: views.Goal, locale: str, calendar: Calendar) -> Rows:
    """The numbers of a chart, newest first: the forecast with its 80 % range, then what was measured."""
    kind, interval, expected = _("What"), _("95 % interval"), _("80 % range of the forecast")
    measured = [
        {kind: _("measured")} | row | {expected: formats.NO_VALUE} for row in numbers([drawn], locale, calendar)
    ]
    fan = numbers([replace(drawn, points=drawn.ahead)], locale, calendar)
    coming = [{kind: _("forecast")} | row | {interval: formats.NO_VALUE, expected: row[interval]} for row in fan]
    return [*coming, *measured]


def _changes(
    goal: Goal, events: Sequence[GoalEvent], metric: Metric, calendar: Calendar
) -> tuple[tuple[date, str], ...]:
    """The days on which what a goal aims at, or who owns it, was changed, and what from and to."""
    names = {"target": _("target"), "deadline": _("deadline"), "owner": _("owner"), "baseline": _("baseline")}

    def said(field: str, before: Any, after: Any) -> str:
        if field in ("target", "baseline"):
            before, after = (formats.entered(value, metric.unit) for value in (before, after))
        elif field == "deadline":
            before, after = (formats.date(date.fromisoformat(day), None, calendar) for day in (before, after))
        return f"{names[field]} {before} → {after}"

    return tuple(
        (event.at.date(), "; ".join(said(field, *step) for field, step in event.changes.items() if field in names))
        for event in events
        if event.action == "change" and names.keys() & event.changes and goal.start <= event.at.date() <= goal.deadline
    )


def _targets(goal: Goal, events: Sequence[GoalEvent]) -> tuple[tuple[date, float], ...]:
    """From when on which target held, the first from the start on; empty where it was never another.

    What was changed before the start never held; what was changed after the deadline is no step of this line.
    """
    changed = [
        (event.at.date(), event.changes["target"])
        for event in events
        if event.action == "change" and "target" in event.changes and goal.start < event.at.date() <= goal.deadline
    ]
    return ((goal.start, changed[0][1][0]), *((day, after) for day, (_before, after) in changed)) if changed else ()


def _ahead(goal: Goal, standing: Standing) -> tuple[Point, ...]:
    """The coming periods of the forecast; of a recurring goal the running period as one, for that is judged now."""
    if goal.recurs is None:
        return tuple(Point(each.first, each.last, each.middle, None, each.low, each.high) for each in standing.ahead)
    if standing.expected is None:
        return ()
    return (Point(standing.first, standing.deadline, standing.expected),)
