"""Who asks what is kept of them gets everything that people entered, and nothing about others."""

import json
from dataclasses import replace
from datetime import date

import pytest

from data import records
from data.errors import Missing
from data.records import GoalTerms
from data.scope import OWNER, Scope
from tests.data.records.filled import everything_about

JUNE = date(2026, 6, 30)
HERSELF = Scope(actor="a-1", agents=("a-1",))


def test_everything_about_one_person_and_nothing_about_others(terms: GoalTerms) -> None:
    goal = replace(terms, dataset="demonstration", where={"agent": ["a-1"]})
    review_id = everything_about("a-1", JUNE, "Heron", goal)
    [put_away] = records.goals(OWNER, "demonstration")
    records.archive_goal(OWNER, put_away.id, put_away.version)
    everything_about("a-2", JUNE, "Wren", replace(goal, where={"agent": ["a-2"]}))
    everything_about("a-10", JUNE, "Crane")
    about = records.about_agent(HERSELF, "demonstration", "a-1")
    assert about == records.about_agent(OWNER, "demonstration", "a-1")
    [review] = about["reviews"]
    [goal_kept] = about["goals"]
    assert (review["id"], review["first"], review["acknowledged_by"]) == (review_id, "2026-01-01", "Ada")
    assert [one["text"] for one in review["actions"]] == ["Heron action"]
    assert review["goals"] == [goal_kept["id"]]
    assert review["pack"]["body"] == {"note": "Heron pack"}
    assert [one["text"] for one in about["trainings"] + about["thanks"]] == ["Heron training", "Heron thanks"]
    assert [one["note"] for one in goal_kept["check_ins"]] == ["Heron check-in"]
    assert [one["word"] for one in goal_kept["verdicts"]] == ["met"]
    assert [(view["actor"], view["what"]) for view in about["views"]] == [("owner", "Heron page")]
    actions = [(one["entity"], one["action"]) for one in about["history"]]
    assert actions == [
        ("review", "create"),
        ("review", "change"),
        ("review_action", "create"),
        ("review", "link"),
        ("review", "move"),
        ("review", "move"),
        ("review", "move"),
        ("review", "freeze"),
        ("training", "create"),
        ("training", "create"),
        ("training", "remove"),
        ("thanks", "create"),
    ]
    written = json.dumps(about, allow_nan=False)
    for entered in ("role", "self", "reason", "notes", "removed"):
        assert f"Heron {entered}" in written
    assert "Wren" not in written
    assert "Crane" not in written


def test_of_whom_nothing_was_entered_there_is_nothing() -> None:
    parts = ("reviews", "trainings", "thanks", "goals", "history", "views")
    empty = {part: [] for part in parts}
    assert records.about_agent(OWNER, "own", "a-1") == {"dataset": "own", "agent": "a-1", **empty}
    everything_about("a-1", JUNE, "Heron")
    assert records.about_agent(OWNER, "own", "a-1") == {"dataset": "own", "agent": "a-1", **empty}


def test_others_do_not_ask_for_it() -> None:
    for scope in (Scope(actor="a-2", agents=("a-2",)), Scope(actor="lead", teams=("North",)), Scope(actor="x")):
        with pytest.raises(Missing):
            records.about_agent(scope, "demonstration", "a-1")
