"""Reading the demonstration company: addresses that can be kept and sent, and everything by keyboard."""

import re

from playwright.sync_api import Browser

from data.records import Goal
from tests.e2e.server import Server
from tests.e2e.visitor import visiting


def test_filters_stand_in_the_address_and_outlive_a_reload(
    browser: Browser, demonstration: tuple[Server, Goal]
) -> None:
    server, _goal = demonstration
    with visiting(browser, server.url) as visitor:
        visitor.open()
        visitor.choose("Month", "June 2026")
        visitor.choose("Channels", "Phone")
        visitor.page.keyboard.press("Escape")
        visitor.sees("Phone · all teams")
        visitor.sees("June 2026 brought")
        sentence = visitor.page.locator(".tz-three").inner_text()
        address = visitor.page.url.removeprefix(server.url)
        assert "month=" in address
        assert "channel=" in address
        visitor.open(address)
        assert visitor.page.locator(".tz-three").inner_text() == sentence
    with visiting(browser, server.url) as colleague:
        colleague.open(address)
        assert colleague.page.locator(".tz-three").inner_text() == sentence


def test_filters_go_along_to_another_page_and_back(browser: Browser, demonstration: tuple[Server, Goal]) -> None:
    server, _goal = demonstration
    with visiting(browser, server.url) as visitor:
        visitor.open()
        visitor.choose("Channels", "Chat")
        visitor.page.keyboard.press("Escape")
        visitor.sees("Chat · all teams")
        visitor.press("Goals", "link")
        visitor.press("Overview", "link")
        visitor.sees("Chat · all teams")


def test_keys_alone_reach_filters_and_definitions(browser: Browser, demonstration: tuple[Server, Goal]) -> None:
    server, _goal = demonstration
    focus = """() => { const at = document.activeElement; const tip = at.querySelector('.tz-tip');
        return [at.getAttribute('aria-label') ?? '', at.className, tip ? getComputedStyle(tip).visibility : ''] }"""
    with visiting(browser, server.url) as visitor:
        visitor.open()
        terms = visitor.page.locator(".tz-term").count()
        assert terms > 5  # the cards, and the lines of the scorecard
        reached, told = set(), 0
        for _step in range(150):
            visitor.page.keyboard.press("Tab")
            label, kind, tip = visitor.page.evaluate(focus)
            reached.add(re.sub(r"^Selected .*?\. ", "", label))
            if "tz-term" in kind:
                assert tip == "visible", "its definition is not shown"
                told += 1
            if told == terms and "Teams" in " ".join(reached):
                break
        assert told == terms
        for filter_ in ("Month", "Channels", "Teams"):
            assert any(filter_ in label for label in reached), reached
        visitor.page.get_by_role("combobox", name="Month").focus()
        visitor.page.keyboard.press("ArrowDown")
        visitor.page.keyboard.press("ArrowDown")
        visitor.page.keyboard.press("Enter")
        visitor.wait()
        assert "month=" in visitor.page.url
