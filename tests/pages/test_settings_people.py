"""The settings about people: the agreement that two change at once, what is older than agreed, all about one person."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import machine_clock, records
from data.records import PrivacyTerms, ReviewTerms, ThanksTerms, TrainingTerms
from data.scope import OWNER
from data.store import Generation
from tests.pages.reading import opened, ran, words
from tests.worlds import put

ROW = {"ticket_id": "1", "agent": "ann", "status": "solved", "created_at": datetime(2026, 3, 2, 9), "transfers": 0}


@pytest.fixture
def generation() -> Generation:
    return put({"tickets": [ROW], "agents": [{"agent": "ann", "name": "Ann <b>"}]})


def people() -> AppTest:
    return opened("settings", tab="people")


def thank(on: date, text: str = "Calm") -> None:
    records.add_thanks(OWNER, ThanksTerms(dataset="own", agent="ann", on=on, text=text, by="Eve"))


def test_the_agreement_is_recorded_with_its_reason(generation: Generation) -> None:
    at = people()
    key = f"privacy-own-{records.privacy(OWNER, 'own').version}"
    assert not at.toggle(key=f"{key}-on").value, "with own data it is off until it is agreed"
    at.toggle(key=f"{key}-on").set_value(True)
    at.button(key="privacy-save").click()
    said = words(ran(at))
    assert not records.privacy(OWNER, "own").figures_on
    assert "agree" in said.lower()
    at.date_input(key=f"{key}-agreed-on").set_value(date(2026, 1, 5))
    at.text_input(key=f"{key}-agreed-by").set_value("the works council")
    at.multiselect(key=f"{key}-told").set_value(["transfer_rate"])
    at.text_input(key=f"{key}-reason").set_value("agreed on 5 January")
    at.button(key="privacy-save").click()
    ran(at)
    kept = records.privacy(OWNER, "own")
    assert (kept.figures_on, kept.agreed_by, kept.told_metrics) == (True, "the works council", ("transfer_rate",))
    assert generation.dataset == "own"


@pytest.mark.parametrize(("picked", "months"), [("privacy-mine", 12), ("privacy-theirs", 60)])
def test_who_saves_second_is_shown_what_the_other_agreed_on(generation: Generation, picked: str, months: int) -> None:
    at = people()
    read = records.privacy(OWNER, "own")
    key = f"privacy-own-{read.version}"
    at.number_input(key=f"{key}-months").set_value(12)
    at.text_input(key=f"{key}-reason").set_value("a year is enough")
    theirs = PrivacyTerms(
        figures_on=True, agreed_on=date(2026, 2, 3), agreed_by="Bea", told_metrics=("csat",), retention_months=60
    )
    records.save_privacy(OWNER, "own", read.version, theirs, "five years")
    at.button(key="privacy-save").click()
    said = words(ran(at))
    assert "The agreement was changed" in said
    assert "agreed on Feb 3, 2026, Bea" in said
    assert at.number_input(key=f"{key}-months").value == 12, "what was typed is still there"
    assert records.privacy(OWNER, "own").retention_months == 60
    at.button(key=picked).click()
    ran(at)
    assert records.privacy(OWNER, "own").retention_months == months
    assert generation.dataset == "own"


def test_what_is_older_than_agreed_is_counted_and_goes_for_good(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_clock, "today", lambda _zone: date(2026, 11, 22))
    months = records.privacy(OWNER, "own").retention_months
    first = date(2026 - months // 12, 11, 1)
    assert months % 12 == 0
    thank(first)
    assert "Nothing is older than" in words(people())
    thank(date(first.year, 10, 31), "Forgotten")
    at = people()
    assert f"1 entry ended before Nov 1, {first.year}." in words(at)
    assert at.button(key="privacy-forget").disabled
    at.checkbox(key="privacy-sure").set_value(True)
    at = ran(at)
    at.button(key="privacy-forget").click()
    assert "1 entry was deleted for good." in words(ran(at))
    (kept,) = records.thanks(OWNER, "own", "ann")
    assert kept.on == first
    assert generation.dataset == "own"


def test_all_about_one_person_comes_as_a_file(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2026, 3, 31)
    thank(day)
    told: dict[str, Any] = {"dataset": "own", "agent": "ann"}
    records.add_training(OWNER, TrainingTerms(**told, on=day, kind="coaching", text="Listening", by="Eve"))
    review = ReviewTerms(**told, role="", first=date(2026, 1, 1), last=day, team=None, lead="Eve", metrics=())
    records.open_review(OWNER, review, now=datetime(2026, 4, 1, tzinfo=UTC))
    given: list[Callable[[], str]] = []
    monkeypatch.setattr("streamlit.download_button", lambda _label, data, **_more: given.append(data))
    at = people()
    assert at.selectbox(key="privacy-agent").options == ["Ann \\<b\\>"]
    (content,) = (found for found in (each() for each in given if callable(each)) if "Listening" in found)
    about = json.loads(content)
    assert (about["agent"], about["dataset"]) == ("ann", "own")
    assert [each["text"] for each in about["trainings"]] == ["Listening"]
    assert len(about["reviews"]) == len(about["thanks"]) == 1
    assert generation.dataset == "own"


def test_without_data_there_is_nothing_to_agree_on() -> None:
    assert "Nothing to agree on yet" in words(people())
