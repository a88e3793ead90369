"""What fell on each person on each day: requests and handling of owners, what their shifts say, what is open.

Rows of days and people, no metric: metrics/ and answers/ make numbers of them.
"""

from functools import cache, lru_cache

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import SHIFTS
from data.queries.counting import bound_date, bound_texts
from data.queries.tables import agent_time, tickets

# Few columns: an expression over all of them takes thrice as long to compile.
_owned = tickets.filter(_.counted & _.agent.notnull()).select(
    "agent", "team", "channel", "created_on", "ended_on", "handle_s", "is_open"
)


def _within(rows: ir.Table, on: str) -> ir.Table:
    return rows.filter(rows[on].between(bound_date("first"), bound_date("last")))


@lru_cache(maxsize=2)
def owned_by_day(channels: bool) -> ir.Table:
    """agent, team (of the requests), on, requests (created), handled, busy_s (ended); the same of the chosen channels
    alone as chosen_….

    Takes first and last, and with `channels` where_channel; without, all are chosen.
    """
    among = bound_texts("where_channel").contains(_owned.channel).fill_null(False)
    owned = _owned.mutate(chosen=among if channels else ibis.literal(True))
    none = ibis.null("float64")
    created = _within(owned, "created_on").select(
        "agent", "team", "chosen", on=_.created_on, created=ibis.literal(1), handle_s=none
    )
    ended = _within(owned.filter(_.handle_s.notnull()), "ended_on").select(
        "agent", "team", "chosen", on=_.ended_on, created=ibis.literal(0), handle_s=_.handle_s
    )
    known = _.handle_s.notnull()
    return (
        created.union(ended)
        .group_by("agent", "team", "on")
        .agg(
            requests=_.created.sum().cast("int64"),
            handled=ibis.ifelse(known, 1, 0).sum().cast("int64"),
            busy_s=_.handle_s.sum(),
            chosen_requests=ibis.ifelse(_.chosen, _.created, 0).sum().cast("int64"),
            chosen_busy_s=ibis.ifelse(_.chosen, _.handle_s, none).sum(),
        )
        .order_by("agent", "team", "on")
    )


@cache
def time_by_day() -> ir.Table:
    """agent, on, team, and of the day what is booked: `on_shift` (anything of SHIFTS), `absent`, available_s, break_s,
    overtime_s (null: none), `begins` and `ends` of the shift; `ends` is null where a booking has no end.

    Takes first and last.
    """
    here = _.kind.isin(SHIFTS)

    def seconds(kind: str) -> ir.Value:
        return ibis.ifelse(_.kind == kind, _.seconds, ibis.null("float64")).sum()

    return (
        _within(agent_time, "on")
        .group_by("agent", "on")
        .agg(
            team=_.team.min(),
            on_shift=ibis.ifelse(here, 1, 0).max() == 1,
            absent=ibis.ifelse(_.kind == "absence", 1, 0).max() == 1,
            available_s=seconds("available"),
            break_s=seconds("break"),
            overtime_s=seconds("overtime"),
            begins=ibis.ifelse(here, _.started_at, ibis.null("timestamp(6)")).min(),
            ends=ibis.ifelse(here, _.ended_at, ibis.null("timestamp(6)")).max(),
            endless=ibis.ifelse(here & _.ended_at.isnull(), 1, 0).max() == 1,
        )
        .mutate(ends=ibis.ifelse(_.endless, ibis.null("timestamp(6)"), _.ends))
        .drop("endless")
        .order_by("agent", "on")
    )


@cache
def open_now() -> ir.Table:
    """agent, open: the open requests that each owns."""
    return _owned.filter(_.is_open).group_by("agent").agg(open=_.count().cast("int64")).order_by("agent")
