"""What can be done to the store: load files, load the demonstration company, rebuild, apply new settings.

Each verb makes a whole new generation and switches to it, or raises and leaves everything as it was.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from data import build, facts, home, intake, store
from data.columns import TABLES
from data.mapping import Mapping
from data.pipeline import one_behind
from data.refused import Refused
from data.sample import Recipe, chunks
from data.settings import Settings

DEMONSTRATION = "demonstration"


class OwnDataLoaded(Exception):
    """The demonstration company would replace somebody's own data."""


@dataclass(frozen=True)
class Arrival:
    """A file to be loaded, and what is said of it."""

    path: Path
    options: intake.Options
    name: str  # as the person knows it; the path may be another
    uploaded: bool = True  # through the app: Parquet is then refused


def load(arrivals: Sequence[Arrival], settings: Settings, loaded_at: datetime | None = None) -> list[dict[str, Any]]:
    """Load files as one set, in their order; returns a summary per file.

    A file that was loaded before with the same options changes nothing. Raises Refused for the first file that cannot
    be taken; then none is loaded.
    """
    loaded_at = loaded_at or store.now()
    with store.writing() as root:
        before = store.current()
        own = before if before is not None and not before.demonstration else None
        loads = list(own.loads) if own else []
        stored = own.manifest["facts"] if own else None
        summaries: list[dict[str, Any]] = []
        read: list[dict[str, Any]] = []
        for arrival in arrivals:
            digest = _digest(arrival)
            copy = store.take(root, arrival.path, digest, arrival.name)
            same_bytes = [load for load in loads if load["sha256"] == digest]
            known = [load for load in same_bytes if load["options"] == _stated(arrival.options)]
            if known:
                summaries.append(known[0]["summary"] | _nothing_new(known[0]["summary"]))
                continue
            batch = _parse(root, copy, arrival, loaded_at)
            batch["summary"] |= {"already_loaded": False, **facts.counts(root, stored, read, batch)}
            # The same bytes read in another way take the place of what they gave before.
            loads = [load for load in loads if load not in same_bytes] + [batch]
            read.append(batch)
            summaries.append(batch["summary"])
        for summary in summaries:
            store.keep(root, summary["sha256"])
        if read:
            build.generation(root, loads, facts.write(root, loads), settings)
        return summaries


def sample(recipe: Recipe, settings: Settings) -> None:
    """Make the demonstration company the store's data; its raw file is the recipe. OwnDataLoaded where there is any."""
    with store.writing() as root:
        before = store.current()
        if before is not None and not before.demonstration:
            raise OwnDataLoaded(
                "Own data is loaded; the demonstration company would replace it. "
                "Set TARAZU_HOME to another folder to see the demonstration."
            )
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / "recipe.json"
            written.write_text(recipe.to_json())
            digest = store.sha256(written)
            store.take(root, written, digest, DEMONSTRATION)
            store.keep(root, digest)
        record = _demonstration(root, recipe, digest)
        build.generation(root, [record], facts.write(root, [record]), settings)


def rebuild(settings: Settings) -> int:
    """Read every raw file again and build all from it, with today's adapters. Returns the number of files."""
    with store.writing() as root:
        before = store.current()
        if before is None:
            return 0
        loads = []
        for old in before.loads:
            path = store.raw(root, old)
            if old["demonstration"]:
                loads.append(_demonstration(root, _recipe(path), old["sha256"]))
            else:
                arrival = Arrival(path, _options(old["options"]), old["name"], old["uploaded"])
                loads.append(_parse(root, path, arrival, datetime.fromisoformat(old["loaded_at"])))
                fates = {name: old["summary"][name] for name in ("new", "replaced", "unchanged", "older")}
                loads[-1]["summary"] |= {"already_loaded": False, **fates}
        build.generation(root, loads, facts.write(root, loads), settings)
        return len(loads)


def apply(settings: Settings) -> None:
    """Derive the loaded facts again with other settings; nothing when they are those already in use."""
    with store.writing() as root:
        before = store.current()
        if before is not None and before.settings != settings:
            store.verify(root / "facts" / before.manifest["facts"], before.manifest["facts_hashes"])
            build.generation(root, before.loads, before.manifest["facts"], settings)


def _recipe(path: Path) -> Recipe:
    try:
        return Recipe.from_json(path.read_text())
    except ValueError as error:
        raise store.StoreDamaged(str(error)) from error


def _nothing_new(summary: dict[str, Any]) -> dict[str, Any]:
    return {"already_loaded": True, "new": 0, "replaced": 0, "older": 0, "unchanged": summary["accepted"]}


def _digest(arrival: Arrival) -> str:
    """The file's hash; Refused where there is no file, or one that is too large to be copied only to be refused."""
    if not arrival.path.is_file():
        raise Refused(f"{arrival.name}: there is no such file.", file=arrival.name)
    size, limit = arrival.path.stat().st_size, intake.Limits().size
    if size > limit:
        said = f"{arrival.name}: it has {size / 1e6:,.0f} MB; files up to {limit / 1e6:,.0f} MB are taken."
        raise Refused(f"{said} Split it by period and load the parts.", "limit", arrival.name)
    return store.sha256(arrival.path)


def _stated(options: intake.Options) -> dict[str, Any]:
    """Options as the manifest keeps them: JSON values."""
    kept = {name: getattr(options, name) for name in ("source", "zone", "date_order")}
    return kept | {"mapping": options.mapping.to_dict() if options.mapping else None}


def _options(stated: dict[str, Any]) -> intake.Options:
    mapping = Mapping.from_dict(stated["mapping"]) if stated["mapping"] else None
    return intake.Options(**stated | {"mapping": mapping})


def _parse(root: Path, copy: Path, arrival: Arrival, loaded_at: datetime) -> dict[str, Any]:
    """Read the store's own copy of a file into a batch, and return its record."""
    batch = store.new_folder(root, "batches")
    parsed = intake.parse(
        copy,
        arrival.options,
        batch,
        home.customer_key(),
        loaded_at,
        name=arrival.name,
        allow_parquet=not arrival.uploaded,
    )
    return {
        "sha256": parsed.sha256,
        "name": parsed.name,
        "uploaded": arrival.uploaded,
        "source": parsed.source,
        "demonstration": False,
        "loaded_at": loaded_at.isoformat(),
        "options": _stated(arrival.options),
        "batch": batch.name,
        "hashes": store.hashes(batch),
        "summary": parsed.summary(),
    }


def _demonstration(root: Path, recipe: Recipe, digest: str) -> dict[str, Any]:
    batch = store.new_folder(root, "batches")
    rows = 0

    def write(month: tuple[int, dict[str, pl.DataFrame]]) -> None:
        number, tables = month
        for table, frame in tables.items():
            frame.write_parquet(batch / table / f"{number:04d}.parquet", compression="lz4", statistics=False)

    for table in TABLES:
        (batch / table).mkdir()
    with one_behind(write) as write_month:
        for month in enumerate(chunks(recipe)):
            write_month(month)
            rows += sum(frame.height for frame in month[1].values())
    return {
        "sha256": digest,
        "name": DEMONSTRATION,
        "source": DEMONSTRATION,
        "demonstration": True,
        "loaded_at": datetime.combine(recipe.until, datetime.min.time()).isoformat(),
        "options": {},
        "batch": batch.name,
        "hashes": store.hashes(batch),
        "summary": {"accepted": rows},
    }
