"""The boxes in which a goal's milestones are entered: a day and a value each, and one empty pair for the next."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data.records import Milestone
from ui.goals.scale import Scale
from ui.language import gettext as _


def ask(now: Sequence[Milestone], units: Scale, key: str, *, disabled: bool = False) -> tuple[Milestone, ...] | None:
    """The milestones as they are entered, by day; null where a day has no value yet.

    Whoever empties a day takes its milestone out. An untouched value stays exact, although its box shows it rounded.
    """
    found: list[tuple[date, float | None]] = []
    for number in range(len(now) + _added(key, len(now)) + (not disabled)):
        kept = now[number] if number < len(now) else None
        left, right = st.columns(2)
        day = left.date_input(
            _("Milestone {n}: day").format(n=number + 1),
            kept.on if kept else None,
            key=f"{key}-milestone-{number}-on",
            persist_state="session",
            disabled=disabled,
        )
        shown = units.shown(kept.value) if kept else None
        value = right.number_input(
            _("Milestone {n}: value, in {unit}").format(n=number + 1, unit=units.unit),
            value=shown,
            step=units.step,
            format="%g",
            key=f"{key}-milestone-{number}-value-{units.unit}",
            persist_state="session",
            disabled=disabled,
        )
        if isinstance(day, date):
            found.append((day, kept.value if kept and value == shown else units.kept(value)))
    whole = [Milestone(day, value) for day, value in found if value is not None]
    return tuple(sorted(whole, key=lambda each: each.on)) if len(whole) == len(found) else None


def _added(key: str, kept: int) -> int:
    """How many pairs after the kept ones are filled: each opens the next one."""
    added = 0
    while st.session_state.get(f"{key}-milestone-{kept + added}-on") is not None:
        added += 1
    return added
