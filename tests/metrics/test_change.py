"""The verdict on the latest month: few false alarms in stable series, real changes found, seasons taken out."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from metrics import change, control, estimates
from metrics.estimates import Estimate
from metrics.intervals import Numbers, wilson

Series = tuple[Numbers, Numbers]  # value and n of each month
Random = np.random.Generator


def months(values: Numbers, n: Numbers, low: Numbers | None = None, high: Numbers | None = None) -> pl.DataFrame:
    count = len(values)
    columns = {"value": values, "n": n, "low": values if low is None else low, "high": values if high is None else high}
    period = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(count)]
    return pl.DataFrame({"period": period} | columns).with_columns(pl.col("value", "low", "high").fill_nan(None))


def judged(values: Numbers, estimate: Estimate = estimates.mean, n: Numbers | None = None) -> change.Change:
    found = change.latest_month(months(values, np.full(len(values), 100) if n is None else n), estimate)
    assert found is not None
    return found


def independent(random: Random, count: int) -> Series:
    return random.normal(size=count), np.ones(count)


def resembling(correlation: float) -> Callable[[Random, int], Series]:
    def series(random: Random, count: int) -> Series:
        steps = random.normal(size=count + 40)
        for month in range(1, count + 40):
            steps[month] += correlation * steps[month - 1]
        return steps[40:], np.ones(count)

    return series


def seasonal(random: Random, count: int) -> Series:
    return 3 * np.sin(np.arange(count) * np.pi / 6) + random.normal(size=count), np.ones(count)


def share(p: float, fewest: int, most: int, spread: float = 0.0) -> Callable[[Random, int], Series]:
    def series(random: Random, count: int) -> Series:
        n = random.integers(fewest, most, count)
        return random.binomial(n, np.clip(random.normal(p, spread, count), 0, 1)) / n, n

    return series


def seasonal_share(random: Random, count: int) -> Series:
    n = random.integers(100, 900, count)
    return random.binomial(n, 0.8 + 0.1 * np.sin(np.arange(count) * np.pi / 6)) / n, n


def counted(mean: float) -> Callable[[Random, int], Series]:
    def series(random: Random, count: int) -> Series:
        things = random.poisson(mean, count)
        return things.astype(float), things

    return series


def called(series: Callable[[Random, int], Series], estimate: Estimate, count: int, times: int = 150) -> float:
    """The part of stable series whose latest month is called a change."""
    random = np.random.default_rng(11)
    verdicts = [judged(values, estimate, n).verdict for values, n in (series(random, count) for _ in range(times))]
    return verdicts.count("real_change") / times


@pytest.mark.parametrize("count", [12, 25])
@pytest.mark.parametrize(
    ("series", "estimate"),
    [
        (independent, estimates.mean),
        (share(0.8, 50, 300), estimates.share),
        (share(0.99, 20, 400), estimates.share),
        (share(0.8, 500, 5_000, spread=0.03), estimates.share),
        (counted(0.1), estimates.count),
        (counted(200), estimates.count),
    ],
    ids=["independent", "share", "rare", "share that varies beyond sampling", "rare count", "count"],
)
def test_of_stable_series_at_most_5_percent_are_called_a_change(
    series: Callable[[Random, int], Series], estimate: Estimate, count: int
) -> None:
    assert called(series, estimate, count) <= 0.05


@pytest.mark.parametrize("correlation", [0.3, 0.5])
def test_of_series_whose_neighbours_resemble_each_other_at_most_5_percent_are_called_a_change(
    correlation: float,
) -> None:
    """The plain XmR limits would call 4 % of twelve months at a correlation of 0.3, and 7 % at 0.5."""
    assert called(resembling(correlation), estimates.mean, 12, times=1_000) <= 0.05


@pytest.mark.parametrize("count", [24, 31])
@pytest.mark.parametrize(("series", "estimate"), [(seasonal, estimates.mean), (seasonal_share, estimates.share)])
def test_a_season_is_no_change(series: Callable[[Random, int], Series], estimate: Estimate, count: int) -> None:
    assert called(series, estimate, count) <= 0.05


def test_a_change_hidden_by_the_season_is_found() -> None:
    """36 months and a 37th, a January: 10 is usual in June and has never been seen in January."""
    random = np.random.default_rng(2)
    season = np.tile(5 * np.sin(np.arange(12) * np.pi / 6), 4)[:37]
    values = 5 + season + random.normal(scale=0.5, size=37)
    assert judged(values).verdict == "within_normal_variation"
    values[-1] = 10.0
    found = judged(values)
    assert (found.verdict, found.direction, found.seasonal) == ("real_change", "up", True)
    assert found.limits is not None
    assert found.limits.centre[-1] == pytest.approx(values[[0, 12, 24]].mean())
    assert found.limits.centre[5] == pytest.approx(values[[5, 17, 29]].mean())
    assert not judged(random.normal(size=37)).seasonal


@pytest.mark.parametrize(("jump", "direction"), [(6.0, "up"), (-6.0, "down")])
def test_a_jump_is_a_change_with_its_direction(jump: float, direction: str) -> None:
    values = np.random.default_rng(4).normal(size=24)
    values[-1] = jump
    assert (judged(values).verdict, judged(values).direction) == ("real_change", direction)


def test_a_share_that_falls_is_a_change() -> None:
    n = np.array([200, 340, 120, 500, 260, 310, 180, 90, 400, 220, 350, 280, 300])
    hits = np.round(n * np.array([0.8, 0.78, 0.83, 0.81, 0.79, 0.8, 0.82, 0.77, 0.8, 0.81, 0.79, 0.8, 0.65]))
    found = judged(hits / n, estimates.share, n)
    assert (found.verdict, found.direction) == ("real_change", "down")


def test_only_the_latest_month_is_judged() -> None:
    values = np.random.default_rng(4).normal(size=24)
    values[10] = 50.0
    assert judged(values).verdict == "within_normal_variation"


def test_the_latest_month_makes_no_limits() -> None:
    values = np.random.default_rng(4).normal(size=20)
    wild = np.append(values[:-1], 1e6)
    calm, stormy = judged(values).limits, judged(wild).limits
    assert calm is not None
    assert stormy is not None
    assert (calm.low.tolist(), calm.high.tolist()) == (stormy.low.tolist(), stormy.high.tolist())


def test_the_limits_of_earlier_months_are_the_charts() -> None:
    values, n = share(0.8, 50, 300)(np.random.default_rng(8), 15)
    for estimate, chart in (
        (estimates.mean, control.xmr(values, 14)),
        (estimates.share, control.p_prime(values * n, n.astype(float), 14)),
    ):
        limits = judged(values, estimate, n).limits
        assert limits is not None
        assert limits.low[:-1] == pytest.approx(chart.low[:-1])
        assert limits.high[:-1] == pytest.approx(chart.high[:-1])
        assert limits.low[-1] <= chart.low[-1] + 1e-12
        assert limits.high[-1] >= chart.high[-1] - 1e-12


def test_fewer_than_12_months_with_data_are_too_short() -> None:
    values = np.random.default_rng(4).normal(size=13)
    assert judged(values[:11]).verdict == "too_short_to_judge"
    assert judged(values[:12]).verdict == "within_normal_variation"
    values[[3, 7]] = np.nan
    assert judged(values) == change.TOO_SHORT


def test_months_without_neighbours_are_too_short() -> None:
    values = np.random.default_rng(4).normal(size=25)
    values[1::2] = np.nan
    assert judged(values) == change.TOO_SHORT


def test_without_data_in_the_latest_month_nothing_is_judged() -> None:
    values = np.append(np.random.default_rng(4).normal(size=20), np.nan)
    assert change.latest_month(months(values, np.ones(21)), estimates.mean) is None
    assert change.latest_month(months(values[:0], np.ones(0)), estimates.mean) is None


def test_a_gap_in_the_past_is_allowed() -> None:
    values, n = share(0.8, 50, 300)(np.random.default_rng(8), 20)
    values[6], n[6] = np.nan, 0
    limits = judged(values, estimates.share, n).limits
    assert limits is not None
    assert np.isnan(limits.high).tolist() == [month == 6 for month in range(20)]
    assert judged(np.append(values, 0.2), estimates.share, np.append(n, 300)).direction == "down"


def test_the_order_of_the_rows_does_not_matter() -> None:
    values = np.random.default_rng(4).normal(size=24)
    table = months(values, np.ones(24))
    one, other = (change.latest_month(rows, estimates.mean) for rows in (table, table.sample(24, shuffle=True, seed=1)))
    assert one is not None
    assert other is not None
    assert one.verdict == other.verdict
    assert one.limits is not None
    assert other.limits is not None
    assert one.limits.high.tolist() == other.limits.high.tolist()


def test_one_miss_after_a_perfect_year_is_no_change() -> None:
    n = np.full(13, 40)
    perfect = np.ones(13)
    assert judged(perfect, estimates.share, n).verdict == "within_normal_variation"
    for misses, verdict in ((1, "within_normal_variation"), (5, "real_change")):
        assert judged(np.append(perfect[:-1], 1 - misses / 40), estimates.share, n).verdict == verdict


def test_a_month_whose_own_interval_holds_the_centre_is_no_change() -> None:
    values = np.append(np.tile([59.0, 61.0], 8), 40.0)
    sure, unsure = values + 0.1, np.append(values[:-1], 70.0)
    n = np.full(17, 50)
    for high, verdict in ((sure, "real_change"), (unsure, "within_normal_variation")):
        found = change.latest_month(months(values, n, values - 0.1, high), estimates.net_promoter_score)
        assert found is not None
        assert found.verdict == verdict
    boundless = months(values, n, values - 0.1, np.append(sure[:-1], np.nan))
    assert change.latest_month(boundless, estimates.median).verdict == "within_normal_variation"  # type: ignore[union-attr]


def test_a_value_of_which_nothing_was_sampled_is_judged_by_its_chart_alone() -> None:
    values = np.append(np.tile([59.0, 61.0], 8), 40.0)
    found = change.latest_month(months(values, np.full(17, 50), values * np.nan, values * np.nan), estimates.mean)
    assert found is not None
    assert found.direction == "down"


def test_wilsons_interval_of_a_share_does_not_decide() -> None:
    """A share is judged by the prediction of its n from the past, whatever interval stands beside it."""
    values, n = share(0.8, 50, 300)(np.random.default_rng(8), 20)
    low, high = wilson(values * n, n.astype(float))
    found = change.latest_month(months(values, n, low, high), estimates.share)
    assert found is not None
    assert found.verdict == judged(values, estimates.share, n).verdict


def test_jalali_months_have_their_season_too() -> None:
    """Farvardin begins on 20 or 21 March: the Gregorian month of the first day tells Jalali months apart."""
    starts = [date(2020, 3, 20) + timedelta(days=round(30.44 * month)) for month in range(37)]
    assert [start.month for start in starts[:13]] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    values = 5 + np.tile(5 * np.sin(np.arange(12) * np.pi / 6), 4)[:37] + np.random.default_rng(2).normal(size=37) / 2
    table = months(values, np.ones(37)).with_columns(period=pl.Series(starts))
    assert change.latest_month(table, estimates.mean).seasonal  # type: ignore[union-attr]
