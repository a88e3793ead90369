"""Where on the settings page each field stands, so that what is wrong with it is said there; and its name in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from ui import formats
from ui.filters import channel_name
from ui.language import gettext as _
from ui.settings.hours import days


class Places:
    """The places of one run, by the beginning of their fields' names ("hours", "teams.North.zone")."""

    def __init__(self) -> None:
        self._places: dict[str, DeltaGenerator] = {}

    def put(self, beside: Any, *fields: str) -> None:
        """Keep a place below what was drawn last, for whatever will be wrong with these fields."""
        place = beside.container(gap="xsmall")
        self._places |= dict.fromkeys(fields, place)

    def say(self, wrong: Mapping[str, str], teams: Iterable[str]) -> None:
        """Say what is wrong at its place; what has none is said by the list at the button."""
        names = list(teams)
        for field, words in wrong.items():
            held = [prefix for prefix in self._places if field == prefix or field.startswith(f"{prefix}.")]
            if held:
                place = self._places[max(held, key=len)]
                place.error(formats.md(f"{name(field, names)}: {_(words)}"), icon=":material/error:")


def name(field: str, teams: Iterable[str] = ()) -> str:
    """A field of the settings as people call it: "hours.2" is Wednesday, "teams.North.hours.2" that of a team."""
    for team in teams:
        own = field.removeprefix(f"teams.{team}.")
        if own != field:
            return f"{team}, {name(own)}"
    first, _dot, part = field.partition(".")
    if first == "hours" and part:
        return days()[int(part)]
    if first in ("exceptions", "half_days", "notes", "own_days") and part:
        return _("The day {date}").format(date=part)
    if first == "promises" and part:
        return channel_name(part)
    if first == "policies" and part:
        return _("Service level {number}").format(number=int(part) + 1)
    if first == "channel_targets" and "." in part:
        return channel_name(part.rpartition(".")[2])
    if first == "satisfied_from" and part:
        return _("Scale {scale}").format(scale=scale_name(part))
    labels = {
        "zone": _("Time zone"),
        "calendar": _("Calendar"),
        "week_start": _("First day of the week"),
        "hours": _("Opening hours"),
        "country": _("Public holidays"),
        "exceptions": _("Own days"),
        "half_days": _("Yearly half days"),
        "own_days": _("Own days"),
        "notes": _("Notes"),
        "teams": _("Teams"),
        "promises": _("Promised times"),
        "channel_targets": _("Targets of the channels"),
        "policies": _("Service levels"),
        "satisfied_from": _("Survey scales"),
        "effort_easy": _("Effort scale"),
    }
    return labels.get(first, field)


def scale_name(scale: str) -> str:
    """A scale of answers as people call it."""
    return _("good or bad") if scale == "good_bad" else scale.replace("-", "–")
