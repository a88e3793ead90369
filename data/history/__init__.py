"""From the events of a request to its durations, promises and flow. What an export itself says of them is not here."""

from data.history.actors import known
from data.history.help import help_given
from data.history.histories import Histories
from data.history.promises import applications, due
from data.history.schedules import Schedules
from data.history.steps import steps
from data.history.surveys import surveys
from data.history.tickets import tickets
from data.history.turns import turns

__all__ = [
    "Histories",
    "Schedules",
    "applications",
    "due",
    "help_given",
    "known",
    "steps",
    "surveys",
    "tickets",
    "turns",
]
