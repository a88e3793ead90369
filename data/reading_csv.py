"""CSV as text: DuckDB parses, an independent scan of the records numbers the rows and proves that none was lost."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from data.csv_records import Records, records
from data.encoding import Text
from data.findings import finding, number
from data.refused import Refused
from data.sheet import Sheet, rejected_rows, unique_headers

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18
csv.field_size_limit(_SAMPLE)
_REASONS = {
    "MISSING COLUMNS": "too few columns",
    "TOO MANY COLUMNS": "too many columns",
    "UNQUOTED VALUE": "a quotation mark inside a quoted value",
    "LINE SIZE OVER MAXIMUM": "the record is too long",
}


_Fault = tuple[int, str, str | None]  # byte offset inside the record, reason, what was found


class CsvFile:
    """A delimited file; the delimiter is the one that splits header and first rows most evenly."""

    kind = "csv"

    def __init__(self, text: Text) -> None:
        self._text = text
        with text.path.open(encoding="utf-8", newline="") as file:
            sample = file.read(_SAMPLE)
        self._whole_file = len(sample) < _SAMPLE
        self.delimiter = max(_DELIMITERS, key=lambda delimiter: self._evenness(sample, delimiter))
        header, *self._first = self._split(sample, self.delimiter, _SAMPLE)
        self.headers = unique_headers(header)
        self.about: dict[str, Any] = {"encoding": text.encoding, "delimiter": self.delimiter}
        if len(self.headers) < 2:
            raise Refused(
                f"Its first line has one column only ({header[0][:60]!r}). The first line must name the columns, with "
                "a comma, semicolon or tab between them."
            )

    def head(self, count: int) -> list[list[str | None]]:
        width = len(self.headers)
        return [[cell or None for cell in row] for row in self._first if len(row) == width][:count]

    def read(self, columns: Sequence[str]) -> Sheet:
        found = records(self._text.path, self.delimiter)
        self._check_quotes(found)
        for parallel in (True, False):
            # Quoted newlines at the border of two parallel parts can mislead the parser; then it reads in one go.
            frame, faults = self._parse(columns, int(found.lines[0]) - 1, parallel)
            bad = {int(np.searchsorted(found.starts, at, "right")) - 1: (at, what, text) for at, what, text in faults}
            kept = np.delete(np.arange(1, len(found.starts)), [index - 1 for index in bad if index > 0])
            if len(kept) == frame.height and 0 not in bad:
                break
        else:
            raise Refused(
                f"It has {number(len(found.starts) - 1, 'record')} but {frame.height:,} were read and {len(bad):,} "
                f"rejected{self._near(found)}: it is damaged. Export it again."
            )
        findings = list(self._text.findings)
        if not found.ended:
            cut = len(found.starts) - 1 in bad
            text = (
                "The last record is not whole: the file was cut off" if cut else "The file does not end with a line end"
            )
            findings.append(finding("cut_off" if cut else "no_final_newline", text))
        return Sheet(
            frame=frame,
            rows=pl.Series(kept, dtype=pl.Int64),
            lines=pl.Series(found.lines[kept], dtype=pl.Int64),
            rejected=rejected_rows((i, int(found.lines[i]), text, what) for i, (_, what, text) in sorted(bad.items())),
            findings=findings,
        )

    def _parse(self, columns: Sequence[str], skip: int, parallel: bool) -> tuple[pl.DataFrame, list[_Fault]]:
        """The wanted columns of all records that could be read, and the faults of the others."""
        names = [f"c{place}" for place in range(len(self.headers))]
        wanted = [names[self.headers.index(column)] for column in columns]
        database = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
        try:
            frame = database.sql(
                # The names are c0, c1 …; c0 keeps the count of rows right where no column is wanted.
                f"SELECT {', '.join(wanted) or 'c0'} FROM read_csv($path, columns=$columns, auto_detect=false, "  # noqa: S608
                "header=true, skip=$skip, delim=$delim, quote='\"', escape='\"', strict_mode=true, null_padding=false, "
                "store_rejects=true, parallel=$parallel)",
                params={
                    "path": _literal(self._text.path),
                    "columns": dict.fromkeys(names, "VARCHAR"),
                    "delim": self.delimiter,
                    "skip": skip,
                    "parallel": parallel,
                },
            ).pl()
            faults = database.sql(
                "SELECT min(byte_position) - 1, first(error_type::VARCHAR ORDER BY column_idx), min(column_idx), "
                "max(column_idx) FROM reject_errors GROUP BY line_byte_position"
            ).fetchall()
        except duckdb.InvalidInputException as error:
            raise Refused(f"It cannot be split into columns: {str(error).splitlines()[0]}") from error
        finally:
            database.close()
        frame.columns = list(columns) if wanted else frame.columns
        return frame, [self._fault(*fault) for fault in faults]

    def _fault(self, at: int, what: str, fewest: int | None, most: int | None) -> _Fault:
        counts = {"MISSING COLUMNS": fewest, "TOO MANY COLUMNS": most}
        found = counts.get(what)
        value = f"{number(found, 'column')} instead of {len(self.headers)}" if found else None
        return at, _REASONS.get(what, what.lower()), value

    def _evenness(self, sample: str, delimiter: str) -> tuple[int, int]:
        rows = self._split(sample, delimiter, 50)
        width = len(rows[0])
        return (sum(len(row) == width for row in rows) if width > 1 else 0), width

    def _split(self, sample: str, delimiter: str, count: int) -> list[list[str]]:
        rows = (row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
        found = list(islice(rows, count))
        return found if self._whole_file or len(found) < 2 else found[:-1]

    def _check_quotes(self, found: Records) -> None:
        if found.unclosed is not None:
            raise Refused(
                f"The quotation mark opened in {_place(found, found.unclosed)} is never closed: everything after it "
                "would be lost. Repair that row, or export the file again."
            )
        torn = next(((index, span) for index, span in found.strays if span > 1), None)
        if torn:
            raise Refused(
                f"The quotation mark opened in {_place(found, torn[0])} is not closed on its line and swallows "
                f"{number(torn[1] - 1, 'more line')}. Repair that row, or export the file again."
            )

    def _near(self, found: Records) -> str:
        return f" (the first odd quotation mark stands in {_place(found, found.strays[0][0])})" if found.strays else ""


def _place(found: Records, index: int) -> str:
    row = f"row {index:,}" if index else "the header"
    return f"{row} (line {int(found.lines[index]):,})"


def _literal(path: Path) -> str:
    """The path as a pattern that matches nothing else: DuckDB expands patterns in bound names too."""
    return re.sub(r"[\[*?]", r"[\g<0>]", str(path))
