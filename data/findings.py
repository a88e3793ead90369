"""What is worth knowing of a file although its rows were taken: the form of a finding, and the findings that compare
instants of a row with each other and with the time of loading."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypedDict

import polars as pl

from data.columns import INSTANT, TABLES

EXAMPLES = 5
# A shift or a promise may lie ahead; anything else later than this after loading is a slip or another calendar.
_SOON = timedelta(days=1)


class Finding(TypedDict):
    """kind: a stable name; count: rows or values concerned; text: one sentence; examples: up to five of them."""

    kind: str
    count: int
    text: str
    examples: list[dict[str, Any]]


def finding(kind: str, text: str, count: int = 1, examples: Iterable[dict[str, Any]] = ()) -> Finding:
    """A finding; JSON-able as it is."""
    return {"kind": kind, "count": count, "text": text, "examples": list(examples)[:EXAMPLES]}


def number(count: int, one: str, many: str | None = None) -> str:
    """ "1 row", "2,299 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def unknown_words(column: str, header: str, words: dict[str, int], otherwise: str) -> Finding:
    """Words of a column (with their counts) that no canonical word is known for; otherwise: what they become."""
    most = _most(words)
    become = "other" if otherwise == "other" else "unknown"
    text = f"{header}: {number(len(words), 'word')} that no {column} is known for, read as {become}: {_listed(most)}"
    return finding(f"unknown_{column}", text, sum(words.values()), _words(most))


def left_out(note: str, header: str, values: pl.Series) -> Finding:
    """Rows that are not for a table, by their values under a header."""
    most = _most(dict(values.fill_null("").value_counts().iter_rows()))
    said = f" ({header}: {_listed(most)})" if len(most) > 1 else ""
    text = f"{number(len(values), 'row')} left out: {note}{said}"
    return finding("left_out", text, len(values), _words(most))


def _most(words: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda item: (-item[1], item[0]))


def _listed(most: list[tuple[str, int]]) -> str:
    shown = ", ".join(f"{word or 'empty'} ({count:,})" for word, count in most[:EXAMPLES])
    return f"{shown} …" if len(most) > EXAMPLES else shown


def _words(most: list[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"value": word, "count": count} for word, count in most]


def in_rows(table: str, frame: pl.DataFrame, rows: pl.Series, loaded_at: datetime) -> list[Finding]:
    """Findings in the accepted rows of a table; `rows` are their numbers in the file, in the same order."""
    found = []
    if table == "tickets":
        ends = ("first_resolved_at", "resolved_at", "closed_at", "ended_at")
        ended = _before(frame, ends)
        text = "{} before opening: kept, without a resolution time"
        found.append(_of_rows("closed_before_created", text, ("closing", "closings"), ended, frame, rows, *ends))
        replied = _before(frame, ("first_reply_at",))
        text = "{} before opening: kept, without a response time"
        found.append(
            _of_rows("reply_before_created", text, ("reply", "replies"), replied, frame, rows, "first_reply_at")
        )
        undated = frame["created_at"].is_null()
        if not undated.all():
            text = "{} without an opening time: kept, in no period"
            found.append(_of_rows("undated", text, ("request", "requests"), undated, frame, rows))
        done = frame["status"].is_in(["solved", "closed"]).fill_null(False)
        unknown = done & frame["resolved_at"].is_null() & frame["closed_at"].is_null()
        text = "{} solved or closed without the time of it: no resolution time without a history"
        found.append(_of_rows("solved_undated", text, ("request", "requests"), unknown, frame, rows, "status"))
        unresolved = done & frame["resolved_at"].is_null() & frame["closed_at"].is_not_null()
        if frame["resolved_at"].is_not_null().any():
            text = "{} closed without a resolution time: the closing does not stand for it"
            found.append(_of_rows("unresolved", text, ("request", "requests"), unresolved, frame, rows, "closed_at"))
    if table != "agent_time":
        for name, dtype in TABLES[table].items():
            if dtype == INSTANT and not name.endswith("_due_at"):
                late = (frame[name] > loaded_at + _SOON).fill_null(False)
                text = f"{{}} in the future ({name})"
                found.append(_of_rows("future", text, ("row lies", "rows lie"), late, frame, rows, name))
    return [one for one in found if one["count"]]


def _before(frame: pl.DataFrame, ends: tuple[str, ...]) -> pl.Series:
    """Rows with one of the instants before their opening."""
    early = [(pl.col(end) < pl.col("created_at")).fill_null(False) for end in ends]
    return frame.select(pl.any_horizontal(early)).to_series()


def _of_rows(
    kind: str, text: str, nouns: tuple[str, str], mask: pl.Series, frame: pl.DataFrame, rows: pl.Series, *columns: str
) -> Finding:
    count = int(mask.sum())
    shown = frame.select(name for name in frame.columns if name in ("ticket_id", "created_at", *columns))
    places = mask.arg_true().head(EXAMPLES)
    examples = [
        {"row": row} | {name: str(value) for name, value in values.items() if value is not None}
        for row, values in zip(rows.gather(places), shown[places].iter_rows(named=True), strict=True)
    ]
    return finding(kind, text.format(number(count, *nouns)), count, examples)
