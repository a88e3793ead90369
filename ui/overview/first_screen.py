"""The first screen of a month, and the draft of its summary: numbers in, finished words and cards out."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import availability, clock
from answers import month as months
from answers.month import Line
from data import records
from ui.cards import Card
from ui.filters import Filters
from ui.language import gettext as _
from ui.overview import month_cards, sentences, why, written
from ui.shell import Reader


@dataclass(frozen=True)
class Month:
    """What the first screen shows, finished.

    `lines` by metric, of cards, scorecard and goals; `shown`: those with a card, `aimless`: whether one of these has no
    goal, `absent`: why some metrics are missing.
    """

    sentences: tuple[str, ...]
    cards: tuple[Card, ...]
    cost: str
    lines: dict[str, Line]
    shown: tuple[str, ...]
    aimless: bool
    absent: tuple[str, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def month_of(key: tuple[object, ...], _who: Reader, first: date, _chosen: Filters, metrics: tuple[str, ...]) -> Month:
    """The month's sentences and cards. `metrics`: those on the scorecard; with those that have a goal they are judged
    together with the headlines, so that no sentence keeps silent about what stands below.
    """
    scope, generation, where = _who.scope, _who.generation, _chosen.where
    shown, absent = months.headline_metrics(generation, _)
    known = records.goals(scope, generation.dataset)
    beside = ["requests", months.COST, *(goal.metric for goal in known)]
    fed = [metric for metric in beside if availability.missing(metric, generation) is None]
    found = months.scorecard([*shown, *metrics, *fed], first, scope, generation, where, known)
    lines = {line.metric.id: line for line in found}
    headlines = [lines[metric] for metric in shown if metric in lines]
    others = [line for metric, line in lines.items() if metric not in shown]
    judged = [*headlines, *(lines[metric] for metric in metrics if metric in lines and metric not in shown)]
    middle = clock.middle("month", first, generation)
    past = sentences.against_the_past(judged, _who.calendar)
    return Month(
        sentences=(
            sentences.against_goals(headlines, others, lines.get("requests"), middle, _who.calendar),
            *((past, why.first(key, _who, _chosen, headlines)) if past else ()),
        ),
        cards=tuple(month_cards.card(line, _who.calendar, middle) for line in headlines),
        cost=month_cards.cost(lines[months.COST], _who.calendar) if months.COST in lines else "",
        lines=lines,
        shown=tuple(line.metric.id for line in headlines),
        aimless=any(line.course is None for line in headlines),
        absent=tuple(absent),
    )


@st.cache_data(show_spinner=False, max_entries=64)
def draft_of(key: tuple[object, ...], _who: Reader, first: date, metrics: tuple[str, ...]) -> str:
    """The generated summary. It is about the whole month, whatever is filtered."""
    everything = Filters(first, (), ())
    whole = (*_who.key, records.revision(), everything)
    month = month_of(whole, _who, first, everything, metrics)
    reasons = why.reasons(whole, _who, everything, [month.lines[metric] for metric in month.shown])
    middle = clock.middle("month", first, _who.generation)
    lines = [month.lines[metric] for metric in metrics if metric in month.lines]
    return written.draft(month.sentences, reasons, lines, month.lines.get(months.COST), middle, _who.calendar)
