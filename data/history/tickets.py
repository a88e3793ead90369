"""What a history tells of a request as a whole: when it was answered and solved, by whom, and where its time went."""

import polars as pl

from data.history import replies as conversation
from data.history.histories import Histories
from data.history.open_time import cut, elapsed_us, open_us, open_us_of
from data.history.owners import owner_at, ownership
from data.history.segments import AGENT_WAIT, AGENT_WORK, ON_HOLD, REQUESTER_WAIT

_BY_STATUS = {
    "requester_wait": REQUESTER_WAIT,
    "agent_wait": AGENT_WAIT,
    "agent_work": AGENT_WORK,
    "on_hold": ON_HOLD,
}
_SPANS = ("resolution_first", "resolution", *_BY_STATUS)
COLUMNS = (
    "source",
    "ticket_id",
    "first_reply_at",
    "first_reply_agent",
    "handoff_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "status",
    "agent",
    "first_owner",
    "resolved_by",
    "team",
    "priority",
    "arrival_priority",
    "replies",
    "reopens",
    "resolutions",
    "transfers",
    "total_response_s",
    "first_response_s",
    "first_response_business_s",
    *(f"{span}{kind}" for span in _SPANS for kind in ("_s", "_business_s")),
    "reopened_s",
    "last_event_at",
)


def tickets(histories: Histories) -> pl.DataFrame:
    """One row per request that has events, by source and ticket_id, with COLUMNS; durations in seconds.

    - first_reply_at, first_reply_agent, replies: public replies of people from the creation on.
    - handoff_at: a bot owned it first and then, before any such reply, a person; first_response runs from there.
    - first_resolved_at, resolved_at: first and last solving (or closing without); resolved_at is null while the request
      is open. resolution_first and resolution run from the creation to them, null where a solve came before it.
    - requester_wait: new, open and on hold; agent_wait: pending; agent_work: new and open; on_hold. Null like
      resolution, and up to the same solve, but without what lay between a solve and a reopening.
    - agent, status: the last ones; team, priority: likewise; the request's own where no event tells.
    - arrival_priority: the one at the creation, null where it was given later; without an event the request's own.
    - resolutions, reopens: null without a status in the history; replies, transfers: 0 only in a source that tells
      replies, owners.
    - *_business_s: in the schedule in force at each moment.
    """
    c = pl.col
    lasts = histories.events.group_by("ticket").agg(last_event_at=c("at").max())
    rows = histories.requests.join(lasts, on="ticket", how="inner", maintain_order="left")
    for part in (
        conversation.replies(histories.messages),
        _total_response(histories),
        ownership(histories.owners),
        _solving(histories),
        _time_by_status(histories),
        _last(histories.events, "team"),
        _last(histories.events, "priority"),
        _arrival_priority(histories),
    ):
        rows = rows.join(part, on="ticket", how="left", maintain_order="left")
    tells = rows.group_by("source").agg(
        tells_replies=c("replies").count() > 0, tells_owners=c("was_owned").fill_null(False).any()
    )
    rows = rows.join(tells, on="source", how="left", maintain_order="left").with_columns(
        replies=pl.when("tells_replies").then(c("replies").fill_null(0)),
        transfers=pl.when("tells_owners").then(c("transfers").fill_null(0)),
        handoff_at=pl.when(~(c("handed_at") > c("first_reply_at")).fill_null(False)).then("handed_at"),
        status=pl.coalesce("last_status", "status"),
        agent=pl.when("was_owned").then("owner").otherwise("agent"),
        first_owner=pl.when("was_owned").then("first_owner").otherwise("agent"),
        team=pl.when("has_team").then("last_team").otherwise("team"),
        priority=pl.when("has_priority").then("last_priority").otherwise("priority"),
        arrival_priority=pl.when("has_priority").then("arrival_priority").otherwise("priority"),
        resolved_by=owner_at(rows.select("ticket", at="resolved_at"), histories.owners, histories.requests),
    )
    rows = rows.with_columns(resolved_by=pl.when(c("resolved_at").is_not_null()).then("resolved_by"))
    response = rows.select("ticket", start=pl.coalesce("handoff_at", "created_at"), end="first_reply_at")
    rows = rows.with_columns(
        first_response_s=response.select(elapsed_us(c("start"), c("end")) / 1e6).to_series(),
        first_response_business_s=open_us_of(response, histories.periods, histories.hours) / 1e6,
    )
    return rows.select(COLUMNS)


