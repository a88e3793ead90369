"""Whoever sets up: which clock, which opening hours, which promises?"""

from dataclasses import replace

import streamlit as st

from data import loading, records
from data.errors import Invalid
from ui import cards, formats, settings_form, shell
from ui.language import gettext as _

shell.guard()

scope, generation = shell.loaded()
now = records.settings(scope) if generation is None else generation.settings
cards.headline(
    _("Which clock, which hours, which promises?"),
    _("Business time, months and kept promises follow from these. A change is applied to all loaded data at once."),
)
with st.form("settings", border=False):
    with cards.panel(_("Time"), "settings-time"):
        chosen = settings_form.time(now)
    with cards.panel(_("Opening hours"), "settings-hours"):
        chosen |= settings_form.hours(now)
    with cards.panel(_("Promised time to the first answer"), "settings-promises"):
        chosen |= settings_form.promises(now)
    saved = st.form_submit_button(_("Save and apply"), type="primary", icon=":material/check:")

if saved:
    try:
        settings = replace(now, **chosen)
    except Invalid as fault:
        for field, words in fault.fields.items():
            st.error(formats.md(f"{settings_form.field_words(field)}: {_(words)}"))
    else:
        with st.spinner(_("Counting everything anew …")):
            records.save_settings(scope, settings)
            loading.apply(settings)
        st.toast(_("Saved and applied."), icon=":material/check:")
        st.rerun()
