"""The course of requests as arrays, and what all ways in share: solving, reopening, closing, what is known by the end.

Calls and chats stand in live.py, e-mail and social in written.py, the people who do it in people.py.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from data.sample.arrivals import Arrivals
from data.sample.company import HARD
from data.sample.days import DAY, NEVER, Flags, Floats, Ints, OpenHours
from data.sample.draws import lognormal, whole_seconds

UNKNOWN = -1
CLOSES_AFTER = 4 * DAY  # solved requests that nobody reopens


@dataclass
class Handling:
    """One entry per request. Instants are NEVER, counts and yes/no −1, seconds NaN where there are none."""

    handoff: Ints
    first_reply: Ints
    first_resolved: Ints
    reopened: Ints
    resolved: Ints  # for the last time
    closed: Ints
    ended: Ints
    replies: Ints
    transfers: Ints
    answered: Ints
    bot_solved: Ints
    outcome: Ints
    wait: Floats
    talk: Floats
    hold: Floats
    wrap: Floats
    slow: Floats  # how long the customer waited against others at that time, in standard deviations

    def by_bot(self) -> Flags:
        by_bot: Flags = self.bot_solved == 1
        return by_bot

    def solved_by_people(self) -> Flags:
        return (self.resolved < NEVER) & ~self.by_bot()


def blank(size: int) -> Handling:
    """Requests that nothing has happened to."""
    instants = ("handoff", "first_reply", "first_resolved", "reopened", "resolved", "closed", "ended")
    return Handling(
        **{name: np.full(size, NEVER) for name in instants},
        **{name: np.full(size, UNKNOWN) for name in ("replies", "answered", "bot_solved", "outcome")},
        **{name: np.full(size, np.nan) for name in ("wait", "talk", "hold", "wrap")},
        transfers=np.zeros(size, np.int64),
        slow=np.zeros(size),
    )


def solve(
    rng: Generator, office: OpenHours, requests: Arrivals, rows: Ints, since: Ints, at_once: Floats, course: Handling
) -> None:
    """Solved at once with that probability; else by further replies, in office hours after `since`."""
    hard, complaint = HARD[requests.topic[rows]], requests.complaint[rows]
    now = (rng.random(len(rows)) < at_once) & ~complaint
    more = rng.geometric(0.62 - 0.15 * hard)
    work = lognormal(rng, len(rows), 29_000 * more**0.7 * (0.7 + 0.8 * hard), 1.2) * np.where(complaint, 2.0, 1.0)
    course.replies[rows] = np.where(now, 1, 1 + more)
    course.first_resolved[rows] = np.where(now, since, office.advance(since, work))


def reopen_and_close(rng: Generator, office: OpenHours, requests: Arrivals, course: Handling) -> None:
    """Some solutions did not hold; what nobody reopens is closed after four days."""
    size, hard = len(requests), HARD[requests.topic]
    by_people = (course.first_resolved < NEVER) & ~course.by_bot()
    again = by_people & (rng.random(size) < 0.052 * (0.6 + hard))
    after = np.clip(whole_seconds(rng, size, 1.2 * DAY, 0.8), 600, CLOSES_AFTER - 3_600)
    course.reopened = np.where(again, course.first_resolved + after, NEVER)
    second = office.advance(course.reopened, lognormal(rng, size, 12_000, 0.9))
    course.resolved = np.where(again, second, course.first_resolved)
    course.replies += again & (course.replies >= 0)
    closes = by_people & (course.resolved < NEVER)
    course.closed = np.where(closes, course.resolved + CLOSES_AFTER, course.closed)


def forget_later_than(last: int, course: Handling) -> None:
    """What is known at the end of the last day: nothing that comes after it."""
    reopened = course.reopened <= last
    course.resolved = np.where(reopened, course.resolved, course.first_resolved)
    for name in ("handoff", "first_reply", "first_resolved", "reopened", "resolved", "closed", "ended"):
        instant = getattr(course, name)
        setattr(course, name, np.where(instant <= last, instant, NEVER))
    so_far = np.where(course.resolved < NEVER, course.replies, np.maximum(course.replies - 1, 1))
    so_far = np.where(course.first_reply < NEVER, so_far, 0)
    course.replies = np.where(course.replies == UNKNOWN, UNKNOWN, so_far)
