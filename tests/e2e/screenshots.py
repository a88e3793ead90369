"""The pictures of the README, taken of the demonstration company: `python -m tests.e2e.screenshots`."""

import os
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from data import loading, records
from data.records import GoalTerms
from data.sample import Recipe
from data.scope import OWNER
from tests.e2e.browser import ARGUMENTS, executable
from tests.e2e.server import ROOT, Server
from tests.e2e.visitor import visiting

COMPANY = Recipe(tickets=200_000, seed=7, until=date(2026, 10, 31))
WIDTH, HEIGHT = 1360, 850


def set_goals() -> str:
    """Three goals that the demonstration company pursues; the id of the one to show."""
    priority = records.add_priority(OWNER, "Answers that come when they are needed")
    goals = (
        ("csat", "Happier customers", 0.8, 0.84, {}),
        ("answer_rate", "Nobody rings in vain", 0.88, 0.93, {}),
        ("first_response_within", "Chats answered at once", 0.8, 0.9, {"channel": ["chat"]}),
    )
    kept = [
        records.create_goal(
            OWNER,
            GoalTerms(
                dataset="demonstration",
                title=title,
                metric=metric,
                where=where,
                kind="increase_to",
                baseline=baseline,
                baseline_reason="the year before",
                target=target,
                start=date(2026, 1, 1),
                deadline=date(2026, 12, 31),
                owner="Noor",
                priority_id=priority.id,
            ),
        )
        for metric, title, baseline, target, where in goals
    ]
    return kept[0].id


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        os.environ["TARAZU_HOME"] = str(home)
        loading.sample(COMPANY, records.settings(OWNER))
        goal = set_goals()
        server = Server(home).start()
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            pages = ("channels", "waiting", "customers_say", "compare", "team", "review")
            own = {name: f"/{name}" for name in pages}
            for name, address in ({"overview": "/", "goal": f"/goals?goal={goal}", "goals": "/goals"} | own).items():
                with visiting(browser, server.url, WIDTH, HEIGHT) as visitor:
                    visitor.open(address)
                    visitor.page.wait_for_timeout(1_000)  # charts fade in
                    visitor.page.screenshot(path=ROOT / "docs" / f"{name}.png")
        finally:
            browser.close()
            server.kill()


if __name__ == "__main__":
    main()
