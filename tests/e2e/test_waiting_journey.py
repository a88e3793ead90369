"""From the queue to one request in a browser: a card leads to its list, a row to its id, the id to what is promised."""

import pytest
from playwright.sync_api import Browser, expect

from answers import waiting
from data import store
from data.records import Goal
from data.scope import OWNER
from tests.e2e.server import Server
from tests.e2e.visitor import visiting


def test_from_a_card_to_its_list_to_one_request(
    browser: Browser, demonstration: tuple[Server, Goal], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, _goal = demonstration
    monkeypatch.setenv("TARAZU_HOME", str(server.home))
    generation = store.current()
    assert generation is not None
    held = waiting.waiting(OWNER, generation, {})
    late = waiting.pick(held.rows, "past_due")
    first = late["ticket_id"][0]
    with visiting(browser, server.url) as ada:
        ada.open("/waiting")
        ada.sees(f"{held.rows.height}")
        ada.press(f"Show these {late.height}")
        expect(ada.page.get_by_text(f"{late.height} requests.", exact=True)).to_be_visible()
        assert "kind=" in ada.page.url

        ada.press("13 months", "radio")
        assert "over=months" in ada.page.url
        ada.page.get_by_role("radio", name="Owner", exact=True).click()
        ada.wait()
        expect(ada.page.get_by_role("rowheader", name="no owner")).to_be_visible()
        with ada.page.expect_download() as download:
            ada.page.locator(".st-key-order-csv button").click()
        lines = download.value.path().read_text("utf-8-sig").splitlines()
        assert len(lines) == 1 + late.height
        assert lines[1].startswith(f"1,{first},")

        ada.write("Look up one request", f"#{first}")
        ada.sees(f"Request {first}")
        ada.sees("overdue since")
        address = ada.page.url
        with visiting(browser, server.url, width=390, theme="dark") as bea:
            bea.open(address.removeprefix(server.url))
            bea.sees(f"Request {first}")
            assert bea.page.get_by_role("radio", name="13 months").is_checked()
        ada.write("Look up one request", "no such id")
        ada.sees("No request has the id no such id")
        ada.page.get_by_role("link", name="See the rejected rows").click()
        ada.sees("Data")
        assert not ada.strangers
        assert not [trouble for trouble in ada.troubles if "_stcore" not in trouble]
