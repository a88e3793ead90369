"""Who stands out beyond chance by what they had to do with: fair comparison of people, and whose a request counts as.

How people are compared is metrics/fairness.py; how work is spread over them is workload.py.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from answers import availability
from answers.measure import WORKERS, sums
from data import engine, queries, records
from data.columns import CHANNELS
from data.errors import FiguresOff
from data.scope import Scope
from data.store import Generation
from metrics import decomposition, fairness
from metrics.catalogue import metric as entry
from metrics.fairness import FLAGGED, SHOWN, Comparison
from metrics.value import Value

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]
Attribution = Literal["owner_of_the_part", "helpdesk"]

COMPARED = (
    *("first_response_within", "sla_first_response", "sla_resolution", "fcr_one_touch", "fcr_no_repeat"),
    *("reopen_rate", "reopen_rate_simple", "transfer_rate", "csat"),
)
# How long somebody waited hangs on when they came: on the phone and in chat on how many people are at the queue, which
# is nobody's own doing, and elsewhere on whether it was night or weekend.
_QUEUED, _QUEUES = ("first_response_within", "sla_first_response"), ("phone", "chat")
_TIMED = (*_QUEUED, "sla_resolution")
_STRATA = {"team": "team", "channel": "channel", "topic": "topic", "arrival_priority": "priority"}
_BY: Mapping[Attribution, str] = {"owner_of_the_part": "agent", "helpdesk": "owner"}
_KIND = ("channel", "topic", "priority")  # what a request was, for who looks for a reversal
_ALIKE = 0.5  # of the requests of both of a pair: as many are of kinds that both had


@dataclass(frozen=True)
class Beside:
    """Requests (or answers) that are in nobody's figure: those of nobody, and those of bots."""

    nobody: int
    bots: int


@dataclass(frozen=True)
class Stratum:
    """One kind of request, as it arrived, with the shares of both of a pair."""

    channel: str | None
    topic: str | None
    priority: str | None
    higher: Value
    lower: Value


@dataclass(frozen=True)
class Reversal:
    """Two people of whom one has the higher share of all, and the other within every kind of request both had."""

    metric: str
    higher: str
    lower: str
    all_higher: Value
    all_lower: Value
    strata: tuple[Stratum, ...]


@dataclass(frozen=True)
class Fair:
    """A page of comparisons.

    `table`: the columns of metrics.fairness.verdicts, a row per metric and agent. `detectable`: metric → the smallest
    difference that could have been seen in anybody, 0–1; null where nobody has enough. `told`: the metrics that people
    were told of; `untold`: those that could be compared and that they were not told of. `funnels`: metric → columns
    of metrics.fairness.limits_by_n.
    """

    metrics: tuple[str, ...]
    table: pl.DataFrame
    comparisons: Mapping[str, Comparison]
    simpson: tuple[Reversal, ...]
    told: tuple[str, ...]
    untold: tuple[str, ...]
    detectable: Mapping[str, float | None]
    beside: Mapping[str, Beside]
    funnels: Mapping[str, pl.DataFrame]


def allowed(scope: Scope, generation: Generation) -> None:
    """Raises FiguresOff while figures of single people are not agreed on with the staff."""
    if not records.privacy(scope, generation.dataset).figures_on:
        raise FiguresOff


def told(scope: Scope, generation: Generation) -> tuple[str, ...]:
    """The compared metrics that people were told of: all of them with made-up people. Raises FiguresOff."""
    allowed(scope, generation)
    agreed = records.privacy(scope, generation.dataset)
    everything = generation.demonstration and not agreed.told_metrics
    return tuple(metric for metric in COMPARED if everything or metric in agreed.told_metrics)


def names(scope: Scope, generation: Generation) -> dict[str, str]:
    """Agent → name for everybody whom a source lists, the id where it names nobody or two people alike."""
    people = engine.run(queries.people(), scope, generation).filter(pl.col("agent").is_not_null())
    known = people.group_by("agent", maintain_order=True).agg(pl.col("name").drop_nulls().first())
    twice = pl.col("name").is_duplicated() & pl.col("name").is_not_null()
    shown = pl.when(twice).then(pl.format("{} ({})", "name", "agent")).otherwise(pl.coalesce("name", "agent"))
    return dict(known.select("agent", shown).iter_rows())


def counts(
    metric: str,
    scope: Scope,
    generation: Generation,
    span: Span,
    where: Where,
    attribution: Attribution = "owner_of_the_part",
) -> pl.DataFrame:
    """agent, team, channel, topic, priority, day, n, hits; shift where the metric is about time. People only, no bots.

    Topic and team as they stand; priority as it was at arrival where a history tells, shift: when it came. On the phone
    and in chat nobody is judged by how long customers waited in the queue. Raises FiguresOff.
    """
    allowed(scope, generation)
    return _people(_counted(metric, scope, generation, span, where, attribution), scope, generation)[0]


def rows_of(metric: str, where: Where) -> dict[str, list[str]]:
    """Which rows people are compared by: those of `where` for which the metric can be theirs."""
    chosen = {name: list(values) for name, values in where.items()}
    if metric not in _QUEUED:
        return chosen
    return chosen | {"channel": [each for each in chosen.get("channel", CHANNELS) if each not in _QUEUES]}


