"""The conversation: where the review stands, what both sides write, what they agree on, and what was kept of it."""

from collections.abc import Sequence

import streamlit as st

from data.records import Pack, Review
from ui import formats
from ui.formats import html
from ui.language import gettext as _
from ui.review import agreed_actions, agreed_goals, moves, opening, texts, words
from ui.review.chosen import Chosen
from ui.review.shown import Shown
from ui.shell import Reader


def show(
    who: Reader, chosen: Chosen, shown: Shown, review: Review | None, held: Sequence[Review], names: dict[str, str]
) -> None:
    """The part of the page. `held`: all reviews of the person, the latest period first."""
    if review is None:
        last = held[0] if held else None
        opening.show(who, chosen, shown.sheet.team, last.role if last else "", last.lead if last else "")
    else:
        st.html(moves.line(who, review))
        if shown.pack is not None:
            st.caption(formats.md(kept(shown.pack, shown, who)))
        unsaved = texts.show(who, review)
        agreed_goals.show(who, chosen, review, shown.sheet.metrics, names)
        agreed_actions.show(who, review)
        moves.show(who, review, shown, unsaved=unsaved)
    others = [each for each in held if review is None or each.id != review.id]
    if others:
        st.html(f'<h2 class="tz-group">{html(_("Other reviews of this person"))}</h2>')
    for each in others:
        ends = " – ".join(formats.date(day, who.locale, who.calendar) for day in (each.first, each.last))
        st.page_link(
            "pages/review.py",
            label=formats.md(f"{ends}: {words.state(each.state)}"),
            query_params={
                "agent": each.agent,
                "from": each.first.isoformat(),
                "to": each.last.isoformat(),
                "part": "conversation",
            },
        )


def kept(pack: Pack, shown: Shown, who: Reader) -> str:
    """What is said of a frozen pack: when, by whom, on which data, and how many numbers are others since."""
    said = [
        _("These numbers were kept on {day} and do not change any more (data {generation}, check sum {sum}).").format(
            day=formats.date(pack.frozen_at.date(), who.locale, who.calendar),
            generation=pack.generation,
            sum=pack.sha256[:12],
        )
    ]
    changed = {each.metric for each in shown.corrections}
    if changed:
        listed = ", ".join(words.name(each) for each in sorted(changed))
        said.append(_("The data say something else since about: {metrics}; it stands beside.").format(metrics=listed))
    else:
        said.append(_("The data of today say the same."))
    return " ".join(said)
