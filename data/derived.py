"""Facts plus settings give derived rows: elapsed and open seconds, promises kept or broken, local dates.

A change of settings rebuilds only this floor. The rules are those of the metric contract; no metric is computed here.
"""

from dataclasses import astuple, dataclass
from datetime import datetime

import polars as pl

from data import calendar
from data.columns import DERIVED_SURVEYS, DERIVED_TICKETS, INSTANT
from data.settings import Settings

# The events that can tell how late a source's clock has come; due dates lie in the future and are none.
TICKET_EVENTS = (
    "created_at",
    "handoff_at",
    "first_reply_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "ended_at",
    "complaint_answered_at",
    "followed_up_at",
    "routed_at",
    "updated_at",
)
SURVEY_EVENTS = ("sent_at", "answered_at", "routed_at")


@dataclass(frozen=True)
class Source:
    """What is known of one source as a whole, and not of a row."""

    name: str
    as_of: datetime | None
    has_replies: bool  # carries first replies at all; else nobody can say who still waits
    has_reply_flags: bool
    has_resolution_flags: bool
    has_resolutions: bool  # tells solving from closing; else the closing stands for both


def _table(sources: list[Source]) -> pl.DataFrame:
    schema: dict[str, pl.DataType] = {"source": pl.String(), "as_of": INSTANT}
    schema |= dict.fromkeys(("_replies", "_reply_flags", "_resolution_flags", "_resolutions"), pl.Boolean())
    return pl.DataFrame([astuple(source) for source in sources], schema=schema, orient="row")


