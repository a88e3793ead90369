"""Effort that the figures miss, and the workload around them."""

from collections.abc import Sequence

import streamlit as st

from answers.review import Sheet
from answers.workload import RULES, Person
from ui import cards, formats
from ui.formats import html
from ui.language import gettext as _
from ui.review.shown import Shown
from ui.shell import Reader


def show(who: Reader, shown: Shown) -> None:
    """The part of the page. What is kept of it in a pack is its numbers; the page shows those of today."""
    with cards.panel(
        _("Work on requests of others"), "review-effort", _("What the figures show only in part, or not at all.")
    ):
        st.html(_facts(_effort(shown.sheet)))
        if shown.sheet.effort.reason:
            st.caption(formats.md(shown.sheet.effort.reason))
    if shown.sheet.load is None:
        cards.empty(_("No work in this period"), _("No request and no shift of this person is in the loaded data."))
        return
    with cards.panel(_("Workload of the period"), "review-load", _("Figures say little without it.")):
        st.html(_facts(_load(shown.sheet.load, who)))
        for warning in shown.sheet.load.warnings:
            rule = RULES[warning.rule]
            st.html(f'<p class="tz-review-rule"><b>! {html(_(rule.name))}</b> {html(_("in the last four weeks"))}</p>')


def _effort(sheet: Sheet) -> list[tuple[str, str]]:
    told = sheet.effort
    return [
        (_("Requests helped on"), formats.value(told.helped, "count")),
        (_("Replies on them"), formats.value(told.replies, "count")),
        (_("Internal notes on them"), formats.value(told.notes, "count")),
        (_("Replied first for somebody else"), formats.value(told.answered, "count")),
        (_("Solved for somebody else"), formats.value(told.solved, "count")),
    ]


def _load(load: Person, who: Reader) -> list[tuple[str, str]]:
    occupied = formats.value(load.occupancy.value, "share")
    if load.occupancy.low is not None:
        occupied += f" ({formats.interval(load.occupancy.low, load.occupancy.high, 'share')})"
    found = [
        (_("Days of work"), formats.value(load.days, "count")),
        (_("New requests per day"), formats.value(load.requests.value, "score")),
        (_("Open now"), formats.value(load.open, "count")),
        (_("Handle hours"), formats.value(load.handle_hours, "score")),
        (_("Overtime hours"), formats.value(load.overtime_hours, "score")),
        (_("Occupancy"), occupied),
        (_("Days absent"), formats.value(load.absences, "count")),
    ]
    for label, day in ((_("Joined"), load.joined_on), (_("Left"), load.left_on)):
        if day is not None:
            found.append((label, formats.date(day, who.locale, who.calendar)))
    return found


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"<div><dt>{html(label)}</dt><dd>{html(value)}</dd></div>" for label, value in facts)
    return f'<dl class="tz-review-facts">{items}</dl>'
