"""Everybody: what does this number mean, and does my data have it?"""

import streamlit as st

from answers import clock, glossary
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as entry
from ui import cards, formats, language, shell
from ui.glossary import entry as glossary_entry
from ui.glossary import export, list, search
from ui.glossary import tables as glossary_tables
from ui.glossary import words as glossary_words
from ui.glossary.list import Listed
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

shell.guard()


@st.cache_data(show_spinner=False, max_entries=16)
def listed(key: tuple[str, ...], _who: Reader | None) -> Listed:
    """Everything that the list needs; without a reader nothing is loaded."""
    span = glossary.period(_who.generation) if _who else None
    standings = glossary.standings(scope, _who.generation if _who else None, _)
    return Listed(span, standings, list.lines(standings, loaded=_who is not None))


@st.cache_data(show_spinner=False, max_entries=256)
def compared(key: tuple[str, ...], _who: Reader, metric: str, when: str) -> tuple[str, str]:
    """A metric beside the helpdesk's own number, and other ways to count it, in HTML; empty where there is none."""
    own = glossary.beside(metric, _who.scope, _who.generation)
    ways = glossary.ways(metric, _who.scope, _who.generation)
    return (
        glossary_tables.beside(entry(metric), own, when) if own else "",
        glossary_tables.ways(entry(metric), ways, when) if ways else "",
    )


scope, generation = shell.loaded()
reader = Reader(scope, generation, shell.theme(), language.current()) if generation else None
key = reader.key if reader else ("", language.current())
with st.spinner(_("Counting every metric …")):
    known = listed(key, reader)
able = sum(line.fed for line in known.lines)
if reader:
    answer = _("**{able}** of **{all}** metrics can be computed from the loaded data.")
else:
    answer = _("Nothing is loaded yet: **{all}** metrics are explained here, and none can be computed.")
numbers = {"able": formats.value(able, "count"), "all": formats.value(len(known.lines), "count")}
context = (
    [
        _("values of {period}").format(period=glossary_words.period(known.span, reader.calendar)),
        shell.freshness(clock.as_of(reader.generation)),
    ]
    if reader
    else []
)
cards.headline(_("What does this number mean, and does my data have it?"), answer.format(**numbers), context)
if reader is None:
    st.page_link("pages/data.py", label=_("Load data"), icon=":material/arrow_forward:")

query, fed_only = list.ask(loaded=reader is not None)
fitting = set(search.found(query))
found = [line for line in known.lines if line.id in fitting]
shown = [line for line in found if line.fed or not fed_only]
asked = st.query_params.get("metric")
if asked is not None and asked != st.session_state.get("_metric"):
    st.query_params["metric"] = asked  # a link on the same page leaves the browser's address as it is
st.session_state["_metric"] = asked
if asked is not None and asked not in CATALOGUE:
    st.warning(formats.md(_("The address asks for {what}, which is no metric.").format(what=asked)))
chosen = asked if asked in CATALOGUE else next((line.id for line in shown), None)

if not found:
    cards.empty(_("No metric fits"), _("Try another word, or a part of one."))
elif not shown:
    words = ngettext(
        "{n} metric fits, but the loaded data cannot feed it.",
        "{n} metrics fit, but the loaded data cannot feed them.",
        len(found),
    )
    cards.not_available(_("Not in your data"), words.format(n=formats.value(len(found), "count")))
if chosen is not None:
    left, right = st.columns([5, 7], gap="medium") if shown else (None, st.container())
    if left is not None:
        with left:
            list.show(shown, chosen)
    with right:
        if asked is not None and shown:
            with st.container(key="tz-glossary-back"):  # seen where the list is not beside it
                st.page_link(
                    "pages/glossary.py", label=_("Back to the list"), icon=":material/arrow_back:", query_params={}
                )
        metric, standing = entry(chosen), known.standings[chosen]
        when = glossary_words.when(metric, known.span, reader.calendar) if reader else ""
        tables = compared((*key, chosen), reader, chosen, when) if reader and standing.fed else ()
        glossary_entry.show(metric, standing, when, tables, glossary.kin(chosen))

export.buttons(known.standings, known.span)
