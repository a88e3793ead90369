"""What is drawn of a period by the rules, each where it holds; who is found in the demonstration company."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from answers import review
from data import records
from data.records import GoalTerms, ReviewTerms
from data.sample.company import TRUTHS
from data.scope import OWNER
from data.store import Generation
from tests.answers.review_world import EVERY, MARCH, METRICS, PAST, Row, agree, requests, within, world
from tests.worlds import put


def a_goal(metric: str, target: float, **more: Any) -> str:
    priority = records.priorities(OWNER)[0] if records.priorities(OWNER) else records.add_priority(OWNER, "Loyal")
    usual: Row = {"dataset": "own", "title": metric, "metric": metric, "where": {"agent": ["ann"]}, "owner": "Ada"}
    usual |= {"kind": "stay_above", "baseline": None, "target": target, "start": date(2026, 1, 1)}
    usual |= {"deadline": date(2026, 2, 28), "priority_id": priority.id}
    return records.create_goal(OWNER, GoalTerms(**(usual | more))).id


def test_goals_of_the_person_that_ran_in_the_period(small_team: Generation) -> None:
    agree()
    mine = a_goal("fcr_one_touch", 0.05, start=date(2025, 3, 1))
    agreed = a_goal("fcr_one_touch", 0.99, where={"team": ["North"]}, deadline=date(2026, 3, 15))
    a_goal("csat", 0.9, where={"agent": ["bob"]})
    a_goal("csat", 0.9, start=date(2026, 3, 20), deadline=date(2026, 6, 30))
    terms = ReviewTerms(
        dataset="own", agent="ann", role="", first=date(2025, 7, 1), last=date(2025, 12, 31), team="North", lead="Eve",
        metrics=METRICS,
    )  # fmt: skip
    records.link(OWNER, records.open_review(OWNER, terms).id, agreed)
    found = review.sheet("ann", OWNER, small_team, (date(2026, 1, 1), date(2026, 3, 15)), METRICS)
    assert [(each.goal.id, each.agreed) for each in found.goals] == [(mine, False), (agreed, True)]
    met, missed = (
        next(each for each in found.findings if each.facts.get("goal") == goal_id) for goal_id in (mine, agreed)
    )
    assert (met.kind, met.rule, met.metric) == ("strength", "goal", "fcr_one_touch")
    assert met.evidence is not None
    assert met.evidence.n == met.facts["n"]
    assert (missed.kind, missed.evidence) == ("development", None), "the rows of a team are no evidence of a person"


def checks(agent: str, points: float, other: float) -> list[Row]:
    at = datetime(2026, 3, 5, 9)
    usual: Row = {"agent": agent, "team": "North", "possible": 10.0}
    return [
        usual | {"check_id": f"{agent}{number}", "checked_at": at + timedelta(hours=number)} | of
        for number in range(40)
        for of in (
            {"criterion": "tone", "points": points + number % 2},
            {"criterion": "accuracy", "points": other + number % 2},
        )
    ]


def test_a_criterion_of_the_quality_checks_stands_out_among_the_rest_of_the_team() -> None:
    given = [*checks("ann", 9, 7), *checks("bob", 7, 7), *checks("dan", 7, 7), *checks("robot", 0, 0)]
    listed = [{"agent": "robot", "bot": True}]
    generation = put({"tickets": requests(), "quality_checks": given, "agents": listed}, EVERY)
    agree()
    (found,) = review.sheet("ann", OWNER, generation, MARCH, ["qa_score"]).findings
    assert (found.kind, found.rule, found.facts["criterion"]) == ("strength", "quality_check", "tone")
    assert (found.facts["n"], found.facts["team_n"]) == (40, 80)
    assert (found.facts["value"], found.facts["team"]) == pytest.approx((0.95, 0.75))
    assert found.evidence is not None
    assert {one.facts["criterion"] for one in found.evidence.random} == {"tone"}
    assert review.sheet("bob", OWNER, generation, MARCH, ["qa_score"]).findings[0].kind == "development"


def test_praise_is_the_share_of_top_scores_among_what_was_written() -> None:
    said: list[Row] = [
        {"survey_id": f"{agent}{number}", "ticket_id": f"{agent}{number}", "kind": "csat", "scale": "1-5"}
        | {"score": 5.0 if number % 10 < good else 1.0, "answered_at": datetime(2026, 3, 1 + number % 30, 12)}
        | {"comment": "words" if number < 200 else None}
        for agent, good in (("ann", 9), ("bob", 5), ("cyd", 5), ("dan", 5))
        for number in range(240)
    ]
    tickets = [
        {"ticket_id": each["ticket_id"], "agent": each["ticket_id"][:3], "channel": "email", "team": "North"}
        | {"created_at": datetime(2026, 2, 27)}
        for each in said
    ]
    generation = put({"tickets": tickets, "surveys": said}, EVERY)
    agree()
    found = {each.rule: each for each in review.sheet("ann", OWNER, generation, MARCH, ["csat"]).findings}
    assert set(found) == {"among_people", "praise"}
    praise = found["praise"]
    assert (praise.facts["n"], praise.facts["value"], praise.facts["expected"]) == (200, 0.9, 0.5)
    assert praise.evidence is not None
    assert (praise.evidence.n, len(praise.evidence.random)) == (180, 5)
    assert found["among_people"].facts["n"] == 240


def test_a_change_from_the_own_past_is_drawn() -> None:
    rows = requests()
    for row in rows:
        if row["resolved_by"] == "ann":
            row["replies"] = 1 if row["resolved_at"] >= datetime(2026, 3, 1) else 2
    generation = world(rows)
    agree()
    found = review.sheet("ann", OWNER, generation, MARCH, METRICS)
    (fcr,) = (each for each in found.figures if each.metric.id == "fcr_one_touch")
    assert fcr.change.same_mix
    assert fcr.change.step == pytest.approx(_gap(rows, MARCH) - _gap(rows, PAST))
    assert ("own_past", "strength") in {(each.rule, each.kind) for each in found.findings}


def _gap(rows: Sequence[Row], span: tuple[date, date]) -> float:
    """Ann's share above that of the others in the same topic, all topics being thick enough."""
    mine, others = (
        [row for row in rows if within(row["resolved_at"], span) and row["resolved_by"] in who]
        for who in (("ann",), ("bob", "cyd", "dan"))
    )

    def rate(of: Sequence[Row]) -> float:
        return len([row for row in of if row["replies"] == 1]) / len(of)

    return rate(mine) - rate(others)


