"""How work is spread over people: per person and working day, week by week, and who is at risk of too much.

The rules of warnings stand in metrics/overload.py. Who stands out by quality is another question: people.py.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median
from typing import Any

import polars as pl

from answers import clock, people
from answers.measure import WORKERS, values
from data import engine
from data.queries import agent_days, tables
from data.scope import Scope
from data.store import Generation
from metrics import estimates, fairness, overload
from metrics.fairness import Spread
from metrics.metric import NO_VALUE, Value
from metrics.overload import AGENT_DAYS, DAYS, RULES, Warning

__all__ = ["DAYS", "RULES", "STRIP", "Load", "Person", "Warning", "by_day", "load"]

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]

STRIP = 13  # weeks of occupancy that are shown
ENOUGH_DAYS = 5  # of work, below which somebody's day is not compared with the team's
_HOUR = 3_600
_DAY = timedelta(days=1)
# What a person has of all channels, and what of those that were chosen.
_DAYS: dict[str, pl.DataType] = AGENT_DAYS | {
    "absent": pl.Boolean(),
    "chosen_requests": pl.Int64(),
    "chosen_busy_s": pl.Float64(),
}


@dataclass(frozen=True)
class Person:
    """What one person carried over a span of dates.

    `days`: of work, those with a shift; of a person without any shift those with a request. `requests`: new ones owned
    per day of work, n = days. `open`: now. `handle_hours`, `overtime_hours`, `absences` (days): sums over the span,
    null where the data do not tell. `occupancy`: n = days at the queue. `warnings`: of the four weeks that end with the
    span. With channels chosen requests and handle hours are those of them; the rest is about the whole person.
    """

    agent: str
    name: str
    team: str | None
    days: int
    requests: Value
    open: int | None
    handle_hours: float | None
    overtime_hours: float | None
    occupancy: Value
    absences: int | None
    joined_on: date | None
    left_on: date | None
    warnings: tuple[Warning, ...]


@dataclass(frozen=True)
class Load:
    """People by team and name, without bots. `spread`: within the teams, of "requests" and "handle_hours" per day of
    work and of "open", over those with enough days of work: how many times their team's median they have.

    `first`, `last`: the dates that the span and the data have in common. `weeks`: the last dates of the weeks of
    `by_week`, agent → occupancy of each; no value where a week says too little. `medians`: team → requests per day of
    work. `judged`: rule → how many people it could judge.
    """

    people: tuple[Person, ...]
    spread: Mapping[str, Spread]
    first: date
    last: date
    weeks: tuple[date, ...]
    by_week: Mapping[str, tuple[Value, ...]]
    medians: Mapping[str | None, float]
    judged: Mapping[str, int]


def load(scope: Scope, generation: Generation, span: Span, where: Where) -> Load:
    """The workload over a span of local dates, both included; `where` takes channel, and team: that of the person.

    Raises FiguresOff while figures about single people are not agreed on.
    """
    people.allowed(scope, generation)
    first, last = _held(span, generation)
    channels = tuple(where.get("channel", ()))
    everything = _days(scope, generation, min(first, last - (7 * STRIP - 1) * _DAY), last, channels)
    who = _people(scope, generation, everything, where.get("team"))
    days = everything.filter(pl.col("agent").is_in(who["agent"].to_list()))
    opened, today = _open(scope, generation), clock.as_of(generation)
    is_now = bool(opened) and today is not None and last > today - 7 * _DAY
    judged = overload.judge(days, last, opened if is_now else None)
    here = pl.col("joined_on", "left_on").is_between(first, last)
    worked = pl.col("requests") > 0 if channels else pl.col("requests").is_not_null()
    rows = who.join(_sums(days.filter(pl.col("on").is_between(first, last))), on="agent", how="left").filter(
        worked | pl.any_horizontal(here.fill_null(False))
    )
    persons = tuple(
        _person(row, value, opened, judged.warnings.get(row["agent"], ()))
        for row, value in zip(rows.iter_rows(named=True), values(estimates.ratio(rows)), strict=True)
    )
    at_work = [one for one in persons if one.days >= ENOUGH_DAYS]
    weeks = overload.in_weeks(days, last, STRIP)
    return Load(
        people=tuple(sorted(persons, key=_by_team_and_name)),
        spread={
            "requests": _spread([(one.team, one.requests.value) for one in at_work]),
            "handle_hours": _spread([(one.team, _per_day(one.handle_hours, one.days)) for one in at_work]),
            "open": _spread([(one.team, one.open) for one in at_work]),
        },
        first=first,
        last=last,
        weeks=tuple(last - 7 * (STRIP - 1 - n) * _DAY for n in range(STRIP)),
        by_week=_by_week(weeks),
        medians=_medians([(one.team, one.requests.value) for one in at_work]),
        judged=judged.people,
    )


def by_day(agent: str, scope: Scope, generation: Generation, span: Span, where: Where) -> pl.DataFrame:
    """One person's days of a span, in their order, those without anything left out.

    on, worked, absent, requests, handle_s (of the channels chosen), occupancy, overtime_s, present_s: null is unknown.
    Raises FiguresOff as load does.
    """
    people.allowed(scope, generation)
    first, last = _held(span, generation)
    days = _days(scope, generation, first, last, tuple(where.get("channel", ()))).filter(pl.col("agent") == agent)
    duty = pl.col("busy_s") + pl.col("available_s")
    return days.sort("on").select(
        "on",
        "worked",
        "absent",
        requests="chosen_requests",
        handle_s=pl.when(pl.col("handled") > 0).then("chosen_busy_s"),
        occupancy=pl.when(duty > 0).then(pl.col("busy_s") / duty),
        overtime_s="overtime_s",
        present_s="present_s",
    )


def _held(span: Span, generation: Generation) -> Span:
    """The part of a span that the data reach."""
    today = clock.as_of(generation)
    return span[0], span[1] if today is None else max(min(span[1], today), span[0])


@lru_cache(maxsize=16)
def _days(scope: Scope, generation: Generation, first: date, last: date, channels: tuple[str, ...]) -> pl.DataFrame:
    """Everybody's days, with the columns of _DAYS."""
    bound: dict[str, object] = {"first": first, "last": last, "where_channel": list(channels)}
    with ThreadPoolExecutor(WORKERS) as pool:
        asked = (agent_days.owned_by_day(bool(channels)), agent_days.time_by_day())
        owned, time = pool.map(lambda one: engine.run(one, scope, generation, bound), asked)
    sums = ("requests", "handled", "chosen_requests", "busy_s", "chosen_busy_s")
    of_day = owned.group_by("agent", "on").agg(pl.col(sums).sum())
    shifted = time.filter("on_shift")["agent"].unique().to_list()
    c = pl.col
    days = of_day.join(time.drop("team"), on=["agent", "on"], how="full", coalesce=True).with_columns(
        c(*sums, "overtime_s").fill_null(0), c("on_shift", "absent").fill_null(False)
    )
    span = (c("ends") - c("begins")).dt.total_microseconds() / 1e6 - c("break_s").fill_null(0)
    days = days.with_columns(
        worked=c("on_shift") | (~c("agent").is_in(shifted) & (c("requests") > 0)),
        overtime_s=pl.when(c("agent").is_in(shifted)).then("overtime_s"),
        # Who did not wait for calls that day has booked a break or overtime alone: no beginning and no end.
        present_s=pl.when(c("available_s").is_not_null() & (span > 0)).then(span),
    )
    teams = _teams(owned, time, _known(scope, generation))
    return days.join(teams, on="agent", how="left").select(c(name).cast(dtype) for name, dtype in _DAYS.items())


