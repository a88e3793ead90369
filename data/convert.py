"""Text → numbers, durations, yes or no, words of a vocabulary, keyed hashes. Dates stand in dates.py.

Every converter takes a Series of text (stripped, null for missing) and returns the values and the reasons why others
could not be read (text, null where there is nothing to say), all rows, in order.
"""

import hashlib
import json
from collections.abc import Collection, Mapping

import polars as pl

from data.words import normal, synonyms

Converted = tuple[pl.Series, pl.Series]

MISSING = ("", "?", "na", "n/a", "#n/a", "null", "(null)", "none", "nil", "nan", "-", "--", "—", "–")

NOT_A_NUMBER = "not a number"
NOT_WHOLE = "not a whole number"
TWO_NUMBERS = "may be read as a thousand or as a fraction: write it without the comma"
NOT_A_DURATION = "not a duration"
NOT_YES_OR_NO = "neither yes nor no"
NO_JSON = "no JSON object"

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "hms": 3600, "mm:ss": 60}
_PERSIAN_DIGITS = dict(zip("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,", strict=True))

# 1,234.5 and 1,234,567 · 1.234,5 and 1.234.567 · 12,5 and 0,125 and 1234,5678 · 1,234 · 1.234
_COMMA_GROUPS = r"^[-+]?\d{1,3}(,\d{3})+\.\d+$|^[-+]?\d{1,3}(,\d{3}){2,}$"
_POINT_GROUPS = r"^[-+]?\d{1,3}(\.\d{3})+,\d+$|^[-+]?\d{1,3}(\.\d{3}){2,}$"
_COMMA_FRACTION = r"^[-+]?\d+,(\d{1,2}|\d{4,})$|^[-+]?(\d{4,}|0),\d+$"
_COMMA_EITHER = r"^[-+]?[1-9]\d{0,2},\d{3}$"
_POINT_EITHER = r"^[-+]?[1-9]\d{0,2}\.\d{3}$"
_PLAIN = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"


def clean(text: pl.Series, missing: Collection[str]) -> pl.Series:
    """Text without spaces around it; the words for "unknown" as null."""
    frame = text.alias("text").to_frame().select(pl.col("text").str.strip_chars())
    unknown = [*MISSING, *(word.strip().lower() for word in missing)]
    longest = max(map(len, unknown)) * 4
    short = pl.col("text").str.len_bytes() <= longest
    is_unknown = pl.when(short).then(pl.col("text").str.to_lowercase()).is_in(unknown)
    return frame.select(pl.when(~is_unknown.fill_null(False)).then(pl.col("text"))).to_series()


def with_ascii_digits(text: pl.Series) -> pl.Series:
    """Persian and Arabic digits as 0 to 9."""
    if not text.str.contains(r"[۰-۹٠-٩]").any():
        return text
    return text.str.replace_many(list(_PERSIAN_DIGITS), list(_PERSIAN_DIGITS.values()))


def numbers(text: pl.Series, whole: bool = False) -> Converted:
    """Numbers, with a point or a comma before the fraction, and thousands grouped, as far as the column proves which.

    1,234 alone is a thousand in a column of whole numbers; in others it may be either and is not read.
    """
    value = text.cast(pl.Float64, strict=False)
    value = _put(value, value.is_finite() == False, None)  # noqa: E712 - null stays null
    reason = _nothing(text)
    if value.null_count() > text.null_count():
        value, reason = _as_the_column_writes(with_ascii_digits(text), whole)
    if not whole:
        return value, reason
    broken = (value != value.round()).fill_null(False) | (value.abs() > 2**53).fill_null(False)
    reason = _put(reason, broken, NOT_WHOLE)
    return _put(value, broken, None).cast(pl.Int64), reason


def _as_the_column_writes(text: pl.Series, whole: bool) -> Converted:
    kept = text.str.replace_all(r"[\s\u00a0\u202f'’$€£¥﷼]", "").alias("text")
    comma_groups = kept.str.contains(_COMMA_GROUPS).any()
    comma_fractions = kept.str.contains(f"{_POINT_GROUPS}|{_COMMA_FRACTION}").any()
    only_groups = comma_groups and not comma_fractions
    only_fractions = comma_fractions and not comma_groups
    cell = pl.col("text")
    without_commas = cell.str.replace_all(",", "", literal=True)
    continental = cell.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    either = (
        without_commas if only_groups or (whole and not only_fractions) else continental if only_fractions else None
    )
    is_either = cell.str.contains(_COMMA_EITHER)
    read = (
        pl.when(cell.str.contains(_COMMA_GROUPS))
        .then(without_commas)
        .when(cell.str.contains(f"{_POINT_GROUPS}|{_COMMA_FRACTION}"))
        .then(continental)
        .when(is_either)
        .then(either)
        .when(cell.str.contains(_POINT_EITHER) & only_fractions)
        .then(continental)
        .when(cell.str.contains(_PLAIN))
        .then(cell)
    )
    value = kept.to_frame().select(read.cast(pl.Float64, strict=False)).to_series()
    unread = pl.when(is_either).then(pl.lit(TWO_NUMBERS)).otherwise(pl.lit(NOT_A_NUMBER))
    reason = kept.to_frame().select(pl.when(value.is_null() & kept.is_not_null()).then(unread)).to_series()
    return value, reason


