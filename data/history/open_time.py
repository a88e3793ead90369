"""Spans of time of requests, cut where the schedule changes, and how much of each is open time. All in microseconds."""

from collections.abc import Sequence

import polars as pl

from data import calendar


def cut(spans: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """The spans (ticket, start, end, …) cut by the schedule in force, with its `number`; empty pieces fall away.

    Spans lie after the creation, so that the pieces of one make the whole of it.
    """
    c = pl.col
    return (
        spans.join(periods, on="ticket", how="inner", maintain_order="left")
        .with_columns(
            start=pl.when(c("since") > c("start")).then("since").otherwise("start"),
            end=pl.when(c("until") < c("end")).then("until").otherwise("end"),
        )
        .filter(c("start") < c("end"))
        .drop("since", "until")
    )


def elapsed_us(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Microseconds from start to end (Int64), null when either is unknown or the end lies before."""
    micros = end.cast(pl.Int64) - start.cast(pl.Int64)
    return pl.when(micros >= 0).then(micros)


def open_us(pieces: pl.DataFrame, hours: Sequence[calendar.Schedule]) -> pl.Series:
    """Open microseconds (Int64) of each piece (start, end, number of its schedule); null outside of known years."""
    rows = pieces.select("number", "start", "end").with_row_index()
    parts = [
        part.select(
            "index",
            open=(calendar.open_seconds(hours[number], part["start"], part["end"]) * 1e6).round().cast(pl.Int64),
        )
        for (number,), part in rows.partition_by("number", as_dict=True).items()
    ]
    if not parts:
        return pl.Series("open", dtype=pl.Int64)
    return pl.concat(parts).sort("index")["open"]


def open_us_of(spans: pl.DataFrame, periods: pl.DataFrame, hours: Sequence[calendar.Schedule]) -> pl.Series:
    """Open microseconds (Int64) of each whole span (ticket, start, end); null where either is or the end is before."""
    c = pl.col
    rows = spans.select("ticket", "start", "end").with_row_index("span")
    pieces = cut(rows.filter(c("start") <= c("end")), periods)
    sums = (
        pieces.select("span")
        .with_columns(open=open_us(pieces, hours))
        .group_by("span")
        .agg(open=c("open").sum(), unknown=c("open").has_nulls())
    )
    whole = pl.when(c("start") <= c("end")).then(
        pl.when(c("unknown").fill_null(False)).then(None).otherwise(c("open").fill_null(0))
    )
    return rows.join(sums, on="span", how="left", maintain_order="left").select(whole.alias("open")).to_series()
