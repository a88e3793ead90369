"""Who asks: a growing base of customers, some new, a few who write again and again. Keys only, no persons."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from data.sample.days import Days, Ints

BEFORE = 0.55  # of the customers were there before the first day
YEARS_BEFORE = 6
DAY = 86_400


@dataclass(frozen=True)
class Customers:
    """Customers are numbered by the day they came, so that the known ones are always the numbers below a limit."""

    total: int
    days: Days

    def pick(self, rng: Generator, day: Ints) -> Ints:
        """A customer per row who came before that day: most at random, some new, some frequent (a heavy tail)."""
        size = len(day)
        known = np.maximum((self.total * (BEFORE + (1 - BEFORE) * day / self.days.count)).astype(np.int64), 1)
        way, where = rng.random(size), rng.random(size)
        anyone = (where * known).astype(np.int64)
        recent = (1 - BEFORE) * self.total / self.days.count * 25  # who came within 25 days
        newest = known - 1 - np.minimum(-np.log1p(-where) * recent, known - 1).astype(np.int64)
        strides = np.select([way < 0.20, way < 0.28], [200, 40], 8)
        frequent = anyone // strides * strides  # one in 8 asks more often, one in 40 and one in 200 far more
        return np.select([way < 0.16, way < 0.40], [newest, frequent], anyone)

    def since(self, customer: Ints) -> Ints:
        """The instant a customer came; always before any request."""
        before = BEFORE * self.total
        old = (customer / before - 1) * YEARS_BEFORE * 365.25
        new = (customer - before) / (self.total - before) * self.days.count
        day = np.floor(np.where(customer < before, np.minimum(old, -1), new)).astype(np.int64)
        of_day = customer * 7_919 % 36_000 + 8 * 3_600
        instant: Ints = self.days.midnight[0] + day * DAY + of_day
        return instant

    def premium(self, customer: Ints) -> Ints:
        """1 for the premium tier, 0 for standard; frequent customers are no exception."""
        return (customer * 2_654_435_761 % 1_000 < 170).astype(np.int64)
