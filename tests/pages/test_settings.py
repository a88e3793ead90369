"""Whoever sets up: which clock, which hours, which promises? Saving applies them to what is loaded."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from answers.measure import measure, single
from data import records, store
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from tests.pages.reading import opened, plain, ran
from tests.worlds import put


def save(at: AppTest) -> AppTest:
    next(button for button in at.button if button.label == "Save and apply").click()
    return ran(at)


def test_the_form_shows_what_holds() -> None:
    records.save_settings(OWNER, Settings(zone="Asia/Tehran", calendar="jalali", week_start=5, country="IR"))
    at = opened("settings")
    shown = [at.selectbox(key=f"settings-{name}").value for name in ("zone", "calendar", "week", "country")]
    assert shown == ["Asia/Tehran", "jalali", 5, "IR"]
    assert at.text_input(key="settings-hours-0").value == "09:00–17:00"
    assert at.text_input(key="settings-hours-6").value == ""
    assert at.number_input(key="settings-promise-phone").value == 1


def test_saving_before_anything_is_loaded_is_kept_for_later() -> None:
    at = opened("settings")
    at.selectbox(key="settings-zone").set_value("Europe/Budapest")
    at.selectbox(key="settings-country").set_value("HU")
    at.text_input(key="settings-hours-4").set_value("8:00-12:00, 13:00 – 15:30")
    at.text_input(key="settings-hours-5").set_value("")
    at.number_input(key="settings-promise-chat").set_value(5)
    save(at)
    kept = records.settings(OWNER)
    assert (kept.zone, kept.country, kept.promises["chat"]) == ("Europe/Budapest", "HU", 300)
    assert kept.hours[4] == (("08:00", "12:00"), ("13:00", "15:30"))
    assert kept.hours[5] == ()


def test_loaded_data_are_counted_anew() -> None:
    """Asked on Saturday at noon, answered on Monday at ten; open on Saturdays it waited for one more morning."""
    ticket = {
        "ticket_id": "1",
        "channel": "email",
        "created_at": datetime(2026, 3, 7, 10),
        "first_reply_at": datetime(2026, 3, 9, 10),
    }
    put({"tickets": [ticket]})

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


@pytest.mark.parametrize(
    "nonsense", ["whenever", "9–5", "17:00–09:00", "09:00–25:00", "09:00–12:00, 11:00–15:00", "09:00–", "<b>09:00</b>"]
)
def test_nonsense_hours_are_refused_in_words_and_nothing_changes(few: Generation, nonsense: str) -> None:
    at = opened("settings")
    at.text_input(key="settings-hours-2").set_value(nonsense)
    save(at)
    assert len(at.error) == 1
    assert plain(at.error[0].value).startswith("Wednesday: ")
    assert at.text_input(key="settings-hours-2").value == nonsense
    assert records.settings(OWNER) == Settings()
    assert store.current() == few


def test_a_promise_of_no_time_is_refused_by_the_name_of_its_channel(few: Generation) -> None:
    at = opened("settings")
    at.number_input(key="settings-promise-chat").set_value(0)
    at.number_input(key="settings-promise-email").set_value(-5)
    save(at)
    assert {plain(error.value).split(":")[0] for error in at.error} == {"Chat", "E-mail"}
    assert store.current() == few