def test_the_better_one_has_the_strength_with_its_evidence_and_the_one_with_easy_requests_has_none(
    large_company: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARAZU_HOME", str(large_company.path.parents[2]))
    span = (date(2024, 11, 1), date(2026, 10, 31))
    metrics = review.available(OWNER, large_company)
    found = review.sheet(TRUTHS.better_agent, OWNER, large_company, span, metrics)
    (csat,) = (each for each in found.findings if each.metric == "csat" and each.rule == "among_people")
    assert (csat.kind, csat.facts["value"] > csat.facts["high"] > csat.facts["expected"]) == ("strength", True)
    assert csat.evidence is not None
    assert csat.evidence.n == csat.facts["n"]
    assert (len(csat.evidence.random), len(csat.evidence.best)) == (5, 3)
    assert {one.facts["agent"] for one in csat.evidence.random} == {TRUTHS.better_agent}
    assert {one.good for one in csat.evidence.worst} == {False}
    assert found.load is not None
    (figure,) = (each for each in found.figures if each.metric.id == "csat")
    assert figure.limits is None, "five answers a month are too few to be shown"
    assert all(each.limits is not None for each in found.figures if each.metric.id == "fcr_one_touch")
    assert figure.peers is not None
    assert figure.peers.quarter < figure.peers.middle < figure.peers.three_quarters
    easy = review.sheet(TRUTHS.easy_agent, OWNER, large_company, span, metrics)
    assert [each for each in easy.findings if each.rule != "own_past"] == []
    (splendid,) = (each for each in easy.figures if each.metric.id == "csat")
    assert splendid.verdict == "within_chance"
    assert splendid.crude.value is not None
    assert splendid.crude.value > figure.crude.value  # type: ignore[operator]
