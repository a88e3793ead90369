"""Who stands out beyond chance: one metric with its table and the rows behind it, and small funnels of all of them."""

import streamlit as st

from answers.people import Attribution, Span
from data import machine_clock, records
from ui import address, cards, evidence, formats
from ui.filters import Filters
from ui.language import gettext as _
from ui.language import ngettext
from ui.numbers import export
from ui.shell import Reader
from ui.team import attribution, fair_table, fair_view, told
from ui.team.fair_view import Detail, View

LENGTHS = ("3", "6", "12", "24")
USUAL = "24"  # a person has few requests and fewer answers: the longer, the more can be told from chance
_NOTED = "_noted_views"


def months() -> int:
    """How many months, the chosen one included."""
    address.restore("last", LENGTHS, USUAL)
    picked = st.segmented_control(
        _("Look at"), LENGTHS, format_func=_length, key="last", persist_state="session", required=True
    )
    address.keep("last", USUAL)
    return int(picked or USUAL)


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(key: tuple[object, ...], _who: Reader, _span: Span, _chosen: Filters, way: Attribution) -> View:
    """The comparison, finished."""
    return fair_view.finished(_who, _span, _chosen, way)


def show(key: tuple[object, ...], who: Reader, span: Span, chosen: Filters, view: View) -> None:
    """The comparison on the page; whose figures it shows is written down."""
    note = _("Each dot is a person: how far from what is expected of the same requests. Up is better everywhere.")
    st.html(f'<h2 class="tz-group">{formats.html(_("Who stands out beyond chance"))}</h2>')
    if not view.details:
        words = _("No request of this choice belongs to a person by a metric that the staff was told of.")
        cards.empty(_("Nobody to compare"), f"{words} {view.untold}")
        return
    _noted(who, view.agents)
    cards.multiples(_("All metrics at a glance"), view.panels, "funnels", note)
    if view.untold:
        st.caption(formats.md(view.untold))
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-picked"):
        address.restore("compare", list(view.details), view.first)
        if st.session_state["compare"] not in view.details:
            st.session_state["compare"] = view.first  # other filters have other metrics
        picked = st.selectbox(
            _("Metric"),
            list(view.details),
            format_func=lambda one: view.details[one].name,
            key="compare",
            persist_state="session",
            width=300,
        )
        attribution.ask()
        cards.explained(picked)
    address.keep("compare", view.first)
    _detail(view.details[picked], picked, who)
    attribution.difference(key, who, picked, span, chosen)
    told.rules()


def _detail(detail: Detail, metric: str, who: Reader) -> None:
    st.html(f'<p class="tz-answer">{cards.strong(detail.sentence)}</p>')
    note = _("{metric}, points from what is expected of the same requests. Shaded: by chance in 998 of 1,000 cases.")
    evidence.chart(
        who, detail.title, detail.figure, detail.alt, "people", detail.picks, note.format(metric=detail.name)
    )
    if detail.reversed:
        st.html(detail.reversed)
    if detail.notes:
        st.caption(formats.md(" ".join(detail.notes)))
    words = _("Everybody in alphabetical order: findings about numbers, no verdict on a person")
    with st.expander(words, key="people-open", on_change="rerun", icon=":material/table:") as box:
        if box.open:
            st.html(fair_table.table(detail.people, detail.name))
            export(fair_table.rows(detail.people), f"{metric}-{_('people')}", key="people")


def _noted(who: Reader, agents: tuple[str, ...]) -> None:
    """Writes down who looked at whose figures, once a day; a session asks once."""
    today = machine_clock.now().date()
    asked = (who.generation.dataset, agents, today)
    if st.session_state.get(_NOTED) != asked:
        records.noted_views(who.scope, who.generation.dataset, agents, "team")
        st.session_state[_NOTED] = asked


def _length(number: str) -> str:
    return ngettext("{n} month", "{n} months", int(number)).format(n=number)
