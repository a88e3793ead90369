"""A person's metrics over a period: crude, adjusted, against the team's expected value and the own past, with a trend.

Everybody's numbers are asked at once and kept, so that a whole team's packs ask once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from answers import availability, clock, people
from answers.availability import Say
from answers.measure import calendar, single, together, values
from answers.people import COMPARED, Fair
from data import queries, records
from data.scope import Scope
from data.store import Generation
from metrics import control, estimates, review_rules
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as entry
from metrics.fairness import SHOWN
from metrics.metric import N_, NO_VALUE, Metric
from metrics.review_rules import Change
from metrics.value import Value

Span = tuple[date, date]
Row = dict[str, Any]  # of metrics.fairness.verdicts

# A review's metrics in this order; others that the person was told of come after them.
REVIEWED = (*COMPARED, "nps", "qa_score")
TREND_MONTHS = 13
_OF_ROW = ("n", "value", "expected", "adjusted", "low_998", "high_998", "widening", "detectable")
ENOUGH_PEERS = 5


@dataclass(frozen=True)
class Peers:
    """The colleagues' values with the same mix as everybody's, without names: how many, quartiles and the middle."""

    people: int
    quarter: float
    middle: float
    three_quarters: float


@dataclass(frozen=True)
class Record:
    """The best month of all that the data hold of the person, of whole months with at least 10 requests each.

    `months`: how many of those there are up to it, itself included.
    """

    month: date
    value: Value
    months: int


@dataclass(frozen=True)
class Figure:
    """One metric of the person's period.

    `crude`: as it is; `adjusted`: with everybody's mix of requests, `expected`: the team's value for this person's mix,
    `low`, `high`: the 99.8 % limits of chance around `expected`. Those four are null for metrics by which people are
    not compared. `own_past`: the same over as many days before; `change`: what the step from it is worth.
    `verdict`: one of metrics.fairness.Verdict, "not_compared" where people are not compared by this metric.
    `detectable`: the smallest difference from `expected` that could have been seen; null where none could.
    `trend`: up to 13 months to the one in which the period ends, oldest first, months of fewer than 5 without value;
    `limits`: of chance around it, null below 12 months with a value. `too_few`: fewer than 10, and nothing is shown:
    no value but n. `peers`: null with fewer than five colleagues to show. `record`: a month of the period that is the
    person's best so far; null where none is, or fewer than 12 months tell.
    """

    metric: Metric
    crude: Value
    adjusted: Value | None
    expected: float | None
    low: float | None
    high: float | None
    own_past: Value
    change: Change
    verdict: str
    detectable: float | None
    trend: tuple[tuple[date, Value], ...]
    limits: control.Limits | None
    too_few: bool
    peers: Peers | None
    record: Record | None


def available(scope: Scope, generation: Generation) -> tuple[str, ...]:
    """The metrics that a review can hold: told to the person, and such as can be shown. Raises FiguresOff."""
    people.allowed(scope, generation)
    return tuple(metric for metric in told(scope, generation) if missing(metric, generation) is None)


def told(scope: Scope, generation: Generation) -> tuple[str, ...]:
    """The metrics that people were told of; with made-up people REVIEWED as long as nothing was agreed."""
    agreed = records.privacy(scope, generation.dataset).told_metrics
    if generation.demonstration and not agreed:
        return REVIEWED
    return tuple(metric for metric in dict.fromkeys((*REVIEWED, *CATALOGUE)) if metric in agreed)


def missing(metric: str, generation: Generation, say: Say = str) -> str | None:
    """Why a metric cannot be shown of a person; null where it can."""
    known = entry(metric)
    if known.direction not in ("higher", "lower") or "month" not in known.grains:
        return say(N_("This number plans work or describes what customers bring. It says nothing about a person."))
    if "agent" not in availability.cuts(metric):
        return say(N_("This number is not known by person."))
    if known.unit == "seconds":
        return say(N_("How long something takes hangs on the mix of requests. Of people the share in time is shown."))
    if metric == "reopen_rate_simple" and availability.missing("reopen_rate", generation) is None:
        return say(N_("The reopen rate from the history takes its place."))
    return availability.missing(metric, generation, say)


def held(span: Span, generation: Generation) -> Span | None:
    """The days that the period and the data have in common; null where there are none."""
    today = clock.as_of(generation)
    if today is None:
        return None
    first, last = max(span[0], calendar(generation)["date"][0]), min(span[1], today)
    return (first, last) if first <= last else None


def before(span: Span, generation: Generation) -> Span | None:
    """As many days before a span of the data; null where the data do not reach so far back."""
    first, last = span
    earlier = first - (last - first) - timedelta(days=1)
    return None if clock.begins_before_the_data(earlier, generation) else (earlier, first - timedelta(days=1))


def figures(agent: str, metrics: Sequence[str], scope: Scope, generation: Generation, span: Span) -> tuple[Figure, ...]:
    """The figures of one person, in the order of `metrics`. Raises FiguresOff."""
    people.allowed(scope, generation)
    days = held(span, generation)
    if days is None:
        return tuple(_figure(metric, NO_VALUE, NO_VALUE, (), None, [], None, None) for metric in metrics)
    asked, past = tuple(metrics), before(days, generation)
    last = clock.start("month", days[1], generation)
    months = _months(generation, last)
    recent = [clock.shift("month", last, n, generation) for n in range(1 - TREND_MONTHS, 1)]
    crude = _of_everybody(asked, scope, generation, days, monthly=False)
    earlier = _of_everybody(asked, scope, generation, past, monthly=False) if past else {}
    monthly = _of_everybody(asked, scope, generation, (min(months[0], recent[0]), days[1]), monthly=True)
    now, then = (compared(scope, generation, each) if each else None for each in (days, past))
    return tuple(
        _figure(
            metric,
            _own(crude, metric, agent),
            _own(earlier, metric, agent),
            _trend(monthly[metric].get(agent), recent),
            row(now, metric, agent),
            _others(now, metric, agent),
            row(then, metric, agent),
            _record(metric, monthly[metric].get(agent), months, days, generation),
        )
        for metric in metrics
    )


def compared(scope: Scope, generation: Generation, span: Span) -> Fair:
    """The comparison of all people by all metrics that they were told of, as the team page makes it; kept."""
    return _compared(people.told(scope, generation), scope, generation, span)


def row(fair: Fair | None, metric: str, agent: str) -> Row | None:
    """A person's row of a comparison; null where there is none."""
    if fair is None or metric not in fair.metrics:
        return None
    found = fair.table.filter(metric=metric, agent=agent)
    return found.row(0, named=True) if found.height else None


