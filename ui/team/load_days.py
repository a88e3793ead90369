"""One person's days of the period: chosen by name, in the address; asked for only when it is opened."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from answers import workload
from answers.workload import Span
from ui import address, formats
from ui.filters import Filters
from ui.language import gettext as _
from ui.numbers import Rows, export
from ui.shell import Reader

PERSON = "load-person"


def show(who: Reader, span: Span, chosen: Filters, people: Sequence[tuple[str, str]], key: tuple[object, ...]) -> None:
    """A closed list of the days of one person; `people`: agent and name."""
    names = dict(people)
    if st.session_state.get(PERSON) not in (None, *names):
        del st.session_state[PERSON]  # another choice has other people
    if "load-days" not in st.session_state:
        st.session_state["load-days"] = st.query_params.get(PERSON) in names
    with st.expander(_("One person, day by day"), key="load-days", on_change="rerun", icon=":material/event:") as box:
        if not box.open:
            st.query_params.pop(PERSON, None)
            return
        address.restore(PERSON, list(names), next(iter(names)))
        agent = st.selectbox(
            _("Person"), list(names), format_func=lambda each: formats.md(names[each]), key=PERSON, width=360
        )
        address.keep(PERSON)
        written, numbers = days((*key, agent), who, span, chosen, agent)
        if not written:
            st.caption(_("Nothing is known of this person's days in this period."))
            return
        st.dataframe(
            pl.DataFrame(written, infer_schema_length=None), hide_index=True, placeholder=formats.NO_VALUE, key="days"
        )
        export(numbers, f"workload-{agent}", "load-days")


@st.cache_data(show_spinner=False, max_entries=256)
def days(key: tuple[object, ...], _who: Reader, _span: Span, _chosen: Filters, agent: str) -> tuple[Rows, Rows]:
    """A person's days, newest first: as they are shown, and with plain numbers."""
    found = workload.by_day(agent, _who.scope, _who.generation, _span, _chosen.where).sort("on", descending=True)
    numbers = found.to_dicts()
    return [_written(row, _who) for row in numbers], numbers


def _written(row: Mapping[str, Any], who: Reader) -> dict[str, object]:
    there = _("at work") if row["worked"] else _("absent") if row["absent"] else _("not at work")
    return {
        _("Day"): formats.date(row["on"], who.locale, who.calendar),
        _("There"): there,
        _("New requests"): formats.value(row["requests"], "count"),
        _("Handle time"): formats.value(row["handle_s"], "seconds"),
        _("Occupancy"): formats.value(row["occupancy"], "share"),
        _("Overtime"): formats.value(row["overtime_s"], "seconds"),
        _("First to last booking, without breaks"): formats.value(row["present_s"], "seconds"),
    }
