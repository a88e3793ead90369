"""What is older than agreed goes by the command line, for cron; nothing goes unasked."""

from datetime import date
from pathlib import Path

import pytest

from data import machine_clock, records
from data.records import ThanksTerms
from data.scope import OWNER
from tests.commands.terminal import run, told


@pytest.fixture
def thanked(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(machine_clock, "today", lambda _zone: date(2029, 11, 22))
    for day in (date(2020, 5, 5), date(2029, 5, 5)):
        records.add_thanks(OWNER, ThanksTerms(dataset="own", agent="ann", on=day, text="Calm", by="Eve"))
    return loaded


@pytest.mark.usefixtures("thanked")
def test_it_counts_first_and_deletes_when_it_is_sure() -> None:
    result = run("forget")
    assert (result.exit_code, "Older than agreed: 1" in result.stdout) == (0, True)
    assert len(records.thanks(OWNER, "own", "ann")) == 2
    assert "Deleted: 1" in run("forget", "--sure").stdout
    (kept,) = records.thanks(OWNER, "own", "ann")
    assert kept.on == date(2029, 5, 5)
    assert "Older than agreed: 0" in run("forget").stdout


def test_without_data_it_says_so() -> None:
    assert "No data is loaded yet" in told("forget")
