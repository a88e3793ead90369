"""A manager compares channels in a browser: reads, chooses a longer period, looks at rows, then again on a phone."""

from playwright.sync_api import Browser

from data.records import Goal
from tests.e2e.server import Server
from tests.e2e.visitor import visiting


def test_channels_are_compared_and_a_number_leads_to_its_rows(
    browser: Browser, demonstration: tuple[Server, Goal]
) -> None:
    server, _goal = demonstration
    with visiting(browser, server.url) as ada:
        ada.open("/channels")
        ada.sees("keeps its promise")
        ada.page.get_by_text("12 months", exact=True).click()
        ada.wait()
        ada.page.wait_for_url("**/channels?months=12")
        ada.sees("For a quick exchange")
        ada.page.get_by_text("The rows behind it").first.click()
        ada.wait()
        ada.choose("Rows behind", "Chat · Customer satisfaction")
        assert "compared-rows=csat%3Achat" in ada.page.url
        ada.page.get_by_text("behind Chat · Customer satisfaction").first.wait_for()
        assert not ada.strangers
    with visiting(browser, server.url, width=390, height=844, theme="dark") as ada:
        ada.open("/channels?heat=within&of=chat")
        ada.sees("half or more late")
        week = ada.page.get_by_role("region", name="Hours of the week")
        week.focus()
        ada.page.keyboard.press("End")
        assert week.evaluate("each => each.scrollWidth > each.clientWidth")
        ada.fits()
