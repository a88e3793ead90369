"""Worlds that several files of these tests look at."""

from datetime import date

import pytest

from data.sample import Recipe
from data.store import Generation
from tests.answers import review_world
from tests.demonstration import make


@pytest.fixture(scope="session")
def large_company(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The demonstration company with requests enough to tell who is truly better."""
    return make(tmp_path_factory.mktemp("large"), Recipe(tickets=60_000, seed=3, until=date(2026, 10, 31)))


@pytest.fixture(scope="session")
def small_team(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The team of review_world.py; what was agreed with its staff each test records for itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("team")))
        return review_world.world()
