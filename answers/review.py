"""What one person's period looks like, with evidence: figures, findings, goals, comments, effort and its context.

The parts: review_figures.py, review_context.py, review_findings.py with the rows of review_sample.py. What is frozen of
them: review_body.py. Nothing here is a judgement: that is a human's.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from answers import people, review_context, review_figures, review_findings
from answers.availability import Say
from answers.review_context import Aim, Comment, Comments, Coverage, Effort
from answers.review_figures import Figure, Peers, Record, available
from answers.review_findings import RULES, Finding
from answers.review_sample import SEED, Sample, Ticket, sample
from answers.workload import Person
from data import records
from data.records import Thanks, Training
from data.scope import Scope
from data.store import Generation
from metrics.review_rules import Change

__all__ = [
    "RULES",
    "SEED",
    "Aim",
    "Change",
    "Comment",
    "Comments",
    "Coverage",
    "Effort",
    "Figure",
    "Finding",
    "Peers",
    "Record",
    "Sample",
    "Sheet",
    "Ticket",
    "available",
    "sample",
    "sheet",
]

Span = tuple[date, date]


@dataclass(frozen=True)
class Sheet:
    """Everything that the data and the records tell of a person's period.

    `metrics`: those shown; `untold`: those that were asked for and that the person was not told of; `absent`: metric →
    why it is not available. `load`: null where the person had no work in the period.
    `trainings`, `thanks`: those of the period. `seed`: of the random samples; `generation`, `settings`: of the data,
    the latter as their hash.
    """

    agent: str
    name: str
    team: str | None
    span: Span
    coverage: Coverage
    goals: tuple[Aim, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    comments: Comments
    effort: Effort
    load: Person | None
    trainings: tuple[Training, ...]
    thanks: tuple[Thanks, ...]
    metrics: tuple[str, ...]
    untold: tuple[str, ...]
    absent: dict[str, str]
    seed: int
    generation: str
    settings: str


def sheet(
    agent: str,
    scope: Scope,
    generation: Generation,
    span: Span,
    metrics: Sequence[str],
    seed: int = SEED,
    say: Say = str,
) -> Sheet:
    """The sheet of a person over local dates, both included, by those of `metrics` that the person was told of.

    `say` gives reasons in the reader's language. Raises FiguresOff while figures of single people are not agreed on,
    Missing where there is no such person.
    """
    people.allowed(scope, generation)
    who = review_context.listed(agent, scope, generation)
    told = review_figures.told(scope, generation)
    asked = [metric for metric in dict.fromkeys(metrics) if metric in told]
    reasons = {metric: review_figures.missing(metric, generation, say) for metric in asked}
    shown = tuple(metric for metric in asked if reasons[metric] is None)
    figures = review_figures.figures(agent, shown, scope, generation, span)
    goals = review_context.aims(agent, told, scope, generation, span, say)
    comments = review_context.said(agent, scope, generation, span)
    load = review_context.load(agent, scope, generation, span)
    return Sheet(
        agent=agent,
        name=who.name,
        team=load.team if load is not None and load.team is not None else who.team,
        span=span,
        coverage=review_context.coverage(span, who.joined_on, who.left_on, generation),
        goals=goals,
        figures=figures,
        findings=review_findings.findings(agent, figures, goals, comments, scope, generation, span, seed),
        comments=comments,
        effort=review_context.effort(agent, scope, generation, span, say),
        load=load,
        trainings=tuple(
            one for one in records.trainings(scope, generation.dataset, agent) if span[0] <= one.on <= span[1]
        ),
        thanks=tuple(one for one in records.thanks(scope, generation.dataset, agent) if span[0] <= one.on <= span[1]),
        metrics=shown,
        untold=tuple(metric for metric in dict.fromkeys(metrics) if metric not in told),
        absent={metric: reason for metric, reason in reasons.items() if reason is not None},
        seed=seed,
        generation=generation.id,
        settings=_version(generation),
    )


def _version(generation: Generation) -> str:
    return sha256(json.dumps(generation.manifest["settings"], sort_keys=True).encode()).hexdigest()


def of_team(team: str, scope: Scope, generation: Generation) -> list[str]:
    """The people whom the sources list in a team, bots left out; empty where there is no such team."""
    people.allowed(scope, generation)
    robots = set(review_context.bots(scope, generation))
    names = (agent for agent in people.names(scope, generation) if agent not in robots)
    return sorted(agent for agent in names if review_context.listed(agent, scope, generation).team == team)
