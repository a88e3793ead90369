"""What is open in the reviews of people, and until when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from answers.review_steps import Step, open_steps
from data import records
from data.records import STATES, ActionTerms, PrivacyTerms, Review, ReviewTerms
from data.scope import OWNER, Scope
from data.store import Generation
from tests.worlds import put

CREATED = datetime.fromisoformat("2026-07-03T12:00+00:00")
DAYS = {"shared": date(2026, 7, 10), "discussed": date(2026, 7, 20), "acknowledged": date(2026, 7, 22)}
SUMMER = date(2026, 7, 31)


@pytest.fixture
def generation() -> Generation:
    told = PrivacyTerms(figures_on=True, agreed_on=date(2026, 1, 1), agreed_by="Council", told_metrics=("csat",))
    records.save_privacy(OWNER, "own", 0, told, "Agreed")
    return put({"tickets": [{"ticket_id": "1", "status": "open", "created_at": datetime(2026, 7, 31, 9)}]})


def reviewed(state: str = "draft", **values: Any) -> Review:
    usual: dict[str, Any] = {"dataset": "own", "agent": "a-1", "role": "", "team": "North", "lead": "Ada"}
    usual |= {"first": date(2026, 1, 1), "last": date(2026, 6, 30), "metrics": ("csat",)}
    held = records.open_review(OWNER, ReviewTerms(**usual | values), now=CREATED)
    for step in STATES[1 : STATES.index(state) + 1]:
        held = records.move_review(OWNER, held.id, held.version, step, "Ada", DAYS[step])
    return held


def test_a_draft_is_shared_within_two_weeks_of_its_opening(generation: Generation) -> None:
    held = reviewed()
    assert open_steps(OWNER, generation, date(2026, 7, 17)) == []
    for late in (date(2026, 7, 18), date(2027, 7, 18)):
        assert open_steps(OWNER, generation, late) == [Step(held.id, "a-1", "share", date(2026, 7, 17))]


def test_a_draft_of_a_period_that_runs_is_shared_within_two_weeks_of_its_end(generation: Generation) -> None:
    held = reviewed(last=date(2026, 7, 31))
    assert open_steps(OWNER, generation, date(2026, 8, 14)) == []
    assert open_steps(OWNER, generation, date(2026, 8, 15)) == [Step(held.id, "a-1", "share", date(2026, 8, 14))]


def test_what_a_review_waits_for_is_told_at_once(generation: Generation) -> None:
    held = reviewed("shared")
    [waiting] = open_steps(OWNER, generation, DAYS["shared"])
    assert waiting == Step(held.id, "a-1", "self_assessment", date(2026, 7, 17))
    held = records.change_review(OWNER, held.id, held.version, self_assessment="Well")
    assert open_steps(OWNER, generation, SUMMER) == [Step(held.id, "a-1", "discussion", date(2026, 7, 24))]
    held = records.move_review(OWNER, held.id, held.version, "discussed", "Ada", DAYS["discussed"])
    assert open_steps(OWNER, generation, SUMMER) == [Step(held.id, "a-1", "acknowledgement", date(2026, 7, 27))]
    records.move_review(OWNER, held.id, held.version, "acknowledged", "Bea", DAYS["acknowledged"])
    assert open_steps(OWNER, generation, SUMMER) == []


@pytest.mark.parametrize("state", STATES)
def test_an_action_is_told_the_day_after_it_was_due_until_it_is_done(generation: Generation, state: str) -> None:
    held = reviewed(self_assessment="Well")
    terms = ActionTerms(review_id=held.id, text="Shadow Bea", owner="Ada", due=date(2026, 7, 15))
    action = records.add_action(OWNER, terms)
    for step in STATES[1 : STATES.index(state) + 1]:
        held = records.move_review(OWNER, held.id, held.version, step, "Ada", DAYS[step])

    def told(today: date) -> list[Step]:
        return [each for each in open_steps(OWNER, generation, today) if each.what == "action"]

    assert told(date(2026, 7, 15)) == []
    assert told(date(2026, 7, 16)) == [Step(held.id, "a-1", "action", date(2026, 7, 15), "Shadow Bea")]
    records.change_action(OWNER, action.id, 1, done_on=date(2026, 7, 30))
    assert told(date(2026, 7, 31)) == []


def test_the_next_review_is_due_when_an_equally_long_period_is_over(generation: Generation) -> None:
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    reviewed("acknowledged", first=date(2025, 7, 1), last=date(2025, 12, 31))
    latest = reviewed("acknowledged", first=first, last=last)
    due = last + timedelta(days=181)  # as many days as the first half of 2026 has
    assert open_steps(OWNER, generation, due) == []
    assert open_steps(OWNER, generation, due + timedelta(days=1)) == [Step(latest.id, "a-1", "next_review", due)]
    reviewed(first=date(2026, 7, 1), last=date(2026, 12, 28))  # the next one is under way
    assert open_steps(OWNER, generation, due + timedelta(days=1)) == []


@pytest.mark.parametrize(("left_on", "told"), [(date(2026, 12, 27), 0), (date(2026, 12, 28), 1), (None, 1)])
def test_who_left_before_needs_no_next_review(generation: Generation, left_on: date | None, told: int) -> None:
    reviewed("acknowledged")
    tickets = [{"ticket_id": "1", "status": "open", "created_at": datetime(2026, 7, 31, 9)}]
    listed = put({"tickets": tickets, "agents": [{"agent": "a-1", "left_on": left_on}]})
    assert len(open_steps(OWNER, listed, date(2026, 12, 29))) == told
    assert generation.dataset == listed.dataset


def test_steps_come_by_due_date_of_the_reviews_that_are_seen(generation: Generation) -> None:
    draft, shared = reviewed(agent="a-2", team="South"), reviewed("shared")
    records.open_review(
        OWNER,
        ReviewTerms(
            dataset="demonstration",
            agent="a-3",
            role="",
            first=date(2025, 1, 1),
            last=date(2025, 6, 30),
            team="North",
            lead="Ada",
            metrics=(),
        ),
        now=CREATED,
    )
    discussed = reviewed("discussed", agent="a-0")
    steps = open_steps(OWNER, generation, SUMMER)
    assert [each.review_id for each in steps] == [shared.id, draft.id, discussed.id]
    assert steps == sorted(steps, key=lambda each: (each.due, each.agent))
    assert open_steps(Scope(actor="lead", teams=("South",)), generation, SUMMER) == [steps[1]]
    assert open_steps(Scope(actor="a-1", agents=("a-1",)), generation, SUMMER) == [steps[0]]
    assert open_steps(Scope(actor="stranger"), generation, SUMMER) == []
