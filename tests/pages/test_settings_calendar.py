"""Calendars on the settings page: days of their own, teams, and the weeks ahead that follow what is typed."""

import re
from datetime import date

import pytest
from streamlit.testing.v1.element_tree import TextInput

from data import records, store
from data.scope import OWNER
from data.settings import Settings, TeamCalendar
from data.store import Generation
from tests.pages.reading import opened, plain, ran, words
from tests.pages.setting_up import DEFAULT, bar, days, edit, kept, save, shown

OFFICE = (("09:00", "17:00"),)


# ---- days of their own


def test_own_days_and_yearly_half_days_are_kept_with_their_notes() -> None:
    at = opened("settings")
    edit(
        at,
        f"settings-days-{DEFAULT.version}",
        {"date": "2026-12-24", "yearly": True, "hours": "9-12", "note": "Christmas Eve"},
        {"date": "2026-12-28", "note": " Stocktaking "},
        {"date": "2026-11-27", "yearly": False, "hours": "9-22"},
        {},
    )
    save(at)
    assert not at.error
    assert kept().half_days == {"12-24": (("09:00", "12:00"),)}
    assert kept().exceptions == {date(2026, 12, 28): (), date(2026, 11, 27): (("09:00", "22:00"),)}
    assert kept().notes == {"12-24": "Christmas Eve", "2026-12-28": "Stocktaking"}
    edit(at, f"settings-days-{kept().version}", row0={"hours": "9-13"})  # in the order of the days
    save(at)
    assert kept().half_days == {"12-24": (("09:00", "13:00"),)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"hours": "9-12"}], "Own days: Each of these days needs its date."),
        (
            [{"date": "2026-12-24"}, {"date": "2026-12-24", "hours": "9-12"}],
            "The day 2026-12-24: This day stands there twice.",
        ),
        (
            [{"date": "2025-12-24", "yearly": True}, {"date": "2026-12-24", "yearly": True}],
            "The day 12-24: This day stands there twice.",
        ),
        ([{"date": "2026-12-24", "hours": "morning"}], "The day 2026-12-24: Write times as HH:MM"),
        (
            [{"date": "2026-12-24", "yearly": True, "hours": "12-9"}],
            "The day 12-24: An opening lies before its closing",
        ),
    ],
)
def test_own_days_that_cannot_be_are_refused(rows: list[dict[str, object]], said: str) -> None:
    at = edit(opened("settings"), f"settings-days-{DEFAULT.version}", *rows)
    save(at)
    assert [plain(error.value).startswith(said) for error in at.error] == [True]
    assert kept() == DEFAULT


# ---- teams


def test_a_team_gets_its_own_calendar_beginning_with_the_organisations(one_request: Generation) -> None:
    at = opened("settings")
    at.text_input(key="settings-hours-0").set_value("8-16")
    team = at.selectbox(key="settings-team")
    assert team.options == ["North"]
    team.set_value("North")
    ran(at)
    at.button_group(key="settings-team-own-1").set_value(True)
    ran(at)
    assert at.text_input(key="settings-team-1-hours-0").value == "8-16"
    at.text_input(key="settings-team-1-hours-5").set_value("10-14")
    at.selectbox(key="settings-team-1-zone").set_value("Asia/Tehran")
    save(at)
    assert kept().teams["North"].hours == ((("08:00", "16:00"),), *(OFFICE,) * 4, (("10:00", "14:00"),), ())
    assert kept().teams["North"].zone == "Asia/Tehran"
    assert kept().zone == "UTC"


def test_what_was_typed_for_one_team_waits_while_another_is_shown() -> None:
    records.save_settings(OWNER, Settings(teams={"North": TeamCalendar(), "South": TeamCalendar()}))
    at = opened("settings")

    def monday(team: str) -> TextInput:
        at.selectbox(key="settings-team").set_value(team)
        ran(at)
        return next(each for each in at.text_input if re.fullmatch(r"settings-team-\d+-hours-0", each.key or ""))

    monday("North").set_value("6-7")
    ran(at)
    monday("South").set_value("nonsense")
    ran(at)
    assert monday("North").value == "6-7"
    save(at)
    assert kept().teams["North"].hours[0] == OFFICE
    assert "South, Monday" in bar(at)
    monday("South").set_value("10-11")
    save(at)
    assert kept().teams["North"].hours[0] == (("06:00", "07:00"),)
    assert kept().teams["South"].hours[0] == (("10:00", "11:00"),)


