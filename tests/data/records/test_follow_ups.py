"""Negative feedback is routed once, all of it or none, seen by its team, and followed until it is answered."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import FollowUp
from data.scope import OWNER, Scope

NORTH, SOUTH = Scope(actor="lead", teams=("North",)), Scope(actor="other", teams=("South",))
DUE = date(2026, 11, 30)


def route(*ids: str, scope: Scope = OWNER, **values: Any) -> list[FollowUp]:
    usual: dict[str, Any] = {"dataset": "own", "kind": "survey", "source": "zendesk", "team": "North", "due": DUE}
    return records.route_feedback(scope, feedback_ids=ids, **usual | values)


def test_feedback_is_routed_in_the_order_given_each_once(noon: datetime) -> None:
    kept = route("7", "3", "7", team=" North ", owner=" Bea ", note=" Call *her* <b> ", now=noon)
    assert [each.feedback_id for each in kept] == ["7", "3"]
    first = kept[0]
    assert (first.team, first.owner, first.note, first.due) == ("North", "Bea", "Call *her* <b>", DUE)
    assert (first.answered_on, first.created_at, first.created_by, first.version) == (None, noon, "owner", 1)
    [event] = records.follow_up_history(OWNER, first.id)
    assert (event.action, event.changes["feedback_id"], event.changes["due"]) == (
        "create",
        [None, "7"],
        [None, "2026-11-30"],
    )


def test_follow_ups_come_by_due_date_to_who_sees_their_team() -> None:
    [later], [sooner] = route("1"), route("2", due=date(2026, 11, 1))
    [south] = route("3", team="South", due=date(2026, 12, 24))
    assert records.follow_ups(OWNER, "own") == [sooner, later, south]
    assert records.follow_ups(NORTH, "own") == [sooner, later]
    assert records.follow_ups(SOUTH, "own") == [south]
    assert records.follow_ups(Scope(actor="stranger"), "own") == records.follow_ups(OWNER, "demonstration") == []


def test_what_is_routed_already_is_named_and_nothing_is_routed() -> None:
    kept = route("1", "2")
    with pytest.raises(Invalid) as refused:
        route("3", "2", "1")
    assert refused.value.fields == {"feedback_ids": "This is routed already: 2, 1."}
    assert {each.id for each in records.follow_ups(OWNER, "own")} == {each.id for each in kept}
    # The same id of another kind, source or company is other feedback.
    for other in ({"kind": "complaint"}, {"source": "freshdesk"}, {"dataset": "demonstration"}):
        assert len(route("1", **other)) == 1


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        (["team"], {"team": " "}),
        (["due"], {"due": None}),
        (["kind"], {"kind": "call"}),
        (["source"], {"source": ""}),
        (["dataset"], {"dataset": "other"}),
        (["note"], {"note": "x" * 2_001}),
        (["owner"], {"owner": "x" * 201}),
        (["feedback_ids"], {"feedback_ids": []}),
        (["feedback_ids"], {"feedback_ids": ["1", " "]}),
        (["kind", "team"], {"kind": "", "team": ""}),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(fields: list[str], values: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"dataset": "own", "kind": "survey", "source": "s", "feedback_ids": ["1"], "team": "North"}
    with pytest.raises(Invalid) as refused:
        records.route_feedback(OWNER, **usual | {"due": DUE, "note": "x" * 2_000} | values)
    assert list(refused.value.fields) == fields
    assert all(words.endswith(".") for words in refused.value.fields.values())
    assert records.follow_ups(OWNER, "own") == []


def test_a_lead_routes_to_teams_that_they_see() -> None:
    with pytest.raises(Invalid) as refused:
        route("1", scope=NORTH, team="South")
    assert list(refused.value.fields) == ["team"]
    assert route("1", scope=NORTH)[0].created_by == "lead"


def test_a_follow_up_is_answered_and_its_history_says_how(noon: datetime) -> None:
    [kept] = route("1")
    moved = records.change_follow_up(OWNER, kept.id, 1, owner=" Bea ", due=date(2026, 12, 5))
    assert moved == replace(kept, owner="Bea", due=date(2026, 12, 5), version=2)
    answered = records.change_follow_up(NORTH, kept.id, 2, "She is happy", now=noon, answered_on=date(2026, 11, 28))
    assert answered == replace(moved, answered_on=date(2026, 11, 28), version=3)
    assert records.change_follow_up(OWNER, kept.id, 3, owner="Bea") == answered  # a change of nothing
    again = records.change_follow_up(OWNER, kept.id, 3, answered_on=None)
    assert again.answered_on is None
    _create, _move, answer, _open = records.follow_up_history(NORTH, kept.id)
    assert (answer.at, answer.actor, answer.reason, answer.entity) == (noon, "lead", "She is happy", "follow_up")
    assert answer.changes == {"answered_on": [None, "2026-11-28"]}


def test_a_change_is_checked_and_the_feedback_stays() -> None:
    [kept] = route("1")
    for changes in (
        {"feedback_id": "2"},
        {"source": "other"},
        {"team": ""},
        {"due": None},
        {"note": "x" * 2_001},
        {"answered_on": "yesterday"},
    ):
        with pytest.raises(Invalid) as refused:
            records.change_follow_up(OWNER, kept.id, 1, **changes)
        assert list(refused.value.fields) == list(changes)
    with pytest.raises(Invalid):
        records.change_follow_up(NORTH, kept.id, 1, team="South")
    assert records.follow_ups(OWNER, "own") == [kept]


def test_nobody_writes_over_a_version_that_they_did_not_read() -> None:
    [kept] = route("1")
    theirs = records.change_follow_up(OWNER, kept.id, 1, owner="Bea")
    with pytest.raises(Conflict) as late:
        records.change_follow_up(NORTH, kept.id, 1, answered_on=DUE)
    assert late.value.current_version == 2
    assert records.follow_ups(OWNER, "own") == [theirs]


def test_the_follow_ups_of_other_teams_are_missing() -> None:
    [kept] = route("1")
    for scope, follow_up in ((SOUTH, kept.id), (OWNER, "none")):
        with pytest.raises(Missing):
            records.change_follow_up(scope, follow_up, 1, owner="Mine")
        with pytest.raises(Missing):
            records.follow_up_history(scope, follow_up)
    assert records.follow_ups(OWNER, "own") == [kept]
