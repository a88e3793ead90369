"""Which goals can be, said in words at the field that is wrong."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Invalid
from data.records.goal_terms import KINDS, GoalTerms, Milestone, validate

GOAL = GoalTerms(
    dataset="own",
    title="Fewer transfers",
    metric="transfer_rate",
    kind="decrease_to",
    target=0.1,
    start=date(2026, 1, 1),
    deadline=date(2026, 6, 30),
    owner="Ada",
    priority_id="effort",
    baseline=0.2,
    baseline_n=800,
)


MARCH, MAY = date(2026, 3, 31), date(2026, 5, 31)


def wrong_fields(terms: GoalTerms) -> dict[str, str]:
    try:
        validate(terms)
    except Invalid as refused:
        return refused.fields
    return {}


def test_a_sound_goal_passes() -> None:
    assert wrong_fields(GOAL) == {}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("dataset", {"dataset": "both"}),
        ("title", {"title": "  "}),
        ("metric", {"metric": ""}),
        ("stat", {"stat": "mode"}),
        ("params", {"params": {"within": math.inf}}),
        ("params", {"params": {"within": [1]}}),
        ("where", {"where": {"channel": []}}),
        ("where", {"where": {"channel": "chat"}}),
        ("where", {"where": {"channel": [""]}}),
        ("where", {"where": {"colour": ["teal"]}}),
        ("where", {"where": {"wait_s": ["60"]}}),
        ("kind", {"kind": "improve"}),
        ("target", {"target": math.nan}),
        ("target", {"target": 0.3}),
        ("target", {"target": 0.2}),
        ("target", {"kind": "increase_to"}),
        ("baseline", {"baseline": None}),
        ("baseline", {"baseline": math.inf}),
        ("baseline_n", {"baseline_n": -1}),
        ("baseline_reason", {"baseline_n": None}),
        ("baseline_reason", {"baseline_n": None, "baseline_reason": " "}),
        ("baseline_low", {"baseline_low": math.nan}),
        ("baseline_high", {"baseline_high": math.inf}),
        ("baseline_high", {"baseline_low": 0.3, "baseline_high": 0.2}),
        ("baseline_to", {"baseline_from": date(2025, 6, 1), "baseline_to": date(2025, 5, 1)}),
        ("baseline_to", {"baseline_to": date(2026, 1, 1)}),
        ("deadline", {"deadline": date(2026, 1, 1)}),
        ("deadline", {"deadline": date(2025, 12, 31)}),
        ("owner", {"owner": "\t"}),
        ("priority_id", {"priority_id": ""}),
        ("target", {"target": 10**400}),
        ("weight", {"weight": 0}),
        ("weight", {"weight": -1.0}),
        ("weight", {"weight": math.inf}),
        ("weight", {"weight": True}),
        ("recurs", {"kind": "stay_below", "recurs": "hour"}),
        ("recurs", {"recurs": "month"}),
        ("check_in_every", {"check_in_every": "day"}),
        ("milestones", {"milestones": (Milestone(MARCH, math.nan),)}),
        ("milestones", {"milestones": (Milestone(GOAL.start, 0.15),)}),
        ("milestones", {"milestones": (Milestone(GOAL.deadline, 0.15),)}),
        ("milestones", {"milestones": (Milestone(MARCH, 0.15), Milestone(MARCH, 0.14))}),
        ("milestones", {"milestones": (Milestone(MAY, 0.15), Milestone(MARCH, 0.16))}),
    ],
)
def test_what_can_not_be_is_refused_in_words_at_its_field(field: str, values: dict[str, Any]) -> None:
    wrong = wrong_fields(replace(GOAL, **values))
    assert list(wrong) == [field]
    assert wrong[field].endswith(".")


def test_all_wrong_fields_are_named_at_once() -> None:
    assert set(wrong_fields(replace(GOAL, title="", owner="", target=math.nan))) == {"title", "owner", "target"}


def test_a_baseline_by_hand_needs_only_its_reason() -> None:
    assert wrong_fields(replace(GOAL, baseline_n=None, baseline_reason="From last year's report")) == {}


def test_a_milestone_may_lie_beyond_baseline_and_target() -> None:
    milestones = (Milestone(date(2026, 1, 2), 0.25), Milestone(date(2026, 6, 29), 0.05))
    assert wrong_fields(replace(GOAL, milestones=milestones)) == {}


@pytest.mark.parametrize("kind", ["stay_above", "stay_below"])
@pytest.mark.parametrize("recurs", ["day", "week", "month", "quarter", "year"])
def test_a_goal_that_stays_may_recur(kind: str, recurs: str) -> None:
    assert wrong_fields(replace(GOAL, kind=kind, recurs=recurs)) == {}


@pytest.mark.parametrize("often", ["week", "month", "quarter", None])
def test_check_ins_come_as_often_as_one_likes(often: str | None) -> None:
    assert wrong_fields(replace(GOAL, check_in_every=often)) == {}


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.sampled_from(KINDS), st.floats(), st.none() | st.floats())
def test_the_kinds_and_their_numbers(kind: str, target: float, baseline: float | None) -> None:
    sound = math.isfinite(target) and (baseline is None or math.isfinite(baseline))
    if kind == "increase_to":
        sound = sound and baseline is not None and target > baseline
    elif kind == "decrease_to":
        sound = sound and baseline is not None and target < baseline
    wrong = wrong_fields(replace(GOAL, kind=kind, target=target, baseline=baseline))
    assert (wrong == {}) == sound
    assert set(wrong) <= {"target", "baseline"}


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.sampled_from(["increase_to", "decrease_to"]), st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_a_goal_that_moves_has_exactly_one_right_side(kind: str, baseline: float, distance: float) -> None:
    sides = [replace(GOAL, kind=kind, baseline=baseline, target=baseline + sign * distance) for sign in (1, -1)]
    up, down = (wrong_fields(side) == {} for side in sides)
    assert (up, down) == ((True, False) if kind == "increase_to" else (False, True))
