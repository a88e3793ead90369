"""The numbers behind a figure as a table that can be read aloud, sorted and taken away."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from answers import tables
from ui import formats
from ui.language import gettext as _
from ui.periods import Calendar
from ui.views import Goal, Trend

Rows = list[dict[str, object]]


def numbers(drawn: Sequence[Trend | Goal], locale: str, calendar: Calendar) -> Rows:
    """One row per figure and period, newest first: what is shown, and the number, n and interval behind it."""
    return [
        {
            _("Period"): formats.period(view.grain, point.first, locale, calendar),
            _("Of"): view.scope or _("All"),
            _("Value"): formats.value(point.value, view.unit, locale),
            "n": point.n,
            _("95 % interval"): formats.interval(point.low, point.high, view.unit, locale),
            "first_day": point.first,
            "value": point.value,
            "low": point.low,
            "high": point.high,
        }
        for view in drawn
        for point in reversed(view.points)
    ]


def download(rows: Rows, name: str, key: str) -> None:
    """The table, and a button that gives all of it as CSV with numbers that a spreadsheet understands."""
    table = pl.DataFrame(rows, infer_schema_length=None)
    shown = [column for column in table.columns if column not in ("first_day", "value", "low", "high")]
    st.dataframe(table.select(shown), hide_index=True, placeholder=formats.NO_VALUE, key=f"{key}-table")
    export(rows, name, key)


def export(rows: Rows, name: str, key: str) -> None:
    """The button alone, for rows that the page shows in a table of its own."""
    table = pl.DataFrame(rows, infer_schema_length=None)
    st.download_button(
        _("Download as CSV"),
        data=lambda: tables.csv(table).encode("utf-8-sig"),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"{key}-csv",
        on_click="ignore",
        icon=":material/download:",
    )
