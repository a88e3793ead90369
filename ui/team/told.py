"""What people were told of, and the rules under which their figures are shown: said on the page, in small print."""

import streamlit as st

from answers import people
from data.errors import FiguresOff
from metrics.catalogue import metric as entry
from metrics.fairness import FLAGGED, SHOWN
from ui import cards, formats
from ui.cards import Action
from ui.language import gettext as _
from ui.shell import Reader


def off(question: str, who: Reader) -> bool:
    """Whether figures of single people are off; says so under the page's question, and what to do about it."""
    try:
        people.allowed(who.scope, who.generation)
    except FiguresOff:
        cards.headline(question, _("Figures of single people are not agreed on yet."))
        cards.not_available(
            _("Figures of single people are off"),
            _(
                "They stay off until the agreement with the staff is recorded: what is measured, what they were told "
                "of, and how long it is kept. Numbers of teams and channels are on the other pages."
            ),
            Action(_("Go to Settings"), "pages/settings.py"),
        )
        return True
    return False


def untold(metrics: tuple[str, ...]) -> str:
    """Which metrics are left out because nobody was told of them; empty where none is."""
    if not metrics:
        return ""
    listed = ", ".join(_(entry(metric).name) for metric in metrics)
    return _("Left out, because the staff was not told of them: {metrics}.").format(metrics=listed)


def rules() -> None:
    """The rules of the comparison, closed."""
    with st.expander(_("How people are compared, and what is not done"), icon=":material/rule:"):
        st.html(f'<ul class="tz-fair-rules">{"".join(f"<li>{formats.html(rule)}</li>" for rule in _rules())}</ul>')


def _rules() -> list[str]:
    return [
        _(
            "Each person is compared with what the team reaches with the same requests: the same team, channel, topic "
            "and priority as they came in; where it is about time, also night or weekend. Kinds with fewer than 30 "
            "requests are put together by channel and priority, then by channel."
        ),
        _(
            "On the phone and in chat nobody is judged by how long customers waited in the queue: that depends on how "
            "many people are at work."
        ),
        _("Who has more than a tenth of the team's requests is compared with the others, not with themselves."),
        _("Requests of one day have something in common, an outage for example: the limits allow for it."),
        _(
            "Where people differ by more than chance in most metrics, or very clearly in one, the limits are widened: "
            "then something that is not in the data makes them differ."
        ),
        _("Fewer than {shown} requests: nothing is shown. Fewer than {flagged}: nobody stands out.").format(
            shown=SHOWN, flagged=FLAGGED
        ),
        _(
            "Standing out takes a difference that chance alone makes in less than 2 of 1,000 cases, and that still "
            "counts after allowing for how many people and metrics are on this page."
        ),
        _(
            "What the data do not tell is not held equal: how hard a single request was, who was new, what happened "
            "outside. Look at the requests, and ask the person, before concluding anything."
        ),
        _("Nothing is decided here. No score over all metrics, no ranking; lists are in alphabetical order."),
        _("Bots are left out. Requests of nobody are counted beside. Who looks at this page is written down."),
    ]
