"""Each page in a browser: for eyes of any kind, in both themes, on a phone, and with nothing sent anywhere."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from data.records import Goal
from tests.e2e.barriers import barriers
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting

ADDRESSES = (
    *("/", "/goals", "/goals?goal=new", "/goals?goal=GOAL", "/channels", "/waiting"),
    *("/customers_say", "/customers_say?open=act", "/compare", "/team", "/review", "/data", "/glossary"),
    *("/glossary?metric=first_response_time", "/settings"),
)
# Opened at /goals, Streamlit first looks for its server below /goals, and then at the root.
LOOKING_FOR_THE_SERVER = re.compile(r"/\w+/_stcore/(health|host-config)")


@pytest.fixture(scope="module", params=ADDRESSES)
def visitor(request: pytest.FixtureRequest, browser: Browser, demonstration: tuple[Server, Goal]) -> Iterator[Visitor]:
    """One visit to a page; the tests look at it one after the other."""
    server, goal = demonstration
    # So high that nothing is scrolled away: what cannot be seen has no contrast that axe could measure.
    with visiting(browser, server.url, height=3000) as one:
        one.open(request.param.replace("GOAL", goal.id))
        yield one.unfold()


def test_nothing_went_wrong_behind_the_page(visitor: Visitor) -> None:
    assert not [trouble for trouble in visitor.troubles if not LOOKING_FOR_THE_SERVER.search(trouble)]


def test_nothing_is_asked_off_this_machine(visitor: Visitor) -> None:
    assert not visitor.strangers


def test_no_barrier_in_the_light_theme(visitor: Visitor) -> None:
    assert not barriers(visitor)


def test_no_barrier_in_the_dark_theme(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    visitor.wait()
    background = visitor.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(18, 17, 16)"
    assert not barriers(visitor)


def test_on_a_phone_nothing_is_cut_or_leaves_the_screen(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.rest().fits()
    beyond = visitor.page.evaluate(
        """() => [...document.querySelectorAll('.stMain *')]
            .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            .filter(each => !each.closest('[data-testid=stDataFrame], .js-plotly-plot, .tz-tip, .tz-heard'))
            .filter(each => !each.closest('.tz-scroll *'))
            .filter(each => { const box = each.getBoundingClientRect();
                return box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1) })
            .map(each => each.outerHTML.slice(0, 160))"""
    )
    assert not beyond
