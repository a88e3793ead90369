"""The open steps of the reviews of people: what is next, whose review it is, and when it is due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from answers import review_context
from data import records
from data.records import Action, Review
from data.scope import Scope
from data.store import Generation

What = Literal["share", "self_assessment", "discussion", "acknowledgement", "action", "next_review"]

# How long each step may take: from opening the draft (or the period's end, if later), sharing, and discussing.
SHARE = timedelta(days=14)
SELF_ASSESSMENT = timedelta(days=7)
DISCUSSION = timedelta(days=14)
ACKNOWLEDGEMENT = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """What is open in a review. due: the day until when; text: of an action, what is to be done."""

    review_id: str
    agent: str
    what: What
    due: date
    text: str = ""


def open_steps(scope: Scope, generation: Generation, today: date) -> list[Step]:
    """What is open in the reviews that the scope sees, the one due first at the top.

    A draft, an action and the next review are told once their day has passed. From sharing on it is told at once what
    the review waits for: the agent's self-assessment, then the discussion, then the acknowledgement. Who leaves before
    the next review is due needs none.
    """
    held = records.reviews(scope, generation.dataset)
    actions = records.actions(scope, [each.id for each in held])
    agents = {each.id: each.agent for each in held}
    left = review_context.left(scope, generation)
    found = [step for each in held for step in _of_review(each, today)]
    found += [
        Step(each.review_id, agents[each.review_id], "action", each.due, each.text) for each in _overdue(actions, today)
    ]
    found += [each for each in _next_reviews(held, today) if each.due <= left.get(each.agent, each.due)]
    return sorted(found, key=lambda step: (step.due, step.agent, step.review_id, step.what, step.text))


def _of_review(review: Review, today: date) -> Iterator[Step]:
    if review.state == "draft":
        due = max(review.created_at.date(), review.last) + SHARE
        if due < today:
            yield Step(review.id, review.agent, "share", due)
    elif review.state == "shared" and review.shared_on is not None:
        if review.self_assessment:
            yield Step(review.id, review.agent, "discussion", review.shared_on + DISCUSSION)
        else:
            yield Step(review.id, review.agent, "self_assessment", review.shared_on + SELF_ASSESSMENT)
    elif review.state == "discussed" and review.discussed_on is not None:
        yield Step(review.id, review.agent, "acknowledgement", review.discussed_on + ACKNOWLEDGEMENT)


def _overdue(actions: Iterable[Action], today: date) -> Iterator[Action]:
    return (each for each in actions if each.done_on is None and each.due < today)


def _next_reviews(held: Sequence[Review], today: date) -> Iterator[Step]:
    """Of each agent whose latest review was acknowledged: another one as soon as an equally long period is over."""
    latest: dict[str, Review] = {}
    for each in held:  # the latest period first
        latest.setdefault(each.agent, each)
    for agent, review in latest.items():
        due = review.last + (review.last - review.first) + timedelta(days=1)
        if review.state == "acknowledged" and due < today:
            yield Step(review.id, agent, "next_review", due)
