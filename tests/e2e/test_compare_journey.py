"""A manager compares two kinds of requests in a browser, asks why they differ, and keeps the view for the next time."""

from playwright.sync_api import Browser

from data.records import Goal
from tests.e2e.server import Server
from tests.e2e.visitor import visiting


def test_two_sides_are_chosen_told_apart_and_found_again(browser: Browser, demonstration: tuple[Server, Goal]) -> None:
    server, _goal = demonstration
    with visiting(browser, server.url) as ada:
        ada.open("/compare")
        ada.sees("A: September 2026 · B: August 2026")
        ada.choose("Start from", "Phone against Chat")
        ada.sees("Phone differs from Chat beyond chance")
        ada.page.wait_for_url("**a_channel=phone**")
        ada.press("Swap A and B")
        ada.sees("Chat differs from Phone beyond chance")
        ada.choose("Period of A", "Q3 2026")
        ada.sees("The periods are not of the same length")
        ada.page.get_by_text("Why they differ").click()
        ada.wait()
        ada.choose("Share", "Customer satisfaction")
        ada.sees("Customer satisfaction is")
        ada.page.get_by_role("radio", name="Topic").wait_for()
        assert not ada.page.get_by_role("radio", name="Channel").count()
        assert not ada.strangers
        address = ada.page.url.removeprefix(server.url)
    with visiting(browser, server.url, width=390, height=844, theme="dark") as ada:
        ada.open(address)
        ada.sees("Chat · Q3 2026 differs from Phone · Sep 2026")
        ada.sees("Customer satisfaction is")
        ada.fits()
