"""What the rules for all metrics are asked with: which metrics there are, in which parts they come, small worlds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from answers.measure import measure
from data.queries import UnknownDimension
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.answers.made_up import SETTINGS
from tests.worlds import put

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

COMPOSED = [metric for metric in CATALOGUE if metric.startswith(("promise_kept", "channel_gap"))]
COUNTED = [metric for metric in CATALOGUE if metric not in COMPOSED]
DATED = [metric for metric in COUNTED if "month" in CATALOGUE[metric].grains]
COUNTS = {metric for metric in CATALOGUE if CATALOGUE[metric].unit == "count"}  # no rows of them are 0, not undefined

EVE, NEW_YEAR = datetime(2025, 12, 31, 22, 30), datetime(2025, 12, 31, 23, 30)  # 23:30 and 00:30 in Budapest


def world(rows: Rows, folder: Path) -> Generation:
    """A generation in a store of its own, in the settings of the made-up rows; the source is "test" where none is."""
    rows = {table: [{"source": "test", **row} for row in each] for table, each in rows.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(folder))
        return put(rows, SETTINGS)


def cuts(metric: str, generation: Generation) -> tuple[str, ...]:
    """How a metric can be asked in parts: by channel, else by team, else not."""
    for cut in ("channel", "team"):
        try:
            measure(metric, OWNER, generation, by=(cut,))
        except UnknownDimension:
            continue
        return (cut,)
    return ()


def at(hours: float) -> datetime:
    """So many hours after the last evening of the year."""
    return EVE + timedelta(hours=hours)


def event(hours: float, kind: str, **more: Any) -> dict[str, Any]:
    """What happened to the request "h" of the source "history"."""
    return {"source": "history", "ticket_id": "h", "event_id": str(hours), "at": at(hours), "kind": kind} | more
