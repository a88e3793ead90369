"""A review in a browser, from the draft to the acknowledgement; and on a phone afterwards, with the kept numbers."""

from playwright.sync_api import Browser

from data.records import Goal
from tests.e2e.server import Server
from tests.e2e.visitor import visiting

ADDRESS = "/review?agent=a10&from=2026-04-01&to=2026-09-30"


def test_through_all_states_of_a_review(browser: Browser, demonstration: tuple[Server, Goal]) -> None:
    server, _goal = demonstration
    with visiting(browser, server.url, height=1800) as ada:
        ada.open(f"{ADDRESS}&part=conversation")
        ada.write("Who reviews", "Ada Nagy")
        ada.press("Open the review")
        ada.write("Self-assessment, by the person before the meeting", "I took over the returns.")
        ada.press("Save what was written")
        ada.sees("Everything is saved.")
        ada.press("It was shared")

        ada.page.get_by_text("Agree on an action").click()
        ada.write("What is done", "Two afternoons with the billing team")
        ada.write("Who does it", "Ada Nagy")
        ada.press("Keep this action")
        ada.sees("Two afternoons with the billing team")
        ada.page.get_by_text("Agree on a goal").click()
        ada.choose("What is measured", "Transferred requests")
        ada.write("Target (%)", "8")
        ada.choose("Strategic priority it serves", "Loyal customers")
        ada.press("Keep this goal")
        ada.page.get_by_role("link", name="Transferred requests: ").wait_for()

        ada.press("It was discussed")
        ada.press("It was acknowledged")
        ada.sees("Name the person who did this.")
        ada.write("Who acknowledged it", "Reza Karimi")
        ada.press("It was acknowledged")
        ada.sees("These numbers were kept on")
        address = ada.page.url
        assert "part=conversation" in address
        assert not ada.strangers
        assert not [trouble for trouble in ada.troubles if "_stcore" not in trouble]
    with visiting(browser, server.url, width=390, theme="dark") as bea:
        bea.open(address.removeprefix(server.url))
        bea.sees("I took over the returns.")
        assert "Reza Karimi" in bea.page.locator(".tz-states [aria-current]").inner_text()
        bea.fits()
