"""What the other requests of a customer tell of one: how long since the one before, how soon the next after solving."""

import polars as pl

from data.columns import INSTANT
from data.derived.elapsed import seconds
from data.derived.sources import COUNTED

COLUMNS = ("customer", "topic", "created_at", "direction", "kind", "solved_at")


def around(requests: pl.DataFrame) -> pl.DataFrame:
    """earlier_request_s, next_request_s: one row per row of `requests` (COLUMNS), in the same order.

    Only requests of known customers that count look back and ahead; ahead from the solve, among those of the same topic
    where both topics are known. Null: there is none, or it cannot be known.
    """
    c = pl.col
    rows = requests.lazy().with_row_index("row").filter(c("customer").is_not_null() & COUNTED).collect()
    # Numbers are compared much quicker than texts; no two keys of 64 bits meet by chance.
    rows = rows.select("row", "created_at", "solved_at", "topic", customer=c("customer").hash())
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
    )


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
