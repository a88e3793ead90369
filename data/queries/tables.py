"""The stored tables as ibis tables, with the columns that counting looks at, and rows and values of them as they are.

A few of the tables here are made of two stored ones, where a metric counts what both hold.
"""

from collections.abc import Mapping
from typing import Literal

import ibis
import polars as pl
from ibis import _
from ibis.expr import types as ir

from data.columns import SURVEYS, TICKETS
from data.derived_columns import CUTS, DERIVED, DERIVED_SURVEYS, DERIVED_TICKETS

_TYPES = {
    pl.String(): "string",
    pl.Float64(): "float64",
    pl.Int64(): "int64",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
}

DIMENSIONS = (
    *("channel", "channel_detail", "team", "agent", "topic", "product", "priority", "tier", "segment"),
    *("customer_status", "cause", "remedy", "open_age", "criterion", "source"),
    *("created_hour", "created_weekday", "switch_to", "arrival_priority", "arrival_shift", "owner"),
)
# What counting looks at besides the derived columns: an expression over all columns takes thrice as long to compile.
_FACTS = (
    *(
        "ticket_id",
        "channel",
        "channel_detail",
        "team",
        "agent",
        "topic",
        "product",
        "priority",
        "tier",
        "segment",
        "cause",
    ),
    *("remedy", "source", "customer", "direction", "kind", "waiting_on", "replies", "reopens", "transfers", "wait_s"),
    *(
        "answered",
        "abandoned",
        "bot_solved",
        "resolved_flag",
        "outcome",
        "right_party",
        "lead",
        "offer",
        "offer_accepted",
    ),
    "revenue",
)


def table(name: str, columns: Mapping[str, pl.DataType]) -> ir.Table:
    """An unbound table with these columns."""
    return ibis.table({column: _TYPES.get(dtype, "timestamp(6)") for column, dtype in columns.items()}, name=name)


tickets = table("tickets", {name: TICKETS[name] for name in _FACTS} | DERIVED_TICKETS)
surveys = table(
    "surveys",
    {
        name: SURVEYS[name]
        for name in (
            *("survey_id", "ticket_id", "channel", "team", "agent", "topic", "priority", "source", "kind", "sent"),
            *("score", "scale"),
        )
    }
    | DERIVED_SURVEYS,
)
agents, applications, turns, steps, helped, agent_time, quality_checks, orders, costs, help_sessions = (
    table(name, DERIVED[name])
    for name in (
        *("agents", "applications", "turns", "steps", "help"),
        *("agent_time", "quality_checks", "orders", "costs", "help_sessions"),
    )
)
days = table("days", {name: pl.Date() for name in ("date", "week", "month", "quarter", "year")})

CUT_NAMES = [name for name in CUTS if name != "agent"]


def sla(clock: str) -> ir.Table:
    """Verdicts of one clock: ids and cuts, agent, owner, on, kept. Of requests, and each application from histories."""
    applied = applications.filter(_.clock == clock).select(
        *CUT_NAMES, agent=_.agent, owner=_.owner, on=_.decided_on, kept=_.kept
    )
    own = {"first_response": (_.reply_agent, _.sla_first_response_on, _.sla_first_response)}
    own |= {"resolution": (_.solve_agent, _.sla_resolution_on, _.sla_resolution)}
    if clock not in own:
        return applied
    agent, on, kept = own[clock]
    return tickets.select(*CUT_NAMES, agent=agent, owner=_.agent, on=on, kept=kept).union(applied)


def rows(name: Literal["tickets", "surveys"]) -> ir.Table:
    """All rows of a table with their derived columns, in a stable order."""
    columns = TICKETS | DERIVED_TICKETS if name == "tickets" else SURVEYS | DERIVED_SURVEYS
    return table(name, columns).order_by("source", "ticket_id")


def people() -> ir.Table:
    """People as their sources list them: columns.AGENTS, in a stable order."""
    return agents.order_by("agent", "source")


def values(dimension: Literal["channel", "team"]) -> ir.Table:
    """The values that a dimension takes, of requests and surveys alike."""
    found = tickets.select(dimension).union(surveys.select(dimension), distinct=True)
    return found.filter(_[dimension].notnull()).order_by(dimension)
