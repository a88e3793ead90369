"""What is wrong with an entry, said below its form. What may be entered is decided in data/."""

import streamlit as st

from data.errors import Invalid
from ui import formats
from ui.language import gettext as _


def faults(fault: Invalid) -> None:
    """What is wrong with an entry, one line per field. Nothing that was entered is lost."""
    for words in fault.fields.values():
        st.error(formats.md(_(words)))
