"""One browser for all tests, and the servers that they look at."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from data import records
from data.records import Goal, GoalTerms
from data.scope import OWNER
from tests.demonstration import make
from tests.e2e.browser import ARGUMENTS, executable
from tests.e2e.server import Server


@pytest.hookimpl(tryfirst=True)  # before the tests are dealt out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that share one visit stay together; the rest is dealt out to as many browsers as there are workers."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            visit = item.callspec.params.get("visitor") if hasattr(item, "callspec") else None
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group(f"{item.path.stem} {visit or ''}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Goal]]:
    """The demonstration company with one goal, for tests that change nothing."""
    home = tmp_path_factory.mktemp("e2e") / "demonstration"
    make(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(home))
        patch.delenv("TARAZU_DATABASE_URL", raising=False)
        goal = records.create_goal(
            OWNER,
            GoalTerms(
                dataset="demonstration",
                title="Happier customers",
                metric="csat",
                kind="increase_to",
                baseline=0.8,
                baseline_reason="last year's report",
                target=0.9,
                start=date(2026, 1, 1),
                deadline=date(2026, 12, 31),
                owner="Ada",
                priority_id=records.add_priority(OWNER, "Loyal customers").id,
            ),
        )
    server = Server(home).start()
    yield server, goal
    server.kill()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has asked anything yet, over a home that a test may fill first."""
    server = Server(tmp_path / "fresh")
    yield server
    server.kill()
