"""In which unit a person enters a goal's numbers: percent, hours, points. What is entered stands in form.py."""

import math
from dataclasses import dataclass

from metrics.metric import Metric
from ui.language import gettext as _

_ROUND = (10.0, 5.0, 1.0, 0.5, 0.1, 0.05, 0.01)  # steps in which people choose numbers


@dataclass(frozen=True)
class Scale:
    """In which unit a person enters a number: entered · factor = the metric's own unit."""

    factor: float
    unit: str
    step: float

    def shown(self, value: float | None) -> float | None:
        return None if value is None else round(value / self.factor, 4)

    def kept(self, entered: float | None) -> float | None:
        return None if entered is None else entered * self.factor

    def suggested(self, wanted: float, beside: float | None, *, whole: bool = False) -> float:
        """The roundest number, as it is entered, that stays within a fifth of the way from `beside` to `wanted`.

        Both in the metric's own unit. A target of 88 is remembered, one of 88.23 is not. whole: nobody makes 7.6 calls.
        """
        exact, start = wanted / self.factor, 0.0 if beside is None else beside / self.factor
        near = (round(exact / step) * step for step in _ROUND)
        found = next((each for each in near if abs(each - exact) <= abs(exact - start) / 5), exact)
        if whole:
            return float(math.ceil(found) if exact > start else math.floor(found))
        return round(found, 4)


def scale(metric: Metric, near: float | None) -> Scale:
    """Percent for shares, points for NPS, …; for durations a unit that suits `near`, a typical value."""
    if metric.unit == "seconds":
        return time_scale(near or 7_200.0)
    scales = {
        "share": Scale(0.01, _("%"), 0.5),
        "points": Scale(1.0, _("points"), 1.0),
        "score": Scale(1.0, _("points of the scale"), 0.1),
        "count": Scale(1.0, _("cases"), 1.0),
        "amount": Scale(1.0, _("your currency"), 1.0),
        "ratio": Scale(1.0, _("cases each"), 0.1),
    }
    return scales[metric.unit]


def time_scale(near: float) -> Scale:
    """The largest unit of time in which `near`, in seconds, is at least 2."""
    units = ((86_400.0, _("days")), (3_600.0, _("hours")), (60.0, _("minutes")))
    factor, unit = next((each for each in units if near >= 2 * each[0]), (1.0, _("seconds")))
    return Scale(factor, unit, 0.5 if factor > 60 else 1.0)
