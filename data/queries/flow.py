"""Volume and flow: how much comes in, how much is waiting, and what is forgotten."""

from collections.abc import Mapping

import ibis
from ibis import _

from data.queries.counting import Count, Sum, number, parameter, share, spread
from data.queries.tables import CUT_NAMES, steps, tickets

_DAY = 86_400.0

# +1 and −1 of each request: by its history, else by the days on which it came and ceased to be open.
_placed = tickets.filter(_.counted & ~_.history & (_.is_open | (_.left_on.notnull() & _.created_on.notnull())))
_steps = (
    _placed.select(*CUT_NAMES, "agent", on=_.created_on, step=ibis.literal(1))
    .union(
        _placed.filter(_.left_on.notnull()).select(*CUT_NAMES, "agent", on=_.left_on, step=ibis.literal(-1)),
    )
    .union(steps.filter(_.counted).select(*CUT_NAMES, "agent", on=_.on, step=_.step.cast("int8")))
)

COUNTS: Mapping[str, Count] = {
    "requests": number(tickets, "created_on", _.counted),
    "backlog": Count(_steps, "on", ibis.literal(True), {"n": Sum("total", _.step.cast("int64"))}, running=True),
    "backlog_age": spread(tickets, None, "open_s", _.is_open),
    "unowned": number(tickets, None, _.unowned),
    "unanswered": number(tickets, None, _.counted & _.unanswered_s.notnull()),
    "stale": number(tickets, None, _.is_open & (_.idle_s > parameter("stale", "days") * _DAY)),
    "waiting_on_department": number(tickets, None, _.is_open & (_.waiting_on == "department")),
    "bot_share": share(tickets, "created_on", _.counted & _.by_bot.notnull() & (_.solved | _.by_bot), _.by_bot),
}
