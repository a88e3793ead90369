"""What each channel is good at, and what it suits: rules over counts per channel, topic and priority. Pure.

A channel is compared with all others together within the same topics and priorities. How that is said: ui/channels/.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl
from scipy import stats

from metrics.composed import ENOUGH
from metrics.intervals import Z, wilson
from metrics.metric import NO_VALUE, Direction, Value

STRATA = ("topic", "priority")
LEAST = 0.02  # of a share; a smaller difference is nobody's reason to choose a channel, however sure it is
LEAST_COST = 0.1  # of the others' cost; costs are complete sums, so that chance is no measure of them
CERTAIN = 0.05  # false discovery rate among all that is compared at once
IN_WRITING = ("email", "social", "chat", "web")

Purpose = Literal["quick", "complex", "documented"]
Tables = Mapping[str, pl.DataFrame]  # metric → channel, topic, priority, value, n


@dataclass(frozen=True)
class Comparison:
    """One channel against all others together on one metric.

    `own`, `others`: over all requests, as they are. `difference`: own − others within the same topics and priorities,
    of a share with its interval and the n that is compared. `apart`: beyond chance and large enough to matter.
    `better`: what that means for this metric; null where it is not apart, or the metric has no direction.
    """

    metric: str
    channel: str
    own: Value
    others: Value
    difference: Value
    apart: bool
    better: bool | None


@dataclass(frozen=True)
class Topics:
    """The topics that are simple and those that are complex by what their requests take, over all channels."""

    simple: tuple[str, ...]
    complex: tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """A channel that suits a purpose, and the comparisons that say so, among the topics of that purpose."""

    purpose: Purpose
    channel: str
    evidence: tuple[Comparison, ...]


def compare(tables: Tables, directions: Mapping[str, Direction]) -> list[Comparison]:
    """Each channel with at least ENOUGH cases, also among those compared, against the others; by metric and channel.

    The difference is Mantel and Haenszel's, which thin strata cannot mislead, with the interval of Sato (1989). Apart
    are those that stay so after Benjamini and Hochberg (1995) over all of them and that are LEAST or more.
    """
    found, chances = [], []
    for metric, table in tables.items():
        counts = _counts(table)
        for channel in counts["channel"].unique().sort():
            own, others = _sides(counts, channel)
            difference, chance = _difference(own, others)
            if min(int(own["n"].sum()), int(others["n"].sum())) < ENOUGH or difference.n < 2 * ENOUGH:
                continue
            found.append(Comparison(metric, channel, _pooled(own), _pooled(others), difference, False, None))
            chances.append(chance)
    if not found:
        return []
    sure = stats.false_discovery_control(chances) <= CERTAIN
    return [_judged(each, bool(certain), directions[each.metric]) for each, certain in zip(found, sure, strict=True)]


def compare_costs(costs: Mapping[str, Value], metric: str = "cost_per_request") -> list[Comparison]:
    """Each channel's cost per request against that of the others together; apart by LEAST_COST of theirs or more."""
    known = {name: cost for name, cost in sorted(costs.items()) if cost.value is not None and cost.n >= ENOUGH}
    found = []
    for channel, cost in known.items():
        rest = [other for name, other in known.items() if name != channel]
        n = sum(other.n for other in rest)
        if not n or cost.value is None:
            continue
        usual = sum((other.value or 0.0) * other.n for other in rest) / n
        step = cost.value - usual
        apart = abs(step) >= LEAST_COST * usual > 0
        others, difference = Value(usual, n, None, None), Value(step, cost.n + n, None, None)
        found.append(Comparison(metric, channel, cost, others, difference, apart, step < 0 if apart else None))
    return found


def topics(one_touch: pl.DataFrame | None, within: pl.DataFrame | None, handed_on: pl.DataFrame | None) -> Topics:
    """Complex: a topic's requests take several replies, long, and are handed on more often than those of all topics;
    two of these, or the only one that is known. Simple: none of them. Topics of fewer than ENOUGH cases are neither.
    """
    signs: dict[str, list[bool]] = {}
    for table, less in ((one_touch, True), (within, True), (handed_on, False)):
        if table is None or table.is_empty():
            continue
        by_topic = _counts(table).filter(pl.col("topic").is_not_null()).group_by("topic")
        sums = by_topic.agg(pl.col("hits").sum(), pl.col("n").sum()).filter(pl.col("n") >= ENOUGH).sort("topic")
        usual = float(sums["hits"].sum()) / max(float(sums["n"].sum()), 1.0)
        for topic, hits, n in sums.iter_rows():
            signs.setdefault(topic, []).append(hits / n < usual if less else hits / n > usual)
    complex_ones = [topic for topic, signed in signs.items() if sum(signed) >= min(2, len(signed))]
    return Topics(
        simple=tuple(sorted(topic for topic, signed in signs.items() if not any(signed))),
        complex=tuple(sorted(complex_ones)),
    )


