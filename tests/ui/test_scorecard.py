"""Steps and goals in words: what may be chance alone is neither better nor worse."""

from datetime import date

import pytest

from metrics.catalogue import CATALOGUE
from metrics.metric import NO_VALUE, Value
from metrics.pace import Course
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


def test_a_step_within_chance_says_so() -> None:
    assert scorecard.step(CATALOGUE["csat"], NEAR, LOW).endswith("within chance")
    assert "chance" not in scorecard.step(CATALOGUE["csat"], HIGH, LOW)


@pytest.mark.parametrize(("now", "word"), [(HIGH, "on pace"), (NEAR, "behind, within chance"), (LOW, "behind pace")])
def test_a_month_is_held_against_the_pace_and_not_against_the_final_target(now: Value, word: str) -> None:
    goal = Course("increase_to", 0.70, 0.86, date(2026, 1, 1), date(2026, 12, 31))
    assert scorecard.against(now, goal, date(2026, 7, 1))[1] == word  # the pace asks for 0.78 then
    assert scorecard.against(now, None, date(2026, 7, 1)) == (None, "")
