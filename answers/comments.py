"""What customers wrote in surveys, found by words. The words are compared here and never become a part of a query."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from data import engine
from data.queries import answers as queries
from data.scope import Scope
from data.store import Generation

BANDS = ("negative", "middle", "positive")

Span = tuple[date, date]
Where = Mapping[str, Sequence[str]]

# Persian is typed on Arabic keyboards too, which have other signs for two of its letters; joiners are not seen at all.
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " ", "\u200d": None, "ـ": None})


@dataclass(frozen=True)
class Wanted:
    """Which comments: those in which every word of `words` occurs, and of one of the topics and of a band of scores.

    Nothing chosen is no limit; among the topics null stands for having none.
    """

    words: str = ""
    topics: tuple[str | None, ...] = ()
    band: str | None = None


def comments(span: Span, scope: Scope, generation: Generation, where: Where) -> pl.DataFrame:
    """The comments of a span, newest first: queries.answers.comments, `band` (one of BANDS, null for other surveys than
    satisfaction and recommendation) and `folded`, the words as they are compared."""
    chosen = tuple(sorted((name, tuple(sorted(values))) for name, values in where.items()))
    return _comments(span, scope, generation, chosen)


@lru_cache(maxsize=8)
def _comments(
    span: Span, scope: Scope, generation: Generation, where: tuple[tuple[str, tuple[str, ...]], ...]
) -> pl.DataFrame:
    bound = {"first": span[0], "last": span[1]} | {f"where_{name}": list(values) for name, values in where}
    found = engine.run(queries.comments(tuple(name for name, _values in where)), scope, generation, bound)
    c = pl.col
    band = (
        pl.when("negative")
        .then(pl.lit("negative"))
        .when(c("satisfied") | (c("nps_score") >= 9))
        .then(pl.lit("positive"))
        .when(c("satisfied").is_not_null() | c("nps_score").is_not_null())
        .then(pl.lit("middle"))
    )
    folded = pl.Series("folded", [fold(text) for text in found["comment"]], dtype=pl.String)
    return found.with_columns(folded, band=band).drop("satisfied", "nps_score", "negative")


def pick(found: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """The comments that are wanted, in their order. Each sign of a word counts as itself."""
    for word in fold(wanted.words).split():
        found = found.filter(pl.col("folded").str.contains(word, literal=True))
    if wanted.topics:
        found = found.filter(pl.col("topic").is_in(list(wanted.topics), nulls_equal=True))
    if wanted.band is not None:
        found = found.filter(pl.col("band") == wanted.band)
    return found


def fold(text: str) -> str:
    """A text as it is compared: without upper case, signs of one letter alike, joiners as spaces.

    Accents stay: in Hungarian they make another word.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold())
