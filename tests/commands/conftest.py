"""A small company for the commands to tell of, and an intake that reads in this process."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data import child, intake
from tests.commands.terminal import START
from tests.worlds import put


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a few requests: answered after 30, 60, … minutes, on phone and e-mail, one undated, one open."""
    tickets: list[dict[str, Any]] = [
        {
            "ticket_id": str(i),
            "channel": "phone" if i % 2 else "email",
            "team": None if i == 4 else "Sales, EMEA" if i < 3 else "=Support",
            "created_at": START + timedelta(days=16 * i),
            "first_reply_at": START + timedelta(days=16 * i, minutes=30 * (i + 1)),
            "resolved_at": START + timedelta(days=16 * i, hours=5),
            "status": "closed",
        }
        for i in range(6)
    ]
    tickets += [{"ticket_id": "undated", "channel": "email"}]
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(folder))
        put({"tickets": tickets})
    return folder


@pytest.fixture
def loaded(company: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For the commands that only read."""
    monkeypatch.setenv("TARAZU_HOME", str(company))
    return company


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The intake without its child process."""
    monkeypatch.setattr(intake, "_run", lambda request, *_: child.answer(request) or 0)
