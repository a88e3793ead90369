"""What needs attention first, with the reasons; the most urgent in sight, the others folded, and the dates as files."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from answers.goal_digest import Digest
from ui import cards, formats
from ui.formats import html
from ui.goals import calendar as goal_calendar
from ui.goals import cards as goal_cards
from ui.goals import news
from ui.goals.calendar import Entry
from ui.language import gettext as _
from ui.language import ngettext
from ui.periods import Calendar

IN_SIGHT = 5


@dataclass(frozen=True)
class Need:
    """A goal that needs attention, finished in HTML."""

    goal_id: str
    body: str


def needs(told: Digest, calendar: Calendar) -> tuple[Need, ...]:
    """Each goal once, at the place of its most urgent alert, with all its reasons."""
    ids = dict.fromkeys(alert.goal_id for alert in told.alerts)
    return tuple(_need(goal_id, told, calendar) for goal_id in ids)


def _need(goal_id: str, told: Digest, calendar: Calendar) -> Need:
    goal, standing = told.named[goal_id], told.standings[goal_id]
    reasons = [news.reason(alert, goal, standing, calendar) for alert in told.alerts if alert.goal_id == goal_id]
    said = "".join(f"<li>{html(reason)}</li>" for reason in reasons)
    pill = goal_cards.pill(goal, standing)
    head = f"<h3>{html(goal.title)}</h3>{pill}<span>{html(goal.owner)}</span>"
    return Need(goal_id, f'<div class="tz-need"><div class="tz-need-head">{head}</div><ul>{said}</ul></div>')


def show(found: Sequence[Need], dates: Sequence[Entry]) -> None:
    """The panel: the first few with their links, then the rest, then the files."""
    with cards.panel(_("What needs attention first"), "goal-needs"):
        if not found:
            st.html(f'<p class="tz-none">{html(_("Nothing: every goal that can be judged is on its way."))}</p>')
        _rows(found[:IN_SIGHT], "first")
        rest = found[IN_SIGHT:]
        if rest:
            more = ngettext("{n} more goal", "{n} more goals", len(rest)).format(n=formats.value(len(rest), "count"))
            fold = st.expander(more, key="goal-needs-more", on_change="rerun")
            if fold.open:
                with fold:
                    _rows(rest, "more")
        if dates:
            _downloads(dates)


def _rows(found: Sequence[Need], key: str) -> None:
    if found:
        with st.container(key=f"tz-rows-needs-{key}", gap=None):
            for need in found:
                st.html(need.body)
                st.page_link(
                    "pages/goals.py",
                    label=_("Open"),
                    icon=":material/arrow_forward:",
                    query_params={"goal": need.goal_id},
                )


def _downloads(dates: Sequence[Entry]) -> None:
    """Deadlines and check-ins for a calendar and for a spreadsheet; each file is made when it is asked for."""
    with st.container(horizontal=True, key="tz-goal-dates", vertical_alignment="center", gap="small"):
        st.html(f'<p class="tz-note">{html(_("Deadlines and check-ins to take along:"))}</p>', width="content")
        st.download_button(
            _("Calendar file (.ics)"),
            data=lambda: goal_calendar.ics(dates),
            file_name="goals.ics",
            mime="text/calendar",
            key="goal-dates-ics",
            on_click="ignore",
            icon=":material/event:",
        )
        st.download_button(
            _("Dates as CSV"),
            data=lambda: goal_calendar.csv(dates),
            file_name="goal-dates.csv",
            mime="text/csv",
            key="goal-dates-csv",
            on_click="ignore",
            icon=":material/download:",
        )
