"""A person's period, counted once more in plain Python; what may not be shown; and what is drawn of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from statistics import median
from typing import Any

import pytest

from answers import people, review, review_body
from answers.review_figures import REVIEWED
from data import records
from data.errors import FiguresOff, Missing
from data.records import GoalTerms, PrivacyTerms, ReviewTerms, ThanksTerms, TrainingTerms
from data.sample.company import TRUTHS
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from tests.worlds import put

Row = dict[str, Any]
EVERY = Settings(zone="UTC")
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
PAST = (date(2026, 1, 29), date(2026, 2, 28))  # as many days before
AGREED = PrivacyTerms(figures_on=True, agreed_on=date(2026, 1, 1), agreed_by="the staff", told_metrics=REVIEWED)
METRICS = ("fcr_one_touch", "csat", "transfer_rate")
TURN = ("ann", "bob", "cyd", "robot")


def requests() -> list[Row]:
    """Three a day from 1 January on; solved after four hours, in a third of the cases by another than the owner."""
    found: list[Row] = []
    for number in range(270):
        created = datetime(2026, 1, 1, 8) + timedelta(hours=8 * number)
        owner = "dan" if number % 40 == 39 else TURN[number % 4]
        found.append(
            {
                "ticket_id": f"t{number}",
                "channel": "email",
                "team": "North",
                "topic": ("p", "q")[number % 5 // 3],
                "status": "solved",
                "created_at": created,
                "first_reply_at": created + timedelta(hours=1),
                "resolved_at": created + timedelta(hours=4),
                "agent": owner,
                "first_reply_agent": "bob" if number % 9 == 0 else owner,
                "resolved_by": "ann" if number % 6 == 1 else owner,
                "replies": 1 + number * 7 % 3 % 2,
                "transfers": number % 11 // 10,
            }
        )
    return found


def answers() -> list[Row]:
    """Of every second request; dan has no more than four."""
    found = []
    for number, row in enumerate(requests()):
        if number % 2 == 0 or row["agent"] == "dan":
            at = row["created_at"] + timedelta(days=1)
            known = {"survey_id": f"s{number}", "ticket_id": row["ticket_id"], "kind": "csat", "scale": "1-5"}
            words = f"words {number}" if number % 3 == 0 else None
            found.append(known | {"score": float(1 + number % 5), "answered_at": at, "comment": words})
    return found


def world(rows: Sequence[Row] | None = None) -> Generation:
    listed = [{"agent": name, "name": name.title(), "team": "North", "bot": False} for name in ("ann", "bob", "dan")]
    listed.append({"agent": "robot", "bot": True})
    tables = {"tickets": rows or requests(), "surveys": answers(), "agents": listed}
    generation = put(tables, EVERY)
    agree()
    return generation


def agree(terms: PrivacyTerms = AGREED) -> None:
    records.save_privacy(OWNER, "own", records.privacy(OWNER, "own").version, terms, "agreed")


def solved(agent: str, span: tuple[date, date]) -> list[Row]:
    return [row for row in requests() if row["resolved_by"] == agent and within(row["resolved_at"], span)]


def within(at: datetime, span: tuple[date, date]) -> bool:
    return span[0] <= at.date() <= span[1]


def test_figures_are_those_of_the_persons_rows() -> None:
    generation = world()
    found = review.sheet("ann", OWNER, generation, MARCH, METRICS)
    (fcr,) = (each for each in found.figures if each.metric.id == "fcr_one_touch")
    for value, span in ((fcr.crude, MARCH), (fcr.own_past, PAST)):
        mine = solved("ann", span)
        hits = sum(row["replies"] == 1 for row in mine)
        assert (value.n, value.value) == (len(mine), pytest.approx(hits / len(mine)))
    months = {(row["resolved_at"].year, row["resolved_at"].month) for row in solved("ann", (date.min, date.max))}
    assert len(fcr.trend) == 13
    assert {(month.year, month.month) for month, value in fcr.trend if value.n} == months
    assert sum(value.n for _month, value in fcr.trend) == len(solved("ann", (date.min, date.max)))
    assert fcr.limits is None, "three months have no limits"
    # As the team page compares them.
    table = people.fair(OWNER, generation, MARCH, {}).table.filter(metric="fcr_one_touch")
    row = table.filter(agent="ann").row(0, named=True)
    assert fcr.adjusted is not None
    assert (fcr.adjusted.value, fcr.expected, fcr.verdict) == (row["adjusted"], row["expected"], row["verdict"])
    assert fcr.peers is None, "of fewer than five colleagues each would be known"


def test_a_person_with_few_requests_has_their_number_and_no_figure() -> None:
    found = review.sheet("dan", OWNER, world(), MARCH, METRICS)
    for figure in found.figures:
        assert figure.too_few
        assert 0 < figure.crude.n < 10
        assert (figure.crude.value, figure.adjusted, figure.expected) == (None, None, None)
        assert figure.verdict == "too_few_to_show"
        assert all(value.value is None for _month, value in figure.trend if value.n < 5)
    assert found.findings == ()


def test_only_what_the_person_was_told_of_is_shown() -> None:
    generation = world()
    agree(replace(AGREED, told_metrics=("transfer_rate", "resolution_time", "handle_time")))
    found = review.sheet("ann", OWNER, generation, MARCH, ("csat", "transfer_rate", "resolution_time", "handle_time"))
    assert (found.metrics, found.untold) == (("transfer_rate",), ("csat",))
    assert set(found.absent) == {"resolution_time", "handle_time"}
    assert review.available(OWNER, generation) == ("transfer_rate",)
    agree(replace(AGREED, figures_on=False))
    for refused in (
        lambda: review.sheet("ann", OWNER, generation, MARCH, METRICS),
        lambda: review.sample("ann", "csat", OWNER, generation, MARCH),
        lambda: review.available(OWNER, generation),
    ):
        with pytest.raises(FiguresOff):
            refused()


@pytest.mark.parametrize("nobody", ["robot", "zoe"])
def test_who_is_no_person_has_no_review(nobody: str) -> None:
    with pytest.raises(Missing):
        review.sheet(nobody, OWNER, world(), MARCH, METRICS)


def test_what_customers_wrote_is_shown_from_five_answers_on() -> None:
    generation = world()
    owners = {row["ticket_id"]: row["agent"] for row in requests()}
    for agent in ("ann", "dan"):
        mine = [row for row in answers() if owners[row["ticket_id"]] == agent and within(row["answered_at"], MARCH)]
        found = review.sheet(agent, OWNER, generation, MARCH, METRICS).comments
        assert found.answers == len(mine)
        written = {row["survey_id"] for row in mine if row["comment"]}
        assert found.hidden == (len(mine) < 5)
        assert {each.survey_id for each in found.all} == (set() if found.hidden else written)
        assert {each.survey_id for each in found.praise} <= {row["survey_id"] for row in mine if row["score"] >= 4}
    assert review.sheet("ann", OWNER, generation, MARCH, METRICS).comments.praise


def test_effort_on_requests_of_others() -> None:
    found = review.sheet("bob", OWNER, world(), MARCH, METRICS).effort
    first = [row for row in requests() if row["first_reply_agent"] == "bob" and within(row["created_at"], MARCH)]
    assert found.answered == sum(row["agent"] != "bob" for row in first) > 0
    assert found.solved == 0
    assert (found.helped, found.notes) == (None, None)
    assert found.reason
    mine = [row for row in solved("ann", MARCH) if row["agent"] != "ann"]
    assert review.sheet("ann", OWNER, world(), MARCH, METRICS).effort.solved == len(mine) > 0


def test_help_is_counted_where_a_history_tells_it() -> None:
    at = datetime(2026, 3, 2, 10)
    events = [
        {"ticket_id": number, "event_id": f"{hour}", "at": at + timedelta(hours=hour), "kind": kind}
        | {"actor": "agent", "actor_id": who}
        for number, hour, kind, who in (
            ("1", 1, "public_reply", "ann"),
            ("1", 2, "internal_note", "ann"),
            ("2", 3, "internal_note", "ann"),
            ("1", 900, "internal_note", "ann"),
            ("1", 4, "public_reply", "bob"),
        )
    ]
    tickets = [{"ticket_id": number, "created_at": at, "channel": "email", "agent": "bob"} for number in ("1", "2")]
    generation = put({"tickets": tickets, "events": events, "agents": [{"agent": "ann"}]}, EVERY)
    agree()
    found = review.sheet("ann", OWNER, generation, MARCH, ()).effort
    assert (found.helped, found.replies, found.notes, found.reason) == (2, 1, 2, None)


def test_coverage_is_of_the_days_on_which_the_person_was_there() -> None:
    listed = [{"agent": "ann", "joined_on": date(2026, 3, 11), "left_on": date(2026, 4, 9)}]
    generation = put({"tickets": requests(), "agents": listed}, EVERY)
    agree()
    found = review.sheet("ann", OWNER, generation, (date(2026, 3, 1), date(2026, 4, 30)), METRICS).coverage
    last = max(row["resolved_at"] for row in requests()).date()
    assert (found.days, found.held) == (30, (last - date(2026, 3, 11)).days + 1)
    assert found.share == pytest.approx(found.held / 30)
    assert (found.first, found.last) == (date(2026, 3, 1), last)
    later = review.sheet("ann", OWNER, generation, (date(2027, 1, 1), date(2027, 1, 31)), METRICS)
    assert (later.coverage.days, later.coverage.share) == (0, None)
    assert later.figures[0].crude.n == 0


def test_examples_are_drawn_by_what_a_row_is_and_ordered_by_how_it_went() -> None:
    generation = world()
    mine = solved("ann", MARCH)
    found = review.sample("ann", "fcr_one_touch", OWNER, generation, MARCH, seed=7)

    def place(row: Row) -> str:
        told = (7, "test", row["ticket_id"], row["ticket_id"], "", "", "", "", "", row["resolved_at"].date())
        return sha256("\x1f".join(map(str, told)).encode()).hexdigest()

    assert found.n == len(mine)
    assert [each.id for each in found.random] == [row["ticket_id"] for row in sorted(mine, key=place)[:5]]
    assert all(each.good and each.value == 1 for each in found.best)
    assert all(not each.good and each.value == 2 for each in found.worst)
    middle = median(row["replies"] for row in mine)
    assert all(each.value == middle for each in found.typical)
    newest = max(row["resolved_at"].date() for row in mine if row["replies"] == 2)
    assert found.worst[0].on == newest
    assert review.sample("ann", "fcr_one_touch", OWNER, generation, MARCH, seed=8).random != found.random
    # A row that comes later moves no other.
    more = [
        *requests(),
        requests()[0] | {"ticket_id": "new", "resolved_by": "ann", "resolved_at": mine[0]["resolved_at"]},
    ]
    again = review.sample("ann", "fcr_one_touch", OWNER, world(more), MARCH, seed=7)
    kept = [each.id for each in again.random if each.id != "new"]
    assert kept == [each.id for each in found.random][: len(kept)]
    few = review.sample("dan", "csat", OWNER, generation, MARCH)
    assert few.reason
    assert few.random == ()


def a_goal(metric: str, target: float, **more: Any) -> str:
    priority = records.priorities(OWNER)[0] if records.priorities(OWNER) else records.add_priority(OWNER, "Loyal")
    usual = {"dataset": "own", "title": metric, "metric": metric, "where": {"agent": ["ann"]}, "owner": "Ada"}
    usual |= {"kind": "stay_at_or_above", "baseline": None, "target": target, "start": date(2026, 1, 1)}
    usual |= {"deadline": date(2026, 2, 28), "priority_id": priority.id}
    return records.create_goal(OWNER, GoalTerms(**(usual | more))).id


def test_goals_of_the_person_that_ran_in_the_period() -> None:
    generation = world()
    mine = a_goal("fcr_one_touch", 0.05)
    agreed = a_goal("csat", 0.99, where={"team": ["North"]}, deadline=date(2026, 3, 15))
    a_goal("csat", 0.9, where={"agent": ["bob"]})
    a_goal("csat", 0.9, start=date(2026, 3, 20), deadline=date(2026, 6, 30))
    terms = ReviewTerms(
        dataset="own", agent="ann", role="", first=date(2025, 7, 1), last=date(2025, 12, 31), team="North", lead="Eve",
        metrics=METRICS,
    )  # fmt: skip
    records.link(OWNER, records.open_review(OWNER, terms).id, agreed)
    first = (date(2026, 1, 1), date(2026, 3, 15))
    found = review.sheet("ann", OWNER, generation, first, METRICS)
    assert [(each.goal.id, each.agreed) for each in found.goals] == [(mine, False), (agreed, True)]
    met, missed = (
        next(each for each in found.findings if each.facts.get("goal") == goal_id) for goal_id in (mine, agreed)
    )
    assert (met.kind, met.rule, met.metric) == ("strength", "goal", "fcr_one_touch")
    assert met.evidence is not None
    assert met.evidence.n == met.facts["n"]
    assert (missed.kind, missed.evidence) == ("development", None), "the rows of a team are no evidence of a person"


def test_the_log_and_thanks_of_the_period() -> None:
    generation = world()
    for on in (date(2026, 2, 27), date(2026, 3, 5)):
        told = {"dataset": "own", "agent": "ann", "on": on, "text": "words", "by": "Eve"}
        records.add_training(OWNER, TrainingTerms(kind="coaching", **told))
        records.add_thanks(OWNER, ThanksTerms(**told))
    found = review.sheet("ann", OWNER, generation, MARCH, METRICS)
    assert [one.on for one in (*found.trainings, *found.thanks)] == [date(2026, 3, 5)] * 2


def test_a_frozen_body_is_the_same_bytes_and_holds_no_words_of_customers() -> None:
    generation = world()
    bodies = [review_body.body(review.sheet("ann", OWNER, generation, MARCH, METRICS)) for _time in range(2)]
    first, second = (records.canonical(each) for each in bodies)
    assert first == second == records.canonical(json.loads(first))
    assert "words" not in first
    assert bodies[0]["comments"]["all"]
    assert set(bodies[0]["definitions"]) == set(METRICS)
    assert (bodies[0]["generation"], len(bodies[0]["settings"])) == (generation.id, 64)
    (fcr,) = (each for each in bodies[0]["figures"] if each["metric"] == "fcr_one_touch")
    mine = solved("ann", MARCH)
    hits = sum(row["replies"] == 1 for row in mine)
    assert fcr["crude"]["value"] == hits / len(mine)
    assert len(review_body.definitions(bodies[0])) == 64


def test_a_correction_is_what_the_data_say_now_in_place_of_the_frozen() -> None:
    frozen = json.loads(records.canonical(review_body.body(review.sheet("ann", OWNER, world(), MARCH, METRICS))))
    same = review.sheet("ann", OWNER, world(), MARCH, METRICS)
    assert review_body.corrections(frozen, same) == ()
    rows = requests()
    changed = next(row for row in rows if row in solved("ann", MARCH) and row["replies"] == 1)
    changed["replies"] = 2
    now = review.sheet("ann", OWNER, world(rows), MARCH, METRICS)
    found = {(each.metric, each.what): each for each in review_body.corrections(frozen, now)}
    assert {metric for metric, _what in found} == {"fcr_one_touch"}
    crude = found["fcr_one_touch", "crude"]
    n = len(solved("ann", MARCH))
    assert (crude.kept["value"] - crude.now["value"]) == pytest.approx(1 / n)
    frozen["definitions"]["csat"] = "another"
    found = {(each.metric, each.what): each for each in review_body.corrections(frozen, same)}
    assert set(found) == {("csat", "definition")}
    fewer = review.sheet("ann", OWNER, world(), MARCH, METRICS[1:])
    assert ("fcr_one_touch", "metric") in {(each.metric, each.what) for each in review_body.corrections(frozen, fewer)}


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
