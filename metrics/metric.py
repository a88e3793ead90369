"""What a metric is: one entry of the catalogue. The entries stand in one file per family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from metrics import estimates
from metrics.value import NO_VALUE, Value

__all__ = ["NO_VALUE", "N_", "Direction", "Metric", "Unit", "Value"]

Unit = Literal["share", "seconds", "count", "points"]
Direction = Literal["higher", "lower", "none"]


def N_(text: str) -> str:
    """Marks a text for translation and gives it back; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Metric:
    """One number of the contract.

    `estimates` maps a statistic's name to the function that makes the value; the first is the default.
    `needs` names "table.column"; a metric is available where each carries a value.
    """

    id: str
    name: str
    unit: Unit
    direction: Direction
    definition: str
    formula: str
    population: str
    dated_by: str
    estimates: Mapping[str, estimates.Estimate]
    needs: tuple[str, ...]
    minimum_n: int = 30
    source: str = N_("Tarazu's metric contract")
    parameters: Mapping[str, str] = field(default_factory=dict)  # name → what it means
    settles_days: int = 0  # how long after a period its value can still move: late replies, survey returns
    is_total: bool = False  # a number of things: grows with its period, compared per day, never as a mean

    @property
    def default_stat(self) -> str:
        return next(iter(self.estimates))