def _total_response(histories: Histories) -> pl.DataFrame:
    waits = conversation.turns(histories.requests, histories.messages).filter(pl.col("replied_at").is_not_null())
    micros = elapsed_us(pl.col("asked_at"), pl.col("replied_at"))
    return waits.group_by("ticket").agg(total_response_s=micros.sum() / 1e6)


def _last(events: pl.DataFrame, kind: str) -> pl.DataFrame:
    """last_<kind>: the last value, null where it was taken away; has_<kind>."""
    last = events.filter(pl.col("kind") == kind).unique("ticket", keep="last", maintain_order=True)
    return last.select("ticket", pl.col("value").alias(f"last_{kind}"), pl.lit(True).alias(f"has_{kind}"))


def _arrival_priority(histories: Histories) -> pl.DataFrame:
    """arrival_priority: the last value given up to the creation, else what the first change took away."""
    c = pl.col
    events = histories.events.filter(c("kind") == "priority").join(
        histories.requests.select("ticket", "created_at"), on="ticket", how="left", maintain_order="left"
    )
    given = c("at") <= c("created_at")
    return events.group_by("ticket").agg(
        arrival_priority=pl.when(given.any()).then(c("value").filter(given).last()).otherwise(c("previous").first())
    )


def _solving(histories: Histories) -> pl.DataFrame:
    """Per request with statuses: its solves and reopenings."""
    c = pl.col
    starts = c("start")
    return (
        histories.segments.group_by("ticket")
        .agg(
            last_status=c("status").last(),
            first_resolved_at=starts.filter("solved").first(),
            resolved_at=pl.when(c("done").last()).then(starts.filter("solved").last()),
            closed_at=pl.when(c("status").last() == "closed").then(starts.last()),
            resolutions=c("solved").cast(pl.Int64).sum(),
            reopens=c("reopened").cast(pl.Int64).sum(),
            _reopened_at=starts.filter("reopened").first(),
        )
        .with_columns(reopened_s=elapsed_us(c("first_resolved_at"), c("_reopened_at")) / 1e6)
        .drop("_reopened_at")
    )


def _time_by_status(histories: Histories) -> pl.DataFrame:
    """Per request that was solved: _SPANS in elapsed and open seconds.

    Null where that solve came before the creation; all but the first resolution are null too while the request is open.
    """
    c = pl.col
    solved = (
        histories.segments.group_by("ticket")
        .agg(
            open=~c("done").last(),
            resolutions=c("solves").last(),
            early=c("early").filter("solved").last(),
            early_first=c("early").filter("solved").first(),
        )
        .filter(c("resolutions") > 0)
    )
    before = (
        histories.segments.join(solved.select("ticket", "resolutions"), on="ticket", maintain_order="left")
        .filter(c("solves") < c("resolutions"))
        .select("ticket", "status", "start", "end", "solves")
    )
    pieces = cut(before, histories.periods)
    pieces = pieces.with_columns(calendar_us=elapsed_us(c("start"), c("end")), open_us=open_us(pieces, histories.hours))
    chosen = {"resolution_first": c("solves") == 0, "resolution": pl.lit(True)}
    chosen |= {name: c("status").is_in(statuses) for name, statuses in _BY_STATUS.items()}
    kinds = {"_s": "calendar_us", "_business_s": "open_us"}
    sums = pieces.group_by("ticket").agg(
        *(c(us).filter(which).sum().alias(name + kind) for kind, us in kinds.items() for name, which in chosen.items()),
        unknown=c("open_us").has_nulls(),
    )

    def seconds(name: str, kind: str) -> pl.Expr:
        lost = c("early_first") if name == "resolution_first" else c("early") | c("open")
        if kind == "_business_s":
            lost |= c("unknown").fill_null(False)
        # Without any piece the request was solved as it was created.
        return pl.when(~lost).then(c(name + kind).fill_null(0) / 1e6).alias(name + kind)

    rows = solved.join(sums, on="ticket", how="left")
    return rows.select("ticket", *(seconds(name, kind) for kind in kinds for name in _SPANS))
