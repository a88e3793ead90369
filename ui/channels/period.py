"""Over how many months channels are compared: chosen on the page, kept in the address."""

import streamlit as st

from answers.channels import Span
from ui import address, formats
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

LENGTHS = ("1", "3", "12")
USUAL = "3"


def ask(label: str | None = None) -> int:
    """How many months, the chosen one included."""
    address.restore("months", LENGTHS, USUAL)
    picked = st.segmented_control(
        label or _("Compare over"), LENGTHS, format_func=_length, key="months", persist_state="session", required=True
    )
    address.keep("months", USUAL)
    return int(picked or USUAL)


def words(span: Span, months: int, who: Reader) -> str:
    """Which months those are: October 2026; August 2026 – October 2026."""
    first = formats.period("month", span[0], who.locale, who.calendar)
    if months == 1:
        return first
    return f"{first} – {formats.date(span[1], who.locale, who.calendar)}"


def _length(months: str) -> str:
    return ngettext("{n} month", "{n} months", int(months)).format(n=months)
