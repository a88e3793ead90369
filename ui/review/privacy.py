"""The agreement with the staff about figures of single people: what it is, and the form that records it."""

import streamlit as st

from answers.review_figures import missing
from data import records
from data.errors import Conflict, Invalid
from data.records import Privacy, PrivacyTerms
from metrics.catalogue import CATALOGUE
from ui import cards, formats
from ui.faults import faults
from ui.language import gettext as _
from ui.review import words
from ui.shell import Reader


def show(who: Reader) -> None:
    """What holds, and the form. What is typed stays until it is saved."""
    held = records.privacy(who.scope, who.generation.dataset)
    # The boxes are of the version they were filled from, so that what somebody else saves does not empty them.
    name = f"privacy-read-{who.generation.dataset}"
    read: Privacy = st.session_state.setdefault(name, held)
    st.caption(
        formats.md(
            _(
                "Figures of single people are shown only where the staff agreed to it: to which metrics, since when, "
                "and for how long what is entered about people is kept. Who looks at whom is written down."
            )
        )
    )
    terms, reason = _form(who, read, f"privacy-{who.generation.dataset}-{read.version}")
    if read.version != held.version:
        told = _("Somebody else saved another agreement in the meantime: {what}.").format(what=_summary(held, who))
        cards.error(_("The agreement was changed"), f"{told} {_('What you typed is still here.')}")
        if st.button(_("Put mine over theirs"), key="privacy-mine"):
            _save(who, held.version, terms, reason, name)
        if st.button(_("Keep theirs"), key="privacy-theirs"):
            _forget(name)
        return
    if st.button(_("Save the agreement"), type="primary", key="privacy-save", icon=":material/check:"):
        _save(who, read.version, terms, reason, name)


def _form(who: Reader, read: Privacy, key: str) -> tuple[PrivacyTerms, str]:
    on = st.toggle(_("Show figures of single people"), read.figures_on, key=f"{key}-on")
    left, right = st.columns(2)
    agreed_on = left.date_input(_("Agreed on"), read.agreed_on, key=f"{key}-agreed-on")
    agreed_by = right.text_input(
        _("Who agreed for the staff"), read.agreed_by, placeholder=_("the works council"), key=f"{key}-agreed-by"
    )
    offered = [each for each in CATALOGUE if missing(each, who.generation) is None]
    offered += [each for each in read.told_metrics if each not in offered and each in CATALOGUE]
    told = st.multiselect(
        _("Metrics that the staff was told of"),
        offered,
        list(read.told_metrics),
        format_func=words.name,
        placeholder=_("None"),
        key=f"{key}-told",
    )
    left, right = st.columns(2)
    months = left.number_input(
        _("Months that what is entered about people is kept"), 1, 120, read.retention_months, key=f"{key}-months"
    )
    reason = right.text_input(_("Why this is changed"), key=f"{key}-reason")
    return (
        PrivacyTerms(
            figures_on=on,
            agreed_on=agreed_on,
            agreed_by=agreed_by or "",
            retention_months=int(months),
            told_metrics=tuple(told),
        ),
        reason or "",
    )


def _save(who: Reader, version: int, terms: PrivacyTerms, reason: str, name: str) -> None:
    try:
        records.save_privacy(who.scope, who.generation.dataset, version, terms, reason)
    except Invalid as fault:
        faults(fault)
    except Conflict:
        st.rerun()  # the page then says what was saved in the meantime
    else:
        _forget(name)


def _forget(name: str) -> None:
    del st.session_state[name]
    st.rerun()


def _summary(held: Privacy, who: Reader) -> str:
    shown = _("figures are on") if held.figures_on else _("figures are off")
    when = (
        _("agreed on {day}").format(day=formats.date(held.agreed_on, who.locale, who.calendar))
        if held.agreed_on
        else ""
    )
    count = _("{n} metrics").format(n=len(held.told_metrics))
    return ", ".join(each for each in (shown, when, held.agreed_by, count) if each)
