"""The workload person by person: new requests per working day beside the team's median, and weeks of occupancy.

A card per team, written as lists of texts with marks beside them, so that it can be read aloud. People stand in the
order of the alphabet: no league table.
"""

from collections.abc import Sequence
from datetime import date

from answers.workload import ENOUGH_DAYS, RULES, Load, Person
from metrics.metric import Value
from ui import axes, formats
from ui.formats import Calendar, html
from ui.language import current
from ui.language import gettext as _

_SHADES = (0.60, 0.70, 0.80)  # occupancy from which a week is a shade darker
_ABOVE = RULES["occupancy"].limits["above"]


def title(load: Load) -> str:
    """What the chart shows, as its message: where the days are fullest."""
    teams = {team: middle for team, middle in load.medians.items() if team is not None}
    if len(teams) < 2:
        return _("New requests per working day, person by person")
    most, least = max(teams, key=lambda team: teams[team]), min(teams, key=lambda team: teams[team])
    words = _("New requests per working day: {most} in {full}, {least} in {quiet} (medians)")
    return words.format(
        most=formats.value(teams[most], "score"), full=most, least=formats.value(teams[least], "score"), quiet=least
    )


def note(load: Load, locale: str, calendar: Calendar) -> str:
    """How to read it."""
    words = [_("Bar: a person's new requests per day of work. Line: the median of the team.")]
    if load.by_week:
        strip = _("Squares: occupancy of {n} weeks to {day}, {mark} above {above}, empty where a week says too little.")
        day = formats.date(load.last, locale, calendar)
        above = formats.entered(_ABOVE, "share")
        words.append(strip.format(n=formats.value(len(load.weeks), "count"), day=day, mark="▲", above=above))
    return " ".join(words)


def chart(load: Load, locale: str, calendar: Calendar) -> str:
    """HTML for `st.html`: a card per team, all on one axis."""
    known = [one.requests.value for one in load.people if one.requests.value is not None]
    axis = axes.axis([0.0, *known, *load.medians.values()], "ratio", current(), 3)
    teams = dict.fromkeys(one.team for one in load.people)
    cards = "".join(_team(load, team, axis, locale, calendar) for team in teams)
    return f'<div class="tz-wall"><div class="tz-loads">{cards}</div></div>'


def _team(load: Load, team: str | None, axis: axes.Axis, locale: str, calendar: Calendar) -> str:
    people = [one for one in load.people if one.team == team]
    middle = load.medians.get(team)
    name = _("Without a team") if team is None else team
    words = _("median {value} a day").format(value=formats.value(middle, "score"))
    strips = bool(load.by_week)  # bars of all teams are of one length
    lines = "".join(_line(load, one, middle, axis, strips, locale, calendar) for one in people)
    ticks = "".join(
        f'<i style="inset-inline-start:{100 * axis.height(tick):.1f}%">{html(label)}</i>'
        for tick, label in zip(axis.ticks, axis.labels, strict=True)
    )
    kind = "" if strips else " tz-load-plain"
    return (
        f'<section class="tz-load{kind}"><h3>{html(name)} <small>{html(words)}</small></h3><ul>{lines}</ul>'
        f'<div class="tz-load-axis" aria-hidden="true"><span>{ticks}</span></div></section>'
    )


def _line(
    load: Load, one: Person, middle: float | None, axis: axes.Axis, strips: bool, locale: str, calendar: Calendar
) -> str:
    value = one.requests.value
    mark = f' <span class="tz-amber" title="{html(_("at risk"))}">!</span>' if one.warnings else ""
    marks = "" if value is None else f'<i class="tz-load-bar" style="width:{axis.height(value):.1%}"></i>'
    if middle is not None:
        marks += f'<i class="tz-load-median" style="inset-inline-start:{axis.height(middle):.1%}"></i>'
    strip = _strip(load.weeks, load.by_week.get(one.agent, ()), locale, calendar) if strips else ""
    few = " tz-load-few" if 0 < one.days < ENOUGH_DAYS else ""
    return (
        f'<li title="{html(_spoken(one, middle))}"><span class="tz-load-name">{html(one.name)}{mark}</span>'
        f'<span class="tz-load-track{few}" aria-hidden="true">{marks}</span>'
        f"<b>{html(formats.value(value, 'score'))}</b>{strip}</li>"
    )


def _strip(weeks: Sequence[date], values: Sequence[Value], locale: str, calendar: Calendar) -> str:
    if not values:
        return '<span class="tz-load-weeks"></span>'
    cells = "".join(_week(last, value, locale, calendar) for last, value in zip(weeks, values, strict=True))
    above = sum(value.value is not None and value.value > _ABOVE for value in values)
    known = sum(value.value is not None for value in values)
    words = _("occupancy above {above} in {n} of {known} weeks").format(
        above=formats.entered(_ABOVE, "share"), n=formats.value(above, "count"), known=formats.value(known, "count")
    )
    return f'<span class="tz-load-weeks"><span class="tz-heard">{html(words)}</span>{cells}</span>'


def _week(last: date, value: Value, locale: str, calendar: Calendar) -> str:
    day = formats.date(last, locale, calendar)
    if value.value is None:
        words = _("Week to {day}: too few days, calls and chats").format(day=day)
        return f'<i class="tz-load-none" title="{html(words)}"></i>'
    shade = sum(value.value >= bound for bound in _SHADES) + 1
    words = _("Week to {day}: {value} occupied, {n} days at the queue").format(
        day=day, value=formats.value(value.value, "share"), n=formats.value(value.n, "count")
    )
    if value.value > _ABOVE:
        return f'<i class="tz-load-above" title="{html(words)}" aria-hidden="true">▲</i>'
    return f'<i class="tz-heat-{shade}" title="{html(words)}"></i>'


def _spoken(one: Person, middle: float | None) -> str:
    """The whole sentence of a line."""
    parts = [_("{value} new requests per working day").format(value=formats.value(one.requests.value, "score"))]
    parts.append(_("{n} days of work").format(n=formats.value(one.days, "count")))
    if middle is not None:
        parts.append(_("median of the team {value}").format(value=formats.value(middle, "score")))
    if one.occupancy.value is not None:
        parts.append(_("occupancy {value}").format(value=formats.value(one.occupancy.value, "share")))
    return f"{one.name}: {', '.join(parts)}"
