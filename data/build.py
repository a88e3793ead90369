"""Building a generation: derived rows over the facts, one file a table. The rules of derived rows stand in derived/,
facts in facts.py, where a generation goes and who sees it in store.py."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
from pyarrow.parquet import ParquetWriter

from data import calendar, derived
from data.columns import CLOCKS, KEYS, SHIFTS, TABLES
from data.derived_columns import DERIVED
from data.facts import Load, fact_files
from data.pipeline import one_behind
from data.settings import Settings
from data.source_facts import sources
from data.source_findings import of_sources
from data.store import hashes, new_folder, now, switch

ROW_GROUP = 122_880  # rows that one thread of a query reads at a time
IDENTITIES = {name for key in KEYS.values() for name in key if name.endswith("_id")}
# What a survey takes from its request.
INHERITED = ("agent", "channel", "team", "topic", "priority", "arrival_priority", "customer")


def _scan(files: list[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(files, glob=False, hive_partitioning=False)


def _parts(files: list[Path]) -> Iterator[pl.DataFrame]:
    """The rows of the files in order, as many as make a row group: small ones double the time of a query."""
    rest: list[pl.DataFrame] = []
    for file in files:
        rest.append(pl.read_parquet(file, glob=False, hive_partitioning=False))
        while sum(rows.height for rows in rest) >= ROW_GROUP:
            rows = pl.concat(rest)
            yield rows.head(ROW_GROUP)
            rest = [rows.slice(ROW_GROUP)]
    yield pl.concat(rest)


class _Folder:
    """A generation's folder while it is written: its files, how many values each column has, and its extreme dates."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.filled: dict[str, dict[str, int]] = {}
        self.dates: set[date] = set()

    def write(self, table: str, parts: Iterable[pl.DataFrame]) -> None:
        """The parts as one file: a query opens each file anew, which at 24 months costs more than counting."""
        schema = DERIVED[table]
        filled = dict.fromkeys(("rows", *schema), 0)
        kept = pl.DataFrame(schema=schema).to_arrow().schema
        # A dictionary of keys or instants would be a waste.
        words = [name for name, dtype in schema.items() if dtype == pl.String() and name not in IDENTITIES]

        def write(rows: pl.DataFrame) -> None:
            file.write_table(rows.to_arrow().cast(kept), row_group_size=ROW_GROUP)

        with (
            ParquetWriter(
                self.path / f"{table}.parquet",
                kept,
                compression="zstd",
                compression_level=1,
                use_dictionary=words or False,
            ) as file,
            one_behind(write) as write_later,
        ):
            for part in parts:
                rows = part.select(*schema)
                write_later(rows)
                filled["rows"] += rows.height
                for name, nulls in rows.null_count().row(0, named=True).items():
                    filled[name] += rows.height - nulls
                if table == "agents":
                    continue  # when somebody joined is no day of the data
                dates = rows.select(pl.selectors.date())
                self.dates |= {day for day in (*dates.min().row(0), *dates.max().row(0)) if day is not None}
        self.filled[table] = filled

    def read(self, table: str) -> pl.LazyFrame:
        return _scan([self.path / f"{table}.parquet"])


