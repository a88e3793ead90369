"""What a new goal measures, whom it is about, and when it is judged: the part of the form that its past depends on."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers import clock, world
from answers.availability import available, cuts
from data.records.goal_terms import RECURS
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import cards, formats, parameters_form, scorecard
from ui.filters import channel_name
from ui.goals.words import kind_word
from ui.language import gettext as _
from ui.periods import Grain
from ui.shell import Reader, choices

FIRST = "first_response_within"  # what most teams begin with, and it may be pooled over channels
MOVING = ("increase_to", "decrease_to")
STAYING = ("stay_above", "stay_below")
USUAL = {"higher": "increase_to", "lower": "decrease_to", "band": "stay_below", "none": "stay_below"}
ONCE = "once"
TEMPLATE, FREE = "new-template", "free"  # the box of the first step, and its choice of none
MONTHS = 6  # the span that the form offers: long enough to move something, short enough to be remembered

Measured = tuple[Metric, str | None, dict[str, float]]  # the metric, its statistic and parameters


@dataclass(frozen=True)
class Asked:
    """What is measured, of whom, and when it is judged. recurs: each week, month, … by itself; null: at the end."""

    metric: Metric
    stat: str | None
    params: dict[str, float]
    where: dict[str, list[str]]
    kind: str
    recurs: Grain | None
    start: date
    deadline: date

    @property
    def moves(self) -> bool:
        """Whether it goes from a baseline to its target; else it stays on one side of it."""
        return self.kind in MOVING

    @property
    def per(self) -> Grain | None:
        """The periods whose mean is the baseline of a total."""
        return self.recurs if self.metric.is_total else None

    @property
    def key(self) -> tuple[object, ...]:
        """What the metric's past depends on."""
        where = tuple((name, tuple(values)) for name, values in self.where.items())
        return (self.metric.id, self.stat, tuple(self.params.items()), where, self.start, self.deadline, self.recurs)


def measured(who: Reader) -> Measured:
    """The metric, with its statistic and parameters where it has them."""
    known = [name for name in available(who.generation) if entry(name).grains]  # else only as things stand now
    metric = entry(
        st.selectbox(
            _("What is measured"),
            known,
            index=known.index(FIRST) if FIRST in known else 0,
            format_func=lambda name: _(entry(name).name),
            key="new-metric",
            persist_state="session",
            required=True,
            on_change=_leave,
        )
        or known[0]
    )
    st.caption(formats.md(_(metric.definition)))
    cards.explained(metric.id)
    stat = None
    if len(metric.estimates) > 1:
        stat = st.segmented_control(
            _("Statistic"),
            list(metric.estimates),
            format_func=scorecard.stat_name,
            default=metric.default_stat,
            key=f"new-stat-{metric.id}",
            persist_state="session",
            required=True,
        )
    return metric, stat, parameters_form.entered(metric)


def _leave() -> None:
    """Something else is measured than the template wanted: the goal is free."""
    st.session_state[TEMPLATE] = FREE


def whom(who: Reader, metric: Metric) -> dict[str, list[str]]:
    """Channels, teams and one person, as far as the metric can be cut so; empty: everybody."""
    found, ways = choices(who), cuts(metric.id)
    shown = [name for name in ("channel", "team", "agent") if name in ways]
    if not shown:
        st.caption(_("This is counted for the whole organisation."))
        return {}
    where: dict[str, list[str]] = {}
    for name, column in zip(shown, st.columns(len(shown)), strict=True):
        if name == "channel":
            where[name] = column.multiselect(
                _("Channels"),
                found.channels,
                format_func=channel_name,
                placeholder=_("All channels"),
                key="new-channels",
                persist_state="session",
            )
        elif name == "team":
            where[name] = column.multiselect(
                _("Teams"), found.teams, placeholder=_("All teams"), key="new-teams", persist_state="session"
            )
        else:
            person = column.selectbox(
                _("Person"),
                _agents(who.key, who),
                index=None,
                placeholder=_("Everybody"),
                key="new-agent",
                persist_state="session",
            )
            where[name] = [person] if person else []
    return {name: list(chosen) for name, chosen in where.items() if chosen}


@st.cache_data(show_spinner=False, max_entries=64)
def _agents(key: tuple[str, ...], _who: Reader) -> tuple[str, ...]:
    return world.agents(_who.scope, _who.generation)


def judged(who: Reader, what: Measured, where: dict[str, list[str]], place: DeltaGenerator) -> Asked:
    """Kind (at its place), recurrence and dates."""
    metric, stat, params = what
    kind = _kind(metric, place)
    recurs = _recurs(metric) if kind in STAYING else None
    first, last = _usual_dates(who)
    left, right = st.columns(2)
    start = left.date_input(_("Start"), first, key="new-start", persist_state="session", required=True)
    deadline = right.date_input(_("Deadline"), last, key="new-deadline", persist_state="session", required=True)
    return Asked(metric, stat, params, where, kind, recurs, start, deadline)


def kind_key(metric: Metric) -> str:
    """The key of the box: a total has fewer kinds, and each direction its usual one."""
    return f"new-kind-{'total-' if metric.is_total else ''}{metric.direction}"


def recurs_key(metric: Metric) -> str:
    return f"new-recurs{'-total' if metric.is_total else ''}"


def _kind(metric: Metric, place: DeltaGenerator) -> str:
    usual = USUAL[metric.direction]
    kinds: tuple[str, ...] = (*MOVING, *STAYING)
    if metric.is_total:  # it grows with its period: only so much per week, month, … can be kept
        kinds, usual = STAYING, "stay_above" if metric.direction == "higher" else "stay_below"
    kind: str = place.selectbox(
        _("The goal is to"),
        kinds,
        index=kinds.index(usual),
        format_func=kind_word,
        key=kind_key(metric),
        persist_state="session",
        required=True,
    )
    if metric.direction == "none":
        place.caption(_("More of it is not always worse, nor always better: think of what it stands for."))
    return kind


def recurrences() -> dict[str, str]:
    """When a goal can be judged, in words."""
    return {
        ONCE: _("once, at the deadline"),
        "day": _("each day"),
        "week": _("each week"),
        "month": _("each month"),
        "quarter": _("each quarter"),
        "year": _("each year"),
    }


def _recurs(metric: Metric) -> Grain | None:
    words = recurrences()
    possible = [name for name in RECURS if name in metric.grains]
    chosen = st.segmented_control(
        _("Judged"),
        possible if metric.is_total else [ONCE, *possible],
        format_func=lambda name: words[name],
        default="month" if metric.is_total else ONCE,
        key=recurs_key(metric),
        persist_state="session",
        required=True,
        wrap=True,
    )
    return None if chosen in (ONCE, None) else cast(Grain, chosen)


def _usual_dates(who: Reader) -> tuple[date, date]:
    """From the first month that is not over, half a year."""
    latest = clock.last_complete("month", who.generation) or date(2000, 1, 1)
    start = clock.shift("month", latest, 1, who.generation)
    return start, clock.shift("month", start, MONTHS, who.generation) - timedelta(days=1)
