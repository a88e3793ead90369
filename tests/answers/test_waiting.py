"""What waits: the counts are those of the metrics, the order is total, the queue adds up on every day and filter."""

import itertools
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from answers import backlog, lookup, waiting
from answers.measure import measure, single
from data import queries
from data.scope import OWNER, Scope
from data.settings import Policy, Settings
from data.store import Generation
from tests.answers import oracle_history
from tests.answers.all_metrics import world
from tests.answers.made_up import made_up
from tests.worlds import put

Where = dict[str, list[str]]
FILTERS: tuple[Where, ...] = ({}, {"channel": ["email", "web"]}, {"team": ["A"]}, {"channel": ["chat"], "team": ["B"]})
Promised = dict[str, dict[str, dict[str, Any]]]
METRICS = ("unowned", "unanswered", "stale", "waiting_on_department")
NOW = datetime(2026, 3, 9, 12)


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(made_up(seed=23, n=400), tmp_path_factory.mktemp("waiting"))


@pytest.mark.parametrize("where", FILTERS, ids=str)
@pytest.mark.parametrize("days", [7, 30])
def test_each_list_has_as_many_rows_as_its_metric_counts(messy: Generation, where: Where, days: int) -> None:
    held = waiting.waiting(OWNER, messy, where, days)
    for kind in METRICS:
        params = {"days": float(days)} if kind == "stale" else None
        n = single(measure(kind, OWNER, messy, where=where, params=params)).n
        assert held.counts[kind] == n
        assert waiting.pick(held.rows, kind).height == n
    age = single(measure("backlog_age", OWNER, messy, where=where))
    assert held.rows["open_s"].count() == age.n


@pytest.mark.parametrize("by", waiting.WAYS)
def test_the_ages_of_all_groups_add_up_to_those_of_all(messy: Generation, by: str) -> None:
    rows = waiting.waiting(OWNER, messy, {}).rows
    (whole,) = waiting.ages(rows)
    groups = waiting.ages(rows, by)
    assert [sum(each) for each in zip(*(group.ages for group in groups), strict=True)] == list(whole.ages)
    assert sum(group.total for group in groups) == whole.total == rows.height
    bands = measure("backlog_age", OWNER, messy, by=("open_age",)).drop_nulls("open_age")
    assert dict(bands.select("open_age", "n").rows()) == {
        age: n for age, n in zip(waiting.AGES, whole.ages, strict=True) if n
    }
    assert groups[0].name is None  # what nobody has comes first


def test_beyond_a_dozen_the_smaller_groups_are_one() -> None:
    owners = [f"owner {number:02}" for number in range(20) for _ in range(20 - number)]
    rows = pl.DataFrame({"agent": owners, "open_age": ["under_1d"] * len(owners)})
    groups = waiting.ages(rows, "agent")
    assert [group.name for group in groups] == [*(f"owner {number:02}" for number in range(12)), None]
    assert (groups[-1].rest, groups[-1].total) == (8, sum(range(1, 9)))


# Few values, so that many requests are equal in all but their ids.
instants = st.none() | st.integers(0, 3).map(lambda days: NOW - timedelta(days=days))
request_rows = st.lists(
    st.fixed_dictionaries(
        {
            "due_at": instants,
            "created_at": instants,
            "lateness": st.none() | st.sampled_from([-0.5, 0.5, 2.0]),
            "is_past_due": st.booleans(),
        }
    ),
    max_size=12,
)
SCHEMA = {"due_at": pl.Datetime("us"), "created_at": pl.Datetime("us"), "lateness": pl.Float64}


