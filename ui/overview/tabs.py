"""What the reader has opened below the first screen, and which metric it is about; both are part of the address."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from metrics.catalogue import CATALOGUE
from ui import address, scorecard
from ui.language import gettext as _

_TABS = "overview-tabs"


def opened(names: Mapping[str, str]) -> tuple[str, TabContainer]:
    """The tab that is open, by its id, and where to draw it; the others are not computed. `names`: id → its words."""
    first = next(iter(names))
    linked = "open" not in st.session_state
    address.restore("open", list(names), first)
    if linked or st.session_state.get(_TABS) not in names.values():  # back from another page, or another language
        st.session_state[_TABS] = names.get(st.session_state["open"], names[first])
    drawn = st.tabs(list(names.values()), key=_TABS, on_change="rerun")
    which, place = next((which, tab) for which, tab in zip(names, drawn, strict=True) if tab.open)
    st.session_state["open"] = which
    address.keep("open", first)
    return which, place


def metric(options: Sequence[str]) -> str:
    """The metric that is looked into: the reader's choice, first the first of `options`."""
    address.restore("metric", options, options[0])
    if st.session_state["metric"] not in options:  # kept from other data
        st.session_state["metric"] = options[0]
    picked: str = st.selectbox(
        _("Metric"),
        options,
        format_func=lambda each: scorecard.metric_name(CATALOGUE[each]),
        key="metric",
        persist_state="session",
        width=300,
    )
    address.keep("metric", options[0])
    return picked
