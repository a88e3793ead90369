"""Workload: requests, open requests and handling per agent, and per day on which that agent worked."""

from collections.abc import Mapping

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import SHIFTS
from data.queries.counting import Count, Sum, bound_truth
from data.queries.tables import agent_time, tickets

_owned = tickets.filter(_.counted & _.agent.notnull())
# Days of work: those of shifts where shifts are loaded, else those with a request.
_of_shifts = agent_time.filter(bound_truth("has_shifts") & _.kind.isin(SHIFTS) & _.on.notnull()).select(
    "agent", "team", "on"
)


def _agent_days(rows: ir.Table) -> ir.Table:
    """The days of work, with what fell on each."""
    team = ibis.ifelse(_.worked == 1, _.team, ibis.null("string")).max()
    days = rows.group_by("agent", "on").agg(team=team, value=_.amount.sum(), worked=_.worked.sum())
    return days.filter(_.worked > 0).drop("worked")


def _owners(requests: ir.Table) -> ir.Table:
    """Who owns any of these requests, and how many."""
    return requests.group_by("agent").agg(value=_.count(), on=ibis.null("date"))


def _per_day(on: str, amount: ir.Value) -> Count:
    of_requests = _owned.filter(~bound_truth("has_shifts") & _[on].notnull()).select("agent", "team", on=_[on])
    # One team a day, so that an agent's day is counted once.
    worked = of_requests.union(_of_shifts).group_by("agent", "on").agg(team=_.team.min())
    done = _owned.select("agent", "team", on=_[on], amount=amount, worked=ibis.literal(0))
    days = worked.select("agent", "team", "on", amount=ibis.literal(0.0), worked=ibis.literal(1))
    return Count(
        done.union(days),
        "on",
        _.amount.notnull(),
        {
            "n": Sum("total", _.worked.cast("int64")),
            "x": Sum("total", _.amount),
            "y": Sum("total", _.worked.cast("int64")),
        },
        behind=_agent_days,
    )


COUNTS: Mapping[str, Count] = {
    "workload_requests": _per_day("created_on", ibis.literal(1.0)),
    "workload_handle_time": _per_day("ended_on", _.handle_s),
    "workload_open": Count(
        _owned,
        None,
        _.is_open,
        {
            "n": Sum("distinct", _.agent),
            "x": Sum("rows", ibis.literal(True)),
            "y": Sum("distinct", _.agent),
        },
        behind=_owners,
    ),
}
