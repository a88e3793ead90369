"""The calendars of teams as a form: one team at a time; what was typed for the others is kept until it is saved."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.settings import Settings, TeamCalendar
from ui import cards, formats
from ui.language import gettext as _
from ui.settings import calendar
from ui.settings.calendar import Typed
from ui.settings.places import Places

_DRAFTS = "_settings_team_drafts"  # team → what is typed, null: the organisation's calendar
_SHOWN = "_settings_team_shown"  # (team, version), the number of this showing, and what it began with


def begin() -> None:
    """Forget what was typed before: after saving, and when the page is opened anew."""
    for name in (_DRAFTS, _SHOWN):
        st.session_state.pop(name, None)


def ask(
    now: Settings, known: Sequence[str], organisation: Typed, year: int, week_start: int, places: Places
) -> tuple[str | None, dict[str, Typed | None]]:
    """The team that is looked at, and team → what is typed for it; null where it has the organisation's calendar."""
    drafts: dict[str, Typed | None] = st.session_state.setdefault(_DRAFTS, {})
    own = [team for team in now.teams if drafts.get(team, 0) is not None] + [
        team for team, draft in drafts.items() if draft is not None and team not in now.teams
    ]
    with cards.panel(_("Teams with a calendar of their own"), "settings-team"):
        listed = st.container()
        left, right = st.columns(2, vertical_alignment="bottom")
        team = left.selectbox(
            _("Team"),
            sorted({*known, *now.teams, *drafts}),
            index=None,
            placeholder=_("Choose a team, or write a new name"),
            accept_new_options=True,
            key="settings-team",
        )
        team = (team or "").strip()
        if not team:
            _list(listed, own)
            return None, drafts
        number, base = _showing(team, now, organisation, year, drafts)
        choices = {False: _("The organisation's calendar"), True: _("Its own")}
        has_own = right.segmented_control(
            _("Open by"),
            list(choices),
            format_func=lambda each: choices[each],
            default=team in own,
            required=True,
            key=f"settings-team-own-{number}",
        )
        _list(listed, sorted({*own, team} if has_own else {*own} - {team}))
        if known and team not in known:
            st.caption(_("No loaded request has this team; its calendar counts as soon as one has."))
    if not has_own:
        drafts[team] = None
        return team, drafts
    drafts[team] = calendar.ask(
        base, f"settings-team-{number}", str(number), week_start, places, prefix=f"teams.{team}."
    )
    return team, drafts


def kept(now: Settings, drafts: dict[str, Typed | None]) -> tuple[dict[str, TeamCalendar], dict[str, str]]:
    """The teams' calendars with what is typed in place of what was, and what is wrong with it."""
    teams = dict(now.teams)
    wrong: dict[str, str] = {}
    for team, draft in drafts.items():
        if draft is None:
            teams.pop(team, None)
            continue
        fields, faults = calendar.kept(draft)
        teams[team] = TeamCalendar(**fields)
        wrong |= {f"teams.{team}.{name}": words for name, words in faults.items()}
    return teams, wrong


def _list(place: DeltaGenerator, own: Sequence[str]) -> None:
    names = ", ".join(sorted(own)) or _("None: all teams have the organisation's calendar.")
    place.caption(formats.md(names))


def _showing(
    team: str, now: Settings, organisation: Typed, year: int, drafts: dict[str, Typed | None]
) -> tuple[int, Typed]:
    """The number of this showing of a team, for its widgets' keys, and what they began with.

    Widgets forget what was typed when another team is shown, and a table must begin with the same as long as it stands.
    """
    shown: tuple[Any, int, Typed] | None = st.session_state.get(_SHOWN)
    if shown is None or shown[0] != (team, now.version):
        saved = calendar.typed(now.teams[team], year) if team in now.teams else organisation
        number = st.session_state.get("_settings_team_number", 0) + 1
        st.session_state["_settings_team_number"] = number
        shown = ((team, now.version), number, drafts.get(team) or saved)
        st.session_state[_SHOWN] = shown
    return shown[1], shown[2]
