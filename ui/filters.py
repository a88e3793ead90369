"""The filters that all pages share, in the sidebar, in the same order, each a part of the address."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from ui import address, formats, language, saved_views
from ui.language import gettext as _
from ui.shell import Reader, choices


@dataclass(frozen=True)
class Filters:
    """What the reader chose. Empty channels or teams mean: no filter. `month` is null where nothing is dated, and on
    a page that asks for none."""

    month: date | None
    channels: tuple[str, ...]
    teams: tuple[str, ...]

    @property
    def where(self) -> dict[str, list[str]]:
        chosen = {"channel": list(self.channels), "team": list(self.teams)}
        return {name: values for name, values in chosen.items() if values}

    def words(self) -> str:
        """The choice in words, for the line under the title."""
        channels = ", ".join(channel_name(channel) for channel in self.channels) or _("all channels")
        teams = ", ".join(self.teams) or _("all teams")
        return f"{channels} · {teams}"


def channel_name(channel: str) -> str:
    """A channel as people call it."""
    names = {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "social": _("Social"),
        "chat": _("Chat"),
        "web": _("Web"),
        "other": _("Other"),
    }
    return names.get(channel, channel)


def sidebar(who: Reader, month: bool = True) -> Filters:
    """Month, channel and team; no month on a page that tells how things stand now.

    What the address asks for and does not exist is named, and left out.
    """
    known = choices(who)
    months = [each.isoformat() for each in known.months]
    latest = known.latest.isoformat() if known.latest else None
    unknown = [
        *(address.restore("month", months, latest) if month else ()),
        *address.restore("channel", known.channels, many=True),
        *address.restore("team", known.teams, many=True),
    ]
    with st.sidebar:
        word = latest
        if months and month:
            word = st.selectbox(
                _("Month"),
                months,
                format_func=lambda each: _month_name(each, who, latest is not None and each > latest),
                key="month",
                persist_state="session",
            )
        channels = st.multiselect(
            _("Channels"),
            known.channels,
            format_func=channel_name,
            placeholder=_("All channels"),
            key="channel",
            persist_state="session",
        )
        teams = st.multiselect(_("Teams"), known.teams, placeholder=_("All teams"), key="team", persist_state="session")
        if unknown:
            words = _("The address asks for {what}, which the loaded data does not have.")
            st.warning(formats.md(words.format(what=", ".join(unknown))))
    if month:
        address.keep("month", latest)
    address.keep("channel")
    address.keep("team")
    saved_views.sidebar(who)
    return Filters(date.fromisoformat(word) if word and month else None, tuple(channels), tuple(teams))


def _month_name(iso: str, who: Reader, running: bool) -> str:
    name = formats.period("month", date.fromisoformat(iso), language.current(), who.calendar)
    return _("{month} (still running)").format(month=name) if running else name
