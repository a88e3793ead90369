"""Changing and archiving a goal. Setting one stands in form.py, what happened to it in history.py."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from answers import goals
from data import records
from data.errors import Conflict, Invalid
from data.records import Goal, Milestone
from metrics.catalogue import metric as entry
from ui import formats
from ui.faults import faults
from ui.goals import conflict, fields, history
from ui.goals import milestones as goal_milestones
from ui.goals.conflict import Difference
from ui.goals.fields import Around
from ui.goals.scale import scale
from ui.language import gettext as _
from ui.shell import Reader

_COMPARED = (
    *("title", "owner", "priority_id", "parent_id", "weight", "check_in_every"),
    *("target", "deadline", "baseline", "milestones", "note"),
)


@dataclass(frozen=True)
class Draft:
    """The goal that the boxes were filled from; and, where somebody was faster, what it is now and who made it so."""

    read: Goal
    theirs: Goal | None = None
    told: str = ""
    act: str = "change"


def form(who: Reader, goal: Goal, names: Around, *, closed: bool = False) -> None:
    """All that can be changed of a goal, with the reason; and the way into the archive.

    Only what was touched is written, and only over the goal as it was when the boxes were filled. `closed`: its verdict
    is kept, and what that was made of can't be changed.
    """
    name = f"change-{goal.id}"
    draft: Draft = st.session_state.get(name) or Draft(goal)
    if f"{_key(name, draft)}-title" not in st.session_state:  # nobody is writing: show what was changed elsewhere
        draft = st.session_state[name] = Draft(goal)
    key = _key(name, draft)  # a new version begins with its own values and no reason
    if closed:
        st.info(
            _(
                "This goal was judged at its deadline. Target, deadline, baseline and milestones stay as they were; "
                "title, owner, priority, note and the rest can be changed."
            )
        )
    place = st.container()
    touched, reason, fault = _touched(draft.read, key, names, closed=closed)

    def carry_out(act: str, version: int) -> None:
        acts: dict[str, Callable[[], Goal]] = {
            "change": lambda: _change(who, goal, version, reason, touched),
            "archive": lambda: records.archive_goal(who.scope, goal.id, version, reason),
            "restore": lambda: records.restore_goal(who.scope, goal.id, version, reason),
        }
        _write(who, name, draft, act, acts[act])

    if draft.theirs is not None:
        with place:
            chosen = conflict.show(draft.told, _differences(draft, draft.theirs, touched, names, who), key)
        if chosen == "theirs":
            st.session_state[name] = Draft(draft.theirs)
            st.rerun()
        if chosen == "yours":
            carry_out(draft.act, draft.theirs.version)
        return
    with st.container(horizontal=True, gap="small"):
        save = st.button(_("Save the change"), type="primary", key=f"{key}-save")
        label = _("Archive") if goal.archived_at is None else _("Take up again")
        aside = st.button(label, key=f"{key}-archive", icon=":material/archive:")
    if save and fault:
        st.error(formats.md(fault))
    elif save:
        carry_out("change", draft.read.version)
    elif aside:
        carry_out("archive" if goal.archived_at is None else "restore", draft.read.version)


def is_disputed(goal: Goal) -> bool:
    """Whether this reader's change stands against somebody else's."""
    draft = st.session_state.get(f"change-{goal.id}")
    return isinstance(draft, Draft) and draft.theirs is not None


def _key(name: str, draft: Draft) -> str:
    return f"{name}-{draft.read.version}"


def _change(who: Reader, goal: Goal, version: int, reason: str, touched: dict[str, Any]) -> Goal:
    goals.check(goal.metric, touched.get("target", goal.target), touched.get("baseline", goal.baseline))
    for each in touched.get("milestones", ()):
        goals.check(goal.metric, each.value)
    return records.change_goal(who.scope, goal.id, version, reason, **touched)


def _touched(read: Goal, key: str, names: Around, *, closed: bool) -> tuple[dict[str, Any], str, str | None]:
    """The boxes: what now says something else than the goal they were filled from, the reason, what is unfinished."""
    units = scale(entry(read.metric), read.baseline)
    entered = _words_and_place(read, key, names)
    left, right = st.columns(2)
    touched = {name: value for name, value in entered.items() if value != getattr(read, name)}

    def number(label: str, field: str, kept: float | None) -> bool:
        """Whether it was touched. Its box shows it rounded: compared as shown, an untouched number stays exact."""
        shown = units.shown(kept)
        box = f"{key}-{field}-{units.unit}"
        words = label.format(unit=units.unit)
        typed = left.number_input(words, value=shown, step=units.step, format="%g", key=box, disabled=closed)
        touched.update({field: units.kept(typed)} if typed != shown else {})
        return typed != shown

    number(_("Target, in {unit}"), "target", read.target)
    deadline = right.date_input(_("Deadline"), read.deadline, key=f"{key}-deadline", required=True, disabled=closed)
    touched |= {"deadline": deadline} if deadline != read.deadline else {}
    milestones: tuple[Milestone, ...] | None = read.milestones
    by_hand = False
    if not read.kind.startswith("stay"):
        by_hand = number(_("Baseline, in {unit}"), "baseline", read.baseline)
        milestones = goal_milestones.ask(read.milestones, units, key, disabled=closed)
    touched |= {"milestones": milestones} if milestones not in (None, read.milestones) else {}
    note = st.text_area(_("Note"), read.note, key=f"{key}-note") or ""
    touched |= {"note": note} if note != read.note else {}
    reason = st.text_input(_("Reason for the change"), key=f"{key}-reason") or ""
    if by_hand:  # it has no n and interval any more, but a reason
        touched |= {"baseline_n": None, "baseline_low": None, "baseline_high": None, "baseline_reason": reason}
    return touched, reason, _("Enter the value of each milestone, or empty its day.") if milestones is None else None


def _words_and_place(read: Goal, key: str, names: Around) -> dict[str, Any]:
    """What is entered just as it is kept: title, owner, and the goal's place among the others.

    Each pair has a row of its own, so that on a phone the boxes follow each other as they are read.
    """
    (title, owner), (priority, parent), (weight, often) = (st.columns(2) for _row in range(3))
    rhythms = fields.rhythms()
    # What the goal has may stay, although nobody could choose it any more.
    priorities = list(dict.fromkeys([read.priority_id, *names.pursued]))
    parents = list(dict.fromkeys([None, read.parent_id, *names.parents]))
    return {
        "title": title.text_input(_("Title"), read.title, key=f"{key}-title") or "",
        "owner": owner.text_input(_("Owner"), read.owner, key=f"{key}-owner") or "",
        "priority_id": priority.selectbox(
            _("Strategic priority it serves"),
            priorities,
            format_func=lambda each: names.priorities.get(each, each),
            key=f"{key}-priority",
            required=True,
        ),
        "parent_id": parent.selectbox(
            _("Part of the goal"),
            parents,
            index=parents.index(read.parent_id),
            format_func=lambda each: names.goals.get(each, each) if each else _("none: it stands at the top"),
            key=f"{key}-parent",
        ),
        "weight": weight.number_input(
            _("Weight among the goals beside it"), value=read.weight, step=0.5, format="%g", key=f"{key}-weight"
        ),
        "check_in_every": often.selectbox(
            _("Check-ins"),
            list(rhythms),
            index=list(rhythms).index(read.check_in_every),
            format_func=lambda each: rhythms[each],
            key=f"{key}-check-ins",
        ),
    }


def _differences(draft: Draft, theirs: Goal, touched: dict[str, Any], names: Around, who: Reader) -> list[Difference]:
    """The fields that one of the two changed, and a wish to archive or to take up again."""
    metric = entry(draft.read.metric)

    def said(of: str, value: Any) -> str:
        return fields.written(of, value, metric, names, who.calendar)

    found = []
    for of in _COMPARED:
        before, now = getattr(draft.read, of), getattr(theirs, of)
        mine = touched.get(of, before)
        if now != before or mine != before:
            found.append(Difference(fields.name(of), *(said(of, value) for value in (before, now, mine))))
    states = [each.archived_at is not None for each in (draft.read, theirs)]
    states.append({"archive": True, "restore": False}.get(draft.act, states[0]))
    if len(set(states)) > 1:
        words = [_("archived") if each else _("pursued") for each in states]
        found.append(Difference(_("State"), *words))
    return found


def _write(who: Reader, name: str, draft: Draft, act: str, change: Callable[[], Goal]) -> None:
    """Carry out a change; what stands against it is said in words, and what was entered stays in its boxes."""
    try:
        goal = change()
    except Invalid as fault:
        faults(fault)
        return
    except Conflict:
        theirs = records.goal(who.scope, draft.read.id)
        told = history.told(records.goal_history(who.scope, theirs.id)[-1], who.calendar)
        st.session_state[name] = replace(draft, theirs=theirs, told=told, act=act)
    else:
        st.session_state[name] = Draft(goal)
    st.rerun()
