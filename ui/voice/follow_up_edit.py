"""Changing a follow-up, and its history: its own version is checked, and a conflict shows both versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from data import records
from data.errors import Conflict, Invalid
from data.records import FollowUp, GoalEvent
from ui import formats, shell
from ui.faults import faults
from ui.formats import html
from ui.goals import conflict
from ui.goals import history as goal_history
from ui.goals.conflict import Difference
from ui.language import gettext as _
from ui.shell import Reader

_FIELDS = ("team", "owner", "due", "note", "answered_on")
_DAYS = ("due", "answered_on")


@dataclass(frozen=True)
class Draft:
    """The follow-up that the boxes were filled from; and, where somebody was faster, what it is now and who did it.

    `answering`: it is to be marked as answered, and only that is asked.
    """

    read: FollowUp
    answering: bool = False
    theirs: FollowUp | None = None
    told: str = ""


def open_(follow_up: FollowUp, answering: bool = False) -> None:
    """Begin to change a follow-up: from the next run on its boxes stand below it."""
    st.session_state[_name(follow_up.id)] = Draft(follow_up, answering)


def is_open(follow_up: FollowUp) -> bool:
    return _name(follow_up.id) in st.session_state


def show(who: Reader, follow_up: FollowUp, today: date) -> None:
    """The open form. Only what was touched is written, and only over the version that the boxes were filled from."""
    draft: Draft = st.session_state[_name(follow_up.id)]
    key = f"{_name(follow_up.id)}-{draft.read.version}"
    place = st.container()
    entered, reason = _boxes(who, draft, key, today)
    touched = {of: value for of, value in entered.items() if value != getattr(draft.read, of)}
    if draft.theirs is not None:
        with place:
            chosen = conflict.show(draft.told, _differences(draft, draft.theirs, touched, who), key)
        if chosen == "theirs":
            _close(draft)
        if chosen == "yours":
            _write(who, draft, touched, reason, draft.theirs.version)
        return
    with st.container(horizontal=True, gap="small"):
        label = _("It is answered") if draft.answering else _("Save the change")
        save = st.button(label, type="primary", key=f"{key}-save")
        leave = st.button(_("Leave it as it was"), key=f"{key}-leave")
    if save:
        _write(who, draft, touched, reason, draft.read.version)
    if leave:
        _close(draft)


def _boxes(who: Reader, draft: Draft, key: str, today: date) -> tuple[dict[str, Any], str]:
    """The fields as they are entered, and why."""
    read = draft.read
    if draft.answering:
        on = st.date_input(_("Answered on"), read.answered_on or today, key=f"{key}-answered", required=True)
        note = st.text_area(_("Note"), read.note, key=f"{key}-note", height=68) or ""
        return {"answered_on": on, "note": note}, ""
    teams = list(dict.fromkeys([read.team, *shell.choices(who).teams]))
    left, right = st.columns(2)
    team = left.selectbox(_("Responsible team"), teams, accept_new_options=True, key=f"{key}-team")
    owner = right.text_input(_("Person (may stay empty)"), read.owner, key=f"{key}-owner") or ""
    left, right = st.columns(2)
    due = left.date_input(_("Answer by"), read.due, key=f"{key}-due", required=True)
    answered = right.date_input(_("Answered on"), read.answered_on, key=f"{key}-answered")
    note = st.text_area(_("Note"), read.note, key=f"{key}-note", height=68) or ""
    reason = st.text_input(_("Why (may stay empty)"), key=f"{key}-reason") or ""
    return {"team": team or "", "owner": owner, "due": due, "answered_on": answered, "note": note}, reason


def _write(who: Reader, draft: Draft, touched: dict[str, Any], reason: str, version: int) -> None:
    try:
        records.change_follow_up(who.scope, draft.read.id, version, reason, **touched)
    except Invalid as fault:
        faults(fault)
    except Conflict:
        held = records.follow_ups(who.scope, who.generation.dataset)
        theirs = next(each for each in held if each.id == draft.read.id)
        event = records.follow_up_history(who.scope, theirs.id)[-1]
        told = goal_history.told(event, who.calendar)
        st.session_state[_name(theirs.id)] = replace(draft, theirs=theirs, told=told)
        st.rerun()
    else:
        _close(draft)


def _differences(draft: Draft, theirs: FollowUp, touched: dict[str, Any], who: Reader) -> list[Difference]:
    """The fields that one of the two changed."""
    found = []
    for of in _FIELDS:
        before = getattr(draft.read, of)
        values = (before, getattr(theirs, of), touched.get(of, before))
        if any(value != before for value in values):
            found.append(Difference(_field(of), *(_written(of, value, who) for value in values)))
    return found


def history(events: Sequence[GoalEvent], who: Reader) -> str:
    """What happened to a follow-up, newest first, as HTML."""
    lines = "".join(_line(event, who) for event in reversed(events))
    return f'<ol class="tz-history">{lines}</ol>'


def _line(event: GoalEvent, who: Reader) -> str:
    action = _("Given to a team") if event.action == "create" else _("Changed")
    said = [f"<b>{html(action)}</b> · {html(goal_history.when(event.at, who.calendar))} · {html(event.actor)}"]
    for of in _FIELDS:
        before, after = event.changes.get(of, [None, None])
        if before != after and not (event.action == "create" and after in ("", None)):
            steps = [_written(of, after, who)]
            if event.action == "change":
                steps.insert(0, _written(of, before, who))
            said.append(html(f"{_field(of)}: {' → '.join(steps)}"))
    if event.reason:
        said.append(html(_("Reason: {reason}").format(reason=event.reason)))
    return f"<li>{''.join(f'<p>{each}</p>' for each in said)}</li>"


def _field(of: str) -> str:
    return {
        "team": _("Responsible team"),
        "owner": _("Person"),
        "due": _("Answer by"),
        "note": _("Note"),
        "answered_on": _("Answered on"),
    }[of]


def _written(of: str, value: Any, who: Reader) -> str:
    """A field's value as people read it; it comes as the follow-up or as its history has it. Plain text."""
    if value in (None, ""):
        return formats.NO_VALUE
    if of in _DAYS:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return formats.date(day, None, who.calendar)
    return str(value)


def _close(draft: Draft) -> None:
    del st.session_state[_name(draft.read.id)]
    st.rerun()


def _name(follow_up: str) -> str:
    return f"follow-up-draft-{follow_up}"