def _slices(parts: Iterator[pl.DataFrame], beside: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each part with the rows of `beside` that stand at the same places."""
    offset = 0
    for part in parts:
        yield part, beside.slice(offset, part.height)
        offset += part.height


def _solved_at(requests: pl.LazyFrame, known: list[derived.Source], history: pl.DataFrame) -> pl.LazyFrame:
    """Requests with the instant of their last solve, as derived/requests.py takes it."""
    tells = [source.name for source in known if "resolutions" in source.tells]
    told = history.lazy().select("source", "ticket_id", _solved="resolved_at", _history=True)
    own = pl.when(pl.col("source").is_in(tells)).then("resolved_at").otherwise("closed_at")
    return requests.join(told, on=["source", "ticket_id"], how="left", maintain_order="left").with_columns(
        solved_at=pl.when(pl.col("_history")).then("_solved").otherwise(own)
    )


def generation(root: Path, loads: list[Load], facts_id: str, settings: Settings) -> str:
    """Derive, write the manifest and switch. Returns the new generation's id; on an error readers keep the old one.

    The manifest keeps the hashes of the files that it stands for: `hashes` its own, `facts_hashes` those of the facts.
    """
    files = {table: fact_files(root, facts_id, table) for table in TABLES}
    folder = _Folder(new_folder(root, "generations"))
    known = sources(root, facts_id, loads)
    facts = {
        table: _scan(files[table]).collect()
        for table in ("events", "schedules", "schedule_holidays", "teams", "agents", "agent_time", "orders", "costs")
    }
    facts |= {table: _scan(files[table]).collect() for table in ("quality_checks", "help_sessions")}
    happenings = derived.Happenings(facts, _scan(files["tickets"]), known, settings)
    customers = (
        _scan(files["tickets"])
        .select(
            *("source", "ticket_id", "customer", "topic", "channel", "created_at", "direction", "kind"),
            *("resolved_at", "closed_at"),
        )
        .pipe(_solved_at, known, happenings.requests)
        .select(derived.AROUND)
        .collect()
    )
    around = derived.around(customers)
    folder.write(
        "tickets",
        (
            derived.tickets(part, beside, happenings.requests, facts["teams"], known, settings)
            for part, beside in _slices(_parts(files["tickets"]), around)
        ),
    )

    def asked_about(rows: pl.LazyFrame) -> pl.DataFrame:
        """What the rows inherit of the requests that they are about."""
        inherited = folder.read("tickets").select("source", "ticket_id", *INHERITED)
        ids = rows.select("source", "ticket_id")
        return (
            ids.join(inherited, on=["source", "ticket_id"], how="left", maintain_order="left")
            .select(INHERITED)
            .collect()
        )

    surveyed = pl.concat([_scan(files["surveys"]), happenings.surveys.lazy()], how="vertical")
    folder.write(
        "surveys",
        (
            derived.surveys(part, beside, known, settings)
            for part, beside in _slices(chain(_parts(files["surveys"]), [happenings.surveys]), asked_about(surveyed))
        ),
    )
    latest = max((source.as_of for source in known if source.as_of), default=None)

    def others() -> Iterator[tuple[str, pl.DataFrame]]:
        yield "orders", derived.orders(facts["orders"], settings)
        yield "agents", derived.agents(facts["agents"], facts["teams"])
        yield "agent_time", derived.agent_time(facts["agent_time"], facts["agents"], settings)
        checks = facts["quality_checks"]
        yield "quality_checks", derived.quality_checks(checks, asked_about(checks.lazy()), settings)
        yield "costs", facts["costs"]
        yield "help_sessions", derived.help_sessions(facts["help_sessions"], customers, latest, settings)
        yield from happenings.tables(folder.read("tickets")).items()

    def write(named: tuple[str, pl.DataFrame]) -> None:
        table, rows = named
        folder.write(table, [rows])

    with one_behind(write) as write_later:
        for named in others():
            write_later(named)
    shifts = pl.col("kind").is_in(SHIFTS) & pl.col("on").is_not_null()
    folder.filled["agent_time"]["shifts"] = folder.read("agent_time").filter(shifts).select(pl.len()).collect().item()
    verdicts = folder.read("applications").filter(pl.col("kept").is_not_null()).group_by("clock").len().collect()
    folder.filled["applications"] |= {f"sla_{clock}": 0 for clock in CLOCKS} | {
        f"sla_{clock}": count for clock, count in verdicts.iter_rows()
    }
    dates = folder.dates or {date(2000, 1, 1)}
    calendar.days(settings, min(dates), max(dates)).write_parquet(folder.path / "days.parquet")
    manifest: dict[str, Any] = {
        "facts": facts_id,
        "settings": settings.to_json(),
        "sources": [{"name": s.name, "as_of": s.as_of.isoformat() if s.as_of else None} for s in known],
        "columns": folder.filled,
        "findings": of_sources(folder.path / "tickets.parquet"),
        "hashes": hashes(folder.path),
        "facts_hashes": hashes(root / "facts" / facts_id),
        "made_at": now().isoformat(),
    }
    (folder.path / "manifest.json").write_text(json.dumps(manifest, indent=1))
    switch(root, loads, folder.path)
    return folder.path.name
