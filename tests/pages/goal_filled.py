"""What is done with the form of a new goal, and what it leaves."""

from streamlit.testing.v1 import AppTest

from data import records
from data.scope import OWNER
from tests.pages.reading import plain, ran


def save(at: AppTest) -> AppTest:
    next(button for button in at.button if button.label == "Save the goal").click()
    return ran(at)


def faults(at: AppTest) -> list[str]:
    return [plain(error.value) for error in at.error]


def kept() -> list[records.Goal]:
    return records.goals(OWNER, "demonstration")
