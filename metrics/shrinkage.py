"""Empirical Bayes: shares of few cases drawn towards everybody's. For the order of a display, never for a verdict."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from metrics.intervals import Numbers

LARGEST = 1e6  # α + β: people who do not differ at all would have it grow without end


@dataclass(frozen=True)
class Prior:
    """How the true shares of people are spread: a beta distribution."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)


def prior(hits: Numbers, n: Numbers) -> Prior | None:
    """The beta distribution under which these hits of n are likeliest (beta-binomial); null below two with n > 0."""
    hits, n = hits[n > 0], n[n > 0]
    if len(n) < 2:
        return None

    def shape(point: Numbers) -> Prior:
        mean, size = float(special.expit(point[0])), float(np.exp(point[1]))
        return Prior(mean * size, (1 - mean) * size)

    def surprise(point: Numbers) -> tuple[float, Numbers]:
        """−log likelihood without its constant, and its slope along logit(mean) and log(α + β)."""
        a, b = shape(point).alpha, shape(point).beta
        likelihood = special.betaln(hits + a, n - hits + b) - special.betaln(a, b)
        common = special.digamma(a + b) - special.digamma(n + a + b)
        by_a = (special.digamma(hits + a) - special.digamma(a) + common).sum()
        by_b = (special.digamma(n - hits + b) - special.digamma(b) + common).sum()
        return -likelihood.sum(), -np.array([(by_a - by_b) * a * b / (a + b), by_a * a + by_b * b])

    start = [special.logit((hits.sum() + 0.5) / (n.sum() + 1)), np.log(100)]
    ends = [special.logit([1e-6, 1 - 1e-6]), np.log([0.1, LARGEST])]
    return shape(optimize.minimize(surprise, start, jac=True, method="L-BFGS-B", bounds=ends, tol=1e-12).x)


def shrunk(hits: Numbers, n: Numbers, known: Prior) -> tuple[Numbers, Numbers, Numbers]:
    """The share and its 95 % credible interval: Beta(hits + α, n − hits + β). Without cases it is the prior's."""
    alpha, beta = hits + known.alpha, n - hits + known.beta
    return alpha / (alpha + beta), stats.beta.ppf(0.025, alpha, beta), stats.beta.ppf(0.975, alpha, beta)
