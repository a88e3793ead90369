"""What stands beside a person's figures: how much the data hold, goals, comments of customers, effort, workload."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from answers import clock, comments, goal_standing, people, workload, world
from answers.availability import Say
from answers.goal_standing import Standing
from answers.review_figures import held
from data import engine, queries, records
from data.errors import Missing
from data.queries import review as rows_of_people
from data.records import Goal
from data.scope import Scope
from data.store import Generation
from metrics.metric import N_

Span = tuple[date, date]

_NO_EVENTS = N_("The loaded data has no history of replies and notes, so help on other people's requests is not known.")


@dataclass(frozen=True)
class Listed:
    """A person as the sources list them. `team`: null where they name none, or two."""

    name: str
    team: str | None
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class Coverage:
    """How much of the period the data hold. `days`: of the period in which the person was there; `held`: of them those
    that lie within the data. `first`, `last`: of the data within the period; null where it holds nothing of it."""

    days: int
    held: int
    first: date | None
    last: date | None
    joined_on: date | None
    left_on: date | None

    @property
    def share(self) -> float | None:
        """0–1; null where the person was not there on any day."""
        return self.held / self.days if self.days else None


@dataclass(frozen=True)
class Aim:
    """A goal of the person that ran in the period. `agreed`: in a review; else one whose choice is this person.
    `standing`: of a goal that ended in the period its outcome, of others as it stood on the period's last day, or as
    it stands where that is still to come."""

    goal: Goal
    agreed: bool
    standing: Standing


@dataclass(frozen=True)
class Comment:
    """What a customer wrote about a request of the person; nothing of who. `band`: one of answers.comments.BANDS."""

    source: str
    survey_id: str
    ticket_id: str | None
    on: date
    channel: str | None
    topic: str | None
    survey: str
    score: float | None
    scale: str | None
    band: str | None
    text: str


@dataclass(frozen=True)
class Comments:
    """`answers`: how many surveys were answered about the person. Below 5 no comment is shown, and `hidden` is true.
    `all`: newest first; `praise`: the positive ones."""

    answers: int
    hidden: bool
    all: tuple[Comment, ...]
    praise: tuple[Comment, ...]


@dataclass(frozen=True)
class Effort:
    """Work on requests that somebody else owned. `helped`: how many requests; `replies`, `notes`: public replies and
    internal notes on them; all three null where the source keeps no events, and `reason` says so.
    `answered`, `solved`: of the requests of other owners, those that the person replied to first, or solved; null
    where the source does not tell who did."""

    helped: int | None
    replies: int | None
    notes: int | None
    answered: int | None
    solved: int | None
    reason: str | None


def listed(agent: str, scope: Scope, generation: Generation) -> Listed:
    """Who it is. Raises Missing for a bot, and for who is neither listed nor has any request."""
    sources, names = _sources(scope, generation)
    found = sources.filter(agent=agent)
    if found["bot"].fill_null(False).any():
        raise Missing("A bot is no person, and has no review.")
    if found.is_empty() and agent not in world.agents(scope, generation):
        raise Missing("There is nobody of this name among the people that you may see.")
    teams = found["team"].drop_nulls().unique()
    left = found["left_on"]
    return Listed(
        names.get(agent, agent),
        teams[0] if len(teams) == 1 else None,
        found["joined_on"].min(),  # type: ignore[arg-type]
        left.max() if len(left) and not left.has_nulls() else None,  # type: ignore[arg-type]
    )


def left(scope: Scope, generation: Generation) -> dict[str, date]:
    """Agent → last day, of those of whom every source that lists them tells one."""
    sources, _names = _sources(scope, generation)
    days = (
        sources.drop_nulls("agent")
        .group_by("agent")
        .agg(pl.col("left_on").max(), gone=pl.col("left_on").is_not_null().all())
    )
    return dict(days.filter("gone").select("agent", "left_on").iter_rows())


def bots(scope: Scope, generation: Generation) -> list[str]:
    """Who the sources say is a bot."""
    sources, _names = _sources(scope, generation)
    return [str(bot) for bot in sources.filter(pl.col("bot").fill_null(False))["agent"]]


def coverage(span: Span, joined_on: date | None, left_on: date | None, generation: Generation) -> Coverage:
    """How much of the period, as far as the person was there, lies within the data."""
    there = max(span[0], joined_on or span[0]), min(span[1], left_on or span[1])
    data = held(span, generation)
    both = (max(there[0], data[0]), min(there[1], data[1])) if data else None
    first, last = data or (None, None)
    return Coverage(_days(there), _days(both) if both else 0, first, last, joined_on, left_on)


def aims(
    agent: str, told: Sequence[str], scope: Scope, generation: Generation, span: Span, say: Say = str
) -> tuple[Aim, ...]:
    """The goals that ran in the period, by deadline: those agreed in a review of the person, and those on a metric
    that the person was told of whose choice is this person alone."""
    reviews = records.reviews(scope, generation.dataset, agent)
    linked = records.linked_goals(scope, [each.id for each in reviews])
    agreed = {goal_id for ids in linked.values() for goal_id in ids}
    ran = [
        goal
        for goal in records.goals(scope, generation.dataset)
        if goal.start <= span[1] and goal.deadline >= span[0]
        if goal.id in agreed or (list(goal.where.get("agent", ())) == [agent] and goal.metric in told)
    ]
    today = clock.as_of(generation)
    on = span[1] if today is not None and span[1] < today else None
    ended = [goal for goal in ran if goal.deadline <= span[1]]  # its verdict may have come after the period
    running = [goal for goal in ran if goal.deadline > span[1]]
    standings = goal_standing.standings(ended, scope, generation, say)
    standings |= goal_standing.standings(running, scope, generation, say, on)
    return tuple(Aim(goal, goal.id in agreed, standings[goal.id]) for goal in ran)


def said(agent: str, scope: Scope, generation: Generation, span: Span) -> Comments:
    """What customers wrote about the person's requests; none of it below five answers."""
    people.allowed(scope, generation)
    answered = _answered(scope, generation, span).get(agent, 0)
    if answered < queries.LEAST_ANSWERS:
        return Comments(answered, answered > 0, (), ())
    found = comments.comments(span, scope, generation, {"agent": [agent]})
    written = tuple(
        Comment(
            source=row["source"],
            survey_id=row["survey_id"],
            ticket_id=row["ticket_id"],
            on=row["on"],
            channel=row["channel"],
            topic=row["topic"],
            survey=row["kind"],
            score=row["score"],
            scale=row["scale"],
            band=row["band"],
            text=row["comment"],
        )
        for row in found.iter_rows(named=True)
    )
    return Comments(answered, False, written, tuple(each for each in written if each.band == "positive"))


