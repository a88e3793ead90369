"""What a metric is: one entry of the catalogue. The entries stand in one file per family."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from metrics import estimates
from metrics.value import NO_VALUE, Value

__all__ = ["GRAINS", "NO_VALUE", "N_", "Direction", "Metric", "Parameter", "Unit", "Value"]

# Stored as: share 0–1, points −100…+100, score on its own scale, amount in the organisation's money, ratio a quotient.
Unit = Literal["share", "seconds", "count", "points", "score", "amount", "ratio"]
Direction = Literal["higher", "lower", "band", "none"]
GRAINS = ("day", "week", "month", "quarter", "year")


def N_(text: str) -> str:
    """Marks a text for translation and gives it back; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Parameter:
    """A number that a metric is asked with, in its unit. Without a default each channel's own promise counts."""

    meaning: str  # also the label where a person enters it
    default: float | None
    unit: Literal["seconds", "days", "hours"]


@dataclass(frozen=True)
class Metric:
    """One number of the contract.

    `estimates` maps a statistic's name to the function that makes the value; the first is the default.
    `needs` names "table.column", or several with | between them of which one is enough; a metric is available where
    each need carries a value.
    `helpdesk` says why a helpdesk may show another number; empty where none shows this one.
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
    helpdesk: str
    minimum_n: int = 30
    source: str = N_("Tarazu's metric contract")
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    settles_days: int = 0  # how long after a period its value can still move: late replies, survey returns
    is_total: bool = False  # a number of things: grows with its period, compared per day, never as a mean
    band: tuple[float, float] | None = None  # of direction "band": from where to where is good
    grains: tuple[str, ...] = GRAINS  # periods that it can be cut into; none: only as the data stand now
    pools: bool = True  # several periods as one are like each of them; not so where distinct customers are counted
    running: bool = False  # stands at the end of a period, and is not of it
    export: str | None = None  # of tickets: the export's own number, in the same unit
    details: tuple[str, ...] = ()  # for a statistician: attribution, censoring. Intervals: metrics/methods.py

    @property
    def default_stat(self) -> str:
        return next(iter(self.estimates))

    def in_opening_hours(self, name: str, definition: str) -> "Metric":
        """The same duration counted in opening hours: its id, needs and export column end in `_business`."""
        return replace(
            self,
            id=f"{self.id}_business",
            name=name,
            definition=definition,
            formula=N_("as the one of all hours, in open seconds"),
            needs=tuple(_business(need) for need in self.needs),
            helpdesk=N_(
                "Your helpdesk counts its own schedule. Here the hours, holidays and time zone of the settings count, "
                "per team, unless a history names the schedule of each request."
            ),
            export=_business(self.export) if self.export else None,
        )


def _business(column: str) -> str:
    return f"{column.removesuffix('_s')}_business_s" if column.endswith("_s") else column
