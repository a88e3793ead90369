"""Who works when: people with joining and leaving days, shifts, absences; and who of a team takes a request."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.random import Generator

from data.sample.company import COMPLAINTS, PEOPLE, SOCIAL_CHAT, TEAMS, TRUTHS, month_start
from data.sample.days import Days, Flags, Floats, Ints
from data.sample.draws import Choice, stream
from data.sample.frames import table

TEAM_OF = np.array([TEAMS.index(person.team) for person in PEOPLE])
_LARGEST = int(np.bincount(TEAM_OF).max())
# People by team, one row per team; a row of a smaller team is filled up with person 0.
MEMBERS = np.array(
    [np.resize(np.append(np.flatnonzero(n == TEAM_OF), [0] * _LARGEST), _LARGEST) for n in range(len(TEAMS))]
)
IS_MEMBER = np.arange(_LARGEST) < np.bincount(TEAM_OF)[:, None]
EASY_AGENT = [person.id for person in PEOPLE].index(TRUTHS.easy_agent)
EASY_FOCUS = 4.0  # times a colleague's share of the easy requests, so that the easy agent has as much to do
OFF_SHIFT = 1e-6  # somebody takes it, when nobody is on shift


@dataclass(frozen=True)
class Roster:
    """Arrays by day and person; hours are local hours of the day. `duty`: at work; `absent`: should have been."""

    days: Days
    employed: Flags
    duty: Flags
    absent: Flags
    begins: Floats
    ends: Floats
    overtime: Floats  # hours after the end


class Takers:
    """Who of a team takes a request: somebody on shift, and only if nobody is, somebody employed."""

    def __init__(self, plan: Roster) -> None:
        self._days = plan.days
        hour = np.arange(24)[:, None, None]
        duty, employed = plan.duty[:, MEMBERS], plan.employed[:, MEMBERS]
        begins, ends = plan.begins[:, MEMBERS], plan.ends[:, MEMBERS]
        there = duty[:, None] & (begins[:, None] <= hour) & (hour + 1 <= ends[:, None]) & IS_MEMBER
        self._staffed: Flags = there.any(axis=3).ravel()
        other = np.where(there, 1.0, OFF_SHIFT * (employed & IS_MEMBER)[:, None])
        easy = other.copy()
        easy[..., MEMBERS == EASY_AGENT] *= EASY_FOCUS
        other[..., MEMBERS == EASY_AGENT] = 0
        weights = np.stack([other, easy], axis=4).swapaxes(3, 4)
        self._choice = Choice(weights.reshape(-1, weights.shape[-1]))

    def _slot(self, instant: Ints, team: Ints) -> Ints:
        day, hour = self._days.local(instant)
        slot: Ints = (day * 24 + hour) * len(TEAMS) + team
        return slot

    def staffed(self, instant: Ints, team: Ints) -> Flags:
        """Whether anybody of the team is on shift."""
        return self._staffed[self._slot(instant, team)]

    def draw(self, rng: Generator, instant: Ints, team: Ints, easy: Flags) -> Ints:
        """A person per row."""
        return MEMBERS[team, self._choice.draw(rng, self._slot(instant, team) * 2 + easy)]


def roster(seed: int, days: Days) -> Roster:
    """The plan of all days, those ahead too."""
    rng = stream(seed, 0, "roster")
    size, people = len(days.midnight), len(PEOPLE)
    day, person = np.arange(size)[:, None], np.arange(people)[None, :]
    starts = [-1 if p.joined is None else _day(days, p.joined) for p in PEOPLE]
    stops = [size if p.left is None else _day(days, p.left) for p in PEOPLE]
    employed = (day >= np.array(starts)) & (day <= np.array(stops))

    week, weekday = (day + days.weekday[0]) // 7, days.weekday[:, None]
    weekend_turn = (week + person) % 3 == 0
    works_sunday = (TEAM_OF == SOCIAL_CHAT)[None, :]
    day_off = weekend_turn & ((weekday == 1) | (works_sunday & (weekday == 2)))  # for the weekend at work
    saturday = (weekday == 5) & (TEAM_OF != COMPLAINTS)[None, :]
    planned = ((weekday < 5) & ~day_off) | (weekend_turn & (saturday | ((weekday == 6) & works_sunday)))
    days_free = np.array([round(5 * (1 - p.full_time)) for p in PEOPLE])
    planned &= (weekday >= 5) | ((weekday + 2 * person) % 5 >= days_free)
    planned &= employed & ~days.closed[:, None]

    away = rng.random((size, people)) < 0.012
    for length, spells in ((3, 5), (5, 5), (10, 3)):  # short illness, a week off, long holidays
        for first in rng.integers(0, size, (spells, people)):
            away |= (day >= first) & (day < first + length)
    for first in _summer_weeks(rng.random(people), days):
        away |= (day >= first) & (day < first + 14)

    late = ((week + person) % 2 == 1) & (weekday < 5)
    begins = np.where(late, np.where(works_sunday, 12.5, 9.5), 8.0)
    ends = np.where(late, np.where(works_sunday, 21.0, 18.0), 16.5)
    weekend = np.broadcast_to(weekday >= 5, begins.shape)
    begins = np.where(weekend, 9.0, begins)
    ends = np.where(weekend, np.where(works_sunday, 17.0, 14.0), ends)
    busy = busy_days(days)[:, None]
    overtime = np.where(
        rng.random((size, people)) < np.where(busy, 0.14, 0.05), rng.choice([0.5, 1, 1.5, 2], (size, people)), 0
    )
    return Roster(days, employed, planned & ~away, planned & away, begins, ends, overtime)


def _day(days: Days, months: float) -> int:
    """The day so many months after the start."""
    return days.index(month_start(days.start, -int(months))) + int(months % 1 * 30)


def busy_days(days: Days) -> Flags:
    """The days of November and December."""
    return np.isin((days.start.month - 1 + days.month) % 12 + 1, (11, 12))


def _summer_weeks(share: Floats, days: Days) -> list[Ints]:
    """First day of each person's summer weeks, one array per summer."""
    return [july + (share * 45).astype(np.int64) for july in np.flatnonzero(days.year_day == 188)]


def agents(days: Days) -> pl.DataFrame:
    """One row per person ever employed."""
    before = [days.start - timedelta(days=200 + 137 * n % 2_400) for n in range(len(PEOPLE))]
    joined = [
        old if p.joined is None else days.start + timedelta(days=_day(days, p.joined))
        for p, old in zip(PEOPLE, before, strict=True)
    ]
    left = [None if p.left is None else days.start + timedelta(days=_day(days, p.left)) for p in PEOPLE]
    return table(
        "agents",
        agent=pl.Series([p.id for p in PEOPLE]),
        name=pl.Series([p.name for p in PEOPLE]),
        team=pl.Series([p.team for p in PEOPLE]),
        bot=False,
        joined_on=pl.Series(joined),
        # Who leaves after the last day of data is not known to leave.
        left_on=pl.Series([day if day is None or day <= days.until else None for day in left], dtype=pl.Date),
    )
