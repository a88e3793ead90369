"""What customers say in scores: each group's score and what it adds to the whole, who answers, where complaints gather.

The comments stand in comments.py, what is done about negative answers in feedback.py, the way to an answer in
customer_path.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from answers.availability import cuts, missing
from answers.measure import single, sums, values
from data import engine
from data.queries import answers as queries
from data.scope import Scope
from data.store import Generation
from metrics import drivers as driving
from metrics import estimates, intervals
from metrics.catalogue import metric as entry
from metrics.drivers import Driver, Gathered
from metrics.metric import NO_VALUE, Metric, Value

SCORES = ("csat", "nps")
WAYS = ("topic", "channel", "team", "cause")
RESPONSE = "survey_response_rate"
UNEVEN = 0.05  # response rates that differ by less, or by less than chance explains, need no warning
ASKED = 30  # surveys sent, from which on a group's response rate is compared

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Group:
    """A group of answers: what it adds to the score, and how many of the surveys sent to it were answered.

    `response` is of surveys of all kinds that were sent in the span; no value where that is not known.
    """

    driver: Driver
    response: Value

    @property
    def name(self) -> str | None:
        return self.driver.group


@dataclass(frozen=True)
class Drivers:
    """A score by the groups of one of WAYS, what pulls it down most first; their points add up to zero.

    `uneven`: the groups with the lowest and the highest response rate, where these differ so much that the groups may
    differ in who answers; null where they do not.
    """

    metric: Metric
    by: str
    whole: Value
    groups: tuple[Group, ...]
    uneven: tuple[Group, Group] | None

    @property
    def heaviest(self) -> Group | None:
        """What pulls the score down most, beyond chance; null where nothing does. A group without a name is none."""
        down = (each for each in self.groups if each.driver.real and each.driver.points < 0)
        return next((each for each in down if each.name is not None), None)


@dataclass(frozen=True)
class Complaints:
    """Complaints by topic against requests, and by cause; `whole`: the share of requests that are complaints."""

    whole: Value
    count: int
    topics: tuple[Gathered, ...]
    causes: tuple[tuple[str | None, int], ...]

    @property
    def source(self) -> Gathered | None:
        """The topic that brings most complaints, where it brings more than its part of the requests, beyond chance."""
        named = next((each for each in self.topics if each.group is not None), None)
        return named if named and named.real and (named.ratio or 0.0) > 1 else None


def ways(metric: str, generation: Generation) -> tuple[str, ...]:
    """By what a score can be cut with the loaded data; none where it has no such score."""
    if missing(metric, generation) is not None:
        return ()
    known = {"cause": generation.has("tickets", "cause") and generation.has("surveys", "ticket_id")}
    return tuple(way for way in WAYS if known.get(way, generation.has("surveys", way)))


def drivers(
    metric: str, span: Span, scope: Scope, generation: Generation, where: Where, by: Sequence[str] = WAYS
) -> dict[str, Drivers]:
    """A score by each of the ways that are asked for and can be told; without answers none."""
    asked = [way for way in ways(metric, generation) if way in by]
    direct = [way for way in asked if way != "cause"]
    known = entry(metric)
    counted = sums(metric, scope, generation, by=direct, span=span, where=where) if direct else pl.DataFrame()
    sent = _sent(direct, span, scope, generation, where)
    found = {}
    for way in asked:
        cells = _by_cause(metric, span, scope, generation, where) if way == "cause" else _cells(counted, way)
        parts = driving.drivers(cells, known.estimates[known.default_stat])
        if not parts or all(part.group is None for part in parts):
            continue
        rates = _rates(sent, way)
        groups = tuple(Group(part, rates.get(part.group, NO_VALUE)) for part in parts)
        whole = single(known.estimates[known.default_stat](cells.drop("group").sum()))
        found[way] = Drivers(known, way, whole, groups, uneven(groups))
    return found


def uneven(groups: Sequence[Group]) -> tuple[Group, Group] | None:
    """The groups with the lowest and the highest response rate, if they differ by more than UNEVEN beyond chance."""
    known = [group for group in groups if group.response.n >= ASKED and group.driver.value.n >= driving.LEAST]
    if len(known) < 2:
        return None
    low, high = (pick(known, key=lambda group: group.response.value or 0.0) for pick in (min, max))
    bounds = intervals.difference(high.response, low.response)
    return (low, high) if bounds is not None and bounds[0] > UNEVEN else None


def complaints(span: Span, scope: Scope, generation: Generation, where: Where) -> Complaints | None:
    """Where complaints gather in a span; null where the data tells no complaints, or nothing was asked."""
    if missing("complaint_rate", generation) is not None:
        return None
    counted = sums("complaint_rate", scope, generation, by=("topic",), span=span, where=where)
    if counted.is_empty():
        return None
    causes = sums("complaints", scope, generation, by=("cause",), span=span, where=where)
    whole = single(estimates.share(counted.drop("topic").sum()))
    return Complaints(
        whole=whole,
        count=int(counted["hits"].sum()),
        topics=driving.gathered(counted.rename({"topic": "group"})),
        causes=tuple(causes.sort(["n", "cause"], descending=[True, False], nulls_last=True).rows()),
    )


def _cells(counted: pl.DataFrame, way: str) -> pl.DataFrame:
    """group and the sums of one way, of sums by several."""
    parts = [name for name in counted.columns if name in ("n", "hits", "promoters", "detractors")]
    return counted.group_by(group=way).agg(pl.col(parts).sum())


def _by_cause(metric: str, span: Span, scope: Scope, generation: Generation, where: Where) -> pl.DataFrame:
    bound = {"first": span[0], "last": span[1]} | {f"where_{name}": list(chosen) for name, chosen in where.items()}
    counted = engine.run(queries.by_cause(metric, tuple(sorted(where))), scope, generation, bound)
    return counted.rename({"cause": "group"})


def _sent(by: Sequence[str], span: Span, scope: Scope, generation: Generation, where: Where) -> pl.DataFrame | None:
    if missing(RESPONSE, generation) is not None or not by:
        return None
    return sums(RESPONSE, scope, generation, by=by, span=span, where=where)


def _rates(sent: pl.DataFrame | None, way: str) -> dict[str | None, Value]:
    """The response rate of each group; not known of causes, for no survey that is sent names one."""
    if sent is None or way not in cuts(RESPONSE) or way not in sent.columns:
        return {}
    cells = _cells(sent, way)
    return dict(zip(cells["group"], values(estimates.share(cells.drop("group"))), strict=True))
