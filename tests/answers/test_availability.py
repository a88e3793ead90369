"""Which metrics the loaded data can feed, what is said of the others, and by what rows can be chosen."""

from datetime import datetime

import pytest

from answers.availability import available, cuts, missing
from data.store import Generation
from tests.worlds import put

REQUEST = {"ticket_id": "1", "channel": "email", "status": "solved", "created_at": datetime(2026, 3, 2, 9)}


@pytest.fixture
def answers_only() -> Generation:
    """Negative answers and no complaints; nobody was made responsible for any of them."""
    return put({"surveys": [{"survey_id": "1", "kind": "csat", "score": 1.0, "scale": "1-5"}]})


def test_each_thing_that_is_missing_is_named(answers_only: Generation) -> None:
    assert missing("fcr_strict", answers_only) == (
        "First-contact resolution, strict is not available: the loaded data has no number of replies and no number of "
        "reopens and no number of transfers."
    )


def test_one_of_several_ways_is_enough(answers_only: Generation) -> None:
    """Negative answers are there, so only the responsible team is missing: from either table, and said once."""
    assert missing("feedback_routed_within", answers_only) == (
        "Feedback routed in time is not available: the loaded data has no time at which a team was made responsible."
    )
    routed = REQUEST | {"complaint": True, "routed_at": datetime(2026, 3, 2, 10)}
    assert missing("feedback_routed_within", put({"tickets": [routed]})) is None


def test_where_no_way_is_there_all_are_named() -> None:
    reason = missing("feedback_routed_within", put({"tickets": [REQUEST]}))
    assert reason is not None
    assert "no negative answers or complaints and no time at which" in reason


def test_what_is_available_is_listed_in_the_catalogues_order() -> None:
    generation = put({"tickets": [REQUEST | {"first_reply_at": datetime(2026, 3, 2, 10), "agent": "ada"}]})
    listed = available(generation)
    assert listed[:4] == [
        "first_response_time",
        "first_response_time_business",
        "first_response_time_customer",
        "first_response_within",
    ]
    assert {"requests", "backlog", "unowned", "workload_requests"} <= set(listed)
    assert not {"csat", "next_response_time", "occupancy", "sla_resolution"} & set(listed)


@pytest.mark.parametrize(
    ("metric", "channel", "team"),
    [
        ("requests", True, True),
        ("csat", True, True),
        ("occupancy", False, True),
        ("returning_customers", False, False),
        ("channel_gap_csat", False, True),  # it compares the channels
        ("promise_kept", False, True),
    ],
)
def test_by_what_rows_can_be_chosen(metric: str, channel: bool, team: bool) -> None:
    assert ("channel" in cuts(metric), "team" in cuts(metric)) == (channel, team)
