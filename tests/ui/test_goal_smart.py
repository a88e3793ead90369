"""The letters of SMART in words: every reason has a sentence, with the numbers of just this goal in it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from data.calendar import Grain
from metrics import smart
from metrics.catalogue import metric
from metrics.metric import Value
from metrics.smart import Letter
from ui.goals import smart as goal_smart
from ui.goals.asked import Asked
from ui.goals.past import Past

START, DEADLINE = date(2026, 1, 1), date(2026, 12, 31)
FACTS: Mapping[str, Any] = {
    "metric": "Customer satisfaction",
    "where": "Phone",
    "owner": "Ada",
    "n": 12,
    "baseline_n": 12,
    "minimum_n": 30,
    "target": 0.85,
    "baseline": 0.82,
    "managed": 2,
    "windows": 5,
    "best": 0.842,
    "natural_low": 0.78,
    "natural_high": 0.86,
    "beyond": False,
    "priority": "Loyal customers",
    "start": START,
    "deadline": DEADLINE,
    "periods": 6,
    "enough": 3,
}


def goal(kind: str = "increase_to", recurs: Grain | None = None, name: str = "csat") -> Asked:
    return Asked(metric(name), None, {}, {}, kind, recurs, START, DEADLINE)


def said(reason: str, what: Asked | None = None, grain: Grain = "month", **facts: Any) -> str:
    """The sentence of a reason, with plain spaces."""
    letter = Letter("A", "yes", reason, {**FACTS, **facts})
    return re.sub(r"[\u00a0\u202f]", " ", goal_smart.reason(letter, what or goal(), grain, 6)).replace("\u2060", "")


@pytest.mark.parametrize("reason", smart.REASONS)
def test_every_reason_has_words(reason: str) -> None:
    words = said(reason)
    assert words.endswith(".")
    assert not re.search(r"[{}]|None|\bnan\b", words)


def test_how_often_a_change_was_managed() -> None:
    assert said("managed") == "A rise of 3.0 points within 6 months happened in 2 of 5 earlier stretches."
    falls = said("managed", goal("decrease_to"), target=0.80)
    assert falls == "A fall of 2.0 points within 6 months happened in 2 of 5 earlier stretches."
    assert said("never_managed", managed=0, windows=1) == (
        "A rise of 3.0 points within 6 months happened in none of 1 earlier stretch."
    )
    assert said("managed", goal("stay_above")) == "Kept for 6 months without a break in 2 of 5 earlier stretches."


def test_what_recurs_is_told_period_by_period() -> None:
    assert said("managed", goal("stay_above", "month")) == "Kept in 2 of 5 earlier months."
    assert said("never_managed", goal("stay_above", "week"), managed=0) == "Kept in none of 5 earlier weeks."


@pytest.mark.parametrize(
    ("kind", "grain", "expected"),
    [
        ("increase_to", "month", "More than this process has ever given: the best month was 84.2%."),
        ("stay_above", "week", "More than this process has ever given: the best week was 84.2%."),
        ("decrease_to", "day", "Less than this process ever was: the lowest day was 84.2%."),
    ],
)
def test_a_target_beyond_the_best_is_said_and_not_refused(kind: str, grain: Grain, expected: str) -> None:
    assert said("beyond_best", goal(kind), grain).startswith(expected)


def test_who_and_how_many() -> None:
    assert said("specific") == "Customer satisfaction, Phone. Ada answers for it."
    assert said("specific", where=None) == "Customer satisfaction, everybody. Ada answers for it."
    assert said("few_data", n=40, baseline_n=12).startswith("Only 12 cases so far")
    assert said("few_data", n=1, baseline_n=None).startswith("Only 1 case so far")
    assert said("measurable", baseline_n=1400) == "The loaded data counts it: 1,400 cases before the start."
    assert said("few_periods", periods=1).startswith("Only 1 month from start to deadline")


def test_each_letter_says_its_state_in_words_and_no_text_is_markup() -> None:
    told = (
        Letter("S", "yes", "specific", {**FACTS, "owner": "<b>Ada</b>"}),
        Letter("M", "careful", "few_data", FACTS),
        Letter("A", "waiting", "target_missing", FACTS),
        Letter("R", "no", "priority_missing", FACTS),
        Letter("T", "yes", "time_bound", FACTS),
    )
    page = goal_smart.drawn(told, goal(), "month", 6)
    assert "<b>Ada" not in page
    words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    order = [
        "Specific ✓ yes",
        "Measurable ! think twice",
        "Achievable – still open",
        "Relevant ✗ not yet",
        "Time-bound",
    ]
    places = [words.index(each) for each in order]
    assert places == sorted(places)


def test_the_letters_are_asked_of_the_goals_own_past() -> None:
    """A month that recurs is compared with single months, whatever the span."""
    history = tuple(Value(float(number), number, None, None) for number in (80, 100, 90, 110))
    what = goal("stay_above", "month", "calls_successful")
    terms = {"target": 95.0, "baseline": 95.0, "baseline_n": 380, "owner": " "}
    past = Past(None, "month", (), "month", history, 12)
    letters = goal_smart.letters(what, terms, past, name="Calls", whom=None, priority=None)
    assert [letter.letter for letter in letters] == list("SMART")
    specific, _measurable, achievable, relevant, bound = letters
    assert (specific.reason, relevant.reason, bound.facts["periods"]) == ("owner_missing", "priority_missing", 12)
    assert (achievable.facts["managed"], achievable.facts["windows"]) == (2, 4)
    without = goal_smart.letters(what, terms | {"target": None}, past, name="Calls", whom=None, priority=None)
    assert without[2].reason == "target_missing"
