"""Channels side by side, their promises, hours and switches: against the rows, counted in plain Python."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from answers import channel_fit, channels
from answers.measure import measure
from data.scope import OWNER, Scope
from data.settings import Settings
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.metric import NO_VALUE
from tests.worlds import put

ZONE = "Asia/Tehran"  # half an hour off the full one
FIRST = datetime(2025, 1, 6)
SPAN = (date(2026, 1, 1), date(2026, 3, 31))
WEEK_FROM_SATURDAY = Settings(
    zone=ZONE,
    week_start=5,
    hours=((("09:00", "17:30"),),) * 5 + ((), ()),
    channel_targets={"first_response_within": {"email": 0.8, "phone": 0.8, "chat": 0.5}},
)
TOPICS = ("bill", "parcel", None)


def request(r: random.Random, number: int) -> dict[str, Any]:
    created = FIRST + timedelta(minutes=r.randrange(450 * 24 * 60))
    channel = r.choice(("phone", "email", "email", "chat", None))
    wait = r.expovariate(1 / (90 if channel == "phone" else 40_000))
    return {
        "ticket_id": str(number),
        "channel": channel,
        "topic": r.choice(TOPICS),
        "priority": r.choice(("low", "high")),
        "team": r.choice("AB"),
        "customer": r.choice((None, *(f"c{n}" for n in range(25)))),
        "kind": r.choice(("request",) * 9 + ("spam",)),
        "created_at": created,
        "first_reply_at": created + timedelta(seconds=wait) if r.random() < 0.95 else None,
        "resolved_at": created + timedelta(hours=r.expovariate(1 / 30)),
        "replies": r.randrange(1, 4),
        "status": "solved",
    }


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    r = random.Random(11)
    return [request(r, number) for number in range(1500)]


@pytest.fixture(scope="module")
def world(rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("channels")))
        return put({"tickets": rows}, WEEK_FROM_SATURDAY)


def local(row: dict[str, Any]) -> datetime:
    shown: datetime = row["created_at"].replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(ZONE))
    return shown


def counted(rows: list[dict[str, Any]], channel: str | None = None) -> list[dict[str, Any]]:
    inside = [row for row in rows if row["kind"] == "request" and SPAN[0] <= local(row).date() <= SPAN[1]]
    return [row for row in inside if channel in (None, row["channel"])]


def test_each_channel_has_the_value_that_measure_gives(rows: list[dict[str, Any]], world: Generation) -> None:
    side = channels.side_by_side(SPAN, OWNER, world, {"team": ["A"]})
    assert [channel.name for channel in side.channels] == ["phone", "email", "chat"]
    assert side.metrics == tuple(metric for metric in channels.SHOWN if metric in side.metrics)
    for channel in side.channels:
        own = [row for row in counted(rows, channel.name) if row["team"] == "A"]
        assert channel.values["requests"].n == len(own)
        for metric in side.metrics:
            where = {"team": ["A"], "channel": [channel.name]}
            alone = measure(metric, OWNER, world, span=SPAN, where=where).select("value", "n").row(0)
            value = channel.values[metric]
            assert (value.value, value.n) == (pytest.approx(alone[0]) if alone[1] else None, alone[1])
    assert side.of("requests").keys() == {"phone", "email", "chat"}
    missing = [reason for reason in side.absent if CATALOGUE["csat"].name in reason]
    assert missing
    assert len(side.absent) + len(side.metrics) == len(channels.SHOWN)
    nobody = channels.side_by_side(SPAN, Scope(actor="nobody"), world, {})
    assert nobody.channels == ()


def test_the_hours_of_the_week_are_local_and_begin_with_the_first_day(
    rows: list[dict[str, Any]], world: Generation
) -> None:
    hours = channels.hours(SPAN, OWNER, world, {})
    assert [hour.weekday for hour in hours[::24]] == [5, 6, 0, 1, 2, 3, 4]
    wanted = Counter((local(row).weekday(), local(row).hour) for row in counted(rows))
    assert {(hour.weekday, hour.hour): hour.requests.n for hour in hours if hour.requests.n} == wanted
    at = {(hour.weekday, hour.hour): hour.open for hour in hours}
    assert [at[0, hour] for hour in (8, 9, 16, 17, 18)] == [False, True, True, None, False]
    assert not any(at[5, hour] for hour in range(24))
    # n of the shares: answered, or waiting for longer than promised; nobody waits here who is solved.
    answered = [row for row in counted(rows) if row["first_reply_at"] is not None]
    assert sum(hour.within.n for hour in hours) == len(answered)


def test_who_had_to_switch_is_counted_from_the_creation_and_censored(
    rows: list[dict[str, Any]], world: Generation
) -> None:
    as_of = max(row[at] for row in rows for at in ("created_at", "first_reply_at", "resolved_at") if row[at])
    assert world.as_of == as_of
    week = timedelta(days=7)
    requests = [row for row in rows if row["kind"] == "request"]

    def followers(row: dict[str, Any]) -> list[dict[str, Any]]:
        return sorted(
            (
                later
                for later in requests
                if later["customer"] == row["customer"]
                and later["channel"] not in (None, row["channel"])
                and row["created_at"] < later["created_at"] <= row["created_at"] + week
                and (None in (row["topic"], later["topic"]) or row["topic"] == later["topic"])
            ),
            key=lambda later: later["created_at"],
        )

    known = [row for row in counted(rows) if row["customer"] and row["channel"] and as_of - row["created_at"] > week]
    moves = Counter((row["channel"], later[0]["channel"]) for row in known if (later := followers(row)))
    found = channels.switches(SPAN, OWNER, world, {})
    assert found is not None
    assert sum(moves.values()) > 20
    assert found.moves == moves
    assert found.whole.n == len(known)
    assert found.whole.value == pytest.approx(sum(moves.values()) / len(known))
    for channel, value in found.by_channel.items():
        assert value.n == sum(row["channel"] == channel for row in known)


def test_without_customers_nobody_is_said_to_stay(few: Generation) -> None:
    assert channels.switches(SPAN, OWNER, few, {}) is None


@pytest.fixture
def few() -> Generation:
    return put({"tickets": [{"ticket_id": "1", "channel": "email", "created_at": FIRST}]})


def test_a_channel_is_judged_by_its_own_target_and_only_with_enough(world: Generation) -> None:
    side = channels.side_by_side(SPAN, OWNER, world, {})
    found = {each.channel: each for each in channels.promises(side, world, [], {}, SPAN[0])}
    assert found.keys() == {"phone", "email", "chat"}
    for channel, each in found.items():
        share = side.of("first_response_within")[channel].value or 0.0
        assert each.kept == (share >= WEEK_FROM_SATURDAY.channel_targets["first_response_within"][channel])
    day = (date(2026, 1, 1), date(2026, 1, 3))
    few = channels.promises(channels.side_by_side(day, OWNER, world, {}), world, [], {}, SPAN[0])
    assert few
    assert {each.kept for each in few} == {None}


def test_the_span_ends_with_the_data_and_the_year_before_has_as_many_days(world: Generation) -> None:
    assert channels.span_of(date(2026, 3, 1), 3, world) == SPAN
    assert channels.year_before(SPAN, world) == (date(2025, 1, 1), date(2025, 3, 31))
    assert channels.year_before((date(2025, 6, 1), date(2025, 6, 30)), world) is None
    today = world.as_of
    assert today is not None
    running = date(2026, today.month, 1)
    first, last = channels.span_of(running, 1, world)
    assert (first, last) == (running, today.date())
    earlier = channels.year_before((first, last), world)
    assert earlier == (date(2025, today.month, 1), date(2025, today.month, last.day))


def test_over_time_has_thirteen_months_of_each_channel(world: Generation) -> None:
    found = channels.over_time("requests", date(2026, 3, 1), OWNER, world, {})
    assert list(found) == ["phone", "email", "chat"]
    for channel, months in found.items():
        assert [day for day, _value in months][::12] == [date(2025, 3, 1), date(2026, 3, 1)]
        span = (date(2026, 3, 1), date(2026, 3, 31))
        alone = measure("requests", OWNER, world, span=span, where={"channel": [channel]})["n"][0]
        assert months[-1][1].n == alone


def test_gaps_name_the_channels_and_the_crude_gap_beside(world: Generation) -> None:
    found = channels.gaps(SPAN, OWNER, world, {})["first_response_within"]
    side = channels.side_by_side(SPAN, OWNER, world, {})
    shares = {name: value.value or 0.0 for name, value in side.of("first_response_within").items()}
    assert found.best == max(shares, key=lambda name: shares[name])
    assert found.worst == min(shares, key=lambda name: shares[name])
    assert found.crude.value == pytest.approx(shares[found.best] - shares[found.worst])
    assert found.within_topics


def test_strengths_are_judged_from_the_rows_of_the_span(world: Generation) -> None:
    found = channel_fit.judgement(SPAN, OWNER, world, {})
    soon = {each.channel: each for each in found.compared if each.metric == "first_response_within"}
    hour = measure("first_response_within", OWNER, world, by=("channel",), span=SPAN, params={"within": 3600.0})
    for channel, value in hour.drop_nulls("channel").select("channel", "value").iter_rows():
        assert soon[channel].own.value == pytest.approx(value)
    assert soon["phone"].better
    assert found.with_costs(channels.side_by_side(SPAN, OWNER, world, {})).compared == found.compared
    assert NO_VALUE not in {each.own for each in found.compared}
