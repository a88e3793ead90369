"""What a metric has given before a goal is set on it: baseline, the last 13 months, the best one, the usual range.

A total that is to be kept each week is shown by weeks: a weekly target says nothing beside months.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import polars as pl
import streamlit as st

from answers import clock, goals
from answers.goals import Baseline
from answers.measure import measure
from answers.world import Generation
from metrics import control, pace
from metrics.metric import Metric, Value
from ui import cards, charts, date_notes, formats, scorecard, views
from ui.formats import html
from ui.goals.asked import Asked
from ui.language import gettext as _
from ui.periods import Grain
from ui.shell import Reader

SHOWN: Mapping[Grain, int] = {"day": 60, "week": 56, "month": 13, "quarter": 13, "year": 13}  # periods in the chart
KNOWN = 60  # months in which the best is looked for
FEWEST = 6  # periods below which natural limits would be a guess

_RANGE = {"share": (0.0, 1.0), "points": (-100.0, 100.0)}

Periods = tuple[tuple[date, date, Value], ...]  # first day, last day and value of each, oldest first


@dataclass(frozen=True)
class Past:
    """What just these requests gave.

    seen: the complete periods up to now, of the grain seen_by. grain: the one in which the goal will be followed;
    history: its complete periods before the start, oldest first; periods: how many of them the goal has.
    """

    base: Baseline | None
    seen_by: Grain
    seen: Periods
    grain: Grain
    history: tuple[Value, ...]
    periods: int


@st.cache_data(show_spinner=False, max_entries=256)
def past_of(key: tuple[object, ...], _who: Reader, _what: Asked) -> Past:
    """The past of what is asked. The key is all that it depends on: a keystroke asks nothing."""
    metric, generation = _what.metric.id, _who.generation
    about: dict[str, Any] = {"where": _what.where, "stat": _what.stat, "params": _what.params}
    asked = partial(measure, metric, _who.scope, generation, **about)
    base = goals.baseline(metric, _who.scope, generation, start=_what.start, per=_what.per, **about)
    seen_by = _what.per or "month"
    grain = _what.recurs or pace.grain(_what.start, _what.deadline, _what.metric.grains)
    seen = _complete(asked, seen_by, generation)
    followed = seen if grain == seen_by else _complete(asked, grain, generation)
    history = tuple(value for _first, last, value in followed if last < _what.start)
    return Past(base, seen_by, seen, grain, history, _count(grain, _what.start, _what.deadline, generation))


def _complete(asked: Callable[..., pl.DataFrame], grain: Grain, generation: Generation) -> Periods:
    """The complete periods up to now; those from before the data began hold nothing or a part."""
    latest = clock.last_complete(grain, generation)
    if latest is None:
        return ()
    first, until = clock.shift("month", latest, -KNOWN, generation), clock.span(grain, latest, latest, generation)[1]
    found = goals.periods_of(asked, grain, clock.start(grain, first, generation), until, generation)
    return tuple(each for each in found if not clock.begins_before_the_data(each[0], generation))


def _count(grain: Grain, start: date, deadline: date, generation: Generation) -> int:
    """How many whole periods lie between start and deadline, both included."""
    first, found = clock.start(grain, start, generation), 0
    while first <= deadline:
        last = clock.span(grain, first, first, generation)[1]
        found += first >= start and last <= deadline
        first = last + clock.DAY
    return found


def show(who: Reader, what: Asked, past: Past, target: float | None) -> None:
    """The last months with the target that is being considered, and three numbers to choose it by."""
    shown = past.seen[-SHOWN[past.seen_by] :]
    if not any(value.value is not None for _first, _last, value in shown):
        return
    usual = natural(what.metric, past.seen)
    name = scorecard.metric_name(what.metric, what.stat)
    points = tuple(scorecard.point(first, last, value, complete=True) for first, last, value in shown)
    if what.metric.is_total:  # its own n
        points = tuple(replace(each, n=None) for each in points)
    notes = date_notes.notes(who)
    view = views.Trend(name, "", what.metric.unit, past.seen_by, points, target=target, usual=usual, notes=notes)
    with cards.panel(_("What this process has given so far"), "past", name):
        cards.plot(
            charts.trend(view, who.theme, who.locale, who.calendar),
            views.trend_alt(view, who.locale, who.calendar),
            "past-figure",
        )
        st.html(_facts(who, what, past, usual))


def natural(metric: Metric, periods: Periods) -> tuple[float, float] | None:
    """Between which values single periods lie by chance alone (XmR), inside what the unit can be; null for few."""
    values = np.array([np.nan if value.value is None else value.value for _first, _last, value in periods], float)
    if np.count_nonzero(~np.isnan(values)) < FEWEST:
        return None
    limits = control.xmr(values)
    low, high = float(limits.low[0]), float(limits.high[0])
    if np.isnan(low):  # no two neighbours
        return None
    lowest, highest = _RANGE.get(metric.unit, (0.0, float("inf")))
    return max(low, lowest), min(high, highest)


def best(metric: Metric, periods: Periods, *, more: bool) -> tuple[date, float] | None:
    """The first day and value of the best period in which enough was counted."""
    enough = 0 if metric.is_total else metric.minimum_n
    found = [(day, value.value) for day, _last, value in periods if value.value is not None and value.n >= enough]
    return (max if more else min)(found, key=lambda each: each[1], default=None)


def _facts(who: Reader, what: Asked, past: Past, usual: tuple[float, float] | None) -> str:
    """Baseline, best month ever and usual range as a small list, in HTML."""
    unit, facts = what.metric.unit, []
    if past.base is not None and past.base.pooled.value is not None:
        sure = scorecard.with_interval(what.metric, past.base.pooled)
        facts.append((_("Baseline"), formats.value(past.base.pooled.value, unit), sure))
    top = best(what.metric, past.seen, more=what.kind in ("increase_to", "stay_above"))
    if top is not None:
        names = {
            "day": _("Best day"),
            "week": _("Best week"),
            "month": _("Best month"),
            "quarter": _("Best quarter"),
            "year": _("Best year"),
        }
        when = formats.period(past.seen_by, top[0], who.locale, who.calendar)
        facts.append((names[past.seen_by], formats.value(top[1], unit), when))
    if usual is not None:
        facts.append((_("Usual range"), formats.interval(*usual, unit), _("grey in the chart")))
    # In a narrow column a line ends after the dash: the space that keeps together would begin the next one.
    facts = [(name, value.replace("–\u00a0", "– "), note.replace("–\u00a0", "– ")) for name, value, note in facts]
    rows = "".join(
        f"<div><dt>{html(name)}</dt><dd>{html(value)}</dd><dd>{html(note)}</dd></div>" for name, value, note in facts
    )
    return f'<dl class="tz-past">{rows}</dl>'