def _elapsed(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Seconds from start to end, exact to the microsecond; null when either is unknown or the end lies before."""
    micros = end.cast(pl.Int64) - start.cast(pl.Int64)
    return pl.when(micros >= 0).then(micros / 1e6)


def _earlier(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The earlier instant; where one is unknown, the other."""
    return pl.when(a.is_null()).then(b).when(b.is_null()).then(a).when(a <= b).then(a).otherwise(b)


def _seconds(seconds: pl.Expr) -> pl.Expr:
    """A duration of that many seconds, exact to the microsecond."""
    return (seconds * 1e6).round().cast(pl.Int64).cast(pl.Duration("us"))


def _verdict(flag: pl.Expr, has_flags: pl.Expr, due: pl.Expr, ended: pl.Expr, over: pl.Expr, as_of: pl.Expr) -> pl.Expr:
    """True kept, False broken, null undecided. In a source with flags only the flag speaks.

    Broken counts at once, kept only when the clock has ended: `over` says that it has, `ended` when, where known.
    """
    by_flag = pl.when(flag == "breached").then(pl.lit(False)).when((flag == "achieved") & over).then(pl.lit(True))
    by_time = (
        pl.when(due.is_null())
        .then(None)
        .when(ended.is_not_null())
        .then(ended <= due)
        .when(~over & (as_of > due))
        .then(pl.lit(False))
    )
    return pl.when(has_flags).then(by_flag).otherwise(by_time)


def tickets(facts: pl.DataFrame, sources: list[Source], settings: Settings) -> pl.DataFrame:
    """One partition of ticket facts with DERIVED_TICKETS beside them; same rows, same order."""
    schedule = calendar.Schedule.of(settings)
    known = _table(sources)
    c = pl.col
    frame = facts.join(known, on="source", how="left", maintain_order="left").with_columns(
        counted=(c("direction").fill_null("inbound") == "inbound") & (c("kind").fill_null("request") == "request"),
        solved=(c("status").is_in(["solved", "closed"]).fill_null(False))
        | c("resolved_at").is_not_null()
        | c("closed_at").is_not_null(),
        reply_agent=pl.coalesce("first_reply_agent", "agent"),
        solve_agent=pl.coalesce("resolved_by", "agent"),
        _start=pl.coalesce("handoff_at", "created_at"),
        _solved_at=pl.when("_resolutions").then("resolved_at").otherwise("closed_at"),
    )
    waits = (
        c("_replies")
        & c("first_reply_at").is_null()
        & ~c("solved")
        & c("ended_at").is_null()
        & ~c("bot_solved").fill_null(False)
        & ~c("abandoned").fill_null(False)
    )
    # Without any replies in a source nobody can say when a reply clock ended: there only the flags speak.
    reply_due = pl.when(c("_replies") | c("_reply_flags")).then(
        pl.coalesce("reply_due_at", c("created_at") + _seconds(c("reply_target_s")))
    )
    resolution_due = pl.coalesce("resolution_due_at", c("created_at") + _seconds(c("resolution_target_s")))
    gone = pl.coalesce("resolved_at", "closed_at", "ended_at")
    frame = frame.with_columns(
        first_response_s=_elapsed(c("_start"), c("first_reply_at")),
        resolution_s=_elapsed(c("created_at"), c("_solved_at")),
        _waiting_until=pl.when(waits).then(c("as_of")),
        _reply_due=reply_due,
        _reply_ended=_earlier(c("first_reply_at"), gone),
        _resolution_due=resolution_due,
        _resolution_ended=pl.coalesce("resolved_at", "closed_at"),
    ).with_columns(
        unanswered_s=_elapsed(c("_start"), c("_waiting_until")),
        sla_first_response=_verdict(
            c("reply_flag"),
            c("_reply_flags"),
            c("_reply_due"),
            c("_reply_ended"),
            c("_reply_ended").is_not_null() | c("solved"),
            c("as_of"),
        ),
        sla_resolution=_verdict(
            c("resolution_flag"),
            c("_resolution_flags"),
            c("_resolution_due"),
            c("_resolution_ended"),
            c("solved"),
            c("as_of"),
        ),
        _replied_at=pl.when(c("first_response_s").is_not_null()).then("first_reply_at"),
        _resolved_at=pl.when(c("resolution_s").is_not_null()).then("_solved_at"),
    )
    frame = frame.with_columns(
        _reply_decided=pl.when(c("sla_first_response").is_not_null()).then(
            _earlier(c("_reply_due"), c("_reply_ended"))
        ),
        _resolution_decided=pl.when(c("sla_resolution").is_not_null()).then(
            _earlier(c("_resolution_due"), c("_resolution_ended"))
        ),
    )
    intervals = {
        "first_response_business_s": ("_start", "_replied_at"),
        "unanswered_business_s": ("_start", "_waiting_until"),
        "resolution_business_s": ("created_at", "_resolved_at"),
    }
    dates = {
        "created_on": "created_at",
        "solved_on": "_resolution_ended",
        "sla_first_response_on": "_reply_decided",
        "sla_resolution_on": "_resolution_decided",
    }
    frame = frame.with_columns(
        **{name: calendar.open_seconds(schedule, frame[a], frame[b]) for name, (a, b) in intervals.items()},
        **{name: calendar.local_date(frame[instant], settings.zone) for name, instant in dates.items()},
    )
    return frame.select(*facts.columns, *(c(name).cast(dtype) for name, dtype in DERIVED_TICKETS.items()))


def surveys(facts: pl.DataFrame, asked_about: pl.DataFrame, sources: list[Source], settings: Settings) -> pl.DataFrame:
    """Survey facts with DERIVED_SURVEYS beside them; same rows, same order.

    `asked_about`: source, ticket_id and the columns of a request that its survey inherits where it has none of its own.
    """
    inherited = [name for name in asked_about.columns if name not in ("source", "ticket_id")]
    c = pl.col
    frame = (
        facts.join(asked_about, on=["source", "ticket_id"], how="left", suffix="_of_ticket", maintain_order="left")
        .with_columns(pl.coalesce(name, f"{name}_of_ticket").alias(name) for name in inherited)
        .join(
            _table(sources).select("source", "as_of"),
            on="source",
            how="left",
            maintain_order="left",
        )
    )
    lowest = c("scale").replace_strict(dict(settings.satisfied_from), default=None, return_dtype=pl.Float64)
    frame = frame.with_columns(
        sent_on=calendar.local_date(frame["sent_at"], settings.zone),
        answered_on=calendar.local_date(frame["answered_at"], settings.zone),
        answered=c("score").is_not_null(),
        satisfied=pl.when(c("kind") == "csat").then(c("score") >= lowest),
        nps_score=pl.when(c("kind") == "nps").then("score"),
    )
    return frame.select(*facts.columns, *(c(name).cast(dtype) for name, dtype in DERIVED_SURVEYS.items()))
