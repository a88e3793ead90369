"""What became of a loaded file: accepted, rejected by reason, findings, and what it cannot feed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl
import streamlit as st

from answers import tables
from data.columns import TABLES
from data.mapping import adapters
from ui import formats, mapping_form
from ui.language import gettext as _
from ui.language import ngettext

FIRST = 50  # rejected rows on the page; the file holds all


def outcome(summary: dict[str, Any]) -> str:
    """One sentence for a file that was just loaded."""
    if summary["already_loaded"]:
        return _("{file} is loaded already; nothing changed.").format(file=summary["file"])
    return _("{file}: {amounts} ({new} new, {replaced} replaced, {unchanged} unchanged).").format(
        file=summary["file"],
        amounts=amounts(summary),
        new=formats.value(summary["new"], "count"),
        replaced=formats.value(summary["replaced"], "count"),
        unchanged=formats.value(summary["unchanged"] + summary["older"], "count"),
    )


def amounts(summary: dict[str, Any], rejected_rows: int | None = None) -> str:
    """How many rows were read and what became of them; one row of a file may fill several tables.

    rejected_rows: how many different rows were rejected; null where only the rejections are counted, one a row and
    table. The demonstration company was not read from a file.
    """
    if "rows" not in summary:
        n = summary["accepted"]
        return ngettext("{n} row", "{n} rows", n).format(n=formats.value(n, "count"))
    read = ngettext("{n} row read", "{n} rows read", summary["rows"])
    made = [mapping_form.amount(table, n) for table, n in summary["tables"].items() if n]
    none = _("nothing to load") if not summary["tables"] else _("nothing accepted")
    said = f"{read.format(n=formats.value(summary['rows'], 'count'))}: {', '.join(made) or none}"
    if not summary["rejected"]:
        return said
    if rejected_rows is None:
        n = summary["rejected"]
        refused = ngettext("{n} rejection", "{n} rejections", n)
    else:
        n = rejected_rows
        refused = ngettext("{n} row rejected", "{n} rows rejected", n)
    return f"{said}; {refused.format(n=formats.value(n, 'count'))}"


def format_name(mapping: str) -> str:
    """How a file was read: the label of the built-in format, or that it was mapped by hand."""
    return next((known.label for known in adapters() if known.name == mapping), _("your own mapping"))


def show(load: dict[str, Any], rejected: Callable[[], pl.DataFrame], *, opened: bool) -> None:
    """One loaded file. `rejected` gives its rejected rows, read only where there are any."""
    summary = load["summary"]
    rows = rejected() if summary.get("rejected") else pl.DataFrame()
    day = formats.date(datetime.fromisoformat(load["loaded_at"]).date())
    told = [amounts(summary, rows["row"].n_unique() if rows.height else None), _("loaded {day}").format(day=day)]
    name = _("Demonstration company") if load["demonstration"] else load["name"]
    line = " · ".join(told if load["demonstration"] else [load["source"], *told])
    with st.expander(f"**{formats.md(name)}** — {formats.md(line)}", expanded=opened):
        if load["demonstration"]:
            st.caption(_("Made up from a recipe; loading a file of your own replaces it."))
            return
        read = [
            _("read as {format}").format(format=format_name(summary["mapping"])),
            _("times in {zone}").format(zone=summary["zone"]),
        ]
        st.caption(formats.md(" · ".join(read)))
        mapping_form.listed(_("Worth knowing"), [finding["text"] for finding in summary["findings"]])
        mapping_form.listed(_("What it cannot feed"), [gap["text"] for gap in summary["cannot_feed"]])
        if summary["rejected"]:
            _rejected(summary, rows, load["batch"])


def _rejected(summary: dict[str, Any], rows: pl.DataFrame, key: str) -> None:
    for reason, count in summary["rejected_by_reason"].items():
        words = ngettext("{n} row rejected: {reason}", "{n} rows rejected: {reason}", count)
        st.markdown(f":material/warning: {formats.md(words.format(n=formats.value(count, 'count'), reason=reason))}")
    shown = rows.head(FIRST)
    if "table" in shown.columns:
        names = {table: mapping_form.table_name(table) for table in TABLES}
        shown = shown.with_columns(pl.col("table").replace(names))
    titles = {
        "row": _("Row"),
        "line": _("Line"),
        "table": _("Read as one of"),
        "column": _("Column"),
        "value": _("Value"),
        "reason": _("Reason"),
    }
    st.dataframe(shown, hide_index=True, column_config=titles, key=f"rejected-{key}")
    st.download_button(
        _("Download all rejected rows"),
        data=lambda: tables.csv(rows).encode("utf-8-sig"),
        file_name=f"rejected-{summary['file']}.csv",
        mime="text/csv",
        key=f"rejected-csv-{key}",
        on_click="ignore",
        icon=":material/download:",
    )
