"""The forecast of a queue: rates by hand, closed days, too few weeks, and how often its fan holds what comes."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from metrics.backlog import LONGEST, SHORTEST, outlook

Ints = npt.NDArray[np.int64]
CLOSED = 7
HORIZON = 28
DAYS = LONGEST * 7


def kinds(days: int) -> list[int]:
    return [day % 7 if day % 7 < 5 else CLOSED for day in range(days)]


def test_the_rates_are_means_of_whole_weeks_and_the_path_goes_by_kinds_of_days() -> None:
    """Ten come each day; twelve leave on five days a week, none on the closed two."""
    days = SHORTEST * 7
    departures = [12 if kind != CLOSED else 0 for kind in kinds(days)]
    found = outlook(100, [10] * days, departures, kinds(days), [CLOSED, 0, 1, CLOSED])
    assert found is not None
    assert (found.weeks, found.arrivals, found.departures, found.change) == (SHORTEST, 70, 60, 10)
    assert (found.low, found.high, found.grows) == (10, 10, True)
    assert [middle for _low, middle, _high in found.fan] == [110, 108, 106, 116]
    assert all(low == middle == high for low, middle, high in found.fan)  # every week was the same


def test_a_kind_of_day_that_never_was_is_like_all_days() -> None:
    days = SHORTEST * 7
    found = outlook(0, [3] * days, [1] * days, [day % 7 for day in range(days)], [CLOSED])
    assert found is not None
    assert found.fan[0][1] == 2


def test_below_eight_weeks_there_is_none_and_beyond_twelve_nothing_counts() -> None:
    days = SHORTEST * 7 - 1
    assert outlook(5, [1] * days, [1] * days, kinds(days), [0]) is None
    old, young = [900] * 70, [10] * DAYS
    found = outlook(5, [*old, *young], [0] * 70 + young, kinds(70 + DAYS), [0])
    assert found is not None
    assert (found.weeks, found.change) == (LONGEST, 0)


def test_no_queue_is_shorter_than_nothing() -> None:
    days = SHORTEST * 7
    found = outlook(10, [0] * days, [5] * days, kinds(days), [0, 1, 2, 3])
    assert found is not None
    assert [each[1] for each in found.fan] == [5, 0, 0, 0]
    assert found.grows is False


def test_a_change_that_may_be_chance_is_called_neither() -> None:
    came = np.random.default_rng(3).poisson(50, DAYS).tolist()
    found = outlook(500, came, [50] * DAYS, kinds(DAYS), [0])
    assert found is not None
    assert found.low < 0 < found.high
    assert found.grows is None


def even(rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Requests come by chance; people solve about as many on working days."""
    open_days = np.array(kinds(DAYS + HORIZON)) != CLOSED
    return rng.poisson(np.where(open_days, 60, 20)), rng.poisson(np.where(open_days, 68, 0))


def uneven(rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Some weeks bring far more than others."""
    came, left = even(rng)
    weeks = rng.gamma(15, 1 / 15, (DAYS + HORIZON) // 7)
    return rng.poisson(came * np.repeat(weeks, 7)), left


@pytest.mark.parametrize("world", [even, uneven])
def test_of_queues_that_go_on_as_they_did_eight_of_ten_stay_within_the_fan(
    world: Callable[[np.random.Generator], tuple[Ints, Ints]],
) -> None:
    rng, runs = np.random.default_rng(5), 300
    inside, week = np.zeros(HORIZON), 0
    for _ in range(runs):
        came, left = world(rng)
        queue = 5_000 + np.cumsum(came - left)
        every = kinds(DAYS + HORIZON)
        found = outlook(int(queue[DAYS - 1]), came[:DAYS].tolist(), left[:DAYS].tolist(), every[:DAYS], every[DAYS:])
        assert found is not None
        low, _middle, high = np.array(found.fan).T
        inside += (low <= queue[DAYS:]) & (queue[DAYS:] <= high)
        week += found.low <= 0 <= found.high
    assert np.all((inside / runs)[[6, 13, 20, 27]] > 0.73)
    assert np.all((inside / runs)[[6, 13, 20, 27]] < 0.87)
    assert 0.91 < week / runs < 0.99


def test_a_queue_that_people_catch_up_with_stays_within_a_fan_that_is_too_wide() -> None:
    rng, runs, inside = np.random.default_rng(6), 100, 0
    for _ in range(runs):
        queue, past = 200, []
        for kind in kinds(DAYS + HORIZON):
            came = int(rng.poisson(20 if kind == CLOSED else 60))
            left = 0 if kind == CLOSED else int(rng.binomial(queue, 0.3))
            queue += came - left
            past.append((came, left, queue))
        came_, left_, open_ = (list(each) for each in zip(*past, strict=True))
        every = kinds(DAYS + HORIZON)
        found = outlook(open_[DAYS - 1], came_[:DAYS], left_[:DAYS], every[:DAYS], every[DAYS:])
        assert found is not None
        low, _middle, high = found.fan[-1]
        inside += low <= open_[-1] <= high
    assert inside / runs > 0.8
