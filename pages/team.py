"""How is the work spread, and who stands out beyond chance?"""

import streamlit as st

from answers import channels, clock
from data import records
from ui import cards, filters, shell
from ui.cards import Action
from ui.channels import period
from ui.language import gettext as _
from ui.team import attribution, fair, load, told

shell.guard()

who = shell.reader()
chosen = filters.sidebar(who)
question = _("How is the work spread, and who stands out beyond chance?")
if chosen.month is None:
    cards.headline(question, _("The loaded data has no dates, so no period can be looked at."), [chosen.words()])
    cards.not_available(
        _("No months"),
        _("Load a file with dates and with the people who answered. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()
if told.off(question, who):
    st.stop()

head = st.container()
months = fair.months()
span = channels.span_of(chosen.month, months, who.generation)
way = attribution.restore()
key = (*who.key, records.revision(), chosen, span)
with st.spinner(_("Comparing like with like …")):
    view = fair.view_of(key, who, span, chosen, way)
with head:
    when = period.words(span, months, who)
    cards.headline(question, view.sentence, [chosen.words(), when, shell.freshness(clock.as_of(who.generation))])
load.show(who, span, chosen)
fair.show(key, who, span, chosen, view)
