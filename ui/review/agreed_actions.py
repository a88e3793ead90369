"""What is done for a person's development: agreed on in a review, with an owner and a day, and the day it was done."""

from datetime import date, timedelta

import streamlit as st

from data import machine_clock, records
from data.errors import Conflict, Invalid
from data.records import Action, ActionTerms, Review
from ui import cards, formats
from ui.faults import faults
from ui.formats import html
from ui.language import gettext as _
from ui.shell import Reader

_USUALLY = timedelta(days=60)  # what is offered; people choose their own


def show(who: Reader, review: Review) -> None:
    """The actions with what can be done about them; while the review is open also the form of another."""
    kept = records.actions(who.scope, [review.id])
    today = machine_clock.today(who.generation.settings.zone)
    st.html(f'<h2 class="tz-group">{html(_("Development actions"))}</h2>')
    if not kept:
        st.html(f'<p class="tz-none">{html(_("None yet."))}</p>')
    for each in kept:
        _line(who, each, today)
    if review.state != "acknowledged":
        key = f"action-{review.id}-{len(kept)}"
        with st.expander(_("Agree on an action"), icon=":material/add:", key=f"{key}-box"):
            _form(who, review, key, today)


def _line(who: Reader, action: Action, today: date) -> None:
    done = action.done_on is not None
    mark = cards.status("met", _("done")) if done else cards.status("at_risk", _("late")) if action.due < today else ""
    when = (
        _("done on {day}").format(day=formats.date(action.done_on, who.locale, who.calendar))
        if action.done_on is not None
        else _("until {day}").format(day=formats.date(action.due, who.locale, who.calendar))
    )
    with st.container(horizontal=True, vertical_alignment="center", key=f"tz-action-{action.id}"):
        st.html(
            f'<p class="tz-review-line"><b>{html(action.text)}</b><span>{html(action.owner)} · {html(when)}</span> '
            f"{mark}</p>"
        )
        label = _("Not done after all") if done else _("Done today")
        if st.button(label, key=f"action-done-{action.id}"):
            try:
                records.change_action(who.scope, action.id, action.version, done_on=None if done else today)
            except Conflict:
                st.error(_("Somebody else changed it in the meantime. Look at it again."))
            else:
                st.rerun()


def _form(who: Reader, review: Review, key: str, today: date) -> None:
    text = st.text_input(_("What is done"), key=f"{key}-text")
    left, right = st.columns(2)
    owner = left.text_input(_("Who does it"), key=f"{key}-owner")
    due = right.date_input(_("Until when"), today + _USUALLY, key=f"{key}-due", required=True)
    if st.button(_("Keep this action"), type="primary", key=f"{key}-save"):
        try:
            records.add_action(
                who.scope,
                ActionTerms(review_id=review.id, text=text or "", owner=owner or "", due=due),
            )
        except Invalid as fault:
            faults(fault)
        else:
            st.rerun()
