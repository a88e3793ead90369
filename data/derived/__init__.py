"""Facts plus settings give derived rows: elapsed and open seconds, promises kept or broken, local dates.

A change of settings rebuilds only this floor. The rules are those of the metric contract; no metric is computed here.
sources.py: what a source as a whole tells; requests.py, surveys.py, others.py: one table each; customers.py: what a
customer's other requests tell; happenings.py: rows made of histories.
"""

from data.derived.customers import COLUMNS as AROUND
from data.derived.customers import around
from data.derived.happenings import Happenings
from data.derived.others import agent_time, agents, help_sessions, orders, quality_checks
from data.derived.requests import tickets
from data.derived.sources import SURVEY_EVENTS, TICKET_EVENTS, Source
from data.derived.surveys import surveys

__all__ = [
    "AROUND",
    "SURVEY_EVENTS",
    "TICKET_EVENTS",
    "Happenings",
    "Source",
    "agent_time",
    "agents",
    "around",
    "help_sessions",
    "orders",
    "quality_checks",
    "surveys",
    "tickets",
]
