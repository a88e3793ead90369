"""The pack of a review by button: made when it is asked for, for both sides to sign."""

import logging

import streamlit as st
import typst

from data.records import Review
from ui import cards
from ui.language import gettext as _
from ui.reports import review as pack
from ui.reports import typeset
from ui.review.shown import Shown
from ui.shell import Reader

_log = logging.getLogger(__name__)


def show(key: tuple[object, ...], who: Reader, review: Review | None, shown: Shown) -> None:
    """A quiet button, and the file once it is made. `key`: what the numbers and the records depend on."""
    made = f"review-pack-{hash(key)}-{shown.sheet.agent}-{shown.sheet.span}"
    if not st.session_state.get(made) and not st.button(
        _("Review as PDF"), type="tertiary", icon=":material/description:", key="review-pack-make"
    ):
        return
    try:
        with st.spinner(_("Writing the pack …")):
            content = _pdf((*key, shown.sheet.agent, shown.sheet.span), who, review, shown)
    except typst.TypstError:
        _log.exception("The pack of a review failed")
        cards.error(
            _("The pack could not be written"),
            _("The review itself is not touched by it. The log says what the typesetter objected to."),
        )
        return
    st.session_state[made] = True
    st.download_button(
        _("Take the PDF"),
        content,
        f"review-{shown.sheet.agent}-{shown.sheet.span[1]}.pdf",
        "application/pdf",
        type="tertiary",
        key="review-pack",
        on_click="ignore",
        icon=":material/download:",
    )


@st.cache_data(show_spinner=False, max_entries=16)
def _pdf(key: tuple[object, ...], _who: Reader, _review: Review | None, _shown: Shown) -> bytes:
    return typeset.pdf(pack.document(_who, _shown.body, _review, _shown.pack))
