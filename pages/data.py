"""Whoever loads data: what is loaded, and what can it tell?"""

from functools import partial

import streamlit as st

from answers import availability, clock
from data import intake, loading, own_format, records, store
from data.columns import TABLES
from metrics.catalogue import CATALOGUE
from ui import cards, formats, load_report, mapping_form, shell, upload
from ui.language import gettext as _
from ui.language import ngettext

shell.guard()

scope, generation = shell.loaded()


def answer() -> tuple[str, list[str]]:
    """What is loaded, in one sentence with its context."""
    if generation is None:
        return _("Nothing is loaded yet. A first export is enough to begin."), []
    if generation.demonstration:
        return _("The demonstration company is loaded. Your first own file replaces it; the two never mix."), []
    count = len(generation.loads)
    rows = sum(load["summary"].get("rows", load["summary"]["accepted"]) for load in generation.loads)
    said = ngettext("**{n}** file, **{rows}** rows, ", "**{n}** files, **{rows}** rows, ", count)
    able = len(availability.available(generation))
    told = _("enough for **{able}** of {all} metrics.").format(able=able, all=len(CATALOGUE))
    return said.format(n=count, rows=formats.value(rows, "count")) + told, [shell.freshness(clock.as_of(generation))]


def load(arrivals: list[loading.Arrival], seen: list[intake.Peek]) -> None:
    """Load all files as one set; say what became of each, or why none was taken."""
    try:
        with st.spinner(_("Loading …")):
            summaries = loading.load(arrivals, records.settings(scope))
    except intake.Refused as refusal:
        st.error(formats.md(str(refusal)), icon=":material/block:")
        return
    for arrival, peek in zip(arrivals, seen, strict=True):
        upload.remember(scope, peek, arrival.options)
    st.session_state["_loaded"] = [(each["sha256"], load_report.outcome(each)) for each in summaries]
    upload.clear()
    st.rerun()


sentence, context = answer()
cards.headline(_("What is loaded, and what can it tell?"), sentence, context)
just_loaded = st.session_state.pop("_loaded", [])
for _hash, words in just_loaded:
    st.success(formats.md(words), icon=":material/check:")
if just_loaded:
    with st.container(horizontal=True, key="next"):
        st.page_link("pages/overview.py", label=_("See the month"), icon=":material/monitoring:")
        st.page_link("pages/goals.py", label=_("Set a goal"), icon=":material/flag:", query_params={"goal": "new"})

with cards.panel(_("Load files"), "load"):
    incoming = [*upload.uploaded(), *upload.mounted()]
    ready, looked = [], []
    for file in incoming:
        with st.container(border=True, key=f"file-{file.key}"):
            st.markdown(f"**{formats.md(file.name)}**")
            peek = upload.look(file)
            arrival = upload.ask(scope, file, peek) if peek else None
            if arrival and peek:
                ready.append(arrival)
                looked.append(peek)
    if incoming:
        label = ngettext("Load the file", "Load the {n} files", len(incoming)).format(n=len(incoming))
        waiting = len(ready) < len(incoming)
        if st.button(label, type="primary", disabled=waiting, icon=":material/upload:", key="load"):
            load(ready, looked)

if generation is not None:
    with cards.panel(_("What is loaded"), "loads"):
        for each in reversed(generation.loads):
            rejected = partial(store.rejected, generation, scope, each["batch"])
            load_report.show(each, rejected, opened=each["sha256"] in dict(just_loaded))
        mapping_form.problems({}, [finding["text"] for finding in generation.manifest["findings"]])
    with st.expander(_("What the data can feed")):
        for metric in CATALOGUE.values():
            reason = availability.missing(metric.id, generation, _)
            mark = ":material/check:" if reason is None else ":material/block:"
            st.markdown(f"{mark} {formats.md(reason or _(metric.name))}")

with st.expander(_("Templates in Tarazu's own format")):
    st.caption(
        _("A file with these headers needs no mapping. Each has one example row; leave out what you don't have.")
    )
    for table in TABLES:
        st.download_button(
            f"{table}.csv",
            own_format.template(table),
            f"{table}.csv",
            "text/csv",
            help=own_format.about(table),
            key=f"template-{table}",
            on_click="ignore",
        )
