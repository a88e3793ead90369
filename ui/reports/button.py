"""The monthly pack by button: made when it is asked for, as PDF and as a workbook, for who reads the month."""

import logging
from datetime import date

import streamlit as st
import typst

from ui import cards
from ui.filters import Filters
from ui.language import gettext as _
from ui.reports import month, typeset, workbook
from ui.shell import Reader

_log = logging.getLogger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Files = tuple[bytes, bytes]


def buttons(key: tuple[object, ...], who: Reader, first: date, chosen: Filters) -> None:
    """Make the pack of this month, then take it as PDF or XLSX. `key`: what the numbers depend on."""
    made = f"report-{hash(key)}-{first}"
    if not st.session_state.get(made) and not st.button(
        _("Monthly report"), type="tertiary", icon=":material/description:", key="report-make"
    ):
        return
    with st.spinner(_("Writing the report …")):
        files = _files_or_error(key, who, first, chosen)
    if files is None:
        return
    st.session_state[made] = True
    name = f"tarazu-{first:%Y-%m}"
    for label, content, kind, mime in (
        (_("Report as PDF"), files[0], "pdf", "application/pdf"),
        (_("Tables as XLSX"), files[1], "xlsx", XLSX),
    ):
        st.download_button(
            label,
            content,
            f"{name}.{kind}",
            mime,
            key=f"report-{kind}",
            type="tertiary",
            on_click="ignore",
            icon=":material/download:",
        )


def _files_or_error(key: tuple[object, ...], who: Reader, first: date, chosen: Filters) -> Files | None:
    """The two files; where typesetting fails the page says so and goes on, and the log says why."""
    try:
        return _files(key, who, first, chosen)
    except typst.TypstError:
        _log.exception("The report of %s failed", first)
        cards.error(
            _("The report could not be written"),
            _("The numbers on this page are not touched by it. The log says what the typesetter objected to."),
        )
        return None


@st.cache_data(show_spinner=False, max_entries=8)
def _files(key: tuple[object, ...], _who: Reader, first: date, _chosen: Filters) -> Files:
    document = month.document(_who, first, _chosen)
    return typeset.pdf(document), workbook.xlsx(document)
