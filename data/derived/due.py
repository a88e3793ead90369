"""When what is open has to be answered and solved by, who promised that, and how late it is. Verdicts stand beside."""

from datetime import timedelta

import polars as pl

from data.derived.elapsed import duration
from data.derived_columns import DERIVED_TICKETS
from data.settings import Settings

COLUMNS = (
    *("reply_promised_at", "reply_promise", "resolution_promised_at", "resolution_promise"),
    *("due_at", "due_for", "lateness", "past_due"),
)
_SECOND = timedelta(seconds=1)


def due(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The frame with COLUMNS beside it; null for all that is not open, so that the others need not be looked through.

    A promise is the helpdesk's own instant or target, else that of the settings' policies, else, for the reply, the
    channel's. A request with several that are still to be kept is due by the earliest. Takes _start, _waiting_until,
    _first_response_due and _resolution_due of derived/requests.py, and reply_due_told and resolution_due_told of
    histories, whose policies come before all others.
    """
    c = pl.col
    waits = c("_waiting_until").is_not_null()
    by_channel = c("channel").replace_strict(
        dict(settings.promises), default=settings.promises["other"], return_dtype=pl.Float64
    )
    reply_own = c("reply_due_at").is_not_null() | c("reply_target_s").is_not_null()
    resolution_own = c("resolution_due_at").is_not_null() | c("resolution_target_s").is_not_null()
    found = (
        frame.filter("is_open")
        .with_columns(
            reply_promised_at=pl.when(waits).then(
                pl.coalesce("reply_due_told", "_first_response_due", c("_start") + duration(by_channel))
            ),
            resolution_promised_at=pl.coalesce("resolution_due_told", "_resolution_due"),
        )
        .with_columns(
            reply_promise=_promised_by("reply", reply_own, c("_first_response_due")),
            resolution_promise=_promised_by("resolution", resolution_own, c("_resolution_due")),
        )
    )
    reply, resolution = c("reply_promised_at"), c("resolution_promised_at")
    reply_first = reply.is_not_null() & (resolution.is_null() | (reply <= resolution))
    found = found.with_columns(
        due_for=pl.when(reply_first)
        .then(pl.lit("reply"))
        .when(resolution.is_not_null())
        .then(pl.lit("resolution"))
        .otherwise(None),
        due_at=pl.when(reply_first).then(reply).otherwise(resolution),
        _from=pl.when(reply_first).then("_start").otherwise("created_at"),
    )
    promised = c("due_at") - c("_from")
    broken = (c("sla_resolution") == False) | (waits & (c("sla_first_response") == False))  # noqa: E712
    broken = broken.fill_null(False)
    found = found.with_columns(
        # A promise of no time at all would be infinitely late.
        lateness=(c("as_of") - c("due_at")) / pl.when(promised < _SECOND).then(pl.lit(_SECOND)).otherwise(promised),
        past_due=pl.when(c("due_at").is_not_null() | broken).then((c("due_at") < c("as_of")).fill_null(False) | broken),
    )
    places = frame["is_open"].fill_null(False).arg_true()
    return frame.with_columns(
        pl.repeat(None, frame.height, dtype=DERIVED_TICKETS[name], eager=True)
        .scatter(places, found[name].cast(DERIVED_TICKETS[name]))
        .alias(name)
        for name in COLUMNS
    )


def _promised_by(clock: str, own: pl.Expr, by_policy: pl.Expr) -> pl.Expr:
    """helpdesk, policy or channel: whose promise the instant is; null where there is none."""
    return (
        pl.when(pl.col(f"{clock}_promised_at").is_null())
        .then(None)
        .when(pl.col(f"{clock}_due_told").is_not_null() | (own & by_policy.is_not_null()))
        .then(pl.lit("helpdesk"))
        .when(by_policy.is_not_null())
        .then(pl.lit("policy"))
        .otherwise(pl.lit("channel"))
    )
