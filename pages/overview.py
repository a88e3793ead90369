"""Executives: how did the month go?"""

from datetime import date

import streamlit as st

from answers import clock, goals, overview
from answers.overview import Headline
from data import records
from ui import address, cards, charts, filters, formats, scorecard, shell, views
from ui.cards import Action, Panel
from ui.filters import Filters
from ui.language import gettext as _
from ui.numbers import download, numbers
from ui.scorecard import Figures, Month
from ui.shell import Reader

shell.guard()


@st.cache_data(show_spinner=False, max_entries=256)
def month_of(key: tuple[object, ...], _who: Reader, month: date, _chosen: Filters) -> Month:
    """The month's sentence and cards, finished."""
    scope, generation, where = _who.scope, _who.generation, _chosen.where
    shown, absent = overview.headline_metrics(generation, _)
    *headlines, requests = overview.headlines([*shown, "requests"], month, scope, generation, where)
    held = goals.courses(records.goals(scope, generation.dataset), where, month)
    middle = clock.middle("month", month, generation)
    return Month(
        headlines=tuple(headlines),
        cards=tuple(scorecard.card(each, _who.calendar, held.get(each.metric.id), middle) for each in headlines),
        sentence=scorecard.sentence(headlines, requests, month, _who.calendar),
        goals=held,
        absent=tuple(absent),
    )


@st.cache_data(show_spinner=False, max_entries=256)
def figures_of(
    key: tuple[object, ...], _who: Reader, _view: Headline, month: date, _chosen: Filters, _target: float | None
) -> Figures:
    """One metric's 13 months, and the same per channel, finished."""
    generation = _who.generation
    ends = {day: clock.span("month", day, day, generation)[1] for day, _value in _view.trend}
    whole = scorecard.trend(_view, "", _target, ends)
    channels = overview.by_channel(_view.metric.id, month, _who.scope, generation, _chosen.where)
    parts = [
        scorecard.channel_trend(_view, channel, filters.channel_name(channel), series, ends)
        for channel, series in channels.items()
    ]
    small = charts.small_multiples(parts, _who.theme, _who.locale, _who.calendar)
    return Figures(
        figure=charts.trend(whole, _who.theme, _who.locale, _who.calendar),
        alt=views.trend_alt(whole, _who.locale, _who.calendar),
        rows=numbers([whole, *parts], _who.locale, _who.calendar),
        panels=tuple(
            Panel(part.scope, figure, views.trend_alt(part, _who.locale, _who.calendar), part.channel)
            for part, figure in zip(parts, small, strict=True)
        ),
    )


who = shell.reader()
chosen = filters.sidebar(who)
question = _("How did the month go?")
if chosen.month is None:
    cards.headline(question, _("The loaded data has no dates, so there are no months to compare."), [chosen.words()])
    cards.wall([scorecard.undated_card(*each) for each in overview.undated(who.scope, who.generation, chosen.where)])
    cards.not_available(
        _("No months"),
        _("Load a file with dates to see the trend. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()

key = (*who.key, records.revision(), chosen)
with st.spinner(_("Counting the month …")):
    month = month_of(key, who, chosen.month, chosen)
cards.headline(question, month.sentence, [chosen.words(), shell.freshness(clock.as_of(who.generation))])
cards.wall(month.cards)
if month.absent:
    st.caption(" ".join(formats.md(reason) for reason in month.absent))

named = {each.metric.id: scorecard.metric_name(each.metric) for each in month.headlines}
address.restore("metric", list(named), next(iter(named)))
with st.container(horizontal=True, vertical_alignment="bottom", key="tz-over-time"):
    picked = st.segmented_control(
        _("Show over time"),
        list(named),
        format_func=lambda metric: named[metric],
        key="metric",
        persist_state="session",
        required=True,
        wrap=True,
    )
    cards.explained(picked or next(iter(named)))
address.keep("metric", next(iter(named)))
view = next((each for each in month.headlines if each.metric.id == picked), month.headlines[0])
picked = view.metric.id
goal = month.goals.get(picked)
target = goal.target if goal else None
drawn = figures_of((*key, picked, target), who, view, chosen.month, chosen, target)
cards.chart(named[picked], drawn.figure, drawn.alt, key="trend", note=_(view.metric.formula))
if len(drawn.panels) > 1:
    title = _("{metric} by channel").format(metric=named[picked])
    cards.multiples(title, drawn.panels, key="channels", note=_("Shared axis"))
with st.expander(_("The numbers")):
    download(drawn.rows, f"{picked}-{chosen.month}", key="numbers")
