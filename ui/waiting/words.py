"""The words of the waiting page: what is forgotten, ages, states, and instants by the organisation's clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time

from metrics.catalogue import metric as entry
from ui import formats, language
from ui.language import gettext as _
from ui.periods import Calendar
from ui.shell import Reader


def moment(instant: datetime, zone: str, calendar: Calendar) -> str:
    """A UTC instant as the clocks of a zone show it: "Oct 31, 2026, 2:05 PM"."""
    local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    clock = language.digits(format_time(local, "short", locale=language.current()), language.current())
    words = _("{day}, {time}")
    return words.format(day=formats.date(local.date(), calendar=calendar), time=clock).replace(" ", formats.FIXED)


def at(instant: datetime, who: Reader) -> str:
    """An instant in the reader's calendar and the organisation's zone."""
    return moment(instant, who.generation.settings.zone, who.calendar)


def kind_name(kind: str, days: int) -> str:
    """A kind of forgotten requests, as a card is called."""
    quiet = language.ngettext("Quiet for {n} day", "Quiet for {n} days", days).format(n=days)
    return {
        "all": _("All that wait"),
        "forgotten": _("Forgotten"),
        "unowned": _("No owner"),
        "unanswered": _("No answer"),
        "stale": quiet,
        "waiting_on_department": _("With a department"),
        "past_due": _("Past due"),
    }[kind]


def kind_definition(kind: str) -> str:
    """What is counted, in the words of its metric."""
    if kind == "past_due":
        return _(
            "Open requests of which a promise is broken: the first reply or the resolution was due before the latest "
            "moment of the data, or the helpdesk marks it as breached."
        )
    return _(entry(kind).definition)


def age_name(age: str) -> str:
    name = {
        "under_1d": _("under 1 d"),
        "1_3d": _("1–3 d"),
        "3_7d": _("3–7 d"),
        "7_30d": _("7–30 d"),
        "over_30d": _("over 30 d"),
    }[age]
    return name[:-2] + name[-2:].replace(" ", formats.FIXED)  # the unit stays with its number


def way_name(way: str) -> str:
    return {"team": _("Team"), "agent": _("Owner"), "priority": _("Priority"), "channel": _("Channel")}[way]


def nobody(way: str) -> str:
    """The name of the group without a value."""
    return {
        "team": _("no team"),
        "agent": _("no owner"),
        "priority": _("no priority"),
        "channel": _("no channel"),
    }[way]


def due(row: Mapping[str, Any]) -> str:
    """When an open request has to be answered or solved, from the data's now: "reply 3 d late", "solve in 2 h"."""
    if row["due_at"] is None:
        return _("late, since when is not told") if row["is_past_due"] else formats.NO_VALUE
    seconds = (row["due_at"] - row["as_of"]).total_seconds()
    time = formats.value(abs(seconds), "seconds")
    reply = row["due_for"] == "reply"
    if seconds < 0:
        return (_("reply {time} late") if reply else _("solution {time} late")).format(time=time)
    return (_("reply in {time}") if reply else _("solution in {time}")).format(time=time)


def reasons(row: Mapping[str, Any]) -> str:
    """Why a request stands in the list, in a few words: what is forgotten of it, or what it waits for."""
    said = [
        *([_("no owner")] if row["is_unowned"] else []),
        *([_("no answer yet")] if row["is_unanswered"] else []),
        *([_("with a department")] if row["is_waiting_on_department"] else []),
        *([_("waits for the customer")] if row["waiting_on"] == "customer" else []),
    ]
    if row["is_stale"]:
        said.append(_("quiet for {time}").format(time=formats.value(row["idle_s"], "seconds")))
    if row["is_past_due"] and not said:
        said.append(_("past due"))
    return ", ".join(said) or _("being worked on")
