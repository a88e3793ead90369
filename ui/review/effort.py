"""Effort that the figures miss, and the workload around them: as kept, where a pack was frozen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from answers.workload import RULES
from ui import cards, formats
from ui.formats import html
from ui.language import gettext as _
from ui.review.shown import Shown
from ui.shell import Reader

Body = Mapping[str, Any]  # of answers.review_body


def show(who: Reader, shown: Shown) -> None:
    """The part of the page."""
    told, load = shown.body["effort"], shown.body["load"]
    with cards.panel(
        _("Work on requests of others"), "review-effort", _("What the figures show only in part, or not at all.")
    ):
        st.html(_facts(_effort(told)))
        if told["reason"]:
            st.caption(formats.md(told["reason"]))
    if load is None:
        cards.empty(_("No work in this period"), _("No request and no shift of this person is in the loaded data."))
        return
    with cards.panel(_("Workload of the period"), "review-load", _("Figures say little without it.")):
        st.html(_facts(_load(load, who)))
        for warning in load["warnings"]:
            rule = RULES[warning["rule"]]
            st.html(f'<p class="tz-review-rule"><b>! {html(_(rule.name))}</b> {html(_("in the last four weeks"))}</p>')


def _effort(told: Body) -> list[tuple[str, str]]:
    return [
        (_("Requests helped on"), formats.value(told["helped"], "count")),
        (_("Replies on them"), formats.value(told["replies"], "count")),
        (_("Internal notes on them"), formats.value(told["notes"], "count")),
        (_("Replied first for somebody else"), formats.value(told["answered"], "count")),
        (_("Solved for somebody else"), formats.value(told["solved"], "count")),
    ]


def _load(load: Body, who: Reader) -> list[tuple[str, str]]:
    occupied = formats.value(load["occupancy"]["value"], "share")
    if load["occupancy"]["low"] is not None:
        occupied += f" ({formats.interval(load['occupancy']['low'], load['occupancy']['high'], 'share')})"
    found = [
        (_("Days of work"), formats.value(load["days"], "count")),
        (_("New requests per day"), formats.value(load["requests"]["value"], "score")),
        (_("Open now"), formats.value(load["open"], "count")),
        (_("Handle hours"), formats.value(load["handle_hours"], "score")),
        (_("Overtime hours"), formats.value(load["overtime_hours"], "score")),
        (_("Occupancy"), occupied),
        (_("Days absent"), formats.value(load["absences"], "count")),
    ]
    for label, day in ((_("Joined"), load["joined_on"]), (_("Left"), load["left_on"])):
        if day is not None:
            found.append((label, formats.date(date.fromisoformat(day), who.locale, who.calendar)))
    return found


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"<div><dt>{html(label)}</dt><dd>{html(value)}</dd></div>" for label, value in facts)
    return f'<dl class="tz-review-facts">{items}</dl>'
