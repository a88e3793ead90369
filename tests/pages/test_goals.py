"""Which goals do we pursue, and will we meet them? Goals in a list, in detail, changed, archived and taken up again."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from answers import goals
from answers.measure import measure
from data import records
from data.records import Goal, GoalTerms
from data.scope import OWNER
from data.store import Generation
from tests.demonstration import LATEST
from tests.pages.reading import drawn, figures, links, opened, plain, ran, words
from ui import formats, goal_cards


def keep(**terms: Any) -> Goal:
    """A goal on customer satisfaction from 80 to 90 % within this year, where nothing else is said."""
    priority = next(iter(records.priorities(OWNER)), None) or records.add_priority(OWNER, "Loyal customers")
    usual: dict[str, Any] = {
        "dataset": "demonstration",
        "title": "Happier customers",
        "metric": "csat",
        "kind": "increase_to",
        "baseline": 0.8,
        "baseline_reason": "last year's report",
        "target": 0.9,
        "start": date(2026, 1, 1),
        "deadline": date(2026, 12, 31),
        "owner": "Ada",
        "priority_id": priority.id,
    }
    return records.create_goal(OWNER, GoalTerms(**usual | terms))


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click()
    return ran(at)


def of(at: AppTest, goal: Goal, field: str) -> Any:
    """The box of one field in the form that changes a goal."""
    found = [box for boxes in (at.text_input, at.number_input, at.date_input) for box in boxes]
    [box] = [box for box in found if box.key.startswith(f"change-{goal.id}-") and f"-{field}" in box.key]
    return box


@pytest.mark.usefixtures("demonstration")
def test_without_goals_the_page_says_what_a_goal_is() -> None:
    at = opened("goals")
    assert "No goals yet" in words(at)
    assert "0 goals" not in words(at).replace("*", "")
    assert links(at)["Set a goal"] == "goals?goal=new"


def test_the_list_tells_each_goal_with_its_standing(entering: Generation) -> None:
    spans = {
        "not started": (date(2026, 11, 1), date(2027, 4, 30)),
        "early": (date(2026, 10, 10), date(2027, 4, 30)),
        "running": (date(2026, 1, 1), date(2026, 12, 31)),
        "over": (date(2026, 1, 1), date(2026, 6, 30)),
    }
    kept = [
        keep(title=f"{name} {target:.0%}", start=start, deadline=deadline, target=target)
        for name, (start, deadline) in spans.items()
        for target in (0.81, 0.99)
    ]
    at = opened("goals")
    said = [plain(each.value) for each in at.html if each.value.startswith('<div class="tz-goal-line"')]
    ordered = sorted(kept, key=lambda goal: goal.deadline)
    assert len(said) == len(kept)
    states = set()
    for goal, line in zip(ordered, said, strict=True):
        standing = goals.standing(goal, OWNER, entering)
        states.add(standing.status)
        assert goal.title in line
        assert goal_cards.word(standing.status) in line
        assert plain(formats.value(standing.now.value, "share")) in line
        assert plain(formats.date(goal.deadline)) in line
    assert len(states) >= 4
    assert [link.proto.query_string for link in at.get("page_link") if link.label == "Open"] == [
        f"goal={goal.id}" for goal in ordered
    ]


def test_one_goal_is_drawn_and_told_as_measured(entering: Generation) -> None:
    goal = keep(where={"channel": ["email"]}, start=date(2026, 1, 1), deadline=date(2026, 12, 31))
    at = opened("goals", goal=goal.id)
    history = goals.history(goal, OWNER, entering)
    months = measure("csat", OWNER, entering, grain="month", where={"channel": ["email"]})
    assert {first: value.value for first, _last, value in history}.items() <= dict(
        months.select("period", "value").rows()
    ).items()
    table = at.dataframe[0].value
    assert list(table["n"]) == [value.n for _first, _last, value in reversed(history)]
    complete = [value.value if last <= date(2026, 10, 20) else None for _first, last, value in history]
    assert drawn(figures(at)[0], complete)
    standing = goals.standing(goal, OWNER, entering)
    assert plain(formats.value(standing.now.value, "share")) in words(at)
    assert "target 90% by Dec 31, 2026" in words(at)
    assert "E-mail" in words(at)


@pytest.mark.usefixtures("demonstration")
def test_an_unknown_goal_is_said_to_be_unknown() -> None:
    at = opened("goals", goal="nobody-set-this")
    assert "There is no such goal" in words(at)
    assert links(at)["All goals"] == "goals"


def test_goals_of_the_demonstration_are_not_those_of_own_data(few: Generation) -> None:
    goal = keep(title="Of the made-up company")
    assert goal.title not in words(opened("goals"))
    assert "There is no such goal" in words(opened("goals", goal=goal.id))
    keep(title="Of our own", dataset="own")
    assert "Of our own" in words(opened("goals"))


@pytest.mark.usefixtures("undated")
def test_a_goal_on_what_the_data_cannot_feed_says_so() -> None:
    goal = keep(dataset="own")
    at = opened("goals", goal=goal.id)
    assert "Customer satisfaction is not available: the loaded data has no satisfaction answers." in words(at)
    assert not figures(at)


@pytest.mark.usefixtures("undated")
def test_a_goal_on_undated_data_has_nothing_to_draw() -> None:
    goal = keep(dataset="own", metric="nps", baseline=10.0, target=30.0)
    at = opened("goals", goal=goal.id)
    assert "has no dates" in words(at)
    assert not figures(at)


class TestChanging:
    """Each change is kept with its reason, none over another's, and none that was not made."""

    def test_a_new_target_and_deadline_with_the_reason(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        of(at, goal, "deadline").set_value(date(2027, 3, 31))
        of(at, goal, "reason").set_value("More people since June")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert (changed.target, changed.deadline, changed.version) == (pytest.approx(0.95), date(2027, 3, 31), 2)
        assert "target 95% by Mar 31, 2027" in words(at)
        assert "Reason: More people since June" in words(at)
        assert "90% → 95%" in words(at)
        assert of(at, goal, "reason").value == "", "the next change has a reason of its own"

    def test_what_was_not_touched_stays_exact(self, entering: Generation) -> None:
        """A box shows 4 decimals of what was computed with 16."""
        measured = {"baseline": 2 / 3, "baseline_n": 300, "baseline_low": 0.61, "baseline_high": 0.72}
        goal = keep(**measured, baseline_reason="", target=8 / 9)
        at = opened("goals", goal=goal.id)
        of(at, goal, "owner").set_value("Grace")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert changed.owner == "Grace"
        assert changed.target == 8 / 9
        assert {name: getattr(changed, name) for name in measured} == measured

    def test_a_baseline_by_hand_needs_a_reason_and_loses_its_n(self, entering: Generation) -> None:
        goal = keep(baseline_n=300, baseline_low=0.75, baseline_high=0.85, baseline_reason="")
        at = opened("goals", goal=goal.id)
        of(at, goal, "baseline").set_value(70.0)
        press(at, "Save the change")
        assert [plain(error.value) for error in at.error] == ["Say why this is the baseline."]
        assert records.goal(OWNER, goal.id) == goal
        of(at, goal, "reason").set_value("The tool changed in spring")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert (changed.baseline, changed.baseline_n, changed.baseline_low) == (pytest.approx(0.7), None, None)

    def test_nonsense_is_refused_in_words_and_nothing_is_lost(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "title").set_value("  ")
        of(at, goal, "target").set_value(70.0)
        of(at, goal, "deadline").set_value(date(2025, 12, 31))
        press(at, "Save the change")
        assert {plain(error.value) for error in at.error} == {
            "Give the goal a title.",
            "A goal that increases has its target above its baseline.",
            "The deadline lies after the start.",
        }
        assert of(at, goal, "target").value == 70.0
        assert records.goal(OWNER, goal.id) == goal

    def test_the_change_of_somebody_else_is_not_written_over(self, entering: Generation) -> None:
        """Saving read the goal anew, took its new version for the one that was on the page, and wrote over it."""
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        of(at, goal, "reason").set_value("mine")
        theirs = records.change_goal(OWNER, goal.id, goal.version, reason="theirs", target=0.85, owner="Grace")
        press(at, "Save the change")
        assert records.goal(OWNER, goal.id) == theirs
        assert "Somebody else changed this goal" in words(at)
        assert "Reason: theirs" in words(at)
        assert of(at, goal, "target").value == 95.0
        press(at, "Save the change")
        both = records.goal(OWNER, goal.id)
        assert (both.target, both.owner, both.version) == (pytest.approx(0.95), "Grace", 3)

    def test_coming_back_to_a_goal_shows_it_as_it_is_now(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        at.query_params.clear()
        ran(at)
        records.change_goal(OWNER, goal.id, goal.version, target=0.85)
        at.query_params["goal"] = goal.id
        ran(at)
        assert of(at, goal, "target").value == 85.0
        of(at, goal, "owner").set_value("Grace")
        press(at, "Save the change")
        assert not at.error
        assert (records.goal(OWNER, goal.id).target, records.goal(OWNER, goal.id).owner) == (0.85, "Grace")

    def test_archived_goals_leave_the_list_and_can_be_taken_up_again(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "reason").set_value("Reached early")
        press(at, "Archive")
        assert records.goal(OWNER, goal.id).archived_at is not None
        assert goal.title not in words(opened("goals"))
        assert goal.title in words(opened("goals", archived="true"))
        at = opened("goals", goal=goal.id)
        assert "Reason: Reached early" in words(at)
        press(at, "Take up again")
        assert records.goal(OWNER, goal.id).archived_at is None
        assert goal.title in words(opened("goals"))


def test_the_last_complete_month_is_where_a_new_goal_begins_after(entering: Generation) -> None:
    at = opened("goals", goal="new")
    assert at.date_input(key="new-start").value == date(2026, 10, 1) > LATEST
