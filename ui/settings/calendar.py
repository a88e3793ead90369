"""One calendar as a form, the organisation's or a team's: zone, weekly hours, public holidays, days of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import holidays
import polars as pl
import streamlit as st
from babel import Locale

from data.settings import Day, TeamCalendar
from ui import cards, language
from ui.language import gettext as _
from ui.settings.hours import days, read, written
from ui.settings.places import Places

_OWN_DAYS = {"date": pl.Date(), "yearly": pl.Boolean(), "hours": pl.String(), "note": pl.String()}
_A_LEAP_YEAR = 2000
_FIRST, _LAST = date(1970, 1, 1), date(2099, 12, 31)  # outside of them open time is unknown


@dataclass(frozen=True)
class OwnDay:
    """A row of the table of own days, as far as it is filled in."""

    date: date | None
    yearly: bool
    hours: str
    note: str


@dataclass(frozen=True)
class Typed:
    """A calendar as it stands in the form, right or wrong."""

    zone: str | None
    country: str | None
    hours: tuple[str, ...]
    own_days: tuple[OwnDay, ...]


def typed(calendar: TeamCalendar, year: int) -> Typed:
    """A kept calendar as it is put into the form; half days of every year are shown at their date in `year`."""
    note = calendar.notes.get
    once = [
        OwnDay(day, False, written(hours), note(str(day), "")) for day, hours in sorted(calendar.exceptions.items())
    ]
    yearly = [
        OwnDay(_in_year(day, year), True, written(hours), note(day, ""))
        for day, hours in sorted(calendar.half_days.items())
    ]
    return Typed(calendar.zone, calendar.country, tuple(written(day) for day in calendar.hours), (*yearly, *once))


def kept(given: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of TeamCalendar that a form holds, and what is wrong with those that they cannot hold at all."""
    exceptions: dict[date, Day] = {}
    half_days: dict[str, Day] = {}
    notes: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for row in given.own_days:
        if row.date is None:
            wrong["own_days"] = _("Each of these days needs its date.")
            continue
        name = f"{row.date:%m-%d}" if row.yearly else row.date.isoformat()
        if name in half_days or (row.date in exceptions and not row.yearly):
            wrong[f"own_days.{name}"] = _("This day stands there twice.")
        if row.yearly:
            half_days[name] = read(row.hours)
        else:
            exceptions[row.date] = read(row.hours)
        if row.note.strip():
            notes[name] = row.note.strip()
    fields = {
        "zone": given.zone,
        "country": given.country,
        "hours": tuple(read(text) for text in given.hours),
        "exceptions": exceptions,
        "half_days": half_days,
        "notes": notes,
    }
    return fields, wrong


def ask(base: Typed, key: str, version: str, week_start: int, places: Places, prefix: str = "") -> Typed:
    """The form of one calendar. `base` is what it begins with, the same as long as `version` is."""
    with cards.panel(_("Opening hours"), f"{key}-hours"):
        zone_at, country_at = st.columns(2)
        words = _("Opening hours are read by the clock of this zone, summer time included.")
        if not prefix:
            words += " " + _("Days, weeks and months are cut by it too, for all teams.")
        zone = _zone(zone_at, base.zone, words, f"{key}-zone")
        places.put(zone_at, f"{prefix}zone")
        country = _country(country_at, base.country, f"{key}-country")
        with st.grid(7, min_column_width=112, gap="small", key=f"tz-week-{key}") as week:
            hours, names = [""] * 7, days()
            for number in sorted(range(7), key=lambda day: (day - week_start) % 7):
                with week.cell():
                    text = st.text_input(
                        names[number], base.hours[number], key=f"{key}-hours-{number}", placeholder=_("closed")
                    )
                hours[number] = text or ""
        places.put(st, f"{prefix}hours", f"{prefix}country")
        st.caption(_("Write 9–17, or 9:00–12:30, 13:00–17:00. An empty day is closed; a night ends at 24:00."))
    with cards.panel(_("Days with hours of their own"), f"{key}-days", _("Closings, long evenings, half days")):
        own_days = _own_days(base.own_days, f"{key}-days-{version}")
        places.put(st, f"{prefix}own_days", f"{prefix}exceptions", f"{prefix}half_days", f"{prefix}notes")
        st.caption(
            _(
                "Click the empty row to add a day; without hours it is closed. "
                "A date comes before a yearly day, and both before a public holiday; "
                "a yearly day does not open a weekday that is closed."
            )
        )
    return Typed(zone, country, tuple(hours), own_days)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _zone(place: Any, now: str | None, words: str, key: str) -> str | None:
    zones = _zones()
    return place.selectbox(  # type: ignore[no-any-return]
        _("Time zone"),
        zones,
        index=zones.index(now) if now in zones else None,
        help=words,
        key=key,
    )


@cache
def _countries(locale: str) -> dict[str, str]:
    """Code → name of the countries whose public holidays are known, in the order of their names."""
    territories = Locale.parse(locale).territories
    names = {code: territories.get(code, code) for code in holidays.list_supported_countries(include_aliases=False)}
    return dict(sorted(names.items(), key=lambda one: one[1]))


def _country(place: Any, now: str | None, key: str) -> str | None:
    names = _countries(language.current())
    codes = ["", *names]
    chosen = place.selectbox(
        _("Closed on the public holidays of"),
        codes,
        index=codes.index(now or ""),
        format_func=lambda code: names.get(code) or _("no country"),
        key=key,
    )
    return chosen or None


def _own_days(base: tuple[OwnDay, ...], key: str) -> tuple[OwnDay, ...]:
    columns = st.column_config
    rows = pl.DataFrame([vars(row) for row in base], schema=_OWN_DAYS)
    edited = st.data_editor(
        rows,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        alt=_("Days with hours of their own"),
        column_config={
            "date": columns.DateColumn(_("Date"), width=95, min_value=_FIRST, max_value=_LAST),
            "yearly": columns.CheckboxColumn(_("Yearly"), width=75, default=False),
            "hours": columns.TextColumn(_("Open"), width=95, max_chars=80, help=_("9–12; empty: closed")),
            "note": columns.TextColumn(_("Note"), max_chars=80),
        },
    )
    return tuple(row for row in map(_own_day, _typed_rows(edited)) if row != _NOTHING)


def _typed_rows(edited: pl.DataFrame) -> list[Mapping[str, Any]]:
    """The browser's rows in our types: a column of new rows only may come in another."""
    return edited.select(pl.col(name).cast(dtype, strict=False) for name, dtype in _OWN_DAYS.items()).to_dicts()  # type: ignore[return-value]


def _own_day(row: Mapping[str, Any]) -> OwnDay:
    return OwnDay(row["date"], bool(row["yearly"]), row["hours"] or "", row["note"] or "")


_NOTHING = OwnDay(None, False, "", "")


def _in_year(day: str, year: int) -> date:
    try:
        return date.fromisoformat(f"{year}-{day}")
    except ValueError:  # 29 February
        return date.fromisoformat(f"{_A_LEAP_YEAR}-{day}")
