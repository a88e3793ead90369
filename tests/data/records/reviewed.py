"""Reviews for tests: terms that can be kept, and a review at any of its states."""

from datetime import date
from typing import Any

from data import records
from data.records import STATES, Review, ReviewTerms
from data.scope import OWNER

DAYS = {"shared": date(2026, 7, 10), "discussed": date(2026, 7, 20), "acknowledged": date(2026, 7, 22)}
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def review_terms(**values: Any) -> ReviewTerms:
    usual: dict[str, Any] = {
        "dataset": "demonstration",
        "agent": "a-1",
        "role": "Agent, second level",
        "first": FIRST,
        "last": LAST,
        "team": "North",
        "lead": "Ada",
        "metrics": ("csat", "reopen_rate"),
    }
    return ReviewTerms(**usual | values)


def reviewed(state: str = "draft", **values: Any) -> Review:
    """A review that was taken to a state by Ada."""
    held = records.open_review(OWNER, review_terms(**values))
    for step in STATES[1 : STATES.index(state) + 1]:
        held = records.move_review(OWNER, held.id, held.version, step, "Ada", DAYS[step])
    return held
