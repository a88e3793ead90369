"""The workload as a table, a row per person by team and name: written for people, plain for a spreadsheet."""

from datetime import date

import polars as pl
import streamlit as st

from answers.workload import RULES, Load, Person
from ui import formats
from ui.formats import Calendar
from ui.language import gettext as _
from ui.numbers import Rows, export

__all__ = ["Rows", "plain", "show", "shown"]


def show(written: Rows, numbers: Rows) -> None:
    """The table, and all of it as CSV."""
    st.dataframe(
        pl.DataFrame(written, infer_schema_length=None),
        hide_index=True,
        placeholder=formats.NO_VALUE,
        key="load-table",
    )
    export(numbers, "workload", "load")


def shown(load: Load, locale: str, calendar: Calendar) -> Rows:
    """What is read; "–" is unknown."""
    return [
        {
            _("Person"): one.name,
            _("Team"): one.team or formats.NO_VALUE,
            _("Days of work"): formats.value(one.days, "count"),
            _("New requests per day"): formats.value(one.requests.value, "score"),
            _("Open now"): formats.value(one.open, "count"),
            _("Handle hours"): formats.value(one.handle_hours, "score"),
            _("Overtime hours"): formats.value(one.overtime_hours, "score"),
            _("Occupancy"): formats.value(one.occupancy.value, "share"),
            _("95 % interval"): formats.interval(one.occupancy.low, one.occupancy.high, "share"),
            _("Days at the queue"): formats.value(one.occupancy.n, "count"),
            _("Days absent"): formats.value(one.absences, "count"),
            _("Joined"): _day(one.joined_on, locale, calendar),
            _("Left"): _day(one.left_on, locale, calendar),
            _("At risk"): ", ".join(_(RULES[each.rule].name) for each in one.warnings),
        }
        for one in load.people
    ]


def plain(load: Load) -> Rows:
    """What a spreadsheet computes with; unknown is empty."""
    return [_plain(one, load) for one in load.people]


def _plain(one: Person, load: Load) -> dict[str, object]:
    return {
        "agent": one.agent,
        "name": one.name,
        "team": one.team,
        "first_day": load.first,
        "last_day": load.last,
        "days_of_work": one.days,
        "requests_per_day": one.requests.value,
        "open_now": one.open,
        "handle_hours": one.handle_hours,
        "overtime_hours": one.overtime_hours,
        "occupancy": one.occupancy.value,
        "occupancy_low": one.occupancy.low,
        "occupancy_high": one.occupancy.high,
        "days_at_queue": one.occupancy.n,
        "days_absent": one.absences,
        "joined_on": one.joined_on,
        "left_on": one.left_on,
        "warnings": " ".join(each.rule for each in one.warnings),
    }


def _day(day: date | None, locale: str, calendar: Calendar) -> str:
    return formats.NO_VALUE if day is None else formats.date(day, locale, calendar)
