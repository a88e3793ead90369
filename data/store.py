"""The store: raw files → facts → derived rows, as generations that are switched in one step.

    store/raw/<sha256>         every loaded file, byte for byte, never changed
    store/loads/<id>.json      which of them make up a generation, and how each was read
    store/batches/<id>/        what intake read from one of them
    store/facts/<id>/          all batches as one: <table>/month=…/*.parquet, newest row of a key
    store/generations/<id>/    derived rows over one facts folder, and manifest.json
    store/CURRENT              the id of the generation that readers see

Batches, facts and generations can be made again from raw and loads. An id is a number that is used once in all of them.

Building facts and derived rows stands in build.py; what a file means stands in intake.py.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from data import home
from data.refused import Refused
from data.scope import Scope
from data.settings import Settings

KEPT_GENERATIONS = 3  # readers of the last ones may still be at work
REBUILD = "`python tarazu.py rebuild` makes it again from the loaded files."


class StoreDamaged(Exception):
    """A stored file is not what its manifest says. The message names the file and the remedy."""


@dataclass(frozen=True)
class Generation:
    """One consistent state of all data. Readers hold on to one for a whole page."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """facts, settings, sources, columns (values per column), findings, hashes, facts_hashes, made_at."""
        content: dict[str, Any] = _read(self.path / "manifest.json", REBUILD)
        return content

    @cached_property
    def loads(self) -> list[dict[str, Any]]:
        """A record of each file, oldest first: sha256, name, source, loaded_at, options, batch, hashes, summary."""
        written = self.path.parents[1] / "loads" / f"{self.id}.json"
        loads: list[dict[str, Any]] = _read(written, "Restore it, or remove the store and load the files again.")
        return loads

    @cached_property
    def settings(self) -> Settings:
        """The settings that these derived rows were made with."""
        return Settings.from_json(self.manifest["settings"])

    @property
    def demonstration(self) -> bool:
        return any(load["demonstration"] for load in self.loads)

    @property
    def dataset(self) -> str:
        """Which world the goals belong to; the two never mix."""
        return "demonstration" if self.demonstration else "own"

    @property
    def as_of(self) -> datetime | None:
        """The latest instant that any source carries; null when nothing is dated."""
        instants = [source["as_of"] for source in self.manifest["sources"] if source["as_of"]]
        return datetime.fromisoformat(max(instants)) if instants else None

    def has(self, table: str, column: str) -> bool:
        """Whether any row carries a value there."""
        return bool(self.manifest["columns"].get(table, {}).get(column, 0))


def _read(written: Path, remedy: str) -> Any:
    try:
        return json.loads(written.read_text())
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise StoreDamaged(f"{written} is missing or damaged. {remedy}") from error


@lru_cache(maxsize=8)
def _generation(path: Path) -> Generation:
    return Generation(path)


def current() -> Generation | None:
    """The generation that readers see; null before the first load."""
    id = _current_id(home.store())
    return _generation(home.store() / "generations" / id) if id else None


def _current_id(root: Path) -> str | None:
    try:
        return (root / "CURRENT").read_text().strip()
    except FileNotFoundError:
        return None


@contextmanager
def writing() -> Iterator[Path]:
    """The store's folder with this process as its only writer; others wait. A crash frees it.

    What a writer leaves that is no part of a generation is removed: after it, or by the next one where it crashed.
    """
    root = home.store()
    for folder in ("raw", "loads", "batches", "facts", "generations"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for private in (root, root / "raw"):
        private.chmod(0o700)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield root
        finally:
            _sweep(root)


def _sweep(root: Path) -> None:
    """Remove what nobody refers to: generations before the last ones, and what a crash or a refusal left.

    Never a raw file, and never the loads of the current generation: nothing else could bring them back.
    """
    current = _current_id(root) or ""
    made = sorted(written.parent for written in (root / "generations").glob("*/manifest.json"))
    kept = [_generation(path) for path in made if path.name <= current][-KEPT_GENERATIONS:]
    used = {
        "generations": {one.id for one in kept},
        "facts": {one.manifest["facts"] for one in kept},
        "batches": {load["batch"] for one in kept for load in one.loads},
    }
    for folder, names in used.items():
        for path in (root / folder).iterdir():
            if path.name not in names:
                shutil.rmtree(path)
    for loads in (root / "loads").glob("*.json"):
        if loads.stem < min(used["generations"], default=current):
            loads.unlink()
    for unfinished in (root / "raw").glob(".*"):
        unfinished.unlink()
    shutil.rmtree(root / "spill", ignore_errors=True)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each Parquet file in a folder, under its path within it."""
    return {str(file.relative_to(folder)): sha256(file) for file in sorted(folder.glob("**/*.parquet"))}


