"""Executives: how did the month go, and why?"""

import streamlit as st

from answers import clock, month
from data import records
from ui import cards, filters, formats, shell
from ui.cards import Action
from ui.language import gettext as _
from ui.overview import first_screen, head, month_cards, over_time, scorecard, tabs, why, written
from ui.reports import button

shell.guard()

who = shell.reader()
chosen = filters.sidebar(who)
question = _("How did the month go, and why?")
if chosen.month is None:
    cards.headline(question, _("The loaded data has no dates, so there are no months to compare."), [chosen.words()])
    cards.wall([month_cards.undated(*each) for each in month.undated(who.scope, who.generation, chosen.where)])
    cards.not_available(
        _("No months"),
        _("Load a file with dates to see the trend. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()

key = (*who.key, records.revision(), chosen)
metrics = scorecard.chosen_metrics(who)
with st.spinner(_("Counting the month …")):
    view = first_screen.month_of(key, who, chosen.month, chosen, metrics)
head.show(question, view.sentences, [chosen.words(), shell.freshness(clock.as_of(who.generation))])
cards.wall(view.cards)
with month_cards.below(view.cost, view.aimless):
    button.buttons(key, who, chosen.month, chosen)
if view.absent:
    st.caption(" ".join(formats.md(reason) for reason in view.absent))

show, place = tabs.opened(
    {
        "scorecard": _("Scorecard"),
        "why": _("Why it moved"),
        "trend": _("Over time"),
        "summary": _("Written summary"),
    }
)
with place:
    if show == "scorecard":
        scorecard.show(key, who, chosen.month, metrics, view.lines)
    elif show == "summary":
        with st.spinner(_("Writing the draft …")):
            draft = first_screen.draft_of((*who.key, records.revision()), who, chosen.month, metrics)
        written.show(who, chosen.month, draft)
    else:
        with st.container(horizontal=True, vertical_alignment="bottom", key="tz-picked"):
            picked = tabs.metric(list(dict.fromkeys([*view.shown, *metrics])))
            controls = st.container(horizontal=True, vertical_alignment="bottom", width="content", key="tz-controls")
            cards.explained(picked)
        line = view.lines.get(picked)
        if line is None:
            cards.not_available(
                _("Not by these filters"), _("This metric cannot be cut by the chosen channels or teams.")
            )
        elif show == "why":
            why.show(key, who, chosen, line, controls)
        else:
            over_time.show(key, who, chosen, line)
