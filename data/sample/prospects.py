"""People who are called before they are customers: some are won in the call, most come later, some never do."""

import numpy as np
from numpy.random import Generator

from data.columns import OUTCOMES
from data.sample.arrivals import Arrivals
from data.sample.company import OUTBOUND
from data.sample.customers import Customers
from data.sample.days import Days, Ints
from data.sample.handling import Handling

COLD = 0.35  # of the outbound calls go to people who are no customers
WON = 0.5  # of the successful ones of these: who does not know the company buys less often
COME_LATER = 0.7  # of those who were called in vain, by themselves
WITHIN = 240  # days
SUCCESS = OUTCOMES.index("success")


def prospects(rng: Generator, days: Days, customers: Customers, requests: Arrivals, course: Handling) -> None:
    """Puts prospects in the place of some customers of outbound calls; who is won is a customer from then on.

    Of the customers who come on a day the first half of the numbers is there to be won, the other comes by itself.
    """
    calls = np.flatnonzero(requests.stream == OUTBOUND)
    cold = calls[rng.random(len(calls)) < COLD]
    success = course.outcome[cold] == SUCCESS
    won = success & (course.ended[cold] <= days.last_instant) & (rng.random(len(cold)) < WON)
    _win(customers, requests, course, cold[won])

    lost = cold[~success]
    share = rng.random(len(lost))
    requests.customer[lost] = customers.total + (share * customers.strangers).astype(np.int64)
    later = lost[rng.random(len(lost)) < COME_LATER]
    comes_on = requests.day[later] + 1 + (rng.random(len(later)) * WITHIN).astype(np.int64)
    come, some = _come(customers, np.minimum(comes_on, days.count - 1))
    by_itself = some - 1 - (rng.random(len(later)) * ((some - come) // 2)).astype(np.int64)
    knows = (comes_on < days.count) & (some - come >= 2)
    requests.customer[later[knows]] = by_itself[knows]
    requests.premium[lost] = customers.premium(requests.customer[lost])


def _come(customers: Customers, day: Ints) -> tuple[Ints, Ints]:
    """The numbers of the customers who come on these days: from the first to below the second."""
    return customers.known(day), customers.known(day + 1)


def _win(customers: Customers, requests: Arrivals, course: Handling, rows: Ints) -> None:
    """As many a day as there are numbers; the others stay the customers that they were."""
    day = requests.day[rows]
    come, some = _come(customers, day)
    number = come + np.arange(len(rows)) - np.searchsorted(day, day)
    there = number < some - (some - come) // 2
    rows, number = rows[there], number[there]
    requests.customer[rows] = number
    requests.premium[rows] = customers.premium(number)
    customers.won(number, course.ended[rows])
