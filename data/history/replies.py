"""The conversation: who wrote to whom in public, and how long each unanswered message waited. A bot is nobody."""

import polars as pl


def messages(events: pl.DataFrame) -> pl.DataFrame:
    """Public messages of customers and agents: ticket, at, by_agent, agent (who wrote it); in order.

    An agent's message from before the creation answers nothing and is left out.
    """
    by_agent = pl.col("actor") == "agent"
    return events.filter(
        (pl.col("kind") == "public_reply")
        & pl.col("actor").is_in(("agent", "customer"))
        & ~(by_agent & pl.col("early"))
    ).select("ticket", "at", by_agent=by_agent, agent=pl.when(by_agent).then("actor_id"))


def turns(requests: pl.DataFrame, messages: pl.DataFrame) -> pl.DataFrame:
    """Each first unanswered message and the next reply to it: ticket, asked_at, replied_at, is_first, agent; in order.

    The creation is the first message. replied_at, agent: null where no reply has come. Requests without any message
    in their history have the turn of their creation only.
    """
    c = pl.col
    created = requests.select("ticket", at="created_at", by_agent=pl.lit(False), agent=pl.lit(None, pl.String))
    rows = pl.concat([created, messages]).sort("ticket", "at", maintain_order=True)
    follows = (c("ticket") == c("ticket").shift()).fill_null(False)
    rows = rows.with_columns(is_first=~follows).filter(~follows | (c("by_agent") != c("by_agent").shift()))
    answered = ((c("ticket") == c("ticket").shift(-1)) & c("by_agent").shift(-1)).fill_null(False)
    return (
        rows.select(
            "ticket",
            "by_agent",
            "is_first",
            asked_at="at",
            replied_at=pl.when(answered).then(c("at").shift(-1)),
            agent=pl.when(answered).then(c("agent").shift(-1)),
        )
        .filter(~c("by_agent"))
        .drop("by_agent")
    )


def replies(messages: pl.DataFrame) -> pl.DataFrame:
    """One row per request that was answered: ticket, first_reply_at, first_reply_agent, replies."""
    return (
        messages.filter("by_agent")
        .group_by("ticket")
        .agg(
            first_reply_at=pl.col("at").first(),
            first_reply_agent=pl.col("agent").first(),
            replies=pl.len().cast(pl.Int64),
        )
    )
