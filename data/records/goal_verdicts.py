"""Verdicts on goals as they were decided: kept once, then frozen. How one is reached is answered in answers/."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select

from data.errors import Conflict, Invalid
from data.records import goal_rows
from data.records.database import reading, writing
from data.records.goal_terms import is_number
from data.records.tables import GoalRow, VerdictRow
from data.scope import Scope


@dataclass(frozen=True, kw_only=True)
class VerdictTerms:
    """How a goal came out, or one period of a recurring one, with the numbers it was decided on."""

    goal_id: str
    first: date  # of the period that was judged
    last: date  # included; the goal's deadline makes the verdict final
    since: date  # of the window that the value is pooled over
    until: date  # included
    word: str
    target: float
    baseline: float | None
    value: float | None  # null where the window had none
    n: int
    low: float | None
    high: float | None
    metric: str
    generation: str  # of the data that it was decided on


@dataclass(frozen=True, kw_only=True)
class Verdict(VerdictTerms):
    """A verdict as it is kept, with the instant of its keeping: aware, in UTC."""

    decided_at: datetime


_TERMS = [one.name for one in fields(VerdictTerms)]
_VERDICT = [one.name for one in fields(Verdict)]


def verdicts(scope: Scope, goal_ids: Sequence[str]) -> list[Verdict]:
    """The verdicts on these goals by the last day judged; of goals that the scope does not see there are none."""
    wanted = (
        select(VerdictRow, GoalRow.where)
        .join(GoalRow, GoalRow.id == VerdictRow.goal_id)
        .where(VerdictRow.goal_id.in_(goal_ids))
        .order_by(VerdictRow.last, VerdictRow.decided_at, VerdictRow.goal_id)
    )
    with reading() as session:
        return [_verdict(row) for row, where in session.execute(wanted) if goal_rows.sees(scope, where)]


def freeze_verdict(scope: Scope, verdict: VerdictTerms, now: datetime | None = None) -> Verdict:
    """Keeps a verdict, once per goal and last day: where there is one already, that one is returned and stays.

    Raises Conflict where a final verdict is not of the goal as it is now, Invalid for what can't be, Missing.
    """
    with writing(scope, now) as transaction:
        goal = goal_rows.seen(transaction.session, scope, verdict.goal_id)
        kept = transaction.session.get(VerdictRow, (verdict.goal_id, verdict.last))
        if kept is not None:
            return _verdict(kept)
        if wrong := {name: words for name, sound, words in _rules(verdict, goal) if not sound}:
            raise Invalid(wrong)
        judged = (verdict.target, verdict.metric)
        if verdict.last == goal.deadline and judged != (goal.target, goal.metric):
            raise Conflict(goal.version)
        said = {name: getattr(verdict, name) for name in _TERMS} | {"decided_at": transaction.at}
        row = VerdictRow(**said)
        transaction.session.add(row)
        transaction.audit("verdict", verdict.goal_id, "freeze", {}, said)
        transaction.session.flush()
        return _verdict(row)


def _rules(verdict: VerdictTerms, goal: GoalRow) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    within = goal.start <= verdict.first <= verdict.last <= goal.deadline
    yield "last", within, "The days that are judged lie between the goal's start and its deadline."
    yield "until", verdict.since <= verdict.until, "The window of the value ends after it begins."
    yield "word", bool(verdict.word.strip()), "The verdict is missing."
    yield "n", verdict.n >= 0, "A number of requests is not below zero."
    numbers = {name: getattr(verdict, name) for name in ("target", "baseline", "value", "low", "high")}
    for name, value in numbers.items():
        yield name, is_number(value) or (value is None and name != "target"), "This is not a finite number."


def _verdict(row: VerdictRow) -> Verdict:
    return Verdict(**{name: getattr(row, name) for name in _VERDICT})
