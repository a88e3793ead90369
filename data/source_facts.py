"""What each source as a whole tells, read from the facts: its clock, and which things it tells at all."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from data import derived
from data.derived.sources import OF_HISTORY, TELLS
from data.facts import Load, database, fact_files, read

FUTURE = timedelta(days=1)  # an instant later than the day after loading is a typing error, not the source's clock
_EVENTS = {"tickets": derived.TICKET_EVENTS, "surveys": derived.SURVEY_EVENTS, "events": ("at",)}


def sources(root: Path, facts_id: str, loads: list[Load]) -> list[derived.Source]:
    """Every source of requests, surveys or events, by name."""
    limit = max(datetime.fromisoformat(load["loaded_at"]) for load in loads) + FUTURE
    rows = {table: read(fact_files(root, facts_id, table)) for table in _EVENTS}
    connection = database(root)
    clocks = [_clocks(connection, rows[table], events, limit) for table, events in _EVENTS.items()]
    tells = _tells(connection, rows["tickets"], TELLS)
    routes = _tells(connection, rows["surveys"], {"routes": TELLS["routes"]})
    happened = connection.sql(
        "SELECT source, list(DISTINCT kind), list(DISTINCT kind) FILTER (target_s IS NOT NULL) "
        f"FROM {rows['events']} GROUP BY source"
    ).fetchall()
    connection.close()
    found = []
    for name in sorted({source for clock in clocks for source in clock}):
        known = [clock[name] for clock in clocks if name in clock]
        plausible = [latest for latest, _ in known if latest]
        anything = [latest for _, latest in known if latest]
        kinds = {kind for source, every, _ in happened if source == name for kind in every}
        applied = {kind for source, _, those in happened if source == name for kind in those or []}
        by_history = frozenset(what for kind, what in OF_HISTORY.items() if kind in kinds)
        found.append(
            derived.Source(
                name,
                max(plausible or anything, default=None),
                tells.get(name, frozenset()) | routes.get(name, frozenset()) | by_history,
                frozenset(kind.removeprefix("sla_") for kind in applied),
            )
        )
    return found


def _clocks(
    connection: duckdb.DuckDBPyConnection, rows: str, events: tuple[str, ...], limit: datetime
) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Source → its latest plausible instant, and its latest one."""
    plausible = ", ".join(f'max("{event}") FILTER ("{event}" <= $limit)' for event in events)
    anything = ", ".join(f'max("{event}")' for event in events)
    found = connection.execute(
        f"SELECT source, greatest({plausible}, NULL), greatest({anything}, NULL) FROM {rows} GROUP BY source",
        {"limit": limit},
    ).fetchall()
    return {source: (latest, late) for source, latest, late in found}


def _tells(
    connection: duckdb.DuckDBPyConnection, rows: str, things: Mapping[str, tuple[str, ...]]
) -> dict[str, frozenset[str]]:
    """Source → which of the things a value of some row tells."""
    carried = ", ".join(" + ".join(f"count({column})" for column in columns) + " > 0" for columns in things.values())
    found = connection.sql(f"SELECT source, {carried} FROM {rows} GROUP BY source").fetchall()
    return {source: frozenset(what for what, has in zip(things, told, strict=True) if has) for source, *told in found}
