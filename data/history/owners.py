"""To whom a request belonged, and when."""

import polars as pl


def owners(requests: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Each change of owner, in order: ticket, at, owner (null: nobody), bot.

    bot: the owner is one that has done something in this source; of an idle one nobody can tell.
    """
    bots = (
        events.filter((pl.col("actor") == "bot") & pl.col("actor_id").is_not_null())
        .join(requests.select("ticket", "source"), on="ticket")
        .select("source", owner="actor_id", bot=pl.lit(True))
        .unique()
    )
    return (
        events.filter(pl.col("kind") == "owner")
        .select("ticket", "at", owner="value")
        .join(requests.select("ticket", "source"), on="ticket", how="left", maintain_order="left")
        .join(bots, on=["source", "owner"], how="left", maintain_order="left")
        .select("ticket", "at", "owner", pl.col("bot").fill_null(False))
    )


def ownership(owners: pl.DataFrame) -> pl.DataFrame:
    """One row per request that changed its owner: ticket, was_owned (true), owner (the last), first_owner,
    transfers, handed_at.

    transfers: changes from one owner to another, null where nobody ever was; handed_at: when a bot that was the first
    owner gave it to people, null where none was.
    """
    c = pl.col
    stations = owners.filter(c("owner").is_not_null())
    again = ((c("ticket") == c("ticket").shift()) & (c("owner") == c("owner").shift())).fill_null(False)
    people = (
        stations.filter(~again)
        .group_by("ticket")
        .agg(
            first_owner=c("owner").first(),
            transfers=pl.len().cast(pl.Int64) - 1,
            handed_at=pl.when(c("bot").first()).then(c("at").filter(~c("bot")).first()),
        )
    )
    last = owners.group_by("ticket").agg(owner=c("owner").last(), was_owned=pl.lit(True))
    return last.join(people, on="ticket", how="left")


def owner_at(moments: pl.DataFrame, owners: pl.DataFrame, requests: pl.DataFrame) -> pl.Series:
    """Who owned the request at each of the moments (ticket, at); the request's own agent where no change is known."""
    rows = moments.select("ticket", "at").with_row_index()
    known = (
        rows.filter(pl.col("at").is_not_null())
        .sort("ticket", "at")
        .join_asof(
            owners.select("ticket", "at", "owner"), on="at", by="ticket", strategy="backward", check_sortedness=False
        )
        .select("index", "owner")
    )
    changed = owners.select("ticket").unique().with_columns(changed=pl.lit(True))
    return (
        rows.join(known, on="index", how="left", maintain_order="left")
        .join(requests.select("ticket", "agent"), on="ticket", how="left", maintain_order="left")
        .join(changed, on="ticket", how="left", maintain_order="left")
        .select(owner=pl.when("changed").then("owner").otherwise("agent"))
        .to_series()
    )
