"""In which status a request was and when: its life cut where the status changed."""

import polars as pl

DONE = ("solved", "closed")
REQUESTER_WAIT = ("new", "open", "on_hold")
AGENT_WORK = ("new", "open")
AGENT_WAIT = ("pending",)
ON_HOLD = ("on_hold",)


def segments(requests: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Statuses of the requests that have any, in order; requests, events: of ordering.

    ticket, status, start, end (null: still so), early (it began before the creation), done (solved or closed),
    solved, reopened (what this beginning was), solves (how often it was solved up to here, this one included).
    A request is new until its first status; a closing without solving is a solving.
    """
    c = pl.col
    changes = events.filter((c("kind") == "status") & c("value").is_not_null()).select(
        "ticket", "at", "early", status="value"
    )
    first = changes.unique("ticket", keep="first", maintain_order=True).select("ticket", first="at")
    begin = (
        requests.select("ticket", "created_at")
        .join(first, on="ticket", how="inner")
        .filter(c("created_at") < c("first"))
        .select("ticket", at="created_at", early=pl.lit(False), status=pl.lit("new"))
    )
    rows = pl.concat([begin, changes]).sort("ticket", "at", maintain_order=True)
    same = (c("ticket") == c("ticket").shift()) & (c("status") == c("status").shift())
    rows = rows.filter(~same.fill_null(False)).with_columns(done=c("status").is_in(DONE))
    follows = (c("ticket") == c("ticket").shift()).fill_null(False)
    followed = (c("ticket") == c("ticket").shift(-1)).fill_null(False)
    was_done = follows & c("done").shift().fill_null(False)
    return rows.select(
        "ticket",
        "status",
        start="at",
        end=pl.when(followed).then(c("at").shift(-1)),
        early="early",
        done="done",
        solved=c("done") & ~was_done,
        reopened=~c("done") & was_done,
    ).with_columns(solves=c("solved").cast(pl.Int64).cum_sum().over("ticket"))
