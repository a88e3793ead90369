"""Whoever sets up: which clock, which hours, which promises? What is chosen is shown before, and what moved after."""

import json
from datetime import date, datetime

import pytest

from answers.measure import measure, single
from data import loading, records, store
from data.columns import CHANNELS
from data.scope import OWNER
from data.settings import Policy, Settings, TeamCalendar
from data.store import Generation
from tests.pages.reading import opened, plain, ran, words
from tests.pages.setting_up import DEFAULT, bar, edit, effects, kept, save, shown
from tests.worlds import put

OFFICE = (("09:00", "17:00"),)


@pytest.fixture
def surveys() -> Generation:
    scores = [1, 3, 4, 4, 5]
    return put(
        {
            "surveys": [
                {
                    "survey_id": str(n),
                    "kind": "csat",
                    "score": score,
                    "scale": "1-5",
                    "answered_at": datetime(2026, 3, 2),
                }
                for n, score in enumerate(scores)
            ]
        }
    )


# ---- what holds is shown, and kept when it is saved


def test_the_form_shows_what_holds() -> None:
    holds = Settings(
        zone="Asia/Tehran",
        calendar="jalali",
        week_start=5,
        country="IR",
        teams={"North": TeamCalendar()},
        policies=(Policy("resolution", 7200.0, True),) * 1,
    )
    records.save_settings(OWNER, holds)
    at = opened("settings")
    chosen = [at.selectbox(key=f"settings-{name}").value for name in ("zone", "calendar", "week", "country")]
    assert chosen == ["Asia/Tehran", "jalali", 5, "IR"]
    assert at.text_input(key="settings-hours-0").value == "9–17"
    assert at.text_input(key="settings-hours-6").value == ""
    assert at.number_input(key="settings-promise-phone").value == 1
    assert at.selectbox(key="settings-promise-unit-email").value == "days"
    assert bar(at) == "Everything is saved."
    said = words(at)
    assert "40 h a week by the clock of Asia/Tehran ; 1 team has hours of its own; 1 service level holds" in said


def test_opening_and_saving_changes_nothing(demonstration: Generation) -> None:
    before = demonstration.settings
    at = save(opened("settings"))
    assert store.current() == demonstration
    assert kept() == before
    assert not shown(at, "tz-moved")


def test_everything_that_can_be_kept_is_shown_as_it_is() -> None:
    """Whatever settings there are, the page that shows them has nothing to save."""
    everything = Settings(
        zone="Europe/Budapest",
        hours=((("08:30", "12:00"), ("13:00", "24:00")), *(OFFICE,) * 5, ()),
        country="HU",
        exceptions={date(2026, 12, 28): (), date(2026, 12, 29): OFFICE},
        half_days={"12-24": (("09:00", "12:00"),), "02-29": ()},
        notes={"2026-12-28": "Stocktaking", "02-29": "a gift"},
        promises={**DEFAULT.promises, "chat": 45.0, "web": 100_000.0},
        channel_targets={"csat": {"chat": 0.825}, "sla_resolution": dict.fromkeys(CHANNELS, 0.9)},
        policies=(
            Policy("first_response", 1800.0, True, "urgent", "phone", "gold"),
            Policy("resolution", 3 * 86400.0, False),
        ),
        satisfied_from={**DEFAULT.satisfied_from, "1-7": 5.5},
        effort_easy="low",
        teams={"North": TeamCalendar(zone="Asia/Tehran", exceptions={date(2026, 3, 20): ()})},
    )
    records.save_settings(OWNER, everything)
    at = opened("settings")
    assert (bar(at), list(at.error)) == ("Everything is saved.", [])
    at.selectbox(key="settings-team").set_value("North")
    assert bar(ran(at)) == "Everything is saved."


