"""Satisfaction ratings out of histories, as surveys."""

import polars as pl

from data.columns import SURVEYS
from data.history.histories import Histories
from data.history.owners import owner_at

_SCORES = {"good": 1.0, "bad": 0.0}


def surveys(histories: Histories) -> pl.DataFrame:
    """One row per request that was offered a rating or rated: columns.SURVEYS and first_score, by source and ticket.

    From events of kind satisfaction with the values offered, good and bad; score: the last rating, null while only
    offered. agent: who sent the last public reply before the rating (or the offer), else the owner then.
    """
    c = pl.col
    rated = c("score").is_not_null()
    rows = (
        histories.events.filter((c("kind") == "satisfaction") & c("value").is_in(("offered", *_SCORES)))
        .with_columns(score=c("value").replace_strict(_SCORES, default=None, return_dtype=pl.Float64))
        .group_by("ticket")
        .agg(
            score=c("score").filter(rated).last(),
            first_score=c("score").filter(rated).first(),
            sent_at=pl.coalesce(c("at").filter(c("value") == "offered").first(), c("at").first()),
            answered_at=c("at").filter(rated).last(),
        )
        .sort("ticket")
        .join(
            histories.requests.select("ticket", "source", "ticket_id"), on="ticket", how="left", maintain_order="left"
        )
    )
    moments = rows.select("ticket", at=pl.coalesce("answered_at", "sent_at"))
    wrote = moments.join_asof(
        histories.messages.filter("by_agent"), on="at", by="ticket", strategy="backward", check_sortedness=False
    )
    rows = rows.with_columns(
        survey_id="ticket_id",
        kind=pl.lit("csat"),
        scale=pl.lit("good_bad"),
        sent=pl.lit(True),
        agent=pl.coalesce(wrote["agent"], owner_at(moments, histories.owners, histories.requests)),
    )
    given = {name: c(name) if name in rows.columns else pl.lit(None) for name in SURVEYS}
    return rows.select(*(expr.cast(SURVEYS[name]).alias(name) for name, expr in given.items()), "first_score")
