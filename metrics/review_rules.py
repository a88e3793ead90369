"""By which rules strengths and development points are drawn from a person's figures, and what a step is worth.

Pure. Who stands out among people is metrics/fairness.py; all that is flagged here is as hard to pass as its limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from scipy import stats

from metrics import control, intervals
from metrics.fairness import FALSE_DISCOVERIES, FLAGGED
from metrics.funnel import TAIL_998
from metrics.intervals import Z
from metrics.metric import N_, Direction
from metrics.value import Value

Kind = Literal["strength", "development"]
Told = Literal["too_few_to_tell", "within_chance", "better_beyond_chance", "worse_beyond_chance"]

RARE = 2 * TAIL_998  # chance, two-sided, below which a difference is beyond chance
LEAST_MONTHS = 12  # with a value, below which a series has no limits

# In the order in which findings are told. Complaints are none: what customers bring is nobody's doing who answers them.
RULES: Mapping[str, str] = {
    "goal": N_("A goal of the period was met, or missed, by more than chance: its target lies outside the interval."),
    "among_people": N_(
        "Better, or worse, than what the team reaches with the same mix of requests: at least 30 requests, outside "
        "the 99.8 % limits, and still so after all comparisons of the team page are allowed for."
    ),
    "quality_check": N_(
        "A criterion of the quality checks lies above, or below, that of the rest of the team: at least 30 checks on "
        "both sides, by chance alone so large a difference comes up in fewer than 2 of 1,000 cases, and still so after "
        "all people and criteria are allowed for."
    ),
    "own_past": N_(
        "Better, or worse, than in as many days before: at least 30 requests on both sides, and by chance alone so "
        "large a step comes up in fewer than 2 of 1,000 cases. Where people are compared, what changed for the whole "
        "team with the same mix of requests is taken out."
    ),
    "praise": N_(
        "Of the customers who wrote something, more, or fewer, wrote it with a top score than elsewhere with the same "
        "mix of requests: at least 30 comments, outside the 99.8 % limits."
    ),
}


@dataclass(frozen=True)
class Change:
    """A step from one's own past, or from others.

    `step`: of the value; with `same_mix` of its difference from what the team does with the same mix of requests, so
    that what changed for all is not in it. `low`, `high`: its 95 % interval; `chance`: two-sided, of so large a step.
    All null where one side has too few.
    """

    step: float | None
    low: float | None
    high: float | None
    chance: float | None
    same_mix: bool
    verdict: Told


TOO_FEW = Change(None, None, None, None, same_mix=False, verdict="too_few_to_tell")
TOO_FEW_OF_MIX = Change(None, None, None, None, same_mix=True, verdict="too_few_to_tell")


def step(now: Value, before: Value, direction: Direction) -> Change:
    """From one value to another by their intervals; both of at least 30."""
    between = intervals.difference(now, before)
    if between is None or now.value is None or before.value is None or min(now.n, before.n) < FLAGGED:
        return TOO_FEW
    moved, (low, high) = now.value - before.value, between
    half = moved - low if moved > 0 else high - moved
    return _told(moved, low, high, half / Z, direction, same_mix=False)


def step_with_mix(now: Mapping[str, Any] | None, before: Mapping[str, Any] | None, direction: Direction) -> Change:
    """The same of shares, from two of a person's rows of metrics.fairness.Comparison.people; null: no such row.

    The variance of each side is that of its limits, spread between people included: wider than needed, never narrower.
    """
    rows = [row for row in (now, before) if row is not None and row["n"] >= FLAGGED and row["value"] is not None]
    if len(rows) < 2:
        return TOO_FEW_OF_MIX
    gaps = [row["value"] - row["expected"] for row in rows]
    variances = [row["expected"] * (1 - row["expected"]) / row["n"] * row["widening"] for row in rows]
    moved, deviation = gaps[0] - gaps[1], float(np.sqrt(sum(variances)))
    reach = Z * deviation
    return _told(moved, moved - reach, moved + reach, deviation, direction, same_mix=True)


def among(steps: Sequence[Change]) -> list[Change]:
    """The same steps, beyond chance only where they still are after Benjamini–Hochberg over all of them that tell."""
    known = [each.chance for each in steps if each.chance is not None]
    held = iter(stats.false_discovery_control(known)) if known else iter(())
    found = []
    for each in steps:
        chance = next(held) if each.chance is not None else 0.0
        found.append(replace(each, verdict="within_chance") if chance > FALSE_DISCOVERIES else each)
    return found


def among_people(verdict: str) -> Kind | None:
    """What a verdict of metrics.fairness, or of a step, is drawn as; null where it says nothing."""
    kinds: Mapping[str, Kind] = {"better_beyond_chance": "strength", "worse_beyond_chance": "development"}
    return kinds.get(verdict)


def of_goal(status: str) -> Kind | None:
    """A goal that is over; one that was met or missed within chance is neither."""
    kinds: Mapping[str, Kind] = {"met": "strength", "missed": "development"}
    return kinds.get(status)


def adjusted(value: float | None, n: int | None, widening: float | None, adjusted_value: float | None) -> Value | None:
    """A share with everybody's mix, and its 95 % interval: Wilson's of the share itself at n/widening, moved along.

    Null where people are not compared, or too few to show.
    """
    if value is None or n is None or widening is None or adjusted_value is None:
        return None
    size = np.array([n / widening])
    (low,), (high,) = intervals.wilson(value * size, size)
    moved = adjusted_value - value
    return Value(adjusted_value, n, max(float(low) + moved, 0.0), min(float(high) + moved, 1.0))


def record(months: Sequence[Value], since: int, direction: Direction) -> int | None:
    """Which month from `since` on is the best of all so far: strictly better than each before it; the best of several.

    Oldest first; months without value don't count. Null below 12 months with a value up to it. A fact to be glad of, no
    finding: of so many months one is always the best.
    """
    sign = 1 if direction == "higher" else -1
    known = [(at, sign * each.value) for at, each in enumerate(months) if each.value is not None]
    if len(known) < LEAST_MONTHS:
        return None
    best = max(value for _at, value in known)
    first = next(at for at, value in known if value == best)
    before = sum(at <= first for at, _value in known)
    return first if first >= since and before >= LEAST_MONTHS else None


def limits(months: Sequence[Value], *, of_shares: bool) -> control.Limits | None:
    """Limits of chance of a series: p′ for shares, else XmR; null below 12 months with a value."""
    values = np.array([np.nan if each.value is None else each.value for each in months])
    known = ~np.isnan(values)
    if known.sum() < LEAST_MONTHS:
        return None
    if not of_shares:
        return control.xmr(values)
    n = np.where(known, [float(each.n) for each in months], 0.0)
    return control.p_prime(np.where(known, values * n, 0.0), n)


def _told(moved: float, low: float, high: float, deviation: float, direction: Direction, *, same_mix: bool) -> Change:
    chance = float(2 * stats.norm.sf(abs(moved) / deviation)) if deviation > 0 else float(moved == 0)
    verdict: Told = "within_chance"
    if chance < RARE and direction in ("higher", "lower"):
        verdict = "better_beyond_chance" if (moved > 0) == (direction == "higher") else "worse_beyond_chance"
    return Change(moved, low, high, chance, same_mix, verdict)
