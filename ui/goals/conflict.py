"""Two people changed the same thing at once: what each of them wrote, side by side, and the choice between the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from ui import cards
from ui.formats import html
from ui.language import gettext as _


@dataclass(frozen=True)
class Difference:
    """A field that one of the two changed, as people read it: what was there, and what each of them wants."""

    field: str
    before: str
    theirs: str
    yours: str


def show(who: str, found: Sequence[Difference], key: str) -> Literal["theirs", "yours"] | None:
    """Both versions, and which of them was chosen; null while nobody did. `who`: by whom and when it was changed.

    What only one of the two changed is not in dispute: it stays whichever is chosen, so that "yours" loses nothing of
    theirs but the fields that you changed too.
    """
    with st.container(key=f"tz-conflict-{key}"):
        cards.error(
            _("Somebody else changed this while you were writing"),
            _("{who} Nothing of yours was saved, and nothing is lost: compare the two and choose.").format(who=who),
        )
        st.html(_table(found))
        with st.container(horizontal=True, gap="small"):
            yours = st.button(_("Put mine over theirs"), type="primary", key=f"{key}-yours")
            theirs = st.button(_("Keep theirs"), key=f"{key}-theirs")
        st.caption(_("Mine goes over theirs only in the fields that I changed. You can still correct what you wrote."))
    return "yours" if yours else "theirs" if theirs else None


def _table(found: Sequence[Difference]) -> str:
    head = "".join(f"<th>{html(each)}</th>" for each in (_("Field"), _("Before"), _("Theirs"), _("Mine")))
    body = "".join(
        f"<tr><th>{html(each.field)}</th>{_cell(each.before, each.before, _('Before'))}"
        f"{_cell(each.theirs, each.before, _('Theirs'))}{_cell(each.yours, each.before, _('Mine'))}</tr>"
        for each in found
    )
    return f'<table class="tz-conflict"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(value: str, before: str, whose: str) -> str:
    """A version of a field, strong where it is another than before; on a phone its column is named in it."""
    shown = f"<b>{html(value)}</b>" if value != before else html(value)
    return f'<td data-of="{html(whose)}">{shown}</td>'
