"""The helpdesk's own opening hours as schedules, and which of them is in force for a request at each moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import polars as pl

from data import calendar

_DAY = 1440
_WEEK = 7 * _DAY

Minutes = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Schedules:
    """All schedules, each with a number; 0 is the organisation's own."""

    hours: tuple[calendar.Schedule, ...]  # by number
    numbers: Mapping[tuple[str, str, str], int]  # (source, schedule or team, its id) → number
    defaults: Mapping[str, int]  # source → the number for requests that name none, of sources with schedules

    @classmethod
    def of(
        cls,
        schedules: pl.DataFrame,
        holidays: pl.DataFrame,
        otherwise: calendar.Schedule,
        teams: Mapping[tuple[str, str], calendar.Schedule] = MappingProxyType({}),
    ) -> "Schedules":
        """From columns.SCHEDULES and columns.SCHEDULE_HOLIDAYS.

        A source's default is its oldest schedule, of equally old ones the lowest id. In sources without schedules those
        of teams hold, (source, team as events name it) → schedule, and otherwise for all other requests.
        """
        hours: list[calendar.Schedule] = [otherwise]
        numbers: dict[tuple[str, str, str], int] = {}
        defaults: dict[str, int] = {}
        age = pl.col("created_at").min()
        oldest = schedules.group_by("source", "schedule").agg(age=age, zone=pl.col("zone").first())
        oldest = oldest.sort("source", "age", pl.col("schedule").str.len_chars(), "schedule", nulls_last=True)
        for source, name, zone in oldest.select("source", "schedule", "zone").iter_rows():
            own = (pl.col("source") == source) & (pl.col("schedule") == name)
            week = schedules.filter(own).select("opens_minute", "closes_minute").drop_nulls().rows()
            closed = holidays.filter(own).select("first_on", pl.coalesce("last_on", "first_on")).drop_nulls().rows()
            numbers[source, "schedule", name] = len(hours)
            defaults.setdefault(source, len(hours))
            hours.append(calendar.Schedule(zone=zone, week=_week(week), country=None, exceptions=_closed(closed)))
        for (source, team), schedule in teams.items():
            if source not in defaults:
                numbers[source, "team", team] = len(hours)
                hours.append(schedule)
        return cls(tuple(hours), numbers, defaults)


def periods(requests: pl.DataFrame, events: pl.DataFrame, schedules: Schedules) -> pl.DataFrame:
    """Which schedule is in force: ticket, since, until (null: from then on), number; in order, without gaps.

    requests, events: of ordering. A request begins with the default, and has it also where the id of a schedule or
    team is not known; one whose history names no team has that of its own team.
    """
    c = pl.col
    keys = {"source": pl.String, "kind": pl.String, "value": pl.String, "number": pl.UInt32}
    rows = [(*key, number) for key, number in schedules.numbers.items()]
    numbers = pl.DataFrame(rows, schema=keys, orient="row")
    named = (
        events.filter(c("kind").is_in(("schedule", "team")))
        .select("ticket", "at", "kind", "value")
        .join(requests.select("ticket", "source"), on="ticket", how="left", maintain_order="left")
        .join(numbers.select("source", "kind").unique(), on=["source", "kind"], how="semi", maintain_order="left")
        .join(numbers, on=["source", "kind", "value"], how="left", maintain_order="left")
    )
    teams = numbers.filter(c("kind") == "team").select("source", team="value", team_number="number")
    default = c("source").replace_strict(dict(schedules.defaults), default=0, return_dtype=pl.UInt32)
    begin = (
        requests.select(
            "ticket", "source", "team", since="created_at", named=c("ticket").is_in(named["ticket"].implode())
        )
        .join(teams, on=["source", "team"], how="left", maintain_order="left")
        .with_columns(default=default)
        .with_columns(number=pl.when("named").then("default").otherwise(pl.coalesce("team_number", "default")))
    )
    changes = named.select("ticket", since="at", number=pl.coalesce("number", default))
    until = pl.when(c("ticket") == c("ticket").shift(-1)).then(c("since").shift(-1))
    return (
        pl.concat([begin.select(changes.columns), changes])
        .sort("ticket", "since", maintain_order=True)
        .with_columns(until=until)
        .filter(c("until").is_null() | (c("since") < c("until")))
        .select("ticket", "since", "until", "number")
    )


def _week(intervals: Iterable[tuple[int, int]]) -> tuple[Minutes, ...]:
    """Days, Monday first, from minutes since Sunday 00:00; what runs over midnight is cut there."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for opens, closes in intervals:
        end = closes if closes > opens else closes + _WEEK
        for day in range(opens // _DAY, -(-end // _DAY)):
            midnight = day * _DAY
            week[(day - 1) % 7].append((max(opens - midnight, 0), min(end - midnight, _DAY)))
    return tuple(_merged(day) for day in week)


def _merged(day: list[tuple[int, int]]) -> Minutes:
    """In order and without overlap."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(day):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _closed(holidays: Iterable[tuple[date, date]]) -> tuple[tuple[date, Minutes], ...]:
    days = {first + timedelta(days=n) for first, last in holidays for n in range((last - first).days + 1)}
    return tuple((day, ()) for day in sorted(days))
