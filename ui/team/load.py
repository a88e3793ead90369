"""How the work is spread, as the page shows it: sentence, warnings, chart, who came and went, table, one person's days.

Asked once and kept finished; the table and the days are only made when they are opened.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from answers import clock, workload
from answers.workload import DAYS, Load, Span
from data import records
from ui import cards
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows
from ui.shell import Reader
from ui.team import joiners, load_chart, load_days, load_sentence, load_table, warnings


@dataclass(frozen=True)
class Drawn:
    """The finished first screen; empty HTML: there is nothing to show. `people`: agent and name, in the order shown."""

    sentence: str
    title: str
    chart: str
    note: str
    warned: str
    rules: str
    moved: str
    people: tuple[tuple[str, str], ...]


def show(who: Reader, span: Span, chosen: Filters) -> None:
    """The workload over a span. Raises FiguresOff while figures about single people are not agreed on."""
    key = (*who.key, records.revision(), chosen, span)
    with st.spinner(_("Counting who carries how much …")):
        drawn = finished(key, who, span, chosen)
    if not drawn.people:
        words = _("No request of this choice has an owner, and no shift of anybody is loaded.")
        cards.empty(_("Nobody's work in this period"), words)
        return
    head = f'<h2 class="tz-group">{html(_("How the work is spread"))}</h2>'
    st.html(f'{head}<p class="tz-answer">{cards.strong(drawn.sentence)}</p>')
    with cards.panel(drawn.title, "load", drawn.note):
        st.html(drawn.chart)
        cards.explained("workload_requests")
    if drawn.warned:
        with cards.panel(_("Who is at risk of too much"), "load-warnings", warnings.note()):
            st.html(drawn.warned)
    if drawn.moved:
        with cards.panel(_("Who came and who left"), "joiners"):
            st.html(drawn.moved)
    with st.expander(_("The rules of the warnings"), key="load-rules", icon=":material/rule:"):
        st.html(drawn.rules)
    table = st.expander(_("The numbers per person"), key="load-numbers", on_change="rerun", icon=":material/table:")
    with table:
        if table.open:
            load_table.show(*rows(key, who, span, chosen))
    load_days.show(who, span, chosen, drawn.people, key)


@st.cache_data(show_spinner=False, max_entries=256)
def finished(key: tuple[object, ...], _who: Reader, _span: Span, _chosen: Filters) -> Drawn:
    """What the section shows before anything is opened."""
    found = workload.load(_who.scope, _who.generation, _span, _chosen.where)
    return Drawn(
        sentence=load_sentence.sentence(found, _latest(found, _who, _chosen), _who.locale, _who.calendar),
        title=load_chart.title(found),
        chart=load_chart.chart(found, _who.locale, _who.calendar),
        note=load_chart.note(found, _who.locale, _who.calendar),
        warned=warnings.warned(found),
        rules=warnings.rules(found),
        moved=joiners.listed(found, _who.locale, _who.calendar),
        people=tuple((one.agent, one.name) for one in found.people),
    )


@st.cache_data(show_spinner=False, max_entries=256)
def rows(key: tuple[object, ...], _who: Reader, _span: Span, _chosen: Filters) -> tuple[Rows, Rows, str]:
    """The table as it is shown, with plain numbers for a spreadsheet, and how evenly the work is spread."""
    found = workload.load(_who.scope, _who.generation, _span, _chosen.where)
    return load_table.shown(found, _who.locale, _who.calendar), load_table.plain(found), load_table.spread(found)


def _latest(found: Load, who: Reader, chosen: Filters) -> tuple[date, int] | None:
    """How many are at risk at the end of the data, where that is later than the period and somebody is."""
    today = clock.as_of(who.generation)
    if today is None or today <= found.last:
        return None
    four_weeks = (today - timedelta(days=DAYS - 1), today)
    there = workload.load(who.scope, who.generation, four_weeks, chosen.where)
    risky = sum(bool(one.warnings) for one in there.people)
    return (today, risky) if risky else None
