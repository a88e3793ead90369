"""How goals hang together: trees, what children explain, and what does not fit."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from answers import goal_standing, goal_tree
from data.records import Goal, Priority
from data.scope import OWNER
from tests.answers.goal_worlds import YEAR_LONG, goal, world


def named(id_: str, target: float = 0.8, **others: Any) -> Goal:
    begins, ends = others.pop("span", YEAR_LONG)
    return goal(others.pop("kind", "increase_to"), target, begins, ends, id=id_, title=id_, **others)


PHONE, EMAIL = {"channel": ["phone"]}, {"channel": ["email"]}


def test_a_tree_goes_down_to_the_last_child() -> None:
    known = [
        named("leaf", parent_id="team"),
        named("team", parent_id="all"),
        named("all"),
        named("lost", parent_id="x"),
    ]
    found = goal_tree.trees(known)
    assert [(node.goal.id, node.depth) for node in found] == [("all", 0), ("lost", 0)]
    (team,) = found[0].children
    assert (team.goal.id, team.depth, [node.goal.id for node in team.children]) == ("team", 1, ["leaf"])


def test_children_add_up_to_the_gap_of_their_parent() -> None:
    generation = world({(2026, m): (60, 200) for m in range(1, 13)}, datetime(2027, 1, 10))
    parent = named("all")
    children = [named("phone", where=PHONE, parent_id="all")]
    standing = goal_standing.standing(parent, OWNER, generation)
    found = goal_tree.explained(parent, children, OWNER, generation, standing)
    assert found.parts is not None
    assert {part.key for part in found.parts} == {"phone", None}
    assert sum(part.contribution for part in found.parts) == pytest.approx(0.3 - 0.8)


def test_another_metric_and_a_median_are_not_added_up() -> None:
    generation = world({(2026, m): (60, 200) for m in range(1, 13)}, datetime(2027, 1, 10))
    parent = named("all")
    standing = goal_standing.standing(parent, OWNER, generation)
    other = named("other", metric="csat", parent_id="all")
    found = goal_tree.explained(parent, [other], OWNER, generation, standing)
    assert found.parts is None
    assert "something else" in (found.reason or "")
    slow = named("slow", metric="resolution_time", target=3600, kind="stay_below")
    child = replace(slow, id="child", where=PHONE)
    found = goal_tree.explained(slow, [child], OWNER, generation, goal_standing.standing(slow, OWNER, generation))
    assert "not a sum" in (found.reason or "")


def kinds(known: list[Goal], priorities: list[Priority] | None = None) -> list[tuple[str, str | None, str]]:
    return [(each.goal_id, each.other_id, each.kind) for each in goal_tree.troubles(known, priorities or [])]


def test_what_fits_has_no_trouble() -> None:
    assert kinds([named("all"), named("phone", 0.9, where=PHONE, parent_id="all")]) == []


def test_a_goal_that_wants_the_opposite_is_named() -> None:
    up, down = named("up", 0.8), named("down", 0.6, kind="stay_below")
    assert kinds([up, down]) == [("up", "down", "opposes")]
    assert kinds([up, replace(down, where=PHONE)]) == [("down", "up", "no_parent")]
    assert kinds([up, replace(down, target=0.9)]) == []  # between two bounds both can hold


def test_a_child_may_not_be_later_than_its_parent() -> None:
    late = named("late", 0.9, where=PHONE, parent_id="all", span=(YEAR_LONG[0], date(2027, 3, 31)))
    assert kinds([named("all"), late]) == [("late", "all", "later_than_parent")]


def test_children_that_are_all_too_modest_cannot_carry_their_parent() -> None:
    children = [named("phone", 0.7, where=PHONE, parent_id="all"), named("email", 0.75, where=EMAIL, parent_id="all")]
    assert kinds([named("all"), *children]) == [("all", None, "too_little_together")]
    assert kinds([named("all"), children[0], replace(children[1], target=0.9)]) == []


def test_orphans_are_named() -> None:
    old = Priority(id="p", name="Old", position=1, archived_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert kinds([named("one")], [old]) == [("one", None, "orphan_priority")]
    assert kinds([named("child", parent_id="gone")]) == [("child", None, "parent_archived")]
    assert kinds([named("all"), named("phone", 0.9, where=PHONE)]) == [("phone", "all", "no_parent")]
