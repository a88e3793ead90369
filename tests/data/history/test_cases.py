"""Single rules of histories, each on a history written down in its test: what is missing, early, by a bot, promised."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest

from data import history
from data.calendar import Schedule
from data.columns import SURVEYS
from tests.worlds import frame

START = datetime(2026, 3, 2)
ALWAYS = Schedule("UTC", (((0, 1440),),) * 7, None, ())

Event = dict[str, Any]


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def event(hour: float, kind: str, value: str | None = None, actor: str = "agent", **others: Any) -> Event:
    return {"ticket_id": "1", "at": at(hour), "kind": kind, "value": value, "actor": actor, "actor_id": actor} | others


def promised(hour: float, clock: str, hours: float | None) -> Event:
    return event(
        hour,
        f"sla_{clock}",
        target_s=None if hours is None else hours * 3600,
        business=None if hours is None else False,
    )


def read(
    *events: Event,
    requests: Sequence[Event] | None = None,
    now: float = 100,
    otherwise: Schedule = ALWAYS,
    **request: Any,
) -> history.Histories:
    rows = requests if requests is not None else [{"ticket_id": "1", "created_at": START} | request]
    known = history.Schedules.of(frame("schedules", []), frame("schedule_holidays", []), otherwise)
    return history.Histories.of(frame("events", list(events)), frame("tickets", list(rows)), known, {"test": at(now)})


def ticket(*events: Event, **others: Any) -> dict[str, Any]:
    return history.tickets(read(*events, **others)).row(0, named=True)


def applications(*events: Event, **others: Any) -> list[dict[str, Any]]:
    return history.applications(read(*events, **others)).to_dicts()


# who


def test_known_actors() -> None:
    people: dict[str, Any] = {"ann": {}, "robo": {"bot": True}, "cy": {"source": "other"}}
    agents = frame("agents", [{"agent": name, "source": "test"} | more for name, more in people.items()])
    ids = ["ann", "robo", "cy", None]
    events = frame(
        "events", [{"ticket_id": "1", "actor_id": one} for one in ids] + [{"actor_id": "ann", "actor": "bot"}]
    )
    known = history.known(events, agents)
    assert known["actor"].to_list() == ["agent", "bot", "customer", "customer", "bot"]
    assert known.columns == events.columns


def test_a_bot_is_nobody() -> None:
    row = ticket(event(1, "public_reply", actor="bot"), event(2, "internal_note"), event(3, "public_reply"))
    assert (row["first_reply_at"], row["replies"]) == (at(3), 1)


def test_a_request_that_a_bot_took_counts_from_its_handoff() -> None:
    bot = [event(0, "owner", "bot"), event(0, "public_reply", actor="bot")]
    row = ticket(*bot, event(2, "owner", "ann"), event(3, "public_reply"))
    assert (row["handoff_at"], row["first_response_s"], row["first_response_business_s"]) == (at(2), 3600, 3600)
    people = [event(0, "owner", "ann"), event(0, "public_reply", actor="bot")]
    assert ticket(*people, event(2, "owner", "bob"), event(3, "public_reply"))["handoff_at"] is None
    answered_before = ticket(*bot, event(1, "public_reply"), event(2, "owner", "ann"))
    assert (answered_before["handoff_at"], answered_before["first_response_s"]) == (None, 3600)


def test_transfers_are_changes_from_one_owner_to_another() -> None:
    names = ["ann", None, "ann", "bob", "bob", "ann"]
    row = ticket(*(event(hour, "owner", name) for hour, name in enumerate(names)), event(3, "status", "solved"))
    assert (row["transfers"], row["first_owner"], row["agent"], row["resolved_by"]) == (2, "ann", "ann", "bob")
    assert ticket(event(0, "owner", None))["transfers"] == 0


def test_an_agent_who_takes_and_solves_at_once_is_its_owner_then() -> None:
    assert ticket(event(1, "status", "solved"), event(1, "owner", "ann"))["resolved_by"] == "ann"


# what is missing


def test_without_a_status_at_creation_it_was_new() -> None:
    row = ticket(event(2, "status", "pending"), event(5, "status", "solved"))
    assert (row["agent_work_s"], row["agent_wait_s"], row["requester_wait_s"]) == (2 * 3600, 3 * 3600, 2 * 3600)


def test_what_no_event_tells_is_the_requests_own_or_unknown() -> None:
    own = {"status": "solved", "agent": "ann", "team": "x", "priority": "high"}
    row = ticket(event(1, "internal_note"), **own)
    assert {name: row[name] for name in own} == own
    assert row["first_owner"] == "ann"
    unknown = ("resolutions", "reopens", "replies", "transfers", "resolved_at", "resolution_s", "total_response_s")
    assert {row[name] for name in unknown} == {None}
    assert ticket(event(1, "team", None), **own)["team"] is None  # taken away is not unknown


def test_no_reply_is_zero_replies_in_a_source_that_tells_them() -> None:
    requests = [{"ticket_id": one, "created_at": START} for one in ("1", "2")]
    events = [event(1, "public_reply"), event(1, "status", "open", ticket_id="2")]
    assert history.tickets(read(*events, requests=requests))["replies"].to_list() == [1, 0]


def test_events_without_an_instant_or_a_request_are_left_out() -> None:
    strange = [event(1, "public_reply", ticket_id="9"), event(1, "public_reply") | {"at": None}]
    row = ticket(*strange, event(2, "public_reply"))
    assert row["replies"] == 1
    assert history.tickets(read(*strange)).is_empty()


def test_the_first_event_stands_for_an_unknown_creation() -> None:
    row = ticket(event(1, "public_reply", actor="customer"), event(3, "public_reply"), created_at=None)
    assert row["first_response_s"] == 2 * 3600


def test_requests_without_created_at_or_events_are_left_out() -> None:
    requests = [{"ticket_id": "1", "created_at": None}, {"ticket_id": "2", "created_at": START}]
    histories = read(event(1, "status", "open", ticket_id="2"), requests=requests)
    assert history.tickets(histories)["ticket_id"].to_list() == ["2"]


def test_nothing_gives_nothing() -> None:
    histories = read(requests=[])
    for question in (history.tickets, history.applications, history.turns, history.steps, history.surveys):
        assert question(histories).is_empty()
    assert history.steps(read()).is_empty()  # a source without events has no history


def test_its_last_event_is_the_now_of_a_source_that_tells_none() -> None:
    histories = history.Histories.of(
        frame("events", [promised(0, "first_response", 2), event(5, "internal_note")]),
        frame("tickets", [{"ticket_id": "1", "created_at": START}]),
        history.Schedules.of(frame("schedules", []), frame("schedule_holidays", []), ALWAYS),
        {"test": None},
    )
    assert history.applications(histories)["elapsed_s"].to_list() == [5 * 3600]


# what came before the creation


def test_a_reply_before_creation_answers_nothing() -> None:
    row = ticket(event(-1, "public_reply"), event(2, "public_reply"))
    assert (row["first_reply_at"], row["replies"]) == (at(2), 1)


def test_a_solve_before_creation_has_no_duration() -> None:
    row = ticket(event(-1, "status", "solved"))
    assert row["resolved_at"] == START
    assert row["resolution_s"] is None
    assert row["resolution_first_s"] is None
    reopened = ticket(event(-1, "status", "solved"), event(1, "status", "open"), event(3, "status", "solved"))
    assert (reopened["resolution_first_s"], reopened["resolution_s"]) == (None, 3 * 3600)
    assert reopened["agent_work_s"] == 2 * 3600


# solving


def test_closed_without_solved_is_solved() -> None:
    row = ticket(event(4, "status", "closed"))
    assert (row["resolved_at"], row["closed_at"], row["resolutions"]) == (at(4), at(4), 1)
    assert ticket(event(4, "status", "solved"), event(9, "status", "closed"))["resolved_at"] == at(4)


def test_a_request_that_is_open_again_is_not_resolved() -> None:
    row = ticket(event(4, "status", "solved"), event(6, "status", "open"))
    assert (row["first_resolved_at"], row["resolved_at"], row["resolved_by"]) == (at(4), None, None)
    assert (row["resolution_first_s"], row["resolution_s"], row["requester_wait_s"]) == (4 * 3600, None, None)
    assert (row["reopens"], row["resolutions"], row["reopened_s"]) == (1, 1, 2 * 3600)


def test_time_solved_is_resolution_time_and_nobodys_waiting() -> None:
    solved = [event(4, "status", "solved"), event(6, "status", "open"), event(7, "status", "solved")]
    row = ticket(*solved)
    assert (row["resolution_s"], row["requester_wait_s"], row["agent_wait_s"]) == (7 * 3600, 5 * 3600, 0)


# promises


def test_broken_at_once_and_kept_only_when_over() -> None:
    late, live = promised(0, "first_response", 2), promised(0, "requester_wait", 200)
    rows = applications(late, live, event(0, "status", "new"))
    assert [(row["clock"], row["kept"], row["decided_at"]) for row in rows] == [
        ("first_response", False, at(2)),
        ("requester_wait", None, None),
    ]
    assert [row["elapsed_s"] for row in rows] == [100 * 3600] * 2


@pytest.mark.parametrize(("hours", "kept", "decided"), [(3, True, 3), (2, False, 2), (4, True, 3)])
def test_exactly_on_target_is_kept(hours: float, kept: bool, decided: float) -> None:
    row = applications(promised(0, "next_response", hours), event(3, "public_reply"))[0]
    assert (row["kept"], row["decided_at"], row["ended_at"]) == (kept, at(decided), at(3))


@pytest.mark.parametrize(
    ("end", "agent"),
    [
        (event(3, "public_reply", actor_id="bob"), "bob"),
        (event(3, "status", "solved"), "ann"),
        (event(3, "status", "closed"), "ann"),
        (promised(3, "next_response", None), "ann"),
    ],
)
def test_a_reply_clock_ends_with_reply_solve_or_unset(end: Event, agent: str) -> None:
    row = applications(event(0, "owner", "ann"), promised(1, "next_response", 4), end)[0]
    assert (row["ended_at"], row["elapsed_s"], row["kept"], row["agent"]) == (at(3), 2 * 3600, True, agent)


def test_another_target_takes_its_place() -> None:
    rows = applications(promised(0, "next_response", 8), promised(2, "next_response", 1), event(9, "public_reply"))
    assert [(row["kept"], row["ended_at"], row["elapsed_s"]) for row in rows] == [
        (None, at(2), 2 * 3600),
        (False, at(9), 7 * 3600),
    ]
    rows = applications(promised(0, "next_response", 1), promised(2, "next_response", 8), event(3, "public_reply"))
    assert [(row["kept"], row["decided_at"]) for row in rows] == [(False, at(1)), (True, at(3))]


def test_the_reply_to_a_promise_that_was_replaced_is_nobodys() -> None:
    rows = applications(
        event(0, "owner", "ann"),
        promised(0, "next_response", 1),
        promised(2, "next_response", 8),
        event(3, "public_reply", actor_id="bob"),
    )
    assert [row["agent"] for row in rows] == ["ann", "bob"]


def test_the_same_target_again_is_no_new_promise() -> None:
    rows = applications(promised(0, "next_response", 3), promised(2, "next_response", 3), event(4, "public_reply"))
    assert [(row["applied_at"], row["kept"]) for row in rows] == [(START, False)]
    anew = [promised(0, "next_response", 3), promised(1, "next_response", None), promised(2, "next_response", 3)]
    assert len(applications(*anew, event(4, "public_reply"))) == 2


@pytest.mark.parametrize("turned", [False, True])
def test_in_one_instant_a_promise_ends_before_the_next_begins(turned: bool) -> None:
    now = [promised(2, "next_response", None), promised(2, "next_response", 3)]
    rows = applications(promised(0, "next_response", 5), *(reversed(now) if turned else now), event(4, "public_reply"))
    assert [(row["ended_at"], row["kept"]) for row in rows] == [(at(2), True), (at(4), True)]


def test_clocks_of_statuses_stand_while_it_is_solved() -> None:
    events = [promised(0, "requester_wait", 6), event(4, "status", "solved")]
    assert [row["kept"] for row in applications(*events)] == [True]
    again = applications(*events, event(50, "status", "open"), event(51, "status", "pending"))
    assert [(row["kept"], row["elapsed_s"], row["ended_at"]) for row in again] == [(None, 5 * 3600, None)]
    late = applications(*events, event(50, "status", "open"), event(53, "status", "solved"))
    assert [(row["kept"], row["decided_at"], row["ended_at"]) for row in late] == [(False, at(52), at(53))]


def test_a_promise_made_while_it_is_solved_has_ended() -> None:
    row = applications(event(1, "status", "solved"), promised(5, "requester_wait", 1))[0]
    assert (row["kept"], row["elapsed_s"], row["ended_at"]) == (True, 0, at(5))


def test_a_solve_in_the_instant_of_another_target_ends_the_first() -> None:
    events = [promised(0, "requester_wait", 6), promised(3, "requester_wait", 1), event(3, "status", "solved")]
    assert [row["kept"] for row in applications(*events)] == [True, True]


def test_a_target_used_up_overnight_was_decided_in_the_evening() -> None:
    day = Schedule("UTC", (((540, 1020),),) * 7, None, ())
    promise = promised(9, "next_response", 8) | {"business": True}
    row = applications(promise, event(32, "public_reply"), otherwise=day)[0]
    assert (row["kept"], row["ended_at"], row["decided_at"]) == (True, at(32), at(17))


def test_without_statuses_their_clocks_are_unknown() -> None:
    row = applications(promised(0, "agent_work", 1))[0]
    assert (row["elapsed_s"], row["kept"]) == (None, None)


def test_first_response_runs_from_the_creation() -> None:
    row = applications(promised(1, "first_response", 2), event(2.5, "public_reply"))[0]
    assert (row["elapsed_s"], row["kept"], row["decided_at"]) == (2.5 * 3600, False, at(2))


def test_targets_in_parts_of_a_second_are_exact() -> None:
    """Sums of floats would call 0.1 s + 0.2 s longer than 0.3 s."""
    events = [promised(0, "agent_work", 0.3 / 3600), event(0, "status", "open")]
    events += [event(0.1 / 3600, "status", "pending"), event(1, "status", "open")]
    row = applications(*events, event(1 + 0.2 / 3600, "status", "solved"))[0]
    assert (row["elapsed_s"], row["kept"]) == (0.3, True)


# the flow


def test_a_request_solved_by_now_without_a_known_solve_is_not_in_the_flow() -> None:
    assert history.steps(read(event(1, "internal_note"), status="solved")).is_empty()
    assert history.steps(read(event(1, "internal_note"), status="open"))["kind"].to_list() == ["created"]


def test_a_request_without_events_is_open_in_a_source_that_has_some() -> None:
    requests = [{"ticket_id": one, "created_at": START, "status": "new"} for one in ("1", "2")]
    steps = history.steps(read(event(1, "status", "solved"), requests=requests))
    assert steps.select("ticket_id", "kind").rows() == [("1", "created"), ("1", "solved"), ("2", "created")]


# surveys


def test_ratings() -> None:
    events = [event(hour, "satisfaction", value) for hour, value in ((1, "offered"), (2, "good"), (3, "bad"))]
    wrote = [event(0, "owner", "bob"), event(0.5, "public_reply", actor_id="ann"), event(5, "public_reply")]
    rows = history.surveys(read(*events, *wrote))
    assert rows.columns == [*SURVEYS, "first_score"]
    assert dict(rows.schema) == SURVEYS | {"first_score": pl.Float64()}
    row = rows.row(0, named=True)
    assert (row["survey_id"], row["kind"], row["scale"], row["sent"]) == ("1", "csat", "good_bad", True)
    assert (row["sent_at"], row["answered_at"], row["score"], row["first_score"]) == (at(1), at(3), 0, 1)
    assert row["agent"] == "ann"


def test_offered_only_is_not_answered_and_an_answer_was_sent() -> None:
    row = history.surveys(read(event(1, "satisfaction", "offered"), event(0, "owner", "bob"))).row(0, named=True)
    assert (row["score"], row["answered_at"], row["sent_at"], row["agent"]) == (None, None, at(1), "bob")
    row = history.surveys(read(event(2, "satisfaction", "good"))).row(0, named=True)
    assert (row["score"], row["answered_at"], row["sent_at"]) == (1, at(2), at(2))
    assert history.surveys(read(event(2, "satisfaction", None))).is_empty()
