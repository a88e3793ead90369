"""The form in which a goal is set, in four steps, with the metric's past and the five letters of SMART beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from answers import goals
from data import records
from data.errors import Invalid
from data.records import GoalTerms
from metrics.metric import N_
from ui import formats, scorecard
from ui.faults import faults
from ui.filters import channel_name
from ui.formats import html
from ui.goals import aim, asked, smart, templates_form
from ui.goals import past as goal_past
from ui.goals.asked import Asked
from ui.goals.words import kind_word
from ui.language import gettext as _
from ui.shell import Reader


def show(who: Reader) -> str | None:
    """Draw everything of a new goal. Saves it on the button: its id then, else null."""
    form, beside = st.columns([3, 2], gap="large")
    with form:
        _step(1, _("Choose a goal to begin with"))
        template = templates_form.chosen(who)
        with st.container() if template is None else st.expander(_("What exactly is measured")):
            measured = asked.measured(who)
        _step(2, _("Whom is it about?"))
        where = asked.whom(who, measured[0])
        _step(3, _("What is the aim?"))
        so_far = st.container()
        kind, target = st.columns(2)
        what = asked.judged(who, measured, where, kind)
        past = goal_past.past_of((*who.key, *what.key), who, what)
        so_far.markdown(aim.told(what, past.base))
        terms = aim.aims(what, past.base, template, target)
        if what.moves:
            with st.container() if past.base is None else st.expander(_("Another baseline, milestones")):
                terms |= aim.another_baseline(what, past.base)
                terms |= aim.milestones(what, past.base)
        _step(4, _("Who answers for it?"))
        priorities = {each.id: each.name for each in records.priorities(who.scope)}
        terms |= ownership(priorities, suggestion(what, terms))
        with st.expander(_("Wider goal, weight, check-ins, note")):
            terms |= aim.place_among_goals(who)
            terms["note"] = st.text_area(_("Note"), key="new-note", persist_state="session") or ""
    with beside.container(key="new-beside"):
        goal_past.show(who, what, past, terms.get("target"))
        name, priority = scorecard.metric_name(what.metric, what.stat), terms["priority_id"]
        told = smart.letters(what, terms, past, name=name, whom=whom(what), priority=priorities.get(priority, priority))
        smart.show(told, what, past)
    if not st.button(_("Save the goal"), type="primary", icon=":material/check:"):
        return None
    saved = save(who, what, terms)
    if saved is not None:
        forget()
    return saved


def _step(number: int, question: str) -> None:
    st.html(f'<h2 class="tz-step"><span>{number}</span>{html(question)}</h2>')


def ownership(known: Mapping[str, str], suggestion: str) -> dict[str, Any]:
    """Title, owner, strategic priority. A priority that is typed anew is kept when the goal is."""
    title = st.text_input(_("Title"), placeholder=suggestion, key="new-title", persist_state="session") or suggestion
    left, right = st.columns(2)
    owner = left.text_input(_("Owner"), key="new-owner", persist_state="session", required=True) or ""
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
    return {"title": title, "owner": owner, "priority_id": priority or ""}


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
        **{**terms, "milestones": terms.get("milestones") or ()},
    )
    try:
        records.validate(entered)  # first: a priority that is typed anew is kept with its goal or not at all
        goals.check(what.metric.id, terms["target"], terms.get("baseline"))
        if what.moves and terms["milestones"] is None:
            raise Invalid({"milestones": N_("Enter the value of each milestone, or empty its day.")})
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


def forget() -> None:
    """Empty the form after its goal was kept."""
    for key in [key for key in st.session_state if str(key).startswith("new-")]:
        del st.session_state[key]


def suggestion(what: Asked, terms: Mapping[str, Any]) -> str:
    """A title that says the goal: "Customer satisfaction: increase to 85% (Phone)"."""
    said = f"{_(what.metric.name)}: {kind_word(terms['kind'])}"
    if terms["target"] is not None:
        said += f" {formats.entered(terms['target'], what.metric.unit)}"
    if what.recurs is not None:
        said += f" {asked.recurrences()[what.recurs]}"
    about = whom(what)
    return f"{said} ({about})" if about else said


def whom(what: Asked) -> str:
    """Whom it is about, in words; empty: everybody."""
    channels = [channel_name(name) for name in what.where.get("channel", [])]
    return ", ".join([*channels, *what.where.get("team", []), *what.where.get("agent", [])])
