"""How requests become open and solved: the backlog at an instant is the sum of the steps up to it."""

import polars as pl

from data.columns import INSTANT
from data.history.histories import Histories
from data.history.segments import DONE


def steps(histories: Histories) -> pl.DataFrame:
    """source, ticket_id, at, kind (created, solved, reopened), step (+1, −1, +1); in order, by request.

    Of a request without a status in its history the creation only, and not even that where it is solved by now: nobody
    knows since when. So the running sum of a request is 0 or 1 at every row.
    """
    c = pl.col
    told = c("ticket").is_in(histories.segments["ticket"].unique().implode())
    lasting = ~c("status").is_in(DONE).fill_null(False)
    created = histories.requests.filter(told | lasting).select("ticket", at="created_at", kind=pl.lit("created"))
    changed = histories.segments.filter(c("solved") | c("reopened")).select(
        "ticket", at="start", kind=pl.when("solved").then(pl.lit("solved")).otherwise(pl.lit("reopened"))
    )
    step = c("kind").replace_strict({"created": 1, "solved": -1, "reopened": 1}, return_dtype=pl.Int64)
    return (
        pl.concat([created, changed])
        .sort("ticket", "at", maintain_order=True)
        .join(
            histories.requests.select("ticket", "source", "ticket_id"), on="ticket", how="left", maintain_order="left"
        )
        .select("source", "ticket_id", c("at").cast(INSTANT), "kind", step=step)
    )
