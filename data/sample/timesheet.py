"""What the telephone system books of people: waiting for calls and chats, breaks, overtime, absences."""

import numpy as np
import polars as pl
from numpy.random import Generator

from data.sample.arrivals import Arrivals
from data.sample.company import CHAT, PEOPLE, PHONE, SOCIAL_CHAT, TEAMS, TRUTHS
from data.sample.days import NEVER, Floats
from data.sample.demand import Demand
from data.sample.draws import lognormal
from data.sample.frames import instants, table, words
from data.sample.handling import UNKNOWN, Handling
from data.sample.people import Hands
from data.sample.roster import TEAM_OF, Roster, busy_days

BREAK = 0.5  # hours
# Share of the time at the queue that is calls and chats, by team. Nobody waits for e-mails, so the Mail Desk waits for
# nothing.
OCCUPIED = np.array([0.71, 0.70, 0.76, 0.68, 0.68, 0.65])
IN_BUSY_MONTHS = np.where(np.array(TEAMS) == TRUTHS.worn_team, 0.13, 0.04)  # truth 7
WHEN_WAITS_GROW = 0.08  # of the phone, at the end of truth 4


def handled(requests: Arrivals, course: Handling, hands: Hands, plan: Roster) -> Floats:
    """Seconds of talk, hold and wrap-up by day of the plan and person who answered or called."""
    rows = np.flatnonzero(course.answered == 1)
    who = np.where(hands.first_reply[rows] == UNKNOWN, hands.owner[rows], hands.first_reply[rows])
    known = (who != UNKNOWN) & (course.ended[rows] < NEVER)
    rows, who = rows[known], who[known]
    seconds = course.talk[rows] + np.nan_to_num(course.hold[rows]) + course.wrap[rows]
    slot = requests.day[rows] * len(PEOPLE) + who
    total: Floats = np.bincount(slot, weights=seconds, minlength=plan.duty.size).astype(np.float64)
    return total.reshape(plan.duty.shape)


def _waiting(rng: Generator, plan: Roster, demand: Demand, busy_seconds: Floats, month: int) -> Floats:
    """Hours of waiting by day of the month and person on duty: what makes the team as occupied as it should be.

    Half of it follows what the person had to do, half what the team had, which waits together.
    """
    days = plan.days
    of_month = np.flatnonzero(days.month[: days.count] == month)
    duty, seconds = plan.duty[of_month], busy_seconds[of_month] * plan.duty[of_month]
    in_team = (TEAM_OF[:, None] == np.arange(len(TEAMS))).astype(np.float64)
    of_team = (seconds @ in_team) / np.maximum(duty @ in_team, 1)
    fair = np.where(duty, 0.5 * seconds + 0.5 * of_team[:, TEAM_OF], 0)

    load = demand.load[of_month][:, np.where(TEAM_OF == SOCIAL_CHAT, CHAT, PHONE)]
    since = days.index(TRUTHS.waits_since(days.until))
    grown = np.clip((of_month - since) / (days.count - since), 0, 1)[:, None] * (TEAM_OF != SOCIAL_CHAT)
    occupied = OCCUPIED[TEAM_OF] + IN_BUSY_MONTHS[TEAM_OF] * busy_days(days)[of_month][:, None]
    occupied = np.clip(occupied + WHEN_WAITS_GROW * grown + 0.05 * np.log(load), 0.5, 0.93)
    noise = lognormal(rng, fair.size, 1.0, 0.2).reshape(fair.shape)
    hours: Floats = fair * (1 - occupied) / occupied * noise / 3_600
    return hours


def agent_time(rng: Generator, plan: Roster, demand: Demand, busy_seconds: Floats, month: int) -> pl.DataFrame:
    """Shifts of one month. Of each half of a shift the waiting stands together, before and after the work; breaks,
    overtime; absence for the whole shift. The work itself and what else people do is booked nowhere.

    `busy_seconds` as `handled` gives them. People who had no calls or chats to wait for have a break only.
    """
    days = plan.days
    of_month = np.flatnonzero(days.month[: days.count] == month)
    present, missing = plan.duty[of_month], plan.absent[of_month]
    begins, ends, extra = plan.begins[of_month], plan.ends[of_month], plan.overtime[of_month]
    pause = np.floor((begins + ends) / 2)
    waits = _waiting(rng, plan, demand, busy_seconds, month)
    before = waits * (0.35 + 0.3 * rng.random(waits.shape))
    signs_on = np.minimum(begins + before, pause)
    signs_off = np.maximum(ends - (waits - before), pause + BREAK)
    a_second = 1 / 3_600
    spans = (
        ("available", present & (signs_on - begins > a_second), begins, signs_on),
        ("break", present, pause, pause + BREAK),
        ("available", present & (ends - signs_off > a_second), signs_off, ends),
        ("overtime", present & (extra > 0), ends, ends + extra),
        ("absence", missing, begins, ends),
    )
    parts = []
    for kind, where, first, last in spans:
        row, person = np.nonzero(where)
        noon = days.noon[of_month[row]]
        parts.append(
            table(
                "agent_time",
                agent=words(person, [p.id for p in PEOPLE]),
                kind=kind,
                started_at=instants(noon + np.floor((first[row, person] - 12) * 3_600).astype(np.int64)),
                ended_at=instants(noon + np.ceil((last[row, person] - 12) * 3_600).astype(np.int64)),
            )
        )
    return pl.concat(parts).sort("started_at", "agent", "kind")
