"""Examples of the rows behind a figure: which are drawn, and in what order the others come."""

from hashlib import sha256
from statistics import median

from answers import review
from data.scope import OWNER
from data.store import Generation
from tests.answers.review_world import MARCH, Row, agree, requests, solved, world


def test_examples_are_drawn_by_what_a_row_is_and_ordered_by_how_it_went(small_team: Generation) -> None:
    agree()
    mine = solved("ann", MARCH)
    found = review.sample("ann", "fcr_one_touch", OWNER, small_team, MARCH, seed=7)

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
    assert review.sample("ann", "fcr_one_touch", OWNER, small_team, MARCH, seed=8).random != found.random
    # A row that comes later moves no other.
    more = [
        *requests(),
        requests()[0] | {"ticket_id": "new", "resolved_by": "ann", "resolved_at": mine[0]["resolved_at"]},
    ]
    again = review.sample("ann", "fcr_one_touch", OWNER, world(more), MARCH, seed=7)
    kept = [each.id for each in again.random if each.id != "new"]
    assert kept == [each.id for each in found.random][: len(kept)]
    few = review.sample("dan", "csat", OWNER, small_team, MARCH)
    assert few.reason
    assert few.random == ()