@given(request_rows, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_is_total_and_the_same_whatever_the_rows_came_in(
    drawn: list[dict[str, Any]], shuffle: random.Random
) -> None:
    """Against an order that is written in another way: a key of each request."""
    rows = [row | {"source": "ab"[number % 2], "ticket_id": str(number // 2)} for number, row in enumerate(drawn)]
    mixed = rows[:]
    shuffle.shuffle(mixed)
    columns = {**SCHEMA, "is_past_due": pl.Boolean, "source": pl.String, "ticket_id": pl.String}
    first, second = (waiting.in_order(pl.DataFrame(each, schema=columns)) for each in (rows, mixed))
    assert_frame_equal(first, second)

    def late(row: dict[str, Any]) -> tuple[Any, ...]:
        past, last = row["is_past_due"], NOW + timedelta(days=1)
        by_lateness = -row["lateness"] if past and row["lateness"] is not None else float("inf")
        return (
            not past,
            by_lateness,
            row["due_at"] or last,
            row["created_at"] or last,
            row["source"],
            row["ticket_id"],
        )

    assert first.select(*columns).to_dicts() == [
        {name: row[name] for name in columns} for row in sorted(rows, key=late)
    ]


def steps_of(messy: Generation, where: Where) -> list[tuple[date, int, int]]:
    """(day, +1 or −1, whose) of every request, replayed from rows by plain Python."""
    rows = pl.read_parquet(messy.path / "tickets.parquet").filter("counted")
    for name, values in where.items():
        rows = rows.filter(pl.col(name).is_in(values))
    found = []
    told = pl.read_parquet(messy.path / "steps.parquet").to_dicts()
    for number, row in enumerate(rows.to_dicts()):
        if row["history"]:
            mine = [step for step in told if (step["source"], step["ticket_id"]) == (row["source"], row["ticket_id"])]
            found += [(step["on"], step["step"], number) for step in mine]
        elif row["created_on"] and (row["is_open"] or row["left_on"]):
            found.append((row["created_on"], 1, number))
            if row["left_on"]:
                found.append((row["left_on"], -1, number))
    return found


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_on_every_day_what_stayed_came_and_left_adds_up(messy: Generation, where: Where) -> None:
    """The open ones of each day: counted one by one, and as the metric counts them."""
    opened = waiting.waiting(OWNER, messy, where).rows.height
    held = backlog.queue(OWNER, messy, where, opened)
    assert held is not None
    steps = steps_of(messy, where)
    for row in held.days.rows(named=True)[:: 1 if where else 3]:
        until = [(step, whose) for day, step, whose in steps if day is not None and day <= row["date"]]
        assert row["open"] == sum(step for step, _whose in until), row
        balance: dict[int, int] = {}
        for step, whose in until:
            balance[whose] = balance.get(whose, 0) + step
        assert set(balance.values()) <= {0, 1}  # nobody waits twice
    metric = measure("backlog", OWNER, messy, grain="day", where=where)
    measured = dict(zip(metric["period"], metric["n"], strict=True))
    assert {day: n for day, n in held.days.select("date", "open").rows() if day in measured} == {
        day: n for day, n in measured.items() if day <= held.today
    }
    for grain in ("week", "month"):
        flows = backlog.flows(held, grain, 60, messy)  # type: ignore[arg-type]
        assert all(each.adds_up for each in flows)
        assert all(before.end == after.start for before, after in itertools.pairwise(flows))
        assert flows[-1].end == held.days["open"][-1] == opened - held.apart
        assert sum(each.created for each in flows) == held.days["created"].sum()
    assert not flows[-1].complete


def test_histories_count_their_reopenings(messy: Generation) -> None:
    held = backlog.queue(OWNER, messy, {}, 0)
    assert held is not None
    assert held.has_history
    assert held.has_dates_alone
    rows = made_up(seed=23, n=400)
    histories = oracle_history.histories(
        [row for row in rows["tickets"] if row["source"] == "history"],
        [event | {"actor": None, "actor_id": None} | event for event in rows["events"]],
        [],
        {"history": max(event["at"] for event in rows["events"])},
    )
    counted = {
        row["ticket_id"]
        for row in pl.read_parquet(messy.path / "tickets.parquet").filter("counted", source="history").to_dicts()
    }
    told = [each for each in histories if each.ticket["ticket_id"] in counted]
    assert held.days["reopened"].sum() == sum(len(each.reopenings) for each in told)
    assert held.days["solved"].sum() == sum(len(each.solves) for each in told)


def request(number: str, **columns: Any) -> dict[str, Any]:
    usual = {
        "source": "test",
        "ticket_id": number,
        "channel": "email",
        "created_at": NOW - timedelta(days=2),
        "agent": "x",
    }
    return usual | columns


def put_in(folder: Path, tables: dict[str, Any], settings: Settings | None = None) -> Generation:
    """A generation in a store of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(folder))
        return put(tables, settings)


def clock_row() -> dict[str, Any]:
    """A solved request that tells the source's now, and that it tells replies."""
    return request("now", status="solved", first_reply_at=NOW - timedelta(days=1), resolved_at=NOW)


def orders(generation: Generation) -> list[str]:
    return waiting.waiting(OWNER, generation, {}).rows["ticket_id"].to_list()


def test_late_in_proportion_to_the_promise_comes_first_then_due_soonest_then_oldest() -> None:
    hours = {name: timedelta(hours=n) for name, n in {"short": 1, "long": 40, "ahead": 60, "later": 90}.items()}
    tickets = [
        clock_row(),
        *(
            request(name, first_reply_at=NOW - timedelta(days=1), resolution_due_at=NOW - timedelta(days=2) + due)
            for name, due in hours.items()
        ),
        request("young", first_reply_at=NOW - timedelta(days=1), created_at=NOW - timedelta(days=1)),
        request("old", first_reply_at=NOW - timedelta(days=1), created_at=NOW - timedelta(days=5)),
        request("flagged", first_reply_at=NOW - timedelta(days=1), resolution_flag="breached", source="flags"),
        request(
            "clock", source="flags", status="solved", resolved_at=NOW, first_reply_at=NOW, resolution_flag="achieved"
        ),
    ]
    held = put({"tickets": tickets})
    assert orders(held) == ["short", "long", "flagged", "ahead", "later", "old", "young"]
    rows = {row["ticket_id"]: row for row in waiting.waiting(OWNER, held, {}).rows.to_dicts()}
    assert rows["short"]["lateness"] == pytest.approx(47)
    assert rows["ahead"]["lateness"] == pytest.approx(-12 / 60)
    assert [row for row in rows if rows[row]["is_past_due"]] == ["short", "long", "flagged"]


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Promised:
    """Requests with promises of every kind, by id: under no policy, and under two."""
    policies = (Policy("first_response", 7200.0, business=False), Policy("resolution", 4 * 3600.0, business=True))
    tickets = [
        clock_row(),
        request("plain"),
        request("own target", reply_target_s=600.0),
        request("two", reply_due_at=NOW + timedelta(hours=2), resolution_due_at=NOW - timedelta(hours=1)),
        request("answered", first_reply_at=NOW),
        request("solved", status="solved", reply_target_s=600.0, resolution_target_s=600.0),
        request("bot", handoff_at=NOW - timedelta(hours=1)),
        request("no time", reply_due_at=NOW - timedelta(days=2)),
        request("weekend", first_reply_at=NOW, created_at=datetime(2026, 3, 7, 12)),
    ]
    found = {}
    for name, ours in {"none": Settings(zone="UTC"), "policy": Settings(zone="UTC", policies=policies)}.items():
        held = put_in(tmp_path_factory.mktemp(f"promised-{name}"), {"tickets": tickets}, ours)
        rows = pl.read_parquet(held.path / "tickets.parquet").to_dicts()
        found[name] = {row["ticket_id"]: row for row in rows}
    return found


class TestPromises:
    def test_the_helpdesks_own_comes_before_a_policy_and_a_policy_before_the_channel(self, promised: Promised) -> None:
        created = NOW - timedelta(days=2)
        row = promised["none"]["plain"]
        assert (row["reply_promised_at"], row["reply_promise"]) == (created + timedelta(days=1), "channel")
        assert row["resolution_promised_at"] is None
        row = promised["policy"]["plain"]
        assert (row["reply_promised_at"], row["reply_promise"]) == (created + timedelta(hours=2), "policy")
        assert row["resolution_promise"] == "policy"
        row = promised["policy"]["own target"]
        assert (row["reply_promised_at"], row["reply_promise"]) == (created + timedelta(minutes=10), "helpdesk")
        assert (row["due_for"], row["past_due"]) == ("reply", True)

    def test_a_policy_in_opening_hours_is_due_in_opening_hours(self, promised: Promised) -> None:
        """Asked on Saturday: four office hours after Monday 9 o'clock, in an hour from now."""
        row = promised["policy"]["weekend"]
        assert (row["resolution_promised_at"], row["due_for"]) == (datetime(2026, 3, 9, 13), "resolution")
        assert row["past_due"] is False
        assert row["lateness"] == pytest.approx(-1 / 49)

    def test_of_two_promises_the_earlier_one_is_due(self, promised: Promised) -> None:
        row = promised["none"]["two"]
        assert (row["due_for"], row["due_at"], row["past_due"]) == ("resolution", NOW - timedelta(hours=1), True)

    def test_what_is_answered_or_solved_has_no_reply_to_be_kept(self, promised: Promised) -> None:
        row = promised["none"]["answered"]
        assert row["reply_promised_at"] is row["due_at"] is row["past_due"] is None
        solved = promised["policy"]["solved"]
        assert solved["due_at"] is solved["past_due"] is solved["lateness"] is None

    def test_a_bots_handoff_begins_the_reply(self, promised: Promised) -> None:
        assert promised["none"]["bot"]["reply_promised_at"] == NOW + timedelta(hours=23)

    def test_a_promise_of_no_time_is_late_but_not_infinitely(self, promised: Promised) -> None:
        assert promised["none"]["no time"]["lateness"] == pytest.approx(2 * 86_400)

    def test_policies_that_a_history_applied_come_first(self) -> None:
        """Two hours of Monday's office, of which one was used up."""
        created = datetime(2026, 3, 9, 11)
        row = {"source": "history", "ticket_id": "h", "channel": "email", "created_at": created, "status": "open"}
        event = {"source": "history", "ticket_id": "h", "event_id": "1", "at": created}
        events = [
            event | {"kind": "sla_first_response", "target_s": 7200.0, "business": True},
            event | {"kind": "sla_resolution", "target_s": 1800.0, "business": False},
            event | {"kind": "status", "value": "open"},
            event | {"kind": "internal_note", "at": NOW, "actor": "agent"},
            event | {"kind": "public_reply", "ticket_id": "other", "at": NOW, "actor": "agent"},
        ]
        other = row | {"ticket_id": "other"}
        held = put({"tickets": [row, other], "events": events}, Settings(zone="UTC"))
        (found,) = lookup.look_up("h", OWNER, held)
        assert [(each.of, each.due_at, each.by) for each in found.promises] == [
            ("reply", datetime(2026, 3, 9, 13), "helpdesk"),
            ("resolution", datetime(2026, 3, 9, 11, 30), "helpdesk"),
        ]


class TestLookUp:
    @pytest.fixture(scope="class")
    @classmethod
    def held(cls, tmp_path_factory: pytest.TempPathFactory) -> Generation:
        tickets = [
            clock_row(),
            request("7", customer="secret", status="solved", first_reply_at=NOW - timedelta(hours=3), resolved_at=NOW),
            request("7", source="other", team="North", agent=None),
            request("#8", direction="outbound"),
        ]
        answer = {"survey_id": "s", "ticket_id": "7", "kind": "csat", "score": 4, "scale": "1-5", "customer": "secret"}
        surveys = [answer | {"answered_at": NOW, "comment": "call me", "source": "test"}]
        return put_in(tmp_path_factory.mktemp("looked-up"), {"tickets": tickets, "surveys": surveys})

    @pytest.mark.parametrize("asked", ["7", "#7", " 7 ", "# 7"])
    def test_an_id_is_found_in_every_source_that_has_it(self, held: Generation, asked: str) -> None:
        found = lookup.look_up(asked, OWNER, held)
        assert [(each.source, each.state) for each in found] == [("other", "open"), ("test", "solved")]
        assert [what for _at, what in found[1].happened] == ["created", "first_reply", "solved"]
        assert [(each.kind, each.score) for each in found[1].scores] == [("csat", 4.0)]
        assert not found[0].scores
        assert "secret" not in str(found)
        assert "call me" not in str(found)

    @pytest.mark.parametrize("asked", ["", "#", "70", "7%", "' OR 1=1 --", "🦊"])
    def test_no_other_id_is_like_it(self, held: Generation, asked: str) -> None:
        assert lookup.look_up(asked, OWNER, held) == ()

    def test_an_id_that_begins_with_the_sign_is_found_too(self, held: Generation) -> None:
        assert [each.state for each in lookup.look_up("#8", OWNER, held)] == ["left_out"]

    def test_who_may_not_see_a_request_does_not_find_it(self, held: Generation) -> None:
        assert [each.source for each in lookup.look_up("7", Scope("n", teams=("North",)), held)] == ["other"]
        assert lookup.look_up("7", Scope("nobody"), held) == ()
        assert waiting.waiting(Scope("nobody"), held, {}).rows.is_empty()


def test_without_dates_there_is_a_list_and_no_queue(home: Path) -> None:
    held = put({"tickets": [{"ticket_id": "1", "channel": "email", "status": "open"}]})
    found = waiting.waiting(OWNER, held, {})
    assert (found.rows.height, found.oldest) == (1, None)
    assert backlog.queue(OWNER, held, {}, 1) is None
    (group,) = waiting.ages(found.rows)
    assert (group.unknown, group.total) == (1, 1)


def test_a_forecast_needs_eight_weeks_and_knows_closed_days() -> None:
    def company(weeks: int) -> Generation:
        days = [datetime(2026, 1, 5, 13) + timedelta(days=day) for day in range(7 * weeks)]
        tickets = [
            request(f"{number}.{n}", created_at=day, resolved_at=day + timedelta(hours=8), status="solved")
            for number, day in enumerate(days)
            for n in range(2)
            if day.weekday() < 5 or n == 0
        ]
        for row in tickets:
            if row["created_at"].weekday() >= 5:
                row |= {"resolved_at": None, "status": "open"}
        return put({"tickets": tickets}, Settings(zone="UTC"))

    held = company(7)
    past = backlog.queue(OWNER, held, {}, 14)
    assert past is not None
    assert backlog.outlook(past, held) is None
    held = company(9)
    past = backlog.queue(OWNER, held, {}, 18)
    assert past is not None
    found = backlog.outlook(past, held)
    assert found is not None
    since, outlook = found
    assert since == date(2026, 3, 8)
    assert (outlook.arrivals, outlook.departures, outlook.change) == (12, 10, 2)
    assert [round(middle) for _low, middle, _high in outlook.fan[:8]] == [18, 18, 18, 18, 18, 19, 20, 20]


def test_the_lists_use_the_conditions_of_the_metrics() -> None:
    assert set(METRICS) == {kind for kind in waiting.FORGOTTEN if kind in queries.COUNTS}
    assert (*METRICS, "past_due") == waiting.FORGOTTEN
