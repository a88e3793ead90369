"""What a reader hands over: rows of text with their place in the file, and the rows it could not read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from data.findings import Finding
from data.words import normal

REJECTED: dict[str, pl.DataType] = {
    "row": pl.Int64(),  # 1 is the first record under the header
    "line": pl.Int64(),  # of the file, 1 is its first; null where it is not known
    "table": pl.String(),  # null where the record itself could not be read
    "column": pl.String(),  # as the file names it
    "value": pl.String(),
    "reason": pl.String(),
}


@dataclass(frozen=True)
class Sheet:
    """frame: the wanted columns as text; rows, lines: place of each of its rows; rejected: as REJECTED."""

    frame: pl.DataFrame
    rows: pl.Series
    lines: pl.Series
    rejected: pl.DataFrame
    findings: list[Finding]


def rejected_rows(found: Iterable[tuple[int, int | None, str | None, str]]) -> pl.DataFrame:
    """Records that could not be read, from (row, line, value, reason)."""
    rows = [(row, line, None, None, value, reason) for row, line, value, reason in found]
    return pl.DataFrame(rows, schema=REJECTED, orient="row")


def unique_headers(cells: Sequence[str | None]) -> list[str]:
    """Headers as they are named from here on: stripped, `column_3` for an empty one, `Comment_2` for a repeated one."""
    headers: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, 1):
        header = (cell or "").strip().lstrip("\ufeff") or f"column_{place}"
        name, count = header, 1
        while normal(name) in taken:
            count += 1
            name = f"{header}_{count}"
        taken.add(normal(name))
        headers.append(name)
    return headers
