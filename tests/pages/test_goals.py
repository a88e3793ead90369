"""Which goals do we pursue, and will we meet them? The ways to a goal; one goal itself is in test_goal_one.py."""

from datetime import date

import pytest

from data.store import Generation
from tests.demonstration import LATEST
from tests.pages.goal_kept import keep
from tests.pages.reading import links, opened, words


@pytest.mark.usefixtures("demonstration")
def test_without_goals_the_page_says_what_a_goal_is() -> None:
    at = opened("goals")
    assert "No goals yet" in words(at)
    assert "0 goals" not in words(at).replace("*", "")
    assert links(at)["Set a goal"] == "goals?goal=new"


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


def test_the_last_complete_month_is_where_a_new_goal_begins_after(entering: Generation) -> None:
    at = opened("goals", goal="new")
    assert at.date_input(key="new-start").value == date(2026, 10, 1) > LATEST