@lru_cache(maxsize=8)
def _compared(told: tuple[str, ...], scope: Scope, generation: Generation, span: Span) -> Fair:
    return people.fair(scope, generation, span, {}, told)


@lru_cache(maxsize=32)
def _of_everybody(
    metrics: tuple[str, ...], scope: Scope, generation: Generation, span: Span, *, monthly: bool
) -> dict[str, dict[str, pl.DataFrame]]:
    """Metric → agent → rows of measure."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for metric in metrics:
        alike.setdefault(tuple(people.rows_of(metric, {}).get("channel", ())), []).append(metric)
    found: dict[str, dict[str, pl.DataFrame]] = {}
    for channels, group in alike.items():
        where = {"channel": channels} if channels else {}
        tables = together(
            group, scope, generation, by=("agent",), grain="month" if monthly else None, span=span, where=where
        )
        for metric, table in tables.items():
            parts = table.drop_nulls("agent").partition_by("agent", as_dict=True)
            found[metric] = {str(agent): rows for (agent,), rows in parts.items()}
    return found


def _own(found: Mapping[str, Mapping[str, pl.DataFrame]], metric: str, agent: str) -> Value:
    rows = found.get(metric, {}).get(agent)
    return NO_VALUE if rows is None else single(rows)


def _trend(rows: pl.DataFrame | None, months: Sequence[date]) -> tuple[tuple[date, Value], ...]:
    known = {} if rows is None else dict(zip(rows["period"], values(rows), strict=True))
    return tuple((month, _shown(known.get(month, NO_VALUE), queries.LEAST_ANSWERS)) for month in months)


def _months(generation: Generation, last: date) -> list[date]:
    """The months of the data up to one of them, oldest first."""
    found = [clock.start("month", calendar(generation)["date"][0], generation)]
    while found[-1] < last:
        found.append(clock.shift("month", found[-1], 1, generation))
    return found


def _record(
    metric: str, rows: pl.DataFrame | None, months: Sequence[date], days: Span, generation: Generation
) -> Record | None:
    """Months that the period holds only a part of don't count, at either end."""
    if rows is None:
        return None
    known = dict(zip(rows["period"], values(rows), strict=True))
    whole = [month for month in months if clock.shift("month", month, 1, generation) <= days[1] + timedelta(days=1)]
    found = [_shown(known.get(month, NO_VALUE), SHOWN) for month in whole]
    since = sum(month < days[0] for month in whole)
    at = review_rules.record(found, since, entry(metric).direction)
    if at is None:
        return None
    return Record(whole[at], found[at], sum(each.value is not None for each in found[: at + 1]))


def _others(fair: Fair | None, metric: str, agent: str) -> list[float]:
    """The adjusted values of everybody else."""
    if fair is None or metric not in fair.metrics:
        return []
    others = fair.table.filter((pl.col("metric") == metric) & (pl.col("agent") != agent))
    return others["adjusted"].drop_nulls().to_list()


def _shown(value: Value, least: int) -> Value:
    """The value, or its n alone where that is too small."""
    return value if value.n >= least else Value(None, value.n, None, None)


def _figure(
    metric: str,
    crude: Value,
    past: Value,
    trend: tuple[tuple[date, Value], ...],
    now: Row | None,
    others: Sequence[float],
    then: Row | None,
    record: Record | None,
) -> Figure:
    known = entry(metric)
    is_compared = metric in COMPARED
    fair = now if now is not None and now["value"] is not None else dict.fromkeys(_OF_ROW)
    if is_compared:
        change = review_rules.step_with_mix(now, then, known.direction)
    else:
        change = review_rules.step(crude, past, known.direction)
    nothing = "too_few_to_show" if is_compared else "not_compared"
    quartiles = np.quantile(others, (0.25, 0.5, 0.75)).tolist() if len(others) >= ENOUGH_PEERS else None
    of_shares = known.estimates[known.default_stat] is estimates.share
    return Figure(
        metric=known,
        crude=_shown(crude, SHOWN),
        adjusted=review_rules.adjusted(fair["value"], fair["n"], fair["widening"], fair["adjusted"]),
        expected=fair["expected"],
        low=fair["low_998"],
        high=fair["high_998"],
        own_past=_shown(past, SHOWN),
        change=change,
        verdict=now["verdict"] if now else nothing,
        detectable=fair["detectable"],
        trend=trend,
        limits=review_rules.limits([value for _month, value in trend], of_shares=of_shares),
        too_few=crude.n < SHOWN,
        peers=Peers(len(others), *quartiles) if quartiles else None,
        record=record,
    )
