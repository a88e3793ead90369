"""What does this person's period look like, with evidence?"""

import streamlit as st

from answers import clock
from data import machine_clock, records
from ui import address, cards, formats, shell
from ui.cards import Action
from ui.language import gettext as _
from ui.reports import review_button
from ui.review import (
    chosen,
    conversation,
    effort,
    figures,
    findings,
    learning,
    off,
    rules,
    said,
    shown,
    steps,
    words,
)

shell.guard()

who = shell.reader()
question = _("What does this person's period look like, with evidence?")
if off.shown(question, who):
    st.stop()
names = chosen.names_of(who.key, who)
today = clock.as_of(who.generation)
if not names or today is None:
    cards.headline(question, _("The loaded data does not tell who did what, and when."))
    cards.not_available(
        _("Nobody to review"),
        _("Load a file with dates and with the people who answered. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()

head = st.container()
one = chosen.ask(who, names, today)
rules.noted(who, one.agent)
review, held = shown.review_of(who, one)
key = (*who.key, records.revision(), review.id if review else None)
with st.spinner(_("Gathering what the data tell of this period …")):
    view = shown.of(key, who, one.agent, one.span, review.metrics if review else None)
with head:
    period = " – ".join(formats.date(day, who.locale, who.calendar) for day in one.span)
    context = [one.name, review.role if review else "", view.sheet.team or _("no team"), period]
    cards.headline(question, words.sentence(view.body), [*context, shell.freshness(today)])
steps.show(who, one.agent, names, machine_clock.today(who.generation.settings.zone))
if view.pack is not None:
    st.info(formats.md(conversation.kept(view.pack, view, who)), icon=":material/lock:")

parts = {
    "figures": _("Figures"),
    "findings": _("Strengths and development"),
    "said": _("Goals, comments, thanks"),
    "effort": _("Effort and workload"),
    "learning": _("Training and coaching"),
    "conversation": _("The conversation"),
}
address.restore("part", list(parts), "figures")
part = st.segmented_control(
    _("Part"),
    list(parts),
    format_func=lambda each: parts[each],
    key="part",
    required=True,
    persist_state="session",
    label_visibility="collapsed",
)
address.keep("part", "figures")
match part:
    case "findings":
        findings.show(who, one, view)
    case "said":
        said.show(who, one, view)
    case "effort":
        effort.show(who, view)
    case "learning":
        learning.show(who, one)
    case "conversation":
        conversation.show(who, one, view, review, held, names)
    case _:
        figures.show(who, one, view)
review_button.show(key, who, review, view)
rules.show()
