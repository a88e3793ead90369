"""The organisation's settings as a form: its time, its opening hours, its promises. Nothing is kept here."""

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

import holidays
import streamlit as st
from babel import Locale

from data.columns import CHANNELS
from data.settings import Day, Settings
from ui import formats, language
from ui.filters import channel_name
from ui.language import gettext as _

_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")


def days() -> list[str]:
    """The names of the weekdays, Monday first."""
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


def time(now: Settings) -> dict[str, Any]:
    """Time zone, calendar and first day of the week."""
    left, middle, right = st.columns(3)
    zones = sorted(available_timezones())
    calendars = {"gregorian": _("Gregorian"), "jalali": _("Jalali (Persian)")}
    names = days()
    return {
        "zone": left.selectbox(
            _("Time zone"),
            zones,
            index=zones.index(now.zone) if now.zone in zones else None,
            help=_("Days, weeks and months are cut by the clock of this zone."),
            key="settings-zone",
        ),
        "calendar": middle.selectbox(
            _("Calendar"),
            list(calendars),
            index=list(calendars).index(now.calendar),
            format_func=lambda each: calendars[each],
            key="settings-calendar",
        ),
        "week_start": right.selectbox(
            _("The week starts on"),
            range(7),
            index=now.week_start,
            format_func=lambda day: names[day],
            key="settings-week",
        ),
    }


def hours(now: Settings) -> dict[str, Any]:
    """Opening hours of each weekday, and the country whose public holidays are closed."""
    st.caption(_("Write 09:00–17:00, or 09:00–12:00, 13:00–17:00; leave a closed day empty."))
    columns = st.columns(7)
    week = tuple(
        _day(columns[number].text_input(name, written(now.hours[number]), key=f"settings-hours-{number}") or "")
        for number, name in enumerate(days())
    )
    territories = Locale.parse(language.current()).territories
    names = {code: territories.get(code, code) for code in holidays.list_supported_countries(include_aliases=False)}
    countries = ["", *sorted(names, key=lambda code: names[code])]
    country = st.selectbox(
        _("Closed on the public holidays of"),
        countries,
        index=countries.index(now.country or ""),
        format_func=lambda code: names.get(code) or _("no country"),
        key="settings-country",
    )
    return {"hours": week, "country": country or None}


def promises(now: Settings) -> dict[str, Any]:
    """How soon each channel promises a first answer."""
    columns = st.columns(len(CHANNELS))
    entered = {}
    for column, channel in zip(columns, CHANNELS, strict=True):
        minutes = column.number_input(
            _("{channel}, in minutes").format(channel=channel_name(channel)),
            value=now.promises[channel] / 60,
            step=1.0,
            format="%g",
            key=f"settings-promise-{channel}",
            help=_("Now {time}").format(time=formats.entered(now.promises[channel], "seconds")),
        )
        entered[channel] = (minutes or 0.0) * 60
    return {"promises": entered}


def written(day: Day) -> str:
    """A day's hours as a person writes them."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in day)


def _day(text: str) -> Day:
    """The hours that a person wrote. What is no hours is handed on, for the settings to refuse in words."""
    if not text.strip():
        return ()
    found = tuple((opens.zfill(5), closes.zfill(5)) for opens, closes in _HOURS.findall(text))
    rest = _HOURS.sub("", text).strip(" ,;")
    return found if found and not rest else ((text, text),)


def field_words(field: str) -> str:
    """The name of a field that was refused: "hours.2" is Wednesday's."""
    name, _dot, part = field.partition(".")
    if name == "hours" and part:
        return days()[int(part)]
    if name == "promises" and part:
        return channel_name(part)
    labels: Mapping[str, str] = {"zone": _("Time zone"), "calendar": _("Calendar"), "country": _("Public holidays")}
    return labels.get(name, field)
