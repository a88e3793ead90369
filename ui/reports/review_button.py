"""The packs of one person and of the whole team by button: made when they are asked for, for both sides to sign."""

import logging
from collections.abc import Callable

import streamlit as st
import typst

from answers import review as answers
from answers.review import Span
from data.records import Review
from ui import cards, formats
from ui.language import gettext as _
from ui.reports import review as pack
from ui.reports import review_packs, typeset
from ui.review.shown import Shown
from ui.shell import Reader

_log = logging.getLogger(__name__)


def show(key: tuple[object, ...], who: Reader, review: Review | None, shown: Shown) -> None:
    """Quiet buttons, and each file once it is made. `key`: what the numbers and the records depend on."""
    agent, span, team = shown.sheet.agent, shown.sheet.span, shown.sheet.team
    with st.container(horizontal=True, key="tz-review-packs"):
        _file(_("Review as PDF"), "one", (*key, agent, span), f"review-{agent}-{span[1]}.pdf", _one, who, review, shown)
        if team is not None:
            label = _("Reviews of all of {team} as PDF").format(team=team)
            _file(
                formats.md(label),
                "team",
                (*key, team, span),
                f"reviews-{span[1]}.pdf",
                _of_team,
                who,
                team,
                agent,
                span,
            )


def _file(
    label: str, name: str, key: tuple[object, ...], file: str, make: Callable[..., bytes], who: Reader, *more: object
) -> None:
    made = f"review-pack-{name}-{hash(key)}"
    asked = st.session_state.get(made) or st.button(
        label, type="tertiary", icon=":material/description:", key=f"review-pack-{name}-make"
    )
    if not asked:
        return
    try:
        with st.spinner(_("Writing …")):
            content = make(key, who, *more)
    except typst.TypstError:
        _log.exception("The pack of a review failed")
        cards.error(
            _("The pack could not be written"),
            _("The review itself is not touched by it. The log says what the typesetter objected to."),
        )
        return
    st.session_state[made] = True
    st.download_button(
        _("Take it: {label}").format(label=label),
        content,
        file,
        "application/pdf",
        type="tertiary",
        key=f"review-pack-{name}",
        on_click="ignore",
        icon=":material/download:",
    )


@st.cache_data(show_spinner=False, max_entries=16)
def _one(key: tuple[object, ...], _who: Reader, _review: Review | None, _shown: Shown) -> bytes:
    return typeset.pdf(pack.document(_who, _shown.body, _review, _shown.pack))


@st.cache_data(show_spinner=False, max_entries=4)
def _of_team(key: tuple[object, ...], _who: Reader, _team: str, _agent: str, _span: Span) -> bytes:
    people = sorted({_agent, *answers.of_team(_team, _who.scope, _who.generation)})  # who is in no list has a team, too
    return typeset.pdfs(review_packs.documents(_who, people, _span))
