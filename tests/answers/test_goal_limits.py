"""Targets and baselines that a metric's unit can never have."""

import pytest

from answers import goals
from data.errors import Invalid


@pytest.mark.parametrize(
    ("metric", "target", "sound"),
    [
        ("csat", 1.85, False),
        ("csat", 0.85, True),
        ("nps", 120.0, False),
        ("nps", -20.0, True),
        ("queue_wait", -1.0, False),
    ],
)
def test_a_target_that_the_unit_can_never_have_is_refused(metric: str, target: float, sound: bool) -> None:
    if sound:
        goals.check(metric, target)
    else:
        with pytest.raises(Invalid):
            goals.check(metric, target)