def test_a_team_goes_back_to_the_organisations_calendar() -> None:
    records.save_settings(OWNER, Settings(teams={"North": TeamCalendar()}))
    at = opened("settings")
    at.selectbox(key="settings-team").set_value("North")
    ran(at)
    at.button_group(key="settings-team-own-1").set_value(False)
    save(ran(at))
    assert kept() == DEFAULT


# ---- the weeks ahead


def test_the_next_eight_weeks_follow_what_is_typed(one_request: Generation) -> None:
    at = opened("settings")
    assert len(days(at)) == 56
    assert days(at)[:2] == ["Mar 9 9–17", "10 9–17"]  # the data end on Monday, 9 March
    at.text_input(key="settings-hours-1").set_value("10-14")
    at.selectbox(key="settings-country").set_value("HU")
    edit(
        at,
        f"settings-days-{DEFAULT.version}",
        {"date": "2026-03-12", "hours": "9-22", "note": "Long evening"},
        {"date": "2020-03-13", "yearly": True, "hours": "9-12"},
    )
    assert days(at)[1] == "10 10–14"
    assert days(at)[3:5] == ["12 own hours 9–22 Long evening", "13 half day 9–12"]
    assert days(at)[25] == "3 public holiday closed Good Friday"
    notes = shown(at, "tz-weeks")[0]
    assert "Mar 12, 2026, Thursday own hours, 9–22 · Long evening" in notes
    assert "Apr 3, 2026, Friday public holiday, closed · Good Friday" in notes
    assert "Sun Sunday Open Mar 9 9–17 10 10–14 11 9–17 12 own hours 9–22" in notes
    assert re.findall(r"\d+ h\b", notes) == ["36 h"] * 3 + ["28 h"] * 2 + ["36 h"] * 2 + ["28 h"]  # Easter, 1 May
    assert store.current() == one_request


def test_the_weeks_stand_on_the_last_hours_that_can_be(one_request: Generation) -> None:
    at = opened("settings")
    at.text_input(key="settings-hours-0").set_value("nine to five")
    at.text_input(key="settings-hours-1").set_value("10-14")
    ran(at)
    assert days(at)[:2] == ["Mar 9 9–17", "10 10–14"]


def test_the_weeks_begin_as_set_and_have_jalali_dates(one_request: Generation) -> None:
    at = opened("settings")
    at.selectbox(key="settings-calendar").set_value("jalali")
    at.selectbox(key="settings-week").set_value(5)
    ran(at)
    assert days(at)[:4] == ["16 Esfand", "17", "18 9–17", "19 9–17"]  # Saturday and Sunday are over
    assert "1 Farvardin closed" in days(at)


def test_a_chosen_team_has_weeks_of_its_own(one_request: Generation) -> None:
    at = opened("settings")
    at.selectbox(key="settings-team").set_value("North")
    ran(at)
    at.button_group(key="settings-team-own-1").set_value(True)
    ran(at)
    at.text_input(key="settings-team-1-hours-0").set_value("6-7")
    ran(at)
    assert "The next eight weeks of North" in words(at)
    assert (days(at, 0)[0], days(at, 1)[0]) == ("Mar 9 9–17", "Mar 9 6–7")


def test_without_data_the_weeks_begin_today() -> None:
    assert len(days(opened("settings"))) == 56


def test_names_of_teams_and_notes_are_no_markup() -> None:
    evil = "<b>x</b> ![](http://x/y.png)"
    records.save_settings(
        OWNER,
        Settings(
            teams={evil: TeamCalendar(exceptions={date(2030, 1, 1): ()})},
            exceptions={store.now().date(): ()},
            notes={store.now().date().isoformat(): evil},
        ),
    )
    at = opened("settings")
    at.selectbox(key="settings-team").set_value(evil)
    ran(at)
    assert "<b>x</b>" not in "".join(each.value for each in at.html)
    assert not [each.value for each in [*at.caption, *at.markdown] if "![](" in each.value]
