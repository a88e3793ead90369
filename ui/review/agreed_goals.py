"""Goals that are agreed on in a review: real goals about one person, set by a small form and linked to the review."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from answers import clock, goals
from answers.goals import Baseline
from data import records
from data.errors import Invalid
from data.records import Goal, GoalTerms, Review
from metrics.catalogue import metric as entry
from ui import formats
from ui.faults import faults
from ui.formats import html
from ui.goals.scale import scale
from ui.language import gettext as _
from ui.review import words
from ui.review.chosen import Chosen
from ui.shell import Reader

_DAY = timedelta(days=1)


def show(who: Reader, chosen: Chosen, review: Review, offered: tuple[str, ...], names: dict[str, str]) -> None:
    """The linked goals; while the review is open also the form. `offered`: metrics that a goal can be about."""
    linked = set(records.linked_goals(who.scope, [review.id]).get(review.id, ()))
    kept = [each for each in records.goals(who.scope, who.generation.dataset, archived=True) if each.id in linked]
    st.html(f'<h2 class="tz-group">{html(_("Goals agreed on"))}</h2>')
    if not kept:
        st.html(f'<p class="tz-none">{html(_("None yet."))}</p>')
    for goal in kept:
        st.page_link(
            "pages/goals.py", label=formats.md(_said(goal, who)), icon=":material/flag:", query_params={"goal": goal.id}
        )
    if review.state != "acknowledged" and offered:
        with st.expander(_("Agree on a goal"), icon=":material/add:", key=f"agree-{review.id}-{len(kept)}"):
            _form(who, chosen, review, offered, names, f"agree-{review.id}-{len(kept)}")


def _said(goal: Goal, who: Reader) -> str:
    target = formats.entered(goal.target, entry(goal.metric).unit)
    until = formats.date(goal.deadline, who.locale, who.calendar)
    return _("{title}: {target} until {day}").format(title=goal.title, target=target, day=until)


@st.cache_data(show_spinner=False, max_entries=256)
def baseline_of(key: tuple[object, ...], _who: Reader, metric: str, agent: str, start: date) -> Baseline | None:
    """Where the person stands before a start."""
    return goals.baseline(metric, _who.scope, _who.generation, start=start, where={"agent": [agent]})


def _form(
    who: Reader, chosen: Chosen, review: Review, offered: tuple[str, ...], names: dict[str, str], key: str
) -> None:
    metric = st.selectbox(_("What is measured"), offered, format_func=words.name, key=f"{key}-metric")
    start = (clock.as_of(who.generation) or chosen.span[1]) + _DAY
    base = baseline_of((*who.key, metric, chosen.agent, start), who, metric, chosen.agent, start)
    known = entry(metric)
    now = base.pooled.value if base else None
    if base is not None and now is not None:
        told = _("So far {value}, {n}.").format(value=words.number(now, metric), n=formats.n(base.pooled.n))
        st.caption(formats.md(told))
    units = scale(known, now)
    left, right = st.columns(2)
    target = left.number_input(
        _("Target ({unit})").format(unit=units.unit), value=None, step=units.step, format="%g", key=f"{key}-target"
    )
    half = clock.shift("quarter", clock.start("quarter", start, who.generation), 3, who.generation) - _DAY
    deadline = right.date_input(_("Until"), half, key=f"{key}-deadline", required=True)
    left, right = st.columns(2)
    owner = left.text_input(_("Owner"), names.get(chosen.agent, chosen.agent), key=f"{key}-owner")
    priorities = {each.id: each.name for each in records.priorities(who.scope)}
    priority = right.selectbox(
        _("Strategic priority it serves"),
        list(priorities),
        index=None,
        format_func=lambda each: priorities.get(each, each),
        accept_new_options=True,
        placeholder=_("Choose one, or type a new one"),
        key=f"{key}-priority",
    )
    if st.button(_("Keep this goal"), type="primary", key=f"{key}-save"):
        _save(who, chosen, review, metric, units.kept(target), base, start, deadline, owner or "", priority or "")


def _save(
    who: Reader,
    chosen: Chosen,
    review: Review,
    metric: str,
    target: float | None,
    base: Baseline | None,
    start: date,
    deadline: date,
    owner: str,
    priority: str,
) -> None:
    higher = entry(metric).direction == "higher"
    now = base.pooled.value if base else None
    title = f"{words.name(metric)}: {chosen.name}"
    try:
        if target is None:
            raise Invalid({"target": "Enter the target as a number."})
        moves = now is not None and (target > now if higher else target < now)
        kind = {True: {True: "increase_to", False: "decrease_to"}, False: {True: "stay_above", False: "stay_below"}}
        terms = GoalTerms(
            dataset=who.generation.dataset,
            title=title,
            metric=metric,
            where={"agent": [chosen.agent]},
            kind=kind[moves][higher],
            target=target,
            start=start,
            deadline=deadline,
            owner=owner,
            priority_id=priority,
            **_from(base),
        )
        records.validate(terms)  # first: a priority that is typed anew is kept with its goal or not at all
        goals.check(metric, target, now)
        known = next((each.id for each in records.priorities(who.scope) if priority in (each.id, each.name)), None)
        place = known or records.add_priority(who.scope, priority).id
        goal = records.create_goal(who.scope, GoalTerms(**{**vars(terms), "priority_id": place}))
        records.link(who.scope, review.id, goal.id)
    except Invalid as fault:
        faults(fault)
    else:
        st.rerun()


def _from(base: Baseline | None) -> dict[str, Any]:
    if base is None or base.pooled.value is None:
        return {}
    value = base.pooled
    return {
        "baseline": value.value,
        "baseline_n": value.n,
        "baseline_low": value.low,
        "baseline_high": value.high,
        "baseline_from": base.first,
        "baseline_to": base.last,
    }
