"""Survey answers with what the scale policies and the requests they ask about make of them."""

import polars as pl

from data.derived.elapsed import dates, seconds
from data.derived.sources import Source, table
from data.derived_columns import DERIVED_SURVEYS
from data.settings import SCORES, Settings

DETRACTOR = 6  # the highest score of those who would rather not recommend


def surveys(facts: pl.DataFrame, asked_about: pl.DataFrame, sources: list[Source], settings: Settings) -> pl.DataFrame:
    """Survey facts with DERIVED_SURVEYS beside them; same rows, same order.

    `asked_about`: of the same rows what their requests tell; a survey inherits it where it has none of its own.
    """
    c = pl.col
    inherited = (facts[name].fill_null(asked_about[name]) for name in asked_about.columns if name in facts.columns)
    arrived = asked_about["arrival_priority"].fill_null(facts["priority"]).alias("arrival_priority")
    frame = facts.with_columns(*inherited, arrived).join(
        table(sources).select("source", "as_of", "tells_routes"), on="source", how="left", maintain_order="left"
    )

    def of_scale(values: dict[str, float]) -> pl.Expr:
        return c("scale").replace_strict(values, default=None, return_dtype=pl.Float64)

    satisfied_from = of_scale(dict(settings.satisfied_from))
    lowest, highest = (of_scale({scale: float(ends[end]) for scale, ends in SCORES.items()}) for end in (0, 1))
    part = (c("score") - lowest) / (highest - lowest)
    is_csat, is_nps = c("kind") == "csat", c("kind") == "nps"
    satisfied = pl.when(is_csat).then(c("score") >= satisfied_from)
    frame = frame.with_columns(
        **dates(frame, {"sent_on": "sent_at", "answered_on": "answered_at"}, settings.zone),
        answered=c("score").is_not_null(),
        satisfied=satisfied,
        nps_score=pl.when(is_nps).then("score"),
        ces_score=pl.when(c("kind") == "ces").then("score"),
        csat_score=pl.when(is_csat).then(part),
        negative=pl.when(is_csat).then(~satisfied & (part < 0.5)).when(is_nps).then(c("score") <= DETRACTOR),
    )
    unrouted = c("tells_routes") & c("negative") & c("routed_at").is_null() & c("routed_to").is_null()
    frame = frame.with_columns(
        routed_s=pl.when("negative").then(seconds(c("answered_at"), c("routed_at"))),
        route_wait_s=pl.when(unrouted).then(seconds(c("answered_at"), c("as_of"))),
    )
    return frame.select(*facts.columns, *(c(name).cast(dtype) for name, dtype in DERIVED_SURVEYS.items()))
