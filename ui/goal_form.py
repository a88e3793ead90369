"""The form in which a goal is set or changed: what is asked, in the metric's own unit, with the baseline beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from answers import clock, goals
from answers.availability import available, cuts
from answers.goals import Baseline
from data import records
from data.errors import Invalid
from data.records import GoalTerms
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import cards, formats, parameters_form, scorecard
from ui.filters import channel_name
from ui.goal_cards import kind_word
from ui.goal_scale import scale
from ui.language import gettext as _
from ui.shell import Reader, choices

FIRST = "first_response_within"  # what most teams begin with, and it may be pooled over channels
KINDS = ("increase_to", "decrease_to", "stay_above", "stay_below")


@dataclass(frozen=True)
class Asked:
    """What is measured: the part of the form that decides the baseline."""

    metric: Metric
    stat: str | None
    params: dict[str, float]
    where: dict[str, list[str]]
    start: date
    deadline: date

    @property
    def key(self) -> tuple[object, ...]:
        """What the metric's past depends on."""
        where = tuple((name, tuple(values)) for name, values in self.where.items())
        return (self.metric.id, self.stat, tuple(self.params.items()), where, self.start)


def asked(who: Reader) -> Asked:
    """Metric, statistic, whom it is about, and from when to when."""
    known = [name for name in available(who.generation) if _can_be_a_goal(entry(name))]
    metric = entry(
        st.selectbox(
            _("What is measured"),
            known,
            index=known.index(FIRST) if FIRST in known else 0,
            format_func=lambda name: _(entry(name).name),
            key="new-metric",
            persist_state="session",
            required=True,
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
    params = parameters_form.entered(metric)
    found, ways = choices(who), cuts(metric.id)
    left, right = st.columns(2)
    channels, teams = [], []
    if "channel" in ways:
        channels = left.multiselect(
            _("Channels"),
            found.channels,
            format_func=channel_name,
            placeholder=_("All channels"),
            key="new-channels",
            persist_state="session",
        )
    if "team" in ways:
        teams = right.multiselect(
            _("Teams"), found.teams, placeholder=_("All teams"), key="new-teams", persist_state="session"
        )
    where = {name: list(chosen) for name, chosen in (("channel", channels), ("team", teams)) if chosen}
    first, last = _default_dates(who)
    start = left.date_input(_("Start"), first, key="new-start", persist_state="session", required=True)
    deadline = right.date_input(_("Deadline"), last, key="new-deadline", persist_state="session", required=True)
    return Asked(metric, stat, params, where, start, deadline)


def _can_be_a_goal(metric: Metric) -> bool:
    """It has a better direction, and a past that can be pooled: a year's total is no level for its months."""
    return metric.direction != "none" and bool(metric.grains) and metric.pools and not metric.is_total


def _default_dates(who: Reader) -> tuple[date, date]:
    """From the first month that is not over, half a year."""
    latest = clock.last_complete("month", who.generation) or date(2000, 1, 1)
    start = clock.shift("month", latest, 1, who.generation)
    return start, clock.shift("month", start, 6, who.generation) - timedelta(days=1)


def aims(what: Asked, base: Baseline | None) -> dict[str, Any]:
    """Kind, baseline and target, in a unit that suits the metric. Numbers come back in the metric's own unit."""
    pooled = base.pooled if base else None
    units = scale(what.metric, pooled.value if pooled else None)
    usual = {"higher": "increase_to", "lower": "decrease_to", "band": "stay_below"}
    wanted = usual[what.metric.direction]
    kind = st.selectbox(
        _("The goal is to"),
        KINDS,
        index=KINDS.index(wanted),
        format_func=kind_word,
        key=f"new-kind-{what.metric.direction}",
        persist_state="session",
        required=True,
    )
    st.markdown(_baseline_words(what.metric, base))
    by_hand = kind in KINDS[:2] and (
        base is None or st.checkbox(_("Use another baseline"), key="new-by-hand", persist_state="session")
    )
    terms: dict[str, Any] = {"kind": kind}
    if by_hand:
        terms["baseline"] = units.kept(
            st.number_input(
                _("Baseline, in {unit}").format(unit=units.unit),
                value=None,
                step=units.step,
                format="%g",
                key=f"new-baseline-{units.unit}",
                persist_state="session",
            )
        )
        terms["baseline_reason"] = (
            st.text_input(_("Why this baseline"), key="new-reason", persist_state="session") or ""
        )
    elif base is not None and pooled is not None:
        terms |= {
            "baseline": pooled.value,
            "baseline_n": pooled.n,
            "baseline_low": pooled.low,
            "baseline_high": pooled.high,
            "baseline_from": base.first,
            "baseline_to": base.last,
        }
    terms["target"] = units.kept(
        st.number_input(
            _("Target, in {unit}").format(unit=units.unit),
            value=None,
            step=units.step,
            format="%g",
            key=f"new-target-{units.unit}",
            persist_state="session",
        )
    )
    return terms


def _baseline_words(metric: Metric, base: Baseline | None) -> str:
    if base is None:
        return _("There is no complete month with data before the start, so no baseline can be computed.")
    said = _("Baseline **{value}** ({sure}), pooled over {months} months from {first} to {last}.").format(
        value=formats.md(formats.value(base.pooled.value, metric.unit)),
        sure=formats.md(scorecard.with_interval(metric, base.pooled)),
        months=base.months,
        first=formats.md(formats.date(base.first)),
        last=formats.md(formats.date(base.last)),
    )
    few = _("Fewer than six months: chance weighs more.") if base.months < goals.BASELINE_ENOUGH else ""
    return f"{said} {few}"


def ownership(who: Reader, suggestion: str) -> dict[str, Any]:
    """Title, owner, strategic priority, note. A priority that is typed anew is kept when the goal is."""
    title = st.text_input(_("Title"), placeholder=suggestion, key="new-title", persist_state="session") or suggestion
    left, right = st.columns(2)
    owner = left.text_input(_("Owner"), key="new-owner", persist_state="session", required=True) or ""
    known = {each.id: each.name for each in records.priorities(who.scope)}
    priority = right.selectbox(
        _("Strategic priority it serves"),
        list(known),
        index=None,
        format_func=lambda each: known.get(each, each),
        accept_new_options=True,
        placeholder=_("Choose one, or type a new one"),
        key="new-priority",
        persist_state="session",
    )
    note = st.text_area(_("Note"), key="new-note", persist_state="session") or ""
    return {"title": title, "owner": owner, "priority_id": priority or "", "note": note}


def save(who: Reader, what: Asked, terms: Mapping[str, Any]) -> str | None:
    """Keep the goal and return its id; null, with each field's fault on the page, where it cannot be."""
    entered = GoalTerms(
        dataset=who.generation.dataset,
        metric=what.metric.id,
        stat=what.stat,
        params=what.params,
        where=what.where,
        start=what.start,
        deadline=what.deadline,
        **terms,
    )
    try:
        records.validate(entered)  # first: a priority that is typed anew is kept with its goal or not at all
        goals.check(what.metric.id, terms["target"], terms.get("baseline"))
        priority = _priority(who, entered.priority_id.strip())
        goal = records.create_goal(who.scope, replace(entered, priority_id=priority))
    except Invalid as fault:
        faults(fault)
        return None
    return goal.id


def _priority(who: Reader, chosen: str) -> str:
    """The id of the priority that was chosen or typed: a known one by its name, else a new one."""
    known = records.priorities(who.scope)
    found = next((each for each in known if chosen.casefold() in (each.id, each.name.casefold())), None)
    return (found or records.add_priority(who.scope, chosen)).id


def faults(fault: Invalid) -> None:
    """What is wrong with an entry, one line per field. Nothing that was entered is lost."""
    for words in fault.fields.values():
        st.error(formats.md(_(words)))


def forget() -> None:
    """Empty the form after its goal was kept."""
    for key in [key for key in st.session_state if str(key).startswith("new-")]:
        del st.session_state[key]


def suggestion(what: Asked, terms: Mapping[str, Any]) -> str:
    """A title that says the goal: "Customer satisfaction: increase to 85% (Phone)"."""
    said = f"{_(what.metric.name)}: {kind_word(terms['kind'])}"
    if terms["target"] is not None:
        said += f" {formats.entered(terms['target'], what.metric.unit)}"
    whom = [channel_name(name) for name in what.where.get("channel", [])] + what.where.get("team", [])
    return f"{said} ({', '.join(whom)})" if whom else said
