"""Comparing people in a browser: the metric and the way to count stay in the address, everybody is in alphabetical
order, and a person leads to the rows behind the number."""

from datetime import date

import pytest
from playwright.sync_api import Browser

from answers import people
from data import store
from data.records import Goal
from data.scope import OWNER
from tests.e2e.server import Server
from tests.e2e.visitor import visiting

SPAN = (date(2024, 10, 1), date(2026, 9, 30))


def test_from_a_metric_to_the_people_to_the_rows_of_one(
    browser: Browser, demonstration: tuple[Server, Goal], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, _goal = demonstration
    monkeypatch.setenv("TARAZU_HOME", str(server.home))
    generation = store.current()
    assert generation is not None
    names = people.names(OWNER, generation)
    found = people.fair(OWNER, generation, SPAN, {}, attribution="helpdesk").table.filter(metric="fcr_one_touch")
    agent, n = found.drop_nulls("value").select("agent", "requests").row(0)
    with visiting(browser, server.url) as ada:
        ada.open("/team?compare=fcr_one_touch")
        ada.press("Who owns it in the helpdesk", "radio")
        assert "attribution=helpdesk" in ada.page.url
        ada.page.get_by_text("Everybody in alphabetical order").click()
        ada.wait()
        listed = ada.page.locator(".tz-people tbody th").all_inner_texts()
        assert len(listed) == found.height
        assert {names[each] for each in found["agent"]} == set(listed)
        ada.page.get_by_text("The rows behind it").last.click()
        ada.wait()
        ada.choose("Rows behind", names[agent])
        ada.sees(f"{n} request")
        address = ada.page.url
        with visiting(browser, server.url, width=390, theme="dark") as bea:
            bea.open(address.removeprefix(server.url))
            bea.sees(f"{n} request")
            bea.fits()
        assert not ada.strangers
        assert not [trouble for trouble in ada.troubles if "_stcore" not in trouble]