def fits(tables: Tables, directions: Mapping[str, Direction], of: Topics, roles: Mapping[str, str]) -> list[Fit]:
    """Which channels suit which purpose. `roles`: "soon", "one_touch", "lasting", "solved", "satisfied" → metric.

    quick: on simple topics answered soon more often than elsewhere, and solved no worse (one touch, lasting).
    complex: on complex topics better than elsewhere in one of lasting, solved, satisfied, and worse in none.
    documented: of the channels in writing better than the others in lasting or satisfied, and worse in neither; the
    share solved with one reply stands beside, apart or not.
    """
    on_simple = _only(tables, of.simple, _named(roles, "soon", "one_touch", "lasting"))
    on_complex = _only(tables, of.complex, _named(roles, "lasting", "solved", "satisfied"))
    return [
        *_suited("quick", compare(on_simple, directions), must=roles["soon"]),
        *_suited("complex", compare(on_complex, directions)),
        *_documented(tables, directions, roles),
    ]


def _suited(purpose: Purpose, found: Sequence[Comparison], must: str | None = None) -> list[Fit]:
    """The channels that are better in one metric (in `must`, where it is given) and worse in none."""
    suited = []
    for channel in sorted({each.channel for each in found}):
        own = [each for each in found if each.channel == channel]
        good = [each for each in own if each.better]
        wanted = good if must is None else [each for each in good if each.metric == must]
        if wanted and not any(each.better is False for each in own):
            suited.append(Fit(purpose, channel, tuple(good)))
    return suited


def _documented(tables: Tables, directions: Mapping[str, Direction], roles: Mapping[str, str]) -> list[Fit]:
    written = {
        name: table.filter(pl.col("channel").is_in(IN_WRITING))
        for name, table in tables.items()
        if name in _named(roles, "lasting", "satisfied", "one_touch")
    }
    found = compare(written, directions)
    judged = [each for each in found if each.metric != roles["one_touch"]]
    beside = {each.channel: each for each in found if each.metric == roles["one_touch"]}
    return [
        replace(fit, evidence=(*fit.evidence, *([beside[fit.channel]] if fit.channel in beside else [])))
        for fit in _suited("documented", judged)
    ]


def _named(roles: Mapping[str, str], *names: str) -> set[str]:
    return {roles[name] for name in names}


def _only(tables: Tables, chosen: Collection[str], metrics: Collection[str]) -> Tables:
    return {name: t.filter(pl.col("topic").is_in(list(chosen))) for name, t in tables.items() if name in metrics}


def _counts(table: pl.DataFrame) -> pl.DataFrame:
    """channel, topic, priority, hits, n of what has a channel and cases."""
    known = table.filter(pl.col("channel").is_not_null() & (pl.col("n") > 0))
    return known.select("channel", *STRATA, "n", hits=(pl.col("value") * pl.col("n")).round())


def _sides(counts: pl.DataFrame, channel: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The strata of a channel, and those of all others together: topic, priority, hits, n."""

    def summed(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.group_by(STRATA).agg(pl.col("hits").sum(), pl.col("n").sum()).sort(STRATA)

    own = pl.col("channel") == channel
    return summed(counts.filter(own)), summed(counts.filter(~own))


def _difference(own: pl.DataFrame, others: pl.DataFrame) -> tuple[Value, float]:
    """Mantel and Haenszel's difference of own − others over the strata of both, and its chance under no difference."""
    both = own.join(others, on=STRATA, suffix="_others", nulls_equal=True).sort(STRATA)
    if both.is_empty():
        return NO_VALUE, 1.0
    x1, n1, x0, n0 = (both[name].to_numpy().astype(float) for name in ("hits", "n", "hits_others", "n_others"))
    n = n1 + n0
    weight = (n1 * n0 / n).sum()
    step = float(((x1 * n0 - x0 * n1) / n).sum() / weight)
    p = ((n1**2 * x0 - n0**2 * x1 + n1 * n0 * (n0 - n1) / 2) / n**2).sum()
    q = ((x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * n)).sum()
    spread = float(np.sqrt(max(step * p + q, 0.0)) / weight)
    chance = float(2 * stats.norm.sf(abs(step) / spread)) if spread else float(step == 0)
    low, high = max(step - Z * spread, -1.0), min(step + Z * spread, 1.0)
    return Value(step, round(float(n.sum())), low, high), chance


def _pooled(rows: pl.DataFrame) -> Value:
    hits, n = float(rows["hits"].sum()), float(rows["n"].sum())
    low, high = wilson(np.array([hits]), np.array([n]))
    return Value(hits / n, round(n), float(low[0]), float(high[0]))


def _judged(given: Comparison, certain: bool, direction: Direction) -> Comparison:
    step = given.difference.value or 0.0
    apart = certain and abs(step) >= LEAST
    better = (step > 0) == (direction == "higher") if apart and direction in ("higher", "lower") else None
    return replace(given, apart=apart, better=better)
