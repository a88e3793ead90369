"""Requests and their events, numbered and in the order in which they happened. What they mean stands elsewhere."""

import polars as pl

from data.columns import STATUSES


def numbered(requests: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """The requests of the sources that have events, with their number as `ticket` (UInt32).

    requests: source, ticket_id, created_at, status, agent, team, priority. Without created_at the first event stands
    for it; without either the request is left out.
    """
    first = (
        events.filter(pl.col("at").is_not_null()).group_by("source", "ticket_id").agg(_first=pl.col("at").min())
        if requests["created_at"].has_nulls()
        else events.select("source", "ticket_id", _first="at").clear()
    )
    return (
        requests.select("source", "ticket_id", "created_at", "status", "agent", "team", "priority")
        .join(events.select("source").unique(), on="source", how="semi")
        .join(first, on=["source", "ticket_id"], how="left")
        .with_columns(created_at=pl.coalesce("created_at", "_first"))
        .filter(pl.col("created_at").is_not_null())
        .drop("_first")
        .sort("source", "ticket_id")
        .with_row_index("ticket")
    )


def ordered(events: pl.DataFrame, requests: pl.DataFrame) -> pl.DataFrame:
    """The events of numbered requests, in order: ticket, at, early, kind, actor, actor_id, value, previous, target_s,
    business.

    early: it came before the request, and `at` is the creation instead. Events without an instant or a request are
    left out. What happened in one instant is ordered within its kind only: by a numeric event_id, then statuses as a
    request passes through them, the customer before the agent, the end of a promise before a new one. So the order of
    the rows given never counts.
    """
    c = pl.col
    statuses = {status: place for place, status in enumerate(STATUSES)}
    actors = {"customer": 0, "bot": 1, "agent": 2}
    tie = (
        pl.when(c("kind") == "status")
        .then(c("value").replace_strict(statuses, default=None, return_dtype=pl.UInt64))
        .when(c("kind") == "public_reply")
        .then(c("actor").replace_strict(actors, default=0, return_dtype=pl.UInt64) * 2**60 + c("actor_id").hash() // 16)
        .otherwise(c("value").hash())
    )
    return (
        events.filter(c("at").is_not_null())
        .join(requests.select("source", "ticket_id", "ticket", "created_at"), on=["source", "ticket_id"], how="inner")
        .with_columns(
            _number=c("event_id").cast(pl.Int64, strict=False),
            _tie=tie,
        )
        .sort("ticket", "at", "_number", "_tie", "target_s", "business")
        .select(
            "ticket",
            pl.when(c("at") < c("created_at")).then("created_at").otherwise("at").alias("at"),
            (c("at") < c("created_at")).alias("early"),
            "kind",
            "actor",
            "actor_id",
            "value",
            "previous",
            "target_s",
            "business",
        )
    )