def test_saving_before_anything_is_loaded_is_kept_for_later() -> None:
    at = opened("settings")
    at.selectbox(key="settings-zone").set_value("Europe/Budapest")
    at.selectbox(key="settings-country").set_value("HU")
    at.text_input(key="settings-hours-4").set_value("8:00-12:00, 13:00 – 15:30")
    at.text_input(key="settings-hours-5").set_value("")
    at.number_input(key="settings-promise-chat").set_value(5)
    at.selectbox(key="settings-promise-unit-social").set_value("days")
    at = save(at)
    assert (kept().zone, kept().country) == ("Europe/Budapest", "HU")
    assert (kept().promises["chat"], kept().promises["social"]) == (300, 2 * 86400)
    assert kept().hours[4] == (("08:00", "12:00"), ("13:00", "15:30"))
    assert kept().hours[5] == ()
    assert "Nothing is loaded yet" in words(at)


@pytest.mark.parametrize("typed", ["10-14", "10–14", "10:00-14:00", "۱۰:۰۰–۱۴:۰۰"])
def test_hours_are_understood_as_people_write_them(typed: str) -> None:
    at = opened("settings")
    at.text_input(key="settings-hours-2").set_value(typed)
    save(at)
    assert kept().hours[2] == (("10:00", "14:00"),)


# ---- what cannot be is said at its place, and nothing is lost


@pytest.mark.parametrize(
    "nonsense", ["whenever", "9–5", "17:00–09:00", "09:00–25:00", "09:00–12:00, 11:00–15:00", "09:00–", "<b>09:00</b>"]
)
def test_nonsense_hours_are_refused_in_words_and_nothing_changes(few: Generation, nonsense: str) -> None:
    at = opened("settings")
    at.text_input(key="settings-hours-2").set_value(nonsense)
    at.number_input(key="settings-promise-chat").set_value(7)
    save(at)
    assert len(at.error) == 1
    assert plain(at.error[0].value).startswith("Wednesday: ")
    assert bar(at) == "To be corrected before it can be saved: Wednesday"
    assert at.text_input(key="settings-hours-2").value == nonsense
    assert at.number_input(key="settings-promise-chat").value == 7
    assert kept() == DEFAULT
    assert store.current() == few


def test_a_promise_of_no_time_is_refused_by_the_name_of_its_channel(few: Generation) -> None:
    at = opened("settings")
    at.number_input(key="settings-promise-chat").set_value(0)
    at.number_input(key="settings-promise-email").set_value(-5)
    save(at)
    assert {plain(error.value).split(":")[0] for error in at.error} == {"Chat", "E-mail"}
    assert store.current() == few


def test_a_correction_saves_what_was_typed_with_it(few: Generation) -> None:
    at = opened("settings")
    at.text_input(key="settings-hours-2").set_value("never")
    at.text_input(key="settings-hours-5").set_value("9-12")
    save(at)
    at.text_input(key="settings-hours-2").set_value("9-13")
    save(at)
    assert not at.error
    assert (kept().hours[2], kept().hours[5]) == ((("09:00", "13:00"),), (("09:00", "12:00"),))


# ---- promises of channels, service levels


def test_targets_of_channels_are_kept_as_shares() -> None:
    at = opened("settings")
    edit(
        at,
        f"settings-channel-targets-{DEFAULT.version}",
        row0={"first_response_within": 92.5, "csat": 85, "channel": "forged"},
        row3={"first_response_within": None},
    )
    save(at)
    assert kept().channel_targets["csat"] == {"phone": 0.85}
    assert kept().channel_targets["first_response_within"] == {
        "phone": 0.925,
        "email": 0.8,
        "social": 0.8,
        "web": 0.8,
        "other": 0.8,
    }


def test_a_target_that_no_browser_would_send_is_refused() -> None:
    at = edit(opened("settings"), f"settings-channel-targets-{DEFAULT.version}", row3={"csat": 140})
    save(at)
    assert [plain(error.value) for error in at.error] == ["Chat: Enter a share from 0 to 100 %."]
    assert kept() == DEFAULT


def test_service_levels_are_kept_in_their_order() -> None:
    at = opened("settings")
    table = f"settings-policies-{DEFAULT.version}"
    level = {"unit": "hours", "business": "open"}
    edit(
        at,
        table,
        level | {"clock": "first_response", "priority": " urgent ", "channel": "phone", "tier": "gold", "target": 0.5},
        level | {"clock": "resolution", "target": 2, "unit": "days", "business": "all"},
        level,
    )
    save(at)
    assert not at.error
    assert kept().policies == (
        Policy("first_response", 1800.0, True, "urgent", "phone", "gold"),
        Policy("resolution", 172800.0, False),
    )
    assert "2 service levels hold" in words(at)


