"""Quality of resolution: solved at the first contact, reopened, handed on, checked."""

from collections.abc import Mapping

from ibis import _

from data.queries.counting import ROWS, Count, Sum, parameter, share
from data.queries.tables import quality_checks, tickets

_DAY = 86_400.0

_by_people = ~_.bot_solved.fill_null(False)
_in_writing = _.channel.fill_null("other") != "phone"
_touched = _.counted & _.solved & _in_writing & _by_people & (_.replies >= 1)
_one_touch = _.replies == 1

COUNTS: Mapping[str, Count] = {
    "fcr_one_touch": share(tickets, "solved_on", _touched, _one_touch, "solve_agent"),
    "fcr_strict": share(
        tickets,
        "solved_on",
        _touched & _.reopens.notnull() & _.transfers.notnull(),
        _one_touch & (_.reopens == 0) & (_.transfers == 0),
        "solve_agent",
    ),
    "fcr_no_repeat": share(
        tickets,
        "solved_on",
        _.counted & _.customer.notnull() & (_.since_solved_s > parameter("fcr_no_repeat", "days") * _DAY),
        _.next_request_s.isnull() | (_.next_request_s > parameter("fcr_no_repeat", "days") * _DAY),
        "solve_agent",
    ),
    "fcr_flag": share(
        tickets,
        "ended_on",
        _.counted & (_.channel == "phone") & _.answered & _.resolved_flag.notnull(),
        _.resolved_flag,
    ),
    "reopen_rate": share(
        tickets,
        "first_solved_on",
        _.counted & _.history & (_.settled_s > parameter("reopen_rate", "days") * _DAY),
        _.reopened_s <= parameter("reopen_rate", "days") * _DAY,
    ),
    "reopen_rate_simple": share(tickets, "created_on", _.counted & _.reopens.notnull(), _.reopens > 0),
    "transfer_rate": share(tickets, "created_on", _.counted & _.transfers.notnull(), _.transfers > 0),
    "qa_score": Count(
        quality_checks,
        "checked_on",
        _.points.notnull() & (_.possible > 0),
        {
            "n": ROWS,
            "x": Sum("total", _.points),
            "y": Sum("total", _.possible),
            "xx": Sum("total", _.points * _.points),
            "xy": Sum("total", _.points * _.possible),
            "yy": Sum("total", _.possible * _.possible),
        },
    ),
}
