"""The boxes of one check-in, and changing it: its own version is checked, and a conflict shows both texts."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from data import records
from data.errors import Conflict, Invalid
from data.records import CheckIn, Goal
from data.records.goal_check_ins import CONFIDENCES
from metrics.metric import Metric
from ui.faults import faults
from ui.goals import cards, conflict, fields, history
from ui.goals.conflict import Difference
from ui.goals.fields import Around
from ui.language import gettext as _
from ui.shell import Reader

_FIELDS = ("on", "confidence", "note", "action", "action_owner", "action_due", "action_done")


@dataclass(frozen=True)
class Draft:
    """The check-in that the boxes were filled from; and, where somebody was faster, what it is now and who did it."""

    read: CheckIn
    theirs: CheckIn | None = None
    told: str = ""


def open_(check_in: CheckIn) -> None:
    """Begin to change a check-in: from the next run on its boxes stand in its place."""
    st.session_state[_name(check_in)] = Draft(check_in)


def is_open(check_in: CheckIn) -> bool:
    return _name(check_in) in st.session_state


def boxes(key: str, goal: Goal, kept: CheckIn | None, today: date) -> dict[str, Any]:
    """The fields of a check-in as they are entered; `kept`: the one that is changed, null for a new one."""
    left, right = st.columns(2)
    on = left.date_input(_("Date"), kept.on if kept else today, key=f"{key}-on", required=True)
    confidence = right.segmented_control(
        _("How sure are you to meet the goal?"),
        CONFIDENCES,
        format_func=cards.confidence_short,
        default=kept.confidence if kept else None,
        key=f"{key}-confidence",
    )
    note = st.text_area(_("How is it going?"), kept.note if kept else "", key=f"{key}-note") or ""
    action = st.text_input(_("Next action"), kept.action if kept else "", key=f"{key}-action") or ""
    left, right = st.columns(2)
    owner = left.text_input(
        _("Who does it"), kept.action_owner if kept else "", placeholder=goal.owner, key=f"{key}-action-owner"
    )
    due = right.date_input(_("Due on"), kept.action_due if kept else None, key=f"{key}-action-due")
    entered = {
        "on": on,
        "confidence": confidence or "",
        "note": note,
        "action": action,
        # The goal's owner does what nobody else is named for.
        "action_owner": owner or (goal.owner if action.strip() else ""),
        "action_due": due,
    }
    if kept is not None and kept.action:
        entered["action_done"] = left.date_input(_("Done on"), kept.action_done, key=f"{key}-action-done")
    return entered


def show(who: Reader, goal: Goal, metric: Metric, check_in: CheckIn, names: Around, today: date) -> None:
    """The open form. Only what was touched is written, and only over the check-in that the boxes were filled from."""
    draft: Draft = st.session_state[_name(check_in)]
    key = f"{_name(check_in)}-{draft.read.version}"
    place = st.container()
    entered = boxes(key, goal, draft.read, today)
    touched = {of: value for of, value in entered.items() if value != getattr(draft.read, of)}
    if draft.theirs is not None:
        with place:
            chosen = conflict.show(draft.told, _differences(draft, draft.theirs, touched, metric, names, who), key)
        if chosen == "theirs":
            _close(check_in)
        if chosen == "yours":
            _write(who, draft, touched, draft.theirs.version)
        return
    with st.container(horizontal=True, gap="small"):
        save = st.button(_("Save the change"), type="primary", key=f"{key}-save")
        leave = st.button(_("Leave it as it was"), key=f"{key}-leave")
    if save:
        _write(who, draft, touched, draft.read.version)
    if leave:
        _close(check_in)


def _write(who: Reader, draft: Draft, touched: dict[str, Any], version: int) -> None:
    try:
        records.change_check_in(who.scope, draft.read.id, version, **touched)
    except Invalid as fault:
        faults(fault)
    except Conflict:
        found = records.check_ins(who.scope, [draft.read.goal_id])
        theirs = next(each for each in found if each.id == draft.read.id)
        event = records.check_in_history(who.scope, theirs.id)[-1]
        told = history.told(event, who.calendar)
        st.session_state[_name(theirs)] = replace(draft, theirs=theirs, told=told)
        st.rerun()
    else:
        _close(draft.read)


def _differences(
    draft: Draft, theirs: CheckIn, touched: dict[str, Any], metric: Metric, names: Around, who: Reader
) -> list[Difference]:
    """The fields that one of the two changed."""
    found = []
    for of in _FIELDS:
        before = getattr(draft.read, of)
        values = (before, getattr(theirs, of), touched.get(of, before))
        if any(value != before for value in values):
            said = (fields.written(of, value, metric, names, who.calendar) for value in values)
            found.append(Difference(fields.name(of), *said))
    return found


def _close(check_in: CheckIn) -> None:
    del st.session_state[_name(check_in)]
    st.rerun()


def _name(check_in: CheckIn) -> str:
    return f"check-in-draft-{check_in.id}"