def test_an_unfinished_or_repeated_service_level_is_refused_by_its_number() -> None:
    level = {"unit": "hours", "business": "open", "clock": "resolution", "target": 4}
    at = edit(
        opened("settings"),
        f"settings-policies-{DEFAULT.version}",
        level | {"priority": "High"},
        level | {"priority": "high "},
        level | {"target": None, "tier": "gold"},
        level | {"clock": None, "tier": "silver"},
    )
    save(at)
    said = [plain(error.value).split(":")[0] for error in at.error]
    assert said == ["Service level 2", "Service level 3", "Service level 4"]
    assert kept() == DEFAULT


def test_a_priority_that_no_request_has_is_pointed_out(one_request: Generation) -> None:
    at = opened("settings")
    assert "Priorities of the loaded requests: high." in words(at)
    level = {"unit": "hours", "business": "open", "clock": "resolution", "target": 4}
    edit(at, f"settings-policies-{DEFAULT.version}", level | {"priority": "HIGH"}, level | {"priority": "hgih"})
    assert [plain(one.value) for one in at.warning] == ["No loaded request has the priority hgih."]
    save(at)
    assert len(kept().policies) == 2


# ---- scales: shown before, counted after


def test_a_choice_of_scale_says_what_it_would_do_before_it_is_saved(surveys: Generation) -> None:
    at = opened("settings")
    assert effects(at) == ["60.0% satisfied n = 5"]
    at.button_group(key="settings-scale-1-5").set_value(5.0)
    ran(at)
    assert effects(at) == ["60.0% → becomes 20.0% satisfied n = 5"]
    assert store.current() == surveys
    assert bar(at) == "Not saved yet: Survey scales"
    save(at)
    assert kept().satisfied_from == DEFAULT.satisfied_from | {"1-5": 5.0}
    now = store.current()
    assert now is not None
    assert single(measure("csat", OWNER, now)).value == 0.2
    assert effects(at) == ["20.0% satisfied n = 5"]


def test_scales_that_do_not_occur_can_be_set_too_and_effort_is_turned(surveys: Generation) -> None:
    at = opened("settings")
    at.button_group(key="settings-scale-1-10").set_value(8.0)
    at.button_group(key="settings-effort").set_value("low")
    save(at)
    assert (kept().satisfied_from["1-10"], kept().effort_easy) == (8.0, "low")


# ---- what moved


def test_loaded_data_are_counted_anew_and_what_moved_is_said_until_it_is_put_away(one_request: Generation) -> None:
    """Open on Saturdays, the request waited for three more hours."""

    def waited() -> float | None:
        generation = store.current()
        assert generation is not None
        return single(measure("first_response_time_business", OWNER, generation)).value

    assert waited() == 3600
    at = opened("settings")
    at.text_input(key="settings-hours-5").set_value("09:00–13:00")
    save(at)
    assert not at.error
    assert waited() == 3600 + 3 * 3600
    assert at.text_input(key="settings-hours-5").value == "09:00–13:00"
    (table,) = shown(at, "tz-moved")
    assert "First response time in opening hours 1 h n = 1 4 h n = 1 all data" in table
    ran(at)
    assert shown(at, "tz-moved") == [table]
    at.button(key="settings-moved-away").click()
    ran(at)
    assert not shown(at, "tz-moved")


def test_where_no_number_moved_it_is_said(one_request: Generation) -> None:
    at = opened("settings")
    at.number_input(key="settings-promise-phone").set_value(3)
    save(at)
    assert "Saved. No number moved" in words(at)
    assert store.current() != one_request


def test_what_is_shown_is_what_the_data_were_counted_with(one_request: Generation) -> None:
    """Settings of before a file was loaded elsewhere are no settings that hold."""
    loading.apply(Settings(zone="Asia/Tehran"))
    assert opened("settings").selectbox(key="settings-zone").value == "Asia/Tehran"
    assert json.loads(json.dumps(kept().to_json())) == DEFAULT.to_json()