def effort(agent: str, scope: Scope, generation: Generation, span: Span, say: Say = str) -> Effort:
    """Work on requests of others, as far as the data tell it."""
    people.allowed(scope, generation)
    given, done = _efforts(scope, generation, span)
    no_events = not generation.has("turns", "asked_at")
    helped, replies, notes = (None,) * 3 if no_events else given.get(agent, (0, 0, 0))
    answered, solved = done.get(agent, (0, 0))
    return Effort(
        helped,
        replies,
        notes,
        answered if generation.has("tickets", "first_reply_agent") else None,
        solved if generation.has("tickets", "resolved_by") else None,
        say(_NO_EVENTS) if no_events else None,
    )


def load(agent: str, scope: Scope, generation: Generation, span: Span) -> workload.Person | None:
    """The person's workload; null where there was none in the period."""
    people.allowed(scope, generation)
    if held(span, generation) is None:
        return None
    return next((one for one in _load(scope, generation, span).people if one.agent == agent), None)


def _days(span: Span) -> int:
    return max((span[1] - span[0]).days + 1, 0)


@lru_cache(maxsize=8)
def _sources(scope: Scope, generation: Generation) -> tuple[pl.DataFrame, dict[str, str]]:
    """People as the sources list them, and their names."""
    return engine.run(queries.people(), scope, generation), people.names(scope, generation)


@lru_cache(maxsize=8)
def _load(scope: Scope, generation: Generation, span: Span) -> workload.Load:
    return workload.load(scope, generation, span, {})


@lru_cache(maxsize=8)
def _answered(scope: Scope, generation: Generation, span: Span) -> dict[str, int]:
    bound = dict(zip(("first", "last"), span, strict=True))
    return dict(engine.run(rows_of_people.answered(), scope, generation, bound).iter_rows())


@lru_cache(maxsize=8)
def _efforts(
    scope: Scope, generation: Generation, span: Span
) -> tuple[dict[str, tuple[int, int, int]], dict[str, tuple[int, int]]]:
    """Agent → helped, replies, notes; agent → answered, solved."""
    bound = dict(zip(("first", "last"), span, strict=True))
    given, done = (
        engine.run(asked(), scope, generation, bound).cast({pl.Decimal: pl.Int64})
        for asked in (rows_of_people.help_given, rows_of_people.done_for_others)
    )
    return (
        {agent: tuple(rest) for agent, *rest in given.iter_rows()},
        {agent: tuple(rest) for agent, *rest in done.iter_rows()},
    )
