"""The lines of the board: one goal each, finished in HTML, and how they are filtered, sorted and grouped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from answers.goal_alerts import KINDS, Alert
from answers.goal_standing import Standing
from data.records import Goal
from metrics.catalogue import metric as entry
from ui import formats, scorecard
from ui.formats import html
from ui.goals import cards
from ui.goals.cards import scope_words, word
from ui.language import gettext as _
from ui.periods import Calendar

ARCHIVED = "archived"
# What asks for somebody stands first, what is over last.
STATUSES = (
    *("off_track", "at_risk", "missed", "missed_within_chance", "awaiting_data", "not_enough_data"),
    *("on_track", "too_early", "not_started", "met_within_chance", "met", ARCHIVED),
)
SORTS = ("urgency", "deadline", "chance", "title")


@dataclass(frozen=True)
class Line:
    """A goal of the board: its finished HTML, and what it is found by. status: one of STATUSES."""

    id: str
    body: str
    title: str
    status: str
    owner: str
    priority_id: str
    deadline: date
    chance: float | None
    progress: float | None
    urgency: int

    def row(self, depth: int = 0, notes: Sequence[str] = ()) -> str:
        """The line as one element; `depth`: how far below the root of its tree, `notes`: what is wrong with it."""
        said = "".join(f'<li><span aria-hidden="true">!</span> {html(note)}</li>' for note in notes)
        below = f'<ul class="tz-line-notes">{said}</ul>' if said else ""
        inset = f' data-child style="--tz-depth:{depth}"' if depth else ""
        return f'<div class="tz-goal-row"{inset}>{self.body}{below}</div>'


def status_word(status: str) -> str:
    """A status of the board as people say it."""
    return _("archived") if status == ARCHIVED else word(status)  # type: ignore[arg-type]


def line(goal: Goal, standing: Standing, alerts: Sequence[Alert], calendar: Calendar) -> Line:
    """A goal as the board shows it; `alerts`: those of all goals."""
    status = ARCHIVED if goal.archived_at is not None else standing.status
    urgency = min((each.urgency for each in alerts if each.goal_id == goal.id), default=len(KINDS))
    return Line(
        id=goal.id,
        body=_body(goal, standing, calendar),
        title=goal.title,
        status=status,
        owner=goal.owner,
        priority_id=goal.priority_id,
        deadline=standing.deadline,
        chance=standing.chance,
        progress=standing.progress,
        urgency=urgency,
    )


def _body(goal: Goal, standing: Standing, calendar: Calendar) -> str:
    """What a line says: status, title, what is measured of whom, now and target, chance, deadline, owner."""
    metric = entry(goal.metric)
    now, aim = formats.value(standing.now.value, metric.unit), formats.entered(goal.target, metric.unit)
    facts = [scorecard.metric_name(metric, goal.stat), scope_words(goal)]
    if goal.weight != 1:
        facts.append(_("weight {weight}").format(weight=formats.entered(goal.weight, "ratio")))
    chance = "" if standing.chance is None else _("chance {chance}").format(chance=formats.chance(standing.chance))
    return (
        f'<div class="tz-line-status">{cards.pill(goal, standing)}</div>'
        f'<div class="tz-line-what"><h3>{html(goal.title)}</h3><p>{html(" · ".join(facts))}</p></div>'
        f'<div class="tz-line-now"><p><b>{html(now)}</b> → {html(aim)}</p>{_bar(standing.progress)}</div>'
        f'<div class="tz-line-chance">{html(chance)}</div>'
        f'<div class="tz-line-when"><p>{html(formats.date(standing.deadline, calendar=calendar))}</p>'
        f"<p>{html(goal.owner)}</p></div>"
    )


def _bar(progress: float | None) -> str:
    """Progress as a bar with its number; below nothing it is further away than at the start."""
    if progress is None:
        return ""
    said = _("further away") if progress < 0 else formats.entered(round(progress, 2), "share")
    share = min(max(progress, 0.0), 1.0)
    heard = html(_("progress"))
    return (
        f'<p class="tz-line-progress"><span class="tz-heard">{heard}</span><span class="tz-bar">'
        f'<i style="inline-size:{share:.0%}"></i></span>{html(said)}</p>'
    )


def ordered(lines: Sequence[Line], sort: str) -> list[Line]:
    """Lines by one of SORTS; what has no chance comes last, and ties go by deadline and title."""
    keys: Mapping[str, Callable[[Line], tuple[Any, ...]]] = {
        "urgency": lambda each: (each.urgency,),
        "deadline": lambda each: (each.deadline,),
        "chance": lambda each: (each.chance is None, each.chance or 0.0),
        "title": lambda each: (each.title.casefold(),),
    }
    return sorted(lines, key=lambda each: (*keys[sort](each), each.deadline, each.title.casefold(), each.id))


def grouped(lines: Sequence[Line], by: str) -> list[tuple[str, list[Line]]]:
    """Key and lines of each group that is not empty: statuses in their order, owners by name."""
    if by == "status":
        return _filled(lines, STATUSES, lambda each: each.status)
    owners = sorted({each.owner for each in lines}, key=str.casefold)
    return _filled(lines, owners, lambda each: each.owner)


def _filled(lines: Sequence[Line], keys: Sequence[str], of: Callable[[Line], str]) -> list[tuple[str, list[Line]]]:
    groups = [(key, [each for each in lines if of(each) == key]) for key in keys]
    return [(key, members) for key, members in groups if members]
