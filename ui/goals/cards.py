"""Goals in short, as pages draw them: the colour of a status, whom a goal is about. The words are words.py's.

The sentence that says how one goal stands is in sentence.py, what its chart is given in view.py.
"""

from answers.goal_standing import Standing
from data.records import Goal
from metrics.pace import Status
from ui import cards
from ui.cards import Status as Light
from ui.filters import channel_name
from ui.goals.words import confidence_short, confidence_word, kind_word, summary, word
from ui.language import gettext as _

__all__ = [
    "LIGHTS",
    "confidence_short",
    "confidence_word",
    "kind_word",
    "pill",
    "scope_words",
    "summary",
    "word",
]

LIGHTS: dict[Status, Light] = {
    "not_started": "undecided",
    "too_early": "undecided",
    "not_enough_data": "undecided",
    "awaiting_data": "undecided",
    "on_track": "on_track",
    "at_risk": "at_risk",
    "off_track": "off_track",
    "met": "met",
    "met_within_chance": "met",
    "missed_within_chance": "missed",
    "missed": "missed",
}


def scope_words(goal: Goal) -> str:
    """Whom a goal is about: its channels and teams, or everybody."""
    channels = [channel_name(name) for name in goal.where.get("channel", [])]
    return ", ".join([*channels, *goal.where.get("team", [])]) or _("All requests")


def pill(goal: Goal, standing: Standing) -> str:
    """The status of a goal as HTML; an archived one is not judged any more."""
    if goal.archived_at is not None:
        return cards.status("undecided", _("archived"))
    return cards.status(LIGHTS[standing.status], word(standing.status))
