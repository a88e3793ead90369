"""What is waiting: the open requests with what is forgotten of them, how the queue came about, one request looked up.

What counts as forgotten is what its metric counts (flow.py); the order of the requests is made in answers/.
"""

from functools import cache, lru_cache

import ibis
from ibis import _
from ibis.expr import types as ir

from data.columns import SURVEYS, TICKETS
from data.derived_columns import DERIVED_SURVEYS, DERIVED_TICKETS
from data.queries import flow
from data.queries.counting import Count, bound_date, bound_texts
from data.queries.tables import steps, table

_IDENTITY = ("source", "ticket_id")
_WHAT = ("channel", "team", "agent", "topic", "priority", "status", "waiting_on")
_SHOWN = (
    *_IDENTITY,
    *_WHAT,
    *("created_at", "as_of", "open_s", "open_age", "idle_s", "due_at", "due_for", "lateness"),
)
_LOOKED_UP = (
    *_IDENTITY,
    *_WHAT,
    *("channel_detail", "product", "tier", "kind", "direction", "counted", "is_open", "solved", "bot_solved"),
    *("abandoned", "history", "as_of", "created_at", "handoff_at", "first_reply_at", "first_reply_agent"),
    *("first_resolved_at", "resolved_at", "closed_at", "ended_at", "updated_at", "complaint_answered_at"),
    *("followed_up_at", "routed_to", "routed_at", "resolved_by", "open_s", "idle_s", "unanswered_s", "reopens"),
    *("reply_promised_at", "reply_promise", "resolution_promised_at", "resolution_promise"),
)
_FORGOTTEN = {
    name: count.rows
    for name in ("unowned", "unanswered", "stale", "waiting_on_department")
    if isinstance(count := flow.COUNTS[name], Count)
} | {"past_due": _.past_due}
FORGOTTEN = tuple(_FORGOTTEN)

_tickets = table("tickets", TICKETS | DERIVED_TICKETS)
_surveys = table("surveys", SURVEYS | DERIVED_SURVEYS)


@lru_cache(maxsize=64)
def open_requests(where: tuple[str, ...]) -> ir.Table:
    """Open requests: facts, ages in seconds, the next promise, and whether each of FORGOTTEN holds; in no order.

    Takes stale__days, and where_… of each dimension of `where`.
    """
    t = _chosen(_tickets.filter(_.is_open), where)
    return t.select(*_SHOWN, **{f"is_{name}": ibis.coalesce(rows, False) for name, rows in _FORGOTTEN.items()})


@lru_cache(maxsize=64)
def moves(where: tuple[str, ...]) -> ir.Table:
    """on, kind (created, solved, reopened, left: no history tells how), n: how many requests, by date up to `last`.

    Takes last, and where_… of each dimension of `where`.
    """
    t = _chosen(flow.moves, where).filter(_.on <= bound_date("last"))
    return t.group_by("on", "kind").agg(n=_.count().cast("int64")).order_by("on", "kind")


@cache
def requests() -> ir.Table:
    """The requests with one of the bound `ids`, of all kinds and sources, without the customer."""
    return _looked_up(_tickets).select(_LOOKED_UP).order_by(_IDENTITY)


@cache
def changes() -> ir.Table:
    """source, ticket_id, at, kind: how the requests with the bound `ids` became open and solved, from histories."""
    return _looked_up(steps).select(*_IDENTITY, "at", "kind").order_by(*_IDENTITY, "at", "kind")


@cache
def scores() -> ir.Table:
    """source, ticket_id, kind, score, scale, answered_at of the surveys of the requests with the bound `ids`."""
    return (
        _looked_up(_surveys)
        .select(*_IDENTITY, "kind", "score", "scale", "answered_at")
        .order_by(*_IDENTITY, "answered_at", "kind", "score", "scale")
    )


def _chosen(t: ir.Table, where: tuple[str, ...]) -> ir.Table:
    for dimension in where:
        t = t.filter(bound_texts(f"where_{dimension}").contains(t[dimension]))
    return t


def _looked_up(t: ir.Table) -> ir.Table:
    return t.filter(bound_texts("ids").contains(t.ticket_id))
