"""An executive's morning: the month on one screen, why it moved, the rows behind a bar, and a summary that is kept."""

import shutil

import pytest
from playwright.sync_api import Browser, expect

from data import records
from data.records import Goal
from data.scope import OWNER
from tests.demonstration import LATEST
from tests.e2e.barriers import barriers
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting


def test_the_month_its_reason_its_rows_and_its_summary(
    browser: Browser, demonstration: tuple[Server, Goal], fresh: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demonstration[0].home, fresh.home)
    monkeypatch.setenv("TARAZU_HOME", str(fresh.home))
    monkeypatch.delenv("TARAZU_DATABASE_URL", raising=False)
    fresh.start()
    with visiting(browser, fresh.url, height=850) as ada:
        ada.open()
        sees_the_month_on_one_screen(ada)
        ada.press("Why it moved", "tab")
        asks_why(ada)
        looks_at_the_rows(ada)
        ada.press("Written summary", "tab")
        writes(ada)
        again = ada.page.url
        assert not ada.strangers
    kept = records.month_summary(OWNER, "demonstration", LATEST)
    assert kept is not None
    assert kept.author == "Ada"
    with visiting(browser, fresh.url, 390, 844, "dark") as bea:
        bea.open(again.removeprefix(fresh.url))
        bea.sees("Kept: written by Ada")
        expect(bea.page.get_by_label("The month in words")).to_have_value("A calm month.")
        bea.press("Why it moved", "tab")
        bea.fits()
        bea.page.mouse.move(0, 0)
        assert not barriers(bea)


def sees_the_month_on_one_screen(ada: Visitor) -> None:
    """Question, three sentences, five cards and the cost, without scrolling; the rest is folded below."""
    expect(ada.page.locator(".tz-three li")).to_have_count(3)
    expect(ada.page.locator(".tz-card")).to_have_count(5)
    for place in (".tz-head h1", ".tz-three li >> nth=2", ".tz-card >> nth=4", ".tz-cost"):
        box = ada.page.locator(place).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 850, place
    expect(ada.page.locator(".js-plotly-plot")).to_have_count(0)
    expect(ada.page.get_by_role("table")).to_be_visible()


def asks_why(ada: Visitor) -> None:
    ada.choose("Metric", "Customer satisfaction")
    ada.press("Team", "radio")
    expect(ada.page.locator(".tz-parts caption")).to_contain_text("what each group adds to the change")
    expect(ada.page.locator(".js-plotly-plot")).to_have_count(1)
    assert "open=why" in ada.page.url
    assert "cut=team" in ada.page.url
    ada.page.mouse.move(0, 0)
    assert not barriers(ada)


def looks_at_the_rows(ada: Visitor) -> None:
    ada.page.get_by_text("The rows behind it").click()
    ada.wait()
    ada.sees("Rows behind")
    expect(ada.page.get_by_test_id("stDataFrame")).to_be_visible()


def writes(ada: Visitor) -> None:
    box = ada.page.get_by_label("The month in words")
    expect(box).to_contain_text("September 2026 brought")
    ada.write("The month in words", "A calm month.")
    ada.write("Author", "Ada")
    ada.press("Keep the summary")
    ada.sees("Kept: written by Ada")
