"""Rows behind a person's figure as examples: drawn at random first, then typical, best and worst. Ids and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from statistics import median
from typing import Any

from answers import people
from answers.evidence import Evidence, asked, behind
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import metric as entry

Span = tuple[date, date]

SEED = 1
DRAWN, SHOWN = 5, 3  # rows at random; of each other kind
_IDS = ("ticket_id", "survey_id", "check_id", "session_id")
# What tells how well a row of a share went, beside yes or no: its column, and whether more of it is better.
_MEASURED: Mapping[str, tuple[str, bool]] = {
    "first_response_within": ("first_response_s", False),
    "first_response_within_business": ("first_response_business_s", False),
    "resolution_within": ("resolution_s", False),
    "fcr_one_touch": ("replies", False),
    "fcr_strict": ("replies", False),
    "fcr_no_repeat": ("next_request_s", True),
    "reopen_rate": ("reopened_s", True),
    "reopen_rate_simple": ("reopens", False),
    "transfer_rate": ("transfers", False),
    "csat": ("score", True),
    "nps": ("nps_score", True),
}


@dataclass(frozen=True)
class Ticket:
    """One row behind a figure. `id`: of the request, or of the answer or check where the row names no request.

    `on`: the local date that places it; `good`: whether it counts for the person, null where the metric does not say;
    `value`: what tells how well it went, as `facts` names it or in the metric's unit, null where it has none; `facts`:
    the rest, as answers.evidence has it, without what is null.
    """

    source: str
    id: str
    on: date | None
    good: bool | None
    value: float | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Sample:
    """`n`: how many rows there are. `random`: drawn by `seed`, the same each time, and always named first; `typical`:
    nearest to the middle value, or of what is most common; `best`, `worst`: by the metric's direction, newest first
    among equals. `reason`: why no rows are shown; all four are empty then."""

    n: int
    seed: int
    random: tuple[Ticket, ...]
    typical: tuple[Ticket, ...]
    best: tuple[Ticket, ...]
    worst: tuple[Ticket, ...]
    reason: str | None = None


def sample(
    agent: str,
    metric: str,
    scope: Scope,
    generation: Generation,
    span: Span,
    seed: int = SEED,
    where: Mapping[str, Sequence[str]] | None = None,
) -> Sample:
    """Examples of the rows that a person's figure counts. Raises FiguresOff, LookupError as evidence.behind does."""
    people.allowed(scope, generation)
    chosen = people.rows_of(metric, where or {})
    return of_rows(metric, behind(asked(metric, span, chosen, agent=agent), scope, generation, None), seed)


def of_rows(metric: str, found: Evidence, seed: int = SEED) -> Sample:
    """The examples among the rows behind a metric."""
    if found.reason is not None:
        return Sample(found.n, seed, (), (), (), (), found.reason)
    column, more = _MEASURED.get(metric, ("value", entry(metric).direction == "higher"))
    lower = entry(metric).direction == "lower"
    if found.rows.height and column == "score" and found.rows["scale"].n_unique() > 1:
        column = "value"  # scores of several scales have no order
    rows = [_ticket(row, column, lower=lower) for row in found.rows.iter_rows(named=True)]
    return Sample(
        found.n,
        seed,
        random=tuple(sorted(rows, key=lambda one: _draw(one, seed))[:DRAWN]),
        typical=tuple(_typical(rows, seed)[:SHOWN]),
        best=tuple(_ordered(rows, more=more, best=True)[:SHOWN]) if _judges(rows, metric) else (),
        worst=tuple(_ordered(rows, more=more, best=False)[:SHOWN]) if _judges(rows, metric) else (),
    )


def _ticket(row: Mapping[str, Any], column: str, *, lower: bool) -> Ticket:
    hit = row.get("hit")
    value = row["points"] / row["possible"] if row.get("possible") else row.get(column)
    return Ticket(
        source=row.get("source") or "",
        id=next((str(row[name]) for name in _IDS if row.get(name) is not None), ""),
        on=row["on"],
        good=None if hit is None else bool(hit) != lower,
        value=None if value is None else float(value),
        facts={name: each for name, each in row.items() if each is not None and name not in ("source", "on", "hit")},
    )


def _draw(one: Ticket, seed: int) -> str:
    """Where a row stands in the draw: by what it is alone, so that other rows that come or go do not move it."""
    told = (one.source, one.id, *(str(one.facts.get(name, "")) for name in (*_IDS, "criterion", "clock")), one.on)
    return sha256("\x1f".join(map(str, (seed, *told))).encode()).hexdigest()


def _typical(rows: Sequence[Ticket], seed: int) -> list[Ticket]:
    """The nearest to the middle value; without values those that went as most did, in the order of the draw."""
    drawn = sorted(rows, key=lambda one: _draw(one, seed))
    known = [one.value for one in rows if one.value is not None]
    if known:
        middle = median(known)
        return sorted((one for one in drawn if one.value is not None), key=lambda one: abs((one.value or 0.0) - middle))
    good = sum(bool(one.good) for one in rows)
    return [one for one in drawn if one.good is None or one.good == (2 * good >= len(rows))]


def _judges(rows: Sequence[Ticket], metric: str) -> bool:
    """Whether one row can be better than another at all."""
    return entry(metric).direction in ("higher", "lower") and any(
        one.good is not None or one.value is not None for one in rows
    )


def _ordered(rows: Sequence[Ticket], *, more: bool, best: bool) -> list[Ticket]:
    """From the best, or from the worst: by yes or no, then by value. What never came is the longest wait."""

    def place(one: Ticket) -> tuple[float, float, int, str]:
        value = float("inf") if one.value is None else one.value
        sign = -1.0 if best else 1.0
        newest = -one.on.toordinal() if one.on is not None else 0
        return sign * float(bool(one.good)), sign * (value if more else -value), newest, one.id

    return sorted(rows, key=place)
