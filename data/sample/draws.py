"""Random draws of whole columns at once: named streams of numbers, and choice by a table of weights."""

import zlib

import numpy as np
from numpy.random import Generator

from data.sample.days import Floats, Ints


def stream(seed: int, month: int, name: str) -> Generator:
    """The numbers for one purpose in one month; no other draw can move them."""
    return np.random.default_rng([seed, month, zlib.crc32(name.encode())])


class Choice:
    """Draws an option (0, 1, …) per row by the weights of the row's group: weights[group, option], any scale."""

    def __init__(self, weights: Floats) -> None:
        through = np.cumsum(np.atleast_2d(weights), axis=1)
        through /= through[:, -1:]
        self._options = through.shape[1]
        # Group g occupies the numbers from g to g + 1, so that one search over all groups finds the option.
        self._through = (through + np.arange(len(through))[:, None]).ravel()

    def draw(self, rng: Generator, group: Ints) -> Ints:
        found = np.searchsorted(self._through, group + rng.random(len(group)), "right")
        option: Ints = np.minimum(found - group * self._options, self._options - 1)
        return option


def lognormal(rng: Generator, size: int, median: float | Floats, spread: float) -> Floats:
    """Positive and skewed, as times at work are. `spread` is the standard deviation of the logarithm."""
    return np.asarray(median * np.exp(spread * rng.standard_normal(size)), dtype=np.float64)


def whole_seconds(rng: Generator, size: int, median: float | Floats, spread: float) -> Ints:
    """The same in whole seconds."""
    return np.round(lognormal(rng, size, median, spread)).astype(np.int64)
