"""The durations that the helpdesk itself puts into its export: by status, and a first response by a rule of its own."""

import numpy as np
import polars as pl
from numpy.random import Generator

from data.sample.arrivals import Arrivals
from data.sample.company import CHAT, EMAIL, INSTAGRAM, WHATSAPP
from data.sample.days import NEVER
from data.sample.draws import whole_seconds
from data.sample.frames import amounts
from data.sample.handling import Handling

HELD = 0.22  # of those that needed more than one reply, for a department


def exported(rng: Generator, requests: Arrivals, course: Handling) -> dict[str, pl.Series]:
    """Calendar seconds; this helpdesk exports none in opening hours.

    First response: of e-mail, social media and chats, from creation to the first answer of anybody, so that an answer
    of the bot counts. The others are known of solved e-mail and social media only. Pending time is agent wait; the rest
    until the solution is requester wait, of which on-hold is a part. The time between a solution and a reopening is
    neither.
    """
    size = len(requests)
    written = np.isin(requests.stream, (EMAIL, INSTAGRAM, WHATSAPP))
    answered = course.first_reply < NEVER
    by_bot = (course.handoff < NEVER) | course.by_bot()
    first = np.where(answered & (written | (requests.stream == CHAT)), course.first_reply - requests.created, np.nan)
    first = np.where(by_bot, np.minimum(whole_seconds(rng, size, 3.0, 0.3), 10), first)

    solved = written & (course.resolved < NEVER)
    reopened = solved & (course.reopened < NEVER)
    until_first = np.where(solved, course.first_resolved - requests.created, 0)
    in_work = until_first + np.where(reopened, course.resolved - course.reopened, 0)
    talked = np.where(solved, in_work - (course.first_reply - requests.created), 0)
    pending = np.floor(talked * (0.1 + 0.6 * rng.random(size)))
    held = np.where(rng.random(size) < HELD, np.floor((talked - pending) * (0.1 + 0.7 * rng.random(size))), 0.0)
    known = {
        "export_resolution_first_s": until_first,
        "export_resolution_s": np.where(solved, course.resolved - requests.created, 0),
        "export_requester_wait_s": in_work - pending,
        "export_agent_wait_s": pending,
        "export_on_hold_s": held,
    }
    return {
        "export_first_response_s": amounts(first),
        **{name: amounts(np.where(solved, seconds, np.nan)) for name, seconds in known.items()},
    }
