"""The books of the demonstration company: customers' orders, and costs by month, of channels and shared."""

from datetime import date

import numpy as np
import polars as pl
from numpy.random import Generator

from data.sample.company import MONTHS, STREAM_CHANNEL, STREAMS, month_start
from data.sample.customers import Customers
from data.sample.days import Days, Ints
from data.sample.demand import GROWTH_A_MONTH, Demand
from data.sample.draws import Choice, lognormal, stream
from data.sample.frames import instants, keys, table

ORDERS_PER_REQUEST = 1.1
LOYAL = 0.84  # of the orders of an average month; what the season adds are people who buy once or twice a year
SHOPPING_HOURS = Choice(
    np.array(
        [8, 4, 2, 1, 1, 2, 8, 18, 30, 40, 48, 50, 50, 46, 42, 42, 46, 52, 58, 70, 82, 78, 52, 24], dtype=np.float64
    )
)
COST_PER_REQUEST = {"phone": 5.4, "email": 3.3, "chat": 2.6, "social": 2.2}  # euro, for people
FIXED_COST = {"phone": 0.16, "email": 0.05, "chat": 0.09, "social": 0.07}  # systems, of the people's average cost
SHARED_COST = 0.11  # management, training, rooms: of the channels' average cost


def orders_by_day(demand: Demand) -> Ints:
    """People order with the seasons that they ask with."""
    expected = np.cumsum(demand.counts[:, :-1].sum(axis=1)) * ORDERS_PER_REQUEST
    orders: Ints = np.diff(np.round(expected), prepend=0).astype(np.int64)
    return orders


def orders(rng: Generator, days: Days, demand: Demand, customers: Customers, first_id: int, month: int) -> pl.DataFrame:
    """The orders of one month, oldest first, numbered from `first_id`; amounts in euro."""
    by_day = orders_by_day(demand)
    of_month = np.flatnonzero(days.month[: days.count] == month)
    day = np.repeat(of_month, by_day[of_month])
    hour = SHOPPING_HOURS.draw(rng, np.zeros(len(day), np.int64))
    at = np.sort(days.instant(day, hour * 3_600 + rng.integers(0, 3_600, len(day))))
    trend = np.exp(GROWTH_A_MONTH * (month - (MONTHS - 1) / 2))
    season = by_day[of_month].mean() / max(by_day.mean() * trend, 1e-9)
    loyal = rng.random(len(day)) < min(LOYAL / max(season, 1e-9), 0.95)
    return table(
        "orders",
        order_id=keys("O-", np.arange(first_id, first_id + len(day)), 7),
        customer=customers.key(np.where(loyal, customers.loyal(rng, day), customers.buyer(rng, day))),
        ordered_at=instants(at),
        amount=pl.Series(np.round(lognormal(rng, len(day), 42.0, 0.8), 2)),
    )


def costs(seed: int, days: Days, demand: Demand) -> pl.DataFrame:
    """One row per booked month and channel, and one without a channel for what is shared, in euro.

    The running month is not booked yet.
    """
    rng = stream(seed, 0, "costs")
    month = days.month[: days.count]
    months = int(days.month[days.count])  # the day after the last one begins the month that is not booked
    rows: list[tuple[date, str | None, float]] = []
    shared = np.zeros(months)
    for channel, price in COST_PER_REQUEST.items():
        ways = [way for way in range(len(STREAMS)) if STREAM_CHANNEL[way] == channel]
        requests = np.bincount(month, weights=demand.counts[:, ways].sum(axis=1), minlength=months)[:months]
        average = requests.mean()
        inflation = 1.003 ** np.arange(months)
        # People cost by contract, so months differ less than their requests do.
        people = price * (0.35 * requests + 0.65 * average) * inflation * rng.normal(1, 0.025, months)
        amount = np.round(people + FIXED_COST[channel] * price * average, 2)
        rows += [(month_start(days.start, -n), channel, amount[n]) for n in range(months)]
        shared += SHARED_COST * price * average * inflation
    shared = np.round(shared * rng.normal(1, 0.02, months), 2)
    rows += [(month_start(days.start, -n), None, shared[n]) for n in range(months)]
    return table(
        "costs",
        month=pl.Series([row[0] for row in rows], dtype=pl.Date),
        channel=pl.Series([row[1] for row in rows], dtype=pl.String),
        amount=pl.Series([row[2] for row in rows], dtype=pl.Float64),
    ).sort("month", "channel")
