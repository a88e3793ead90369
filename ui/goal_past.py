"""What a metric has given before a goal is set on it: the baseline, and its last 13 months as a chart."""

from datetime import date

import streamlit as st

from answers import clock, goals
from answers.goals import Baseline
from metrics.metric import Value
from ui import cards, charts, scorecard, views
from ui.goal_form import Asked
from ui.language import gettext as _
from ui.shell import Reader

Months = list[tuple[date, date, Value]]


@st.cache_data(show_spinner=False, max_entries=256)
def past_of(key: tuple[object, ...], _who: Reader, _what: Asked) -> tuple[Baseline | None, Months]:
    """The baseline of just these requests, and the 13 months up to the last complete one; a keystroke asks neither."""
    metric, where, stat, params = _what.metric.id, _what.where, _what.stat, _what.params
    scope, generation = _who.scope, _who.generation
    base = goals.baseline(metric, scope, generation, start=_what.start, where=where, stat=stat, params=params)
    latest = clock.last_complete("month", generation)
    if latest is None:
        return base, []
    return base, goals.past(metric, scope, generation, last=latest, where=where, stat=stat, params=params)


def show(who: Reader, what: Asked, months: Months, target: float | None) -> None:
    """The last months, with the target that is being considered."""
    if not months:
        return
    points = tuple(scorecard.point(first, last, value, complete=True) for first, last, value in months)
    name = scorecard.metric_name(what.metric, what.stat)
    view = views.Trend(name, "", what.metric.unit, "month", points, target=target)
    cards.chart(
        _("What this process has given so far"),
        charts.trend(view, who.theme, who.locale, who.calendar),
        views.trend_alt(view, who.locale, who.calendar),
        key="past",
        note=name,
    )
