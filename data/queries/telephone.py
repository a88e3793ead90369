"""Telephone and queues: how long people wait on the line, whether anybody answers, and how busy that keeps people."""

from collections.abc import Mapping

from ibis import _

from data.queries.counting import ROWS, Count, Sum, parameter, share
from data.queries.tables import agent_time, tickets

_offered = _.counted & (_.channel == "phone") & (_.answered.notnull() | _.abandoned.notnull())
_timed = _offered & _.wait_s.notnull()
_given_up = _.abandoned.fill_null(False)


def _service(metric: str, of: str) -> Count:
    """Answered within T, of the offered calls; what becomes of those given up within T is the difference."""
    soon = _.wait_s <= parameter(metric, "within")
    answered = _.answered.fill_null(False) & soon
    if of == "without_short":
        return share(tickets, "created_on", _timed & ~(_given_up & soon), answered)
    return share(tickets, "created_on", _timed, answered if of == "offered" else answered | (_given_up & soon))


_available = (
    agent_time.filter((_.kind == "available") & _.seconds.notnull())
    .group_by("agent", "on")
    .agg(available=_.seconds.sum(), team=_.team.min())
)
_handled = (
    tickets.filter(_.counted & _.handle_s.notnull())
    .select("agent", "handle_s", on=_.ended_on)
    .group_by("agent", "on")
    .agg(handled=_.handle_s.sum())
)
# By the agent and not by the source too: shifts come from another system than calls. Only days of which the waiting
# time is known: handling alone would look like full occupancy.
_busy = _available.left_join(_handled, ["agent", "on"]).select(
    "agent", "team", "on", busy_s=_.handled.fill_null(0.0), on_duty_s=_.handled.fill_null(0.0) + _.available
)

COUNTS: Mapping[str, Count] = {
    "answer_rate": share(tickets, "created_on", _.counted & (_.channel == "phone") & _.answered.notnull(), _.answered),
    "abandon_rate": share(
        tickets,
        "created_on",
        _offered & ~(_given_up & (_.wait_s < parameter("abandon_rate", "short")).fill_null(False)),
        _given_up,
    ),
    "service_level": _service("service_level", "without_short"),
    "service_level_offered": _service("service_level_offered", "offered"),
    "service_level_with_abandoned": _service("service_level_with_abandoned", "with_abandoned"),
    "handle_time": Count(tickets, "ended_on", _.counted & _.handle_s.notnull(), {"values": Sum("values", _.handle_s)}),
    "occupancy": Count(
        _busy,
        "on",
        _.on_duty_s > 0,
        {
            "n": ROWS,
            "x": Sum("total", _.busy_s),
            "y": Sum("total", _.on_duty_s),
            "xx": Sum("total", _.busy_s * _.busy_s),
            "xy": Sum("total", _.busy_s * _.on_duty_s),
            "yy": Sum("total", _.on_duty_s * _.on_duty_s),
        },
    ),
}
