"""What is known of a source as a whole, and not of a row: its clock, and what it tells at all.

Where a source never fills a column, an empty value is unknown; where it does, an empty value is a no.
"""

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from data.columns import INSTANT

# A request that counts: what a customer asked, no outbound call, spam, merged or test row. Untold is the usual.
COUNTED = (pl.col("direction").fill_null("inbound") == "inbound") & (pl.col("kind").fill_null("request") == "request")

# The events that can tell how late a source's clock has come; due dates lie in the future and are none.
TICKET_EVENTS = (
    "created_at",
    "handoff_at",
    "first_reply_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "ended_at",
    "complaint_answered_at",
    "followed_up_at",
    "routed_at",
    "updated_at",
)
SURVEY_EVENTS = ("sent_at", "answered_at", "routed_at")

# What a source tells: the columns of tickets of which one has a value.
TELLS = {
    "replies": ("first_reply_at",),  # else nobody can say who still waits
    "reply_flags": ("reply_flag",),
    "resolution_flags": ("resolution_flag",),
    "resolutions": ("resolved_at",),  # solving apart from closing; else the closing stands for both
    "owners": ("agent",),
    "complaints": ("complaint",),
    "complaint_answers": ("complaint_answered_at",),
    "routes": ("routed_at",),  # in requests or surveys
    "follow_ups": ("followed_up_at",),
    "bots": ("bot_solved",),
    "sales": ("offer_accepted", "revenue"),
}
# What a history tells by itself: kind of event → which of TELLS.
OF_HISTORY = {"public_reply": "replies", "status": "resolutions", "owner": "owners"}


@dataclass(frozen=True)
class Source:
    """One source: its latest instant, what it tells (of TELLS), and the clocks whose policies its history applies."""

    name: str
    as_of: datetime | None
    tells: frozenset[str] = field(default_factory=frozenset)
    applied: frozenset[str] = field(default_factory=frozenset)


def table(sources: list[Source]) -> pl.DataFrame:
    """source, as_of, tells_… for each of TELLS, applies_first_response and applies_resolution."""
    rows = [
        {"source": one.name, "as_of": one.as_of}
        | {f"tells_{what}": what in one.tells for what in TELLS}
        | {f"applies_{clock}": clock in one.applied for clock in ("first_response", "resolution")}
        for one in sources
    ]
    booleans = [*(f"tells_{what}" for what in TELLS), "applies_first_response", "applies_resolution"]
    return pl.DataFrame(rows, schema={"source": pl.String(), "as_of": INSTANT} | dict.fromkeys(booleans, pl.Boolean()))
