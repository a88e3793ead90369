"""What canonical rows get beyond the columns of the file: source, hashed customers, the channel's own word, made keys,
the scale of survey answers, the words of histories."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from data import convert
from data.columns import TABLES
from data.findings import Finding, finding, unknown_words
from data.mapping import Mapping
from data.schemas import SCORES
from data.words import MESSAGES, normal

# Narrowest first: the scale of scores is the first that holds them all. Nobody asks for effort by thumbs.
_BY_WIDTH = {
    "csat": ("good_bad", "1-5", "1-7", "1-10", "0-10"),
    "ces": ("1-5", "1-7", "1-10", "0-10"),
}
# Tables whose rows get a number where the file has none.
_MADE = {
    "surveys": "survey_id",
    "orders": "order_id",
    "quality_checks": "check_id",
    "help_sessions": "session_id",
    "events": "event_id",
}
# What a later file may correct without making another check of it.
_GIVEN = ("points", "possible")
# What a helpdesk's own number never looks like. Nobody writes a telephone number as digits alone where + is left out.
_PERSONAL = r"@|^\+\s?\d|^\(?\d{1,5}\)?(?:[ /.-]\(?\d{1,5}\)?){2,}$"


@dataclass(frozen=True)
class Known:
    """What is the same for all rows of a file: name of the source, None where file or mapping say it; IANA zone of
    times without an offset; the reader's order of day and month; secret of the customers' hashes; the moment of
    loading (UTC)."""

    source: str | None
    zone: str
    date_order: str | None
    key: bytes
    loaded_at: datetime


def completed(
    table: str, frame: pl.DataFrame, channel_words: pl.Series | None, known: Known, mapping: Mapping
) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows with what the file does not say itself. channel_words: the export's own, where they may say more."""
    remarks: list[Finding] = []
    default = pl.lit(mapping.source or mapping.name)
    frame = frame.with_columns(source=pl.lit(known.source) if known.source else pl.col("source").fill_null(default))
    if "customer" in frame.columns:
        frame = frame.with_columns(customer=convert.hashed(frame["customer"], known.key))
    if channel_words is not None and "channel_detail" in frame.columns:
        frame = frame.with_columns(channel_detail=_own_word(channel_words, frame["channel"]))
    if table == "schedule_holidays":
        frame = frame.with_columns(last_on=pl.col("last_on").fill_null(pl.col("first_on")))
    if table == "events":
        frame, remarks = _told(frame, known.key)
    if table in _MADE and frame[_MADE[table]].has_nulls():
        frame = frame.with_columns(pl.col(_MADE[table]).fill_null(_numbers(table, frame)))
    if table == "surveys":
        # What was not answered has no time of an answer, whatever stands for it.
        frame = frame.with_columns(answered_at=pl.when(pl.col("score").is_not_null()).then("answered_at"))
        frame, remarks = _scaled(frame)
    return frame, remarks


def _own_word(text: pl.Series, channel: pl.Series) -> pl.Series:
    """The export's word where it says more than the channel does."""
    pairs = pl.DataFrame({"text": text, "channel": channel}).drop_nulls().unique()
    words = {word: word for word, name in pairs.iter_rows() if normal(word) != normal(name)}
    return text.replace_strict(words, default=None, return_dtype=pl.String)


def _numbers(table: str, frame: pl.DataFrame) -> pl.Series:
    """A number for each row, made from its values and so the same whenever the row comes again. Equal rows are two
    answers, orders, replies; but to be set to the same twice at one moment is one event. The rows of one check, which
    tell its criteria, have one number."""
    names = [name for name in TABLES[table] if name not in ("source", _MADE[table], *_GIVEN)]
    rows = frame.select(pl.col(name).cast(pl.String).fill_null("") for name in names)
    counted = pl.col("kind").is_in(MESSAGES) if table == "events" else True
    rows = rows.select(
        pl.concat_str([name for name in names if name != "criterion"], separator="\x1f"),
        pl.when(counted).then(pl.int_range(pl.len()).over(names)).otherwise(0),
    )
    digests = [
        hashlib.blake2b(f"{text}\x1f{number}".encode(), digest_size=8).hexdigest() for text, number in rows.iter_rows()
    ]
    return pl.Series(digests, dtype=pl.String)


def _told(frame: pl.DataFrame, key: bytes) -> tuple[pl.DataFrame, list[Finding]]:
    """Events with statuses in our words, and without what would name a customer.

    The row alone does not always tell a customer from an agent: then a helpdesk's own number stays, to be looked up
    among the agents, and what looks like an address or a telephone number does not.
    """
    is_status = (frame["kind"] == "status").fill_null(False)
    nobody = pl.Series([None], dtype=pl.String)
    words = frame["value"].zip_with(is_status, nobody)
    status, unknown = convert.translated(words, {}, "status", "null")
    customers = (frame["actor"] == "customer").fill_null(False)
    nameless = frame["actor"].is_null() & frame["actor_id"].str.contains(_PERSONAL).fill_null(False)
    hashes = convert.hashed(frame["actor_id"].zip_with(customers | nameless, nobody), key)
    frame = frame.with_columns(
        value=status.zip_with(is_status, frame["value"]), actor_id=hashes.fill_null(frame["actor_id"])
    )
    return frame, [unknown_words("status", "status events", unknown, "null")] if unknown else []


def _scaled(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """Surveys with the scale that their scores fall into, where neither file nor mapping names one."""
    nps = (pl.col("kind") == "nps") & pl.col("scale").is_null()
    frame = frame.with_columns(scale=pl.when(nps).then(pl.lit("0-10")).otherwise("scale"))
    remarks = []
    for kind, scales in _BY_WIDTH.items():
        without = (pl.col("kind") == kind) & pl.col("scale").is_null() & pl.col("score").is_not_null()
        scores = frame.filter(without)["score"]
        if scores.is_empty():
            continue
        scale = next((s for s in scales if scores.is_between(*SCORES[s]).all()), None)
        frame = frame.with_columns(scale=pl.when(without).then(pl.lit(scale, pl.String)).otherwise("scale"))
        if scale:
            text = f"{kind.upper()}: the scale {scale.replace('_', ' or ')} is taken from the scores themselves"
            remarks.append(finding("scale", text, len(scores)))
    return frame, remarks
