"""How the children of a goal explain where it stands. Plain arithmetic on pooled values: no cause is claimed.

Which goals are children, and on which numbers this may be asked: answers/goal_tree.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from metrics.value import Value

DUST = 1e-9  # of the numbers' own size: what is left over by rounding


@dataclass(frozen=True)
class Part:
    """A child's part in its parent, by the child's key; null is the rest, which no child covers.

    share: of the parent's cases, of a total the part of its value, 0–1. contribution: in the metric's unit.
    """

    key: str | None
    share: float
    value: float | None
    contribution: float


def contributions(
    parent: Value, target: float, children: Mapping[str, Value], *, total: bool
) -> tuple[Part, ...] | None:
    """The children in their order and then the rest, as far as there is one. Children must lie within the parent.

    Shares and means: contribution = n / N · (value − target), so that all add up to the parent's value − target.
    Totals: contribution = value, so that all add up to the parent's value. The gap of a total is not divided, for
    nothing says which part of the target is whose; the target plays no part there.
    A rest of share 0 says that the parent is no mean of its children by their n. Null where the parent has no value,
    where the children overlap (Σ n > N), and for a level of N = 0.
    """
    cases = {key: child.n if child.value is not None else 0 for key, child in children.items()}
    uncovered, whole = parent.n - sum(cases.values()), parent.value
    if whole is None or uncovered < 0 or (parent.n == 0 and not total):
        return None
    aim = 0.0 if total else target

    def part(key: str | None, n: int, value: float | None, contribution: float) -> Part:
        if total:
            return Part(key, contribution / whole if whole else 0.0, value, contribution)
        return Part(key, n / parent.n, value, contribution)

    parts = []
    for key, child in children.items():
        weight = 1.0 if total else cases[key] / parent.n
        contribution = 0.0 if child.value is None else weight * (child.value - aim)
        parts.append(part(key, cases[key], child.value, contribution))
    left = fsum([whole, -aim, *(-each.contribution for each in parts)])
    if uncovered == 0 and abs(left) <= DUST * max(abs(whole), abs(aim)):
        return tuple(parts)
    average = aim + left * parent.n / uncovered if uncovered else None
    return (*parts, part(None, uncovered, left if total else average, left))
