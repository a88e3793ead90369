"""What waits now: the open requests in the order in which to take them, what is forgotten of them, how old they are.

How the queue came about and where it is heading stands in backlog.py; one request looked up in lookup.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import polars as pl

from answers.availability import Say, missing
from data import engine
from data.derived_columns import OPEN_AGES
from data.queries import waiting as queries
from data.scope import Scope
from data.store import Generation
from metrics.metric import N_

FORGOTTEN = queries.FORGOTTEN  # kinds; the first four are the metrics of these names
AGES = OPEN_AGES
WAYS = ("team", "agent", "priority", "channel")  # to look at ages by
LARGEST = 12  # groups that are named; the rest are one
DAYS = 7  # without an event, after which a request has gone quiet

Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Waiting:
    """Open requests. `rows`: in the order in which to take them, with the columns of queries.waiting.open_requests.

    `counts`: kind of FORGOTTEN → how many; null where no row could tell. `forgotten`: those of any kind. `oldest`: the
    earliest instant of creation; null where none is known.
    """

    rows: pl.DataFrame
    counts: Mapping[str, int | None]
    forgotten: int
    oldest: datetime | None


@dataclass(frozen=True)
class Group:
    """How many open requests of a group there are of each of AGES; `unknown`: without an instant of creation.

    `name`: null is the group of those without a value; `rest`: it stands for so many smaller groups, and has no name.
    """

    name: str | None
    ages: tuple[int, ...]
    unknown: int
    rest: int = 0

    @property
    def total(self) -> int:
        return sum(self.ages) + self.unknown


def waiting(scope: Scope, generation: Generation, where: Where, days: int = DAYS) -> Waiting:
    """What is open at each source's own as-of. `days`: how long without an event until a request has gone quiet."""
    chosen = tuple(sorted((name, tuple(sorted(values))) for name, values in where.items()))
    return _waiting(scope, generation, chosen, days)


@lru_cache(maxsize=32)
def _waiting(
    scope: Scope, generation: Generation, where: tuple[tuple[str, tuple[str, ...]], ...], days: int
) -> Waiting:
    expression = queries.open_requests(tuple(name for name, _values in where))
    bound = {f"where_{name}": list(values) for name, values in where} | {"stale__days": float(days)}
    rows = in_order(engine.run(expression, scope, generation, bound))
    marks = pl.any_horizontal(f"is_{kind}" for kind in FORGOTTEN)
    oldest = rows["created_at"].min()
    return Waiting(
        rows=rows,
        counts={kind: None if unknown(kind, generation) else int(rows[f"is_{kind}"].sum()) for kind in FORGOTTEN},
        forgotten=int(rows.select(marks.sum()).item()),
        oldest=oldest if isinstance(oldest, datetime) else None,
    )


def unknown(kind: str, generation: Generation, say: Say = str) -> str | None:
    """Why the loaded data cannot tell which requests are forgotten in this way ("open": which are open at all); null
    when it can."""
    if kind == "open":
        return missing("requests", generation, say)
    if kind != "past_due":
        return missing(kind, generation, say)
    if generation.has("tickets", "past_due") or not generation.has("tickets", "open_s"):
        return None
    return say(N_("Nothing that is open was promised by a time: neither the helpdesk nor the settings set one."))


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """The order in which to take requests, the same for the same rows: total, for no two have source and id in common.

    First what is past due, by how late it is in proportion to what was promised (late without a known instant comes
    after those); then what is due soonest; then, where nothing is promised, the oldest. What is equal goes by age.
    """
    c = pl.col
    keys = [
        (~c("is_past_due"), False),
        (pl.when("is_past_due").then("lateness"), True),
        (c("due_at"), False),
        (c("created_at"), False),
        (c("source"), False),
        (c("ticket_id"), False),
    ]
    return rows.sort(
        [key for key, _ in keys], descending=[falling for _, falling in keys], nulls_last=True, maintain_order=True
    )


def pick(
    rows: pl.DataFrame, kind: str | None = None, age: str | None = None, among: Mapping[str, Sequence[str | None]] = {}
) -> pl.DataFrame:
    """The rows of one kind ("forgotten": of any), of one of AGES, and with one of the values of some columns.

    Null for kind and age is no choice; among the values null stands for having none.
    """
    if kind == "forgotten":
        rows = rows.filter(pl.any_horizontal(f"is_{each}" for each in FORGOTTEN))
    elif kind is not None:
        rows = rows.filter(f"is_{kind}")
    if age is not None:
        rows = rows.filter(pl.col("open_age") == age)
    for name, values in among.items():
        rows = rows.filter(pl.col(name).is_in(list(values), nulls_equal=True))
    return rows


def ages(rows: pl.DataFrame, by: str | None = None) -> list[Group]:
    """Open requests by age, of all (one group without a name) or by one of WAYS: without a value first, then largest.

    Beyond LARGEST groups the smaller ones are one at the end.
    """
    counted = [(pl.col("open_age") == age).sum() for age in AGES]
    known = {age: count.alias(age) for age, count in zip(AGES, counted, strict=True)}
    sums = [*known.values(), pl.col("open_age").is_null().sum().alias("unknown"), pl.len().alias("total")]
    if by is None:
        return [_group(None, row) for row in rows.select(sums).iter_rows(named=True)]
    found = rows.group_by(by).agg(sums).sort("total", by, descending=[True, False], nulls_last=True)
    nobody, named = found.filter(pl.col(by).is_null()), found.filter(pl.col(by).is_not_null())
    shown = named if named.height <= LARGEST + 1 else named.head(LARGEST)
    groups = [_group(row[by], row) for row in pl.concat([nobody, shown]).iter_rows(named=True)]
    smaller = named.slice(shown.height)
    if smaller.height:
        row = smaller.select(pl.col(*AGES, "unknown").sum()).row(0, named=True)
        groups.append(_group(None, row, smaller.height))
    return groups


def _group(name: str | None, row: Mapping[str, int], rest: int = 0) -> Group:
    return Group(name, tuple(row[age] for age in AGES), row["unknown"], rest)
