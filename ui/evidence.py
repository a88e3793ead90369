"""From a number to the rows behind it: choose a point or bar, by a click on it or in a list, and see what was counted.

Which rows those are stands in answers/evidence.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from answers import evidence, tables
from answers.evidence import Asked
from metrics.catalogue import metric as entry
from ui import address, cards, evidence_words, formats
from ui.cards import Panel
from ui.language import gettext as _
from ui.marks import Figure
from ui.shell import Reader

SHOWN = 200  # rows on the page; the file has all


@dataclass(frozen=True)
class Pick:
    """A point or bar whose rows can be looked at. `id`: the customdata of its mark; `label`: "Chat, October 2026"."""

    id: str
    label: str
    asked: Asked
    n: int | None = None


@dataclass(frozen=True)
class Rows:
    """The rows behind one pick, finished. `columns`: heading → written cells; `right`: headings of numbers."""

    sentence: str
    note: str
    columns: Mapping[str, list[str]]
    right: frozenset[str]


@st.cache_data(show_spinner=False, max_entries=256)
def rows_of(key: tuple[object, ...], _who: Reader, pick: Pick) -> Rows:
    """What is shown of a pick."""
    found = evidence.behind(pick.asked, _who.scope, _who.generation, SHOWN)
    metric = entry(pick.asked.metric)
    if found.reason is not None or found.kind is None:
        return Rows("", _(found.reason or ""), {}, frozenset())
    cells = evidence_words.written(found.rows, metric, _who.locale, _who.calendar)
    more = _("The newest {shown} are shown; the file has all of them.")
    return Rows(
        sentence=evidence_words.sentence(found.n, found.kind, pick.label, _who.locale),
        note=more.format(shown=formats.value(SHOWN, "count")) if found.n > SHOWN else "",
        columns=cells,
        right=evidence_words.numeric(found.rows, metric),
    )


def behind(who: Reader, picks: Sequence[Pick], key: str) -> None:
    """A closed list of the rows behind some points; it asks for them only when it is open.

    The choice stands in the address. `key`: as that of the chart.
    """
    if not picks:
        return
    known = {each.id: each for each in picks}
    opened, chosen = _keys(key)
    if st.session_state.get(chosen) not in (None, *known):
        del st.session_state[chosen]  # other filters have other points
    if opened not in st.session_state:
        st.session_state[opened] = st.query_params.get(chosen) in known
    with st.expander(_("The rows behind it"), key=opened, on_change="rerun", icon=":material/manage_search:") as box:
        if not box.open:
            st.query_params.pop(chosen, None)
            return
        address.restore(chosen, list(known), picks[0].id)
        picked = st.selectbox(
            _("Rows behind"),
            list(known),
            format_func=lambda each: _named(known[each]),
            key=chosen,
            help=_("A click on the chart chooses its point."),
            width=360,
        )
        address.keep(chosen)
        _table(who, known[picked], key)


def chart(who: Reader, title: str, figure: Figure, alt: str, key: str, picks: Sequence[Pick], note: str = "") -> None:
    """A figure on its own paper whose points lead to the rows behind them, and those beneath it."""
    cards.chart(title, figure, alt, key, note, on_select=_choose(picks, key))
    behind(who, picks, key)


def multiples(
    who: Reader, title: str, panels: Sequence[Panel], key: str, picks: Sequence[Pick], note: str = ""
) -> None:
    """Small figures side by side whose points lead to the rows behind them, and those beneath them."""
    cards.multiples(title, panels, key, note, on_select=_choose(picks, key))
    behind(who, picks, key)


def _keys(key: str) -> tuple[str, str]:
    """Where it is kept whether the rows are open, and of which point."""
    return f"{key}-rows-open", f"{key}-rows"


def _choose(picks: Sequence[Pick], key: str) -> cards.Clicked:
    return partial(_clicked, key, frozenset(each.id for each in picks))


def _clicked(key: str, known: frozenset[str], figure: str) -> None:
    """A mark was clicked, before the page runs again: choose its point and open the rows."""
    for point in st.session_state[figure]["selection"]["points"]:
        named = point.get("customdata")
        for each in named if isinstance(named, list) else [named]:
            if each in known:
                opened, chosen = _keys(key)
                st.session_state[opened], st.session_state[chosen] = True, each


def _named(pick: Pick) -> str:
    return pick.label if pick.n is None else f"{pick.label} · {formats.n(pick.n)}"


def _table(who: Reader, pick: Pick, key: str) -> None:
    with st.spinner(_("Looking for the rows …")):
        rows = rows_of((*who.key, pick), who, pick)
    if rows.sentence:
        st.html(f'<p class="tz-rows">{cards.strong(rows.sentence)}</p>')
    if rows.columns:
        st.dataframe(
            pl.DataFrame(rows.columns),
            hide_index=True,
            placeholder=formats.NO_VALUE,
            column_config={name: st.column_config.TextColumn(alignment="right") for name in rows.right},
            key=f"{key}-rows-table",
        )
        st.download_button(
            _("Download all as CSV"),
            data=partial(_file, who, pick),
            file_name=f"{pick.asked.metric}-{_('rows')}.csv",
            mime="text/csv",
            key=f"{key}-rows-csv",
            on_click="ignore",
            icon=":material/download:",
        )
    if rows.note:
        st.html(f'<p class="tz-note">{formats.html(rows.note)}</p>')


def _file(who: Reader, pick: Pick) -> bytes:
    """All rows of a pick as CSV, in plain numbers."""
    found = evidence.behind(pick.asked, who.scope, who.generation, None)
    return tables.csv(evidence_words.plain(found.rows, entry(pick.asked.metric))).encode("utf-8-sig")
