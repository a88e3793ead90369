"""The quality checks of one month: a sample of conversations, listened to or read, and judged by criterion."""

import numpy as np
import polars as pl
from numpy.random import Generator

from data.columns import CHANNELS, CRITERIA
from data.sample.arrivals import REQUEST, Arrivals
from data.sample.company import HARD, OUTBOUND, PEOPLE, STREAM_CHANNEL_NUMBER, TEAMS
from data.sample.days import DAY, NEVER, Days, Floats, OpenHours
from data.sample.draws import lognormal
from data.sample.frames import amounts, instants, keys, table, words
from data.sample.handling import Handling
from data.sample.people import Hands

CHECKED = 0.025  # of the requests that people answered
PARTS = np.array([8, 5, 7])  # questions of each criterion, in the order of CRITERIA; each gives POINTS or nothing
POINTS = 5.0
PASSED = np.array([0.87, 0.79, 0.85])  # share of the questions that are passed, before the person
OF_THE_DAY = 0.06  # standard deviation of that share from check to check
FELT = 0.8  # of what a person's customers feel


def quality_checks(
    rng: Generator,
    days: Days,
    office: OpenHours,
    first_id: int,
    requests: Arrivals,
    course: Handling,
    hands: Hands,
    effect: Floats,
) -> pl.DataFrame:
    """One row per check and criterion, days after the conversation; `effect` is how much better each person is.

    Dealing with objections is judged where there were some. What is checked is the work of who replied first.
    """
    answered = (course.first_reply < NEVER) & (requests.stream != OUTBOUND) & (requests.kind == REQUEST)
    chosen = np.flatnonzero(answered & (rng.random(len(requests)) < CHECKED))
    over = np.minimum(course.ended[chosen], course.first_resolved[chosen])
    over = np.where(over < NEVER, over, course.first_reply[chosen])
    at = office.advance(over + DAY, lognormal(rng, len(chosen), 60_000, 0.6))
    rows, at = chosen[at <= days.last_instant], at[at <= days.last_instant]

    who = hands.first_reply[rows]
    share = PASSED + (FELT * effect[who] + OF_THE_DAY * rng.standard_normal(len(rows)))[:, None]
    passed = rng.binomial(PARTS, np.clip(share, 0.05, 0.99))
    judged = np.ones(passed.shape, np.bool_)
    judged[:, CRITERIA.index("objections")] = rng.random(len(rows)) < 0.3 + 0.5 * HARD[requests.topic[rows]]
    check, criterion = np.nonzero(judged)
    rows = rows[check]
    return table(
        "quality_checks",
        check_id=keys("Q-", first_id + rows, 7),
        ticket_id=keys("D-", first_id + rows, 7),
        agent=words(who[check], [person.id for person in PEOPLE]),
        team=words(hands.team[rows], TEAMS),
        channel=words(STREAM_CHANNEL_NUMBER[requests.stream[rows]], CHANNELS),
        checked_at=instants(at[check]),
        criterion=words(criterion, CRITERIA),
        points=amounts(POINTS * passed[judged].astype(np.float64)),
        possible=amounts(POINTS * PARTS[criterion].astype(np.float64)),
    )
