"""Strengths and development points of a person's period, each by a stated rule and with the rows behind it.

The rules: metrics/review_rules.py. The rows: review_sample.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from answers import people
from answers.evidence import Evidence
from answers.measure import sums, values
from answers.review_context import Aim, Comments, bots
from answers.review_figures import Figure, compared, held, row
from answers.review_sample import SEED, Sample, of_rows, sample
from data import engine
from data.queries import review as rows_of_people
from data.scope import Scope
from data.store import Generation
from metrics import estimates, fairness, review_rules
from metrics.review_rules import RULES, Kind
from metrics.value import Value

__all__ = ["RULES", "Finding", "findings"]

Span = tuple[date, date]

QUALITY, SATISFACTION = "qa_score", ("csat", "nps")


@dataclass(frozen=True)
class Finding:
    """One strength or development point.

    `rule`: key of metrics.review_rules.RULES, whose text says when it holds; `metric`: id of the catalogue; `facts`:
    the numbers that made it hold, and for a goal its `goal` id, for a quality check its `criterion`. `evidence`: rows
    behind the metric; null where there are none to show.
    """

    kind: Kind
    rule: str
    metric: str
    facts: Mapping[str, Any]
    evidence: Sample | None


def findings(
    agent: str,
    figures: Sequence[Figure],
    aims: Sequence[Aim],
    said: Comments,
    scope: Scope,
    generation: Generation,
    span: Span,
    seed: int = SEED,
) -> tuple[Finding, ...]:
    """What the evidence says about a person by the rules: strengths first, then in the order of the rules.

    Raises FiguresOff.
    """
    people.allowed(scope, generation)
    days = held(span, generation)
    if days is None:
        return ()
    shown = [each.metric.id for each in figures]

    def behind(metric: str, of: Span = days, where: Mapping[str, Sequence[str]] | None = None) -> Sample:
        return sample(agent, metric, scope, generation, of, seed, where)

    def each() -> Iterator[Finding]:
        for aim in aims:
            if (kind := review_rules.of_goal(aim.standing.status)) is not None:
                mine = list(aim.goal.where.get("agent", ())) == [agent]
                where = {name: chosen for name, chosen in aim.goal.where.items() if name != "agent"}
                own = (aim.standing.since or days[0], aim.standing.until or days[1])
                evidence = behind(aim.goal.metric, own, where) if mine else None
                yield Finding(kind, "goal", aim.goal.metric, _of_goal(aim), evidence)
        fair = compared(scope, generation, days)
        for figure in figures:
            metric = figure.metric.id
            found = row(fair, metric, agent)
            if found is not None and (kind := review_rules.among_people(found["verdict"])) is not None:
                yield Finding(kind, "among_people", metric, _of_row(found), behind(metric))
        if QUALITY in shown:
            for kind, facts in _criteria(scope, generation, days).get(agent, ()):
                evidence = behind(QUALITY, where={"criterion": [facts["criterion"]]})
                yield Finding(kind, "quality_check", QUALITY, facts, evidence)
        for figure in figures:
            if (kind := review_rules.among_people(figure.change.verdict)) is not None:
                yield Finding(kind, "own_past", figure.metric.id, _of_step(figure), behind(figure.metric.id))
        told = next((metric for metric in SATISFACTION if metric in shown), None)
        if told is not None and not said.hidden:
            found = _praise(scope, generation, days).get(agent)
            if found is not None and (kind := review_rules.among_people(found["verdict"])) is not None:
                yield Finding(kind, "praise", told, _of_row(found), _praised(said, seed))

    order = list(RULES)
    return tuple(sorted(each(), key=lambda one: (one.kind != "strength", order.index(one.rule))))


def _of_row(found: Mapping[str, Any]) -> dict[str, Any]:
    """Of a row of metrics.fairness.verdicts; low and high are the 99.8 % limits around what is expected."""
    named = {"low_998": "low", "high_998": "high"}
    names = ("n", "value", "expected", "adjusted", *named, "chance", "discovery")
    return {named.get(name, name): found[name] for name in names}


def _of_step(figure: Figure) -> dict[str, Any]:
    change = figure.change
    return {
        "n": figure.crude.n,
        "value": figure.crude.value,
        "before": figure.own_past.value,
        "before_n": figure.own_past.n,
        "step": change.step,
        "low": change.low,
        "high": change.high,
        "chance": change.chance,
        "same_mix": change.same_mix,
    }


def _of_goal(aim: Aim) -> dict[str, Any]:
    now = aim.standing.now
    return {
        "goal": aim.goal.id,
        "n": now.n,
        "value": now.value,
        "low": now.low,
        "high": now.high,
        "target": aim.goal.target,
        "status": aim.standing.status,
    }


@lru_cache(maxsize=8)
def _criteria(scope: Scope, generation: Generation, days: Span) -> dict[str, list[tuple[Kind, dict[str, Any]]]]:
    """Agent → the criteria of quality checks in which they stand out among the rest of their own teams."""
    found = sums(QUALITY, scope, generation, by=("agent", "team", "criterion"), span=days).drop_nulls("criterion")
    checks = found.filter(pl.col("agent").is_not_null() & ~pl.col("agent").is_in(bots(scope, generation)))
    steps = []
    for agent in checks["agent"].unique().sort():
        mine = pl.col("agent") == agent
        team = checks.filter(pl.col("team").is_in(checks.filter(mine)["team"].unique().implode(), nulls_equal=True))
        own, others = (_by_criterion(team.filter(each)) for each in (mine, ~mine))
        steps += [(agent, each, own[each], others[each]) for each in sorted(own.keys() & others.keys())]
    told = review_rules.among([review_rules.step(one, rest, "higher") for _agent, _criterion, one, rest in steps])
    drawn: dict[str, list[tuple[Kind, dict[str, Any]]]] = {}
    for (agent, criterion, one, rest), step in zip(steps, told, strict=True):
        if (kind := review_rules.among_people(step.verdict)) is not None:
            facts = {"criterion": criterion, "n": one.n, "value": one.value, "team": rest.value, "team_n": rest.n}
            facts |= {"step": step.step, "low": step.low, "high": step.high, "chance": step.chance}
            drawn.setdefault(agent, []).append((kind, facts))
    return drawn


def _by_criterion(checks: pl.DataFrame) -> dict[str, Value]:
    part = checks.group_by("criterion").agg(pl.col("n", "x", "y", "xx", "xy", "yy").sum())
    return dict(zip(part["criterion"], values(estimates.ratio(part)), strict=True))


def _praised(said: Comments, seed: int) -> Sample:
    """The praise as evidence: ids and scores, the words stand among the comments."""
    rows: list[dict[str, Any]] = [
        {"source": one.source, "ticket_id": one.ticket_id, "survey_id": one.survey_id, "on": one.on, "hit": True}
        | {"score": one.score, "scale": one.scale, "channel": one.channel, "topic": one.topic}
        for one in said.praise
    ]
    return of_rows("csat", Evidence(len(rows), pl.DataFrame(rows, infer_schema_length=None)), seed)


@lru_cache(maxsize=8)
def _praise(scope: Scope, generation: Generation, days: Span) -> dict[str, dict[str, Any]]:
    """Agent → row of metrics.fairness.verdicts of the share of praise among what customers wrote."""
    bound = dict(zip(("first", "last"), days, strict=True))
    found = engine.run(rows_of_people.praised(), scope, generation, bound).cast({pl.Decimal: pl.Int64})
    rows = found.filter(pl.col("agent").is_not_null() & ~pl.col("agent").is_in(bots(scope, generation)))
    if rows.is_empty():
        return {}
    told = fairness.verdicts(fairness.compare({"praise": fairness.observe(rows, "higher")}))
    return {each["agent"]: each for each in told.iter_rows(named=True)}
