"""Notes on dates: what charts over time are given of them, and the fold in which they are added, changed and removed.

How they are drawn stands in chart_notes.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

import streamlit as st

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import DateNote
from ui import formats
from ui.faults import faults
from ui.formats import html
from ui.language import gettext as _
from ui.shell import Reader
from ui.views import Note

FEW = 6  # are shown unasked
_SAID = "date-notes-said"


@dataclass(frozen=True)
class _Draft:
    """The note that the boxes were filled from, and what happened to it since, in words."""

    read: DateNote
    told: str = ""


def notes(who: Reader) -> tuple[Note, ...]:
    """The notes of the loaded data's company by date, as charts take them."""
    return tuple((each.on, each.text) for each in records.date_notes(who.scope, who.generation.dataset))


def editor(who: Reader) -> None:
    """A closed fold; open, it lists the notes, newest first, above the boxes of a new one."""
    with st.expander(_("Notes on dates"), icon=":material/flag:", key="date-notes", on_change="rerun") as fold:
        if not fold.open:
            return
        st.caption(_("What happened on a day, such as a new phone system. All charts over time show it as a flag."))
        if said := st.session_state.pop(_SAID, ""):
            st.warning(formats.md(said))
        kept = records.date_notes(who.scope, who.generation.dataset)
        shown = _shown(list(reversed(kept)))
        with st.container(gap="xsmall"):
            for each in (*_removed_while_open({note.id for note in kept}), *shown):
                _one(who, each)
        _new(who, len(kept))


def _shown(newest: Sequence[DateNote]) -> Sequence[DateNote]:
    words = _("All {n} notes").format(n=formats.value(len(newest), "count"))
    if len(newest) <= FEW or st.toggle(words, key="date-notes-all"):
        return newest
    # What is being changed stays in sight, however old it is.
    return [each for number, each in enumerate(newest) if number < FEW or _name(each) in st.session_state]


def _removed_while_open(kept: set[str]) -> list[DateNote]:
    """Notes that somebody removed while their boxes are open here: what is typed in them must not vanish too."""
    drafts = [each for each in st.session_state.values() if isinstance(each, _Draft)]
    return [each.read for each in drafts if each.read.id not in kept]


def _one(who: Reader, note: DateNote) -> None:
    if _name(note) in st.session_state:
        _edit(who, note)
        return
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"tz-date-note-{note.id}"):
        st.html(_written(who, note))
        if st.button(_("Edit"), key=f"date-note-edit-{note.id}", type="tertiary", icon=":material/edit:"):
            st.session_state[_name(note)] = _Draft(note)
            st.rerun()


def _written(who: Reader, note: DateNote) -> str:
    day = formats.date(note.on, None, who.calendar)
    text = "<br>".join(html(line) for line in note.text.splitlines())
    return f'<p class="tz-date-note"><b>{html(day)}</b> <span>{text}</span> <i>{html(note.created_by)}</i></p>'


def _boxes(key: str, kept: DateNote | None) -> tuple[date | None, str]:
    left, right = st.columns([1, 3])
    on = left.date_input(_("Date"), kept.on if kept else None, key=f"{key}-on")
    text = right.text_area(
        _("What happened"), kept.text if kept else "", height=68, key=f"{key}-text", placeholder=_("New phone system")
    )
    return on, text or ""


def _new(who: Reader, number: int) -> None:
    """The boxes of a new note; each one that is kept opens fresh boxes."""
    key = f"date-note-new-{number}"
    with st.form(key):
        on, text = _boxes(key, None)
        pressed = st.form_submit_button(_("Add the note"), type="primary")
    if not pressed or not _is_day(on):
        return
    try:
        records.add_date_note(who.scope, who.generation.dataset, on, text)
    except Invalid as fault:
        faults(fault)
    else:
        st.rerun()


def _edit(who: Reader, note: DateNote) -> None:
    """The boxes of a note that is changed, and only over the version that they were filled from."""
    draft: _Draft = st.session_state[_name(note)]
    with st.form(_name(note) + "-form"):
        if draft.told:
            st.warning(formats.md(draft.told))
        on, text = _boxes(_name(note), draft.read)
        with st.container(horizontal=True, gap="small"):
            save = st.form_submit_button(_("Save the change"), type="primary")
            leave = st.form_submit_button(_("Leave it as it was"))
            remove = st.form_submit_button(_("Remove the note"), icon=":material/delete:", type="tertiary")
    if leave:
        _close(note)
    if remove or (save and _is_day(on)):
        _write(who, draft, on, text, remove=remove)


def _write(who: Reader, draft: _Draft, on: date | None, text: str, *, remove: bool) -> None:
    read = draft.read
    try:
        if remove:
            records.remove_date_note(who.scope, read.id, read.version)
        else:
            records.change_date_note(who.scope, read.id, read.version, on=on, text=text)
    except Invalid as fault:
        faults(fault)
    except Conflict:
        _tell_what_it_is_now(who, draft)
    except Missing:
        _offer_as_new(who, read, on, text)
    else:
        _close(read)


def _tell_what_it_is_now(who: Reader, draft: _Draft) -> None:
    """Somebody was faster: their note in words above the boxes, which keep what was typed."""
    every = records.date_notes(who.scope, who.generation.dataset)
    theirs = next((each for each in every if each.id == draft.read.id), None)
    if theirs is None:  # removed just now; the next try says so
        st.rerun()
    words = _("Somebody else changed this note while you were writing. It now says: {day}, {text}. Save to replace it.")
    day = formats.date(theirs.on, None, who.calendar)
    st.session_state[_name(theirs)] = _Draft(theirs, words.format(day=day, text=theirs.text))
    st.rerun()


def _offer_as_new(who: Reader, read: DateNote, on: date | None, text: str) -> None:
    """Somebody removed it: what was typed goes into the boxes of a new note."""
    key = f"date-note-new-{len(records.date_notes(who.scope, who.generation.dataset))}"
    st.session_state[f"{key}-on"], st.session_state[f"{key}-text"] = on, text
    st.session_state[_SAID] = _(
        "Somebody else removed this note. What you wrote stands below: add it again, or leave it."
    )
    _close(read)


def _is_day(on: date | None) -> TypeGuard[date]:
    if on is None:
        st.error(_("Choose the day that the note is about."))
    return on is not None


def _close(note: DateNote) -> None:
    del st.session_state[_name(note)]
    st.rerun()


def _name(note: DateNote) -> str:
    return f"date-note-draft-{note.id}"
