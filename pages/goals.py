"""Managers: which goals do we pursue, and will we meet them?"""

import streamlit as st

from answers import goal_standing
from answers.goal_standing import Standing
from data import records
from data.errors import Missing
from data.records import Goal
from ui import cards, shell
from ui.goals import board, form, one
from ui.language import gettext as _
from ui.shell import Reader

shell.guard()


@st.cache_data(show_spinner=False, max_entries=64)
def closed(key: tuple[str, ...], _who: Reader) -> bool:
    """Keeps the verdicts that are due; asked once for each state of data and records."""
    known = records.goals(_who.scope, _who.generation.dataset)
    return bool(goal_standing.close(_who.scope, _who.generation, known))


@st.cache_data(show_spinner=False, max_entries=256)
def standing_of(key: tuple[str, ...], _who: Reader, _goal: Goal) -> Standing:
    """How one goal stands."""
    return goal_standing.standings([_goal], _who.scope, _who.generation, _)[_goal.id]


def finished(who: Reader) -> tuple[str, ...]:
    """What a finished view depends on: reader, data, and what people have entered. Due verdicts are kept first."""
    data = (str(who.generation.path), who.generation.settings.version)
    closed((*data, str(records.revision())), who)
    return (*who.key, str(records.revision()))


def found(who: Reader, chosen: str) -> Goal | None:
    """The goal of an address, archived or not; null where there is none in the loaded data's company."""
    try:
        goal = records.goal(who.scope, chosen)
    except Missing:
        return None
    return goal if goal.dataset == who.generation.dataset else None


who = shell.reader()
chosen = st.query_params.get("goal")
# A link on the same page leaves the browser's address as it is.
if chosen != st.session_state.setdefault("_goal", chosen):
    st.query_params.from_dict({} if chosen is None else {"goal": chosen})
    st.session_state["_goal"] = chosen
if chosen is not None:
    st.page_link("pages/goals.py", label=_("All goals"), icon=":material/arrow_back:", query_params={})
if chosen is None:
    board.show(who, finished(who))
elif chosen == "new":
    cards.headline(_("What do we want to reach?"), _("The baseline comes from your own data, before the start."))
    if saved := form.show(who):
        st.query_params["goal"] = saved
        st.rerun()
else:
    key = finished(who)  # first: a verdict that is due belongs to the goal
    goal = found(who, chosen)
    if goal is None:
        cards.error(
            _("There is no such goal"),
            _("It may belong to other data, or the address is incomplete. All goals are one click away."),
        )
    else:
        one.show(who, goal, standing_of((*key, goal.id), who, goal), key)
