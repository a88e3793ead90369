"""The rules over the values of every stored table, as Pandera models made from columns.py. Slow to import (Pandera)."""

from functools import cache

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from data.columns import KEYS, TABLES
from data.mapping import NEEDED
from data.words import VOCABULARIES

# Lowest and highest score of each scale.
SCORES = {"good_bad": (0, 1), "1-5": (1, 5), "1-7": (1, 7), "1-10": (1, 10), "0-10": (0, 10)}

MISSING = "missing, but needed"
NEGATIVE = "below zero"
OUTSIDE_SCALE = "outside the scale of the survey"
NO_SCALE = "on no scale that is known"
ENDS_FIRST = "ends before it starts"
NOT_NPS = "a recommendation is asked from 0 to 10"
TOO_MANY = "more points than are possible"
NOTHING_POSSIBLE = "no points are possible: write the points of a full score"
NO_MINUTE = "not a minute of the week: write 0 (Sunday 00:00) to 10080"
CLOSES_FIRST = "closes before it opens: write what crosses the end of a Saturday as two rows"
LAST_FIRST = "the last day lies before the first"
NO_PROMISE = "a promise without a time: write how long it gives"

# The column at fault of each check that looks at several.
_AT_FAULT = {
    OUTSIDE_SCALE: "score",
    NO_SCALE: "score",
    NOT_NPS: "scale",
    ENDS_FIRST: "ended_at",
    TOO_MANY: "points",
    CLOSES_FIRST: "closes_minute",
    LAST_FIRST: "last_on",
    NO_PROMISE: "target_s",
}
_MAY_BE_NULL = {
    ("costs", "channel"),
    ("costs", "team"),
    ("surveys", "score"),
    ("quality_checks", "criterion"),  # one score for the whole check
    ("events", "value"),
}
WEEK = 7 * 24 * 60  # minutes
# Numbers that are no counts and no durations.
_BOUNDS = {
    ("orders", "amount"): pa.Check.ge(0, error=NEGATIVE),
    ("costs", "amount"): pa.Check.ge(0, error=NEGATIVE),
    ("quality_checks", "points"): pa.Check.ge(0, error=NEGATIVE),
    ("quality_checks", "possible"): pa.Check.gt(0, error=NOTHING_POSSIBLE),
    ("schedules", "opens_minute"): pa.Check.in_range(0, WEEK, error=NO_MINUTE),
    ("schedules", "closes_minute"): pa.Check.in_range(0, WEEK, error=NO_MINUTE),
}

FAULTS = {"index": pl.Int64(), "column": pl.String(), "reason": pl.String()}


@cache
def schema(table: str) -> pa.DataFrameSchema:
    """The model of a table: every column of columns.py in its dtype, keys present, words and numbers in bounds."""
    needed = {*KEYS[table], *NEEDED[table]}
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                dtype,
                _checks(table, name, dtype),
                nullable=name not in needed or (table, name) in _MAY_BE_NULL,
            )
            for name, dtype in TABLES[table].items()
        },
        checks=_CROSS.get(table, []),
        strict=True,
        name=table,
    )


def faults(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with rows of a table: index (of the row in `frame`), column, reason. Empty where all is well.

    Raises pandera's SchemaErrors where the frame's own columns or dtypes are wrong: that is our fault, not the file's.
    """
    try:
        schema(table).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].null_count():
            raise
        reason = pl.when(pl.col("check") == "not_nullable").then(pl.lit(MISSING)).otherwise(pl.col("check"))
        column = pl.col("check").replace_strict(_AT_FAULT, default=pl.col("column"))
        found: pl.DataFrame = cases.select(
            pl.col("index").cast(pl.Int64), column.alias("column"), reason.alias("reason")
        )
        return found
    return pl.DataFrame(schema=FAULTS)


def _checks(table: str, name: str, dtype: pl.DataType) -> list[pa.Check]:
    if (table, name) in VOCABULARIES:
        words = VOCABULARIES[table, name][1]
        return [pa.Check.isin(words, error=f"not one of {', '.join(words)}")]
    if (table, name) in _BOUNDS:
        return [_BOUNDS[table, name]]
    counted = dtype == pl.Int64 or name.endswith("_s")
    # The export's own durations may be negative (Freshdesk's are): they are compared with ours, never used.
    return [pa.Check.ge(0, error=NEGATIVE)] if counted and not name.startswith("export_") else []


def _row_check(rule: pl.Expr, error: str) -> pa.Check:
    def check(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(rule.fill_null(True).alias("fine"))

    return pa.Check(check, error=error)


def _bound(place: int) -> pl.Expr:
    bounds = {scale: float(limits[place]) for scale, limits in SCORES.items()}
    return pl.col("scale").replace_strict(bounds, default=None, return_dtype=pl.Float64)


_CROSS = {
    "surveys": [
        _row_check(pl.col("score").is_between(_bound(0), _bound(1)), OUTSIDE_SCALE),
        _row_check(pl.col("score").is_null() | pl.col("scale").is_not_null(), NO_SCALE),
        _row_check((pl.col("kind") != "nps") | (pl.col("scale") == "0-10"), NOT_NPS),
    ],
    "agent_time": [_row_check(pl.col("ended_at") >= pl.col("started_at"), ENDS_FIRST)],
    "quality_checks": [_row_check(pl.col("points") <= pl.col("possible"), TOO_MANY)],
    "schedules": [_row_check(pl.col("opens_minute") < pl.col("closes_minute"), CLOSES_FIRST)],
    "schedule_holidays": [_row_check(pl.col("last_on") >= pl.col("first_on"), LAST_FIRST)],
    "events": [_row_check(pl.col("business").is_null() | pl.col("target_s").is_not_null(), NO_PROMISE)],
}
