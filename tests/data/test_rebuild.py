"""Rebuilding from the raw files, and deriving anew with other settings."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from answers.measure import measure, single
from data import home, intake, loading, store
from data.refused import Refused
from data.sample import Recipe
from data.scope import OWNER
from data.settings import Settings
from data.store import StoreDamaged
from tests.data.loads import BUDAPEST, export, facts, load, now, numbers, state, ticket

RECIPE = Recipe(tickets=60, seed=3, until=date(2026, 10, 31))

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.mark.parametrize("lost", [(), ("batches", "facts", "generations")])
def test_a_rebuild_gives_the_same_numbers(tmp_path: Path, lost: tuple[str, ...]) -> None:
    """Bug: which files are loaded stood in the generations alone, so without them nothing could be rebuilt."""
    load(export(tmp_path, "a.csv", [ticket(1, updated=1), ticket(2), ticket("=1", day=40 - 9)]), zone="Asia/Tehran")
    load(export(tmp_path, "b.csv", [ticket(1, updated=3, day=9, channel="phone"), ticket(3)]), zone="Asia/Tehran")
    before, seen, summaries = now().id, numbers(now()), [one["summary"] for one in now().loads]
    for room in lost:
        shutil.rmtree(home.store() / room)
    assert loading.rebuild(BUDAPEST) == 2
    assert now().id > before
    assert numbers(now()) == seen
    assert [one["summary"] for one in now().loads] == summaries


def test_raw_files_have_no_name_and_are_read_all_the_same(tmp_path: Path) -> None:
    one, two, three = (pl.read_csv(export(tmp_path, f"{i}.csv", [ticket(i)])) for i in range(3))
    one.write_excel(tmp_path / "a.xlsx")
    two.write_ndjson(tmp_path / "b.jsonl")
    three.write_parquet(tmp_path / "c.parquet")
    load(*(tmp_path / name for name in ("a.xlsx", "b.jsonl", "c.parquet")), uploaded=False)
    seen = facts(now())
    assert seen.height == 3
    loading.rebuild(BUDAPEST)
    assert facts(now()).sort("ticket_id").equals(seen.sort("ticket_id"))


def test_a_rebuild_makes_the_same_demonstration() -> None:
    loading.sample(RECIPE, BUDAPEST)
    before = numbers(now())
    shutil.rmtree(home.store() / "batches")
    assert loading.rebuild(BUDAPEST) == 1
    assert numbers(now()) == before
    assert now().demonstration


def test_there_is_nothing_to_rebuild_before_the_first_load() -> None:
    assert loading.rebuild(BUDAPEST) == 0


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_raw_file_is_told_and_mended_by_loading_it_again(tmp_path: Path, damage: str) -> None:
    """Bug: loading the file again, as the message asks, left the damaged copy in its place."""
    file = export(tmp_path, "tickets of May.csv", [ticket(1)])
    load(file)
    before = now()
    [raw] = (home.store() / "raw").iterdir()
    raw.unlink()
    if damage == "changed":
        raw.write_text("ticket_id\n1\n")
    with pytest.raises(StoreDamaged, match=r"tickets of May\.csv: .* is missing or was changed\. Restore .* load"):
        loading.rebuild(BUDAPEST)
    assert now() == before
    [summary] = load(file)
    assert summary["already_loaded"]
    assert raw.read_bytes() == file.read_bytes()
    assert loading.rebuild(BUDAPEST) == 1


def test_a_rebuild_that_refuses_a_file_leaves_the_old_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before = now()

    def refuses(*args: Any, **options: Any) -> None:
        raise Refused("a.csv: no adapter knows it any more", file="a.csv")

    monkeypatch.setattr(intake, "parse", refuses)
    with pytest.raises(Refused):
        loading.rebuild(BUDAPEST)
    assert now() == before


def test_a_demonstration_of_another_version_is_told(tmp_path: Path) -> None:
    """Bug: an older recipe ended a rebuild with an error that no command expected."""
    loading.sample(RECIPE, BUDAPEST)
    older = tmp_path / "recipe.json"
    older.write_text(RECIPE.to_json().replace('"version": 2', '"version": 1'))
    loads = home.store() / "loads" / f"{now().id}.json"
    loads.write_text(loads.read_text().replace(now().loads[0]["sha256"], store.sha256(older)))
    with store.writing() as root:
        store.take(root, older, store.sha256(older), "recipe")
        store.keep(root, store.sha256(older))
    store._generation.cache_clear()
    with pytest.raises(StoreDamaged, match="load it again"):
        loading.rebuild(BUDAPEST)


@pytest.mark.parametrize("room", ["batches", "facts"])
def test_what_is_missing_is_told_and_never_left_out(tmp_path: Path, room: str) -> None:
    """Bug: a load whose batch was gone was left out of the next generation without a word."""
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before = now()
    shutil.rmtree(home.store() / room)
    file = export(tmp_path, "b.csv", [ticket(2)])
    with pytest.raises(StoreDamaged, match="rebuild"):
        load(file)
    if room == "facts":
        with pytest.raises(StoreDamaged, match="rebuild"):
            loading.apply(Settings(zone="Asia/Tehran"))
    assert now() == before
    loading.rebuild(BUDAPEST)
    load(file)
    assert facts(now()).height == 2


@pytest.mark.parametrize("room", ["batches", "facts"])
def test_a_file_that_was_changed_is_told_and_made_again(tmp_path: Path, room: str) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]))
    changed = max((home.store() / room).rglob("month=*/*.parquet" if room == "facts" else "tickets.parquet"))
    pl.read_parquet(changed, hive_partitioning=False).clear().write_parquet(changed)
    with pytest.raises(StoreDamaged, match=rf"{changed.name} is missing or damaged\. `python tarazu\.py rebuild`"):
        loading.apply(Settings()) if room == "facts" else load(export(tmp_path, "b.csv", [ticket(2)]))
    loading.rebuild(BUDAPEST)
    assert facts(now()).height == 1


def test_a_generation_that_lost_its_manifest_is_made_again(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]))
    (now().path / "manifest.json").unlink()
    store._generation.cache_clear()
    with pytest.raises(StoreDamaged, match="rebuild"):
        load(export(tmp_path, "b.csv", [ticket(2)]))
    assert loading.rebuild(BUDAPEST) == 1
    assert single(measure("requests", OWNER, now())).value == 1


def test_new_settings_change_derived_rows_and_no_facts(tmp_path: Path) -> None:
    late = ticket(1, created_at="2026-03-31 22:30:00", resolved_at="2026-04-01 08:00:00")
    load(export(tmp_path, "a.csv", [late]), chosen=Settings())
    asked: dict[str, Any] = {"grain": "month"}
    before, folder = now(), home.store() / "facts" / now().manifest["facts"]
    files = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert measure("requests", OWNER, before, **asked)["period"].to_list() == [date(2026, 3, 1)]
    assert single(measure("resolution_time_business", OWNER, before)).value == 0
    # 22:30 UTC is 00:30 of 1 April in Budapest, a Wednesday; 08:00 UTC is 10:00 there, an hour after opening.
    loading.apply(BUDAPEST)
    assert now().id > before.id
    assert measure("requests", OWNER, now(), **asked)["period"].to_list() == [date(2026, 4, 1)]
    assert single(measure("resolution_time_business", OWNER, now())).value == 3600
    assert now().manifest["facts"] == before.manifest["facts"]
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == files
    assert single(measure("resolution_time", OWNER, now())).value == 9.5 * 3600


def test_the_same_settings_change_nothing(tmp_path: Path) -> None:
    load(export(tmp_path, "a.csv", [ticket(1)]))
    before = state()
    loading.apply(Settings(zone="Europe/Budapest"))
    assert state() == before


def test_settings_may_come_before_any_data() -> None:
    loading.apply(BUDAPEST)
    assert store.current() is None
