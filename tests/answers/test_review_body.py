"""What is frozen of a review: the same bytes each time; and where the data say something else by now."""

import json

import pytest

from answers import review, review_body
from data import records
from data.scope import OWNER
from data.store import Generation
from tests.answers.review_world import (
    MARCH,
    METRICS,
    agree,
    requests,
    solved,
    world,
)


def test_a_frozen_body_is_the_same_bytes_and_holds_no_words_of_customers(small_team: Generation) -> None:
    agree()
    bodies = [review_body.body(review.sheet("ann", OWNER, small_team, MARCH, METRICS)) for _time in range(2)]
    first, second = (records.canonical(each) for each in bodies)
    assert first == second == records.canonical(json.loads(first))
    assert "words" not in first
    assert bodies[0]["comments"]["all"]
    assert set(bodies[0]["definitions"]) == set(METRICS)
    assert (bodies[0]["generation"], len(bodies[0]["settings"])) == (small_team.id, 64)
    (fcr,) = (each for each in bodies[0]["figures"] if each["metric"] == "fcr_one_touch")
    mine = solved("ann", MARCH)
    hits = sum(row["replies"] == 1 for row in mine)
    assert fcr["crude"]["value"] == hits / len(mine)
    assert len(review_body.definitions(bodies[0])) == 64


def test_a_correction_is_what_the_data_say_now_in_place_of_the_frozen(small_team: Generation) -> None:
    agree()
    frozen = json.loads(records.canonical(review_body.body(review.sheet("ann", OWNER, small_team, MARCH, METRICS))))
    same = review.sheet("ann", OWNER, small_team, MARCH, METRICS)
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
    fewer = review.sheet("ann", OWNER, small_team, MARCH, METRICS[1:])
    assert ("fcr_one_touch", "metric") in {(each.metric, each.what) for each in review_body.corrections(frozen, fewer)}
