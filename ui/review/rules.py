"""The rules of a review, said on the page; and that a look at it is written down."""

import streamlit as st

from data import machine_clock, records
from metrics.fairness import FLAGGED, SHOWN
from ui.formats import html
from ui.language import gettext as _
from ui.shell import Reader

_NOTED = "review-noted"


def noted(who: Reader, agent: str) -> None:
    """Writes down that this reader looks at this person, once a day; a session asks once."""
    look = (who.generation.dataset, agent, machine_clock.now().date())
    seen = st.session_state.setdefault(_NOTED, set())
    if look not in seen:
        records.noted_view(who.scope, who.generation.dataset, agent, "review")
        seen.add(look)


def show() -> None:
    """One line that always stands, the rest closed."""
    st.html(
        f'<p class="tz-review-rules"><b>{html(_("No automated decision."))}</b> '
        f"{html(_('A judgement is a human’s, who is named with it. Who looks at this page is written down.'))}</p>"
    )
    with st.expander(_("What this page does and does not do"), icon=":material/rule:", key="review-page-rules"):
        st.html(f'<ul class="tz-fair-rules">{"".join(f"<li>{html(each)}</li>" for each in _rules())}</ul>')


def _rules() -> list[str]:
    return [
        _("Only metrics that the staff was told of are shown; the agreement is in Settings."),
        _("Fewer than {shown} requests: nothing is shown. Fewer than {flagged}: nothing stands out.").format(
            shown=SHOWN, flagged=FLAGGED
        ),
        _("Colleagues appear as a distribution without names. There is no ranking and no overall score."),
        _("Comments are shown without who wrote them, and only from five answers on."),
        _("A request counts for who did it. The helpdesk's own way, and the difference, is on the Team page."),
        _("With the acknowledgement the numbers are kept; what the data say later stands beside them."),
        _("What is entered about people is deleted after the agreed time, and given to the person on request."),
    ]
