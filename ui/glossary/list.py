"""The list of the glossary, and the search above it: a line per metric that is a link to its entry, by family."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from answers.glossary import Span, Standing
from metrics.catalogue import CATALOGUE
from metrics.metric import Metric
from ui import address, formats
from ui.formats import html, md
from ui.glossary import words
from ui.language import gettext as _


@dataclass(frozen=True)
class Line:
    """A metric in the list, in words. `value` is empty while nothing is loaded."""

    id: str
    family: str
    name: str
    value: str
    brief: str
    fed: bool


@dataclass(frozen=True)
class Listed:
    """All metrics, finished: the period of their values, how each stands, its line in the list."""

    span: Span | None
    standings: dict[str, Standing]
    lines: tuple[Line, ...]


def lines(standings: Mapping[str, Standing], loaded: bool) -> tuple[Line, ...]:
    """Every metric of the catalogue, in its order."""
    return tuple(
        Line(
            id=metric.id,
            family=words.family(metric),
            name=_(metric.name),
            value=_value(metric, standings[metric.id]) if loaded else "",
            brief=words.brief(metric),
            fed=standings[metric.id].fed,
        )
        for metric in CATALOGUE.values()
    )


def _value(metric: Metric, standing: Standing) -> str:
    """The value, or the words for having none; "few cases" instead of a number that chance has made."""
    if not standing.fed:
        return formats.absence("not_available", metric.unit)
    if standing.value.value is None:
        return formats.absence("no_data", metric.unit)
    if standing.value.n < metric.minimum_n:
        return _("few cases")
    return formats.value(standing.value.value, metric.unit)


def ask(*, loaded: bool) -> tuple[str, bool]:
    """The search, and whether only what the data can feed is wanted: a choice that there is while any are loaded."""
    kinds = {"all": _("All metrics"), "fed": _("Only what my data can feed")}
    address.restore("show", list(kinds), "all")
    with st.container(horizontal=True, vertical_alignment="center", key="tz-glossary-search"):
        query = st.text_input(
            _("Search"),
            placeholder=_("Search a name, a word, FRT, AHT, FCR …"),
            label_visibility="collapsed",
            type="search",
            icon=":material/search:",
            live=True,
            key="search",
            on_change=_forget,
        )
        if loaded:
            st.segmented_control(
                _("Show"),
                list(kinds),
                format_func=lambda kind: kinds[kind],
                label_visibility="collapsed",
                required=True,
                key="show",
                on_change=_forget,
            )
    address.keep("show", "all")
    return query or "", loaded and st.session_state["show"] == "fed"


def _forget() -> None:
    """Whoever searches anew asks for another metric than the address."""
    st.query_params.pop("metric", None)


def show(shown: Sequence[Line], chosen: str) -> None:
    """The lines under their families; the chosen one is marked."""
    with st.container(key="tz-glossary-list", gap=None):
        for family, members in groupby(shown, lambda line: line.family):
            st.html(f'<h2 class="tz-glossary-family">{html(family)}</h2>')
            for line in members:
                st.page_link(
                    "pages/glossary.py",
                    label=_label(line, line.id == chosen),
                    query_params={"metric": line.id},
                    width="stretch",
                )


def _label(line: Line, chosen: bool) -> str:
    """Name, value, id and sentence in one link; style.css sets them on three rows."""
    name = f":primary[**{md(line.name)}**]" if chosen else f"**{md(line.name)}**"
    value = f" :small[{md(line.value)}]" if line.value else ""
    return f"{name}{value} `{line.id}` :gray[{md(line.brief)}]"
