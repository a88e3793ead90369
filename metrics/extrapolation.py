"""The plain ways to go on from a series: what each would have said after every period of it."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MEAN_OF = 12  # periods
LEVEL, SLOPE, DAMPING = 0.4, 0.1, 0.9  # damped trend: weight of the newest value in both, slope kept per period
SMOOTHING = 0.3  # weight of the newest value in simple exponential smoothing


def extrapolations(series: Floats, horizon: int, season: int | None) -> dict[str, Floats]:
    """For each method periods × horizon: row t holds what it says of t+1 … t+horizon from the values up to t alone.

    `series` begins with a value and holds NaN where a period has none: it is passed over, the last known carries on.
    The simplest method comes first. seasonal_naive only with more than two seasons of values; NaN before its first.
    """
    periods = np.arange(len(series))
    known = ~np.isnan(series)
    last = np.maximum.accumulate(np.where(known, periods, 0))
    latest = series[last]
    ahead = np.arange(1, horizon + 1)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, series, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    since = np.maximum(periods + 1 - MEAN_OF, 0)
    number = counts[1:] - counts[since]
    mean = np.where(number > 0, (sums[1:] - sums[since]) / np.maximum(number, 1), latest)
    slope = (latest - series[0]) / np.maximum(last, 1)
    smooth, level, trend = _smoothed(series)
    flat = np.ones(horizon)
    made = {
        "naive": np.outer(latest, flat),
        "mean": np.outer(mean, flat),
        "smoothed": np.outer(smooth, flat),
        "drift": latest[:, None] + slope[:, None] * ((periods - last)[:, None] + ahead),
        "damped_trend": level[:, None] + np.outer(trend, np.cumsum(DAMPING**ahead)),
    }
    if season is not None and known.sum() > 2 * season:
        carried = series.copy()
        for t in range(season, len(series)):
            if not known[t]:
                carried[t] = carried[t - season]
        back = periods[:, None] + (ahead - 1) % season + 1 - season
        seasonal = np.where(back >= 0, carried[np.maximum(back, 0)], np.nan)
        made["seasonal_naive"] = np.where(np.isnan(seasonal) & (back >= 0), latest[:, None], seasonal)
    return made


def _smoothed(series: Floats) -> tuple[Floats, Floats, Floats]:
    """After every period the smoothed level, and the level and slope of the damped trend.

    The first values weigh 1, 1/2, 1/3 … until the usual weight is reached: no single one of them sets the start.
    """
    smooth = level = float(series[0])
    slope, seen = 0.0, 1
    rows = [(smooth, level, slope)]
    for value, known in zip(series[1:].tolist(), (~np.isnan(series[1:])).tolist(), strict=True):
        level, slope = level + DAMPING * slope, DAMPING * slope
        if known:
            seen += 1
            smooth += max(SMOOTHING, 1 / seen) * (value - smooth)
            weight, error = max(LEVEL, 1 / seen), value - level
            level += weight * error
            slope += weight * max(SLOPE, 1 / seen) * error if seen > 2 else 0.0
        rows.append((smooth, level, slope))
    smoothed, levels, slopes = np.array(rows).T
    return smoothed, levels, slopes
