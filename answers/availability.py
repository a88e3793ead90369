"""Whether the loaded data can feed a metric at all: "not available" is another answer than "no data" or zero."""

from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as entry


def missing(metric: str, generation: Generation) -> str | None:
    """Why the loaded data cannot feed a metric, in words; null when it can."""
    lacking = [need for need in entry(metric).needs if not generation.has(*need.split("."))]
    if not lacking:
        return None
    fields = " and no ".join(_NAMES[need] for need in lacking)
    return f"{entry(metric).name} is not available: the loaded data has no {fields}."


def available(generation: Generation) -> list[str]:
    """Ids of the metrics that the loaded data can feed, in the catalogue's order."""
    return [metric for metric in CATALOGUE if missing(metric, generation) is None]


_NAMES = {
    "tickets.ticket_id": "requests",
    "tickets.created_at": "creation time",
    "tickets.first_reply_at": "first reply",
    "tickets.resolved_at": "resolution time",
    "tickets.sla_first_response": "first-response target or flag",
    "tickets.sla_resolution": "resolution target or flag",
    "tickets.replies": "number of replies",
    "tickets.reopens": "number of reopens",
    "tickets.transfers": "number of transfers",
    "tickets.wait_s": "waiting time in the queue",
    "tickets.answered": "answered calls or chats",
    "surveys.satisfied": "satisfaction answers",
    "surveys.nps_score": "recommendation answers",
    "surveys.sent": "surveys known to have been sent",
}
