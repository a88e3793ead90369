"""What do customers say, and who must act on it?"""

import streamlit as st

from answers import channels, clock, month
from data import machine_clock, records
from ui import cards, date_notes, filters, formats, shell
from ui.cards import Action
from ui.channels import period
from ui.language import gettext as _
from ui.overview import month_cards, tabs
from ui.voice import act, comments, complaints, head, over_time, path, pulls

shell.guard()

who = shell.reader()
chosen = filters.sidebar(who)
question = _("What do customers say, and who must act on it?")
if chosen.month is None:
    cards.headline(question, _("The loaded data has no dates, so no month can be told from another."), [chosen.words()])
    known = month.undated(who.scope, who.generation, chosen.where)
    cards.wall([month_cards.undated(*each) for each in known if each[0].id in head.SHOWN])
    cards.not_available(
        _("No months"),
        _("Load a file with dates to see what customers say over time. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()

top, charts, reasons_from = (st.container() for _each in range(3))
with reasons_from:
    months = period.ask(_("Reasons, comments and paths of the last"))
span = channels.span_of(chosen.month, months, who.generation)
today = machine_clock.today(who.generation.settings.zone)
key = (*who.key, records.revision(), chosen, months)
with st.spinner(_("Listening to what customers say …")):
    found = head.head_of((*key, today), who, chosen.month, chosen, span, today)
with top:
    this = formats.period("month", chosen.month, who.locale, who.calendar)
    reasons = _("reasons from {span}").format(span=period.words(span, months, who))
    cards.headline(
        question, found.sentence, [chosen.words(), this, reasons, shell.freshness(clock.as_of(who.generation))]
    )
    cards.wall(found.cards)
    if found.absent:
        st.caption(" ".join(formats.md(reason) for reason in found.absent))
with charts:
    over_time.show(key, who, chosen, found.lines)

show, place = tabs.opened(
    {
        "pulls": _("Reasons"),
        "complaints": _("Complaints"),
        "act": _("Who acts"),
        "comments": _("Comments"),
        "path": _("Path"),
    }
)
with place, st.spinner(_("Counting …")):
    if show == "pulls":
        pulls.show(key, who, chosen, span)
    elif show == "complaints":
        complaints.show(key, who, chosen, span)
    elif show == "act":
        act.show(key, who, chosen, clock.span("month", chosen.month, chosen.month, who.generation), today)
    elif show == "comments":
        comments.show(key, who, chosen, span)
    else:
        path.show(key, who, chosen, span)
date_notes.editor(who)
