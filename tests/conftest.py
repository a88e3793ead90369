"""What holds for all tests: a home of their own, and the same examples each time."""

from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("house", derandomize=True, max_examples=50, deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the state of this machine."""
    monkeypatch.setenv("TARAZU_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TARAZU_DATABASE_URL", raising=False)
    monkeypatch.delenv("TARAZU_MOUNT", raising=False)
    return tmp_path / "home"
