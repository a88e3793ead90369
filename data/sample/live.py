"""Calls and chats: queues with waits and abandons, the bot before the chat, talks; and outbound calls."""

import numpy as np
from numpy.random import Generator

from data.columns import OUTCOMES
from data.sample.arrivals import BUSY_HOUR, Arrivals
from data.sample.company import CHAT, HARD, OUTBOUND, PHONE, TRUTHS
from data.sample.days import NEVER, Days, Flags, Floats, Ints, OpenHours
from data.sample.demand import Demand
from data.sample.draws import Choice, whole_seconds
from data.sample.handling import UNKNOWN, Handling, solve

PHONE_WAIT, PHONE_PATIENCE = 33.5, 310.0  # seconds, medians
WAITS_GROW_TO = 2.15  # truth 4: times the earlier wait on the last day; who gives up flattens the answered ones' median
CHAT_WAIT, CHAT_PATIENCE = 40.0, 420.0
BOT_TAKES, BOT_SOLVES = 0.5, 0.4  # of the chats; of the easiest that it takes
OUTCOME = Choice(np.array([[21.0, 22.0, 38.0, 5.0, 14.0]]))  # in the order of OUTCOMES
NO_ANSWER, WRONG_PERSON = OUTCOMES.index("no_answer"), OUTCOMES.index("wrong_person")


def _queue(rng: Generator, median: Floats, patience: float, entered: Ints, rows: Ints, course: Handling) -> Ints:
    """Wait until answered or until patience ends. Returns the rows that were answered."""
    slow = rng.standard_normal(len(rows))
    wait = np.round(median * np.exp(slow))
    patient = whole_seconds(rng, len(rows), patience, 0.95)
    lost = patient < wait
    course.wait[rows] = np.where(lost, patient, wait)
    course.slow[rows] = slow
    course.answered[rows] = ~lost
    leaves = entered + course.wait[rows].astype(np.int64)
    course.first_reply[rows] = np.where(lost, NEVER, leaves)
    course.ended[rows] = course.closed[rows] = np.where(lost, leaves, NEVER)
    return rows[~lost]


def _talk(rng: Generator, rows: Ints, requests: Arrivals, course: Handling, median: float, held_share: float) -> None:
    """Seconds of talk, hold and wrap-up; the talk ends the call or chat."""
    size, hard = len(rows), HARD[requests.topic[rows]]
    course.talk[rows] = whole_seconds(rng, size, median * (0.7 + 0.75 * hard), 0.55) + 5
    held = rng.random(size) < held_share * (0.6 + hard)
    course.hold[rows] = np.where(held, whole_seconds(rng, size, 42.0, 0.7), 0)
    course.wrap[rows] = whole_seconds(rng, size, 38.0, 0.6)
    course.ended[rows] = course.first_reply[rows] + (course.talk[rows] + course.hold[rows]).astype(np.int64)


def calls(rng: Generator, days: Days, demand: Demand, office: OpenHours, requests: Arrivals, course: Handling) -> None:
    """Inbound calls. Replies stay unknown: a call is not a written reply."""
    rows = requests.rows(PHONE)
    day, created = requests.day[rows], requests.created[rows]
    since = days.index(TRUTHS.waits_since(days.until))
    grown = np.clip((day - since) / (days.count - since), 0, 1)
    busy = demand.load[day, PHONE] * BUSY_HOUR[days.local(created)[1]] ** 0.7
    median = PHONE_WAIT * busy * (1 + (WAITS_GROW_TO - 1) * grown)
    taken = _queue(rng, median, PHONE_PATIENCE, created, rows, course)
    _talk(rng, taken, requests, course, 245.0, 0.3)
    solve(rng, office, requests, taken, course.ended[taken], 0.9 - 0.25 * HARD[requests.topic[taken]], course)
    course.replies[taken] = UNKNOWN


def chats(rng: Generator, demand: Demand, office: OpenHours, requests: Arrivals, course: Handling) -> None:
    """Chats: a bot takes half, solves some of the easy ones and hands the others to people."""
    rows = requests.rows(CHAT)
    bot = rng.random(len(rows)) < BOT_TAKES
    solvable = BOT_SOLVES * (1 - HARD[requests.topic[rows]]) * ~requests.complaint[rows]
    solves = bot & (rng.random(len(rows)) < solvable)
    handed_at = requests.created[rows] + np.where(bot, whole_seconds(rng, len(rows), 75.0, 0.6) + 10, 0)
    course.bot_solved[rows] = solves
    course.replies[rows] = 0
    for instant in (course.first_resolved, course.ended, course.closed):
        instant[rows[solves]] = handed_at[solves]

    queued, entered = rows[~solves], handed_at[~solves]
    course.handoff[queued] = np.where(bot[~solves], entered, NEVER)
    taken = _queue(rng, CHAT_WAIT * demand.load[requests.day[queued], CHAT], CHAT_PATIENCE, entered, queued, course)
    _talk(rng, taken, requests, course, 430.0, 0.0)
    solve(rng, office, requests, taken, course.ended[taken], 0.86 - 0.42 * HARD[requests.topic[taken]], course)


def outbound(rng: Generator, requests: Arrivals, course: Handling) -> None:
    """Calls that the company makes. They have an outcome and an end, no reply and no solution."""
    rows = requests.rows(OUTBOUND)
    outcome = OUTCOME.draw(rng, np.zeros(len(rows), np.int64))
    picked_up: Flags = outcome != NO_ANSWER
    ring = whole_seconds(rng, len(rows), 14.0, 0.4)
    talk = whole_seconds(rng, len(rows), np.where(outcome == WRONG_PERSON, 25.0, 170.0), 0.6) + 5
    course.outcome[rows] = outcome
    course.answered[rows] = picked_up
    course.talk[rows] = np.where(picked_up, talk, np.nan)
    course.wrap[rows] = np.where(picked_up, whole_seconds(rng, len(rows), 30.0, 0.6), np.nan)
    course.ended[rows] = requests.created[rows] + ring + np.where(picked_up, talk, 0)
    course.closed[rows] = course.ended[rows]
