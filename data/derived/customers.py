"""What the other requests of a customer tell of one: how long since the one before, how soon the next after solving,
and by which other channel the customer came next."""

import numpy as np
import polars as pl

from data.columns import INSTANT
from data.derived.elapsed import seconds
from data.derived.sources import COUNTED

COLUMNS = ("customer", "topic", "channel", "created_at", "direction", "kind", "solved_at")


def around(requests: pl.DataFrame) -> pl.DataFrame:
    """earlier_request_s, next_request_s, switch_s, switch_to: one row per row of `requests` (COLUMNS), in their order.

    Only requests of known customers that count look back and ahead, ahead among those of the same topic where both
    topics are known: from the solve to the next request, from the creation to the next one by another channel. Null:
    there is none, or it cannot be known.
    """
    c = pl.col
    rows = requests.lazy().with_row_index("row").filter(c("customer").is_not_null() & COUNTED).collect()
    # Numbers are compared much quicker than texts; no two keys of 64 bits meet by chance.
    rows = rows.select("row", "created_at", "solved_at", "topic", "channel", customer=c("customer").hash())
    topics = c("topic").hash(seed=1)

    def key(topic: pl.Expr | None) -> pl.Expr:
        return c("customer") if topic is None else c("customer").xor(topic)

    created = rows.filter(c("created_at").is_not_null()).sort("created_at")
    before = _asof(
        rows.select("row", at="created_at", key=key(None)),
        created.select(found="created_at", key=key(None)),
        "backward",
    )
    solved = rows.filter(c("solved_at").is_not_null())
    has_topic = c("topic").is_not_null()
    later = pl.concat(
        [
            _asof(solved.filter(has_topic).select("row", at="solved_at", key=key(topic)), those, "forward")
            for topic, those in (
                (topics, created.filter(has_topic).select(found="created_at", key=key(topics))),
                (None, created.filter(~has_topic).select(found="created_at", key=key(None))),
            )
        ]
        + [
            _asof(
                solved.filter(~has_topic).select("row", at="solved_at", key=key(None)),
                created.select(found="created_at", key=key(None)),
                "forward",
            )
        ]
    )
    soonest = later.group_by("row").agg(seconds(c("at"), c("found")).min())
    return pl.DataFrame(
        {
            "earlier_request_s": _in_rows(before.select("row", seconds(c("found"), c("at"))), requests.height),
            "next_request_s": _in_rows(soonest, requests.height),
        }
        | _switches(rows, requests.height)
    )


def _switches(rows: pl.DataFrame, height: int) -> dict[str, pl.Series]:
    """switch_s and switch_to of `height` rows. `rows`: those that look ahead; customer is a number."""
    c, has_topic = pl.col, pl.col("topic").is_not_null()
    known = rows.filter(c("created_at").is_not_null() & c("channel").is_not_null()).with_columns(
        of_topic=c("customer").xor(c("topic").hash(seed=1))
    )
    found = pl.concat(
        [
            _elsewhere(known.filter(has_topic), "of_topic", pl.lit(True), pl.lit(True)),
            # Where one of the two topics is not known, any two of the customer's requests may be about the same.
            _elsewhere(known, "customer", ~has_topic, pl.lit(True)),
            _elsewhere(known, "customer", has_topic, ~has_topic),
        ]
    )
    soonest = found.sort("row", "switch_s", "switch_to").unique("row", keep="first", maintain_order=True)
    switch_to = pl.repeat(None, height, dtype=pl.String, eager=True)
    return {
        "switch_s": _in_rows(soonest.select("row", "switch_s"), height),
        "switch_to": switch_to.scatter(soonest["row"], soonest["switch_to"]),
    }


def _elsewhere(known: pl.DataFrame, key: str, asks: pl.Expr, answers: pl.Expr) -> pl.DataFrame:
    """row, switch_s, switch_to: of the rows that `asks` holds for the next later one of the same key and another
    channel that `answers` holds for."""
    rows = known.with_columns(asks=asks, answers=answers).sort(key, "created_at", "row")
    if not (rows["asks"].any() and rows["answers"].any()):
        return pl.DataFrame(schema={"row": pl.UInt32, "switch_s": pl.Float64, "switch_to": pl.String})
    keys, at = rows[key].to_numpy(), rows["created_at"].cast(INSTANT).cast(pl.Int64).to_numpy()
    channels, answering = rows["channel"].cast(pl.Categorical), rows["answers"].to_numpy()
    end, places = rows.height, np.arange(rows.height)
    moves = np.append((keys[1:] != keys[:-1]) | (at[1:] != at[:-1]), True)
    later = _first_from(np.where(moves, places + 1, end + 1), end)[
        :end
    ]  # the first row after those of the same instant
    found = np.full(end, end)
    for channel in rows["channel"].unique():
        own = (channels == channel).to_numpy()
        there = _first_from(np.where(own & answering, places, end), end)[later]
        same = keys[np.minimum(there, end - 1)] == keys
        found = np.where(~own & same, np.minimum(found, there), found)
    chosen = np.flatnonzero((found < end) & rows["asks"].to_numpy())
    return pl.DataFrame(
        {
            "row": rows["row"].gather(chosen),
            "switch_s": (at[found[chosen]] - at[chosen]) / 1e6,
            "switch_to": rows["channel"].gather(found[chosen]),
        }
    )


def _first_from(places: np.ndarray, end: int) -> np.ndarray:
    """For each row the smallest of the places from it on, and `end` after the last."""
    smallest = np.minimum.accumulate(places[::-1])[::-1]
    return np.append(np.minimum(smallest, end), end)


def following(asked: pl.DataFrame, requests: pl.DataFrame) -> pl.Series:
    """Seconds from `at` of each row (customer, at) to the customer's next request; null: none, or unknown customer."""
    c = pl.col
    created = (
        requests.lazy()
        .filter(COUNTED & c("customer").is_not_null() & c("created_at").is_not_null())
        .select(found="created_at", key=c("customer").hash())
        .sort("found")
        .collect()
    )
    rows = asked.with_row_index("row").filter(c("customer").is_not_null()).select("row", "at", key=c("customer").hash())
    found = _asof(rows, created, "forward", same=True)
    return _in_rows(found.select("row", seconds(c("at"), c("found"))), asked.height)


def _in_rows(values: pl.DataFrame, height: int) -> pl.Series:
    """One value per row, null where there is none; `values`: number of the row, its value."""
    return pl.repeat(None, height, dtype=pl.Float64, eager=True).scatter(*values.get_columns())


def _asof(rows: pl.DataFrame, those: pl.DataFrame, strategy: str, same: bool = False) -> pl.DataFrame:
    """row, at, found: the nearest instant of `those` with the same key strictly before or after `at` (or at it)."""
    known = rows.filter(pl.col("at").is_not_null() & pl.col("key").is_not_null()).sort("at")
    if known.is_empty() or those.is_empty():  # to group the other side by its keys takes long
        return known.clear().select("row", "at", found=pl.col("at").cast(INSTANT))
    return known.join_asof(
        those.with_columns(pl.col("found").cast(INSTANT)),
        left_on=pl.col("at").cast(INSTANT),
        right_on="found",
        by="key",
        strategy=strategy,  # type: ignore[arg-type]
        allow_exact_matches=same,
        coalesce=False,
        check_sortedness=False,  # both are sorted just above
    ).select("row", "at", "found")
