"""Text from files and people stays text: no picture, link, request or script comes of it, on any page."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data import loading, records
from data.intake import Options
from data.records import GoalTerms
from data.scope import OWNER
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor, visiting

EVIL = (
    "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png) [l](http://evil.example/l) <script>alert(2)</script> "
    "<a href=http://evil.example>a</a> https://evil.example www.evil.example :material/home: $x$ "
)

UPLOAD = "![x](http:evil.example) <img src=x onerror=alert(1)>.csv"  # as much of it as a file's name can hold


@pytest.fixture
def goal(fresh: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Data and a goal in which every text is markup; the goal's id."""
    monkeypatch.setenv("TARAZU_HOME", str(fresh.home))
    quoted = f'"{EVIL}"'
    rows = [
        f"{n},email,solved,{quoted},{quoted},{quoted},2026-0{m}-11 09:00:00,2026-0{m}-11 10:00:00,2026-0{m}-12 09:00:00"
        for m in range(1, 8)
        for n in range(40 * m, 40 * m + 35)
    ]
    requests = tmp_path / "requests.csv"
    header = "ticket_id,channel,status,team,agent,topic,created_at,first_reply_at,resolved_at"
    requests.write_text("\n".join([header, *rows, f"{quoted},email,solved,a,b,c,{quoted},,"]) + "\n")
    answers = tmp_path / "answers.csv"
    lines = [f"{n},{n},csat,{4 + n % 2},1-5,2026-0{1 + n % 7}-15,{quoted}" for n in range(40, 280)]
    answers.write_text("\n".join(["survey_id,ticket_id,kind,score,scale,answered_at,comment", *lines]) + "\n")
    files = [
        loading.Arrival(requests, Options(source=EVIL), f"{EVIL}.csv"),
        loading.Arrival(answers, Options(source=EVIL), f"{EVIL}2.csv"),
    ]
    summaries = loading.load(files, records.settings(OWNER))
    assert [summary["rejected"] for summary in summaries] == [1, 0]
    terms = GoalTerms(
        dataset="own",
        title=EVIL,
        metric="csat",
        where={"team": [EVIL.strip()]},
        kind="increase_to",
        baseline=0.4,
        baseline_reason=EVIL,
        target=0.9,
        start=date(2026, 3, 1),
        deadline=date(2026, 9, 30),
        owner=EVIL,
        priority_id=records.add_priority(OWNER, EVIL).id,
        note=EVIL,
    )
    kept = records.create_goal(OWNER, terms)
    records.change_goal(OWNER, kept.id, kept.version, reason=EVIL, owner=f"{EVIL}!", title=f"{EVIL}!")
    return kept.id


def harmless(visitor: Visitor) -> None:
    visitor.unfold()
    assert "evil.example" in visitor.page.content(), "nothing of it was on the page"
    made = "img[src='x'], img[src*=evil], a[href*=evil], script:text('alert'), iframe, .katex"
    assert visitor.page.locator(made).count() == 0
    # Plotly writes its texts as SVG; a link in them would be an <a>.
    assert visitor.page.locator(".js-plotly-plot a").count() == 0
    assert not visitor.strangers
    assert not [trouble for trouble in visitor.troubles if "dialog" in trouble]


def test_markup_stays_text(browser: Browser, fresh: Server, goal: str) -> None:
    fresh.start()
    with visiting(browser, fresh.url) as visitor:
        for address in ("/", "/goals", f"/goals?goal={goal}", "/goals?goal=new", "/data"):
            visitor.open(address)
            if address in ("/", "/goals?goal=new"):
                visitor.choose("Teams", "evil.example")
                visitor.page.keyboard.press("Escape")
            for plot in visitor.page.locator(".js-plotly-plot").all():
                plot.hover()
            harmless(visitor)
        box = visitor.page.locator("input[type=file]")
        content = f'"{EVIL}",status,{EVIL}2\n"{EVIL}",{EVIL},1\n'
        box.set_input_files({"name": UPLOAD, "mimeType": "text/csv", "buffer": content.encode()})
        visitor.sees("These headers are new")
        harmless(visitor)
        box.set_input_files({"name": f"2{UPLOAD}", "mimeType": "text/csv", "buffer": b""})
        visitor.sees("It is empty")
        harmless(visitor)
