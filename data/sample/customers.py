"""Who asks: a growing base of customers, some new, a few who write again and again. Keys only, no persons."""

from functools import cached_property

import numpy as np
import polars as pl
from numpy.random import Generator

from data.sample.days import DAY, NEVER, Days, Flags, Ints
from data.sample.frames import keys

BEFORE = 0.55  # of the customers were there before the first day
YEARS_BEFORE = 6
GUESTS = 0.06  # of the customers never registered: nobody knows since when they are there
STRANGERS = 0.025  # people who are called and never become customers, of the number of customers
LOYAL = 0.55  # of all customers, the last so many who came: those who buy regularly are among them, and drop out
ONE_IN = 9  # … of these buys regularly
BUYERS = 2  # one in so many customers buys now and then


class Customers:
    """Customers are numbered by the day they came, so that the known ones are always the numbers below a limit.

    The numbers from `total` on are strangers: people who are called and never become customers.
    """

    def __init__(self, total: int, days: Days) -> None:
        self.total = total
        self.strangers = max(int(total * STRANGERS), 1)
        self._days = days
        self._since = self._came(np.arange(total + self.strangers))

    def _came(self, customer: Ints) -> Ints:
        """The instant a customer came, always before any request; NEVER for guests and strangers."""
        before = BEFORE * self.total
        old = (customer / before - 1) * YEARS_BEFORE * 365.25
        new = (customer - before) / (self.total - before) * self._days.count
        day = np.floor(np.where(customer < before, np.minimum(old, -1), new)).astype(np.int64)
        of_day = customer * 7_919 % 36_000 + 8 * 3_600
        instant: Ints = self._days.midnight[0] + day * DAY + of_day
        guest = customer * 40_503 % 1_000 < GUESTS * 1_000
        return np.where(guest | (customer >= self.total), NEVER, instant)

    def known(self, day: Ints) -> Ints:
        """How many customers came before these days: the numbers below are theirs."""
        share = BEFORE + (1 - BEFORE) * day / self._days.count
        return np.maximum((self.total * share).astype(np.int64), 1)

    def pick(self, rng: Generator, day: Ints) -> Ints:
        """A customer per row who came before that day: most at random, some new, some frequent (a heavy tail)."""
        size, known = len(day), self.known(day)
        way, where = rng.random(size), rng.random(size)
        anyone = (where * known).astype(np.int64)
        recent = (1 - BEFORE) * self.total / self._days.count * 25  # who came within 25 days
        newest = known - 1 - np.minimum(-np.log1p(-where) * recent, known - 1).astype(np.int64)
        strides = np.select([way < 0.20, way < 0.28], [200, 40], 8)
        frequent = anyone // strides * strides  # one in 8 asks more often, one in 40 and one in 200 far more
        return np.select([way < 0.16, way < 0.40], [newest, frequent], anyone)

    def loyal(self, rng: Generator, day: Ints) -> Ints:
        """A customer per row of the few who buy regularly: some lapse every month, as many begin."""
        known = self.known(day)
        anyone = known - 1 - (rng.random(len(day)) * LOYAL * self.total).astype(np.int64)
        return np.maximum(anyone, 0) // ONE_IN * ONE_IN

    def buyer(self, rng: Generator, day: Ints) -> Ints:
        """A customer per row of those who buy now and then."""
        return self.pick(rng, day) // BUYERS * BUYERS

    def since(self, customer: Ints) -> Ints:
        """The instant a customer came, always before any request of theirs; NEVER where unknown or not yet."""
        return self._since[customer]

    def won(self, customer: Ints, at: Ints) -> None:
        """They became customers at that instant, which must lie on the day that their number stands for."""
        self._since[customer] = at

    def is_guest(self, customer: Ints) -> Flags:
        """Customers of whom nobody knows since when."""
        guest: Flags = (customer < self.total) & (self._since[customer] == NEVER)
        return guest

    def premium(self, customer: Ints) -> Ints:
        """1 for the premium tier, 0 for standard; frequent customers are no exception, strangers have none."""
        return ((customer * 2_654_435_761 % 1_000 < 170) & (customer < self.total)).astype(np.int64)

    @cached_property
    def _keys(self) -> pl.Series:
        return keys("c", np.arange(self.total + self.strangers), 6)

    def key(self, customer: Ints) -> pl.Series:
        """Their keys, as facts carry them; null for −1."""
        return self._keys.gather(pl.Series(customer).set(pl.Series(customer < 0), None))