def fair(
    scope: Scope,
    generation: Generation,
    span: Span,
    where: Where,
    metrics: Sequence[str] | None = None,
    attribution: Attribution = "owner_of_the_part",
) -> Fair:
    """Everybody by every metric that they were told of and the data can feed, those of `metrics` where given.

    Chance is corrected for the agents × metrics of this page. Raises FiguresOff.
    """
    said = told(scope, generation)
    fed = [each for each in COMPARED if availability.missing(each, generation) is None]
    if "reopen_rate" in fed:
        fed.remove("reopen_rate_simple")  # it is the same without a history
    asked = [each for each in fed if each in said and (metrics is None or each in metrics)]

    def counted(metric: str) -> tuple[pl.DataFrame, Beside]:
        return _people(_counted(metric, scope, generation, span, where, attribution), scope, generation)

    with ThreadPoolExecutor(WORKERS) as pool:
        found = {metric: each for metric, each in zip(asked, pool.map(counted, asked), strict=True) if each[0].height}
    page = fairness.compare(
        {metric: fairness.observe(rows, entry(metric).direction) for metric, (rows, _beside) in found.items()}
    )
    table = fairness.verdicts(page) if page else pl.DataFrame()
    return Fair(
        metrics=tuple(page),
        table=table,
        comparisons=page,
        simpson=tuple(pair for metric, (rows, _beside) in found.items() for pair in _reversals(metric, rows)),
        told=said,
        untold=tuple(each for each in fed if each not in said),
        detectable={metric: table.filter(metric=metric)["detectable"].min() for metric in page},  # type: ignore[misc]
        beside={metric: beside for metric, (_rows, beside) in found.items()},
        funnels={metric: fairness.limits_by_n(each) for metric, each in page.items()},
    )


def attribution_difference(metric: str, scope: Scope, generation: Generation, span: Span, where: Where) -> pl.DataFrame:
    """By both attributions: agent, n, value, helpdesk_n, helpdesk_value, sorted by agent; people only.

    A value of fewer than ten is null. Raises FiguresOff.
    """
    sides = []
    for attribution, prefix in (("owner_of_the_part", ""), ("helpdesk", "helpdesk_")):
        rows = counts(metric, scope, generation, span, where, attribution)  # type: ignore[arg-type]
        value = pl.when(pl.col("n") >= SHOWN).then(pl.col("hits") / pl.col("n"))
        by_agent = rows.group_by("agent").agg(pl.col("n", "hits").sum())
        sides.append(by_agent.select("agent", pl.col("n").alias(f"{prefix}n"), value.alias(f"{prefix}value")))
    both = sides[0].join(sides[1], on="agent", how="full", coalesce=True)
    return both.with_columns(pl.col("n", "helpdesk_n").fill_null(0)).sort("agent")


def _counted(
    metric: str, scope: Scope, generation: Generation, span: Span, where: Where, attribution: Attribution
) -> pl.DataFrame:
    named = {_BY[attribution]: "agent"} | _STRATA | ({"arrival_shift": "shift"} if metric in _TIMED else {})
    rows = rows_of(metric, where)
    found = sums(metric, scope, generation, by=tuple(named), grain="day", span=span, where=rows)
    columns = named | {"period": "day"}
    return found.rename(columns).select(*columns.values(), "n", "hits").filter(pl.col("n") > 0)


def _people(counted: pl.DataFrame, scope: Scope, generation: Generation) -> tuple[pl.DataFrame, Beside]:
    """The counts of people, and how much belongs to none."""
    listed = engine.run(queries.people(), scope, generation)
    bots = listed.filter(pl.col("bot").fill_null(False))["agent"].implode()
    is_bot = pl.col("agent").is_in(bots).fill_null(False)
    nobody, by_bots = (int(counted.filter(which)["n"].sum()) for which in (pl.col("agent").is_null(), is_bot))
    return counted.filter(pl.col("agent").is_not_null() & ~is_bot), Beside(nobody, by_bots)


def _reversals(metric: str, rows: pl.DataFrame) -> list[Reversal]:
    """Of pairs who both have enough to be judged, and most of whose requests are of kinds that both had."""
    totals = rows.group_by("agent").agg(pl.col("n", "hits").sum()).filter(pl.col("n") >= FLAGGED)
    whole = {agent: Value(hits / n, n, None, None) for agent, n, hits in totals.iter_rows()}
    kinds = rows.filter(pl.col("agent").is_in(totals["agent"].implode()))
    found = decomposition.reversals(kinds.select("n", "hits", group="agent", stratum=pl.struct(_KIND)))
    pairs = []
    for (higher, lower), strata in found.group_by("higher", "lower", maintain_order=True):
        first, second = whole[str(higher)], whole[str(lower)]
        alike = strata["higher_n"].sum() >= _ALIKE * first.n and strata["lower_n"].sum() >= _ALIKE * second.n
        if strata.height > 1 and alike:
            cells = tuple(
                Stratum(
                    **one["stratum"],
                    higher=Value(one["higher_rate"], one["higher_n"], None, None),
                    lower=Value(one["lower_rate"], one["lower_n"], None, None),
                )
                for one in strata.iter_rows(named=True)
            )
            pairs.append(Reversal(metric, str(higher), str(lower), first, second, cells))
    return pairs
