"""Whether the loaded data can feed a metric at all: "not available" is another answer than "no data" or zero."""

from collections.abc import Callable

from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as entry
from metrics.metric import N_

Say = Callable[[str], str]  # gives a text in the reader's language

_NAMES = {
    "tickets.ticket_id": N_("requests"),
    "tickets.created_at": N_("creation time"),
    "tickets.first_reply_at": N_("first reply"),
    "tickets.resolution_s": N_("resolution time"),
    "tickets.sla_first_response": N_("first-response target or flag"),
    "tickets.sla_resolution": N_("resolution target or flag"),
    "tickets.replies": N_("number of replies"),
    "tickets.reopens": N_("number of reopens"),
    "tickets.transfers": N_("number of transfers"),
    "tickets.wait_s": N_("waiting time in the queue"),
    "tickets.answered": N_("answered calls or chats"),
    "surveys.satisfied": N_("satisfaction answers"),
    "surveys.nps_score": N_("recommendation answers"),
    "surveys.sent": N_("surveys known to have been sent"),
}


def missing(metric: str, generation: Generation, say: Say = str) -> str | None:
    """Why the loaded data cannot feed a metric, in words; null when it can."""
    lacking = [need for need in entry(metric).needs if not generation.has(*need.split("."))]
    if not lacking:
        return None
    fields = say(N_(" and no ")).join(say(_NAMES[need]) for need in lacking)
    words = say(N_("{metric} is not available: the loaded data has no {fields}."))
    return words.format(metric=say(entry(metric).name), fields=fields)


def available(generation: Generation) -> list[str]:
    """Ids of the metrics that the loaded data can feed, in the catalogue's order."""
    return [metric for metric in CATALOGUE if missing(metric, generation) is None]
