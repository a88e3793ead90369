"""The demonstration company that pages and browser tests look at: small, and the same on every day that tests run."""

from datetime import date
from pathlib import Path

import pytest

from data import loading, records, store
from data.sample import Recipe
from data.scope import OWNER
from data.store import Generation

# Its last day lies within a month, so that one month is still running.
RECIPE = Recipe(tickets=5_000, seed=7, until=date(2026, 10, 20))
RUNNING, LATEST = date(2026, 10, 1), date(2026, 9, 1)


def make(home: Path, recipe: Recipe = RECIPE) -> Generation:
    """Load the company into a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(home))
        loading.sample(recipe, records.settings(OWNER))
        generation = store.current()
    assert generation is not None
    return generation
