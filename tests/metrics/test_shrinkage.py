"""Shrunk shares lie between a person's own and everybody's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics import shrinkage
from metrics.shrinkage import Prior

PEOPLE = st.lists(st.tuples(st.integers(1, 500), st.floats(0, 1)), min_size=2, max_size=20)


@given(PEOPLE)
def test_a_shrunk_share_lies_between_its_own_and_the_priors_mean(people: list[tuple[int, float]]) -> None:
    n = np.array([size for size, _ in people], float)
    hits = np.round(n * np.array([part for _, part in people]))
    known = shrinkage.prior(hits, n)
    assert known is not None
    value, low, high = shrinkage.shrunk(hits, n, known)
    ends = np.sort(np.array([hits / n, np.full(len(n), known.mean)]), axis=0)
    assert (ends[0] - 1e-9 <= value).all()
    assert (value <= ends[1] + 1e-9).all()
    posterior = stats.beta(hits + known.alpha, n - hits + known.beta)  # the shared oracle's property
    assert value == pytest.approx(posterior.mean())
    assert (low, high) == (pytest.approx(posterior.ppf(0.025)), pytest.approx(posterior.ppf(0.975)))


def test_the_prior_is_found_again() -> None:
    """500 shares of Beta(300, 700), their sizes spread over orders of magnitude, as in ebbr's own test."""
    random = np.random.default_rng(2017)
    n = np.round(random.lognormal(6, 2, 500)) + 1
    hits = random.binomial(n.astype(int), random.beta(300, 700, 500)).astype(float)
    known = shrinkage.prior(hits, n)
    assert known is not None
    assert known.mean == pytest.approx(0.3, abs=0.05)
    assert known.alpha + known.beta == pytest.approx(1000, abs=200)


def test_the_likeliest_prior_is_no_worse_than_its_neighbours() -> None:
    random = np.random.default_rng(3)
    n = random.integers(20, 200, 40).astype(float)
    hits = random.binomial(n.astype(int), random.beta(8, 2, 40)).astype(float)
    known = shrinkage.prior(hits, n)
    assert known is not None

    def likelihood(alpha: float, beta: float) -> float:
        return float(stats.betabinom.logpmf(hits, n, alpha, beta).sum())

    best = likelihood(known.alpha, known.beta)
    assert all(likelihood(known.alpha * a, known.beta * b) <= best for a in (0.9, 1, 1.1) for b in (0.9, 1, 1.1))


def test_people_who_do_not_differ_share_one_value() -> None:
    n = np.array([50.0, 100, 200, 400])
    known = shrinkage.prior(n * 0.8, n)
    assert known is not None
    assert shrinkage.shrunk(n * 0.8, n, known)[0] == pytest.approx(0.8)


def test_few_cases_do_not_lead_the_order() -> None:
    n, hits = np.array([2.0, 300, 250, 400]), np.array([2.0, 285, 200, 330])
    known = shrinkage.prior(hits, n)
    assert known is not None
    assert np.argmax(shrinkage.shrunk(hits, n, known)[0]) == 1


def test_one_person_has_no_prior_and_nobodys_cases_are_the_priors() -> None:
    assert shrinkage.prior(np.array([3.0, 0]), np.array([5.0, 0])) is None
    assert shrinkage.prior(np.array([]), np.array([])) is None
    assert shrinkage.shrunk(np.array([0.0]), np.array([0.0]), Prior(2, 6))[0].tolist() == [0.25]
