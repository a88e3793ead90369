"""The promises a helpdesk made, one row per application of a policy to a clock: kept, broken or not decided yet.

A verdict is what the metric contract says: broken as soon as the time on the clock exceeds the target.
"""

import polars as pl

from data import calendar
from data.columns import INSTANT
from data.history.histories import Histories
from data.history.open_time import cut, elapsed_us, open_us
from data.history.owners import owner_at
from data.history.segments import AGENT_WORK, REQUESTER_WAIT

REPLY_CLOCKS = ("first_response", "next_response")
# The statuses in which a clock runs.
STATUS_CLOCKS = {
    "requester_wait": REQUESTER_WAIT,
    "agent_work": AGENT_WORK,
    "resolution": ("new", "open", "pending", "on_hold"),
}


def applications(histories: Histories) -> pl.DataFrame:
    """By request and instant: source, ticket_id, clock, policy, applied_at, target_s, business, elapsed_s, ended_at
    (null: live), kept (null: undecided), decided_at (of a verdict: due or ended, whichever was first), agent.

    - A clock runs from its application, that of the first response from the creation.
    - A reply clock ends with the next public reply of a person or the next solving or closing.
    - The clocks of statuses run in theirs and stand at a solve; they have ended while the request is solved.
    - Each ends when its target is unset. Another target takes the place of the one before, which from then on can be
      broken and no more kept; the same target again is no new application.
    - A live clock is read at the source's as-of. elapsed_s is null where the history has no status to tell it.
    - agent: who gave the reply that ended it, else the owner at its end, of a live one the owner now.
    """
    c = pl.col
    given = _given(histories)
    rows = pl.concat([_reply_ends(given, histories), _status_ends(given, histories)], how="diagonal").sort(
        "application"
    )
    taken_over = (c("replaced_at") < c("ended_at")).fill_null(c("replaced_at").is_not_null())
    rows = rows.with_columns(
        has_ended=c("ended_at").is_not_null() & ~taken_over,
        agent=pl.when(~taken_over).then("agent"),
        ended_at=pl.when(taken_over).then("replaced_at").otherwise("ended_at"),
    ).with_columns(until=pl.coalesce("ended_at", "as_of"))
    pieces = _pieces(rows, histories)
    elapsed = pieces.group_by("application").agg(elapsed=c("us").sum(), unknown=c("us").has_nulls())
    rows = (
        rows.join(elapsed, on="application", how="left", maintain_order="left")
        .join(_due(pieces, histories), on="application", how="left", maintain_order="left")
        .with_columns(elapsed=pl.when(c("told") & ~c("unknown").fill_null(False)).then(c("elapsed").fill_null(0)))
        .with_columns(
            kept=pl.when(c("elapsed") > c("target_us"))
            .then(pl.lit(False))
            .when(c("has_ended") & c("elapsed").is_not_null())
            .then(pl.lit(True))
        )
    )
    owner = owner_at(rows.select("ticket", at="until"), histories.owners, histories.requests)
    return (
        rows.with_columns(
            elapsed_s=c("elapsed") / 1e6,
            # What has no due instant was not used up when it ended.
            decided_at=pl.when(c("kept").is_not_null()).then(pl.coalesce("due_at", "ended_at")),
            agent=pl.coalesce("agent", owner),
            policy=_policy(rows, histories),
        )
        .join(
            histories.requests.select("ticket", "source", "ticket_id"), on="ticket", how="left", maintain_order="left"
        )
        .sort("ticket", "applied_at", "clock")
        .select(
            "source",
            "ticket_id",
            "clock",
            "policy",
            "applied_at",
            "target_s",
            "business",
            "elapsed_s",
            "ended_at",
            "kept",
            "decided_at",
            "agent",
        )
    )


