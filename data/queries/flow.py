"""Volume and flow: how much comes in, how much is waiting, and what is forgotten."""

from collections.abc import Mapping

import ibis
from ibis import _
from ibis.expr import types as ir

from data.queries.counting import Count, Sum, number, parameter, share, spread
from data.queries.tables import CUT_NAMES, steps, tickets

_DAY = 86_400.0

# +1 and −1 of each request: by its history, else by the days on which it came and ceased to be open.
_placed = tickets.filter(_.counted & ~_.history & (_.is_open | (_.left_on.notnull() & _.created_on.notnull())))
moves = (
    _placed.select(*CUT_NAMES, "agent", on=_.created_on, step=ibis.literal(1), kind=ibis.literal("created"))
    .union(
        _placed.filter(_.left_on.notnull()).select(
            *CUT_NAMES, "agent", on=_.left_on, step=ibis.literal(-1), kind=ibis.literal("left")
        ),
    )
    .union(steps.filter(_.counted).select(*CUT_NAMES, "agent", on=_.on, step=_.step.cast("int8"), kind=_.kind))
)


def _still_open(steps: ir.Table) -> ir.Table:
    """The requests that are open after these steps, with the day on which they first were."""
    left = steps.group_by("source", "ticket_id").agg(open=_.step.sum()).filter(_.open > 0)
    # Few are left: what is told of them is only looked up then.
    same = {name: _[name].arbitrary() for name in ("channel", "team", "agent", "topic", "priority")}
    return steps.semi_join(left, ["source", "ticket_id"]).group_by("source", "ticket_id").agg(**same, on=_.on.min())


COUNTS: Mapping[str, Count] = {
    "requests": number(tickets, "created_on", _.counted),
    "backlog": Count(
        moves,
        "on",
        ibis.literal(True),
        {"n": Sum("total", _.step.cast("int64"))},
        running=True,
        behind=_still_open,
    ),
    "backlog_age": spread(tickets, None, "open_s", _.is_open),
    "unowned": number(tickets, None, _.unowned),
    "unanswered": number(tickets, None, _.counted & _.unanswered_s.notnull()),
    "stale": number(tickets, None, _.is_open & (_.idle_s > parameter("stale", "days") * _DAY)),
    "waiting_on_department": number(tickets, None, _.is_open & (_.waiting_on == "department")),
    "bot_share": share(tickets, "created_on", _.counted & _.by_bot.notnull() & (_.solved | _.by_bot), _.by_bot),
}
