"""What holds for all tests: a home of their own, and the same examples each time."""

from pathlib import Path
from typing import Any

import hypothesis
import pytest

from data import child, intake

# What starts the app, a child process or a whole store: `make test` runs it, `make check` does not.
SLOW = (
    "answers/test_comments.py",
    "answers/test_compare.py",
    "answers/test_channels.py",
    "answers/test_dates.py",
    "answers/test_evidence.py",
    "answers/test_explain.py",
    "answers/test_glossary.py",
    "answers/test_goal_standing.py",
    "answers/test_goals.py",
    "answers/test_measure.py",
    "answers/test_no_data.py",
    "answers/test_oracle.py",
    "answers/test_people.py",
    "answers/test_month.py",
    "answers/test_properties.py",
    "answers/test_review.py",
    "answers/test_review_body.py",
    "answers/test_review_findings.py",
    "answers/test_review_sample.py",
    "answers/test_settings_effect.py",
    "answers/test_voice.py",
    "answers/test_waiting.py",
    "answers/test_workload.py",
    "commands/",
    "data/history/test_plainly.py",
    "data/sample/",
    "data/test_adapters.py",
    "data/test_child.py",
    "data/test_engine.py",
    "data/test_intake.py",
    "data/test_loading",
    "data/test_rebuild.py",
    "data/test_store.py",
    "data/test_zendesk_in_the_store.py",
    "data/test_zendesk_tables.py",
    "metrics/test_change.py",
    "metrics/test_fairness.py",
    "metrics/test_fairness_simulated.py",
    "metrics/test_standardisation.py",
    "pages/",
    "test_acceptance.py",
    "ui/reports/",
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


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's work without the child: no limits, no start-up."""

    def run(request: dict[str, Any], *others: Any) -> int:
        child.answer(request)
        return 0

    monkeypatch.setattr(intake, "_run", run)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is not run is not read either: half of the minute that `make check` may take."""
    left_out = (*SLOW, "e2e/") if "not slow" in config.option.markexpr else ()
    return True if _within(collection_path, left_out) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _within(item.path, SLOW):
            item.add_marker(pytest.mark.slow)


def _within(path: Path, places: tuple[str, ...]) -> bool:
    inside = path.relative_to(Path(__file__).parent) if path.is_relative_to(Path(__file__).parent) else path
    return f"{inside}/".startswith(places)
