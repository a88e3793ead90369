"""Whoever sets up: which clock, which hours, which promises?"""

from dataclasses import replace

import streamlit as st

from answers import clock, settings_effect
from answers.settings_effect import Answers
from data import loading, records, store
from ui import cards, language, shell
from ui.language import gettext as _
from ui.review import kept
from ui.settings import calendar, form, moved, policies, preview, promises, scales
from ui.settings import teams as settings_teams
from ui.settings.places import Places

shell.guard()

scope, generation = shell.loaded()
reader = shell.Reader(scope, generation, shell.theme(), language.current()) if generation else None
now = records.settings(scope) if generation is None else generation.settings
as_of = (clock.as_of(generation) if generation else None) or store.now().date()


@st.cache_data(show_spinner=False, max_entries=16)
def in_the_data(key: tuple[str, ...], _who: shell.Reader) -> tuple[tuple[Answers, ...], tuple[str, ...]]:
    """The answers that a choice of scales would move, and the priorities that a service level can name."""
    return (
        settings_effect.answers(_who.scope, _who.generation),
        settings_effect.priorities(_who.scope, _who.generation),
    )


answers, priorities = in_the_data(reader.key, reader) if reader else ((), ())
known_teams = shell.choices(reader).teams if reader else ()
if "settings-zone" not in st.session_state:  # the page was left, and what was typed elsewhere on it is gone as well
    settings_teams.begin()

cards.headline(
    _("Which clock, which hours, which promises?"),
    form.sentence(now),
    [shell.freshness(as_of) if generation else ""],
)
moved.show("jalali" if now.calendar == "jalali" else "gregorian")

places = Places()
time_tab, teams_tab, promises_tab, levels_tab, scales_tab, people_tab = st.tabs(
    [_("Time and hours"), _("Teams"), _("Promises"), _("Service levels"), _("Surveys"), _("People")],
    key="settings-tabs",
)
with time_tab:
    chosen = form.time(now, places)
    organisation = calendar.ask(
        calendar.typed(now.calendar_of(None), as_of.year),
        "settings",
        now.version,
        chosen["week_start"],
        places,
    )
    weeks = st.container()
with teams_tab:
    team, drafts = settings_teams.ask(now, known_teams, organisation, as_of.year, chosen["week_start"], places)
    team_weeks = st.container()
with promises_tab:
    chosen |= promises.ask(now, places)
with levels_tab:
    chosen |= policies.ask(now, priorities, places)
with scales_tab:
    chosen |= scales.ask(now, answers, places)
with people_tab:
    kept.show(reader)

fields, wrong = calendar.kept(organisation)
teams, wrong_of_teams = settings_teams.kept(now, drafts)
chosen |= fields | {"teams": teams}
settings, faults = form.draft(now, chosen, wrong | wrong_of_teams)
places.say(faults, teams)
with weeks:
    preview.show(settings, None, as_of, "settings-weeks")
if team:
    with team_weeks:
        preview.show(settings, team, as_of, "settings-team-weeks")

if form.save_bar(now, chosen, faults):
    with st.spinner(_("Counting everything anew …")):
        settings = replace(now, **chosen)
        records.save_settings(scope, settings)
        loading.apply(settings)
        _scope, after = shell.loaded()
        moved.keep(settings_effect.moved(generation, after, scope) if generation and after else None)
    settings_teams.begin()
    st.rerun()
