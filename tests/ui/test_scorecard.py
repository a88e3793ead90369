"""Steps, goals and verdicts in words: what may be chance alone is neither better nor worse."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from metrics.catalogue import CATALOGUE
from metrics.change import Change
from metrics.control import Limits
from metrics.metric import NO_VALUE, Value
from metrics.pace import Course
from tests.ui.month_made import REAL, SHORT, USUAL, line
from ui import scorecard

LOW, HIGH = Value(0.70, 400, 0.65, 0.75), Value(0.85, 400, 0.80, 0.89)
NEAR = Value(0.74, 400, 0.69, 0.79)


@pytest.mark.parametrize(
    ("metric", "now", "before", "tone"),
    [
        ("csat", HIGH, LOW, "better"),
        ("csat", LOW, HIGH, "worse"),
        ("transfer_rate", LOW, HIGH, "better"),
        ("csat", NEAR, LOW, "neutral"),
        ("csat", HIGH, NO_VALUE, "neutral"),
        ("occupancy", HIGH, Value(0.95, 400, 0.92, 0.97), "better"),  # 0.85 is the upper end of its band
        ("occupancy", Value(0.95, 400, 0.92, 0.97), HIGH, "worse"),
        ("occupancy", Value(0.40, 400, 0.35, 0.45), LOW, "worse"),
        ("occupancy", HIGH, LOW, "neutral"),  # both inside
        ("requests", Value(10.0, 10, None, None), Value(90.0, 90, None, None), "neutral"),
    ],
)
def test_colour_needs_a_difference_beyond_chance(metric: str, now: Value, before: Value, tone: str) -> None:
    assert scorecard.tone(CATALOGUE[metric], now, before) == tone


@pytest.mark.parametrize(("now", "word"), [(HIGH, "on pace"), (NEAR, "behind, within chance"), (LOW, "behind pace")])
def test_a_month_is_held_against_the_pace_and_not_against_the_final_target(now: Value, word: str) -> None:
    goal = Course("increase_to", 0.70, 0.86, date(2026, 1, 1), date(2026, 12, 31))
    assert scorecard.against(now, goal, date(2026, 7, 1))[1] == word  # the pace asks for 0.78 then
    assert scorecard.against(now, None, date(2026, 7, 1)) == (None, "")


@pytest.mark.parametrize(("change", "word"), [(REAL, "a real change"), (USUAL, "within normal variation"), (None, "")])
def test_a_verdict_has_its_words(change: Change | None, word: str) -> None:
    assert scorecard.verdict(change) == word


def test_natural_limits_are_those_of_the_month_that_was_judged() -> None:
    limits = Limits(np.array([0.8, 0.8]), np.array([0.75, 0.7]), np.array([0.85, 0.9]))
    judged = Change("within_normal_variation", None, limits, seasonal=False)
    assert scorecard.usual(line("csat", HIGH, change=judged)) == (0.7, 0.9)
    assert scorecard.usual(line("csat", HIGH, change=replace(judged, seasonal=True))) is None
    assert scorecard.usual(line("csat", HIGH, change=SHORT)) is None