def due(histories: Histories, applied: pl.DataFrame) -> pl.DataFrame:
    """source, ticket_id, reply_due_told, resolution_due_told: when the target of a live clock is or was used up.

    Only of the first response and the resolution: as long as they are live they run without a stop, so that what is
    left of the target can be counted on from as_of, in the hours that hold now. `applied`: as `applications` gives it.
    """
    c = pl.col
    live = (
        applied.filter(c("ended_at").is_null() & c("elapsed_s").is_not_null())
        .filter(c("clock").is_in(["first_response", "resolution"]))
        .join(histories.requests.select("ticket", "source", "ticket_id", "as_of"), on=["source", "ticket_id"])
        .join(histories.periods.group_by("ticket").agg(number=c("number").last()), on="ticket", how="left")
        .with_columns(rest=c("target_s") - c("elapsed_s"))
        .sort("ticket", "clock", "applied_at")
        .unique(["ticket", "clock"], keep="last", maintain_order=True)
    )
    over, always = c("kept").is_not_null(), ~c("business")
    rest = pl.duration(microseconds=(c("rest") * 1e6).round().cast(pl.Int64))
    parts = [
        live.filter(over).with_columns(due_at="decided_at"),
        live.filter(~over & always).with_columns(due_at=c("as_of") + rest),
    ]
    for (number,), part in live.filter(~over & ~always).partition_by("number", as_dict=True).items():
        at = calendar.add_open_seconds(histories.hours[number], part["as_of"], part["rest"])
        parts.append(part.with_columns(due_at=at))
    found = pl.concat([part.select("source", "ticket_id", "clock", c("due_at").cast(INSTANT)) for part in parts])
    return found.group_by("source", "ticket_id").agg(
        reply_due_told=c("due_at").filter(c("clock") == "first_response").first(),
        resolution_due_told=c("due_at").filter(c("clock") == "resolution").first(),
    )


def _given(histories: Histories) -> pl.DataFrame:
    """Applications, numbered: ticket, clock, applied_at, start, target_s, target_us, business, unset_at, replaced_at,
    as_of; of the last two instants at most one is known: what came next for the same clock."""
    c = pl.col
    rows = (
        histories.events.filter(c("kind").str.starts_with("sla_") & (c("kind") != "sla_policy"))
        .select(
            "ticket",
            "target_s",
            clock=c("kind").str.strip_prefix("sla_"),
            applied_at="at",
            business=c("business").fill_null(False),
        )
        .sort("ticket", "clock", "applied_at", maintain_order=True)
    )
    same_clock = (c("ticket") == c("ticket").shift()) & (c("clock") == c("clock").shift())
    same_promise = (c("target_s") == c("target_s").shift()) & (c("business") == c("business").shift())
    rows = rows.filter(~(same_clock & same_promise).fill_null(False))
    goes_on = ((c("ticket") == c("ticket").shift(-1)) & (c("clock") == c("clock").shift(-1))).fill_null(False)
    replaced = c("target_s").shift(-1).is_not_null()
    following = c("applied_at").shift(-1)
    first = c("clock") == "first_response"
    return (
        rows.with_columns(
            unset_at=pl.when(goes_on & ~replaced).then(following),
            replaced_at=pl.when(goes_on & replaced).then(following),
        )
        .filter(c("target_s").is_not_null() & (c("replaced_at") > c("applied_at")).fill_null(True))
        .join(
            histories.requests.select("ticket", "created_at", "as_of"), on="ticket", how="left", maintain_order="left"
        )
        .with_columns(
            start=pl.when(first).then("created_at").otherwise("applied_at"),
            target_us=(c("target_s") * 1e6).round().cast(pl.Int64),
        )
        .drop("created_at")
        .with_row_index("application")
    )


def _reply_ends(given: pl.DataFrame, histories: Histories) -> pl.DataFrame:
    """The applications of reply clocks with ended_at, agent (who replied) and told (always)."""
    c = pl.col
    rows = given.filter(c("clock").is_in(REPLY_CLOCKS)).sort("ticket", "applied_at")
    replies = histories.messages.filter("by_agent").select("ticket", "agent", at="at", replied_at="at")
    solves = histories.segments.filter("done").select("ticket", at="start", solved_at="start")
    for ends in (replies, solves):
        rows = rows.join_asof(
            ends, left_on="applied_at", right_on="at", by="ticket", strategy="forward", check_sortedness=False
        ).drop("at", strict=False)
    ended_at = pl.concat_list("replied_at", "solved_at", "unset_at").list.min()
    return (
        rows.with_columns(ended_at=ended_at, told=pl.lit(True))
        .with_columns(agent=pl.when(c("replied_at") == c("ended_at")).then("agent"))
        .drop("replied_at", "solved_at")
    )


