"""What canonical rows get beyond the columns of the file: source, hashed customers, the channel's own word, made keys,
the scale of survey answers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from data import convert
from data.columns import KEYS
from data.findings import Finding, finding
from data.mapping import Mapping
from data.schemas import SCORES
from data.words import normal

# Narrowest first: the scale of scores is the first that holds them all.
_BY_WIDTH = ("good_bad", "1-5", "1-7", "1-10", "0-10")


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
    table: str, frame: pl.DataFrame, texts: dict[str, pl.Series], known: Known, mapping: Mapping
) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows with what the file does not say itself. texts: canonical column → the export's own text."""
    remarks: list[Finding] = []
    default = pl.lit(mapping.source or mapping.name)
    frame = frame.with_columns(source=pl.lit(known.source) if known.source else pl.col("source").fill_null(default))
    if "customer" in texts:
        frame = frame.with_columns(convert.hashed(texts["customer"], known.key).alias("customer"))
    if "channel" in texts and "channel_detail" in frame.columns and "channel_detail" not in texts:
        frame = frame.with_columns(_own_word(texts["channel"], frame["channel"]).alias("channel_detail"))
    if "month" in frame.columns:
        frame = frame.with_columns(pl.col("month").dt.truncate("1mo"))
    if table in ("surveys", "orders") and (made := KEYS[table][1]) not in texts:
        frame = frame.with_columns(_fingerprints(list(texts.values()), frame.height).alias(made))
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


def _fingerprints(texts: list[pl.Series], height: int) -> pl.Series:
    """A key made from all that is read of a row, the same whenever the row comes again; equal rows are numbered."""
    columns = [text.fill_null("").alias(str(place)) for place, text in enumerate(texts)]
    row = pl.concat_str(pl.all(), separator="\x1f")
    rows = pl.DataFrame(columns).select(row=row).with_columns(number=pl.int_range(pl.len()).over("row"))
    digests = [
        hashlib.blake2b(f"{text}\x1f{number}".encode(), digest_size=8).hexdigest() for text, number in rows.iter_rows()
    ]
    return pl.Series(digests, dtype=pl.String) if height else pl.Series(dtype=pl.String)


def _scaled(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """Surveys with the scale that their scores fall into, where neither file nor mapping names one."""
    nps = (pl.col("kind") == "nps") & pl.col("scale").is_null()
    frame = frame.with_columns(scale=pl.when(nps).then(pl.lit("0-10")).otherwise("scale"))
    remarks = []
    for kind in ("csat", "ces"):
        without = (pl.col("kind") == kind) & pl.col("scale").is_null() & pl.col("score").is_not_null()
        scores = frame.filter(without)["score"]
        if scores.is_empty():
            continue
        scale = next((s for s in _BY_WIDTH if scores.is_between(*SCORES[s]).all()), None)
        frame = frame.with_columns(scale=pl.when(without).then(pl.lit(scale, pl.String)).otherwise("scale"))
        if scale:
            text = f"{kind.upper()}: the scale {scale.replace('_', ' or ')} is taken from the scores themselves"
            remarks.append(finding("scale", text, len(scores)))
    return frame, remarks
