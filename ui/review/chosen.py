"""Whose review, and over which days: chosen on the page, kept in the address as agent, from and to."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from answers import clock, people, review_context, world
from answers.review import Span
from ui import formats
from ui.language import gettext as _
from ui.shell import Reader
from ui.team.fair_table import alphabetical

QUARTERS, HALVES = 6, 3  # of them, the running one included
OWN = "own"
_WRITTEN = "review-written"  # the address as this page wrote it last
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chosen:
    """A person and a period of local dates, both included."""

    agent: str
    name: str
    span: Span


@st.cache_data(show_spinner=False, max_entries=64)
def names_of(key: tuple[str, ...], _who: Reader) -> dict[str, str]:
    """Agent → name, in alphabetical order, of everybody but bots: those listed, and those who have requests."""
    known = people.names(_who.scope, _who.generation)
    bots = set(review_context.bots(_who.scope, _who.generation))
    working = world.agents(_who.scope, _who.generation)
    found = {agent: known.get(agent, agent) for agent in (*known, *working) if agent not in bots}
    return dict(sorted(found.items(), key=lambda one: alphabetical(one[1])))


def ask(who: Reader, names: dict[str, str], today: date) -> Chosen:
    """The boxes of person and period. What the address says holds whenever it is another than this page wrote."""
    offered = periods(who, today)
    _follow(names, offered, who)
    with st.grid(3, min_column_width=220, gap="small") as grid:
        with grid.cell():
            agent = st.selectbox(
                _("Person"), list(names), format_func=lambda each: formats.md(names[each]), key="review-agent"
            )
        with grid.cell():
            period = st.selectbox(
                _("Period"),
                [*offered, OWN],
                format_func=lambda each: offered.get(each) or _("Other days"),
                key="review-period",
            )
        with grid.cell():
            span = _own() if period == OWN else _read(period)
    _write(agent, span)
    return Chosen(agent, names[agent], span)


def periods(who: Reader, today: date) -> dict[str, str]:
    """first/last → name of the quarters and half-years that can be chosen, the latest first."""
    generation = who.generation
    found: dict[str, str] = {}
    quarter = clock.start("quarter", today, generation)
    for back in range(QUARTERS):
        first = clock.shift("quarter", quarter, -back, generation)
        key = _key(clock.span("quarter", first, first, generation))
        found[key] = formats.period("quarter", first, who.locale, who.calendar)
    year = clock.start("year", today, generation)
    half = clock.shift("quarter", year, 2, generation)
    half = half if half <= today else year
    for back in range(HALVES):
        first = clock.shift("quarter", half, -2 * back, generation)
        last = clock.shift("quarter", first, 2, generation) - _DAY
        ends = " – ".join(formats.date(day, who.locale, who.calendar) for day in (first, last))
        found[_key((first, last))] = _("Half-year {days}").format(days=ends)
    return found


def usual(who: Reader, offered: dict[str, str]) -> str:
    """The latest complete quarter that the data hold from its beginning; the running one where there is none."""
    complete = clock.last_complete("quarter", who.generation)
    if complete is not None and clock.begins_before_the_data(complete, who.generation):
        complete = None
    found = [key for key in offered if complete is not None and key.startswith(complete.isoformat())]
    return next(iter(found), next(iter(offered)))


def _follow(names: dict[str, str], offered: dict[str, str], who: Reader) -> None:
    asked = tuple(st.query_params.get(name) for name in ("agent", "from", "to"))
    written = st.session_state.get(_WRITTEN)
    fresh = "review-agent" not in st.session_state
    if written is not None and fresh and not any(asked):
        asked = written  # the page was left, and is come back to by the navigation
    if asked == written and not fresh:
        return
    agent, span = asked[0], _span(asked[1], asked[2])
    if agent is not None and agent not in names:
        words = _("The address asks for {what}, which the loaded data does not have.")
        st.warning(formats.md(words.format(what=agent)))
    st.session_state["review-agent"] = agent if agent in names else next(iter(names))
    key = _key(span) if span else usual(who, offered)
    st.session_state["review-period"] = key if key in offered else OWN
    st.session_state["review-first"], st.session_state["review-last"] = span or _read(key)


def _own() -> Span:
    left, right = st.columns(2)
    first = left.date_input(_("From"), key="review-first", required=True)
    last = right.date_input(_("To"), key="review-last", required=True)
    return (first, last) if first <= last else (last, first)


def _write(agent: str, span: Span) -> None:
    asked = (agent, span[0].isoformat(), span[1].isoformat())
    for name, value in zip(("agent", "from", "to"), asked, strict=True):
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    st.session_state[_WRITTEN] = asked


def _span(first: str | None, last: str | None) -> Span | None:
    """The days that an address names; null where it names none that can be."""
    try:
        found = date.fromisoformat(first or ""), date.fromisoformat(last or "")
    except ValueError:
        return None
    return found if found[0] <= found[1] else None


def _key(span: Span) -> str:
    return f"{span[0].isoformat()}/{span[1].isoformat()}"


def _read(key: str) -> Span:
    first, last = key.split("/")
    return date.fromisoformat(first), date.fromisoformat(last)
