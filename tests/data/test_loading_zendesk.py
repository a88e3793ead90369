"""Zendesk's own tables as one set: in any order the same facts, and twice nothing new."""

import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from data import home
from data.columns import KEYS
from tests.data.loads import facts, fates, load, now, state
from tests.data.zendesk import TABLES
from tests.worlds import shared

FILLED = ("tickets", "events", "schedules", "schedule_holidays", "agents", "teams")

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture(params=["ours", "another's"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    if request.param == "another's":
        return [shared(f"oracles/zendesk_history/raw/{name}.csv") for name in TABLES]
    for name, content in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(content)
    return [tmp_path / f"{name}.csv" for name in TABLES]


def stored() -> dict[str, pl.DataFrame]:
    return {table: facts(now(), table).sort(KEYS[table]) for table in FILLED}


def test_any_order_gives_the_same_facts(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summaries = load(*files)
    assert all(summary["rejected"] == 0 for summary in summaries)
    assert {summary["source"] for summary in summaries} == {"zendesk"}
    assert [summary["file"] for summary in summaries if not summary["tables"]] == [
        "time_zone_data.csv",
        "daylight_time_data.csv",
    ]
    first = stored()
    assert all(frame.height for frame in first.values())
    key = home.customer_key()
    shuffled = random.Random(3).sample(files, len(files))
    assert shuffled != files
    for name, sets in {"at once": [shuffled], "in two": [shuffled[4:], shuffled[:4]]}.items():
        monkeypatch.setenv("TARAZU_HOME", str(tmp_path / name))
        home.home().mkdir()
        (home.home() / "customer.key").write_bytes(key)
        for each in sets:
            load(*each)
        again = stored()
        assert all(again[table].equals(first[table]) for table in FILLED), name


def test_the_set_again_changes_nothing(files: list[Path], tmp_path: Path) -> None:
    load(*files)
    before = state()
    assert all(summary["already_loaded"] and fates(summary)[:2] == (0, 0) for summary in load(*reversed(files)))
    assert state() == before


def test_a_longer_history_later_adds_what_is_new_only(tmp_path: Path) -> None:
    file = tmp_path / "ticket_field_history_data.csv"
    file.write_text(TABLES["ticket_field_history_data"])
    load(file)
    before = facts(now(), "events").height
    later = Path(shutil.copy(file, tmp_path / "later.csv"))
    later.write_text(file.read_text() + "status,1,2024-02-12 03:49:36,x,,closed\n")
    [summary] = load(later)
    assert fates(summary) == (1, 0, before, 0)
    assert facts(now(), "events").height == before + 1