def _status_ends(given: pl.DataFrame, histories: Histories) -> pl.DataFrame:
    """The applications of status clocks with ended_at, and told: the request has statuses.

    Solved at the end of its window, a clock ended with that solve (or as it was applied, where that came later).
    """
    c = pl.col
    rows = given.filter(c("clock").is_in(list(STATUS_CLOCKS)))
    solve = pl.when("solved").then("start").forward_fill()
    segments = histories.segments.select("ticket", "done", begun="start", solved_at=pl.when("done").then(solve))
    until = pl.coalesce("unset_at", "replaced_at")
    last = (
        rows.select("application", "ticket", until=until)
        .join(segments, on="ticket", maintain_order="left_right")
        .filter(c("until").is_null() | (c("begun") <= c("until")))
        .group_by("application")
        .agg(done=c("done").last(), solved_at=c("solved_at").last())
    )
    told = c("ticket").is_in(histories.segments["ticket"].unique().implode())
    later = pl.when(c("solved_at") < c("applied_at")).then("applied_at").otherwise("solved_at")
    return (
        rows.join(last, on="application", how="left", maintain_order="left")
        .with_columns(ended_at=pl.when("done").then(later).otherwise("unset_at"), told=told)
        .drop("done", "solved_at")
    )


def _pieces(rows: pl.DataFrame, histories: Histories) -> pl.DataFrame:
    """The time in which each clock ran, in order: application, start, end, us, number (of its schedule; null: always
    running), target_us."""
    c = pl.col
    columns = ("application", "ticket", "start", "end", "business", "target_us")
    replies = (
        rows.filter(c("clock").is_in(REPLY_CLOCKS)).select(*columns[:3], *columns[4:], end="until").select(columns)
    )
    clocks = pl.DataFrame(
        [(clock, status) for clock, statuses in STATUS_CLOCKS.items() for status in statuses],
        schema=["clock", "status"],
        orient="row",
    )
    segments = histories.segments.filter(~c("done")).select("ticket", "status", begun="start", left="end")
    statuses = (
        rows.filter(c("clock").is_in(list(STATUS_CLOCKS)))
        .join(segments, on="ticket")
        .join(clocks, on=["clock", "status"], how="semi")
        .with_columns(
            start=pl.when(c("begun") > c("start")).then("begun").otherwise("start"),
            end=pl.when(c("left") < c("until")).then("left").otherwise("until"),
        )
        .select(columns)
    )
    running = pl.concat([replies, statuses]).filter(c("start") < c("end"))
    always = running.filter(~c("business")).with_columns(
        number=pl.lit(None, pl.UInt32), us=elapsed_us(c("start"), c("end"))
    )
    hours = cut(running.filter("business"), histories.periods)
    hours = hours.with_columns(us=open_us(hours, histories.hours))
    return pl.concat([always, hours]).drop("ticket", "business").sort("application", "start")


def _due(pieces: pl.DataFrame, histories: Histories) -> pl.DataFrame:
    """application, due_at: when the target was used up, of those that came so far."""
    c = pl.col
    used = pieces.with_columns(until_here=c("us").cum_sum().over("application"))
    last = used.filter(c("until_here") >= c("target_us")).unique("application", keep="first", maintain_order=True)
    last = last.with_columns(rest=c("target_us") - (c("until_here") - c("us")))
    parts = [
        last.filter(c("number").is_null()).select("application", due_at=c("start") + pl.duration(microseconds="rest"))
    ]
    for (number,), part in last.filter(c("number").is_not_null()).partition_by("number", as_dict=True).items():
        due = calendar.add_open_seconds(histories.hours[number], part["start"], part["rest"] / 1e6)
        parts.append(part.select("application", due_at=due))
    return pl.concat(parts)


def _policy(rows: pl.DataFrame, histories: Histories) -> pl.Series:
    """The name of the policy that was applied last, up to the application of a clock."""
    policies = histories.events.filter(pl.col("kind") == "sla_policy").select("ticket", "at", policy="value")
    found = (
        rows.select("application", "ticket", at="applied_at")
        .sort("ticket", "at")
        .join_asof(policies, on="at", by="ticket", strategy="backward", check_sortedness=False)
    )
    return found.sort("application")["policy"]
