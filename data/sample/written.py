"""E-mail and social media: answered in opening hours, by priority and load; and what is never answered."""

import numpy as np
from numpy.random import Generator

from data.sample.arrivals import REQUEST, Arrivals
from data.sample.company import EMAIL, INSTAGRAM, TOPICS, WHATSAPP
from data.sample.days import DAY, NEVER, Days, Ints, OpenHours
from data.sample.demand import Demand
from data.sample.draws import lognormal
from data.sample.handling import Handling, solve

FIRST_REPLY = np.array([8_500, 3_300, 2_100, 900])  # seconds of open time by priority, medians
ON_SOCIAL = 0.4  # of the e-mail's time
NOT_ANSWERED = 0.012  # closed without a reply: thanks, duplicates, nothing to say
FORGOTTEN, FORGOTTEN_LATELY, LATELY = 0.00012, 0.0018, 150  # shares; days
ONE_TOUCH = np.array([topic.one_touch for topic in TOPICS])


def emails(rng: Generator, demand: Demand, office: OpenHours, requests: Arrivals, course: Handling) -> None:
    _answer(rng, demand, office, office, requests, requests.rows(EMAIL), 1.0, course)


def social(
    rng: Generator, demand: Demand, hours: OpenHours, office: OpenHours, requests: Arrivals, course: Handling
) -> None:
    _answer(rng, demand, hours, office, requests, requests.rows(INSTAGRAM, WHATSAPP), ON_SOCIAL, course)


def _answer(
    rng: Generator,
    demand: Demand,
    hours: OpenHours,
    office: OpenHours,
    requests: Arrivals,
    rows: Ints,
    pace: float,
    course: Handling,
) -> None:
    """First reply after some time of `hours`; then solved with it or later."""
    slow = rng.standard_normal(len(rows))
    load = demand.load[requests.day[rows], requests.stream[rows]]
    premium = np.where(requests.premium[rows] == 1, 0.8, 1.0)
    work = FIRST_REPLY[requests.priority[rows]] * pace * load * premium * np.exp(1.0 * slow)
    course.slow[rows] = slow
    course.first_reply[rows] = hours.advance(requests.created[rows], work)
    solve(rng, office, requests, rows, course.first_reply[rows], ONE_TOUCH[requests.topic[rows]], course)

    silent = rows[rng.random(len(rows)) < NOT_ANSWERED]
    course.closed[silent] = course.first_reply[silent]
    course.first_reply[silent] = course.first_resolved[silent] = NEVER
    course.replies[silent] = 0


def forget(rng: Generator, days: Days, requests: Arrivals, course: Handling) -> None:
    """A few written requests lie forgotten: most without any reply, some after the first."""
    rows = requests.rows(EMAIL, INSTAGRAM, WHATSAPP)
    lately = requests.created[rows] > days.last_instant - LATELY * DAY
    draw = rng.random(len(rows))
    forgotten = (draw < FORGOTTEN + FORGOTTEN_LATELY * lately) & (course.closed[rows] == NEVER)
    unanswered = forgotten & (rng.random(len(rows)) < 0.6)
    course.first_resolved[rows[forgotten]] = NEVER
    course.first_reply[rows[unanswered]] = NEVER


def dismiss(rng: Generator, office: OpenHours, requests: Arrivals, course: Handling) -> None:
    """Spam, tests and merged duplicates are closed within hours."""
    rows = np.flatnonzero(requests.kind != REQUEST)
    course.closed[rows] = office.advance(requests.created[rows], lognormal(rng, len(rows), 3_600, 0.8))
    course.replies[rows] = 0
