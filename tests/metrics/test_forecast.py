"""Forecasts and chances: what holds of every history, and a small version of the proof in benchmarks/forecast.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.forecast import HORIZONS, KINDS, Promise, Trial, bins, coverage, simulate
from metrics.forecast import DRAWS, Outlook, chance, outlook
from metrics.pace import Course, Kind
from metrics.value import NO_VALUE, Value

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)
UP = Course("increase_to", None, 10.0, START, DEADLINE)


def values(numbers: Sequence[float | None], n: int = 200) -> list[Value]:
    return [NO_VALUE if each is None else Value(each, n, None, None) for each in numbers]


def seen(
    numbers: Sequence[float | None], horizon: int = 6, unit: str = "seconds", season: int | None = None
) -> Outlook:
    made = outlook(values(numbers), horizon, unit=unit, minimum_n=30, season=season)
    assert made is not None
    return made


def noise(periods: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(periods)


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return simulate(seed=11, rounds=12)


def test_four_in_five_lie_inside(trials: list[Trial]) -> None:
    assert len(trials) >= 1000
    assert 0.75 <= coverage(trials) <= 0.85
    for horizon in HORIZONS:  # a quarter of them each, so chance alone moves it twice as far
        assert 0.70 <= coverage(each for each in trials if each.horizon == horizon) <= 0.90


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_of_goals_with_a_chance_as_many_are_met(trials: list[Trial], kind: str | None) -> None:
    promises = [each for trial in trials for each in trial.promises if kind in (None, each.kind)]
    judged = [(said, met) for count, said, met in bins(promises) if count >= (50 if kind is None else 100)]
    assert judged
    assert all(abs(met - said) <= 0.10 for said, met in judged)


def test_bins_tell_a_false_promise() -> None:
    assert bins([Promise("increase_to", False, 0.95, met) for met in (True, False)])[9] == (2, 0.95, 0.5)


def test_too_short_or_too_few_is_no_forecast() -> None:
    enough = [5.0, 6.0, 5.0, 7.0, 6.0, 5.0, 6.0, 7.0]
    assert outlook(values(enough), 3, unit="seconds", minimum_n=30) is not None
    assert outlook(values(enough[:-1]), 3, unit="seconds", minimum_n=30) is None
    assert outlook(values([*enough[:-1], None, None]), 3, unit="seconds", minimum_n=30) is None
    assert outlook(values(enough, n=29), 3, unit="seconds", minimum_n=30) is None
    assert outlook([], 3, unit="seconds", minimum_n=0) is None
    with pytest.raises(ValueError, match="horizon"):
        outlook(values(enough), -1, unit="seconds", minimum_n=30)


def test_the_usual_n_is_that_of_late() -> None:
    long_ago, of_late = values([5.0, 6.0] * 4, n=1000), values([5.0, 6.0] * 4, n=10)
    assert outlook(long_ago + of_late, 3, unit="seconds", minimum_n=30) is None
    assert outlook(of_late + long_ago, 3, unit="seconds", minimum_n=30) is not None


def test_the_same_history_gives_the_same_paths() -> None:
    history = 100 + 10 * noise(20)
    first, second = seen(history.tolist()), seen(history.tolist())
    assert first.paths.shape == (DRAWS, 6)
    assert np.array_equal(first.paths, second.paths)
    assert first.errors == second.errors


@settings(max_examples=25)
@given(
    st.sampled_from(["share", "points", "seconds", "count", "score", "amount", "ratio"]),
    st.lists(st.none() | st.floats(0, 1), min_size=8, max_size=40),
    st.integers(0, 14),
    st.sampled_from([None, 7, 12]),
)
def test_every_history_stays_within_its_unit(
    unit: str, numbers: list[float | None], horizon: int, season: int | None
) -> None:
    low, high = {"share": (0.0, 1.0), "points": (-100.0, 100.0)}.get(unit, (0.0, np.inf))
    stretched = [None if each is None else 200 * each - 100 if unit == "points" else each for each in numbers]
    made = outlook(values(stretched), horizon, unit=unit, minimum_n=0, season=season)
    assert (made is None) == (sum(each is not None for each in numbers) < 8)
    if made is not None:
        assert made.paths.shape == (DRAWS, horizon)
        assert np.isfinite(made.paths).all()
        assert ((made.paths >= low) & (made.paths <= high)).all()
        assert len(made.errors) <= horizon
        assert all(each >= 0 for each in made.errors)
        assert all(bottom <= middle <= top for bottom, middle, top in made.fan())


@pytest.mark.parametrize("season", [None, 12])
def test_minutes_as_seconds_are_sixty_times_as_much(season: int | None) -> None:
    minutes = (30 + 4 * noise(30)).tolist()
    made, sixty = seen(minutes, season=season), seen([60 * each for each in minutes], season=season)
    assert sixty.method == made.method
    assert sixty.paths == pytest.approx(60 * made.paths)
    assert sixty.errors == pytest.approx([60 * each for each in made.errors])


def test_a_period_without_a_value_is_no_zero() -> None:
    history: list[float | None] = (100 + 5 * noise(24)).tolist()
    for hole in (3, 10, 11, 22, 23):
        history[hole] = None
    for low, middle, high in seen(history).fan():
        assert 80 < low < middle < high < 120


def test_periods_before_the_first_value_change_nothing() -> None:
    history = (100 + 5 * noise(12)).tolist()
    assert np.array_equal(seen([None, None, *history]).paths, seen(history).paths)


def test_a_constant_is_certain_and_a_share_of_few_never_is() -> None:
    assert seen([7.0] * 12).paths == pytest.approx(7.0)
    (low, middle, high), *_ = seen([0.9] * 12, unit="share").fan()
    assert low < 0.88 < middle < 0.92 < high


def test_a_level_a_line_a_walk_and_a_season_are_told_apart() -> None:
    months = np.arange(36)
    assert seen((100 + 10 * noise(36)).tolist()).method in ("mean", "smoothed")
    line = seen((-60 + 3 * months + noise(36)).tolist(), unit="points")
    assert line.method in ("drift", "damped_trend")
    assert line.fan()[2][1] > 47
    assert seen((20 * np.cumsum(noise(36)) / 6).tolist(), unit="points").method in ("naive", "drift", "smoothed")
    wave = (100 + 50 * np.sin(2 * np.pi * months / 12) + 2 * noise(36)).tolist()
    seasonal = seen(wave, horizon=12, season=12)
    assert seasonal.method == "seasonal_naive"
    assert [middle for _, middle, _ in seasonal.fan()] == pytest.approx(wave[-12:], abs=3)
    assert seen(wave[:24], season=12).method != "seasonal_naive"


def test_a_season_passes_over_what_is_missing() -> None:
    wave: list[float | None] = (100 + 50 * np.sin(2 * np.pi * np.arange(42) / 7) + noise(42)).tolist()
    wave[-3] = None
    assert seen(wave, horizon=7, season=7).fan()[4][1] == pytest.approx(wave[-10], abs=3)


def test_farther_is_less_certain_where_the_level_wanders() -> None:
    fan = seen((100 * np.exp(0.05 * np.cumsum(noise(36)))).tolist(), horizon=12).fan()
    assert fan[11][2] - fan[11][0] > 1.5 * (fan[0][2] - fan[0][0])


def test_a_short_history_has_longer_tails() -> None:
    def tails(periods: int) -> float:
        made = seen((50 + noise(periods)).tolist(), unit="points")
        (far_low, _, far_high), (low, _, high) = made.fan(0.98)[0], made.fan(0.8)[0]
        return (far_high - far_low) / (high - low)

    assert tails(8) > 1.1 * tails(60)


def test_a_wider_share_of_paths_is_a_wider_fan() -> None:
    made = seen((100 + 10 * noise(20)).tolist())
    assert all(
        wide[0] < narrow[0] < narrow[2] < wide[2] for wide, narrow in zip(made.fan(0.95), made.fan(0.5), strict=True)
    )


def test_errors_are_those_of_forecasts_made_at_the_time() -> None:
    made = seen([2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 5.0], horizon=12, unit="points")
    assert made.errors[0] == pytest.approx(3 / 5)  # one of the five forecasts one period ahead missed, by 3
    assert len(made.errors) == 5  # no origin has six later periods


@given(
    st.sampled_from(KINDS),
    st.booleans(),
    st.integers(0, 5),
    st.integers(0, 5),
    st.lists(st.floats(80, 120), max_size=6),
)
def test_a_harder_target_is_never_likelier(
    kind: Kind, total: bool, known: int, remaining: int, targets: list[float]
) -> None:
    paths = seen((100 + 10 * noise(20)).tolist(), horizon=remaining).paths
    course = replace(UP, kind=kind)
    past = values((100 + 10 * noise(5)).tolist())[:known]
    chances = [
        chance(paths, replace(course, target=target), past, total=total, usual_n=200)
        for target in sorted(targets, reverse=not course.wants_more)
    ]
    if not known and not remaining:
        assert all(each is None for each in chances)
        return
    decided = [each for each in chances if each is not None]
    assert len(decided) == len(targets)
    assert all(0 <= each <= 1 for each in decided)
    assert all(easy >= hard for easy, hard in pairwise(decided))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("total", [True, False])
def test_nothing_remaining_is_decided(kind: Kind, total: bool) -> None:
    course, none = replace(UP, kind=kind), np.empty((DRAWS, 0))
    more, fewer = values([12.0, 11.0, 13.0]), values([8.0, 9.0, 7.0])
    assert chance(none, course, more, total=total, usual_n=200) == float(course.wants_more)
    assert chance(none, course, fewer, total=total, usual_n=200) == float(not course.wants_more)
    assert chance(none, course, [NO_VALUE], total=total, usual_n=200) is None


def test_a_level_pools_the_last_three_periods_of_the_span_by_n() -> None:
    one_coming = np.array([[10.0], [4.0]])
    past = [Value(99.0, 200, None, None), Value(10.0, 300, None, None), NO_VALUE]
    assert chance(one_coming, UP, past, total=False, usual_n=100) == 0.5  # 10 and 8.5; the 99 is too long ago
    assert chance(one_coming, replace(UP, target=8.5), past, total=False, usual_n=100) == 1.0
    assert chance(one_coming, replace(UP, target=8.5), past, total=False, usual_n=200) == 0.5
    four_coming = np.array([[0.0, 10.0, 10.0, 10.0], [99.0, 10.0, 10.0, 9.0]])
    assert chance(four_coming, UP, past, total=False, usual_n=100) == 0.5
    assert chance(one_coming, UP, [], total=False, usual_n=0) is None


def test_a_total_is_the_mean_per_period_of_the_whole_span() -> None:
    coming = np.array([[10.0, 10.0, 10.0], [10.0, 10.0, 8.0]])
    past = [Value(11.0, 3, None, None), NO_VALUE]
    assert chance(coming, UP, past, total=True, usual_n=1) == 0.5
    assert chance(coming, replace(UP, target=9.75), past, total=True, usual_n=1) == 1.0


@pytest.mark.parametrize(("kind", "kept"), [("stay_above", 0.5), ("stay_below", 0.25)])
def test_to_stay_is_to_keep_the_bound_in_every_remaining_period(kind: Kind, kept: float) -> None:
    coming = np.array(
        [[10.0, 11.0, 12.0, 13.0], [9.0, 11.0, 12.0, 13.0], [10.0, 10.0, 10.0, 11.0], [1.0, 9.0, 10.0, 2.0]]
    )
    long_ago = values([0.0, 99.0])
    assert chance(coming, replace(UP, kind=kind), long_ago, total=False, usual_n=200) == kept
