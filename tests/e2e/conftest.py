"""One browser for all tests, and the servers that they look at."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from data import records
from data.records import Goal, GoalTerms
from data.scope import OWNER
from tests.demonstration import make
from tests.e2e.browser import ARGUMENTS, executable
from tests.e2e.server import Server


class Visits(LoadScopeScheduling):
    """Tests that share one visit stay together; the rest is dealt out to as many browsers as there are workers.

    Not by xdist's groups: it appends them to the ids of tests, which pytest 9.2 does not take from there any more.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _of, test = nodeid.partition("::")
        return f"{file} {test.partition('[/')[2]}"  # one visit per file, or per address where tests are given one


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Visits:
    config.option.loadscopereorder = False  # the order below stays
    return Visits(config, log)


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long journeys come first, so that at the end no browser waits long for the other."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: "visitor" in getattr(item, "fixturenames", ()))


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
