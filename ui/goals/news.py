"""What there is to say of goals, in plain sentences for the board and the digest; nothing here is markup."""

from collections.abc import Mapping, Sequence
from datetime import date

from answers import goals
from answers.goal_alerts import Alert, Celebration, Moved
from answers.goal_digest import Digest, Due
from answers.goal_standing import Standing
from answers.goal_tree import Trouble
from data.records import Goal, GoalEvent
from metrics.catalogue import metric as entry
from metrics.metric import Value
from ui import formats
from ui.goals.words import word
from ui.language import gettext as _
from ui.language import ngettext
from ui.periods import Calendar


def reason(alert: Alert, goal: Goal, standing: Standing, calendar: Calendar = "gregorian") -> str:
    """Why a goal needs attention."""
    metric = entry(goal.metric)
    facts = alert.facts
    day = formats.date(alert.day, calendar=calendar) if alert.day else ""
    aim = formats.entered(goal.target, metric.unit)
    now = _value(standing.now, goal)
    if alert.kind == "action_overdue":
        return _("{who} was to finish “{action}” by {day}.").format(who=alert.owner, action=facts["action"], day=day)
    if alert.kind == "check_in_overdue":
        said = ngettext(
            "The check-in of {day} is {n} day late.", "The check-in of {day} is {n} days late.", facts["days"]
        )
        return said.format(day=day, n=formats.value(facts["days"], "count"))
    if alert.kind == "deadline_near":
        return _deadline_near(facts["days"], day)
    if alert.kind == "corrected":
        words = _("It was closed with {kept}; the data now say {now}. The verdict stays.")
        return words.format(kept=_value(facts["kept"], goal), now=_value(facts["now"], goal))
    if alert.kind == "missed":
        return _("It was missed: {now} at the deadline of {day}, target {target}.").format(now=now, day=day, target=aim)
    if alert.kind == "awaiting_data":
        return _("Its deadline of {day} has passed, and the data do not reach far enough to judge it.").format(day=day)
    if alert.kind == "not_enough_data":
        return standing.unavailable or _("There is not enough data to say whether it will be met by {day}.").format(
            day=day
        )
    chance = formats.chance(facts["chance"] or 0.0)
    said = {
        "off_track": _("It will probably be missed: {now} now, target {target} by {day}; chance {chance}."),
        "at_risk": _("It can go either way: {now} now, target {target} by {day}; chance {chance}."),
    }[alert.kind]
    return said.format(now=now, target=aim, day=day, chance=chance)


def _deadline_near(days: int, day: str) -> str:
    if days == 0:
        return _("Its deadline is today.")
    said = ngettext("Its deadline is in {n} day, on {day}.", "Its deadline is in {n} days, on {day}.", days)
    return said.format(n=formats.value(days, "count"), day=day)


def step(moved: Moved) -> str:
    """How a status changed: "Was at risk (chance 42%), now off track (chance 12%)."."""
    return _("Was {before}, now {now}.").format(
        before=_status(word(moved.before), moved.chance_before), now=_status(word(moved.now), moved.chance_now)
    )


def _status(said: str, chance: float | None) -> str:
    return (
        said if chance is None else _("{status} (chance {chance})").format(status=said, chance=formats.chance(chance))
    )


def happened(event: GoalEvent, goal: Goal, calendar: Calendar = "gregorian") -> str:
    """One line of a goal's history: who did what, of target and deadline from what to what, and when."""
    about = event.action if event.entity == "goal" else f"{event.entity} {event.action}"
    words = {
        "check_in create": _("{who} checked in on {day}."),
        "check_in change": _("{who} corrected a check-in on {day}."),
        "create": _("{who} set this goal on {day}."),
        "archive": _("{who} archived this goal on {day}."),
        "restore": _("{who} took this goal up again on {day}."),
    }.get(about, _("{who} changed this goal on {day}."))
    said = {"who": event.actor, "day": formats.date(event.at.date(), calendar=calendar)}
    if about == "change" and "target" in event.changes:
        words = _("{who} changed the target from {before} to {after} on {day}.")
        unit = entry(goal.metric).unit
        said |= dict(zip(("before", "after"), (formats.entered(x, unit) for x in event.changes["target"]), strict=True))
    elif about == "change" and "deadline" in event.changes:
        words = _("{who} moved the deadline from {before} to {after} on {day}.")
        days = (formats.date(date.fromisoformat(x), calendar=calendar) for x in event.changes["deadline"])
        said |= dict(zip(("before", "after"), days, strict=True))
    return words.format(**said)