def verify(folder: Path, known: dict[str, str]) -> None:
    """StoreDamaged where a file of a folder is not what it was: Parquet itself does not tell."""
    for name, digest in known.items():
        file = folder / name
        if not file.exists() or sha256(file) != digest:
            raise StoreDamaged(f"{file} is missing or damaged. {REBUILD}")


def to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(target: Path, content: bytes) -> None:
    """Beside, to disk, then under its name: a reader sees the old file or the new one, also after a power cut."""
    beside = _unfinished(target)
    beside.write_bytes(content)
    _put_in_place(beside, target)


def take(root: Path, path: Path, digest: str, name: str) -> Path:
    """A copy of the file in the store, for reading; it stays when it is kept. Refused where the file's bytes are not
    those of the hash any more. `name`: of the file as people know it."""
    kept = root / "raw" / digest
    if kept.exists() and sha256(kept) == digest:
        return kept
    copy = _unfinished(kept)
    shutil.copyfile(path, copy)
    if sha256(copy) != digest:
        raise Refused(f"{name}: it was changed while it was read. Load it again when it is finished.", file=name)
    return copy


def keep(root: Path, digest: str) -> None:
    """Keep a file that was taken under its hash, for good."""
    kept = root / "raw" / digest
    copy = _unfinished(kept)
    if copy.exists():
        copy.chmod(0o400)
        _put_in_place(copy, kept)


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}")


def _put_in_place(written: Path, target: Path) -> None:
    to_disk(written)
    written.rename(target)
    to_disk(target.parent)


def raw(root: Path, load: dict[str, Any]) -> Path:
    """The raw file of a load, its hash verified."""
    path: Path = root / "raw" / load["sha256"]
    if not path.exists() or sha256(path) != load["sha256"]:
        raise StoreDamaged(
            f"{load['name']}: the stored copy raw/{load['sha256']} is missing or was changed. "
            "Restore it from a backup, or load the file again."
        )
    return path


def new_folder(root: Path, room: str) -> Path:
    """An empty folder of the next id in "batches", "facts" or "generations"."""
    numbers = [
        int(path.stem)
        for each in ("loads", "batches", "facts", "generations")
        for path in (root / each).iterdir()
        if path.stem.isdigit()
    ]
    folder = root / room / f"{max(numbers, default=0) + 1:06d}"
    folder.mkdir()
    return folder


def switch(root: Path, loads: list[dict[str, Any]], generation: Path) -> None:
    """Readers see this generation, which these loads make up, from here on."""
    for file in generation.iterdir():
        to_disk(file)
    to_disk(generation)
    write_durably(root / "loads" / f"{generation.name}.json", json.dumps(loads, indent=1).encode())
    write_durably(root / "CURRENT", generation.name.encode())


def rejected(generation: Generation, scope: Scope, batch: str) -> pl.DataFrame:
    """Rejected rows of one load: row, line, table, column, value, reason. Values are the file's own text."""
    if not scope.everything:
        return pl.DataFrame()
    path = generation.path.parents[1] / "batches" / batch / "rejected.parquet"
    if not path.exists():
        raise StoreDamaged(f"{path} is missing. {REBUILD}")
    return pl.read_parquet(path, glob=False)


def now() -> datetime:
    """The clock of loading, UTC without zone. No metric ever reads it."""
    return datetime.now(UTC).replace(tzinfo=None)
