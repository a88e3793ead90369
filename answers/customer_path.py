"""The path of a customer: how many requests came to each step, where the others stopped, and which these are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from data import engine
from data.queries import customer_path as queries
from data.scope import Scope
from data.store import Generation
from metrics.catalogue import metric as entry

STEPS = queries.STEPS
STOPPED = ("not_yet", "abandoned", "without_reply", "never")

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]

# What the data must tell for a step to be known: any of these columns.
_NEEDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "contact": (("tickets", "ticket_id"),),
    "reply": (("tickets", "first_reply_at"),),
    "resolution": (("tickets", "status"), ("tickets", "resolved_at"), ("tickets", "closed_at")),
    "sent": (("surveys", "sent"),),
    "answered": (("surveys", "ticket_id"),),
}


@dataclass(frozen=True)
class Step:
    """One step: how many requests passed it and all before it, and why others who came to the one before did not.

    `stopped`: reason of STOPPED → how many, none with 0. "not_yet" may still pass it: too young, or open.
    """

    name: str
    reached: int
    stopped: Mapping[str, int]

    @property
    def lost(self) -> int:
        """How many did not pass it, and will not any more."""
        return sum(n for reason, n in self.stopped.items() if reason != "not_yet")


@dataclass(frozen=True)
class Path:
    """The steps that the data can tell, in their order, and those that it cannot."""

    steps: tuple[Step, ...]
    unknown: tuple[str, ...]


def settling_days() -> int:
    """How long surveys come and are answered after the solution: what is younger may still do so."""
    return entry("csat").settles_days


def path(span: Span, scope: Scope, generation: Generation, where: Where) -> Path:
    """The requests that were created in a span; without requests no steps."""
    steps = _known(generation)
    unknown = tuple(step for step in STEPS if step not in steps)
    if not steps:
        return Path((), unknown)
    found = engine.run(queries.counts(steps, tuple(sorted(where))), scope, generation, _bound(span, where))
    counts: dict[str, dict[str | None, int]] = {step: {} for step in steps}
    for step, stopped, n in found.select("step", "stopped", "n").iter_rows():
        counts[step][stopped] = n
    made = []
    for number, step in enumerate(steps):
        reached = sum(sum(counts[later].values()) for later in steps[number:])
        before = counts[steps[number - 1]] if number else {}
        stopped = {reason: before[reason] for reason in STOPPED if reason in before}
        made.append(Step(step, reached, stopped))
    return Path(tuple(made), unknown)


def behind(
    step: str,
    stopped: str | None,
    span: Span,
    scope: Scope,
    generation: Generation,
    where: Where,
    limit: int | None = 200,
) -> pl.DataFrame:
    """The requests that passed a step, or with `stopped` those that came to the one before it and stopped so.

    As many as Step.reached and Step.stopped say: queries.customer_path.requests, newest first, at most `limit`.
    """
    steps = _known(generation)
    at = steps.index(step)
    last = steps[at:] if stopped is None else [steps[at - 1]]
    reasons = ["", *STOPPED] if stopped is None else [stopped]
    bound = _bound(span, where) | {"last_steps": list(last), "stopped_of": reasons}
    return engine.run(queries.requests(steps, tuple(sorted(where)), limit), scope, generation, bound)


def _known(generation: Generation) -> tuple[str, ...]:
    """The steps that the data can tell; without requests none."""
    told = [step for step in STEPS if any(generation.has(*column) for column in _NEEDS[step])]
    return tuple(told) if "contact" in told else ()


def _bound(span: Span, where: Where) -> dict[str, object]:
    chosen = {f"where_{name}": list(values) for name, values in where.items()}
    return {"first": span[0], "last": span[1], "settles": float(settling_days() * 86_400)} | chosen
