"""Histories against the same rules in plain Python, on small made-up histories around jumping clocks and New Year."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data import history
from data.calendar import Schedule
from data.columns import CLOCKS, STATUSES
from tests.data.history.plainly import Story
from tests.worlds import frame

OFFICE = ((540, 720), (780, 1020))
NIGHT = ((0, 120), (1320, 1440))
SCHEDULES = {
    "1": Schedule("Europe/Budapest", (OFFICE,) * 5 + (((600, 840),), ()), None, ((date(2024, 1, 1), ()),)),
    "2": Schedule("America/Chicago", ((),) + (NIGHT,) * 6, None, ()),
}
OTHERWISE = Schedule("Asia/Tehran", (((480, 960),),) * 7, None, ())
# Clocks jump forward (Chicago, Budapest), back (Budapest, Chicago), and the year turns.
BEGINNINGS = [datetime(2024, *day, tzinfo=UTC) for day in ((3, 8), (3, 29), (10, 25), (11, 1), (12, 29))]
DAYS = 5
KINDS = ["public_reply", "internal_note", "status", "owner", "team", "schedule", "sla_policy"]

Event = dict[str, Any]


def rows_of(schedules: Mapping[str, Schedule], source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Schedules as a helpdesk tells them: minutes since Sunday."""
    hours = [
        {"schedule": name, "zone": one.zone, "opens_minute": at + opens, "closes_minute": at + closes}
        | {"source": source, "created_at": datetime(2019, 1, int(name))}
        for name, one in schedules.items()
        for day, week in enumerate(one.week)
        for opens, closes in week
        for at in [(day + 1) % 7 * 1440]
    ]
    closed = [
        {"schedule": name, "source": source, "first_on": day, "last_on": day}
        for name, one in schedules.items()
        for day, _hours in one.exceptions
    ]
    return frame("schedules", hours), frame("schedule_holidays", closed)


KNOWN = history.Schedules.of(*rows_of(SCHEDULES, "timed"), otherwise=OTHERWISE)


@st.composite
def happenings(draw: st.DrawFn, instants: list[int]) -> Event:
    kind = draw(st.sampled_from([*KINDS, "status", "public_reply", *(f"sla_{clock}" for clock in CLOCKS)]))
    event: Event = {"kind": kind, "at": draw(st.sampled_from(instants)), "value": None, "target_s": None}
    event |= {"business": None, "actor": draw(st.sampled_from(["agent", "customer", "bot"]))}
    event["actor_id"] = draw(st.sampled_from(["ann", "bob"])) if event["actor"] == "agent" else event["actor"]
    if kind == "status":
        event["value"] = draw(st.sampled_from(STATUSES))
    elif kind in ("owner", "schedule", "sla_policy", "team"):
        names = {"owner": ["ann", "bob", None], "schedule": ["1", "2", "9"]}.get(kind, ["x", "y"])
        event["value"] = draw(st.sampled_from(names))
    elif kind.startswith("sla_") and draw(st.booleans()):
        event |= {"target_s": draw(st.sampled_from([1800.0, 14400.0, 28800.0])), "business": draw(st.booleans())}
    return event


@st.composite
def worlds(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame, dict[tuple[str, str], Story]]:
    """Events, requests, and the story of each request by (source, ticket_id)."""
    beginning = int(draw(st.sampled_from(BEGINNINGS)).timestamp())
    now = beginning + (DAYS + 1) * 86400
    events, requests, stories = [], [], {}
    # A few instants only, so that several things happen in one, and some of them before the creation.
    offsets = st.builds(lambda quarter, second: quarter * 900 + second, st.integers(-2, DAYS * 96), st.integers(0, 1))
    instants = [beginning + offset for offset in draw(st.lists(offsets, min_size=3, max_size=8))]
    for number in range(draw(st.integers(1, 4))):
        source = draw(st.sampled_from(["timed", "untimed"]))
        agent = draw(st.sampled_from([None, "eve"]))
        one = draw(st.lists(happenings(instants), min_size=1, max_size=16))
        own = [event | {"event_id": str(place)} for place, event in enumerate(one)]
        events += [event | {"source": source, "ticket_id": str(number)} for event in own]
        requests.append({"source": source, "ticket_id": str(number), "created_at": instant(beginning), "agent": agent})
        default, schedules = (SCHEDULES["1"], SCHEDULES) if source == "timed" else (OTHERWISE, {})
        stories[source, str(number)] = Story(beginning, own, dict(schedules), default, now, agent)
    rows = [event | {"at": instant(event["at"])} for event in events]
    return frame("events", rows), frame("tickets", requests), stories


