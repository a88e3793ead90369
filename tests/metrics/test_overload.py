"""Warnings of overload: each rule at its threshold, against plain Python, and silent where the data do not tell."""

from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics import overload
from metrics.overload import AGENT_DAYS, RULES, Judged

LAST = date(2026, 11, 29)  # a Sunday
HOUR = 3_600.0


def day(ago: int, agent: str = "ann", **said: Any) -> dict[str, Any]:
    """A day of work at the queue: half of the time busy, eight hours, so many days before the last one."""
    on = LAST - timedelta(days=ago)
    begins = datetime.combine(on, datetime.min.time()) + timedelta(hours=8)
    usual = {
        "agent": agent,
        "team": "A",
        "on": on,
        "worked": True,
        "on_shift": True,
        "requests": 10,
        "handled": 10,
        "busy_s": 2 * HOUR,
        "available_s": 2 * HOUR,
        "overtime_s": 0.0,
        "begins": begins,
        "ends": begins + timedelta(hours=8),
        "present_s": 8 * HOUR,
    }
    return usual | said


def judge(rows: list[dict[str, Any]], opened: dict[str, int] | None = None) -> Judged:
    return overload.judge(pl.DataFrame(rows, schema=AGENT_DAYS), LAST, opened)


def warned(rows: list[dict[str, Any]], rule: str, opened: dict[str, int] | None = None) -> dict[str, dict[str, float]]:
    """Agent → the facts by which a rule warns."""
    found = judge(rows, opened).warnings
    return {agent: dict(one.facts) for agent, ones in found.items() for one in ones if one.rule == rule}


def working_days(agent: str = "ann", **said: Any) -> list[dict[str, Any]]:
    """Four weeks from Monday to Friday."""
    return [day(7 * week + ago, agent, **said) for week in range(4) for ago in range(2, 7)]


def test_an_ordinary_month_warns_of_nothing() -> None:
    team = [row for agent in "abcde" for row in working_days(agent)]
    found = judge(team, dict.fromkeys("abcde", 4))
    assert found.warnings == {}
    assert found.people == dict.fromkeys(RULES, 5), "and everybody could be judged by every rule"


def busy(share: float, **said: Any) -> dict[str, Any]:
    return {"busy_s": share * 4 * HOUR, "available_s": (1 - share) * 4 * HOUR} | said


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ((0.9, 0.9, 0.9, 0.5), {"weeks": 3.0, "known": 4.0}),
        ((0.9, 0.9, 0.5, 0.5), None),
        ((0.85, 0.85, 0.85, 0.85), None),  # above, and not at
        ((0.9, 0.9, 0.9, None), {"weeks": 3.0, "known": 3.0}),
        ((0.9, 0.9, None, None), None),
    ],
)
def test_occupancy_in_three_of_four_weeks(weeks: tuple[float | None, ...], expected: dict[str, float] | None) -> None:
    rows = [
        day(7 * week + ago, **busy(share)) for week, share in enumerate(weeks) if share is not None for ago in range(5)
    ]
    found = warned(rows, "occupancy").get("ann")
    assert (found and {name: found[name] for name in ("weeks", "known")}) == expected


def test_a_week_of_one_day_or_of_few_calls_says_nothing() -> None:
    high = busy(0.95)
    assert "ann" in warned([day(7 * week + ago, **high) for week in range(4) for ago in (1, 2)], "occupancy")
    assert judge([day(7 * week, **high) for week in range(4)]).people["occupancy"] == 0
    few = [day(7 * week + ago, **high, handled=2) for week in range(4) for ago in (1, 2)]
    assert judge(few).people["occupancy"] == 0
    unknown = working_days(busy_s=4 * HOUR, available_s=None)
    assert judge(unknown).people["occupancy"] == 0, "handling alone is no full occupancy"


def test_overtime_above_a_tenth_of_the_regular_time() -> None:
    at_a_tenth = {"overtime_s": 0.8 * HOUR, "present_s": 8.8 * HOUR}
    assert warned(working_days(**at_a_tenth), "overtime") == {}
    above = warned(working_days(overtime_s=HOUR, present_s=9 * HOUR), "overtime")
    assert above == {"ann": pytest.approx({"value": 1 / 8, "hours": 20.0})}
    assert judge(working_days(present_s=None, overtime_s=HOUR)).people["overtime"] == 0


def test_more_than_48_hours_a_week_over_the_weeks_with_work() -> None:
    assert warned(working_days(present_s=9.6 * HOUR), "long_weeks") == {}
    two_weeks = [row for row in working_days(present_s=10 * HOUR) if (LAST - row["on"]).days < 14]
    assert warned(two_weeks, "long_weeks") == {"ann": pytest.approx({"value": 50.0, "weeks": 2.0})}
    one_unknown = [*working_days(present_s=10 * HOUR), day(0, present_s=None)]
    assert judge(one_unknown).people["long_weeks"] == 0


def test_hardly_a_day_off_in_fourteen_days() -> None:
    assert warned([day(ago) for ago in range(13)], "days_off") == {"ann": {"value": 13.0}}
    assert warned([day(ago) for ago in range(28) if ago % 7 != 3], "days_off") == {}, "a day off in each week"
    assert judge([day(ago, on_shift=False) for ago in range(28)]).people["days_off"] == 0, "no shifts are loaded"