def _teams(owned: pl.DataFrame, time: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """agent, team: as the list of agents says, else as most of the requests, else as the shifts."""
    of_requests = (
        owned.filter(pl.col("team").is_not_null())
        .group_by("agent", "team")
        .agg(pl.col("requests").sum())
        .sort("requests", "team", descending=[True, False])
    )
    ways = [frame.select("agent", "team") for frame in (known, of_requests, time)]
    return pl.concat(ways).filter(pl.col("team").is_not_null()).unique("agent", keep="first", maintain_order=True)


def _known(scope: Scope, generation: Generation) -> pl.DataFrame:
    """agent, name, team, bot, joined_on, left_on: one row for each agent of the lists of agents."""
    listed = engine.run(tables.people(), scope, generation).filter(pl.col("agent").is_not_null())
    return listed.group_by("agent", maintain_order=True).agg(
        pl.col("name", "team").drop_nulls().first(),
        pl.col("bot").any(),
        pl.col("joined_on").min(),
        left_on=pl.when(pl.col("left_on").is_not_null().all()).then(pl.col("left_on").max()),
    )


def _people(scope: Scope, generation: Generation, days: pl.DataFrame, teams: Sequence[str] | None) -> pl.DataFrame:
    """agent, team, name, joined_on, left_on of the people of some teams; no bots."""
    known = _known(scope, generation)
    who = (
        pl.concat([days.select("agent", "team"), known.select("agent", "team")])
        .unique("agent", keep="first", maintain_order=True)
        .join(known.drop("team"), on="agent", how="left")
        .filter(~pl.col("bot").fill_null(False))
        .with_columns(pl.col("name").fill_null(pl.col("agent")))
        .sort("agent")
    )
    return who.filter(pl.col("team").is_in(list(teams))) if teams else who


def _open(scope: Scope, generation: Generation) -> dict[str, int]:
    return dict(engine.run(agent_days.open_now(), scope, generation).iter_rows())


def _sums(days: pl.DataFrame) -> pl.DataFrame:
    """agent and the sums of what is known of the days; n, x, y, xx, xy, yy as estimates.ratio takes them."""
    c = pl.col
    at_queue = c("available_s").is_not_null() & (c("busy_s") + c("available_s") > 0)
    busy = pl.when(at_queue).then("busy_s")
    duty = busy + c("available_s")
    return days.group_by("agent").agg(
        days=c("worked").sum(),
        requests=c("chosen_requests").sum(),
        handled=c("handled").sum(),
        handle_s=c("chosen_busy_s").sum(),
        overtime_s=c("overtime_s").sum(),
        booked=(c("on_shift") | c("absent")).any(),
        absences=c("absent").sum(),
        n=at_queue.sum(),
        x=busy.sum(),
        y=duty.sum(),
        xx=(busy * busy).sum(),
        xy=(busy * duty).sum(),
        yy=(duty * duty).sum(),
    )


def _person(row: Mapping[str, Any], occupancy: Value, opened: Mapping[str, int], risks: tuple[Warning, ...]) -> Person:
    days = row["days"] or 0
    return Person(
        agent=row["agent"],
        name=row["name"],
        team=row["team"],
        days=days,
        requests=Value(row["requests"] / days, days, None, None) if days else NO_VALUE,
        open=opened.get(row["agent"], 0) if opened else None,
        handle_hours=row["handle_s"] / _HOUR if row["handled"] else None,
        overtime_hours=row["overtime_s"] / _HOUR if row["booked"] else None,
        occupancy=occupancy,
        absences=row["absences"] if row["booked"] else None,
        joined_on=row["joined_on"],
        left_on=row["left_on"],
        warnings=risks,
    )


def _by_week(days: pl.DataFrame) -> dict[str, tuple[Value, ...]]:
    """Agent → occupancy of each week, the oldest first, of those who have any."""
    weeks = overload.occupied(days)
    found: dict[str, list[Value]] = {}
    for agent, week, value in zip(weeks["agent"], weeks["week"], values(estimates.ratio(weeks)), strict=True):
        found.setdefault(agent, [NO_VALUE] * STRIP)[STRIP - 1 - week] = value
    return {agent: tuple(of) for agent, of in found.items()}


def _per_day(hours: float | None, days: int) -> float | None:
    return hours / days if hours is not None and days else None


def _spread(loads: Sequence[tuple[str | None, float | None]]) -> Spread:
    """How unevenly work is spread within the teams: each load as a multiple of the median of its team."""
    medians = _medians(loads)
    return fairness.spread([load / medians[team] for team, load in loads if load is not None and medians.get(team)])


def _medians(loads: Sequence[tuple[str | None, float | None]]) -> dict[str | None, float]:
    teams: dict[str | None, list[float]] = {}
    for team, load in loads:
        if load is not None:
            teams.setdefault(team, []).append(load)
    return {team: median(of) for team, of in teams.items()}


def _by_team_and_name(one: Person) -> tuple[bool, str, str, str]:
    """By the alphabet, accents aside: Ádám stands at A. Who has no team comes last."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", one.name) if not unicodedata.combining(sign))
    return one.team is None, one.team or "", plain.casefold(), one.agent
