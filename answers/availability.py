"""Whether the loaded data can feed a metric at all: "not available" is another answer than "no data" or zero.

And by what its rows can be chosen.
"""

from collections.abc import Callable

from data import queries
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as entry
from metrics.composed import COMPOSED
from metrics.metric import N_

Say = Callable[[str], str]  # gives a text in the reader's language

_NAMES = {
    "tickets.ticket_id": N_("requests"),
    "tickets.created_at": N_("creation time"),
    "tickets.channel": N_("channel"),
    "tickets.agent": N_("owner of a request"),
    "tickets.customer": N_("customer of a request"),
    "tickets.first_reply_at": N_("first reply"),
    "tickets.total_response_s": N_("history of replies"),
    "tickets.resolution_s": N_("resolution time"),
    "tickets.resolution_first_s": N_("first resolution time"),
    "tickets.resolution_first_business_s": N_("first resolution time in opening hours"),
    "tickets.requester_wait_s": N_("requester wait time, or history of statuses"),
    "tickets.requester_wait_business_s": N_("requester wait time in opening hours, or history of statuses"),
    "tickets.agent_wait_s": N_("agent wait time, or history of statuses"),
    "tickets.agent_wait_business_s": N_("agent wait time in opening hours, or history of statuses"),
    "tickets.agent_work_s": N_("history of statuses"),
    "tickets.agent_work_business_s": N_("history of statuses"),
    "tickets.on_hold_s": N_("on-hold time, or history of statuses"),
    "tickets.on_hold_business_s": N_("on-hold time in opening hours, or history of statuses"),
    "tickets.resolutions": N_("history of statuses"),
    "tickets.open_s": N_("open requests"),
    "tickets.idle_s": N_("latest event of open requests"),
    "tickets.waiting_on": N_("mark of whom a request waits for"),
    "tickets.sla_first_response": N_("first-response target or flag"),
    "tickets.sla_resolution": N_("resolution target or flag"),
    "tickets.replies": N_("number of replies"),
    "tickets.reopens": N_("number of reopens"),
    "tickets.transfers": N_("number of transfers"),
    "tickets.wait_s": N_("waiting time in the queue"),
    "tickets.answered": N_("answered calls or chats"),
    "tickets.abandoned": N_("abandoned calls or chats"),
    "tickets.handle_s": N_("talk time of calls or chats"),
    "tickets.resolved_flag": N_("mark of calls that were solved"),
    "tickets.bot_solved": N_("mark of requests that a bot solved"),
    "tickets.complaint": N_("complaints"),
    "tickets.complaint_answered_at": N_("answer to a complaint"),
    "tickets.routed_at": N_("time at which a team was made responsible"),
    "tickets.followed_up_at": N_("follow-up of solved requests"),
    "tickets.outcome": N_("outcome of outbound calls"),
    "tickets.right_party": N_("mark of calls that reached the right person"),
    "tickets.lead": N_("mark of calls to leads"),
    "tickets.offer": N_("offers"),
    "tickets.offer_accepted": N_("accepted offers"),
    "tickets.revenue": N_("revenue"),
    "surveys.satisfied": N_("satisfaction answers"),
    "surveys.csat_score": N_("satisfaction answers"),
    "surveys.nps_score": N_("recommendation answers"),
    "surveys.ces_score": N_("effort answers"),
    "surveys.negative": N_("negative answers"),
    "surveys.sent": N_("surveys known to have been sent"),
    "surveys.channel": N_("channel"),
    "surveys.routed_at": N_("time at which a team was made responsible"),
    "turns.response_s": N_("history of replies"),
    "turns.response_business_s": N_("history of replies"),
    "applications.sla_first_response": N_("first-response target or flag"),
    "applications.sla_next_response": N_("history of next-response targets"),
    "applications.sla_resolution": N_("resolution target or flag"),
    "applications.sla_requester_wait": N_("history of requester-wait targets"),
    "applications.sla_agent_work": N_("history of agent-work targets"),
    "agent_time.seconds": N_("shifts of agents"),
    "quality_checks.points": N_("quality checks"),
    "orders.customer": N_("orders of known customers"),
    "costs.amount": N_("costs"),
    "help_sessions.customer": N_("help-centre sessions of known customers"),
}


def needed(metric: str, generation: Generation | None, say: Say = str) -> list[tuple[str, bool]]:
    """What a metric needs, in words, each with whether the loaded data has it; nothing is had while none is loaded."""
    found: dict[str, bool] = {}
    for need in entry(metric).needs:
        ways = need.split("|")
        words = say(N_(" or ")).join(dict.fromkeys(say(_NAMES[one]) for one in ways))
        found[words] = found.get(words, True) and generation is not None and _fed(ways, generation)
    return list(found.items())


def missing(metric: str, generation: Generation, say: Say = str) -> str | None:
    """Why the loaded data cannot feed a metric, in words; null when it can."""
    lacking = [words for words, had in needed(metric, generation, say) if not had]
    if not lacking:
        return None
    words = say(N_("{metric} is not available: the loaded data has no {fields}."))
    return words.format(metric=say(entry(metric).name), fields=say(N_(" and no ")).join(lacking))


def _fed(ways: list[str], generation: Generation) -> bool:
    """Whether any of the columns that a need names carries a value."""
    return any(generation.has(*column.split(".")) for column in ways)


def cuts(metric: str) -> tuple[str, ...]:
    """What the rows of a metric can be chosen by: channel, team, …; of a composed one what all its parts can be."""
    if metric not in COMPOSED:
        return queries.dimensions(metric)
    first, *rest = (queries.dimensions(part) for part in COMPOSED[metric].parts)
    return tuple(name for name in first if name != "channel" and all(name in other for other in rest))


def available(generation: Generation) -> list[str]:
    """Ids of the metrics that the loaded data can feed, in the catalogue's order."""
    return [metric for metric in CATALOGUE if missing(metric, generation) is None]
