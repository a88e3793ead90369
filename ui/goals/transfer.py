"""Goals taken out as files and brought in from one: faults as a table, a preview, and then all of them or none."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from answers import goals
from data import goal_file, records
from data.errors import Invalid
from data.records import Entry, Fault, Goal, Imported, NotImported, Priority
from metrics.catalogue import CATALOGUE
from metrics.metric import N_
from ui import cards, formats
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

_ROUND = "_goal_transfer_round"  # numbers the box of the upload: a new one is empty
_DONE = "_goal_transfer_done"  # what the last import did, to be said once


def show(who: Reader, known: Sequence[Goal], priorities: Sequence[Priority]) -> None:
    """The section: both files to take out, and the box for one to bring in."""
    fold = st.expander(
        _("Take goals out, bring goals in"), key="goal-transfer", on_change="rerun", icon=":material/swap_vert:"
    )
    done: Imported | None = st.session_state.pop(_DONE, None)
    if done is not None:
        st.success(_("Kept: {counts}.").format(counts=_counts(done)), icon=":material/check:")
    if not fold.open:
        return
    with fold:
        if known:
            _files(known, priorities)
        number = st.session_state.setdefault(_ROUND, 0)
        file = st.file_uploader(
            _("Bring in goals from a CSV or JSON file, such as one that was taken out here and changed"),
            type=["csv", "json"],
            key=f"goal-upload-{number}",
            max_upload_size=2,
        )
        if file is not None:
            _look(who, file.getvalue(), file.name)


def _files(known: Sequence[Goal], priorities: Sequence[Priority]) -> None:
    with st.container(horizontal=True, key="tz-goal-files"):
        st.download_button(
            _("Goals as CSV"),
            data=lambda: goal_file.write_csv(known, priorities).encode("utf-8-sig"),
            file_name="goals.csv",
            mime="text/csv",
            key="goals-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Goals as JSON"),
            data=lambda: goal_file.write_json(known, priorities).encode(),
            file_name="goals.json",
            mime="application/json",
            key="goals-json",
            on_click="ignore",
            icon=":material/download:",
        )


def _look(who: Reader, content: bytes, name: str) -> None:
    """What a file would do; nothing is kept before the reader says so, and nothing at all while a row is at fault."""
    measurable = [metric.id for metric in CATALOGUE.values() if metric.grains]
    entries, faults = goal_file.read(content, name, metrics=measurable)
    dataset = who.generation.dataset
    faults = faults or _impossible(entries)
    if not faults:
        try:
            would = records.preview_goals(who.scope, dataset, entries)
        except NotImported as refused:
            faults = list(refused.faults)
    if faults:
        _told(faults)
        return
    st.markdown(_("This file holds {counts}.").format(counts=_counts(would)))
    if would.created or would.changed:
        st.button(
            _("Keep these goals"), type="primary", icon=":material/check:", on_click=_keep, args=(who, dataset, entries)
        )


def _impossible(entries: Sequence[Entry]) -> list[Fault]:
    """Targets and baselines that their metric's unit can never have."""
    found = []
    for entry in entries:
        given = {name: entry.terms.get(name) for name in ("target", "baseline")}
        try:
            goals.check(entry.terms["metric"], given["target"], given["baseline"])
        except Invalid as wrong:
            remedy = N_("Write it in the metric's own unit: a share as 0.85, a duration in seconds.")
            found += [
                Fault(row=entry.row, column=name, value=str(given[name]), reason=words, remedy=remedy)
                for name, words in wrong.fields.items()
            ]
    return found


def _keep(who: Reader, dataset: str, entries: Sequence[Entry]) -> None:
    """Keep all of a file; where somebody changed a goal since the preview, it is looked at anew and says so."""
    try:
        st.session_state[_DONE] = records.import_goals(who.scope, dataset, entries)
    except NotImported:
        return
    st.session_state[_ROUND] += 1


def _counts(of: Imported) -> str:
    """How many goals are new, changed, unchanged."""
    words = (
        (of.created, ngettext("{n} new goal", "{n} new goals", of.created)),
        (of.changed, ngettext("{n} changed goal", "{n} changed goals", of.changed)),
        (of.unchanged, ngettext("{n} goal that is as it was", "{n} goals that are as they were", of.unchanged)),
    )
    said = [form.format(n=formats.value(count, "count")) for count, form in words if count]
    return ", ".join(said) or _("no goals")


def _told(faults: Sequence[Fault]) -> None:
    """Everything that stands against a file, a row each."""
    rows = ngettext("{n} fault", "{n} faults", len(faults)).format(n=formats.value(len(faults), "count"))
    cards.error(
        _("Nothing was kept: {faults}").format(faults=rows),
        _("Correct the file and bring it in again. All goals of a file are kept together, or none."),
    )
    table = pl.DataFrame(
        [
            {
                _("Row"): fault.row,
                _("Column"): fault.column,
                _("Value"): fault.value,
                _("Reason"): _(fault.reason),
                _("Remedy"): _(fault.remedy),
            }
            for fault in faults
        ],
        infer_schema_length=None,
    )
    st.dataframe(table, hide_index=True, key="goal-faults")
