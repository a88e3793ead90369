"""Negative answers and complaints, who is to answer each until when, and whether that happened.

What the helpdesk tells and what people entered here (data.records.FollowUp) stand side by side; where both speak, what
was entered counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from answers import clock
from data import engine
from data.queries import feedback as queries
from data.records import FollowUp
from data.scope import Scope
from data.store import Generation
from metrics import estimates
from metrics.catalogue import metric as entry
from metrics.metric import Value

KINDS = ("survey", "complaint")
SHOWN = ("open", "nobody", "overdue", "answered", "all")  # parts of a list
STATES = ("open", "overdue", "answered")

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Standing:
    """How many pieces of feedback there are, and how many of them are in each part of the list."""

    total: int
    open: int
    nobody: int
    overdue: int
    answered: int


def promise_days() -> int:
    """Within how many days a complaint is to be answered, by the metric's own time."""
    return int((entry("complaint_answered_within").parameters["within"].default or 0) // 86_400)


def due(on: date, today: date) -> date:
    """Until when to answer a piece of feedback of a day: as promised for complaints, and never before today."""
    return max(on + timedelta(days=promise_days()), today)


def feedback(
    span: Span,
    scope: Scope,
    generation: Generation,
    where: Where,
    entered: Sequence[FollowUp],
    today: date,
) -> pl.DataFrame:
    """The feedback of a span, newest first: queries.feedback.feedback, and beside it

    by: who gave it to a team: here, helpdesk, null (nobody did); responsible: the team; owner: the person; due: until
    when, entered here or as promised for complaints; state: one of STATES; follow_up: id of what was entered here;
    answered_on: the local day, of the helpdesk's answers that of UTC.
    Overdue is what people entered by `today`, and what the helpdesk tells by the data's own now.
    """
    chosen = tuple(sorted((name, tuple(sorted(values))) for name, values in where.items()))
    rows = _rows(span, scope, generation, chosen)
    c = pl.col
    kept = _entered(entered)
    rows = rows.join(kept, on=["of", "source", "feedback_id"], how="left", maintain_order="left")
    as_of = pl.lit(clock.as_of(generation), dtype=pl.Date)
    answered = c("answered_at").dt.replace_time_zone("UTC").dt.convert_time_zone(generation.settings.zone).dt.date()
    promised = pl.when(c("of") == "complaint").then(c("on") + pl.duration(days=promise_days()))
    helpdesk = c("routed_to").is_not_null() | c("routed_at").is_not_null()
    rows = rows.with_columns(
        by=pl.when(c("follow_up").is_not_null()).then(pl.lit("here")).when(helpdesk).then(pl.lit("helpdesk")),
        responsible=pl.coalesce("entered_team", "routed_to"),
        due=pl.coalesce("entered_due", promised),
        answered_on=pl.coalesce(c("entered_answered_on"), answered),
        now=pl.when(c("follow_up").is_not_null()).then(pl.lit(today)).otherwise(as_of),
    )
    state = (
        pl.when(c("answered_on").is_not_null())
        .then(pl.lit("answered"))
        .when(c("due") < c("now"))
        .then(pl.lit("overdue"))
        .otherwise(pl.lit("open"))
    )
    return rows.with_columns(state=state).drop("entered_team", "entered_due", "entered_answered_on", "now")


def pick(rows: pl.DataFrame, part: str) -> pl.DataFrame:
    """One of SHOWN: all that is open (overdue too), with nobody responsible, overdue, answered.

    What is overdue stands first, longest before; the rest newest first.
    """
    found = rows if part == "all" else rows.filter(_PARTS[part])
    late = pl.when(pl.col("state") == "overdue").then("due")
    return found.sort(late, nulls_last=True, maintain_order=True)


def standing(rows: pl.DataFrame) -> Standing:
    """The counts of the parts."""
    counted = rows.select(condition.sum().alias(name) for name, condition in _PARTS.items())
    return Standing(rows.height, **dict(zip(counted.columns, counted.row(0), strict=True)))


def kept_in_time(rows: pl.DataFrame, today: date) -> Value:
    """Answered by its due date, of the feedback that was given to a team here and is answered or was due before
    `today`."""
    entered = rows.filter(pl.col("by") == "here")
    decided = entered.filter(pl.col("answered_on").is_not_null() | (pl.col("due") < today))
    in_time = decided.filter(pl.col("answered_on") <= pl.col("due"))
    (row,) = estimates.share(pl.DataFrame({"n": [decided.height], "hits": [in_time.height]})).rows(named=True)
    return Value(row["value"], row["n"], row["low"], row["high"])


_OPEN = pl.col("state") != "answered"
_PARTS = {
    "open": _OPEN,
    "nobody": _OPEN & pl.col("by").is_null(),
    "overdue": pl.col("state") == "overdue",
    "answered": ~_OPEN,
}


@lru_cache(maxsize=16)
def _rows(
    span: Span, scope: Scope, generation: Generation, where: tuple[tuple[str, tuple[str, ...]], ...]
) -> pl.DataFrame:
    bound = {"first": span[0], "last": span[1]} | {f"where_{name}": list(values) for name, values in where}
    return engine.run(queries.feedback(tuple(name for name, _values in where)), scope, generation, bound)


def _entered(entered: Sequence[FollowUp]) -> pl.DataFrame:
    """Follow-ups by the feedback that they are about."""
    schema: dict[str, type[pl.DataType]] = {
        name: pl.String for name in ("of", "source", "feedback_id", "follow_up", "entered_team", "owner")
    }
    rows = [
        (one.kind, one.source, one.feedback_id, one.id, one.team, one.owner, one.due, one.answered_on)
        for one in entered
    ]
    schema |= {"entered_due": pl.Date, "entered_answered_on": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
