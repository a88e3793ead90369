"""The top of the page: the question, three sentences that answer it, and the context. Drawing only."""

from collections.abc import Sequence

import streamlit as st

from ui import cards
from ui.formats import html


def show(question: str, sentences: Sequence[str], context: Sequence[str]) -> None:
    """The question and its sentences, each a line of its own; numbers stand between ** … **."""
    said = "".join(f"<li>{cards.strong(each)}</li>" for each in sentences if each)
    where = " · ".join(html(part) for part in context if part)
    st.html(
        f'<header class="tz-head"><h1>{html(question)}</h1><ol class="tz-three">{said}</ol>'
        f'<p class="tz-context">{where}</p></header>'
    )
