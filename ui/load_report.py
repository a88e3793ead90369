"""What became of a loaded file: accepted, rejected by reason, findings, and what it cannot feed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl
import streamlit as st

from answers import tables
from ui import formats
from ui.language import gettext as _
from ui.language import ngettext

FIRST = 50  # rejected rows on the page; the file holds all


def outcome(summary: dict[str, Any]) -> str:
    """One sentence for a file that was just loaded."""
    if summary["already_loaded"]:
        return _("{file} is loaded already; nothing changed.").format(file=summary["file"])
    return _("{file}: {new} rows new, {replaced} replaced, {unchanged} unchanged, {rejected} rejected.").format(
        file=summary["file"],
        new=formats.value(summary["new"], "count"),
        replaced=formats.value(summary["replaced"], "count"),
        unchanged=formats.value(summary["unchanged"] + summary["older"], "count"),
        rejected=formats.value(summary["rejected"], "count"),
    )


def show(load: dict[str, Any], rejected: Callable[[], pl.DataFrame], *, opened: bool) -> None:
    """One loaded file. `rejected` gives its rejected rows, read when they are asked for."""
    summary = load["summary"]
    when = datetime.fromisoformat(load["loaded_at"])
    line = _("{source} · {rows} rows accepted, {rejected} rejected · loaded {day}").format(
        source=load["source"],
        rows=formats.value(summary["accepted"], "count"),
        rejected=formats.value(summary.get("rejected", 0), "count"),
        day=formats.date(when.date()),
    )
    with st.expander(f"**{formats.md(load['name'])}** — {formats.md(line)}", expanded=opened):
        if load["demonstration"]:
            st.caption(_("Made up from a recipe; loading a file of your own replaces it."))
            return
        read = [
            _("read as {format}").format(format=summary["mapping"]),
            _("times in {zone}").format(zone=summary["zone"]),
        ]
        st.caption(formats.md(" · ".join(read)))
        told = [finding["text"] for finding in summary["findings"]]
        lacking = [gap["text"] for gap in summary["cannot_feed"]]
        for title, texts in ((_("Worth knowing"), told), (_("What it cannot feed"), lacking)):
            if texts:
                lines = "\n".join(f"- {formats.md(text)}" for text in texts)
                st.markdown(f"**{title}**\n\n{lines}")
        if summary["rejected"]:
            _rejected(summary, rejected(), load["batch"])


def _rejected(summary: dict[str, Any], rows: pl.DataFrame, key: str) -> None:
    for reason, count in summary["rejected_by_reason"].items():
        words = ngettext("{n} row rejected: {reason}", "{n} rows rejected: {reason}", count)
        st.markdown(f":material/warning: {formats.md(words.format(n=count, reason=reason))}")
    st.dataframe(rows.head(FIRST), hide_index=True, key=f"rejected-{key}")
    st.download_button(
        _("Download all rejected rows"),
        data=lambda: tables.csv(rows).encode("utf-8-sig"),
        file_name=f"rejected-{summary['file']}.csv",
        mime="text/csv",
        key=f"rejected-csv-{key}",
        on_click="ignore",
        icon=":material/download:",
    )
