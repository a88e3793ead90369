"""The store: raw files → facts → derived rows, as generations that are switched in one step.

    store/raw/<sha256>         every loaded file, byte for byte, never changed
    store/batches/<name>/      what intake read from one of them; can be made again from raw
    store/facts/<id>/          all batches as one: <table>/month=…/*.parquet, newest row of a key
    store/generations/<id>/    derived rows over one facts folder, and manifest.json
    store/CURRENT              the id of the generation that readers see

Building facts and derived rows stands in build.py; what a file means stands in intake.py.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from data import home
from data.scope import Scope
from data.settings import Settings

KEPT_GENERATIONS = 3  # readers of the last ones may still be at work


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
        content: dict[str, Any] = json.loads((self.path / "manifest.json").read_text())
        return content

    @property
    def loads(self) -> list[dict[str, Any]]:
        """One record per loaded file, oldest first: sha256, name, source, loaded_at, options, batch, summary."""
        loads: list[dict[str, Any]] = self.manifest["loads"]
        return loads

    @property
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
        return bool(self.manifest["columns"][table].get(column, 0))


@lru_cache(maxsize=8)
def _generation(path: Path) -> Generation:
    return Generation(path)


def current() -> Generation | None:
    """The generation that readers see; null before the first load."""
    pointer = home.store() / "CURRENT"
    try:
        return _generation(home.store() / "generations" / pointer.read_text().strip())
    except FileNotFoundError:
        return None


@contextmanager
def writing() -> Iterator[Path]:
    """The store's folder with this process as its only writer; others wait. A crash frees it."""
    root = home.store()
    for folder in ("raw", "batches", "facts", "generations"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for private in (root, root / "raw"):
        private.chmod(0o700)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield root


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_durably(target: Path, content: bytes) -> None:
    """Beside, to disk, then under its name: a reader sees the old file or the new one, also after a power cut."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def keep_raw(root: Path, path: Path, digest: str) -> Path:
    """The file's bytes under their hash. Kept once; a second time changes nothing."""
    target = root / "raw" / digest
    if not target.exists():
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as copy, path.open("rb") as file:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
        Path(copy.name).chmod(0o400)
        Path(copy.name).rename(target)
    return target


def raw(root: Path, load: dict[str, Any]) -> Path:
    """The raw file of a load, its hash verified."""
    path: Path = root / "raw" / load["sha256"]
    if not path.exists() or sha256(path) != load["sha256"]:
        raise StoreDamaged(
            f"{load['name']}: the stored copy raw/{load['sha256']} is missing or was changed. "
            "Restore it from a backup, or load the file again."
        )
    return path


def next_id(root: Path, folder: str) -> str:
    numbers = [int(path.name) for path in (root / folder).iterdir() if path.name.isdigit()]
    return f"{max(numbers, default=0) + 1:06d}"


def switch(root: Path, generation: str) -> None:
    """Readers see this generation from here on; what nobody refers to any more is removed."""
    write_durably(root / "CURRENT", generation.encode())
    generations = sorted(path for path in (root / "generations").iterdir() if path.name.isdigit())
    kept = [_generation(path) for path in generations[-KEPT_GENERATIONS:]]
    facts = {generation.manifest["facts"] for generation in kept}
    batches = {load["batch"] for generation in kept for load in generation.loads}
    for path in generations[:-KEPT_GENERATIONS]:
        shutil.rmtree(path)
    for folder, used in (("facts", facts), ("batches", batches)):
        for path in (root / folder).iterdir():
            if path.name not in used:
                shutil.rmtree(path)


def rejected(generation: Generation, scope: Scope, batch: str) -> pl.DataFrame:
    """Rejected rows of one load: row, line, table, column, value, reason. Values are the file's own text."""
    if not scope.everything:
        return pl.DataFrame()
    path = generation.path.parents[1] / "batches" / batch / "rejected.parquet"
    return pl.read_parquet(path)


def now() -> datetime:
    """The clock of loading, UTC without zone. No metric ever reads it."""
    return datetime.now(UTC).replace(tzinfo=None)
