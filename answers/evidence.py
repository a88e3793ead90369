"""The rows behind a number: ids and facts of what was counted, as many as its n. No personal data, no comment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from answers.measure import measure, question, single
from data import engine, queries
from data.queries import Kind
from data.scope import Scope
from data.store import Generation
from metrics.composed import COMPOSED
from metrics.metric import N_

__all__ = ["Asked", "Evidence", "Kind", "asked", "behind"]

NOTHING = pl.DataFrame()

_CHANNELS_COMPARED = N_(
    "This number compares channels with each other, so it has no rows of its own. Look at the numbers that it is made "
    "of, one channel at a time: those have rows."
)
_CUSTOMERS_COUNTED = N_(
    "This number counts customers, and who they are is not shown. The requests of the same days stand behind the "
    "number of requests."
)
_TOO_FEW_ANSWERS = N_("Fewer than 5 survey answers are not shown by person.")


@dataclass(frozen=True)
class Asked:
    """One value of a metric, hashable. `group`: the by-values of a point or bar; null is one of its own ("no topic").

    `span`: local dates, both included; null: all rows. `where`: dimension → the values that count. `params`: as the
    metric's entry names them.
    """

    metric: str
    span: tuple[date, date] | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    group: tuple[tuple[str, str | None], ...] = ()
    params: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """`n`: as that of the value. `rows`: newest first, at most as many as asked for.

    Columns of `rows`: ids; `on`, the local date that places the row; its facts (data/queries/evidence.py), durations in
    seconds; channel, team, agent, topic, priority, as far as the table has them. `kind`: what one row is.
    `reason`: why there are no single rows and what to look at instead; `rows` is empty then.
    """

    n: int
    rows: pl.DataFrame
    kind: Kind | None = None
    reason: str | None = None


def asked(
    metric: str,
    span: tuple[date, date] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    params: Mapping[str, float] | None = None,
    **group: str | None,
) -> Asked:
    """What is asked, from the forms that pages have: asked("csat", october, chosen.where, channel="chat")."""
    chosen = tuple(sorted((name, tuple(sorted(values))) for name, values in (where or {}).items()))
    return Asked(metric, span, chosen, tuple(sorted(group.items())), tuple(sorted((params or {}).items())))


def behind(asked: Asked, scope: Scope, generation: Generation, limit: int | None = 200) -> Evidence:
    """The rows that a metric's value is made of, and how many there are. `limit`: how many to give; null: all.

    Raises LookupError where metric, dimension or parameter is unknown.
    """
    where, params = {name: list(values) for name, values in asked.where}, dict(asked.params)
    if asked.metric in COMPOSED or not queries.has_rows(asked.metric):
        reason = _CHANNELS_COMPARED if asked.metric in COMPOSED else _CUSTOMERS_COUNTED
        by = [name for name, _value in asked.group]
        value = single(measure(asked.metric, scope, generation, by=by, span=asked.span, where=where, params=params))
        return Evidence(value.n, NOTHING, reason=reason)
    by = [name for name, _value in asked.group]
    counted = question(asked.metric, generation, by=by, span=asked.span, where=where, params=params)
    found = queries.behind(counted, dict(asked.group), limit)
    rows = engine.run(found.rows, scope, generation, found.bound)
    n = rows.height
    if n == limit:
        n = int(engine.run(found.count, scope, generation, found.bound).item())
    if found.of_answers and n < queries.LEAST_ANSWERS and "agent" in {*where, *by}:
        return Evidence(n, NOTHING, found.kind, _TOO_FEW_ANSWERS)
    return Evidence(n, rows, found.kind)
