"""A goal and how it stands, made up for the tests of their words and pictures; each test says what differs."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from answers.goal_standing import Ahead, Standing
from data.records import Goal, Verdict
from metrics.metric import Value

GOAL = Goal(
    id="goal",
    created_at=datetime(2026, 4, 1, tzinfo=UTC),
    created_by="owner",
    archived_at=None,
    version=1,
    dataset="demonstration",
    title="Happier customers",
    metric="csat",
    kind="increase_to",
    target=0.85,
    baseline=0.80,
    baseline_n=3_000,
    start=date(2026, 4, 1),
    deadline=date(2027, 3, 31),
    owner="Ada",
    priority_id="loyal",
)

STANDING = Standing(
    status="at_risk",
    first=GOAL.start,
    deadline=GOAL.deadline,
    grain="month",
    now=Value(0.80, 3_474, 0.79, 0.81),
    since=date(2026, 8, 1),
    until=date(2026, 10, 31),
    pace=0.824,
    progress=0.0,
    chance=0.35,
    expected=0.82,
    ahead=(
        Ahead(date(2026, 11, 1), date(2026, 11, 30), 0.79, 0.81, 0.83),
        Ahead(date(2026, 12, 1), date(2026, 12, 31), 0.78, 0.82, 0.86),
    ),
    method="drift",
    left=5,
    required_gain=0.01,
    recent_gain=0.004,
    recent=6,
)

VERDICT = Verdict(
    goal_id="goal",
    first=date(2026, 4, 1),
    last=date(2027, 3, 31),
    since=date(2027, 1, 1),
    until=date(2027, 3, 31),
    word="met",
    target=0.85,
    baseline=0.80,
    value=0.861,
    n=3_120,
    low=0.852,
    high=0.87,
    decided_at=datetime(2027, 4, 14, 9, tzinfo=UTC),
    metric="csat",
    generation="000003",
)


def goal(**different: Any) -> Goal:
    return replace(GOAL, **different)


def standing(**different: Any) -> Standing:
    return replace(STANDING, **different)


def plain(text: str) -> str:
    """Without the characters that only keep lines together."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
