"""Response and resolution: how long customers wait, and whether promises are kept."""

from collections.abc import Mapping

from ibis import _

from data.queries.counting import ROWS, Count, parameter, share, spread, yes
from data.queries.tables import sla, tickets, turns

_soon = parameter("resolution_within", "within")
_in_queue = _.channel.isin(["phone", "chat"])


def _within(reply: str, wait: str) -> Count:
    """Replied in time, of those replied to at all or still waiting and already older than promised."""
    answered_or_late = _[reply].notnull() | (_[wait] > _.promise)
    sums = {"n": ROWS, "hits": yes(_[reply] <= _.promise)}
    return Count(tickets, "created_on", _.counted & answered_or_late, sums, "reply_agent", promised=True)


def _solved(column: str, on: str = "solved_on") -> Count:
    return spread(tickets, on, column, _.counted, "solve_agent")


def _kept(clock: str) -> Count:
    return share(sla(clock), "on", _.counted & _.kept.notnull(), _.kept)


COUNTS: Mapping[str, Count] = {
    "first_response_time": spread(tickets, "created_on", "first_response_s", _.counted, "reply_agent"),
    "first_response_time_business": spread(
        tickets, "created_on", "first_response_business_s", _.counted, "reply_agent"
    ),
    "first_response_time_customer": spread(
        tickets, "created_on", "first_response_customer_s", _.counted, "reply_agent"
    ),
    "first_response_within": _within("first_response_s", "unanswered_s"),
    "first_response_within_business": _within("first_response_business_s", "unanswered_business_s"),
    "next_response_time": spread(turns, "asked_on", "response_s", _.counted),
    "next_response_time_business": spread(turns, "asked_on", "response_business_s", _.counted),
    "total_response_time": spread(tickets, "created_on", "total_response_s", _.counted),
    "resolution_time": _solved("resolution_s"),
    "resolution_time_business": _solved("resolution_business_s"),
    "resolution_time_first": _solved("resolution_first_s", "first_solved_on"),
    "resolution_time_first_business": _solved("resolution_first_business_s", "first_solved_on"),
    "resolution_within": share(
        tickets,
        "created_on",
        _.counted & (_.resolution_s.notnull() | (_.open_s > _soon)),
        _.resolution_s <= _soon,
        "solve_agent",
    ),
    "requester_wait": _solved("requester_wait_s"),
    "requester_wait_business": _solved("requester_wait_business_s"),
    "agent_wait_time": _solved("agent_wait_s"),
    "agent_wait_time_business": _solved("agent_wait_business_s"),
    "agent_work_time": _solved("agent_work_s"),
    "agent_work_time_business": _solved("agent_work_business_s"),
    "on_hold_time": _solved("on_hold_s"),
    "on_hold_time_business": _solved("on_hold_business_s"),
    "queue_wait": spread(tickets, "created_on", "wait_s", _.counted & _in_queue & _.answered, "reply_agent"),
    "abandon_wait": spread(tickets, "created_on", "wait_s", _.counted & _in_queue & _.abandoned),
    "sla_first_response": _kept("first_response"),
    "sla_next_response": _kept("next_response"),
    "sla_resolution": _kept("resolution"),
    "sla_requester_wait": _kept("requester_wait"),
    "sla_agent_work": _kept("agent_work"),
}
