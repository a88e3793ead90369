"""How the queue came about, day by day, and where it is heading at the present rates. What waits now: waiting.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from answers import clock
from data import calendar, engine
from data.calendar import Grain, Schedule
from data.queries import waiting as queries
from data.scope import Scope
from data.settings import Settings
from data.store import Generation
from metrics import backlog
from metrics.backlog import Outlook

DAY = timedelta(days=1)
AHEAD = 28  # days
CLOSED = 7  # the kind of days on which the organisation is closed, beside the weekdays 0 … 6

Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Flow:
    """What came and went in one period. start + created + reopened − solved − left = end.

    `left`: solved, hung up or given up, by their dates alone, of requests without a history. `complete`: the data hold
    the period from its first to its last day.
    """

    first: date
    last: date
    start: int
    created: int
    solved: int
    reopened: int
    left: int
    end: int
    complete: bool

    @property
    def adds_up(self) -> bool:
        return self.start + self.created + self.reopened == self.end + self.solved + self.left


@dataclass(frozen=True)
class Queue:
    """Every day of a queue. `days`: date, created, solved, reopened, left, open (at its end), without a gap.

    `apart`: how many more are open by their state than by these days: they tell no day on which they came. Below 0:
    fewer, as a history that ends without a solve belongs to a request that was hung up or that a bot solved.
    `today`: the last day of the data; `complete`: the last one that they hold to its end.
    """

    days: pl.DataFrame
    apart: int
    today: date
    complete: date

    @property
    def has_history(self) -> bool:
        return bool(self.days["solved"].sum())

    @property
    def has_dates_alone(self) -> bool:
        return bool(self.days["left"].sum())


def queue(scope: Scope, generation: Generation, where: Where, opened: int) -> Queue | None:
    """The queue from its first day on. `opened`: how many requests are open now, counted by their state.

    Null where nothing is dated.
    """
    return _queue(scope, generation, tuple(sorted((name, tuple(sorted(v))) for name, v in where.items())), opened)


@lru_cache(maxsize=32)
def _queue(
    scope: Scope, generation: Generation, where: tuple[tuple[str, tuple[str, ...]], ...], opened: int
) -> Queue | None:
    today, complete = clock.as_of(generation), clock.last_complete("day", generation)
    if today is None or complete is None:
        return None
    bound = {f"where_{name}": list(values) for name, values in where} | {"last": today}
    moved = engine.run(queries.moves(tuple(name for name, _values in where)), scope, generation, bound)
    if moved.is_empty():
        return None
    found = moved.pivot("kind", index="on", values="n", aggregate_function="sum")
    kinds = ("created", "solved", "reopened", "left")
    every = pl.DataFrame({"date": pl.date_range(moved["on"].min(), today, eager=True)})  # type: ignore[arg-type]
    days = every.join(found, left_on="date", right_on="on", how="left").sort("date")
    days = days.select(
        "date", *((pl.col(kind) if kind in found.columns else pl.lit(0)).fill_null(0).alias(kind) for kind in kinds)
    )
    c = pl.col
    days = days.with_columns(open=(c("created") + c("reopened") - c("solved") - c("left")).cum_sum())
    return Queue(days, opened - int(days["open"][-1]), today, complete)


def flows(held: Queue, grain: Grain, count: int, generation: Generation) -> list[Flow]:
    """The latest `count` periods, oldest first, the last one being that of the data's last day."""
    settings = generation.settings
    newest = calendar.period_start(grain, held.today, settings)
    begun: date = held.days["date"][0]
    found = []
    for back in range(count - 1, -1, -1):
        first = calendar.shift(grain, newest, -back, settings)
        last = calendar.period_end(grain, first, settings)
        if last < begun:
            continue
        part = held.days.filter(pl.col("date").is_between(first, last))
        before = held.days.filter(pl.col("date") < first)
        created, solved, reopened, left = (int(part[kind].sum()) for kind in ("created", "solved", "reopened", "left"))
        found.append(
            Flow(
                first=first,
                last=min(last, held.today),
                start=int(before["open"][-1]) if before.height else 0,
                created=created,
                solved=solved,
                reopened=reopened,
                left=left,
                end=int(part["open"][-1]),
                complete=last <= held.complete and not clock.begins_before_the_data(first, generation),
            )
        )
    return found


def standing(held: Queue, since: date) -> list[tuple[date, int]]:
    """How many requests were open at the end of each day from `since` on."""
    return held.days.filter(pl.col("date") >= since).select("date", "open").rows()


def outlook(held: Queue, generation: Generation) -> tuple[date, Outlook] | None:
    """The last complete day, and what the AHEAD days after it bring at the present rates; null: too few weeks."""
    known = held.days.filter(pl.col("date") <= held.complete)
    if known.is_empty():
        return None
    first, last = known["date"][0], known["date"][-1]
    kinds = _kinds(generation.settings, first, last + AHEAD * DAY)
    found = backlog.outlook(
        int(known["open"][-1]),
        (known["created"] + known["reopened"]).to_list(),
        (known["solved"] + known["left"]).to_list(),
        kinds[: known.height],
        kinds[known.height :],
    )
    return None if found is None else (last, found)


def _kinds(settings: Settings, first: date, last: date) -> list[int]:
    """Of each day its weekday, Monday 0; CLOSED where the organisation has no opening hour."""
    return [day.weekday() if hours else CLOSED for day, hours in Schedule.of(settings).days(first, last)]
