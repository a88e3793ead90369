"""Managers: which goals do we pursue, and will we meet them?"""

import streamlit as st

from answers import clock, goals
from data import records
from data.records import Goal
from metrics.catalogue import metric as entry
from ui import cards, goal_cards, goal_change, goal_chart, goal_form, goal_past, scorecard, shell, views
from ui.language import gettext as _
from ui.numbers import download, numbers
from ui.scorecard import Figures
from ui.shell import Reader

shell.guard()


@st.cache_data(show_spinner=False, max_entries=256)
def standings_of(key: tuple[object, ...], _who: Reader, _known: list[Goal]) -> dict[str, goals.Standing]:
    """How each goal stands, by its id."""
    return {goal.id: goals.standing(goal, _who.scope, _who.generation, _) for goal in _known}


@st.cache_data(show_spinner=False, max_entries=256)
def drawing_of(key: tuple[object, ...], _who: Reader, _goal: Goal) -> Figures | None:
    """The finished chart of a goal with its words and numbers; null while there is nothing to draw."""
    as_of = clock.as_of(_who.generation)
    history = goals.history(_goal, _who.scope, _who.generation)
    if as_of is None or not history:
        return None
    events = records.goal_history(_who.scope, _goal.id)
    view = goal_cards.chart(_goal, history, events, entry(_goal.metric), as_of)
    return Figures(
        figure=goal_chart.goal(view, _who.theme, _who.locale, _who.calendar),
        alt=views.goal_alt(view, _who.locale, _who.calendar),
        rows=numbers([view], _who.locale, _who.calendar),
    )


def show_list(who: Reader, known: list[Goal], standings: dict[str, goals.Standing]) -> None:
    """All goals, and the way to a new one."""
    pursued = [standings[goal.id] for goal in known if goal.archived_at is None]
    summary = goal_cards.summary(pursued) if pursued else ""
    cards.headline(_("Which goals do we pursue, and will we meet them?"), summary)
    st.page_link("pages/goals.py", label=_("Set a goal"), icon=":material/add:", query_params={"goal": "new"})
    for goal in known:
        with st.container(border=True, key=f"goal-{goal.id}", horizontal=True, vertical_alignment="center"):
            st.html(goal_cards.line(goal, standings[goal.id], entry(goal.metric)))
            st.page_link(
                "pages/goals.py", label=_("Open"), icon=":material/arrow_forward:", query_params={"goal": goal.id}
            )
    if not known:
        cards.empty(
            _("No goals yet"),
            _("A goal says what is measured, from where to where, and by when. Its baseline comes from your data."),
        )


def show_new(who: Reader) -> None:
    """The form of a new goal, with its metric's past beside it."""
    cards.headline(_("What do we want to reach?"), _("The baseline comes from your own data, before the start."))
    form, past = st.columns([3, 2], gap="large")
    with form:
        what = goal_form.asked(who)
        base, months = goal_past.past_of((*who.key, *what.key), who, what)
        terms = goal_form.aims(what, base)
        terms |= goal_form.ownership(who, goal_form.suggestion(what, terms))
        if st.button(_("Save the goal"), type="primary", icon=":material/check:") and (
            saved := goal_form.save(who, what, terms)
        ):
            goal_form.forget()
            st.query_params["goal"] = saved
            st.rerun()
    with past.container(height="content"):
        goal_past.show(who, what, months, terms.get("target"))


def show_one(who: Reader, goal: Goal, standing: goals.Standing) -> None:
    """One goal: how it stands, its chart, its numbers, its history, and how to change it."""
    metric = entry(goal.metric)
    cards.headline(
        goal.title,
        goal_cards.sentence(goal, standing, metric),
        [
            scorecard.metric_name(metric, goal.stat),
            goal_cards.scope_words(goal),
            goal.owner,
            shell.freshness(clock.as_of(who.generation)),
        ],
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(goal_cards.pill(goal, standing), width="content")
        cards.explained(metric.id)
    drawn = drawing_of((*who.key, goal.id, goal.version), who, goal)
    if drawn is None:
        cards.empty(_("Nothing to draw yet"), _("The loaded data has no dated rows for this goal."))
    else:
        cards.chart(_("Goal against actual"), drawn.figure, drawn.alt, key="goal", note=_(metric.formula))
        with st.expander(_("The numbers")):
            download(drawn.rows, f"goal-{goal.metric}", key="goal-numbers")
    with st.expander(_("Change or archive")):
        goal_change.form(who, goal)
    with st.expander(_("History")):
        goal_change.history(records.goal_history(who.scope, goal.id), metric)


who = shell.reader()
chosen = st.query_params.get("goal")
if chosen is not None:
    st.page_link("pages/goals.py", label=_("All goals"), icon=":material/arrow_back:", query_params={})
if chosen == "new":
    show_new(who)
else:
    archived = chosen is None and st.sidebar.toggle(_("Archived goals too"), key="archived", bind="query-params")
    known = records.goals(who.scope, who.generation.dataset, archived=archived or chosen is not None)
    known = [goal for goal in known if chosen in (None, goal.id)]
    standings = standings_of((*who.key, *((goal.id, goal.version) for goal in known)), who, known)
    if chosen is None:
        show_list(who, known, standings)
    elif known:
        show_one(who, known[0], standings[chosen])
    else:
        cards.error(
            _("There is no such goal"),
            _("It may belong to other data, or the address is incomplete. All goals are one click away."),
        )
