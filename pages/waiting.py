"""What is waiting, how old is it, who owns it, what is forgotten?"""

import streamlit as st

from answers import clock, waiting
from answers.waiting import WAYS
from data import records
from ui import address, cards, filters, shell
from ui.cards import Action
from ui.language import gettext as _
from ui.waiting import finished, order, queue, request, summary, words

shell.guard()


who = shell.reader()
chosen = filters.sidebar(who, month=False)
question = _("What is waiting, how old is it, who owns it, what is forgotten?")
lacking = waiting.unknown("open", who.generation, _)
if lacking:
    cards.headline(question, "", [chosen.words()])
    cards.not_available(_("No requests"), lacking, Action(_("Go to Data"), "pages/data.py"))
    st.stop()

days = order.days()
address.restore("over", [queue.WEEKS, queue.MONTHS], queue.WEEKS)
over = st.session_state["over"] or queue.WEEKS
key = (*who.key, records.revision(), chosen)
with st.spinner(_("Counting what waits …")):
    page = finished.page((*key, days, over), who, chosen, days, over)
cards.headline(question, page.sentence, [chosen.words(), shell.freshness(clock.as_of(who.generation))])
asked = request.ask()
if asked:
    request.show(asked, who)

if page.queue is None:
    cards.not_available(_("No dates"), _("The loaded requests tell no day, so there is no queue over time."))
else:
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-over-time"):
        names = {queue.WEEKS: _("13 weeks"), queue.MONTHS: _("13 months")}
        st.segmented_control(
            _("Look back"),
            list(names),
            format_func=lambda each: names[each],
            key="over",
            persist_state="session",
            required=True,
        )
        cards.explained("backlog")
    queue.show(page.queue, page.note, who)
    address.keep("over", queue.WEEKS)

summary.show(page.forgotten, order.choose)
with cards.panel(_("What to take first"), "order", _("Past due first, then due soonest, then oldest.")):
    wanted = order.ask(page.choices, days)
    shown, total = finished.listed((*key, days, wanted), who, chosen, days, wanted)
    order.table(shown, total, lambda: wanted.of(waiting.waiting(who.scope, who.generation, chosen.where, days).rows))

address.restore("by", WAYS, WAYS[0])
with cards.panel(_("How old it is, and whose"), "ages", _("Open requests by age, at the latest moment of the data.")):
    by = st.segmented_control(
        _("By"), WAYS, format_func=words.way_name, key="by", persist_state="session", required=True, wrap=True
    )
    st.html(finished.age_table((*key, by), who, chosen, by or WAYS[0]))
address.keep("by", WAYS[0])
if page.queue is not None:
    queue.table(page.queue, over)
