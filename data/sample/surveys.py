"""The surveys of one month: CSAT or effort after solved requests, NPS from a sample of customers; sent, and answered or
not."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from data.columns import CHANNELS
from data.sample.arrivals import Arrivals
from data.sample.comments import COMMENTS, VARIANTS
from data.sample.company import (
    DEPARTMENTS,
    PEOPLE,
    PRIORITIES,
    PRIORITY_SATISFIED,
    SATISFIED,
    STREAM_CHANNEL_NUMBER,
    SURVEY_RESPONSE,
    TEAMS,
    TOPIC_DEPARTMENT,
    TOPIC_NAMES,
    TOPICS,
    TRUTHS,
)
from data.sample.customers import Customers
from data.sample.days import NEVER, Days, Flags, Floats, Ints
from data.sample.draws import Choice, stream, whole_seconds
from data.sample.frames import amounts, instants, keys, table, words
from data.sample.handling import UNKNOWN, Handling
from data.sample.people import Hands

CSAT_SENT, CES_SENT = 0.6, 0.12  # of the solved requests, never both
COMMENTED = 0.2
TOPIC_SATISFIED = np.array([topic.satisfied for topic in TOPICS])
ASKED_AFTER = np.array([600, 3_600, 120, 3_600, 3_600, 0])  # seconds by stream
ANSWERED_AFTER = np.array([1_500.0, 21_600, 600, 14_400, 9_000, 0])  # medians
SCORE = Choice(np.array([[38, 22, 40, 0, 0], [0, 0, 0, 38, 62]], dtype=np.float64))  # not satisfied, satisfied
EFFORT = Choice(np.array([[13, 17, 22, 21, 15, 8, 4], [0, 1, 2, 6, 16, 36, 39]], dtype=np.float64))  # 7: was easy
LIKELY_BY_EFFORT = np.array([1.2, 1.15, 1.0, 0.8, 0.85, 0.95, 1.05])
LIKELY_BY_SCORE = np.array([1.22, 1.15, 0.78, 0.92, 1.04])  # the angry and the delighted answer rather
NPS_SENT, NPS_RESPONSE, NPS_DAY = 0.075, 0.29, 24  # day of the month, from 0
NPS_SCORE = Choice(
    np.array(
        [[8, 4, 6, 8, 9, 22, 26, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 42, 58, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 45, 55]],
        dtype=np.float64,
    )
)


def personal(seed: int) -> Floats:
    """How much more than the average each person satisfies at equal cases: little, but for truth 1."""
    effect = np.clip(stream(seed, 0, "personal").normal(0, 0.003, len(PEOPLE)), -0.005, 0.005)
    ids = [person.id for person in PEOPLE]
    effect[ids.index(TRUTHS.better_agent)] = TRUTHS.better_by + 0.02  # some is lost where nearly all are satisfied
    effect[ids.index(TRUTHS.easy_agent)] = 0
    return effect


def satisfaction(requests: Arrivals, course: Handling, hands: Hands, effect: Floats) -> Floats:
    """The chance of a satisfied customer. Slowness counts against others of that time, so trends do not move it."""
    chance: Floats = (
        SATISFIED[requests.stream] + TOPIC_SATISFIED[requests.topic] + PRIORITY_SATISFIED[requests.priority]
    )
    chance = chance + np.where(hands.resolver == UNKNOWN, 0, effect[hands.resolver])
    chance -= 0.025 * np.clip(course.slow, -2.0, 2.5)
    chance -= 0.10 * (course.reopened < NEVER) + 0.03 * (course.transfers > 0) + 0.06 * requests.complaint
    return np.clip(chance, 0.03, 0.985)


@dataclass
class _Answers:
    """Of the surveys sent: their requests' rows, scores (NaN: not answered), instants (NEVER), comments (−1)."""

    rows: Ints
    score: Floats
    sent: Ints
    answered: Ints
    comment: Ints


def _answers(
    rng: Generator, days: Days, requests: Arrivals, rows: Ints, score: Ints, likely: Floats, sent: Ints, unhappy: Flags
) -> _Answers:
    """Who answers, when and with which words; what would come after the last day does not."""
    size = len(rows)
    answered = sent + 20 + whole_seconds(rng, size, ANSWERED_AFTER[requests.stream[rows]], 1.1)
    answers = (rng.random(size) < likely) & (answered <= days.last_instant)
    says = answers & (rng.random(size) < COMMENTED * np.where(unhappy, 1.5, 0.9))
    sentence = (requests.topic[rows] * 2 + unhappy) * VARIANTS + rng.integers(0, VARIANTS, size)
    return _Answers(
        rows=rows,
        score=np.where(answers, score, np.nan),
        sent=sent,
        answered=np.where(answers, answered, NEVER),
        comment=np.where(says, sentence, UNKNOWN),
    )


