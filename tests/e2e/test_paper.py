"""A page on paper: what was asked for and nothing of the tool around it, dark on white, and nothing cut."""

from io import BytesIO

from playwright.sync_api import Browser
from pypdf import PdfReader

from data.records import Goal
from tests.e2e.server import Server
from tests.e2e.visitor import visiting

PAPER = 702  # CSS pixels of an A4 sheet between margins of 12 mm
TOOL = ".stSidebar, .stAppHeader, [data-testid=stToolbar], .stButton, .stDownloadButton, .stForm, .st-key-tz-banner"
# Elements that leave the sheet, and words that are too light to read on white.
BEYOND = """width => [...document.querySelectorAll('.stMain *')]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(each => !each.closest('.js-plotly-plot, .tz-heard, .tz-spark'))
    .filter(each => { const box = each.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && (box.right > width + 1 || box.left < -1) })
    .map(each => each.outerHTML.slice(0, 160))"""
PALE = """() => [...document.querySelectorAll('.stMain :is(p, h1, h2, h3, li, a, label, input, summary, td, th, span)')]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(each => [...each.childNodes].some(one => one.nodeType === 3 && one.textContent.trim()))
    .filter(each => { const drawn = document.createElement('canvas').getContext('2d');
        drawn.fillStyle = getComputedStyle(each).color; drawn.fillRect(0, 0, 1, 1);
        const [r, g, b] = drawn.getImageData(0, 0, 1, 1).data;
        return 0.2126 * r + 0.7152 * g + 0.0722 * b > 140 })
    .map(each => each.outerHTML.slice(0, 160))"""


def test_the_overview_on_paper_is_the_answer_alone(browser: Browser, demonstration: tuple[Server, Goal]) -> None:
    server, _goal = demonstration
    with visiting(browser, server.url, theme="dark") as visitor:
        page = visitor.open("/?open=trend").page
        page.locator(".js-plotly-plot").first.wait_for()
        page.locator("[data-testid=stExpander] summary").filter(has_text="The numbers").click()
        visitor.rest()
        sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages  # of charts drawn for the screen, as people print them
        assert any("a year before" in each.extract_text() for each in sheets), "the chart's right edge is cut"
        page.emulate_media(media="print", color_scheme="dark")
        page.set_viewport_size({"width": PAPER, "height": 1000})
        visitor.fits()

        assert not [each for each in page.locator(TOOL).all() if each.is_visible()]
        assert page.get_by_role("heading", level=1).is_visible()
        open_ = [each.inner_text() for each in page.locator(".stExpander").all() if each.is_visible()]
        assert len(open_) == 1, "a closed fold says nothing on paper"
        assert "The numbers" in open_[0]

        assert not page.evaluate(BEYOND, PAPER)
        for part in ("html", ".stApp", ".stMain"):
            paper = f"getComputedStyle(document.querySelector('{part}')).backgroundColor"
            assert page.evaluate(paper) == "rgb(255, 255, 255)"
        assert not page.evaluate(PALE)

        uncut = "each => getComputedStyle(each).breakInside"
        for part in (".tz-card", ".stPlotlyChart", "[class*=st-key-tz-panel-]"):
            found = page.locator(part)
            assert found.count()
            assert {each.evaluate(uncut) for each in found.all()} == {"avoid"}

        sheets = PdfReader(BytesIO(page.pdf(format="A4", print_background=True))).pages
        assert 1 < len(sheets) <= 4, "the whole page, not only what was on the screen"
        assert "How did the month go" in sheets[0].extract_text()
