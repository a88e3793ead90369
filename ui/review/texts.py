"""What both sides write in a review: self-assessment, lead's notes, the agent's comment. Nothing typed is lost."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from data import records
from data.errors import Conflict, Invalid
from data.records import Review
from ui import formats
from ui.faults import faults
from ui.formats import html
from ui.goals import conflict, history
from ui.goals.conflict import Difference
from ui.language import gettext as _
from ui.shell import Reader

FIELDS = ("role", "self_assessment", "lead_notes", "agent_comment")


@dataclass(frozen=True)
class Draft:
    """The review that the boxes were filled from; and, where somebody was faster, what it is now and who did it."""

    read: Review
    theirs: Review | None = None
    told: str = ""


def names() -> dict[str, str]:
    return {
        "role": _("Role"),
        "self_assessment": _("Self-assessment, by the person before the meeting"),
        "lead_notes": _("Notes of the lead"),
        "agent_comment": _("Comment of the person"),
    }


def show(who: Reader, review: Review) -> bool:
    """The boxes and their button; whether something typed is not saved yet."""
    if review.state == "acknowledged":
        _closed(who, review)
        return False
    draft = _draft(review)
    key = _key(draft.read)
    place = st.container()
    entered = _boxes(draft.read, key)
    touched = {field: text for field, text in entered.items() if text.strip() != getattr(draft.read, field)}
    if draft.theirs is not None:
        with place:
            chosen = conflict.show(draft.told, _differences(draft, draft.theirs, touched), key)
        if chosen == "theirs":
            _close(review)
        if chosen == "yours":
            _write(who, draft, touched, draft.theirs.version)
        return True
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(_("Save what was written"), type="primary", key=f"{key}-save", icon=":material/check:"):
            _write(who, draft, touched, draft.read.version)
        words = _("Not saved yet.") if touched else _("Everything is saved.")
        st.html(f'<p class="tz-unsaved" role="status">{html(words)}</p>')
    return bool(touched)


def _boxes(read: Review, key: str) -> dict[str, str]:
    labels = names()
    role = st.text_input(labels["role"], read.role, key=f"{key}-role")
    left, right = st.columns(2)
    own = left.text_area(labels["self_assessment"], read.self_assessment, height=170, key=f"{key}-self_assessment")
    lead = right.text_area(labels["lead_notes"], read.lead_notes, height=170, key=f"{key}-lead_notes")
    said = st.text_area(labels["agent_comment"], read.agent_comment, height=90, key=f"{key}-agent_comment")
    return dict(zip(FIELDS, (role or "", own or "", lead or "", said or ""), strict=True))


def _closed(who: Reader, review: Review) -> None:
    """After the acknowledgement: what was said, and the one thing that can be added."""
    labels = names()
    parts = [_quoted(labels[field], text) for field in FIELDS if (text := getattr(review, field))]
    st.html("".join(parts) or f'<p class="tz-none">{html(_("Nobody wrote anything."))}</p>')
    added = f"review-added-{review.id}"
    key = f"review-more-{review.id}-{st.session_state.get(added, 0)}"  # an empty box after each that was kept
    more = st.text_area(_("Add to the comment of the person"), key=key, height=90)
    if st.button(_("Add it"), key=f"{key}-save") and more and more.strip():
        try:
            whole = f"{review.agent_comment}\n\n{more.strip()}"
            records.change_review(who.scope, review.id, review.version, agent_comment=whole)
        except Invalid as fault:
            faults(fault)
        except Conflict:
            st.error(_("Somebody else added something in the meantime. Look at it above, then press again."))
        else:
            st.session_state[added] = st.session_state.get(added, 0) + 1
            st.rerun()


def _quoted(label: str, text: str) -> str:
    said = "<br>".join(html(part) for part in text.splitlines())
    return f'<section class="tz-review-said"><h3>{html(label)}</h3><p dir="auto">{said}</p></section>'


def _draft(review: Review) -> Draft:
    """The one that is kept while something is typed, else the review as it is now."""
    name = _name(review)
    kept: Draft | None = st.session_state.get(name)
    if kept is None or (kept.theirs is None and kept.read != review and not _typed(kept.read)):
        kept = Draft(review)
        st.session_state[name] = kept
    return kept


def _typed(read: Review) -> bool:
    """Whether a box says something else than it was filled with."""
    return any(
        (st.session_state.get(f"{_key(read)}-{field}", getattr(read, field)) or "").strip() != getattr(read, field)
        for field in FIELDS
    )


def _write(who: Reader, draft: Draft, touched: dict[str, Any], version: int) -> None:
    try:
        records.change_review(who.scope, draft.read.id, version, **touched)
    except Invalid as fault:
        faults(fault)
    except Conflict:
        theirs = records.review(who.scope, draft.read.id)
        if all(getattr(theirs, field) == getattr(draft.read, field) for field in FIELDS):
            _write(who, draft, touched, theirs.version)  # it was moved on: what is written is not in dispute
            return
        event = records.review_history(who.scope, theirs.id)[-1]
        told = history.told(event, who.calendar)
        st.session_state[_name(theirs)] = replace(draft, theirs=theirs, told=told)
        st.rerun()
    else:
        _close(draft.read)


def _differences(draft: Draft, theirs: Review, touched: dict[str, str]) -> list[Difference]:
    labels, found = names(), []
    for field in FIELDS:
        before = getattr(draft.read, field)
        versions = (before, getattr(theirs, field), touched.get(field, before))
        if any(text != before for text in versions):
            found.append(Difference(labels[field], *(text or formats.NO_VALUE for text in versions)))
    return found


def _close(review: Review) -> None:
    st.session_state.pop(_name(review), None)
    st.rerun()


def _name(review: Review) -> str:
    return f"review-draft-{review.id}"


def _key(review: Review) -> str:
    return f"review-{review.id}-{review.version}"
