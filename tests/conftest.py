"""What holds for all tests: a home of their own, and the same examples each time."""

from pathlib import Path

import hypothesis
import pytest

# What starts the app, a child process or a whole store: `make test` runs it, `make check` does not.
SLOW = (
    "answers/test_measure.py",
    "answers/test_properties.py",
    "answers/test_no_data.py",
    "answers/test_dates.py",
    "answers/test_glossary.py",
    "answers/test_goals.py",
    "answers/test_overview.py",
    "commands/",
    "data/sample/",
    "data/test_child.py",
    "data/test_engine.py",
    "data/test_intake.py",
    "data/test_loading",
    "data/test_rebuild.py",
    "data/test_store.py",
    "pages/",
    "test_acceptance.py",
)

hypothesis.settings.register_profile("house", derandomize=True, max_examples=50, deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the state of this machine."""
    monkeypatch.setenv("TARAZU_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TARAZU_DATABASE_URL", raising=False)
    monkeypatch.delenv("TARAZU_MOUNT", raising=False)
    return tmp_path / "home"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    root = Path(__file__).parent
    for item in items:
        if str(item.path.relative_to(root)).startswith(SLOW):
            item.add_marker(pytest.mark.slow)
