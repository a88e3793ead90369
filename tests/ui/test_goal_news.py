"""What is said of goals: every kind of alert, trouble, change and celebration has its sentence, with its numbers."""

from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pytest

from answers.goal_alerts import KINDS, Alert, Celebration, Moved
from answers.goal_standing import Standing
from answers.goal_tree import Trouble
from data.records import Goal, GoalEvent
from metrics.metric import Value
from tests.pages.reading import plain
from ui.goals import news

GOAL = Goal(
    id="g",
    dataset="own",
    title="Happier customers",
    metric="csat",
    kind="increase_to",
    baseline=0.8,
    target=0.9,
    start=date(2026, 1, 1),
    deadline=date(2026, 12, 31),
    owner="Ada",
    priority_id="p",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    created_by="owner",
    archived_at=None,
    version=1,
)
NOW = Value(0.825, 400, 0.79, 0.86)
STANDING = Standing(
    "off_track", GOAL.start, GOAL.deadline, "month", now=NOW, since=date(2026, 8, 1), until=date(2026, 10, 31)
)
DAY = date(2026, 12, 31)

ALERTS: dict[str, tuple[dict[str, Any], str]] = {
    "corrected": (
        {"kept": Value(0.91, 300, None, None), "now": Value(0.89, 310, None, None)},
        "It was closed with 91.0%; the data now say 89.0%. The verdict stays.",
    ),
    "action_overdue": ({"action": "Call back"}, "Grace was to finish “Call back” by Dec 31, 2026."),
    "off_track": (
        {"chance": 0.12},
        "It will probably be missed: 82.5% now, target 90% by Dec 31, 2026; chance 12%.",
    ),
    "missed": ({"chance": None}, "It was missed: 82.5% at the deadline of Dec 31, 2026, target 90%."),
    "deadline_near": ({"days": 1}, "Its deadline is in 1 day, on Dec 31, 2026."),
    "at_risk": ({"chance": 0.5}, "It can go either way: 82.5% now, target 90% by Dec 31, 2026; chance 50%."),
    "check_in_overdue": ({"days": 3}, "The check-in of Dec 31, 2026 is 3 days late."),
    "awaiting_data": (
        {"chance": None},
        "Its deadline of Dec 31, 2026 has passed, and the data do not reach far enough to judge it.",
    ),
    "not_enough_data": (
        {"chance": None},
        "There is not enough data to say whether it will be met by Dec 31, 2026.",
    ),
}


def test_no_kind_of_alert_is_without_its_test() -> None:
    assert set(ALERTS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_alert_says_why(kind: str) -> None:
    facts, words = ALERTS[kind]
    assert plain(news.reason(Alert(kind, "g", DAY, "Grace", 0, facts), GOAL, STANDING)) == words


def test_a_deadline_of_today_is_said_so() -> None:
    alert = Alert("deadline_near", "g", DAY, "Ada", 0, {"days": 0})
    assert news.reason(alert, GOAL, STANDING) == "Its deadline is today."


def test_a_change_of_status_names_both_and_the_chances() -> None:
    assert plain(news.step(Moved("g", "at_risk", "off_track", 0.42, 0.18))) == (
        "Was at risk (chance 42%), now off track (chance 18%)."
    )
    assert news.step(Moved("g", "too_early", "met", None, None)) == "Was too early to tell, now met."


@pytest.mark.parametrize(
    ("entity", "action", "changes", "words"),
    [
        ("goal", "create", {}, "Noor set this goal on Nov 3, 2026."),
        ("goal", "archive", {}, "Noor archived this goal on Nov 3, 2026."),
        ("goal", "restore", {}, "Noor took this goal up again on Nov 3, 2026."),
        ("goal", "change", {"owner": ["Ada", "Noor"]}, "Noor changed this goal on Nov 3, 2026."),
        (
            "goal",
            "change",
            {"target": [0.85, 0.9], "owner": ["a", "b"]},
            "Noor changed the target from 85% to 90% on Nov 3, 2026.",
        ),
        (
            "goal",
            "change",
            {"deadline": ["2026-12-31", "2027-03-31"]},
            "Noor moved the deadline from Dec 31, 2026 to Mar 31, 2027 on Nov 3, 2026.",
        ),
        ("check_in", "create", {"note": [None, "well"]}, "Noor checked in on Nov 3, 2026."),
        ("check_in", "change", {"note": ["well", "ill"]}, "Noor corrected a check-in on Nov 3, 2026."),
    ],
)
def test_what_somebody_did_is_one_sentence(entity: str, action: str, changes: dict[str, Any], words: str) -> None:
    at = datetime(2026, 11, 3, 9, tzinfo=UTC)
    event = GoalEvent(at=at, actor="Noor", action=action, changes=changes, reason="", entity=entity)
    assert plain(news.happened(event, GOAL)) == words


def test_praise_has_its_numbers() -> None:
    said = [
        plain(news.praise(Celebration("g", kind, facts), GOAL))
        for kind, facts in (
            ("met", {"value": 0.91, "n": 400, "low": 0.88, "high": 0.94}),
            ("record", {"value": 0.91, "n": 400, "until": date(2026, 10, 31), "best_before": 0.88}),
            ("streak", {"value": 0.91, "n": 400, "until": date(2026, 10, 31), "length": 4}),
        )
    ]
    assert said == [
        "Goal met: 91.0% (88.0–94.0%, n = 400), target 90%.",
        "A record: 91.0% in the month to Oct 31, 2026 (n = 400); the best before was 88.0%.",
        "4 steps for the better in a row, now 91.0% in the month to Oct 31, 2026 (n = 400).",
    ]


def test_every_trouble_is_named_and_a_conflict_at_both_goals() -> None:
    kinds = get_args(get_type_hints(Trouble)["kind"])
    titles = {"g": "Mine", "h": "Theirs"}
    for kind in kinds:
        said = news.troubles([Trouble("g", "h", kind)], titles)
        assert said["g"][0].endswith(".")
        assert ("Theirs" in said["g"][0]) == (kind in ("opposes", "later_than_parent", "no_parent"))
        assert ("h" in said) == (kind == "opposes")
    assert "Mine" in news.troubles([Trouble("g", "h", "opposes")], titles)["h"][0]
