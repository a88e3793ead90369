"""What is worth a word of praise in a series: a record, a streak of improvement. Series are oldest first."""

from collections.abc import Sequence

from metrics.value import Value

EARLIER = 6  # periods that a record has to beat


def record(values: Sequence[Value], wants_more: bool, *, minimum_n: int) -> bool:
    """Whether the latest value is better than each of at least six earlier ones; a tie is none.

    Values of fewer than minimum_n (0 for totals) are neither a record nor beaten by one: small numbers swing.
    """
    *earlier, latest = [each.value if each.n >= minimum_n else None for each in values] or [None]
    best = best_before([*earlier, latest], wants_more)
    if latest is None or best is None or sum(value is not None for value in earlier) < EARLIER:
        return False
    return _better(latest, best, wants_more)


def best_before(values: Sequence[float | None], wants_more: bool) -> float | None:
    """The best value before the latest; null where there is none."""
    earlier = [value for value in values[:-1] if value is not None]
    return (max if wants_more else min)(earlier, default=None)


def streak(values: Sequence[float | None], wants_more: bool) -> int:
    """How many times in a row, up to the latest, a value was better than the one before it; a null breaks it."""
    length = 0
    for place in range(len(values) - 1, 0, -1):
        before, after = values[place - 1], values[place]
        if before is None or after is None or not _better(after, before, wants_more):
            break
        length += 1
    return length


def _better(one: float, other: float, wants_more: bool) -> bool:
    return one > other if wants_more else one < other
