"""What a review of a person's period consists of, and which reviews can be. How they are kept is in reviews.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from data.records.goal_terms import DATASETS

STATES = ("draft", "shared", "discussed", "acknowledged")
LONGEST = 20_000  # characters of a text
LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class ReviewTerms:
    """What people enter about one agent's period."""

    dataset: str  # one of DATASETS
    agent: str  # as the data calls them
    role: str
    first: date  # of the period
    last: date  # included
    team: str | None
    lead: str  # the person who reviews
    lead_notes: str = ""
    self_assessment: str = ""  # by the agent, before the meeting
    agent_comment: str = ""  # what is added after the acknowledgement follows below, each under its date
    metrics: tuple[str, ...]  # ids of the catalogue: those the agent was told of


@dataclass(frozen=True, kw_only=True)
class Review(ReviewTerms):
    """A review as it is kept. Instants are aware, in UTC; version grows by one with each change."""

    id: str
    state: str  # one of STATES
    shared_on: date | None  # null before each state is reached
    discussed_on: date | None
    acknowledged_on: date | None
    acknowledged_by: str | None  # the human who did
    created_at: datetime
    created_by: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ActionTerms:
    """What somebody does for the agent's development."""

    review_id: str
    text: str
    owner: str
    due: date
    done_on: date | None = None  # null while it is open


@dataclass(frozen=True, kw_only=True)
class Action(ActionTerms):
    """An action as it is kept. `created_at` is aware, in UTC; version grows by one with each change."""

    id: str
    created_at: datetime
    created_by: str
    version: int


def rules_of_review(terms: ReviewTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise. A later rule of a field needs the earlier ones."""
    yield "dataset", terms.dataset in DATASETS, "A review belongs to the demonstration data or to your own."
    yield "agent", bool(terms.agent), "Choose the person whose period is reviewed."
    yield "role", len(terms.role) <= LONGEST_NAME, "Name the role in at most 200 characters."
    yield "first", type(terms.first) is date, "Choose the first day of the period."
    yield "last", type(terms.last) is date, "Choose the last day of the period."
    dated = type(terms.first) is date and type(terms.last) is date
    yield "last", not dated or terms.first <= terms.last, "The period ends on its first day or after it."
    yield "team", terms.team is None or bool(terms.team), "Choose a team, or none."
    yield "lead", bool(terms.lead), "Name the person who reviews."
    yield "lead", len(terms.lead) <= LONGEST_NAME, "Name the person in at most 200 characters."
    for name in ("lead_notes", "self_assessment", "agent_comment"):
        yield name, len(getattr(terms, name)) <= LONGEST, "Write at most 20,000 characters."
    yield "metrics", all(each.strip() for each in terms.metrics), "Choose the metrics among those of the catalogue."
    yield "metrics", len(set(terms.metrics)) == len(terms.metrics), "Choose each metric once."


def rules_of_action(terms: ActionTerms) -> Iterator[tuple[str, bool, str]]:
    """Field, whether it is sound, what is wrong with it otherwise."""
    yield "text", bool(terms.text), "Say what is to be done."
    yield "text", len(terms.text) <= LONGEST, "Write at most 20,000 characters."
    yield "owner", bool(terms.owner), "Name the person who does it."
    yield "owner", len(terms.owner) <= LONGEST_NAME, "Name the person in at most 200 characters."
    yield "due", type(terms.due) is date, "Say until when it is done."
    yield "done_on", terms.done_on is None or type(terms.done_on) is date, "Choose the day on which it was done."
