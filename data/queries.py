"""What is counted for each metric: ibis expressions over the stored tables, under the metric's id.

The only place that names a stored column in a query. Making a value of the counts stands in metrics/.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import ibis
import polars as pl
from ibis import Deferred, _
from ibis.expr import types as ir

from data.columns import DERIVED_SURVEYS, DERIVED_TICKETS, SURVEYS, TICKETS

GRAINS = ("day", "week", "month", "quarter", "year")
Grain = Literal["day", "week", "month", "quarter", "year"]
Values = Mapping[str, bool | float | date | Sequence[str]]  # bound when an expression runs
_TYPES = {
    pl.String(): "string",
    pl.Float64(): "float64",
    pl.Int64(): "int64",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
}


DIMENSIONS = ("channel", "channel_detail", "team", "agent", "topic", "priority", "source")
_SURVEY_DIMENSIONS = ("channel", "team", "agent", "topic", "priority", "source")
# What counting looks at besides the derived columns: an expression over all columns takes thrice as long to compile.
_FACTS = ("replies", "reopens", "transfers", "wait_s", "answered", "bot_solved")


def _table(name: str, columns: Mapping[str, pl.DataType]) -> ir.Table:
    return ibis.table({column: _TYPES.get(dtype, "timestamp(6)") for column, dtype in columns.items()}, name=name)


tickets = _table("tickets", {name: TICKETS[name] for name in (*DIMENSIONS, *_FACTS)} | DERIVED_TICKETS)
surveys = _table("surveys", {name: SURVEYS[name] for name in (*_SURVEY_DIMENSIONS, "sent")} | DERIVED_SURVEYS)
days = _table("days", {name: pl.Date() for name in ("date", "week", "month", "quarter", "year")})


@dataclass(frozen=True)
class Question:
    """A metric of which rows, cut how. Hashable: the same question has the same answer within a generation.

    `where`: dimension → the values that count. `span`: first and last local date, both included.
    `params`: the metric's parameters; `promises`: channel → seconds of the organisation's promise.
    """

    metric: str
    by: tuple[str, ...] = ()
    grain: Grain | None = None
    span: tuple[date, date] | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    params: tuple[tuple[str, float], ...] = ()
    promises: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Count:
    """Rows of one metric: the table, the date that places a row, who owns it, which rows, and what is summed up.

    `rows` and `fact` are expressions over the table, in which `_.promise` is the promised seconds of a row; `sums` are
    over `_.fact`. They are named n, hits, promoters, detractors or values, as metrics/estimates.py takes them.
    """

    table: ir.Table
    on: str
    agent: str
    rows: Deferred
    fact: Deferred
    sums: Mapping[str, Deferred]


_N = _.count().cast("int64")


def _yes(condition: Deferred) -> Deferred:
    """How often a condition holds; an unknown one does not hold."""
    return ibis.ifelse(condition, 1, 0).sum().cast("int64")


def _share(table: ir.Table, on: str, agent: str, rows: Deferred, hit: Deferred) -> Count:
    return Count(table, on, agent, rows, hit, {"n": _N, "hits": _yes(_.fact)})


def _values(on: str, agent: str, column: str, rows: Deferred = _.counted) -> Count:
    return Count(tickets, on, agent, rows & _[column].notnull(), _[column], {"values": _.fact.collect().sort()})


def _within(reply: str, wait: str) -> Count:
    """Replied in time, of those replied to at all or still waiting and already older than promised."""
    answered_or_late = _[reply].notnull() | (_[wait] > _.promise)
    return _share(tickets, "created_on", "reply_agent", _.counted & answered_or_late, _[reply] <= _.promise)


_in_writing = _.channel.fill_null("other") != "phone"
_in_queue = _.channel.isin(["phone", "chat"])
_by_people = ~_.bot_solved.fill_null(False)

COUNTS: Mapping[str, Count] = {
    "requests": Count(tickets, "created_on", "agent", _.counted, _.counted, {"n": _N}),
    "first_response_time": _values("created_on", "reply_agent", "first_response_s"),
    "first_response_time_business": _values("created_on", "reply_agent", "first_response_business_s"),
    "first_response_within": _within("first_response_s", "unanswered_s"),
    "first_response_within_business": _within("first_response_business_s", "unanswered_business_s"),
    "resolution_time": _values("solved_on", "solve_agent", "resolution_s"),
    "resolution_time_business": _values("solved_on", "solve_agent", "resolution_business_s"),
    "sla_first_response": _share(
        tickets,
        "sla_first_response_on",
        "reply_agent",
        _.counted & _.sla_first_response.notnull(),
        _.sla_first_response,
    ),
    "sla_resolution": _share(
        tickets, "sla_resolution_on", "solve_agent", _.counted & _.sla_resolution.notnull(), _.sla_resolution
    ),
    "fcr_one_touch": _share(
        tickets,
        "solved_on",
        "solve_agent",
        _.counted & _.solved & _in_writing & _by_people & (_.replies >= 1),
        _.replies == 1,
    ),
    "reopen_rate_simple": _share(tickets, "created_on", "agent", _.counted & _.reopens.notnull(), _.reopens > 0),
    "transfer_rate": _share(tickets, "created_on", "agent", _.counted & _.transfers.notnull(), _.transfers > 0),
    "queue_wait": _values("created_on", "reply_agent", "wait_s", _.counted & _in_queue & _.answered),
    "answer_rate": _share(
        tickets, "created_on", "agent", _.counted & (_.channel == "phone") & _.answered.notnull(), _.answered
    ),
    "csat": _share(surveys, "answered_on", "agent", _.satisfied.notnull(), _.satisfied),
    "nps": Count(
        surveys,
        "answered_on",
        "agent",
        _.nps_score.notnull(),
        _.nps_score,
        {"n": _N, "promoters": _yes(_.fact >= 9), "detractors": _yes(_.fact <= 6)},
    ),
    "survey_response_rate": _share(surveys, "sent_on", "agent", _.sent.fill_null(False), _.answered),
}


class UnknownDimension(LookupError):
    """A metric cannot be cut this way; the message names the ways it can."""


def dimensions(metric: str) -> tuple[str, ...]:
    """What a metric can be grouped and filtered by."""
    return DIMENSIONS if COUNTS[metric].table is tickets else _SURVEY_DIMENSIONS


def _bound(dtype: str) -> Callable[[str], ir.Value]:
    """A value that is bound by its name when the expression runs."""
    return ibis.udf.scalar.builtin(lambda key: key, name="getvariable", signature=(("string",), dtype))  # type: ignore[no-any-return]


_bound_date, _bound_number, _bound_texts = _bound("date"), _bound("float64"), _bound("array<string>")


@dataclass(frozen=True)
class _Shape:
    """A question without its values: questions of one shape are one expression, which is compiled once."""

    metric: str
    by: tuple[str, ...]
    grain: Grain | None
    dated: bool
    where: tuple[str, ...]
    within: bool
    promised: tuple[str, ...]


def counts(question: Question) -> tuple[ir.Table, Values]:
    """The counts of a question and the values to bind: its `by` columns, `period` (with a grain), the metric's sums.

    Without a grain and span all rows count, undated ones too.
    """
    within, promises, where = dict(question.params).get("within"), dict(question.promises), dict(question.where)
    shape = _Shape(
        metric=question.metric,
        by=question.by,
        grain=question.grain,
        dated=question.span is not None,
        where=tuple(where),
        within=within is not None,
        promised=tuple(promises),
    )
    values: dict[str, float | date | Sequence[str]] = {f"where_{name}": list(chosen) for name, chosen in where.items()}
    values |= {f"promise_{channel}": float(seconds) for channel, seconds in promises.items()}
    if within is not None:
        values["within"] = float(within)
    if question.span is not None:
        values["first"], values["last"] = question.span
    return _counts(shape), values


@lru_cache(maxsize=1024)
def _counts(shape: _Shape) -> ir.Table:
    count = COUNTS[shape.metric]
    t = count.table
    if shape.within:
        t = t.mutate(promise=_bound_number("within"))
    elif shape.promised:
        promised = [(channel, _bound_number(f"promise_{channel}")) for channel in shape.promised]
        t = t.mutate(promise=t.channel.cases(*promised, else_=_bound_number("promise_other")))
    t = t.filter(count.rows)
    for dimension in shape.where:
        t = t.filter(_bound_texts(f"where_{dimension}").contains(t[_column(count, shape.metric, dimension)]))
    if shape.dated:
        t = t.filter(t[count.on].between(_bound_date("first"), _bound_date("last")))
    groups = {dimension: t[_column(count, shape.metric, dimension)] for dimension in shape.by}
    t = t.select(**groups, on=t[count.on], fact=count.fact)  # few columns before the join
    keys = list(shape.by)
    if shape.grain is not None:
        calendar = days.select(on="date", period="date" if shape.grain == "day" else shape.grain)
        t = t.join(calendar, "on")
        keys.append("period")
    return t.group_by(keys).agg(**count.sums) if keys else t.agg(**count.sums)


def _column(count: Count, metric: str, dimension: str) -> str:
    if dimension not in dimensions(metric):
        raise UnknownDimension(f"{metric} cannot be cut by {dimension!r}, only by {', '.join(dimensions(metric))}.")
    return count.agent if dimension == "agent" else dimension


def rows(table: Literal["tickets", "surveys"]) -> ir.Table:
    """All rows of a table with their derived columns, in a stable order."""
    columns = TICKETS | DERIVED_TICKETS if table == "tickets" else SURVEYS | DERIVED_SURVEYS
    return _table(table, columns).order_by("source", "ticket_id")


def values(dimension: Literal["channel", "team"]) -> ir.Table:
    """The values that a dimension takes, of requests and surveys alike."""
    found = tickets.select(dimension).union(surveys.select(dimension), distinct=True)
    return found.filter(_[dimension].notnull()).order_by(dimension)
