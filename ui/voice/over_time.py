"""Satisfaction, recommendation and complaints over 13 months, with the response rate of the same months beside."""

import streamlit as st

from answers.month import Line
from ui import address, cards, evidence, scorecard
from ui.filters import Filters
from ui.language import gettext as _
from ui.numbers import download
from ui.overview import over_time
from ui.shell import Reader

CHARTS = ("csat", "nps", "complaints")
RESPONSE = "survey_response_rate"


def show(key: tuple[object, ...], who: Reader, chosen: Filters, lines: dict[str, Line]) -> None:
    """The chosen number over time; answers to surveys stand beside how many answered."""
    options = [metric for metric in CHARTS if metric in lines]
    if not options:
        return
    address.restore("said", options, options[0])
    if st.session_state["said"] not in options:  # kept from other data
        st.session_state["said"] = options[0]
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-said-choice"):
        picked = st.segmented_control(
            _("Over time"),
            options,
            format_func=lambda each: scorecard.metric_name(lines[each].metric),
            key="said",
            persist_state="session",
            required=True,
            wrap=True,
        )
        picked = picked or options[0]
        cards.explained(picked)
    address.keep("said", options[0])
    beside = RESPONSE in lines and picked != "complaints"
    places = st.columns([2, 1]) if beside else [st.container()]
    with places[0]:
        _chart(key, who, chosen, lines[picked], "said")
    if beside:
        with places[1]:
            _chart(key, who, chosen, lines[RESPONSE], "response")


def _chart(key: tuple[object, ...], who: Reader, chosen: Filters, line: Line, place: str) -> None:
    drawn = over_time.over_time_of((*key, line.metric.id), who, chosen, line)
    evidence.chart(who, scorecard.metric_name(line.metric), drawn.figure, drawn.alt, place, drawn.picks)
    with st.expander(_("The numbers"), key=f"{place}-open", on_change="rerun") as box:
        if box.open:
            download(drawn.rows, f"{line.metric.id}-{line.trend[-1][0]}", key=f"{place}-numbers")
