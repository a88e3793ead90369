"""The workload as a table, a row per person by team and name, plain for a spreadsheet; and how evenly it is spread."""

from datetime import date

import polars as pl
import streamlit as st

from answers.workload import ENOUGH_DAYS, RULES, Load, Person
from ui import formats
from ui.channels.scroll import scrolling
from ui.formats import Calendar, html
from ui.language import gettext as _
from ui.numbers import Rows, export

__all__ = ["Rows", "plain", "show", "shown", "spread"]


def show(written: Rows, numbers: Rows, spread: str) -> None:
    """How evenly the work is spread, as HTML; the table, and all of it as CSV."""
    st.html(spread)
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


def spread(load: Load) -> str:
    """HTML: of each kind of work the busiest against the median, and Gini's coefficient."""
    named = {"requests": _("New requests per day"), "handle_hours": _("Handle hours per day"), "open": _("Open now")}
    heads = (_("Spread within the teams"), _("Busiest, in medians of the team"), _("Gini's coefficient"))
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = ""
    for kind, name in named.items():
        found = load.spread[kind]
        busiest, gini = formats.value(found.max_over_median, "score"), formats.value(found.gini, "ratio")
        body += f'<tr><th scope="row">{html(name)}</th><td>{html(busiest)}</td><td>{html(gini)}</td></tr>'
    note = _(
        "Gini's coefficient is 0 where all have alike and nears 1 where one has all. Of the {n} people with at least "
        "{days} days of work, each as a multiple of the own team's median."
    ).format(n=formats.value(sum(one.days >= ENOUGH_DAYS for one in load.people), "count"), days=ENOUGH_DAYS)
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    table = scrolling(f'<table class="tz-moved tz-people">{rows}</table>', heads[0])
    return f'{table}<p class="tz-note">{html(note)}</p>'


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