def _rows(
    rng: Generator,
    days: Days,
    requests: Arrivals,
    hands: Hands,
    answers: _Answers,
    lowest_half: float,
    customers: Customers,
    **own: pl.Series | str | bool,
) -> pl.DataFrame:
    """The table; answers in the lowest half of the scale are mostly handed to a department."""
    rows, size = answers.rows, len(answers.rows)
    routed_at = answers.answered + whole_seconds(rng, size, 21_600, 1.0)
    handed_on = (answers.score <= lowest_half) & (rng.random(size) < 0.74) & (routed_at <= days.last_instant)
    columns: dict[str, pl.Series | str | bool] = {
        "score": amounts(answers.score),
        "comment": words(answers.comment, COMMENTS),
        "sent": True,
        "sent_at": instants(answers.sent),
        "answered_at": instants(answers.answered),
        "customer": customers.key(requests.customer[rows]),
        "agent": words(hands.resolver[rows], [person.id for person in PEOPLE]),
        "channel": words(STREAM_CHANNEL_NUMBER[requests.stream[rows]], CHANNELS),
        "team": words(hands.team[rows], TEAMS),
        "topic": words(requests.topic[rows], TOPIC_NAMES),
        "priority": words(requests.priority[rows], PRIORITIES),
        "routed_to": words(np.where(handed_on, TOPIC_DEPARTMENT[requests.topic[rows]], UNKNOWN), DEPARTMENTS),
        "routed_at": instants(np.where(handed_on, routed_at, NEVER)),
    }
    return table("surveys", **(columns | own))


def after_solution(
    rng: Generator,
    days: Days,
    customers: Customers,
    first_id: int,
    requests: Arrivals,
    course: Handling,
    hands: Hands,
    chance: Floats,
) -> pl.DataFrame:
    """CSAT (1–5) or effort (1–7) after a share of the solved requests. `first_id` numbers the month's first ticket."""
    draw = np.where(course.solved_by_people(), rng.random(len(requests)), np.nan)
    asked = {"csat": draw < CSAT_SENT, "ces": draw > 1 - CES_SENT}
    # Who has to ask twice, or is handed on, finds it laborious even where the answer is good.
    burden = 0.10 * (course.replies > 1) + 0.06 * (course.transfers > 0)
    parts = []
    for kind, scale, key, mood, scores, likely in (
        ("csat", "1-5", "S-", chance, SCORE, LIKELY_BY_SCORE),
        ("ces", "1-7", "E-", chance - burden, EFFORT, LIKELY_BY_EFFORT),
    ):
        sent = np.where(asked[kind], course.resolved, NEVER) + ASKED_AFTER[requests.stream]
        rows = np.flatnonzero(sent <= days.last_instant)
        content = rng.random(len(rows)) < mood[rows]
        score = scores.draw(rng, content.astype(np.int64)) + 1
        answering = SURVEY_RESPONSE[requests.stream[rows]] * likely[score - 1]
        answers = _answers(rng, days, requests, rows, score, answering, sent[rows], ~content)
        number = first_id + rows
        parts.append(
            _rows(
                rng,
                days,
                requests,
                hands,
                answers,
                2 if kind == "csat" else 0,  # effort is no feedback that somebody must deal with
                customers,
                survey_id=keys(key, number, 7),
                ticket_id=keys("D-", number, 7),
                kind=kind,
                scale=scale,
            )
        )
    return pl.concat(parts)


def nps(
    rng: Generator,
    days: Days,
    customers: Customers,
    month: int,
    first_id: int,
    requests: Arrivals,
    course: Handling,
    hands: Hands,
    chance: Floats,
) -> pl.DataFrame:
    """On the 25th to a sample of the customers whose request was solved before. Every second names no request."""
    asked_on = np.flatnonzero(days.month == month)[NPS_DAY : NPS_DAY + 1]
    at = days.instant(asked_on, np.array([9 * 3_600]))
    before = course.solved_by_people() & (course.resolved < at) & (at <= days.last_instant)
    sampled = np.flatnonzero(before & (rng.random(len(requests)) < NPS_SENT))
    rows = np.sort(sampled[np.unique(requests.customer[sampled], return_index=True)[1]])
    size = len(rows)

    promoters = 0.48 + 1.1 * (chance[rows] - 0.82)
    detractors = 0.19 - 0.9 * (chance[rows] - 0.82)
    draw = rng.random(size)
    mood = np.select([draw < promoters, draw > 1 - detractors], [2, 0], 1)
    score = NPS_SCORE.draw(rng, mood)
    likely = NPS_RESPONSE * np.array([1.1, 0.8, 1.05])[mood]
    answers = _answers(rng, days, requests, rows, score, likely, np.repeat(at, size), mood == 0)
    number = first_id + rows
    names_request = pl.Series(rng.random(size) < 0.5)
    ticket = pl.select(pl.when(names_request).then(keys("D-", number, 7))).to_series()
    agent = words(np.where(names_request, hands.resolver[rows], UNKNOWN), [person.id for person in PEOPLE])
    return _rows(
        rng,
        days,
        requests,
        hands,
        answers,
        6,
        customers,
        survey_id=keys("N-", number, 7),
        ticket_id=ticket,
        agent=agent,
        kind="nps",
        scale="0-10",
    )
