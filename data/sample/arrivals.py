"""The requests of one month as they come in: when, by which way, from whom, about what. No work on them yet."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from data.columns import KINDS
from data.sample.company import (
    EASY_PRIORITY_SHARES,
    HARD,
    HARD_PRIORITY_SHARES,
    HARD_PRODUCTS,
    OUTBOUND,
    PRIORITIES,
    PRODUCT_SHARES,
    STREAMS,
    TOPIC_LEANING,
    TOPIC_NAMES,
    TOPICS,
    TRUTHS,
)
from data.sample.customers import Customers
from data.sample.days import Days, Flags, Floats, Ints
from data.sample.demand import Demand
from data.sample.draws import Choice

REQUEST = KINDS.index("request")
KIND_SHARES = np.array(  # by stream, in the order of KINDS
    [
        [0.998, 0.0, 0.0, 0.002],
        [0.955, 0.030, 0.013, 0.002],
        [0.996, 0.0, 0.002, 0.002],
        [0.955, 0.035, 0.010, 0.0],
        [0.985, 0.005, 0.010, 0.0],
        [1.0, 0.0, 0.0, 0.0],
    ]
)
REPEATS = 0.18  # ask again about the same thing within days
REPEAT_DAYS = 5
JANUARY_RETURNS = 1.35


# Share of a day by hour: weekdays, Saturday, Sunday. Phone and chat know no request outside their opening hours.
def _hours(first: int, *weights: float) -> Floats:
    """Weights of the day's hours from `first` on; none before and after."""
    profile = np.zeros(24)
    profile[first : first + len(weights)] = weights
    return profile


_EMAIL = _hours(0, 8, 4, 2, 1, 1, 3, 10, 28, 58, 74, 76, 68, 55, 56, 60, 56, 50, 46, 44, 46, 50, 46, 32, 18)
_SOCIAL = _hours(0, 16, 8, 4, 2, 2, 3, 8, 18, 28, 36, 42, 46, 52, 48, 44, 44, 48, 56, 66, 78, 86, 84, 62, 36)
_PHONE = _hours(8, 66, 98, 106, 94, 72, 76, 82, 78, 66, 42)
_CHAT = _hours(8, 46, 66, 76, 78, 74, 70, 72, 74, 72, 64, 58, 46)
_SATURDAY_PHONE = _hours(9, 70, 95, 90, 60)
_WEEKEND_CHAT = _hours(9, 48, 62, 70, 70, 66, 62, 58, 48)
_OUTBOUND = _hours(9, 60, 80, 78, 50, 62, 84, 82, 60)
# Weekdays, Saturday, Sunday of each stream. Phone and chat know no request outside their opening hours.
HOURS = Choice(
    np.array(
        [
            *(_PHONE, _SATURDAY_PHONE, _SATURDAY_PHONE),
            *(_EMAIL, _EMAIL, _EMAIL),
            *(_CHAT, _WEEKEND_CHAT, _WEEKEND_CHAT),
            *(_SOCIAL, _SOCIAL, _SOCIAL),
            *(_SOCIAL, _SOCIAL, _SOCIAL),
            *(_OUTBOUND, _OUTBOUND, _OUTBOUND),
        ]
    )
)
BUSY_HOUR = _PHONE / _PHONE[8:18].mean()  # how full the lines are, against the day


@dataclass
class Arrivals:
    """One entry per request, oldest first. Words are numbers into the lists of company.py; instants epoch seconds."""

    created: Ints
    day: Ints
    stream: Ints
    kind: Ints
    topic: Ints
    priority: Ints
    product: Ints
    customer: Ints
    premium: Ints
    complaint: Flags
    easy: Flags  # what the agent of truth 2 gets

    def __len__(self) -> int:
        return len(self.created)

    def rows(self, *streams: int) -> Ints:
        """The customers' requests of these streams."""
        return np.flatnonzero(np.isin(self.stream, streams) & (self.kind == REQUEST))


_SHARES = np.array([topic.share for topic in TOPICS])
_COMPLAINTS = np.array([topic.complaints for topic in TOPICS])
_COMPLAINT_LEANING = np.array([0.95, 1.2, 0.85, 1.0, 0.95, 0.0])
PRIORITY = Choice(np.outer(1 - HARD, EASY_PRIORITY_SHARES) + np.outer(HARD, HARD_PRIORITY_SHARES))
PRODUCT = Choice(PRODUCT_SHARES * (1 + np.outer(HARD, HARD_PRODUCTS)))
KIND = Choice(KIND_SHARES)
EASY_TOPIC = np.isin(TOPIC_NAMES, TRUTHS.easy_topics)
EASY_PRIORITY = np.isin(PRIORITIES, TRUTHS.easy_priorities)


def _topics(rng: Generator, days: Days, demand: Demand, day: Ints, way: Ints) -> Ints:
    """By stream; more returns in January; on days of an incident what exceeds the usual is its topic."""
    shares = _SHARES * TOPIC_LEANING
    if len(day) and days.year_day[day[0]] <= 31:
        shares[:, TOPIC_NAMES.index("Returns")] *= JANUARY_RETURNS
    topic = Choice(shares).draw(rng, way)
    struck = (demand.incident[day] >= 0) & (rng.random(len(day)) < demand.incident_share[day, way])
    return np.where(struck, demand.incident[day], topic)


def _sources_of_repeats(rng: Generator, created_day: Ints, way: Ints) -> Ints:
    """For each request the row it repeats, itself where it repeats none."""
    size = len(created_day)
    rows = np.arange(size)
    span = max(int(created_day[-1] - created_day[0]) + 1, 1) if size else 1
    lag = 1 + (rng.random(size) * REPEAT_DAYS * size / span).astype(np.int64)
    repeats = (rng.random(size) < REPEATS) & (lag <= rows) & (way != OUTBOUND)
    source = np.where(repeats, rows - lag, rows)
    return np.where(way[source] == OUTBOUND, rows, source)


def arrivals(rng: Generator, days: Days, demand: Demand, customers: Customers, month: int) -> Arrivals:
    """The requests of one month of the calendar, counted from 0."""
    of_month = np.flatnonzero(days.month[: days.count] == month)
    counts = demand.counts[of_month]
    day = np.repeat(of_month, counts.sum(axis=1))
    way = np.repeat(np.tile(np.arange(len(STREAMS)), len(of_month)), counts.ravel())
    hour = HOURS.draw(rng, way * 3 + np.maximum(days.weekday[day] - 4, 0))
    created = days.instant(day, hour * 3_600 + rng.integers(0, 3_600, len(day)))
    order = np.argsort(created, kind="stable")
    created, day, way = created[order], day[order], way[order]

    source = _sources_of_repeats(rng, day, way)
    topic = _topics(rng, days, demand, day, way)[source]
    customer = customers.pick(rng, day)[source]
    priority = PRIORITY.draw(rng, topic)
    kind = KIND.draw(rng, way)
    complains = rng.random(len(day)) < _COMPLAINTS[topic] * _COMPLAINT_LEANING[way]
    return Arrivals(
        created=created,
        day=day,
        stream=way,
        kind=kind,
        topic=topic,
        priority=priority,
        product=PRODUCT.draw(rng, topic)[source],
        customer=customer,
        premium=customers.premium(customer),
        complaint=complains & (kind == REQUEST),
        easy=EASY_TOPIC[topic] & EASY_PRIORITY[priority],
    )
