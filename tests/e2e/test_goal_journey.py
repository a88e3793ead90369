"""A goal from setting to verdict in a browser: checked in on, changed by two people at once, judged at its deadline."""

import re
from datetime import datetime
from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from tests.answers import goal_worlds
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting

world = partial(goal_worlds.world, days=(2, 6, 10, 14, 18, 22, 26))
MONTHS = {(2025 + m // 12, m % 12 + 1): (78 + m % 3, 100) for m in range(18)}  # January 2025 to June 2026
BETTER = {(2026, m): (95, 100) for m in range(7, 13)}
MOVED = [(2026, 7), (2026, 8)]


def test_a_goal_from_setting_to_verdict(browser: Browser, fresh: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TARAZU_HOME", str(fresh.home))
    monkeypatch.delenv("TARAZU_DATABASE_URL", raising=False)
    world(MONTHS, datetime(2026, 7, 1, 18))
    fresh.today = "2026-07-02"
    fresh.start()
    with visiting(browser, fresh.url) as ada:
        address = sets(ada)
        checks_in(ada)
        changes_the_target(ada, "90")
        two_write_at_once(browser, ada, fresh.url, address)
        assert not ada.strangers
    fresh.kill()

    # Two months later: the action was forgotten.
    world(MONTHS | {each: BETTER[each] for each in MOVED}, datetime(2026, 9, 1, 18))
    fresh.today = "2026-09-02"
    fresh.start()
    with visiting(browser, fresh.url) as ada:
        ada.open("/goals")
        ada.sees("What needs attention first")
        ada.sees("Listen to ten calls")
    fresh.kill()

    # The deadline passes, and the verdict stays, whatever comes in afterwards.
    world(MONTHS | BETTER, datetime(2027, 1, 4, 18))
    fresh.today = "2027-01-05"
    fresh.start()
    with visiting(browser, fresh.url) as ada:
        ada.open(address)
        ada.sees("Verdict")
        ada.sees("decided on")
        ada.open("/goals")
        ada.sees("Worth celebrating")
    fresh.kill()

    world(MONTHS | BETTER | {(2026, 12): (20, 100)}, datetime(2027, 3, 20, 18))
    fresh.start()
    with visiting(browser, fresh.url) as ada:
        ada.open(address)
        ada.sees("The same days today")
        ada.sees("the data changed after the verdict, which stays as it was")
        assert not ada.strangers


def sets(ada: Visitor) -> str:
    ada.open("/goals?goal=new")
    ada.choose("What is measured", "Service level: resolution")
    ada.sees("Baseline")
    ada.write("Target, in %", "85")
    ada.page.get_by_label("Start").first.wait_for()
    ada.write("Title", "Promises kept")
    ada.write("Owner", "Ada")
    box = ada.page.get_by_role("combobox", name="Strategic priority it serves")
    box.fill("Reliable service")
    box.press("Enter")
    ada.wait()
    ada.sees("Achievable")
    ada.press("Save the goal")
    expect(ada.page.get_by_role("heading", name="Promises kept")).to_be_visible()
    address = ada.page.url.rpartition("/")[2]
    assert re.fullmatch(r"goals\?goal=[0-9a-f-]{36}", address)
    return f"/{address}"


def checks_in(ada: Visitor) -> None:
    ada.page.get_by_text("Check in", exact=True).first.click()
    ada.press("medium", "radio")
    ada.page.get_by_label("How is it going?").fill("The new rota helps.")
    ada.page.get_by_label("Next action").fill("Listen to ten calls")
    ada.page.get_by_label("Who does it").fill("Bea")
    ada.write("Who does it", "Bea")
    due = ada.page.get_by_label("Due on").first
    due.click()
    due.press_sequentially("20260731")
    due.press("Tab")
    ada.wait()
    ada.press("Save the check-in")
    ada.sees("The new rota helps.")
    ada.sees("Listen to ten calls")


def changes_the_target(ada: Visitor, target: str) -> None:
    opens_the_form(ada)
    ada.write("Target, in %", target)
    ada.write("Reason for the change", "We can do more")
    ada.press("Save the change")
    ada.sees(f"Target {target}%")


def opens_the_form(visitor: Visitor) -> None:
    if not visitor.page.get_by_label("Reason for the change").is_visible():
        visitor.page.get_by_text("Change or archive").click()
    visitor.page.get_by_label("Reason for the change").wait_for()


def two_write_at_once(browser: Browser, ada: Visitor, url: str, address: str) -> None:
    """Bea saves while Ada is writing: Ada is shown both versions and nothing of hers is lost."""
    opens_the_form(ada)
    ada.write("Owner", "Ada and Ben")
    with visiting(browser, url) as bea:
        bea.open(address)
        changes_the_target(bea, "88")
    ada.press("Save the change")
    ada.sees("Somebody else changed this while you were writing")
    ada.sees("Ada and Ben")
    ada.press("Put mine over theirs")
    ada.sees("Ada and Ben")
    ada.sees("Target 88%")  # what only Bea changed stays