def praise(celebration: Celebration, goal: Goal, calendar: Calendar = "gregorian") -> str:
    """What people achieved, with the numbers."""
    metric = entry(goal.metric)
    facts = celebration.facts
    value = formats.value(facts["value"], metric.unit)
    if celebration.kind == "met":
        kept = Value(facts["value"], facts["n"], facts["low"], facts["high"])
        words = _("Goal met: {value} ({sure}), target {target}.")
        bounds = formats.interval(kept.low, kept.high, metric.unit)
        sure = ", ".join([*([bounds] if bounds != formats.NO_VALUE else []), formats.n(kept.n)])
        return words.format(value=value, sure=sure, target=formats.entered(goal.target, metric.unit))
    said = {"value": value, "when": _when(goal, facts["until"], calendar), "n": formats.n(facts["n"])}
    if celebration.kind == "record":
        before = formats.value(facts["best_before"], metric.unit)
        return _("A record: {value} {when} ({n}); the best before was {before}.").format(before=before, **said)
    length = facts["length"]
    words = ngettext(
        "{length} step for the better, now {value} {when} ({n}).",
        "{length} steps for the better in a row, now {value} {when} ({n}).",
        length,
    )
    return words.format(length=formats.value(length, "count"), **said)


def _when(goal: Goal, until: date, calendar: Calendar) -> str:
    """The latest complete period of a goal, by its last day."""
    words = {
        "day": _("on {day}"),
        "week": _("in the week to {day}"),
        "month": _("in the month to {day}"),
        "quarter": _("in the quarter to {day}"),
        "year": _("in the year to {day}"),
    }
    return words[goals.grain(goal)].format(day=formats.date(until, calendar=calendar))


def changes(told: Digest, calendar: Calendar = "gregorian") -> list[tuple[str, str]]:
    """Goal and sentence of what is other than a week ago: first the statuses, then what people did, newest first."""
    moved = [(each.goal_id, step(each)) for each in told.moved]
    return moved + [(goal_id, happened(event, told.named[goal_id], calendar)) for goal_id, event in told.changes]


def praises(told: Digest, calendar: Calendar = "gregorian") -> list[tuple[str, str]]:
    """Goal and sentence of each celebration."""
    return [(each.goal_id, praise(each, told.named[each.goal_id], calendar)) for each in told.celebrations]


def due(what: Due) -> str:
    """What a day is: a deadline or a check-in."""
    return {"deadline": _("Deadline"), "check_in": _("Check-in")}[what.kind]


def troubles(found: Sequence[Trouble], titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What does not fit, by goal; what two goals have against each other is said at both. `titles`: by goal."""
    said: dict[str, tuple[str, ...]] = {}
    for each in found:
        pairs = [(each.goal_id, each.other_id)]
        if each.kind == "opposes" and each.other_id is not None:
            pairs.append((each.other_id, each.goal_id))
        for goal_id, other in pairs:
            said[goal_id] = (*said.get(goal_id, ()), _trouble(each.kind, titles.get(other or "", "")))
    return said


def _trouble(kind: str, other: str) -> str:
    words = {
        "opposes": _("It pulls against “{other}”: the same number can't rise and fall for the same requests."),
        "later_than_parent": _("Its deadline lies after that of “{other}”, which it serves."),
        "too_little_together": _(
            "Even if all goals under it are met, it can be missed: their targets do not reach its own."
        ),
        "orphan_priority": _("The strategic priority that it serves is archived."),
        "no_parent": _("It stands alone, although “{other}” aims at the same number for more requests."),
        "parent_archived": _("The goal that it served is archived."),
    }
    return words[kind].format(other=other)


def _value(value: Value, goal: Goal) -> str:
    return formats.value(value.value, entry(goal.metric).unit)
