"""From arrays to the canonical tables: numbers to words, epoch seconds to instants, absent columns to typed nulls."""

from collections.abc import Sequence

import polars as pl

from data.columns import INSTANT, TABLES
from data.sample.days import NEVER, Flags, Floats, Ints

SOURCE = "demonstration"


def table(name: str, /, **columns: pl.Series | str | bool) -> pl.DataFrame:
    """A canonical table with exactly its columns, dtypes and order; text or bool stands for the same in every row.

    Raises KeyError for a column that the table does not have.
    """
    schema = TABLES[name]
    if unknown := columns.keys() - schema.keys():
        raise KeyError(f"{name} has no columns {sorted(unknown)}")
    given = pl.DataFrame({column: values for column, values in columns.items() if isinstance(values, pl.Series)})
    same = {"source": SOURCE} | {column: value for column, value in columns.items() if column not in given.columns}
    return given.select(
        (pl.col(column) if column in given.columns else pl.lit(same.get(column))).cast(dtype).alias(column)
        for column, dtype in schema.items()
    )


def empty(name: str) -> pl.DataFrame:
    """The canonical table without a row."""
    return pl.DataFrame(schema=TABLES[name])


def words(numbers: Ints, vocabulary: Sequence[str | None]) -> pl.Series:
    """The word of each number; null for −1."""
    return pl.Series([*vocabulary, None], dtype=pl.String)[numbers]  # counted from the end, −1 is the null


def keys(prefix: str, numbers: Ints, digits: int) -> pl.Series:
    """Keys such as D-0000001; longer where a number has more digits."""
    text = pl.Series("key", numbers)
    if numbers.max(initial=0) < 10**digits:  # a one before the zeros, cut off again, pads in half the time of zfill
        padded = (text + 10**digits).cast(pl.String).str.slice(1)
    else:
        padded = text.cast(pl.String).str.zfill(digits)
    return pl.select(pl.lit(prefix) + padded).to_series()


def instants(seconds: Ints) -> pl.Series:
    """UTC without zone; null for what never comes."""
    return pl.Series(seconds * 1_000_000).cast(INSTANT).set(pl.Series(seconds >= NEVER), None)


def amounts(values: Floats) -> pl.Series:
    """Numbers; null for NaN."""
    return pl.Series(values, nan_to_null=True)


def flags(values: Flags, known: Flags) -> pl.Series:
    """True and false; null where not known."""
    return pl.Series(values).set(pl.Series(~known), None)


def counts(values: Ints) -> pl.Series:
    """Whole numbers; null for −1."""
    return pl.Series(values).set(pl.Series(values < 0), None)
