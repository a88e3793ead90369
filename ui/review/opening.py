"""Opening the review of a person's period: role, who reviews, of which metrics."""

import streamlit as st

from answers import review as answers
from data import records
from data.errors import Invalid
from data.records import ReviewTerms
from ui import cards
from ui.faults import faults
from ui.language import gettext as _
from ui.review import words
from ui.review.chosen import Chosen
from ui.shell import Reader


def show(who: Reader, chosen: Chosen, team: str | None, last_role: str, last_lead: str) -> None:
    """The form. Once opened, the review is found by the person and the period."""
    cards.empty(
        _("No review of this period yet"),
        _("Open one to prepare the conversation. It begins as a draft; the person sees it once it is shared."),
    )
    offered = list(answers.available(who.scope, who.generation))
    key = f"open-{chosen.agent}-{chosen.span[0]}-{chosen.span[1]}"
    left, right = st.columns(2)
    role = left.text_input(_("Role"), last_role, key=f"{key}-role")
    lead = right.text_input(_("Who reviews"), last_lead, key=f"{key}-lead")
    metrics = st.multiselect(
        _("Figures of the review, all of which the staff was told of"),
        offered,
        offered,
        format_func=words.name,
        key=f"{key}-metrics",
    )
    if not st.button(_("Open the review"), type="primary", key=f"{key}-save", icon=":material/edit_document:"):
        return
    try:
        records.open_review(
            who.scope,
            ReviewTerms(
                dataset=who.generation.dataset,
                agent=chosen.agent,
                role=role or "",
                first=chosen.span[0],
                last=chosen.span[1],
                team=team,
                lead=lead or "",
                metrics=tuple(metrics),
            ),
        )
    except Invalid as fault:
        faults(fault)
    else:
        st.rerun()
