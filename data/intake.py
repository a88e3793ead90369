"""A file in; canonical rows, rejected rows with reasons, and findings out. Here only the calling side: a process of its
own (child.py) opens the file, within limits of time and memory. Light to import."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.child import RESULT
from data.mapping import DATE_ORDERS, Mapping
from data.refused import Refused

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Limits", "Options", "Parsed", "Peek", "Preview", "Refused", "parse", "peek", "preview"]

_ROOT = Path(__file__).resolve().parents[1]
_THREADS = "2"
_GLANCE = 0.05  # seconds between two looks at the process


@dataclass(frozen=True)
class Options:
    """What a reader says of a file. source: name of the system it comes from (default: what the file or its mapping
    say); zone: IANA zone of times without an offset (default: the mapping's, else UTC); date_order: dmy, mdy or ymd,
    where the values cannot tell; mapping: instead of the adapter that recognises the headers."""

    source: str | None = None
    zone: str | None = None
    date_order: str | None = None
    mapping: Mapping | None = None

    def __post_init__(self) -> None:
        if self.date_order not in (None, *DATE_ORDERS):
            raise Refused(f"The date order {self.date_order!r} is not one of {', '.join(DATE_ORDERS)}.")


@dataclass(frozen=True)
class Limits:
    """What one file may cost: bytes of the file, seconds, resident bytes, address space (Linux; threads and imports
    alone reserve 2 GB of it)."""

    size: int = 1_000_000_000
    seconds: float = 300
    resident: int = 4_000_000_000
    address_space: int = 12_000_000_000


@dataclass(frozen=True)
class Peek:
    """headers and first rows as text; adapter: the built-in mapping that recognises the file; guess: a mapping to start
    from; kind: csv, json lines, workbook or parquet; about: encoding, delimiter, sheets … where there are any."""

    headers: list[str]
    rows: list[list[str | None]]
    adapter: Mapping | None
    guess: Mapping
    kind: str
    about: dict[str, Any]


@dataclass(frozen=True)
class Parsed:
    """What was made of a file.

    rows: records under the header. tables: canonical table → (Parquet file with the columns of columns.py, number of
    rows). rejected: Parquet file (row: 1 is the first record under the header, line of the file or null, table or null,
    column as the file names it, value, reason), one line per row and table. findings: dicts of kind, count, text,
    examples. cannot_feed: dicts of table, columns, text.
    """

    sha256: str
    name: str
    rows: int
    mapping: Mapping
    tables: dict[str, tuple[Path, int]]
    rejected: Path
    rejected_by_reason: dict[str, int]
    findings: list[dict[str, Any]]
    cannot_feed: list[dict[str, Any]]
    date_order: str | None
    zone: str
    source: str

    def summary(self) -> dict[str, Any]:
        """The same as JSON values, without the paths."""
        return {
            "file": self.name,
            "sha256": self.sha256,
            "source": self.source,
            "mapping": self.mapping.name,
            "rows": self.rows,
            "accepted": sum(count for _, count in self.tables.values()),
            "tables": {table: count for table, (_, count) in self.tables.items()},
            "rejected": sum(self.rejected_by_reason.values()),
            "rejected_by_reason": self.rejected_by_reason,
            "findings": self.findings,
            "cannot_feed": self.cannot_feed,
            "date_order": self.date_order,
            "zone": self.zone,
        }


@dataclass(frozen=True)
class Preview:
    """before: the first rows of the columns that are read, as text, with `row`; after: canonical table → its first
    rows; rejected: the first rejected rows; summary: as Parsed.summary() of the whole file."""

    before: "pl.DataFrame"
    after: dict[str, "pl.DataFrame"]
    rejected: "pl.DataFrame"
    summary: dict[str, Any]


def parse(
    path: Path,
    options: Options,
    workdir: Path,
    key: bytes,
    loaded_at: datetime,
    *,
    name: str | None = None,
    allow_parquet: bool = False,
    limits: Limits = Limits(),
) -> Parsed:
    """Read a file into Parquet files in `workdir`, which must be empty or new.

    key: secret of the customers' hashes (at most 64 bytes). loaded_at: UTC without zone; later instants are findings.
    name: of the file as people know it. allow_parquet: for files of the mounted folder. Raises Refused; then workdir
    holds nothing that may be used.
    """
    request = _request("parse", path, options, key, loaded_at, allow_parquet)
    return _parsed(_ask(request, path, name or path.name, workdir, limits), name or path.name, workdir)


def preview(
    path: Path,
    options: Options,
    key: bytes,
    loaded_at: datetime,
    *,
    name: str | None = None,
    allow_parquet: bool = False,
    limits: Limits = Limits(),
) -> Preview:
    """What `parse` would make of a file, its first rows before and after; nothing is kept. Raises Refused."""
    import polars as pl  # noqa: PLC0415

    request = _request("preview", path, options, key, loaded_at, allow_parquet)
    with tempfile.TemporaryDirectory() as folder:
        workdir = Path(folder)
        parsed = _parsed(_ask(request, path, name or path.name, workdir, limits), name or path.name, workdir)
        return Preview(
            before=pl.read_parquet(workdir / "before.parquet"),
            after={table: pl.read_parquet(file) for table, (file, _) in parsed.tables.items()},
            rejected=pl.read_parquet(parsed.rejected).head(20),
            summary=parsed.summary(),
        )


def peek(path: Path, *, name: str | None = None, allow_parquet: bool = False, limits: Limits = Limits()) -> Peek:
    """Headers, first rows and the mapping to start from. Raises Refused."""
    request = _request("peek", path, Options(), b"", None, allow_parquet)
    with tempfile.TemporaryDirectory() as folder:
        answer = _ask(request, path, name or path.name, Path(folder), limits)
    adapter = Mapping.from_dict(answer["adapter"]) if answer["adapter"] else None
    rows, guess = answer["rows"], Mapping.from_dict(answer["guess"])
    return Peek(answer["headers"], rows, adapter, guess, answer["kind"], answer["about"])


def _request(
    what: str, path: Path, options: Options, key: bytes, loaded_at: datetime | None, allow_parquet: bool
) -> dict[str, Any]:
    said = asdict(options) | {"mapping": options.mapping.to_dict() if options.mapping else None}
    return {
        "do": what,
        "path": str(path.resolve()),
        "options": said,
        "key": key.hex(),
        "loaded_at": loaded_at.isoformat() if loaded_at else None,
        "allow_parquet": allow_parquet,
    }


def _parsed(answer: dict[str, Any], name: str, workdir: Path) -> Parsed:
    tables = {table: (workdir / f"{table}.parquet", count) for table, count in answer.pop("tables").items()}
    mapping = Mapping.from_dict(answer.pop("mapping"))
    return Parsed(name=name, mapping=mapping, tables=tables, rejected=workdir / "rejected.parquet", **answer)


def _ask(request: dict[str, Any], path: Path, name: str, workdir: Path, limits: Limits) -> dict[str, Any]:
    """Have the child answer a request; its own files are gone afterwards. Raises Refused, each kind with its remedy."""
    if not path.is_file():
        raise Refused(f"{name}: there is no such file.", "refused", name)
    workdir.mkdir(parents=True, exist_ok=True)
    request |= {"folder": str(workdir.resolve()), "name": name, "size_limit": limits.size}
    request |= {"address_space": limits.address_space, "seconds": limits.seconds}
    said, complained, result = workdir / "child.out", workdir / "child.err", workdir / RESULT
    try:
        ended = _run(request, said, complained, limits)
        if result.exists() and ended == 0:
            answer = json.loads(result.read_text(encoding="utf-8"))
            if "done" in answer:
                return answer["done"]  # type: ignore[no-any-return]
            raise Refused(f"{name}: {answer['refused']}", answer["kind"], name)
        complaint = complained.read_text(encoding="utf-8", errors="replace").strip()
        what = ended if isinstance(ended, str) else _limit_met(ended, complaint)
        if what:
            raise Refused(f"{name}: {what} Split it by period, or save the table alone as CSV.", "limit", name)
        logging.getLogger(__name__).error("Reading %s ended with status %s:\n%s", path, ended, complaint)
        last = complaint.splitlines()[-1][:200] if complaint else f"status {ended}"
        raise Refused(
            f"{name}: reading it failed through a fault of Tarazu, not of the file ({last}). The log has the details; "
            "please report it.",
            "crash",
            name,
        )
    finally:
        shutil.rmtree(workdir / "scratch", ignore_errors=True)
        for left in (said, complained, result):
            left.unlink(missing_ok=True)


def _limit_met(status: int, complaint: str) -> str | None:
    """The limit that ended a child: its own (memory that was not given), or the system's (signals)."""
    if status == -signal.SIGXCPU:
        return "It takes too long to read."
    if status == -signal.SIGKILL or "memory allocation of" in complaint or "Out of Memory" in complaint:
        return "It needs more memory than allowed."
    return None


def _run(request: dict[str, Any], said: Path, complained: Path, limits: Limits) -> int | str:
    """The child's exit status, or in words the limit for which it was stopped."""
    # What the product is told (the database's address, its home) is no business of a parser.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TARAZU_")} | {
        "PYTHONPATH": str(_ROOT),
        "POLARS_MAX_THREADS": _THREADS,
        "OMP_NUM_THREADS": _THREADS,
        "RAYON_NUM_THREADS": _THREADS,
        "PYTHONUTF8": "1",
    }
    with said.open("wb") as out, complained.open("wb") as err:
        child = subprocess.Popen(
            [sys.executable, "-m", "data.child"],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
        )
        try:
            return _watched(child, json.dumps(request).encode(), limits)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()


def _watched(child: "subprocess.Popen[bytes]", request: bytes, limits: Limits) -> int | str:
    deadline = time.monotonic() + limits.seconds
    # By stdin, so that the key stands in no file and in no list of processes.
    unsent: bytes | None = request
    while True:
        try:
            child.communicate(unsent, timeout=_GLANCE)
            return child.returncode
        except subprocess.TimeoutExpired:
            unsent = None
        if time.monotonic() > deadline:
            return f"It takes longer than {limits.seconds:,.0f} seconds to read."
        if _resident(child.pid) > limits.resident:
            return f"It needs more than {limits.resident / 1e9:,.1f} GB of memory."


def _resident(process: int) -> int:
    """Resident bytes of a process, 0 where the system does not tell (macOS) or it has just ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0
