"""Where a queue is heading if requests keep coming and leaving as they did: the rate of a week, and a fan of days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

WEEK = 7
SHORTEST, LONGEST = 8, 12  # weeks looked back
INSIDE = 0.8  # of the cases lie within the fan


@dataclass(frozen=True)
class Outlook:
    """`weeks` looked back at; `arrivals` and `departures` a week, their mean; `change` a week with its 95 % interval.

    `fan`: low, middle and high of the queue at the end of each coming day; INSIDE of the cases lie between the two.
    """

    weeks: int
    arrivals: float
    departures: float
    change: float
    low: float
    high: float
    fan: tuple[tuple[float, float, float], ...]

    @property
    def grows(self) -> bool | None:
        """Whether the queue grows (false: shrinks); null where both may be chance."""
        return None if self.low <= 0 <= self.high else self.change > 0


def outlook(
    waiting: int,
    arrivals: Sequence[int],
    departures: Sequence[int],
    kinds: Sequence[int],
    ahead: Sequence[int],
) -> Outlook | None:
    """The queue of `waiting` requests at the end of each day of `ahead`, at the rates of the latest LONGEST weeks.

    `arrivals`, `departures`: of each complete day, oldest first, its `kinds` beside them; `ahead`: the kinds of the
    coming days. Days of one kind are expected to be alike: a weekday is one kind, all days on which the organisation
    is closed are another. Null: fewer than SHORTEST whole weeks of days.

    Expected is the queue now plus, for each coming day, the mean change on days of its kind (over all days where no
    day was of that kind). What is left over in a week counts as independent of other weeks, with the standard
    deviation s over the w weeks, and within the week as falling on its days by their own variance: after h weeks the
    error has the variance s²·(h + h²/w), of what the weeks bring and of the mean that they are measured by; Student's
    t with w − 1 degrees of freedom (the predictive distribution of a sum, as in Hyndman & Athanasopoulos, Forecasting:
    Principles and Practice, 5.5). A queue that people work off harder as it grows strays less: then the fan is wider
    than need be. No queue is shorter than 0.
    """
    weeks = min(len(arrivals) // WEEK, LONGEST)
    if weeks < SHORTEST:
        return None
    days = weeks * WEEK
    came, left = (np.asarray(each[-days:], dtype=np.float64) for each in (arrivals, departures))
    change, kind = came - left, np.asarray(kinds[-days:])
    means = {int(each): float(change[kind == each].mean()) for each in np.unique(kind)}
    expected = np.array([means.get(each, float(change.mean())) for each in ahead])
    usual = np.array([means[int(each)] for each in kind])

    of_weeks = change.reshape(weeks, WEEK).sum(axis=1)
    beyond = (change - usual).reshape(weeks, WEEK).sum(axis=1)
    mean, error = float(of_weeks.mean()), float(of_weeks.std(ddof=1)) / weeks**0.5
    sure = float(stdtrit(weeks - 1, 0.975)) * error

    spread = {kind_: float(((change - usual)[kind == kind_] ** 2).mean()) for kind_ in means}
    week = sum(spread[int(each)] for each in kind) / weeks
    if week:
        far = np.cumsum([spread.get(each, week / WEEK) for each in ahead]) / week
    else:
        far = np.arange(1, len(ahead) + 1) / WEEK
    width = float(stdtrit(weeks - 1, (1 + INSIDE) / 2)) * float(beyond.std(ddof=1)) * np.sqrt(far + far**2 / weeks)
    middle = waiting + np.cumsum(expected)
    fan = np.maximum(np.stack([middle - width, middle, middle + width], axis=1), 0.0)
    return Outlook(
        weeks=weeks,
        arrivals=float(came.sum()) / weeks,
        departures=float(left.sum()) / weeks,
        change=mean,
        low=mean - sure,
        high=mean + sure,
        fan=tuple((low, middle, high) for low, middle, high in fan.tolist()),
    )
