"""The five headline metrics of a month as cards, and what a request cost as one line below them."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers.month import Line
from metrics.metric import Metric, Value
from ui import cards, formats, scorecard
from ui.cards import Card, Change
from ui.formats import html
from ui.language import gettext as _
from ui.overview import compared
from ui.periods import Calendar


def card(line: Line, calendar: Calendar, middle: date) -> Card:
    """The card of a headline metric. `middle`: the day of the month for which the pace of a goal is asked."""
    metric, now = line.metric, line.now
    few = now.value is not None and now.n < metric.minimum_n
    light, word = scorecard.against(now, line.course, middle)
    hint = _("Nothing to count in this month.") if now.value is None else _("Few cases: read with care.") if few else ""
    return Card(
        name=scorecard.metric_name(metric),
        definition=_(metric.definition),
        value=formats.absence("no_data", metric.unit) if now.value is None else formats.value(now.value, metric.unit),
        n=scorecard.with_interval(metric, now),
        changes=changes(line, calendar),
        trend=tuple(value.value for _period, value in line.trend),
        target=line.course.target if line.course else None,
        goal=goal(line),
        status=light,
        verdict=word,
        hint=hint,
        judged=judged(line),
        real=real(line),
    )


def changes(line: Line, calendar: Calendar) -> tuple[Change, ...]:
    """The steps from the month before and from the same month a year ago, as far as both are known."""
    return tuple(
        Change(
            text=formats.change(line.now.value, before.value, line.metric.unit),
            period=compared.name(line, against, calendar),
            tone=scorecard.tone(line.metric, line.now, before),
        )
        for against in reversed(compared.AGAINST)
        if line.now.value is not None and (before := compared.value(line, against)).value is not None
    )


def goal(line: Line) -> str:
    if line.course is None:
        return _("No goal")
    return _("Goal {value}").format(value=formats.entered(line.course.target, line.metric.unit))


def judged(line: Line) -> str:
    """The verdict on a complete month; a running one is judged when it is complete."""
    return scorecard.verdict(line.change) if line.days is None and line.now.value is not None else ""


def real(line: Line) -> bool:
    """Whether the complete month is a real change against its own past."""
    return line.days is None and line.change is not None and line.change.verdict == "real_change"


def undated(metric: Metric, value: Value) -> Card:
    """The card of a metric over all rows, where no date tells which month they belong to."""
    return Card(
        name=scorecard.metric_name(metric),
        definition=_(metric.definition),
        value=formats.value(value.value, metric.unit),
        n=scorecard.with_interval(metric, value),
    )


def cost(line: Line, calendar: Calendar) -> str:
    """What a request cost, as HTML: one line with its steps, its verdict and its n."""
    value = _("no costs for this month") if line.now.value is None else formats.value(line.now.value, line.metric.unit)
    said = (
        (f"judged-{'real' if real(line) else 'usual'}", judged(line)),
        ("n", scorecard.with_interval(line.metric, line.now)),
    )
    facts = [cards.change(each) for each in changes(line, calendar)]
    facts += [f'<li class="tz-{kind}">{html(text)}</li>' for kind, text in said if text]
    name = html(scorecard.metric_name(line.metric))
    return f'<ul class="tz-facts tz-cost"><li>{name} <b>{html(value)}</b></li>{"".join(facts)}</ul>'


def below(cost: str, aimless: bool) -> DeltaGenerator:
    """Under the cards: what a request cost, or what to load to know it; and where to set the goals that are missing.

    Gives the row, for what else stands in it.
    """
    row = st.container(horizontal=True, vertical_alignment="center", key="tz-below-cards", gap="small")
    with row:
        if cost:
            st.html(cost, width="content")
        else:
            words = _("Cost per request: not available. Load a file of costs by month, channel or team to see it.")
            st.html(f'<p class="tz-cost">{html(words)}</p>', width="content")
            st.page_link("pages/data.py", label=_("Load costs"), icon=":material/upload:")
        if aimless:
            label = _("Set a goal where there is none")
            st.page_link("pages/goals.py", label=label, icon=":material/flag:", query_params={"goal": "new"})
    return row
