"""Goals that page tests keep, and how they press and fill what stands on a goal's page."""

from datetime import UTC, date, datetime
from typing import Any

from streamlit.testing.v1 import AppTest

from data import records
from data.records import CheckIn, CheckInTerms, Goal, GoalTerms
from data.scope import OWNER
from tests.pages.reading import plain, ran

TODAY = date(2026, 10, 22)  # two days after the last one of the demonstration data
SET = datetime(2026, 1, 1, 9, tzinfo=UTC)


def keep(**terms: Any) -> Goal:
    """A goal on customer satisfaction from 80 to 90 % within 2026, set on its first day, where nothing else is said."""
    priority = next(iter(records.priorities(OWNER)), None) or records.add_priority(OWNER, "Loyal customers")
    usual: dict[str, Any] = {
        "dataset": "demonstration",
        "title": "Happier customers",
        "metric": "csat",
        "kind": "increase_to",
        "baseline": 0.8,
        "baseline_reason": "last year's report",
        "target": 0.9,
        "start": date(2026, 1, 1),
        "deadline": date(2026, 12, 31),
        "owner": "Ada",
        "priority_id": priority.id,
    }
    return records.create_goal(OWNER, GoalTerms(**usual | terms), now=SET)


def press(at: AppTest, label: str) -> AppTest:
    """The page after the first button of this name was pressed."""
    next(button for button in at.button if button.label == label).click()
    return ran(at)


def box(at: AppTest, begins: str, field: str) -> Any:
    """The one box whose key begins so and names the field."""
    kinds = (at.text_input, at.text_area, at.number_input, at.date_input, at.selectbox, at.segmented_control)
    found = [each for boxes in kinds for each in boxes if each.key and each.key.startswith(begins)]
    [one] = [each for each in found if f"-{field}" in each.key]
    return one


def of(at: AppTest, goal: Goal, field: str) -> Any:
    """The box of one field in the form that changes a goal."""
    return box(at, f"change-{goal.id}-", field)


def say(goal: Goal, on: date, **terms: object) -> CheckIn:
    usual: dict[str, object] = {"note": "It goes well.", "confidence": "high"}
    return records.add_check_in(OWNER, CheckInTerms(goal_id=goal.id, on=on, **usual | terms))  # type: ignore[arg-type]


def part(at: AppTest, name: str) -> str:
    """What the one element of this class says."""
    [found] = [plain(each.value) for each in at.html if f'class="{name}"' in each.value]
    return found
