"""What the page tests look at: an empty store, the demonstration company, own data of few or undated rows."""

import itertools
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from data import records
from data.scope import OWNER
from data.store import Generation
from tests.demonstration import make
from tests.pages.goal_kept import TODAY
from tests.pages.reading import opened, ran
from tests.worlds import put

_TESTS = itertools.count(1)


@pytest.fixture(autouse=True)
def _a_server_that_has_run_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run goes through app.py, as in a server whose first visitor has been there (tests/e2e has the first one).

    Left to itself AppTest begins each run as a new server, in which Streamlit runs files in pages/ past app.py, and
    looks through all installed packages for components, 0.1 s; we have none.
    """
    begin = PagesManager.__init__

    def later(manager: PagesManager, *given: Any, **named: Any) -> None:
        begin(manager, *given, **named)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", later)
    monkeypatch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_given, **_named: None)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return make(tmp_path_factory.mktemp("company"))


@pytest.fixture
def demonstration(company: Generation, monkeypatch: pytest.MonkeyPatch) -> Generation:
    """The company as it was loaded, for tests that change nothing."""
    monkeypatch.setenv("TARAZU_HOME", str(company.path.parents[2]))
    return company


@pytest.fixture
def entering(demonstration: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generation:
    """The company with records of this test alone, for tests that enter goals; the store stays as it is."""
    monkeypatch.setenv("TARAZU_DATABASE_URL", f"sqlite:///{tmp_path}/records.sqlite")
    assert records.revision() == 0
    with sqlite3.connect(tmp_path / "records.sqlite") as database:
        # Finished views are kept by the revision: begin with one that no other test comes to.
        database.execute("UPDATE record_state SET revision = ?", [1000 * next(_TESTS)])
    return demonstration


@pytest.fixture
def undated() -> Generation:
    """Answers to a recommendation survey that nobody noted the day of."""
    return put({"surveys": [{"survey_id": str(i), "kind": "nps", "score": i % 11, "scale": "0-10"} for i in range(44)]})


@pytest.fixture
def few() -> Generation:
    """Six requests of two months and three satisfied customers: too few to say much."""
    opened = datetime(2026, 8, 3, 9)
    tickets = [
        {
            "ticket_id": str(i),
            "channel": "email",
            "team": "North",
            "status": "solved",
            "created_at": opened + timedelta(days=9 * i),
            "first_reply_at": opened + timedelta(days=9 * i, hours=1 + i),
            "resolved_at": opened + timedelta(days=9 * i, hours=20),
        }
        for i in range(6)
    ]
    surveys = [
        {
            "survey_id": str(i),
            "ticket_id": str(i),
            "kind": "csat",
            "score": 5,
            "scale": "1-5",
            "answered_at": opened + timedelta(days=20 + i),
        }
        for i in range(3)
    ]
    return put({"tickets": tickets, "surveys": surveys})


@pytest.fixture
def one_request() -> Generation:
    """Asked on Saturday at noon, answered on Monday at ten."""
    ticket = {
        "ticket_id": "1",
        "channel": "email",
        "team": "North",
        "priority": "high",
        "created_at": datetime(2026, 3, 7, 10),
        "first_reply_at": datetime(2026, 3, 9, 10),
    }
    return put({"tickets": [ticket]})


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day on which a goal's page is read, whenever the tests run."""
    monkeypatch.setenv("TARAZU_TODAY", TODAY.isoformat())
    return TODAY


@pytest.fixture
def form(entering: Generation) -> AppTest:
    """A form in which everything but the numbers is filled in, for customer satisfaction."""
    priority = records.add_priority(OWNER, "Loyal customers")
    at = opened("goals", goal="new")
    at.selectbox(key="new-metric").set_value("csat")
    ran(at)
    at.text_input(key="new-owner").set_value("Ada")
    at.selectbox(key="new-priority").set_value(priority.id)
    return ran(at)
