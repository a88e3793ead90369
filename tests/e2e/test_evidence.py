"""From a chart to the rows behind it, in a browser: by a click on a point, and by keys alone."""

import re

from playwright.sync_api import Browser, expect

from data.records import Goal
from tests.e2e.server import Server
from tests.e2e.visitor import visiting

# Where the points that lead to rows are drawn, in pixels of the page, and what each is called.
POINTS = """() => { const chart = document.querySelector('.js-plotly-plot'), layout = chart._fullLayout
    const mark = chart._fullData.find(each => each.customdata), box = chart.getBoundingClientRect()
    return mark.x.map((x, i) => [mark.customdata[i], box.x + layout.xaxis._offset + layout.xaxis.d2p(x),
        box.y + layout.yaxis._offset + layout.yaxis.d2p(mark.y[i])]) }"""


def test_a_click_or_a_key_leads_to_the_rows(browser: Browser, demonstration: tuple[Server, Goal]) -> None:
    server, goal = demonstration
    with visiting(browser, server.url, height=1300) as visitor:
        visitor.open(f"/goals?goal={goal.id}")
        page = visitor.page
        page.locator(".js-plotly-plot .scatterlayer").first.wait_for()
        assert page.evaluate("() => document.querySelector('.js-plotly-plot')._fullLayout.dragmode") is False
        points = page.evaluate(POINTS)
        name, x, y = points[len(points) // 2]
        page.mouse.click(x, y)
        said = page.locator(".tz-rows")
        expect(said).to_have_text(re.compile(r"^[\d,]+ survey answers behind"))
        visitor.wait()
        assert f"goal-rows={name}" in page.url
        box = page.get_by_role("combobox", name="Rows behind")
        assert box.input_value().endswith(f"n\u00a0=\u00a0{said.inner_text().split()[0]}")

        before = said.inner_text()
        box.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(said).not_to_have_text(before)
        with page.expect_download() as given:
            page.get_by_role("button", name="Download all as CSV").click()
        lines = given.value.path().read_text("utf-8-sig").splitlines()
        assert f"{len(lines) - 1:,}" == said.inner_text().split()[0]
        assert not visitor.strangers
