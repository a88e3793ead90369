"""The sentence of a goal in each of its states: the numbers that there are, and never one that there is not."""

from datetime import date
from typing import Any, get_args

import pytest

from answers.goal_standing import Standing
from data.records import Goal
from metrics.catalogue import metric as entry
from metrics.metric import NO_VALUE, Value
from metrics.pace import Status
from tests.ui.goal_made import goal, plain, standing
from ui import cards
from ui.goals import cards as goal_cards
from ui.goals import sentence

OVER = ("met", "met_within_chance", "missed_within_chance", "missed")


def said(of: Goal, at: Standing) -> str:
    return plain(sentence.sentence(of, at, entry(of.metric)))


def title(of: Goal, at: Standing) -> str:
    return plain(sentence.title(of, at, entry(of.metric)))


def undecided(status: str, **different: Any) -> Standing:
    nothing = {"chance": None, "expected": None, "ahead": (), "required_gain": None, "recent_gain": None, "recent": 0}
    return standing(**({"status": status} | nothing | different))


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_has_a_word_a_light_a_sentence_and_a_title(status: Status) -> None:
    assert goal_cards.word(status)
    assert cards.status(goal_cards.LIGHTS[status], goal_cards.word(status))
    for now in (NO_VALUE, Value(0.8, 300, 0.75, 0.85)):
        bare = undecided(status, now=now, since=None, until=None, pace=None)
        for at in (bare, undecided(status, now=now), standing(status=status, now=now)):
            for of in (goal(), goal(kind="stay_above", baseline=None), goal(kind="stay_below", recurs="month")):
                assert said(of, at).endswith(".")
                assert "None" not in said(of, at) + title(of, at)
                assert said(of, at).count("**") % 2 == 0


def test_words_of_status_are_all_different() -> None:
    assert len({goal_cards.word(status) for status in get_args(Status)}) == len(get_args(Status))


def test_the_sentence_of_a_goal_that_runs() -> None:
    assert said(goal(), standing()) == (
        "At the present pace **82.0%** by Mar 31, 2027, target **85%**; chance of meeting it **35%**; "
        "to get there each month must gain **1.0 points**, the last 6 gained **0.4 points** each. "
        "Now **80.0%** (79.0–81.0%, n = 3,474; Aug 1, 2026 to Oct 31, 2026); the pace asks for **82.4%** there."
    )
    assert title(goal(), standing()) == "At risk: heading for 82.0%, target 85%, chance 35%"


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (0.004, "the last 6 gained **0.4 points** each"),
        (-0.004, "the last 6 lost **0.4 points** each"),
        (0.0001, "the last 6 did not move"),
    ],
)
def test_what_the_last_periods_brought(gain: float, words: str) -> None:
    assert words in said(goal(), standing(recent_gain=gain))


def test_a_goal_that_decreases_comes_down() -> None:
    of = goal(metric="first_response_time", kind="decrease_to", baseline=7200.0, target=3600.0)
    at = standing(now=Value(6000.0, 400, 5800.0, 6200.0), required_gain=-480.0, recent_gain=-120.0, expected=5400.0)
    assert "each month must come down by **8 min**, the last 6 came down by **2 min**" in said(of, at)
    assert "went up by **2 min**" in said(of, standing(now=at.now, required_gain=-480.0, recent_gain=120.0))


@pytest.mark.parametrize(("kind", "gain"), [("increase_to", -0.004), ("increase_to", 0.0), ("decrease_to", 0.004)])
def test_a_target_that_is_reached_has_to_hold(kind: str, gain: float) -> None:
    words = said(goal(kind=kind), standing(required_gain=gain))
    assert "the target is reached now and has to hold" in words
    assert "must" not in words


def test_a_goal_to_stay_asks_for_no_gain_and_says_whose_chance_it_is() -> None:
    words = said(goal(kind="stay_above", baseline=None), standing())
    assert "to stay at or above **85%**; chance that each month left keeps it **35%**" in words
    assert "must" not in words
    assert "pace asks" not in words


def test_a_recurring_goal_names_the_period_that_runs() -> None:
    of = goal(kind="stay_above", baseline=None, recurs="month")
    at = standing(first=date(2026, 11, 1), deadline=date(2026, 11, 30), grain="day")
    assert said(of, at).startswith("November 2026: at the present pace **82.0%** by Nov 30, 2026, to stay at or above")
    assert "chance of meeting it **35%**" in said(of, at)


def test_a_total_says_its_sum_so_far_what_is_due_and_what_each_period_left_must_bring() -> None:
    of = goal(metric="requests", kind="stay_above", baseline=None, recurs="month", target=1_200)
    at = standing(
        now=Value(812, 812, None, None), pace=790.4, expected=1_239.6, required_gain=38.8, recent_gain=None, grain="day"
    )
    words = said(of, at)
    assert "at the present pace **1,240** by" in words
    assert "each of the days left must bring **39**" in words
    assert "So far **812** (Aug 1, 2026 to Oct 31, 2026); by now **790** are due." in words
    assert "must bring" not in said(goal(metric="requests", kind="stay_below", recurs="month", target=1_200), at)


def test_before_it_begins() -> None:
    at = undecided("not_started", now=NO_VALUE, since=None, until=None)
    assert said(goal(), at) == "Starts on Apr 1, 2026: increase to **85%** by Mar 31, 2027."


def test_too_early_and_too_few_say_so_and_give_no_chance() -> None:
    assert said(goal(), undecided("too_early")).startswith("Too early to tell: less than a fifth of the time")
    few = said(goal(), undecided("not_enough_data"))
    assert "it takes eight months with cases" in few
    assert "chance" not in few
    over = undecided("not_enough_data", now=Value(0.8, 12, 0.5, 0.95), until=date(2027, 3, 31))
    assert "too few cases were counted to judge it: n = 12, and it takes 30" in said(goal(), over)


def test_awaiting_data_says_until_when() -> None:
    settles = entry("csat").settles_days
    assert settles, "else the day of this test is the deadline"
    words = said(goal(), undecided("awaiting_data"))
    assert "The time ended on Mar 31, 2027, target **85%**: late answers still count until Apr" in words
    at_once = goal(metric="requests", kind="stay_above", target=10)
    assert "as soon as the data reach that day" in said(at_once, undecided("awaiting_data"))


@pytest.mark.parametrize("status", OVER)
def test_a_verdict_has_its_numbers_and_says_where_chance_may_have_decided(status: str) -> None:
    at = undecided(status, now=Value(0.861, 3_120, 0.84, 0.88))
    words = said(goal(), at)
    assert "**86.1%** from Aug 1, 2026 to Oct 31, 2026 (84.0–88.0%, n = 3,120), target **85%**." in words
    assert words.startswith(goal_cards.word(at.status).capitalize())
    assert ("chance may have decided it" in words) == status.endswith("within_chance")
    assert "target 85%" in title(goal(), at)


def test_what_cannot_be_measured_says_why_and_nothing_else() -> None:
    assert (
        said(goal(), undecided("not_enough_data", unavailable="No satisfaction answers.")) == "No satisfaction answers."
    )
