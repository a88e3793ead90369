"""A manager's round: what pulls the score, a comment, a complaint given to a team and answered; on a phone the same."""

import shutil

import pytest
from playwright.sync_api import Browser, expect

from data import records
from data.records import Goal
from data.scope import OWNER
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting


def test_from_the_score_to_a_complaint_that_is_answered(
    browser: Browser, demonstration: tuple[Server, Goal], fresh: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demonstration[0].home, fresh.home)
    monkeypatch.setenv("TARAZU_HOME", str(fresh.home))
    monkeypatch.delenv("TARAZU_DATABASE_URL", raising=False)
    fresh.start()
    with visiting(browser, fresh.url) as ada:
        ada.open("/customers_say?months=12")
        asks_what_pulls(ada)
        searches(ada)
        gives_to_a_team(ada)
        address = ada.page.url.removeprefix(fresh.url)
        assert not ada.strangers
        (given,) = records.follow_ups(OWNER, "demonstration")
        assert (given.team, given.owner, given.answered_on) == ("Complaints Desk", "Bea", None)
    with visiting(browser, fresh.url, 390, 844, "dark") as bea:
        bea.open(address)
        answers(bea)
        bea.fits()
    (given,) = records.follow_ups(OWNER, "demonstration")
    assert given.answered_on is not None


def asks_what_pulls(ada: Visitor) -> None:
    expect(ada.page.locator(".tz-card")).to_have_count(6)
    ada.press("Team", "radio")
    assert "by=team" in ada.page.url
    expect(ada.page.locator(".tz-pulls li").first).to_contain_text("n = ")
    ada.press("Complaints", "tab")
    ada.sees("Returns causes")
    expect(ada.page.locator(".tz-gathered tbody tr").first).to_contain_text("Returns")


def searches(ada: Visitor) -> None:
    ada.press("Comments", "tab")
    ada.write("Search", "NO SUCH words")
    ada.sees("No comment has all of this.")
    ada.write("Search", "the")
    expect(ada.page.locator(".tz-comment blockquote").first).to_contain_text("the")
    assert "words=the" in ada.page.url


def gives_to_a_team(ada: Visitor) -> None:
    """The first row by its box, the rest by the keyboard."""
    ada.press("Who acts", "tab")
    table = ada.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    ada.page.mouse.click(box["x"] + 18, box["y"] + 54)
    ada.wait()
    ada.sees("Give 1 chosen row to a team")
    ada.choose("Responsible team", "Complaints Desk")
    ada.write("Person (may stay empty)", "Bea")
    ada.press("Give to the team")
    ada.sees("1 piece of feedback was given to Complaints Desk.")
    ada.sees("1 open, 0 answered.")


def answers(bea: Visitor) -> None:
    bea.press("Mark as answered")
    bea.press("It is answered")
    bea.sees("0 open, 1 answered.")
