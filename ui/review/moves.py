"""Where a review stands, and its next step: who did it, on which day. The acknowledgement keeps the numbers."""

from datetime import date

import streamlit as st

from answers import review_body
from data import machine_clock, records
from data.errors import Conflict, Invalid
from data.records import STATES, Review
from ui import formats
from ui.faults import faults
from ui.formats import html
from ui.language import gettext as _
from ui.review import words
from ui.review.shown import Shown
from ui.shell import Reader

_FAULT = "review-move-fault"


def line(who: Reader, review: Review) -> str:
    """HTML: the four states in a row, with who and when."""
    reached = STATES.index(review.state)
    told = _told(who, review)
    items = []
    for place, state in enumerate(STATES):
        kind = "done" if place < reached else "now" if place == reached else "ahead"
        sign = "✓" if place < reached or review.state == "acknowledged" else str(place + 1)
        current = ' aria-current="step"' if place == reached else ""
        items.append(
            f'<li class="tz-state-{kind}"{current}><span aria-hidden="true">{sign}</span>'
            f"<b>{html(words.state(state))}</b><small>{html(told.get(state, ''))}</small></li>"
        )
    return f'<ol class="tz-states">{"".join(items)}</ol>'


def _told(who: Reader, review: Review) -> dict[str, str]:
    """State → the day and who did it."""
    made = formats.date(review.created_at.date(), who.locale, who.calendar)
    found = {"draft": _("{day}, {by}").format(day=made, by=review.lead)}
    for event in records.review_history(who.scope, review.id):
        if event.action != "move":
            continue
        state, by = str(event.changes["state"][1]), str(event.changes["by"][1])
        on = event.changes.get(f"{state}_on", (None, None))[1]
        if on is not None and getattr(review, f"{state}_on", None) is not None:
            found[state] = _("{day}, {by}").format(day=words.day(str(on), who.locale, who.calendar), by=by)
    return found


def show(who: Reader, review: Review, shown: Shown, *, unsaved: bool) -> None:
    """The form of the next step, and of going back to the draft."""
    fault = st.session_state.pop(_FAULT, None)
    if review.state == "acknowledged":
        if shown.pack is None:
            st.warning(_("The numbers of this review were not kept yet."))
            st.button(_("Keep the numbers now"), on_click=_freeze, args=(who, review, shown))
        return
    following = STATES[STATES.index(review.state) + 1]
    key = f"move-{review.id}-{review.state}"
    with st.container(border=True, key="tz-move"):
        st.html(f'<p class="tz-review-rule"><b>{html(_ask(following))}</b> {html(_means(following))}</p>')
        left, right = st.columns(2)
        left.text_input(_by(following), review.lead if following != "acknowledged" else "", key=f"{key}-by")
        today = machine_clock.today(who.generation.settings.zone)
        right.date_input(_("On which day"), today, key=f"{key}-on", required=True)
        if isinstance(fault, Invalid):
            faults(fault)
        elif fault == "conflict":
            st.error(
                _("Somebody else changed this review in the meantime. Nothing was moved: look at it again, then press.")
            )
        elif fault == "unsaved":
            st.error(_("Something written above is not saved yet. Save it first; nothing is lost."))
        st.button(
            _go(following),
            key=f"{key}-go",
            icon=":material/arrow_forward:",
            on_click=_move,
            args=(who, review, shown, following, key, unsaved),
        )
    if review.state == "shared":
        with st.expander(_("Take it back to the draft"), icon=":material/undo:", key=f"{key}-back-box"):
            st.text_input(_("Who takes it back"), review.lead, key=f"{key}-back-by")
            st.text_input(_("Why"), key=f"{key}-back-reason")
            st.button(_("Back to the draft"), key=f"{key}-back", on_click=_back, args=(who, review, key))


def _move(who: Reader, review: Review, shown: Shown, state: str, key: str, unsaved: bool) -> None:
    """As the page was drawn: over a review that was changed since nothing is moved."""
    by, on = st.session_state[f"{key}-by"] or "", st.session_state[f"{key}-on"]
    if unsaved:
        st.session_state[_FAULT] = "unsaved"
        return
    _kept(who, review, state, by, on)
    if _FAULT not in st.session_state and state == "acknowledged":
        _freeze(who, review, shown)


def _back(who: Reader, review: Review, key: str) -> None:
    by, reason = (st.session_state[f"{key}-back-{field}"] or "" for field in ("by", "reason"))
    on = machine_clock.today(who.generation.settings.zone)
    _kept(who, review, "draft", by, on, reason)


def _kept(who: Reader, review: Review, state: str, by: str, on: date, reason: str = "") -> None:
    try:
        records.move_review(who.scope, review.id, review.version, state, by, on, reason)
    except Invalid as fault:
        st.session_state[_FAULT] = fault
    except Conflict:
        st.session_state[_FAULT] = "conflict"


def _freeze(who: Reader, review: Review, shown: Shown) -> None:
    body = review_body.body(shown.sheet)
    records.freeze_pack(who.scope, review.id, body, shown.sheet.generation, review_body.definitions(body))


def _ask(state: str) -> str:
    return {
        "shared": _("Next: share it."),
        "discussed": _("Next: the conversation."),
        "acknowledged": _("Next: the acknowledgement."),
    }[state]


def _means(state: str) -> str:
    return {
        "shared": _("The person gets to see it and writes a self-assessment."),
        "discussed": _("Both sides have talked it through; goals and actions are agreed."),
        "acknowledged": _(
            "The person has read it, which is no consent. The numbers are kept as they are today, and only the "
            "person's comment can be added to."
        ),
    }[state]


def _by(state: str) -> str:
    return {
        "shared": _("Who shared it"),
        "discussed": _("Who held the conversation"),
        "acknowledged": _("Who acknowledged it"),
    }[state]


def _go(state: str) -> str:
    return {
        "shared": _("It was shared"),
        "discussed": _("It was discussed"),
        "acknowledged": _("It was acknowledged"),
    }[state]
