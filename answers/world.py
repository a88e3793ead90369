"""What is loaded: the current generation, and the channels, teams and months that a reader can choose from."""

from dataclasses import dataclass
from datetime import date

from answers import clock
from answers.measure import measure
from data import engine, queries, store
from data.scope import OWNER, Scope
from data.store import Generation

__all__ = ["OWNER", "Choices", "Generation", "Scope", "agents", "choices", "current", "values"]

current = store.current


@dataclass(frozen=True)
class Choices:
    """Values to filter by. `months`: first dates of the months with data, newest first; `latest`: the last complete."""

    channels: tuple[str, ...]
    teams: tuple[str, ...]
    months: tuple[date, ...]
    latest: date | None


def choices(scope: Scope, generation: Generation) -> Choices:
    """What this reader can choose from in this generation."""

    months: set[date] = set()
    for metric in ("requests", "csat", "nps"):
        table = measure(metric, scope, generation, grain="month")
        months |= set(table.filter(table["n"] > 0)["period"])
    today = clock.as_of(generation)
    known = sorted((month for month in months if today is None or month <= today), reverse=True)
    complete = clock.last_complete("month", generation)
    latest = next((month for month in known if complete is not None and month <= complete), None)
    channels, teams = (values(name, scope, generation) for name in ("channel", "team"))
    return Choices(channels, teams, tuple(known), latest or next(iter(known), None))


def agents(scope: Scope, generation: Generation) -> tuple[str, ...]:
    """Who requests and surveys belong to: more than a filter would list, for what is about one person."""
    return values("agent", scope, generation)


def values(dimension: str, scope: Scope, generation: Generation) -> tuple[str, ...]:
    """The values of a dimension that requests and surveys alike can be cut by, in their order."""
    return tuple(engine.run(queries.values(dimension), scope, generation)[dimension])  # type: ignore[arg-type]