def instant(seconds: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(seconds=seconds)


def read(events: pl.DataFrame, requests: pl.DataFrame, stories: dict[tuple[str, str], Story]) -> history.Histories:
    now = instant(next(iter(stories.values())).now)
    return history.Histories.of(events, requests, KNOWN, {"timed": now, "untimed": now})


def same(told: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    for name, value in expected.items():
        wanted = instant(value) if name.endswith("_at") and value is not None else value
        if isinstance(wanted, int | float) and told[name] is not None:
            assert abs(told[name] - wanted) < 1e-6, (name, told[name], wanted)
        else:
            assert told[name] == wanted, (name, told[name], wanted)


@given(worlds())
def test_tickets(world: tuple[pl.DataFrame, pl.DataFrame, dict[tuple[str, str], Story]]) -> None:
    rows = history.tickets(read(*world)).to_dicts()
    # No reply and no transfer can be counted only where the source tells of replies, of owners.
    replies = {s for (s, _), story in world[2].items() if story.replies()}
    owners = {s for (s, _), story in world[2].items() if story.of("owner")}
    assert {(row["source"], row["ticket_id"]) for row in rows} == set(world[2])
    for row in rows:
        source = row["source"]
        expected = world[2][source, row["ticket_id"]].ticket()
        expected["replies"] = expected["replies"] if source in replies else None
        expected["transfers"] = expected["transfers"] if source in owners else None
        same(row, expected)


@given(worlds())
def test_turns(world: tuple[pl.DataFrame, pl.DataFrame, dict[tuple[str, str], Story]]) -> None:
    told = history.turns(read(*world))
    for (source, ticket), story in world[2].items():
        rows = told.filter(source=source, ticket_id=ticket).to_dicts()
        turns = story.turns()
        assert len(rows) == len(turns)
        for row, turn in zip(rows, turns, strict=True):
            asked, replied = turn["asked_at"], turn["replied_at"]
            times = {"response_s": False, "response_business_s": True}
            spent = {n: None if replied is None else story.elapsed(asked, replied, b) for n, b in times.items()}
            same(row, turn | spent)


@given(worlds())
def test_applications(world: tuple[pl.DataFrame, pl.DataFrame, dict[tuple[str, str], Story]]) -> None:
    told = history.applications(read(*world))
    for (source, ticket), story in world[2].items():
        for clock in CLOCKS:
            rows = told.filter(source=source, ticket_id=ticket, clock=clock).to_dicts()
            expected = story.applications(clock)
            assert [row["applied_at"] for row in rows] == [instant(one["applied_at"]) for one in expected]
            for row, one in zip(rows, expected, strict=True):
                same(row, one)


@given(worlds())
def test_steps_are_the_flow(world: tuple[pl.DataFrame, pl.DataFrame, dict[tuple[str, str], Story]]) -> None:
    """backlog(t1) = backlog(t0) + created − solved + reopened, at any two instants, and 0 or 1 of each request."""
    told = history.steps(read(*world))
    running = told.with_columns(n=pl.col("step").cum_sum().over("source", "ticket_id"))
    assert running["n"].is_in([0, 1]).all()
    stories = world[2].values()
    for at in {e["at"] for story in stories for e in story.events}:
        standing = [[status for since, status in story.statuses if since <= at][-1:] for story in stories]
        # Without a status in the history a request counts as open from its creation.
        expected = sum(not last or last[0] not in ("solved", "closed") for last in standing)
        until = told.filter(pl.col("at") <= instant(at))
        assert until["step"].sum() == expected
        counts = {kind: until.filter(kind=kind).height for kind in ("created", "solved", "reopened")}
        assert until["step"].sum() == counts["created"] - counts["solved"] + counts["reopened"]


@settings(max_examples=20)
@given(worlds(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_rows_changes_nothing(
    world: tuple[pl.DataFrame, pl.DataFrame, dict[tuple[str, str], Story]], random: Any, numbered: bool
) -> None:
    """Also without event ids, where several things happened in one instant."""
    events, requests, stories = world
    if not numbered:
        events = events.with_columns(event_id=pl.lit(None, pl.String))
    places = list(range(events.height))
    random.shuffle(places)
    before, after = read(events, requests, stories), read(events[places], requests.reverse(), stories)
    for question in (history.tickets, history.applications, history.turns, history.steps, history.surveys):
        assert_frame_equal(question(before), question(after))
