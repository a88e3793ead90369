"""Which team and which people handle the requests of one month. Who is at work stands in roster.py."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from data.sample.arrivals import REQUEST, Arrivals
from data.sample.company import (
    COMPLAINTS,
    COMPLAINTS_DESK_SHARE,
    HARD,
    OUTBOUND,
    PRIORITIES,
    SPECIALIST_SHARE,
    STREAM_TEAM,
    TEAMS,
    TOPICS,
    URGENT_DESK_SHARE,
)
from data.sample.days import NEVER, Days, Flags, Ints
from data.sample.handling import UNKNOWN, Handling
from data.sample.roster import Roster, Takers

SPECIALISTS = np.array([UNKNOWN if t.specialists is None else TEAMS.index(t.specialists) for t in TOPICS])
SOLVED_BY_ANOTHER = 0.05
UNOWNED = 0.6  # of the unanswered


@dataclass
class Hands:
    """Numbers of the team and of people; −1: nobody."""

    team: Ints
    owner: Ints
    first_reply: Ints
    resolver: Ints


def hands(rng: Generator, days: Days, plan: Roster, takers: Takers, requests: Arrivals, course: Handling) -> Hands:
    """Teams by way in, topic and complaint; people by shift. Sets the number of transfers in `course`."""
    size = len(requests)
    touched = np.where(course.first_reply < NEVER, course.first_reply, requests.created)
    team = _teams(rng, takers, requests, touched)
    owner = takers.draw(rng, touched, team, requests.easy)

    # Who replied first passed some of them on to a colleague, who owns them since.
    answered = course.first_reply < NEVER
    moved = answered & (rng.random(size) < 0.085 + 0.12 * HARD[requests.topic])
    course.transfers = np.where(moved, 1 + (rng.random(size) < 0.14), 0)
    first = np.where(answered, owner, UNKNOWN)
    rows = np.flatnonzero(moved)
    owner[rows] = takers.draw(rng, touched[rows], team[rows], requests.easy[rows])

    nobody = course.by_bot() | ((course.answered == 0) & (requests.stream != OUTBOUND)) | (requests.kind != REQUEST)
    waiting = ~answered & (course.closed == NEVER)
    nobody |= waiting & (rng.random(size) < UNOWNED)
    owner[nobody] = UNKNOWN

    resolver = np.where(course.solved_by_people(), owner, UNKNOWN)
    solved_on = days.local(course.resolved)[0]
    gone = ~plan.employed[solved_on, resolver]
    other: Flags = (resolver != UNKNOWN) & (gone | (rng.random(size) < SOLVED_BY_ANOTHER))
    rows = np.flatnonzero(other)
    resolver[rows] = takers.draw(rng, course.resolved[rows], team[rows], requests.easy[rows])
    return Hands(team, owner, first, resolver)


def _teams(rng: Generator, takers: Takers, requests: Arrivals, touched: Ints) -> Ints:
    """The desk of the way in; specialists and the complaints desk take their share when they are there."""
    size = len(requests)
    team = STREAM_TEAM[requests.stream]
    specialists = SPECIALISTS[requests.topic]
    special = (specialists != UNKNOWN) & (rng.random(size) < SPECIALIST_SHARE[requests.stream])
    urgent = (requests.priority == PRIORITIES.index("urgent")) & (requests.stream != OUTBOUND)
    share = np.select([requests.complaint, urgent], [COMPLAINTS_DESK_SHARE, URGENT_DESK_SHARE], 0)
    escalated = rng.random(size) < share
    better = np.select([escalated, special], [COMPLAINTS, specialists], team)
    return np.where(takers.staffed(touched, better), better, team)
