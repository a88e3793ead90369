"""What the fields of a goal and of a check-in are called, and how their values are written. Words only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.records import Goal, Milestone, Priority
from metrics.metric import Metric
from ui import formats
from ui.goals import cards
from ui.language import gettext as _
from ui.periods import Calendar

_VALUES = ("target", "baseline", "baseline_low", "baseline_high")
_DAYS = ("start", "deadline", "baseline_from", "baseline_to", "on", "action_due", "action_done")


@dataclass(frozen=True)
class Around:
    """What a goal's fields name besides itself, each id → its name. parents: the goals that it can be a part of."""

    priorities: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=dict)
    parents: Sequence[str] = ()
    pursued: Sequence[str] = ()  # the priorities that are not archived


def around(goal: Goal, known: Sequence[Goal], priorities: Sequence[Priority]) -> Around:
    """The names around a goal. `known` and `priorities` hold the archived ones too."""
    under, before = {goal.id}, 0
    while len(under) > before:
        before = len(under)
        under |= {each.id for each in known if each.parent_id in under}
    return Around(
        priorities={each.id: each.name for each in priorities},
        goals={each.id: each.title for each in known},
        parents=[each.id for each in known if each.archived_at is None and each.id not in under],
        pursued=[each.id for each in priorities if each.archived_at is None],
    )


def rhythms() -> dict[str | None, str]:
    """How often a goal's people check in, as they say it."""
    return {"week": _("each week"), "month": _("each month"), "quarter": _("each quarter"), None: _("never")}


def name(of: str) -> str:
    """A field as the forms call it."""
    names = {
        "title": _("Title"),
        "owner": _("Owner"),
        "target": _("Target"),
        "deadline": _("Deadline"),
        "start": _("Start"),
        "baseline": _("Baseline"),
        "baseline_n": _("n of the baseline"),
        "baseline_low": _("Lower limit of the baseline"),
        "baseline_high": _("Upper limit of the baseline"),
        "baseline_from": _("First day of the baseline"),
        "baseline_to": _("Last day of the baseline"),
        "baseline_reason": _("Why this baseline"),
        "note": _("Note"),
        "priority_id": _("Strategic priority"),
        "parent_id": _("Part of the goal"),
        "weight": _("Weight"),
        "milestones": _("Milestones"),
        "check_in_every": _("Check-ins"),
        "on": _("Date"),
        "confidence": _("Confidence"),
        "action": _("Next action"),
        "action_owner": _("Who does it"),
        "action_due": _("Due on"),
        "action_done": _("Done on"),
    }
    return names.get(of, of)


def written(of: str, value: Any, metric: Metric, names: Around, calendar: Calendar = "gregorian") -> str:
    """A field's value as people read it; it comes as the goal or as its history has it. Plain text."""
    if of == "check_in_every":
        return rhythms()[value]
    if value is None or value in ("", [], ()):
        return formats.NO_VALUE
    if of in _VALUES:
        return formats.entered(value, metric.unit)
    if of in _DAYS:
        return formats.date(_day(value), None, calendar)
    if of == "milestones":
        found = [
            (each.on, each.value) if isinstance(each, Milestone) else (each["on"], each["value"]) for each in value
        ]
        words = _("{value} by {day}")
        return ", ".join(
            words.format(value=formats.entered(x, metric.unit), day=formats.date(_day(day), None, calendar))
            for day, x in found
        )
    if of == "confidence":
        return cards.confidence_word(value)
    if of == "weight":
        return formats.entered(value, "ratio")
    if of == "baseline_n":
        return formats.value(value, "count")
    return {"priority_id": names.priorities, "parent_id": names.goals}.get(of, {}).get(value, str(value))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
