"""The settings page's frame: what holds for the whole organisation, the choices as settings, the line at the button."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from data.errors import Invalid
from data.settings import Settings, minute_of_day
from ui import cards, formats
from ui.language import gettext as _
from ui.language import ngettext
from ui.settings.hours import days
from ui.settings.places import Places, name


def time(now: Settings, places: Places) -> dict[str, Any]:
    """The fields `calendar` and `week_start`."""
    calendars = {"gregorian": _("Gregorian"), "jalali": _("Jalali (Persian)")}
    names = days()
    with cards.panel(_("Months and weeks"), "settings-time"):
        left, right = st.columns(2)
        calendar = left.selectbox(
            _("Calendar"),
            list(calendars),
            index=list(calendars).index(now.calendar),
            format_func=lambda each: calendars[each],
            help=_("Months, quarters and years are those of this calendar, on all pages."),
            key="settings-calendar",
        )
        week_start = right.selectbox(
            _("The week starts on"),
            range(7),
            index=now.week_start,
            format_func=lambda day: names[day],
            key="settings-week",
        )
        places.put(st, "calendar", "week_start")
    return {"calendar": calendar, "week_start": week_start}


def sentence(now: Settings) -> str:
    """What holds now, in one sentence."""
    hours = sum(minute_of_day(closes) - minute_of_day(opens) for day in now.hours for opens, closes in day)
    said = [
        _("Open **{hours} h** a week by the clock of **{zone}**").format(
            hours=formats.entered(hours / 60, "count"), zone=now.zone
        )
    ]
    if now.teams:
        words = ngettext("**{n}** team has hours of its own", "**{n}** teams have hours of their own", len(now.teams))
        said.append(words.format(n=formats.value(len(now.teams), "count")))
    if now.policies:
        words = ngettext("**{n}** service level holds", "**{n}** service levels hold", len(now.policies))
        said.append(words.format(n=formats.value(len(now.policies), "count")))
    return "; ".join(said) + ". " + _("Saving applies a change to all loaded data.")


def draft(now: Settings, chosen: Mapping[str, Any], wrong: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings with what is chosen, as far as it can be, and everything that is wrong with the rest.

    A field with a fault keeps what holds now, of the hours the day, so that a preview follows all others.
    """
    found = dict(wrong)
    try:
        replace(now, **chosen)
    except Invalid as fault:
        found |= fault.fields
        week = enumerate(zip(chosen["hours"], now.hours, strict=True))
        hours = tuple(before if f"hours.{number}" in found else day for number, (day, before) in week)
        chosen = {**chosen, "hours": hours}
    refused = {field.partition(".")[0] for field in found} - {"hours"}
    if "own_days" in refused:
        refused |= {"exceptions", "half_days", "notes"}
    return replace(now, **{field: value for field, value in chosen.items() if field not in refused}), found


def changed(now: Settings, chosen: Mapping[str, Any]) -> list[str]:
    """The fields whose choice is another than what holds now."""
    return [one.name for one in fields(now) if one.name in chosen and chosen[one.name] != getattr(now, one.name)]


def save_bar(now: Settings, chosen: Mapping[str, Any], wrong: Mapping[str, str]) -> bool:
    """What is not saved yet, what is wrong with it, and the button; whether it was pressed and all can be saved."""
    unsaved = list(dict.fromkeys(name(field) for field in changed(now, chosen)))
    with st.container(horizontal=True, vertical_alignment="center", key="tz-save", gap="small"):
        if wrong:
            faulty = ", ".join(dict.fromkeys(name(field, chosen.get("teams", ())) for field in wrong))
            words = _("To be corrected before it can be saved:"), faulty
        elif unsaved:
            words = _("Not saved yet:"), ", ".join(unsaved)
        else:
            words = _("Everything is saved."), ""
        st.html(f'<p class="tz-unsaved" role="status"><b>{formats.html(words[0])}</b> {formats.html(words[1])}</p>')
        # Never disabled: the click that ends the typing in a field would go to a button that is about to be enabled.
        pressed = st.button(_("Save and apply"), type="primary", icon=":material/check:", key="settings-save")
    return pressed and bool(unsaved) and not wrong
