"""Who did what happened: a person of the company, a bot or the customer."""

import polars as pl


def known(events: pl.DataFrame, agents: pl.DataFrame) -> pl.DataFrame:
    """The events (columns.EVENTS), same rows and order, with `actor` where it was null.

    agents: columns.AGENTS. Who is among them is an agent, or a bot where the table says so; everybody else a customer.
    """
    table = agents.select("source", pl.col("agent").alias("actor_id"), pl.col("bot").fill_null(False).alias("_bot"))
    found = (
        pl.when(pl.col("_bot").is_null())
        .then(pl.lit("customer"))
        .when("_bot")
        .then(pl.lit("bot"))
        .otherwise(pl.lit("agent"))
    )
    return (
        events.join(table.unique(["source", "actor_id"]), on=["source", "actor_id"], how="left", maintain_order="left")
        .with_columns(actor=pl.coalesce("actor", found))
        .drop("_bot")
    )
