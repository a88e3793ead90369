"""Who had to do with what, counted once more in plain Python; who is found in the demonstration company and who is not;
and when there is no figure of a single person at all."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from answers import people
from answers.evidence import asked, behind
from data import records
from data.errors import FiguresOff
from data.records import PrivacyTerms
from data.sample import Recipe
from data.sample.company import TRUTHS
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from tests.demonstration import make
from tests.worlds import put

Row = dict[str, Any]
WHOLE = (date(2026, 1, 1), date(2026, 12, 31))
MONDAY = datetime(2026, 3, 2, 10)
EVERY = Settings(zone="UTC")
AGREED = PrivacyTerms(figures_on=True, agreed_on=date(2026, 1, 1), agreed_by="the staff", told_metrics=people.COMPARED)


def agree(terms: PrivacyTerms = AGREED) -> None:
    records.save_privacy(OWNER, "own", records.privacy(OWNER, "own").version, terms, "agreed")


def a_request(number: int, **more: Any) -> Row:
    solved = {"status": "solved", "resolved_at": MONDAY + timedelta(hours=9), "replies": 1 + number % 2, "transfers": 0}
    reply = {"first_reply_at": MONDAY + timedelta(hours=1)}
    return {"ticket_id": str(number), "channel": "email", "team": "North", "created_at": MONDAY} | solved | reply | more


def mixed() -> list[Row]:
    """Requests that one took, another answered and a third solved; some of nobody, some of a bot."""
    turn = ("ann", "bob", "cyd", None, "robot")
    return [
        a_request(
            number,
            channel=("email", "social", "phone")[number % 3],
            topic=("p", "q", None)[number % 4 % 3],
            priority=("low", "high")[number % 7 % 2],
            agent=turn[number % 5],
            first_reply_agent=turn[number % 4] if number % 3 else None,
            resolved_by=turn[number % 3] if number % 2 else None,
            transfers=number % 6 // 5,
        )
        for number in range(240)
    ]


@pytest.fixture
def mixed_world() -> Generation:
    listed = [{"agent": name, "name": "Ann" if name != "cyd" else None, "bot": False} for name in ("ann", "bob", "cyd")]
    generation = put({"tickets": mixed(), "agents": [*listed, {"agent": "robot", "bot": True}]}, EVERY)
    agree()
    return generation


OWNERS: Mapping[str, Callable[[Row], str | None]] = {
    "fcr_one_touch": lambda row: row["resolved_by"] or row["agent"],
    "first_response_within": lambda row: row["first_reply_agent"] or row["agent"],
    "transfer_rate": lambda row: row["agent"],
}
HITS: Mapping[str, Callable[[Row], bool]] = {
    "fcr_one_touch": lambda row: row["replies"] == 1,
    "first_response_within": lambda row: row["channel"] in ("email", "social"),  # promised within a day and two hours
    "transfer_rate": lambda row: row["transfers"] > 0,
}
QUEUE = ("phone", "chat")


def plainly(metric: str, attribution: str) -> dict[str | None, tuple[int, int]]:
    """agent → n and hits."""
    rows = [row for row in mixed() if row["channel"] not in QUEUE or metric == "transfer_rate"]
    owner = OWNERS[metric] if attribution == "owner_of_the_part" else (lambda row: row["agent"])
    n = Counter(owner(row) for row in rows)
    hits = Counter(owner(row) for row in rows if HITS[metric](row))
    return {agent: (n[agent], hits[agent]) for agent in n}


@pytest.mark.parametrize("attribution", ["owner_of_the_part", "helpdesk"])
@pytest.mark.parametrize("metric", list(OWNERS))
def test_a_request_counts_for_who_did_the_part_or_owns_it(
    mixed_world: Generation, metric: str, attribution: Any
) -> None:
    found = people.counts(metric, OWNER, mixed_world, WHOLE, {}, attribution)
    expected = plainly(metric, attribution)
    sums = found.group_by("agent").agg(pl.col("n", "hits").sum())
    assert {agent: (n, hits) for agent, n, hits in sums.iter_rows()} == {
        agent: both for agent, both in expected.items() if agent not in (None, "robot")
    }
    beside = people.fair(OWNER, mixed_world, WHOLE, {}, [metric], attribution).beside[metric]
    assert (beside.nobody, beside.bots) == tuple(expected.get(who, (0, 0))[0] for who in (None, "robot"))
    # The rows behind a person are as many as the figure says.
    whose = "agent" if attribution == "owner_of_the_part" else "owner"
    evidence = behind(
        asked(metric, WHOLE, people.rows_of(metric, {}), None, **{whose: "ann"}), OWNER, mixed_world, None
    )
    assert evidence.n == evidence.rows.height == expected["ann"][0]


def test_the_difference_of_attributions_is_that_of_both_counts(mixed_world: Generation) -> None:
    found = people.attribution_difference("fcr_one_touch", OWNER, mixed_world, WHOLE, {})
    own, owned = (plainly("fcr_one_touch", way) for way in ("owner_of_the_part", "helpdesk"))
    assert found["agent"].to_list() == ["ann", "bob", "cyd"]
    for row in found.iter_rows(named=True):
        for sides, prefix in ((own, ""), (owned, "helpdesk_")):
            n, hits = sides[row["agent"]]
            assert row[f"{prefix}n"] == n
            assert row[f"{prefix}value"] == pytest.approx(hits / n)


def test_people_are_called_by_their_names(mixed_world: Generation) -> None:
    """Two who are called alike are told apart; who has no name is called by the id."""
    found = people.names(OWNER, mixed_world)
    assert [found[agent] for agent in ("ann", "bob", "cyd")] == ["Ann (ann)", "Ann (bob)", "cyd"]


def test_a_priority_counts_as_it_was_at_arrival() -> None:
    """What was given later, by whoever had the request, does not make it another kind of request."""

    def event(number: int, hours: float, value: str, previous: str | None) -> Row:
        at = MONDAY + timedelta(hours=hours)
        return {"ticket_id": str(number), "at": at, "kind": "priority", "value": value, "previous": previous}

    changes = [event(1, 0, "low", None), event(1, 2, "urgent", "low")]
    changes += [event(2, 3, "urgent", None), event(3, 4, "high", "normal")]
    rows = [a_request(number, agent="ann", topic="p", priority="urgent") for number in (1, 2, 3, 4)]
    generation = put({"tickets": rows, "events": changes}, EVERY)
    agree()
    found = people.counts("transfer_rate", OWNER, generation, WHOLE, {}).rows(named=True)
    assert Counter(row["priority"] for row in found for _ in range(row["n"])) == Counter(
        ["low", None, "normal", "urgent"]
    )


@pytest.mark.parametrize(
    ("day", "hour", "shift"), [(2, 10, "day"), (2, 3, "night"), (6, 22, "night"), (7, 11, "weekend"), (8, 3, "weekend")]
)
def test_when_a_request_came_counts_where_it_is_about_time(day: int, hour: int, shift: str) -> None:
    at = datetime(2026, 3, day, hour)
    replied = {"created_at": at, "first_reply_at": at + timedelta(hours=1), "resolved_at": at + timedelta(hours=5)}
    generation = put({"tickets": [a_request(1, agent="ann", **replied)]}, EVERY)
    agree()
    assert people.counts("first_response_within", OWNER, generation, WHOLE, {})["shift"].to_list() == [shift]
    assert "shift" not in people.counts("transfer_rate", OWNER, generation, WHOLE, {}).columns


def test_without_an_agreement_there_is_no_figure_of_a_person(mixed_world: Generation) -> None:
    agree(replace(AGREED, figures_on=False))
    for refused in (
        lambda: people.allowed(OWNER, mixed_world),
        lambda: people.counts("csat", OWNER, mixed_world, WHOLE, {}),
        lambda: people.fair(OWNER, mixed_world, WHOLE, {}),
        lambda: people.attribution_difference("csat", OWNER, mixed_world, WHOLE, {}),
    ):
        with pytest.raises(FiguresOff):
            refused()
    agree(replace(AGREED, told_metrics=("transfer_rate",)))
    found = people.fair(OWNER, mixed_world, WHOLE, {})
    assert found.metrics == found.told == ("transfer_rate",)
    assert "fcr_one_touch" in found.untold


def test_a_comparison_that_turns_round_within_every_kind_is_told() -> None:
    """Ann has the easy topic, Bob the hard one; Bob is better in both (Simpson 1951)."""
    cases = {("ann", "easy"): (90, 81), ("ann", "hard"): (10, 3), ("bob", "easy"): (10, 10), ("bob", "hard"): (90, 36)}
    rows: list[Row] = []
    for (agent, topic), (n, hits) in cases.items():
        replies = [1] * hits + [2] * (n - hits)
        rows += [a_request(len(rows) + i, agent=agent, topic=topic, replies=each) for i, each in enumerate(replies)]
    generation = put({"tickets": rows}, EVERY)
    agree()
    (pair,) = people.fair(OWNER, generation, WHOLE, {}, ["fcr_one_touch"]).simpson
    assert (pair.higher, pair.lower, pair.all_higher.value, pair.all_lower.value) == ("ann", "bob", 0.84, 0.46)
    assert {(each.topic, each.higher.value, each.lower.value) for each in pair.strata} == {
        ("easy", 0.9, 1.0),
        ("hard", 0.3, 0.4),
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return make(tmp_path_factory.mktemp("people"), Recipe(tickets=60_000, seed=3, until=date(2026, 10, 31)))


def test_the_truly_better_one_is_found_and_the_one_with_easy_requests_is_not(
    company: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARAZU_HOME", str(company.path.parents[2]))
    found = people.fair(OWNER, company, (date(2024, 11, 1), date(2026, 10, 31)), {})
    assert set(found.metrics) == set(people.COMPARED) - {"reopen_rate"}
    flagged = found.table.filter(pl.col("verdict").str.ends_with("beyond_chance"))
    assert flagged.select("metric", "agent", "verdict").rows() == [
        ("csat", TRUTHS.better_agent, "better_beyond_chance")
    ]
    csat = found.table.filter(metric="csat")
    easy = csat.filter(agent=TRUTHS.easy_agent).row(0, named=True)
    overall = found.comparisons["csat"].overall
    assert overall is not None
    assert easy["value"] > overall + 0.05, "splendid as it is"
    assert abs(easy["value"] - easy["expected"]) < 0.02, "and just as expected of these requests"
    assert 0 < (found.detectable["csat"] or 0) < TRUTHS.better_by
