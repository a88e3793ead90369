"""Goals in words and pictures: the word and colour of a status, the line of a list, the sentence, the chart."""

from collections.abc import Sequence
from datetime import date

from answers.goals import Standing
from data.records import Goal, GoalEvent
from metrics import pace
from metrics.metric import Metric, Value
from metrics.pace import Status
from ui import cards, formats, scorecard, views
from ui.cards import Status as Light
from ui.filters import channel_name
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext

LIGHTS: dict[Status, Light] = {
    "not_started": "undecided",
    "too_early": "undecided",
    "not_enough_data": "undecided",
    "awaiting_data": "undecided",
    "on_pace": "on_track",
    "behind_within_chance": "at_risk",
    "behind_pace": "off_track",
    "met": "met",
    "met_within_chance": "met",
    "missed_within_chance": "missed",
    "missed": "missed",
}


def word(status: Status) -> str:
    """A status as people say it."""
    words: dict[Status, str] = {
        "not_started": _("not started"),
        "too_early": _("too early to tell"),
        "not_enough_data": _("not enough data"),
        "awaiting_data": _("awaiting data"),
        "on_pace": _("on pace"),
        "behind_within_chance": _("behind, within chance"),
        "behind_pace": _("behind pace"),
        "met": _("met"),
        "met_within_chance": _("met, within chance"),
        "missed_within_chance": _("missed, within chance"),
        "missed": _("missed"),
    }
    return words[status]


def kind_word(kind: str) -> str:
    """A goal's kind as people say it."""
    words = {
        "increase_to": _("increase to"),
        "decrease_to": _("decrease to"),
        "stay_above": _("stay at or above"),
        "stay_below": _("stay at or below"),
    }
    return words[kind]


def scope_words(goal: Goal) -> str:
    """Whom a goal is about: its channels and teams, or everybody."""
    channels = [channel_name(name) for name in goal.where.get("channel", [])]
    return ", ".join([*channels, *goal.where.get("team", [])]) or _("All requests")


def line(goal: Goal, standing: Standing, metric: Metric) -> str:
    """One goal of the list, as HTML: status, title, now against target, deadline, owner."""
    now = formats.value(standing.now.value, metric.unit)
    aim = formats.entered(goal.target, metric.unit)
    share = min(max(standing.progress or 0.0, 0.0), 1.0)
    bar = "" if standing.progress is None else f'<div class="tz-bar"><i style="inline-size:{share:.0%}"></i></div>'
    facts = " · ".join(
        html(part)
        for part in (
            scorecard.metric_name(metric, goal.stat),
            scope_words(goal),
            _("until {day}").format(day=formats.date(goal.deadline)),
            goal.owner,
        )
    )
    return (
        f'<div class="tz-goal-line"><div><h2>{html(goal.title)}</h2><p class="tz-context">{facts}</p></div>'
        f'<div class="tz-goal-now"><b>{html(now)}</b> <span>→ {html(aim)}</span>{bar}</div>'
        f"{pill(goal, standing)}</div>"
    )


def pill(goal: Goal, standing: Standing) -> str:
    """The status of a goal as HTML; an archived one is not judged any more."""
    if goal.archived_at is not None:
        return cards.status("undecided", _("archived"))
    return cards.status(LIGHTS[standing.status], word(standing.status))


def summary(standings: Sequence[Standing]) -> str:
    """All goals in one sentence, numbers between ** … **."""
    count = len(standings)
    good = sum(LIGHTS[each.status] in ("on_track", "met") for each in standings)
    behind = sum(LIGHTS[each.status] in ("at_risk", "off_track", "missed") for each in standings)
    open_ = count - good - behind
    parts = [
        ngettext("**{n}** goal", "**{n}** goals", count).format(n=count),
        _("**{n}** on pace or met").format(n=good),
        _("**{n}** behind or missed").format(n=behind),
        *([_("**{n}** not to be judged yet").format(n=open_)] if open_ else []),
    ]
    return _("{all}: {parts}.").format(all=parts[0], parts=", ".join(parts[1:]))


def sentence(goal: Goal, standing: Standing, metric: Metric) -> str:
    """How one goal stands, in one sentence, numbers between ** … **."""
    aim = formats.entered(goal.target, metric.unit)
    by = formats.date(goal.deadline)
    if standing.unavailable:
        return standing.unavailable
    if standing.now.value is None or standing.since is None or standing.until is None:
        return _("{status}: {kind} **{target}** by {day}.").format(
            status=word(standing.status).capitalize(), kind=kind_word(goal.kind), target=aim, day=by
        )
    said = _("**{now}** from {since} to {until} ({n}); target **{target}** by {day}").format(
        now=formats.value(standing.now.value, metric.unit),
        since=formats.date(standing.since),
        until=formats.date(standing.until),
        n=scorecard.with_interval(metric, standing.now),
        target=aim,
        day=by,
    )
    if standing.pace is not None and standing.status in ("on_pace", "behind_within_chance", "behind_pace"):
        on_pace = formats.value(standing.pace, metric.unit)
        said = _("{said}; the pace asks for **{pace}** there").format(said=said, pace=on_pace)
    return f"{said}: {word(standing.status)}."


def chart(
    goal: Goal,
    history: Sequence[tuple[date, date, Value]],
    events: Sequence[GoalEvent],
    metric: Metric,
    as_of: date,
) -> views.Goal:
    """What the goal-vs-actual chart is given. `history`: first and last day of each period, and its value."""
    names = {"target": _("target"), "deadline": _("deadline"), "owner": _("owner"), "baseline": _("baseline")}
    changes = tuple(
        (event.at.date(), ", ".join(names[field] for field in event.changes if field in names))
        for event in events
        if event.action == "change" and names.keys() & event.changes and goal.start <= event.at.date() <= goal.deadline
    )
    return views.Goal(
        name=scorecard.metric_name(metric, goal.stat),
        scope=scope_words(goal),
        unit=metric.unit,
        grain=pace.grain(goal.start, goal.deadline, metric.grains),
        points=tuple(scorecard.point(first, last, value, complete=last <= as_of) for first, last, value in history),
        baseline=None if goal.kind.startswith("stay") else goal.baseline,
        target=goal.target,
        start=goal.start,
        deadline=goal.deadline,
        as_of=as_of,
        changes=changes,
        stat="" if len(metric.estimates) == 1 else scorecard.stat_name(goal.stat or metric.default_stat),
    )
