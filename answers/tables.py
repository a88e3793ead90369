"""Tables for people and files: CSV that no spreadsheet runs, JSON without NaN, text columns."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from data import defused

_FORMULA = rf"^[{re.escape(defused.STARTS)}]"


def safe(table: pl.DataFrame) -> pl.DataFrame:
    """The table with an apostrophe before every text, and every header, that a spreadsheet would run."""
    text = pl.selectors.string()
    guarded = table.with_columns(
        pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).name.keep()
    )
    return guarded.rename({name: f"'{name}" for name in table.columns if name[:1] in defused.STARTS and name})


def csv(table: pl.DataFrame, header: bool = True) -> str:
    """CSV; instants as ISO 8601, undefined as empty, formulas defused."""
    return safe(table).write_csv(include_header=header, datetime_format="%Y-%m-%dT%H:%M:%S%.f")


def as_json(content: object) -> str:
    """JSON of plain values; undefined is null, dates and instants are ISO 8601. ValueError for NaN and infinity."""
    return json.dumps(content, default=_iso, indent=1, ensure_ascii=False, allow_nan=False)


def _iso(day: date) -> str:
    return day.isoformat()


def text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns of text under their headers, numbers to the right."""
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]

    def aligned(line: list[str]) -> str:
        cells = (
            cell.rjust(width) if cell[:1].isdigit() or cell[:1] == "−" else cell.ljust(width)
            for cell, width in zip(line, widths, strict=True)
        )
        return "  ".join(cells).rstrip()

    return "\n".join(aligned(line) for line in lines)
