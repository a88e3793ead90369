"""The settings in a browser: every tab for eyes of any kind and on a phone, and typing that ends with the button."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from data.records import Goal
from tests.e2e.barriers import barriers
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting

TABS = ("Time and hours", "Teams", "Promises", "Service levels", "Surveys", "People")


@pytest.fixture(scope="module")
def visitor(browser: Browser, demonstration: tuple[Server, Goal]) -> Iterator[Visitor]:
    with visiting(browser, demonstration[0].url, height=2600) as one:
        yield one.open("/settings")


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_has_a_barrier_or_leaves_the_screen_of_a_phone(visitor: Visitor, tab: str) -> None:
    visitor.press(tab, "tab")
    if tab == "Teams":
        visitor.choose("Team", "Phone Desk")
        visitor.page.get_by_text("Its own", exact=True).click()
        visitor.wait().sees("The next eight weeks of Phone Desk")
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert not barriers(visitor)
    visitor.page.set_viewport_size({"width": 390, "height": 2600})
    visitor.wait().fits()
    visitor.page.set_viewport_size({"width": 1440, "height": 2600})
    visitor.wait()


def test_the_click_on_save_that_ends_the_typing_saves(
    browser: Browser, demonstration: tuple[Server, Goal], fresh: Server
) -> None:
    shutil.copytree(demonstration[0].home, fresh.home)
    with visiting(browser, fresh.start().url) as one:
        one.open("/settings")
        one.page.get_by_label("Saturday", exact=True).fill("۱۰–۱۴")
        one.press("Save and apply").sees("First response time in opening hours")
        one.press("Put away")
        assert one.page.get_by_text("Everything is saved.").is_visible()
        assert not one.strangers
