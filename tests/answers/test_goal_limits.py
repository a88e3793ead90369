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
        ("backlog", -1.0, False),
        ("cost_per_request", -0.5, False),
        ("cost_per_request", 4.5, True),
    ],
)
def test_a_target_that_the_unit_can_never_have_is_refused(metric: str, target: float, sound: bool) -> None:
    if sound:
        goals.check(metric, target)
    else:
        with pytest.raises(Invalid):
            goals.check(metric, target)


def test_only_a_duration_is_called_one() -> None:
    with pytest.raises(Invalid) as refused:
        goals.check("cost_per_request", -1.0)
    assert refused.value.fields == {"target": "The value is not below zero."}
