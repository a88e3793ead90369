"""What people did on requests that belonged to somebody else at that moment."""

import polars as pl

from data.history.histories import Histories
from data.history.owners import owner_at

KINDS = ("public_reply", "internal_note")


def help_given(histories: Histories) -> pl.DataFrame:
    """One row per public reply and internal note of a person who was not the owner: source, ticket_id, at, kind, agent.

    In order. On a request of nobody it is no help but the work itself; so is what was written before the creation.
    """
    c = pl.col
    wrote = histories.events.filter(
        c("kind").is_in(KINDS) & (c("actor") == "agent") & c("actor_id").is_not_null() & ~c("early")
    ).select("ticket", "at", "kind", agent="actor_id")
    owner = owner_at(wrote, histories.owners, histories.requests)
    return (
        wrote.with_columns(_owner=owner)
        .filter(c("_owner") != c("agent"))
        .join(
            histories.requests.select("ticket", "source", "ticket_id"), on="ticket", how="left", maintain_order="left"
        )
        .select("source", "ticket_id", "at", "kind", "agent")
    )
