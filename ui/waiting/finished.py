"""What the waiting page shows, finished and kept as long as nothing of it changes."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from answers import backlog, waiting
from ui.cards import Card
from ui.filters import Filters
from ui.language import gettext as _
from ui.numbers import Rows
from ui.shell import Reader
from ui.waiting import ages, order, queue, summary
from ui.waiting.order import Choices, Wanted
from ui.waiting.queue import Drawn


@dataclass(frozen=True)
class Page:
    """What the page shows before anything of the list is chosen, finished. `queue`: null where nothing is dated."""

    sentence: str
    total: int
    forgotten: Mapping[str, Card]
    queue: Drawn | None
    note: str
    choices: Choices


@st.cache_data(show_spinner=False, max_entries=256)
def page(key: tuple[object, ...], _who: Reader, _chosen: Filters, days: int, over: str) -> Page:
    """How things stand, how they came to stand so, and where they are heading."""
    held = waiting.waiting(_who.scope, _who.generation, _chosen.where, days)
    past = backlog.queue(_who.scope, _who.generation, _chosen.where, held.rows.height)
    ahead = None if past is None else backlog.outlook(past, _who.generation)
    outlook = ahead[1] if ahead else None
    return Page(
        sentence=summary.sentence(held, outlook, _who),
        total=held.rows.height,
        forgotten=summary.forgotten(held, _who, days),
        queue=None if past is None else queue.drawn(past, ahead, over, _who, _chosen.where),
        note=summary.rates(outlook) if outlook else _("Not enough data for a forecast: it takes 8 whole weeks."),
        choices=Choices.of(held.rows),
    )


@st.cache_data(show_spinner=False, max_entries=256)
def listed(key: tuple[object, ...], _who: Reader, _chosen: Filters, days: int, wanted: Wanted) -> tuple[Rows, int]:
    """The first requests of the list, and how many there are."""
    found = wanted.of(waiting.waiting(_who.scope, _who.generation, _chosen.where, days).rows)
    return order.rows(found), found.height


@st.cache_data(show_spinner=False, max_entries=256)
def age_table(key: tuple[object, ...], _who: Reader, _chosen: Filters, by: str) -> str:
    """The table of ages by team, owner, priority or channel."""
    rows = waiting.waiting(_who.scope, _who.generation, _chosen.where).rows
    return ages.table(waiting.ages(rows)[0], waiting.ages(rows, by), by)
