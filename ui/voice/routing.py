"""Giving feedback to a team: choose rows of the list, say who answers it until when."""

from collections.abc import Sequence
from datetime import date
from zlib import crc32

import polars as pl
import streamlit as st

from answers import feedback
from data import records
from data.errors import Invalid
from ui import formats, shell
from ui.faults import faults
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.numbers import Rows
from ui.shell import Reader

Identity = tuple[str, str, str, date]  # of, source, id, day
_PICKED, _SAID, _FORM = "feedback-picked", "feedback-said", "feedback-forms"


def choose(rows: Rows, ids: Sequence[Identity]) -> list[Identity]:
    """The list, and which of its rows are chosen.

    What is chosen is remembered by its ids: the widget names rows by their place, so another list is another widget,
    which begins with those of the chosen that it still holds.
    """
    if not rows:
        st.html(f'<p class="tz-none">{html(_("Nothing here."))}</p>')
    chosen: list[Identity] = st.session_state.get(_PICKED, [])
    if rows:
        key = f"feedback-table-{crc32(repr(ids).encode())}"
        begun = key in st.session_state
        places = [place for place, one in enumerate(ids) if one in chosen]
        table = st.dataframe(
            pl.DataFrame(rows, infer_schema_length=None),
            hide_index=True,
            placeholder=formats.NO_VALUE,
            height=min(36 * (len(rows) + 1), 420),
            column_config={_("Comment"): st.column_config.TextColumn(width="medium")},
            key=key,
            on_select="rerun",
            selection_mode="multi-row",
            selection_default={"selection": {"rows": places}},
        )
        marked = [ids[place] for place in table["selection"]["rows"] if 0 <= place < len(ids)]
        # A list that has just changed still owes what was chosen in the one before to the button below.
        chosen = marked if begun or not chosen else chosen
    st.session_state[_PICKED] = chosen
    return chosen


def form(who: Reader, picked: Sequence[Identity], today: date) -> None:
    """The boxes to give the chosen rows to a team. What was typed stays until it is kept."""
    if said := st.session_state.pop(_SAID, ""):
        st.success(formats.md(said))
    number = st.session_state.get(_FORM, 0)
    title = _("Choose rows to give them to a team")
    if picked:
        words = ngettext("Give {n} chosen row to a team", "Give {n} chosen rows to a team", len(picked))
        title = words.format(n=formats.value(len(picked), "count"))
    st.html(f'<h3 class="tz-group">{html(title)}</h3>')
    with st.form(f"feedback-route-{number}", border=False):
        with st.grid(3, min_column_width=200, gap="small") as grid:
            with grid.cell():
                team = st.selectbox(
                    _("Responsible team"),
                    shell.choices(who).teams,
                    index=None,
                    accept_new_options=True,
                    placeholder=_("Choose or type"),
                    key=f"route-team-{number}",
                )
            with grid.cell():
                owner = st.text_input(_("Person (may stay empty)"), key=f"route-owner-{number}")
            with grid.cell():
                due = st.date_input(_("Answer by"), None, key=f"route-due-{number}", help=_promised())
        note = st.text_area(_("Note (may stay empty)"), key=f"route-note-{number}", height=68)
        pressed = st.form_submit_button(_("Give to the team"), type="primary")
    if pressed:
        _route(who, picked, team or "", owner or "", due, note or "", today)


def _promised() -> str:
    words = _("Empty: {n} days after the feedback came, as promised for complaints, and at the earliest today.")
    return words.format(n=formats.value(feedback.promise_days(), "count"))


def _route(
    who: Reader, picked: Sequence[Identity], team: str, owner: str, due: date | None, note: str, today: date
) -> None:
    """Keeps what was entered, for rows of one kind, source and day at once; what somebody else gave away first is
    named, and the rest stays chosen."""
    if not picked:
        st.error(_("Choose rows in the list first. What you typed stays."))
        return
    groups: dict[tuple[str, str, date], list[Identity]] = {}
    for one in picked:
        of, source, _id, on = one
        groups.setdefault((of, source, due or feedback.due(on, today)), []).append(one)
    left = list(picked)
    for (of, source, until), ones in groups.items():
        try:
            records.route_feedback(
                who.scope,
                who.generation.dataset,
                "survey" if of == "survey" else "complaint",
                source,
                [one[2] for one in ones],
                team,
                until,
                owner=owner,
                note=note,
            )
        except Invalid as fault:
            st.session_state[_PICKED] = left
            faults(fault)
            if len(left) < len(picked):
                st.info(_("The others of the chosen rows were given to the team."))
            return
        left = [one for one in left if one not in ones]
    st.session_state[_PICKED] = []
    st.session_state[_FORM] = st.session_state.get(_FORM, 0) + 1
    words = ngettext(
        "{n} piece of feedback was given to {team}.", "{n} pieces of feedback were given to {team}.", len(picked)
    )
    st.session_state[_SAID] = words.format(n=formats.value(len(picked), "count"), team=team)
    st.rerun()
