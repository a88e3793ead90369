"""Signs that a person has too much to carry: rules with their thresholds, judged over the last four weeks of a period.

A sign is a risk to talk about and to relieve, never a diagnosis and never a ranking. How work is spread: fairness.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.columns import INSTANT
from metrics import funnel
from metrics.metric import N_, Unit

WEEK, WEEKS = 7, 4
DAYS = WEEK * WEEKS
WEEK_DAYS, WEEK_CONTACTS = 2, 5  # days at the queue, and calls and chats, below which a week says nothing
ENOUGH_DAYS = 8  # of work in four weeks
COLLEAGUES = 4  # of a team with a median worth comparing with
_HOUR = 3_600

# A row per agent and day on which something is known. `requests`: new ones owned; `handled`, `busy_s`: calls and chats
# and their handle time; `available_s`: waiting for them, null on a day not at the queue; `on_shift`: a shift is booked;
# `worked`: a day of work; `overtime_s`: null without a shift; `begins`, `ends`, `present_s`: the first and the last
# moment booked and the time between them without breaks, null where the bookings do not tell.
AGENT_DAYS: dict[str, pl.DataType] = {
    "agent": pl.String(),
    "team": pl.String(),
    "on": pl.Date(),
    "worked": pl.Boolean(),
    "on_shift": pl.Boolean(),
    "requests": pl.Int64(),
    "handled": pl.Int64(),
    "busy_s": pl.Float64(),
    "available_s": pl.Float64(),
    "overtime_s": pl.Float64(),
    "begins": INSTANT,
    "ends": INSTANT,
    "present_s": pl.Float64(),
}

Facts = dict[str, float]
Found = dict[str, Facts | None]  # agent → the numbers by which a rule warns; null: judged, and no warning


@dataclass(frozen=True)
class Rule:
    """`states` the rule with its `limits`; `found` what was seen, with the limits and a warning's facts in their place;
    `units` of both. `source`: where the threshold comes from."""

    name: str
    states: str
    found: str
    source: str
    limits: Mapping[str, float]
    units: Mapping[str, Unit]


@dataclass(frozen=True)
class Warning:
    """A rule of RULES that warns, and the numbers by which it does."""

    rule: str
    facts: Mapping[str, float]


@dataclass(frozen=True)
class Judged:
    """Agent → warnings in the order of RULES, of those who have any; `people`: rule → how many it could judge."""

    warnings: Mapping[str, tuple[Warning, ...]]
    people: Mapping[str, int]


_OWN_RULE = N_("A rule of thumb of this product, no standard.")

RULES: dict[str, Rule] = {
    "occupancy": Rule(
        name=N_("High occupancy"),
        states=N_("Occupancy above {above} in at least {weeks} of the last 4 weeks."),
        found=N_("Above {above} in {weeks} of {known} weeks, {value} overall."),
        source=N_("85% is the upper limit that planning of call centres widely works with."),
        limits={"above": 0.85, "weeks": 3},
        units={"above": "share", "weeks": "count", "known": "count", "value": "share"},
    ),
    "overtime": Rule(
        name=N_("Much overtime"),
        states=N_("Overtime of more than {above} of the regular working time over the last 4 weeks."),
        found=N_("{hours} hours of overtime in 4 weeks, {value} of the regular working time."),
        source=_OWN_RULE,
        limits={"above": 0.10},
        units={"above": "share", "value": "share", "hours": "count"},
    ),
    "long_weeks": Rule(
        name=N_("Long weeks"),
        states=N_("More than {above} hours of work a week, overtime included, on average of the last 4 weeks."),
        found=N_("{value} hours a week, on average of {weeks} weeks with work."),
        source=N_("EU working-time directive 2003/88/EC, article 6: 48 hours on average of up to four months."),
        limits={"above": 48},
        units={"above": "count", "value": "count", "weeks": "count"},
    ),
    "days_off": Rule(
        name=N_("Hardly a day off"),
        states=N_("At least {days} days of work within any {of} days of the last 4 weeks."),
        found=N_("{value} days of work within {of} days."),
        source=N_("EU working-time directive 2003/88/EC, articles 5 and 16: a day off a week, two in 14 days."),
        limits={"days": 13, "of": 14},
        units={"days": "count", "of": "count", "value": "count"},
    ),
    "short_nights": Rule(
        name=N_("Short rest between shifts"),
        states=N_("Less than {rest} hours between two shifts, at least {times} times in the last 4 weeks."),
        found=N_("Less than {rest} hours between two shifts {value} times, {shortest} hours at the least."),
        source=N_("EU working-time directive 2003/88/EC, article 3: 11 hours of rest a day."),
        limits={"rest": 11, "times": 3},
        units={"rest": "count", "times": "count", "value": "count", "shortest": "count"},
    ),
    "requests": Rule(
        name=N_("More requests than the team"),
        states=N_(
            "More than {times} times the team's median of new requests per working day in at least {weeks} of the last "
            "4 weeks, and more than chance explains."
        ),
        found=N_("{value} new requests per working day, {ratio} times the team's median of {median}."),
        source=_OWN_RULE,
        limits={"times": 1.5, "weeks": 3},
        units={"times": "ratio", "weeks": "count", "value": "ratio", "ratio": "ratio", "median": "ratio"},
    ),
    "open": Rule(
        name=N_("More open requests than the team"),
        states=N_("More than {times} times the team's median of open requests now, and more than chance explains."),
        found=N_("{value} open requests, {ratio} times the team's median of {median}."),
        source=_OWN_RULE,
        limits={"times": 1.5},
        units={"times": "ratio", "value": "count", "ratio": "ratio", "median": "count"},
    ),
}


def judge(days: pl.DataFrame, last: date, open_now: Mapping[str, int] | None = None) -> Judged:
    """Who is at risk by which rule, in the four weeks that end with `last`.

    `days` has the columns of AGENT_DAYS, also of earlier or later days, which do not count. `open_now`: agent → open
    requests; null where `last` is not how things stand now.
    """
    recent = in_weeks(days, last, WEEKS)
    found = {
        "occupancy": _occupancy(recent),
        "overtime": _overtime(recent),
        "long_weeks": _long_weeks(recent),
        "days_off": _days_off(recent),
        "short_nights": _short_nights(recent),
        "requests": _requests(recent),
        "open": {} if open_now is None else _open(recent, open_now),
    }
    warnings: dict[str, tuple[Warning, ...]] = {}
    for rule in RULES:
        for agent, facts in found[rule].items():
            if facts is not None:
                warnings[agent] = (*warnings.get(agent, ()), Warning(rule, facts))
    return Judged(warnings, {rule: len(found[rule]) for rule in RULES})


def in_weeks(days: pl.DataFrame, last: date, weeks: int) -> pl.DataFrame:
    """The days of so many weeks that end with `last`, with `week`: 0 for its last seven days, 1 for those before …"""
    first = last - timedelta(days=WEEK * weeks - 1)
    week = (pl.lit(last) - pl.col("on")).dt.total_days() // WEEK
    return days.filter(pl.col("on").is_between(first, last)).with_columns(week=week)


def occupied(days: pl.DataFrame) -> pl.DataFrame:
    """agent, week, n (days at the queue), x, y, xx, xy, yy as estimates.ratio takes them for occupancy.

    Only weeks with enough days, and enough calls and chats. `days`: AGENT_DAYS with `week`.
    """
    busy, duty = pl.col("busy_s"), pl.col("busy_s") + pl.col("available_s")
    weeks = (
        days.filter(pl.col("available_s").is_not_null() & (duty > 0))
        .group_by("agent", "week")
        .agg(
            n=pl.len().cast(pl.Int64),
            handled=pl.col("handled").sum(),
            x=busy.sum(),
            y=duty.sum(),
            xx=(busy * busy).sum(),
            xy=(busy * duty).sum(),
            yy=(duty * duty).sum(),
        )
    )
    enough = (pl.col("n") >= WEEK_DAYS) & (pl.col("handled") >= WEEK_CONTACTS)
    return weeks.filter(enough).drop("handled").sort("agent", "week")


def _found(people: pl.DataFrame, warns: pl.Expr, *facts: str) -> Found:
    """Who of `people`, a row each, is warned, and with which of its columns."""
    rows = people.with_columns(_warns=warns).sort("agent").iter_rows(named=True)
    return {row["agent"]: {fact: float(row[fact]) for fact in facts} if row["_warns"] else None for row in rows}


def _occupancy(days: pl.DataFrame) -> Found:
    limits, c = RULES["occupancy"].limits, pl.col
    people = (
        occupied(days)
        .group_by("agent")
        .agg(known=pl.len(), weeks=(c("x") / c("y") > limits["above"]).sum(), value=c("x").sum() / c("y").sum())
        .filter(c("known") >= limits["weeks"])
    )
    return _found(people, c("weeks") >= limits["weeks"], "weeks", "known", "value")


def _overtime(days: pl.DataFrame) -> Found:
    c = pl.col
    people = (
        days.filter(c("present_s").is_not_null())
        .group_by("agent")
        .agg(n=pl.len(), extra=c("overtime_s").sum(), regular=(c("present_s") - c("overtime_s")).sum())
        .filter((c("n") >= ENOUGH_DAYS) & (c("regular") > 0))
        .with_columns(value=c("extra") / c("regular"), hours=c("extra") / _HOUR)
    )
    return _found(people, c("value") > RULES["overtime"].limits["above"], "value", "hours")


def _long_weeks(days: pl.DataFrame) -> Found:
    """Of those whose every shift is known from its beginning to its end."""
    c = pl.col
    people = (
        days.filter("on_shift")
        .group_by("agent")
        .agg(
            n=pl.len(),
            known=c("present_s").is_not_null().all(),
            weeks=c("week").n_unique(),
            present=c("present_s").sum(),
        )
        .filter(c("known") & (c("n") >= ENOUGH_DAYS))
        .with_columns(value=c("present") / _HOUR / c("weeks"))
    )
    return _found(people, c("value") > RULES["long_weeks"].limits["above"], "value", "weeks")


def _days_off(days: pl.DataFrame) -> Found:
    limits = RULES["days_off"].limits
    on_shift = days.filter("on_shift").select("agent", "on").unique()
    reach = timedelta(days=int(limits["of"]) - 1)
    within = (
        on_shift.join(on_shift, on="agent", suffix="_later")
        .filter(pl.col("on_later").is_between("on", pl.col("on") + reach))
        .group_by("agent", "on")
        .agg(value=pl.len())
    )
    people = within.group_by("agent").agg(pl.col("value").max())
    return _found(people, pl.col("value") >= limits["days"], "value")


def _short_nights(days: pl.DataFrame) -> Found:
    limits, c = RULES["short_nights"].limits, pl.col
    rest = ((c("begins") - c("ends").shift(1)).dt.total_microseconds() / 1e6 / _HOUR).over("agent")
    people = (
        days.filter(c("present_s").is_not_null())
        .sort("agent", "on")
        .with_columns(rest=rest, apart=(c("on") - c("on").shift(1)).dt.total_days().over("agent"))
        .filter(c("apart") == 1)
        .group_by("agent")
        .agg(nights=pl.len(), value=(c("rest") < limits["rest"]).sum(), shortest=c("rest").min().clip(0))
        .filter(c("nights") >= limits["times"])
    )
    return _found(people, c("value") >= limits["times"], "value", "shortest")


def _requests(days: pl.DataFrame) -> Found:
    limits, c = RULES["requests"].limits, pl.col
    people = (
        days.group_by("agent")
        .agg(team=c("team").first(), n=c("worked").sum(), requests=c("requests").sum())
        .filter(c("n") >= ENOUGH_DAYS)
        .with_columns(value=c("requests") / c("n"))
        .pipe(_beside_the_team, c("n"))
    )
    weeks = days.group_by("agent", "week").agg(days=c("worked").sum(), those=c("requests").sum())
    above = (
        weeks.filter(c("days") >= WEEK_DAYS)
        .join(people.select("agent", "median"), on="agent")
        .filter(c("those") > limits["times"] * c("median") * c("days"))
        .group_by("agent")
        .agg(weeks=pl.len())
    )
    people = people.join(above, on="agent", how="left").with_columns(c("weeks").fill_null(0))
    return _found(people, _far_above("requests") & (c("weeks") >= limits["weeks"]), "value", "median", "ratio")


def _open(days: pl.DataFrame, open_now: Mapping[str, int]) -> Found:
    """Of those who worked in these weeks."""
    known = pl.DataFrame({"agent": [*open_now], "value": [*open_now.values()]}, {"agent": pl.String, "value": pl.Int64})
    people = (
        days.group_by("agent")
        .agg(team=pl.col("team").first(), n=pl.col("worked").sum())
        .filter(pl.col("n") > 0)
        .join(known, on="agent", how="left")
        .with_columns(pl.col("value").fill_null(0).cast(pl.Float64))
        .pipe(_beside_the_team, pl.lit(1.0))
    )
    return _found(people, _far_above("open"), "value", "median", "ratio")


def _beside_the_team(people: pl.DataFrame, times: pl.Expr) -> pl.DataFrame:
    """Those of a large enough team, with its median of `value`, the `ratio` to it, and whether `times` the value
    lies `beyond` the 99.8 % limit of chance (Poisson) around `times` the median."""
    c = pl.col
    people = people.with_columns(median=c("value").median().over("team"), colleagues=pl.len().over("team")).filter(
        c("team").is_not_null() & (c("colleagues") >= COLLEAGUES) & (c("median") > 0)
    )
    expected = people.select(c("median") * times).to_series().cast(pl.Float64).to_numpy()
    _low, high = funnel.limits_of_counts(expected, funnel.TAIL_998, np.ones(len(expected)))
    ratio = people["value"] / people["median"]
    return people.with_columns(ratio=ratio, beyond=ratio > pl.Series(high, dtype=pl.Float64))


def _far_above(rule: str) -> pl.Expr:
    return pl.col("beyond") & (pl.col("ratio") > RULES[rule].limits["times"])
