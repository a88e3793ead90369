"""What is kept about people: how long, its deletion, and all of it about one person as a file on request."""

import json
from datetime import date

import streamlit as st

from answers import retention
from data import machine_clock, records
from ui import cards, formats
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.review import chosen, privacy
from ui.shell import Reader

_GONE = "privacy-forgotten"


def show(who: Reader | None) -> None:
    """The tab "People" of the settings."""
    if who is None:
        cards.empty(
            _("Nothing to agree on yet"), _("The agreement is recorded for the data that are loaded. Load some first.")
        )
        return
    with cards.panel(_("Agreement with the staff"), "privacy-terms"):
        privacy.show(who)
    with cards.panel(_("What is older than agreed"), "privacy-retention"):
        _retention(who)
    with cards.panel(_("Everything about one person"), "privacy-export"):
        _export(who)


def _retention(who: Reader) -> None:
    months = records.privacy(who.scope, who.generation.dataset).retention_months
    before = retention.kept_since(who.scope, who.generation, machine_clock.today(who.generation.settings.zone))
    day = formats.date(before, who.locale, who.calendar)
    words = ngettext(
        "Kept for {n} month: reviews, their numbers, training and thanks. Goals stay.",
        "Kept for {n} months: reviews, their numbers, training and thanks. Goals stay.",
        months,
    )
    st.caption(formats.md(words.format(n=months)))
    gone = st.session_state.pop(_GONE, None)
    if gone is not None:
        told = ngettext("{n} entry was deleted for good.", "{n} entries were deleted for good.", gone)
        st.success(told.format(n=gone))
    older = records.outdated(who.scope, who.generation.dataset, before)
    if not older:
        st.html(f'<p class="tz-none">{html(_("Nothing is older than {day}.").format(day=day))}</p>')
        return
    told = ngettext("{n} entry ended before {day}.", "{n} entries ended before {day}.", older)
    st.html(f'<p class="tz-answer">{html(told.format(n=formats.value(older, "count"), day=day))}</p>')
    with st.popover(_("Delete what is older"), icon=":material/delete_forever:"):
        st.caption(formats.md(_("This cannot be undone. Only that it happened, who did it and when is kept.")))
        sure = st.checkbox(_("Yes, delete what ended before {day}").format(day=day), key="privacy-sure")
        st.button(
            _("Delete it for good"), key="privacy-forget", disabled=not sure, on_click=_forget, args=(who, before)
        )


def _forget(who: Reader, before: date) -> None:
    st.session_state[_GONE] = records.forget(who.scope, who.generation.dataset, before)
    st.session_state["privacy-sure"] = False


def _export(who: Reader) -> None:
    names = chosen.names_of(who.key, who)
    if not names:
        st.caption(formats.md(_("No request has an owner, so there is nobody to export.")))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        agent = st.selectbox(
            _("Person"), list(names), format_func=lambda each: formats.md(names[each]), key="privacy-agent", width=320
        )
        dataset, scope = who.generation.dataset, who.scope
        st.download_button(
            _("Download as JSON"),
            data=lambda: json.dumps(records.about_agent(scope, dataset, agent), ensure_ascii=False, indent=2),
            file_name=f"about-{agent}.json",
            mime="application/json",
            key="privacy-json",
            on_click="ignore",
            icon=":material/download:",
        )
    st.caption(
        formats.md(
            _(
                "Reviews with their kept numbers, goals, training, thanks, the history of all of it, and who looked. "
                "Their requests are in the helpdesk that the data come from."
            )
        )
    )
