"""Each test has records of its own: a SQLite file, or the emptied database that TARAZU_TEST_DATABASE_URL names."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event

from data import records
from data.records import GoalTerms, database
from data.records.tables import Base
from data.scope import OWNER


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TARAZU_HOME", str(tmp_path))
    monkeypatch.delenv("TARAZU_DATABASE_URL", raising=False)
    if other := os.environ.get("TARAZU_TEST_DATABASE_URL"):
        monkeypatch.setenv("TARAZU_DATABASE_URL", other)
        engine = create_engine(other)
        Base.metadata.drop_all(engine)
        engine.dispose()
    database.engine.cache_clear()
    yield tmp_path
    database.engine(database.url()).dispose()
    database.engine.cache_clear()


@pytest.fixture
def terms() -> GoalTerms:
    """A goal that can be kept: of a priority that exists."""
    return goal_terms(priority_id=records.add_priority(OWNER, "Answer sooner").id)


def goal_terms(**values: Any) -> GoalTerms:
    given: dict[str, Any] = {
        "dataset": "own",
        "title": "Chats answered within two minutes",
        "metric": "first_response_within",
        "params": {"within": 120},
        "where": {"channel": ["chat"], "team": ["North"]},
        "kind": "increase_to",
        "target": 0.9,
        "start": date(2026, 1, 1),
        "deadline": date(2026, 12, 31),
        "owner": "Ada",
        "priority_id": "answer-sooner",
        "baseline": 0.8,
        "baseline_n": 1200,
        "baseline_low": 0.77,
        "baseline_high": 0.82,
        "baseline_from": date(2025, 7, 1),
        "baseline_to": date(2025, 12, 31),
    }
    return GoalTerms(**given | values)


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def reads() -> Callable[[Callable[[], object]], int]:
    """How many queries an answer takes."""

    def counted(ask: Callable[[], object]) -> int:
        asked: list[str] = []
        engine = database.engine(database.url())

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        ask()
        event.remove(engine, "before_cursor_execute", note)
        return sum(statement.lstrip().startswith("SELECT") for statement in asked)

    return counted
