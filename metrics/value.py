"""A number of the product: never without its n."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    """A number with its n and 95 % interval. Undefined is null with n = 0; no interval where nothing was sampled."""

    value: float | None
    n: int
    low: float | None
    high: float | None


NO_VALUE = Value(None, 0, None, None)
