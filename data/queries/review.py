"""What a person's review needs beside the metrics: praise by person, and work on requests that others own. No customer.

Rows of people and whole sums, no metric; each takes the first and last local date.
"""

from functools import cache

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import SURVEYS
from data.derived_columns import DERIVED_SURVEYS
from data.queries.counting import bound_date
from data.queries.tables import helped, surveys, table, tickets

_CUTS = ("agent", "team", "channel", "topic")
_written = table(
    "surveys",
    {name: SURVEYS[name] for name in (*_CUTS, "comment")}
    | {name: DERIVED_SURVEYS[name] for name in ("arrival_priority", "answered_on", "satisfied", "nps_score")},
)


def _within(rows: ir.Table, on: str) -> ir.Table:
    return rows.filter(rows[on].between(bound_date("first"), bound_date("last")))


@cache
def praised() -> ir.Table:
    """agent, team, channel, topic, priority, day, n (answers of a satisfaction or recommendation survey in which
    something is written), hits (those with a satisfied or a promoter's score)."""
    judged = _.satisfied.notnull() | _.nps_score.notnull()
    good = _.satisfied.fill_null(False) | (_.nps_score >= 9).fill_null(False)
    rows = _within(_written, "answered_on").filter(judged & (_.comment.strip() != ""))
    keys = rows.select(*_CUTS, priority=_.arrival_priority, day=_.answered_on, good=good)
    return (
        keys.group_by(*_CUTS, "priority", "day")
        .agg(n=_.count().cast("int64"), hits=ibis.ifelse(_.good, 1, 0).sum())
        .order_by(*_CUTS, "priority", "day")
    )


@cache
def help_given() -> ir.Table:
    """agent, requests, replies, notes: of requests that belonged to somebody else when they were written."""
    rows = _within(helped, "on").filter(_.counted)
    return (
        rows.group_by("agent")
        .agg(
            requests=_.source.concat("\x1f", _.ticket_id).nunique().cast("int64"),
            replies=(_.kind == "public_reply").sum(),
            notes=(_.kind == "internal_note").sum(),
        )
        .order_by("agent")
    )


@cache
def done_for_others() -> ir.Table:
    """agent, answered, solved: counted requests owned by others that the person replied to first, or solved, then."""
    parts = []
    for who, on, what in (("reply_agent", "created_on", "answered"), ("solve_agent", "solved_on", "solved")):
        rows = _within(tickets, on).filter(_.counted & (_[who] != _.agent))
        parts.append(rows.select(agent=_[who], what=ibis.literal(what)))
    return (
        parts[0]
        .union(parts[1])
        .group_by("agent")
        .agg(
            answered=(_.what == "answered").sum(),
            solved=(_.what == "solved").sum(),
        )
        .order_by("agent")
    )


@cache
def answered() -> ir.Table:
    """agent, n: the answers to surveys about each person."""
    rows = _within(surveys, "answered_on").filter(_.answered & _.agent.notnull())
    return rows.group_by("agent").agg(n=_.count().cast("int64")).order_by("agent")
