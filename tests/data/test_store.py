"""The store's own promises: one switch, raw files untouched, nothing left behind, damage told with its remedy."""

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from answers.measure import measure, single
from data import home, store
from data.refused import Refused
from data.scope import OWNER, Scope
from tests.worlds import put

START = datetime(2026, 3, 2, 9)


def requests(generation: store.Generation) -> float | None:
    return single(measure("requests", OWNER, generation)).value


def world(n: int) -> store.Generation:
    return put({"tickets": [{"ticket_id": str(i), "created_at": START} for i in range(n)]})


def names(room: str) -> set[str]:
    return {path.name for path in (home.store() / room).iterdir()}


def test_before_the_first_load_there_is_nothing() -> None:
    assert store.current() is None
    assert not home.home().exists()


def test_readers_see_the_new_generation_and_may_hold_on_to_the_one_before() -> None:
    first = world(1)
    second, third = world(2), world(3)
    assert [requests(one) for one in (first, second, third)] == [1, 2, 3]
    assert store.current() == third


def test_old_generations_are_cleaned_up_with_their_facts_and_batches() -> None:
    made = [world(n) for n in range(1, 7)]
    kept = made[-store.KEPT_GENERATIONS :]
    assert names("generations") == {one.id for one in kept}
    assert names("facts") == {one.manifest["facts"] for one in kept}
    assert names("batches") == {one.loads[0]["batch"] for one in kept}
    assert names("loads") == {f"{one.id}.json" for one in kept}
    assert [requests(one) for one in kept] == [4, 5, 6]


def test_what_a_crash_left_is_removed_by_the_next_writer() -> None:
    """Bug: a half-made generation without a manifest stopped every later load, after the switch."""
    before = world(1)
    root = home.store()
    for room in ("batches", "facts", "generations"):
        (root / room / "000009").mkdir()
        (root / room / "000009" / "tickets.parquet").write_bytes(b"half")
    (root / "raw" / ".0123").write_bytes(b"half")
    (root / "spill").mkdir()
    assert requests(before) == 1
    after = world(2)
    assert requests(after) == 2
    assert names("generations") == {before.id, after.id}
    assert "000009" not in names("batches") | names("facts")
    assert not names("raw")
    assert not (root / "spill").exists()


def test_an_id_is_never_used_twice() -> None:
    """Bug: with the batches deleted by hand the next one took the name of one that an older load still referred to."""
    before = world(1)
    for room in ("batches", "facts", "generations"):
        for path in (home.store() / room).iterdir():
            for file in sorted(path.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
            path.rmdir()
    with store.writing() as root:
        assert store.new_folder(root, "batches").name > before.id > before.loads[0]["batch"]


def test_only_one_writer_at_a_time() -> None:
    inside, most = 0, 0
    counting = threading.Lock()

    def write(_: int) -> None:
        nonlocal inside, most
        with store.writing():
            with counting:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.01)
            with counting:
                inside -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(8)))
    assert most == 1


def test_a_file_is_there_as_it_was_or_as_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "CURRENT"
    store.write_durably(target, b"old")

    def power_cut(*_: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="power cut"):
        store.write_durably(target, b"new")
    assert target.read_bytes() == b"old"


def test_raw_files_are_private_and_are_the_bytes_themselves(tmp_path: Path) -> None:
    export = tmp_path / "x.csv"
    export.write_bytes(b"a\n1\n")
    digest = store.sha256(export)
    with store.writing() as root:
        assert store.take(root, export, digest, "x.csv").read_bytes() == export.read_bytes()
        store.keep(root, digest)
    kept = root / "raw" / digest
    assert kept.read_bytes() == b"a\n1\n"
    assert stat.S_IMODE((root / "raw").stat().st_mode) == 0o700
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    before = kept.stat()
    with store.writing() as root:
        assert store.take(root, export, digest, "x.csv") == kept
        store.keep(root, digest)
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_grew_while_it_was_read_is_refused(tmp_path: Path) -> None:
    """Bug: bytes that had changed since they were read were kept under the hash of those before."""
    export = tmp_path / "x.csv"
    export.write_bytes(b"a\n1\n")
    digest = store.sha256(export)
    export.write_bytes(b"a\n1\n2\n")
    with (
        store.writing() as root,
        pytest.raises(Refused, match=r"growing\.csv: it was changed while it was read") as told,
    ):
        store.take(root, export, digest, "growing.csv")
    assert told.value.file == "growing.csv"
    assert not names("raw")


def test_damage_is_told_with_its_name_and_remedy() -> None:
    generation = world(1)
    (generation.path / "manifest.json").unlink()
    with pytest.raises(store.StoreDamaged, match=r"manifest\.json is missing or damaged\. `python tarazu.py rebuild`"):
        _ = store.Generation(generation.path).manifest
    (home.store() / "loads" / f"{generation.id}.json").write_text("[{")
    with pytest.raises(store.StoreDamaged, match=f"{generation.id}.json is missing or damaged"):
        _ = store.Generation(generation.path).loads


def test_rejected_rows_are_for_who_sees_everything() -> None:
    generation = world(1)
    batch = generation.loads[0]["batch"]
    assert store.rejected(generation, Scope("lead", teams=("A",)), batch).is_empty()
    with pytest.raises(store.StoreDamaged, match="rebuild"):
        store.rejected(generation, OWNER, batch)


def test_the_customer_key_lies_outside_the_store_for_its_owner_alone() -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: home.customer_key(), range(16)))
    assert [len(key) for key in keys] == [32]
    key = home.home() / "customer.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert home.store() not in key.parents
    assert {path.name for path in home.home().iterdir()} == {"customer.key"}


def test_a_file_that_is_taken_and_not_kept_leaves_nothing(tmp_path: Path) -> None:
    export = tmp_path / "x.csv"
    export.write_bytes(b"a\n1\n")
    with store.writing() as root:
        store.take(root, export, store.sha256(export), "x.csv")
    assert not names("raw")
