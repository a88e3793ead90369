"""Small worlds in which a goal is followed: promises kept, month by month."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from data.records import Goal
from data.settings import Settings
from data.store import Generation
from metrics.pace import Kind
from tests.worlds import put

YEAR_LONG = (date(2026, 1, 1), date(2026, 12, 31))

Months = Mapping[tuple[int, int], tuple[int, int]]  # year, month → promises kept, promises made


def world(
    months: Months, as_of: datetime, settings: Settings | None = None, days: Sequence[int] = (9,), **others: Any
) -> Generation:
    """Requests solved on these days of each month in turn, with the helpdesk's own verdicts, and data up to `as_of`."""
    tickets: list[dict[str, Any]] = [
        {
            "ticket_id": f"{year}-{month}-{i}",
            "channel": "email" if i % 2 else "phone",
            "status": "closed",
            "created_at": datetime(year, month, days[i % len(days)], 8),
            "resolved_at": datetime(year, month, days[i % len(days)], 12),
            "resolution_flag": "achieved" if i < kept else "breached",
        }
        | others
        for (year, month), (kept, made) in months.items()
        for i in range(made)
    ]
    clock = {"ticket_id": "latest", "status": "open", "created_at": as_of - timedelta(hours=1), "updated_at": as_of}
    return put({"tickets": [*tickets, clock]}, settings)


def goal(kind: Kind, target: float, start: date, deadline: date, **others: Any) -> Goal:
    told: dict[str, Any] = {
        "baseline": None if kind.startswith("stay") else 0.5,
        "metric": "sla_resolution",
        "dataset": "own",
        "title": "Keep promises",
        "owner": "Ann",
        "priority_id": "p",
        "id": "g",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "created_by": "owner",
        "archived_at": None,
        "version": 1,
    }
    return Goal(**told | {"kind": kind, "target": target, "start": start, "deadline": deadline} | others)
