"""How long each message of a customer waited for its reply."""

import polars as pl

from data.history import replies
from data.history.histories import Histories
from data.history.open_time import elapsed_us, open_us_of
from data.history.owners import owner_at


def turns(histories: Histories) -> pl.DataFrame:
    """One row per first unanswered message of a customer (the creation is the first), in order.

    source, ticket_id, asked_at, replied_at (null: no reply yet), is_first, response_s, response_business_s, agent (who
    replied, else the owner). Requests without any event are left out.
    """
    c = pl.col
    requests = histories.requests.join(histories.events, on="ticket", how="semi", maintain_order="left")
    rows = replies.turns(requests, histories.messages).join(
        requests.select("ticket", "source", "ticket_id", "as_of"), on="ticket", how="left", maintain_order="left"
    )
    owner = owner_at(rows.select("ticket", at="as_of"), histories.owners, requests)
    span = rows.select("ticket", start="asked_at", end="replied_at")
    return rows.with_columns(
        response_s=elapsed_us(c("asked_at"), c("replied_at")) / 1e6,
        response_business_s=open_us_of(span, histories.periods, histories.hours) / 1e6,
        agent=pl.coalesce("agent", owner),
    ).select(
        "source",
        "ticket_id",
        "asked_at",
        "replied_at",
        "is_first",
        "response_s",
        "response_business_s",
        "agent",
    )
