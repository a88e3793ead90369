"""The tickets table of one month: the course of its requests as the canonical columns."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from data.columns import CHANNELS, KINDS, OUTCOMES, STATUSES
from data.sample.arrivals import REQUEST, Arrivals
from data.sample.company import (
    CAUSES,
    CHAT,
    DEPARTMENTS,
    OUTBOUND,
    PEOPLE,
    PHONE,
    PRIORITIES,
    PRODUCTS,
    REMEDIES,
    REMEDY_SHARES,
    REPLY_TARGET_H,
    RESOLUTION_TARGET_H,
    STREAM_CHANNEL_NUMBER,
    STREAM_DETAIL,
    TEAMS,
    TOPIC_DEPARTMENT,
    TOPIC_NAMES,
    TOPICS,
)
from data.sample.customers import Customers
from data.sample.days import DAY, NEVER, Days, Floats, Ints, OpenHours
from data.sample.draws import Choice, lognormal, whole_seconds
from data.sample.exported import exported
from data.sample.frames import amounts, counts, flags, instants, keys, table, words
from data.sample.handling import UNKNOWN, Handling
from data.sample.people import Hands

NEW, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED = range(len(STATUSES))
NEW_CUSTOMER = 90 * DAY
CAUSE_OF = np.array([CAUSES.index(topic.cause) for topic in TOPICS])
REMEDY = Choice(REMEDY_SHARES)
ANY_CAUSE = Choice(np.ones(len(CAUSES)))
OFFERED_ON = np.isin(TOPIC_NAMES, ("Product question", "Order change", "Loyalty programme"))
SUCCESS, REFUSED, CALLBACK = (OUTCOMES.index(word) for word in ("success", "refused", "callback"))

Columns = dict[str, pl.Series]


def _status(rng: Generator, requests: Arrivals, course: Handling, hands: Hands) -> Columns:
    """Status at the end of the last day, and whom an open request waits for."""
    draw = rng.random(len(requests))
    unanswered = np.where((hands.owner == UNKNOWN) & (draw < 0.75), NEW, np.where(draw < 0.9, OPEN, ON_HOLD))
    in_work = np.select([draw < 0.42, draw < 0.58], [PENDING, ON_HOLD], OPEN)
    waiting = np.where(course.first_reply < NEVER, in_work, unanswered)
    status = np.select([course.closed < NEVER, course.resolved < NEVER], [CLOSED, SOLVED], waiting)
    waits_for = np.select([status == PENDING, status == ON_HOLD], [0, 1], UNKNOWN)
    return {"status": words(status, STATUSES), "waiting_on": words(waits_for, ("customer", "department"))}


def _targets(channel: Ints, requests: Arrivals) -> Columns:
    """Promises of e-mail and social, by priority; calls and chats have none."""
    columns: Columns = {}
    for clock, hours in (("reply", REPLY_TARGET_H), ("resolution", RESOLUTION_TARGET_H)):
        by_channel = np.full((len(CHANNELS), len(PRIORITIES)), np.nan)
        for name, targets in hours.items():
            by_channel[CHANNELS.index(name)] = targets * 3_600.0
        target = np.where(requests.kind == REQUEST, by_channel[channel, requests.priority], np.nan)
        due = requests.created + np.where(np.isnan(target), NEVER, target).astype(np.int64)
        columns[f"{clock}_target_s"] = amounts(target)
        columns[f"{clock}_due_at"] = instants(due)
    return columns


@dataclass
class Care:
    """What comes after: complaints routed to a department, follow-up after the solution. NEVER where not."""

    routed: Ints
    followed_up: Ints


def _care(rng: Generator, days: Days, office: OpenHours, requests: Arrivals, course: Handling) -> Care:
    size = len(requests)
    handed_on = requests.complaint & (rng.random(size) < 0.87)
    routed = np.where(handed_on, requests.created + whole_seconds(rng, size, 18_000, 1.0), NEVER)
    cared = course.solved_by_people() & (rng.random(size) < 0.06 + 0.08 * requests.premium)
    later = np.where(cared, course.resolved + DAY, NEVER)
    followed_up = office.advance(later, lognormal(rng, size, 20_000, 0.6))
    last = days.last_instant
    return Care(np.where(routed <= last, routed, NEVER), np.where(followed_up <= last, followed_up, NEVER))


def _complaints(rng: Generator, requests: Arrivals, course: Handling, care: Care) -> Columns:
    size = len(requests)
    everyone = np.zeros(size, np.int64)
    usual = rng.random(size) < 0.75
    cause = np.where(usual, CAUSE_OF[requests.topic], ANY_CAUSE.draw(rng, everyone))
    answered = requests.complaint & (course.first_resolved < NEVER) & (rng.random(size) < 0.96)
    routed = care.routed < NEVER
    return {
        "complaint": flags(requests.complaint, (requests.kind == REQUEST) & (requests.stream != OUTBOUND)),
        "cause": words(np.where(requests.complaint, cause, UNKNOWN), CAUSES),
        "remedy": words(np.where(answered, REMEDY.draw(rng, everyone), UNKNOWN), REMEDIES),
        "complaint_answered_at": instants(np.where(answered, course.first_resolved, NEVER)),
        "routed_to": words(np.where(routed, TOPIC_DEPARTMENT[requests.topic], UNKNOWN), DEPARTMENTS),
        "routed_at": instants(care.routed),
        "followed_up_at": instants(care.followed_up),
    }


def _sales(rng: Generator, requests: Arrivals, course: Handling, hands: Hands) -> Columns:
    """Outcomes of outbound calls; offers there, and in calls and chats on the topics that lend themselves."""
    size = len(requests)
    called = requests.stream == OUTBOUND
    reached = np.isin(course.outcome, (SUCCESS, REFUSED, CALLBACK))
    talked = np.isin(requests.stream, (PHONE, CHAT)) & (course.first_reply < NEVER)
    draw = rng.random(size)
    success = course.outcome == SUCCESS
    offered = (reached & ((draw < 0.75) | success)) | (talked & OFFERED_ON[requests.topic] & (draw < 0.26))
    accepted = offered & np.where(called, success, rng.random(size) < 0.24)
    revenue: Floats = np.round(lognormal(rng, size, np.where(called, 58.0, 39.0), 0.75), 2)
    return {
        "outcome": words(course.outcome, OUTCOMES),
        "right_party": flags(reached, called),
        "lead": flags(success | (rng.random(size) < 0.5), called),
        "offer": flags(offered, called | (hands.owner != UNKNOWN)),
        "offer_accepted": flags(accepted, offered),
        "revenue": amounts(np.where(accepted, revenue, np.nan)),
    }


def _course(rng: Generator, requests: Arrivals, course: Handling) -> Columns:
    answered = course.answered == 1
    inbound = requests.stream != OUTBOUND
    solved_on_the_phone = (course.first_resolved == course.ended) & (rng.random(len(requests)) < 0.95)
    return {
        "handoff_at": instants(course.handoff),
        "first_reply_at": instants(course.first_reply),
        "first_resolved_at": instants(course.first_resolved),
        "resolved_at": instants(course.resolved),
        "closed_at": instants(course.closed),
        "ended_at": instants(course.ended),
        "replies": counts(course.replies),
        "reopens": pl.Series((course.reopened < NEVER).astype(np.int64)),
        "transfers": pl.Series(course.transfers),
        "wait_s": amounts(course.wait),
        "talk_s": amounts(course.talk),
        "hold_s": amounts(course.hold),
        "wrap_s": amounts(course.wrap),
        "answered": flags(answered, course.answered != UNKNOWN),
        "abandoned": flags(~answered, (course.answered != UNKNOWN) & inbound),
        "resolved_flag": flags(solved_on_the_phone, answered & (requests.stream == PHONE)),
        "bot_solved": flags(course.by_bot(), course.bot_solved != UNKNOWN),
    }


def tickets(
    rng: Generator,
    days: Days,
    office: OpenHours,
    customers: Customers,
    first_id: int,
    requests: Arrivals,
    course: Handling,
    hands: Hands,
) -> pl.DataFrame:
    """One row per request of the month, oldest first, numbered from `first_id`."""
    size = len(requests)
    channel = STREAM_CHANNEL_NUMBER[requests.stream]
    since = customers.since(requests.customer)
    new = requests.created - since <= NEW_CUSTOMER  # or none yet
    segment = np.where(customers.is_guest(requests.customer), UNKNOWN, np.where(new, 0, 1))
    care = _care(rng, days, office, requests, course)
    known = (course.handoff, course.first_reply, course.first_resolved, course.reopened, course.resolved, course.closed)
    events = (*known, course.ended, care.routed, care.followed_up)
    updated = np.maximum.reduce([requests.created, *(np.where(event < NEVER, event, 0) for event in events)])
    people = [person.id for person in PEOPLE]
    return table(
        "tickets",
        ticket_id=keys("D-", np.arange(first_id, first_id + size), 7),
        channel=words(channel, CHANNELS),
        channel_detail=words(requests.stream, STREAM_DETAIL),
        direction=words((requests.stream == OUTBOUND).astype(np.int64), ("inbound", "outbound")),
        kind=words(requests.kind, KINDS),
        topic=words(requests.topic, TOPIC_NAMES),
        product=words(requests.product, PRODUCTS),
        priority=words(requests.priority, PRIORITIES),
        tier=words(requests.premium, ("standard", "premium")),
        customer=customers.key(requests.customer),
        segment=words(segment, ("new", "existing")),
        customer_since=instants(since),
        agent=words(hands.owner, people),
        first_reply_agent=words(hands.first_reply, people),
        resolved_by=words(hands.resolver, people),
        team=words(hands.team, TEAMS),
        created_at=instants(requests.created),
        updated_at=instants(updated),
        **_status(rng, requests, course, hands),
        **_course(rng, requests, course),
        **_targets(channel, requests),
        **_complaints(rng, requests, course, care),
        **_sales(rng, requests, course, hands),
        **exported(rng, requests, course),
    )