def durations(text: pl.Series, unit: str | None) -> Converted:
    """Elapsed seconds (float). unit: of bare numbers (hours under hms, minutes under mm:ss); H:MM:SS is always read,
    `12:34` only where the unit tells (hms: hours and minutes; mm:ss: minutes and seconds)."""
    text = with_ascii_digits(text)
    is_clock = text.str.contains(":", literal=True)
    bare, reason = numbers(_put(text, is_clock, None))
    value = bare * _SECONDS[unit or "seconds"]
    reason = _put(reason, reason == NOT_A_NUMBER, NOT_A_DURATION)
    if not is_clock.any():
        return value, reason
    parts = text.filter(is_clock).str.extract_groups(r"^(-?)(\d+):([0-5]\d)(?::([0-5]\d(?:[.,]\d+)?))?$")
    clock = parts.struct.rename_fields(["sign", "first", "second", "third"]).struct.unnest()
    first, second = pl.col("first").cast(pl.Float64), pl.col("second").cast(pl.Float64)
    third = pl.col("third").str.replace(",", ".").cast(pl.Float64)
    two_parts = {"hms": first * 3600 + second * 60, "mm:ss": first * 60 + second}.get(unit or "")
    seconds = pl.when(third.is_not_null()).then(first * 3600 + second * 60 + third).otherwise(two_parts)
    signed = clock.select(seconds * pl.when(pl.col("sign") == "-").then(-1).otherwise(1)).to_series()
    value = _put(value, is_clock, signed)
    return value, _put(reason, is_clock & value.is_null(), NOT_A_DURATION)


def booleans(text: pl.Series) -> Converted:
    """True and false from the words of words.toml."""
    known = synonyms("bool")
    words = {word: known.get(normal(word)) for word in text.drop_nulls().unique()}
    value = text.replace_strict(
        {word: said == "true" for word, said in words.items() if said}, default=None, return_dtype=pl.Boolean
    )
    return value, _put(_nothing(text), text.is_not_null() & value.is_null(), NOT_YES_OR_NO)


def inside(text: pl.Series, key: str) -> Converted:
    """The text of one value of JSON objects; null where an object has no such key or null there."""
    found = {}
    for written in text.drop_nulls().unique():
        try:
            found[written] = json.loads(written, parse_int=str, parse_float=str, parse_constant=str)
        except (json.JSONDecodeError, RecursionError):
            continue
    objects = {written: said.get(key) for written, said in found.items() if isinstance(said, dict)}
    values = {written: said if isinstance(said, str) else json.dumps(said) for written, said in objects.items()}
    value = text.replace_strict(values, default=None, return_dtype=pl.String) if values else _nothing(text)
    value = value.zip_with((value != "null").fill_null(False), pl.Series([None], dtype=pl.String))
    return value, _put(_nothing(text), text.is_not_null() & ~text.is_in(list(values)), NO_JSON)


def translated(
    text: pl.Series, values: Mapping[str, str], section: str | None, otherwise: str | None
) -> tuple[pl.Series, dict[str, int]]:
    """Words of the export as canonical ones, and the unknown words with their counts.

    values: of the mapping, first; section: of words.toml, second; otherwise: what becomes of other words ("keep",
    "other", "null").
    """
    known = synonyms(section) if section else {}
    own = {normal(word): value for word, value in values.items()}
    counts = dict(text.drop_nulls().value_counts().iter_rows())
    canonical: dict[str, str | None] = {}
    unknown = {}
    for word, count in counts.items():
        said = own.get(normal(word), known.get(normal(word)))
        if said is None:
            unknown[word] = count
            said = {"other": "other", "null": None}.get(otherwise or "keep", word)
        canonical[word] = said or None
    value = text.replace_strict(canonical, default=None, return_dtype=pl.String) if canonical else text
    return value, unknown


def hashed(text: pl.Series, key: bytes) -> pl.Series:
    """Keyed hashes (BLAKE2b, 16 hexadecimal digits), the same for Ann@x.org and ann@x.org; nothing leads back."""
    distinct = text.drop_nulls().unique()
    hashes = [
        hashlib.blake2b(value.strip().casefold().encode(), key=key, digest_size=8).hexdigest() for value in distinct
    ]
    if not hashes:
        return text
    return text.replace_strict(distinct, pl.Series(hashes), default=None, return_dtype=pl.String)


def _nothing(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.String).new_from_index(0, len(text))


def _put(series: pl.Series, where: pl.Series, what: "pl.Series | str | None") -> pl.Series:
    """The series with other values where the mask says so."""
    where = where.fill_null(False)
    if not where.any():
        return series
    if isinstance(what, pl.Series):
        return series.scatter(where.arg_true(), what)
    return series.zip_with(~where, pl.Series([what], dtype=series.dtype))