def test_short_rest_between_shifts() -> None:
    def late(ago: int, hours: float) -> dict[str, Any]:
        usual = day(ago)
        return usual | {"ends": usual["begins"] + timedelta(hours=24 - hours)}

    assert warned([late(ago, 10.5) for ago in range(4)], "short_nights") == {"ann": {"value": 3.0, "shortest": 10.5}}
    assert warned([late(ago, 11) for ago in range(10)], "short_nights") == {}
    assert warned([late(ago, 10) for ago in range(0, 28, 2)], "short_nights") == {}, "not from one day to the next"


def test_more_requests_than_the_team_beyond_chance_and_sustained() -> None:
    team = [row for agent in "abcd" for row in working_days(agent)]
    much = warned([*team, *working_days(requests=16)], "requests")
    assert much == {"ann": pytest.approx({"value": 16.0, "median": 10.0, "ratio": 1.6})}
    assert warned([*team, *working_days(requests=15)], "requests") == {}
    spike = [row | {"requests": 60 if (LAST - row["on"]).days < 7 else 10} for row in working_days()]
    assert warned([*team, *spike], "requests") == {}, "one week is not sustained"
    quiet = [row | {"requests": 0 if row["on"].day % 5 else 1} for row in team]
    twice = [row | {"requests": 0 if row["on"].day % 3 else 1} for row in working_days()]
    assert warned([*quiet, *twice], "requests") == {}, "so few can be chance"
    other_team = [row | {"team": "B"} for row in working_days(requests=16)]
    assert warned([*team, *other_team], "requests") == {}, "one alone has no team to compare with"


def test_more_open_requests_than_the_team() -> None:
    team = [row for agent in "abcd" for row in working_days(agent)] + working_days()
    opened = dict.fromkeys("abcd", 10)
    assert warned(team, "open", opened | {"ann": 30}) == {"ann": {"value": 30.0, "median": 10.0, "ratio": 3.0}}
    assert warned(team, "open", opened | {"ann": 17}) == {}, "within chance"
    assert judge(team, None).people["open"] == 0


@st.composite
def many_days(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for agent in draw(st.sets(st.sampled_from("abcdef"), min_size=1)):
        for ago in draw(st.sets(st.integers(-3, 40), max_size=30)):
            share = draw(st.floats(0.3, 1.0))
            at_queue = draw(st.booleans())
            rows.append(
                day(
                    ago,
                    agent,
                    busy_s=share * HOUR,
                    available_s=(1 - share) * HOUR if at_queue else None,
                    handled=draw(st.integers(0, 6)),
                    requests=draw(st.integers(0, 40)),
                    worked=draw(st.booleans()),
                )
            )
    return rows


@given(many_days())
@settings(max_examples=30)
def test_the_rules_are_those_that_plain_python_reads(rows: list[dict[str, Any]]) -> None:
    recent = [row for row in rows if 0 <= (LAST - row["on"]).days < 28]
    worn, judged = set(), 0
    for agent in {row["agent"] for row in recent}:
        weeks = []
        for week in range(4):
            days = [
                row
                for row in recent
                if row["agent"] == agent and (LAST - row["on"]).days // 7 == week and row["available_s"] is not None
            ]
            if len(days) >= 2 and sum(row["handled"] for row in days) >= 5:
                spent = sum(row["busy_s"] for row in days)
                weeks.append(spent / (spent + sum(row["available_s"] for row in days)))
        judged += len(weeks) >= 3
        worn |= {agent} if sum(share > 0.85 for share in weeks) >= 3 else set()
    found = judge(rows)
    assert set(warned(rows, "occupancy")) == worn
    assert found.people["occupancy"] == judged
    assert set(warned(rows, "requests")) == _overloaded(recent)
    assert judge(rows[::-1]) == found, "the order of the rows says nothing"


def _overloaded(recent: list[dict[str, Any]]) -> set[str]:
    own: dict[str, list[dict[str, Any]]] = {}
    for row in recent:
        own.setdefault(row["agent"], []).append(row)
    worked = {agent: sum(row["worked"] for row in days) for agent, days in own.items()}
    rates = {
        agent: sum(row["requests"] for row in days) / worked[agent] for agent, days in own.items() if worked[agent] >= 8
    }
    middle = median(rates.values()) if rates else 0
    if len(rates) < 4 or not middle:
        return set()
    found = set()
    for agent, rate in rates.items():
        above = 0
        for week in range(4):
            days = [row for row in own[agent] if (LAST - row["on"]).days // 7 == week]
            there = sum(row["worked"] for row in days)
            above += there >= 2 and sum(row["requests"] for row in days) > 1.5 * middle * there
        expected = middle * worked[agent]
        limit = stats.chi2.isf(0.001, 2 * (expected + 1)) / 2
        if rate > 1.5 * middle and above >= 3 and rate * worked[agent] > limit:
            found.add(agent)
    return found


def test_a_rule_names_every_number_that_its_words_ask_for() -> None:
    """And a warning carries the facts that are not limits."""
    team = [row for agent in "abcd" for row in working_days(agent)]
    tired = [
        row | {"ends": row["begins"] + timedelta(hours=15)}
        for row in (day(ago, requests=30, overtime_s=6 * HOUR, present_s=15 * HOUR, **busy(0.95)) for ago in range(28))
    ]
    found = judge([*team, *tired], dict.fromkeys("abcd", 3) | {"ann": 60}).warnings["ann"]
    assert [one.rule for one in found] == list(RULES), "in the order of the rules"
    for one in found:
        rule = RULES[one.rule]
        assert rule.states.format(**rule.limits)
        assert rule.found.format(**rule.limits | dict(one.facts))
        assert set(rule.units) >= {*rule.limits, *one.facts}
        assert rule.source
