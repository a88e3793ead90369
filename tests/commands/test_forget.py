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
    assert run("forget").stdout.startswith("1 entries of before 2026-11-01 are older than agreed")
    assert len(records.thanks(OWNER, "own", "ann")) == 2
    assert run("forget", "--sure").stdout == "1 entries of before 2026-11-01 were deleted for good.\n"
    (kept,) = records.thanks(OWNER, "own", "ann")
    assert kept.on == date(2029, 5, 5)
    assert run("forget").stdout.startswith("0 entries")


def test_without_data_it_says_so() -> None:
    assert "No data is loaded yet" in told("forget")
