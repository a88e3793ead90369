"""The page of one goal: how it stands, its chart, what explains its gap, its check-ins, its changes, its history.

What it shows is asked for and finished once per state of data and records, and kept (`page_of`).
"""

from dataclasses import dataclass

import streamlit as st

from answers import clock, goal_alerts, goal_standing, goal_tree, goals
from answers.goal_alerts import Celebration
from answers.goal_standing import Standing
from answers.goal_tree import Explained
from data import machine_clock, records
from data.records import Goal, GoalEvent
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import cards, date_notes, evidence, formats, scorecard, shell, views
from ui.evidence import Pick
from ui.goals import cards as goal_cards
from ui.goals import change, chart, fields, news, sentence, verdict
from ui.goals import check_ins as goal_check_ins
from ui.goals import explained as goal_explained
from ui.goals import history as goal_history
from ui.goals import view as goal_view
from ui.goals.check_ins import Told
from ui.goals.fields import Around
from ui.language import gettext as _
from ui.numbers import download
from ui.scorecard import Figures
from ui.shell import Reader


@dataclass(frozen=True)
class Page:
    """What the page of one goal shows, asked for and finished. drawn: null while there is nothing to draw."""

    drawn: Figures | None
    picks: tuple[Pick, ...]  # the rows behind each of its points
    told: Told
    names: Around
    parent: Goal | None
    children: tuple[Goal, ...]
    standings: dict[str, Standing]  # of the children
    explained: Explained
    celebrations: tuple[Celebration, ...]
    history: str  # HTML


@st.cache_data(show_spinner=False, max_entries=256)
def page_of(key: tuple[object, ...], _who: Reader, _goal: Goal, _standing: Standing) -> Page:
    """One goal's page. `key` holds all that it depends on: the goal, the data, the records, the reader."""
    scope, generation, metric = _who.scope, _who.generation, entry(_goal.metric)
    every = records.goals(scope, generation.dataset, archived=True)
    children = tuple(each for each in every if each.parent_id == _goal.id and each.archived_at is None)
    names = fields.around(_goal, every, records.priorities(scope, archived=True))
    check_ins = records.check_ins(scope, [_goal.id])
    told = Told(check_ins, {each.id: records.check_in_history(scope, each.id) for each in check_ins})
    events = records.goal_history(scope, _goal.id)
    explained = goal_tree.explained(_goal, children, scope, generation, _standing) if children else Explained(None)
    drawn, picks = _figures(_who, _goal, _standing, events, told)
    return Page(
        drawn=drawn,
        picks=picks,
        told=told,
        names=names,
        parent=next((each for each in every if each.id == _goal.parent_id), None),
        children=children,
        standings=goal_standing.standings(children, scope, generation, _),
        explained=explained,
        celebrations=tuple(goal_alerts.celebrations([_goal], scope, generation, {_goal.id: _standing})),
        history=goal_history.history(
            [*events, *(event for each in told.events.values() for event in each)], metric, names, _who.calendar
        ),
    )


def _figures(
    who: Reader, goal: Goal, standing: Standing, events: list[GoalEvent], told: Told
) -> tuple[Figures | None, tuple[Pick, ...]]:
    """The chart with its numbers, and the rows behind its points."""
    as_of = clock.as_of(who.generation)
    history = goals.history(goal, who.scope, who.generation)
    if as_of is None or not history:
        return None, ()
    view = goal_view.view(goal, standing, history, events, told.check_ins, as_of, who.calendar, date_notes.notes(who))
    drawn = Figures(
        figure=chart.goal(view, who.theme, who.locale, who.calendar),
        alt=views.goal_alt(view, who.locale, who.calendar),
        rows=goal_view.rows(view, who.locale, who.calendar),
    )
    return drawn, goal_view.picks(goal, view, who.locale, who.calendar)


def show(who: Reader, goal: Goal, standing: Standing, key: tuple[object, ...]) -> None:
    """The whole page of one goal. `key`: what all goals' pages depend on, data, records and reader."""
    metric, today = entry(goal.metric), machine_clock.today(who.generation.settings.zone)
    page = page_of((*key, *who.key, records.revision(), today, goal.id, goal.version), who, goal, standing)
    _head(who, goal, standing, metric, page)
    for each in page.celebrations:
        st.html(f'<p class="tz-celebration">{formats.html(news.praise(each, goal, who.calendar))}</p>')
    if standing.verdict is not None:
        st.html(verdict.card(standing, standing.verdict, metric, who.calendar))
    _chart(who, goal, standing, metric, page)
    if standing.past:
        with cards.panel(verdict.past_title(standing.past), "past", scorecard.metric_name(metric, goal.stat)):
            st.html(verdict.past(goal, standing.past, metric, who.calendar))
    if page.children:
        goal_explained.show(goal, metric, standing, page.children, page.standings, page.explained)
    goal_check_ins.show(who, goal, metric, page.told, page.names, today)
    disputed = change.is_disputed(goal)
    with st.expander(_("Change or archive"), expanded=disputed, key=f"change-{goal.id}-{disputed}"):
        change.form(who, goal, page.names, closed=standing.final)
    with st.expander(_("History")):
        st.html(page.history)


def _head(who: Reader, goal: Goal, standing: Standing, metric: Metric, page: Page) -> None:
    cards.headline(
        goal.title,
        sentence.sentence(goal, standing, metric, who.calendar),
        [
            scorecard.metric_name(metric, goal.stat),
            goal_cards.scope_words(goal),
            goal.owner,
            page.names.priorities.get(goal.priority_id, ""),
            shell.freshness(clock.as_of(who.generation)),
        ],
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(goal_cards.pill(goal, standing), width="content")
        cards.explained(metric.id)
        if page.parent is not None:
            label = _("Part of: {title}").format(title=page.parent.title)
            st.page_link(
                "pages/goals.py",
                label=formats.md(label),
                icon=":material/account_tree:",
                query_params={"goal": page.parent.id},
            )


def _chart(who: Reader, goal: Goal, standing: Standing, metric: Metric, page: Page) -> None:
    if page.drawn is None:
        cards.empty(_("Nothing to draw yet"), _("The loaded data has no dated rows for this goal."))
        return
    title = sentence.title(goal, standing, metric)
    evidence.chart(who, title, page.drawn.figure, page.drawn.alt, key="goal", picks=page.picks, note=_(metric.formula))
    with st.expander(_("The numbers")):
        download(page.drawn.rows, f"goal-{goal.metric}", key="goal-numbers")
