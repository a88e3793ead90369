"""The strategic priorities: added, renamed, put in order, put away. Folded: one seldom comes here."""

from collections.abc import Callable, Sequence

import streamlit as st

from data import records
from data.errors import Invalid, Missing
from data.records import Goal, Priority
from ui import formats
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

_FAULT = "_goal_priorities_fault"


def show(who: Reader, priorities: Sequence[Priority], pursued: Sequence[Goal]) -> None:
    """The section; `pursued`: the goals that are not archived."""
    fold = st.expander(_("Strategic priorities"), key="goal-priorities", on_change="rerun", icon=":material/sort:")
    if not fold.open:
        return
    current = [each for each in priorities if each.archived_at is None]
    with fold:
        st.caption(_("What the organisation wants most, the most important first. Each goal serves one of them."))
        for place, priority in enumerate(current, start=1):
            serving = sum(goal.priority_id == priority.id for goal in pursued)
            _line(who, priority, place, len(current), serving)
        _new(who, len(priorities))
        fault = st.session_state.pop(_FAULT, None)
        if fault:
            st.error(formats.md(fault))


def _line(who: Reader, priority: Priority, place: int, count: int, serving: int) -> None:
    """One priority: its name to be written over, its place (the first is 1), the way to put it away."""
    scope, name = who.scope, f"priority-name-{priority.id}-{priority.name}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"tz-priority-{priority.id}", gap="small"):
        st.text_input(
            _("Name of priority {number}").format(number=formats.value(place, "count")),
            priority.name,
            key=name,
            label_visibility="collapsed",
            on_change=lambda: _do(lambda: records.rename_priority(scope, priority.id, st.session_state[name])),
        )
        for label, icon, to in ((_("Up"), "arrow_upward", place - 1), (_("Down"), "arrow_downward", place + 1)):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=f"priority-{icon}-{priority.id}",
                disabled=not 1 <= to <= count,
                on_click=_do,
                args=(lambda to=to: records.move_priority(scope, priority.id, to),),
            )
        with st.popover(_("Archive"), icon=":material/archive:", key=f"priority-away-{priority.id}"):
            words = ngettext(
                "{n} goal serves it and stays as it is; new goals can't choose it any more.",
                "{n} goals serve it and stay as they are; new goals can't choose it any more.",
                serving,
            )
            st.write(words.format(n=formats.value(serving, "count")))
            st.button(
                _("Archive this priority"),
                key=f"priority-archive-{priority.id}",
                on_click=_do,
                args=(lambda: records.archive_priority(scope, priority.id),),
            )


def _new(who: Reader, count: int) -> None:
    """The box for another one, empty again once it was kept."""
    name = f"priority-new-{count}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-priority-new", gap="small"):
        st.text_input(_("Another priority"), key=name, placeholder=_("Customers get an answer when they need it"))
        st.button(
            _("Add"),
            key="priority-add",
            icon=":material/add:",
            on_click=_do,
            args=(lambda: records.add_priority(who.scope, st.session_state[name] or ""),),
        )


def _do(change: Callable[[], object]) -> None:
    """Carry out a change; what stands against it is said below the list."""
    try:
        change()
    except Invalid as fault:
        st.session_state[_FAULT] = " ".join(_(words) for words in fault.fields.values())
    except Missing:
        st.session_state[_FAULT] = _("Somebody else archived this priority in the meantime.")
