"""Files as sheets of text: which reader takes a file, and the readers of JSON lines, workbooks and Parquet. No value is
interpreted here; reading_csv.py holds the reader of CSV."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import fastexcel
import polars as pl

from data import screening
from data.encoding import as_utf8
from data.findings import Finding, finding
from data.reading_csv import CsvFile
from data.refused import Refused
from data.sheet import Sheet, rejected_rows, unique_headers

_HEAD = 1_000
_BATCH = 50_000
_NOT_AN_OBJECT = "the line is no JSON object"


class Readable(Protocol):
    """An opened file: `kind` and `about` (encoding, delimiter, sheets …) for people, `headers` and first rows at once,
    the whole on `read`."""

    kind: str
    headers: list[str]
    about: dict[str, Any]

    def head(self, count: int) -> list[list[str | None]]: ...

    def read(self, columns: Sequence[str]) -> Sheet: ...


def open_file(path: Path, folder: Path, size_limit: int, allow_parquet: bool) -> Readable:
    """Open a file of any kind that is taken; `folder` may be used for a rewritten copy. Raises Refused."""
    kind = screening.kind_of(path, size_limit, allow_parquet)
    if kind == screening.WORKBOOK:
        return Workbook(path)
    if kind == screening.PARQUET:
        return ParquetFile(path)
    text = as_utf8(path, folder)
    return JsonLines(text.path, text.encoding, text.findings) if kind == screening.JSON_LINES else CsvFile(text)


class JsonLines:
    """One object a line; nested objects flattened with dots (`via.channel`), lists kept as JSON text."""

    kind = screening.JSON_LINES

    def __init__(self, path: Path, encoding: str, findings: list[Finding]) -> None:
        self.path = path
        self.about: dict[str, Any] = {"encoding": encoding}
        self._findings = findings
        keys: dict[str, None] = {}
        for _, found in zip(range(_HEAD), self._objects(), strict=False):
            keys |= dict.fromkeys(found[2] or ())
        self.headers = list(keys)
        if not self.headers:
            raise Refused("None of its first lines is a JSON object. One object a line is needed (JSON lines).")

    def head(self, count: int) -> list[list[str | None]]:
        objects = (found for _, _, found in self._objects() if found is not None)
        return [[found.get(header) for header in self.headers] for _, found in zip(range(count), objects, strict=False)]

    def read(self, columns: Sequence[str]) -> Sheet:
        frames, batch, bad, rows, lines = [], [], [], [], []
        schema: dict[str, pl.DataType] = dict.fromkeys(columns, pl.String())
        for row, line, found in self._objects():
            if found is None:
                bad.append((row, line))
                continue
            rows.append(row)
            lines.append(line)
            batch.append([found.get(column) for column in columns])
            if len(batch) == _BATCH:
                frames.append(pl.DataFrame(batch, schema=schema, orient="row"))
                batch = []
        frames.append(pl.DataFrame(batch, schema=schema, orient="row"))
        with self.path.open("rb") as file:
            file.seek(-1, 2)
            ended = file.read(1) == b"\n"
        cut = bad and not ended and bad[-1][0] > max(rows, default=0)
        text = "The last line is not whole: the file may have been cut off"
        return Sheet(
            frame=pl.concat(frames),
            rows=pl.Series(rows, dtype=pl.Int64),
            lines=pl.Series(lines, dtype=pl.Int64),
            rejected=rejected_rows((row, line, None, _NOT_AN_OBJECT) for row, line in bad),
            findings=self._findings + ([finding("cut_off", text)] if cut else []),
        )

    def _objects(self) -> Iterator[tuple[int, int, dict[str, str | None] | None]]:
        """Row, line and the flattened object, None where the line holds none."""
        row = 0
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for line, text in enumerate(file, 1):
                if not text.strip():
                    continue
                row += 1
                try:
                    # Numbers stay as they are written: an id is no quantity.
                    found = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
                except (json.JSONDecodeError, RecursionError):
                    found = None
                yield row, line, dict(_flat("", found)) if isinstance(found, dict) else None


def _flat(prefix: str, found: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        elif value is None or isinstance(value, str):
            yield prefix + key, value
        else:
            yield prefix + key, json.dumps(value, ensure_ascii=False)


class Workbook:
    """The first sheet of a workbook that holds a table: a row of at least two headers and what stands under it."""

    kind = screening.WORKBOOK

    def __init__(self, path: Path) -> None:
        try:
            self._book = fastexcel.read_excel(path)
        except fastexcel.FastExcelError as error:
            raise Refused(
                f"The workbook cannot be opened ({error}): save it again, or save the table as CSV."
            ) from error
        names = self._book.sheet_names
        for name in names:
            cells = self._cells(name, _HEAD)
            top = next(
                (i for i, row in enumerate(cells.iter_rows()) if sum(cell is not None for cell in row) > 1), None
            )
            if top is not None:
                break
        else:
            raise Refused("No sheet of the workbook holds a table with a header line.")
        self.sheet, self._top = name, top
        self.headers = unique_headers(cells.row(top))
        self._first = cells.slice(top + 1)
        self.about: dict[str, Any] = {"sheets": names, "sheet": name}

    def _cells(self, name: str, count: int | None = None) -> pl.DataFrame:
        sheet = self._book.load_sheet(name, header_row=None, skip_rows=0, n_rows=count, dtypes="string")
        return sheet.to_polars()

    def head(self, count: int) -> list[list[str | None]]:
        return [list(row) for row in self._first.head(count).iter_rows()]

    def read(self, columns: Sequence[str]) -> Sheet:
        cells = self._cells(self.sheet).slice(self._top + 1)
        cells.columns = self.headers
        filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        lines = pl.int_range(self._top + 2, self._top + 2 + cells.height, dtype=pl.Int64, eager=True).filter(filled)
        others = [name for name in self._book.sheet_names if name != self.sheet]
        text = f"Only the sheet {self.sheet!r} was read; the workbook also has {', '.join(map(repr, others))}"
        return Sheet(
            frame=cells.filter(filled).select(map(self._elapsed, columns)),
            rows=pl.int_range(1, len(lines) + 1, dtype=pl.Int64, eager=True),
            lines=lines,
            rejected=rejected_rows(()),
            findings=[finding("other_sheets", text, len(others))] if others else [],
        )

    @staticmethod
    def _elapsed(name: str) -> pl.Expr:
        """A duration comes as the moment that lies so long after Excel's day zero: as H:MM:SS again."""
        cell = pl.col(name)
        moment = cell.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False, time_unit="us")
        seconds = (moment - pl.datetime(1899, 12, 31)).dt.total_seconds()
        clock = pl.format(
            "{}:{}:{}",
            seconds // 3600,
            (seconds // 60 % 60).cast(pl.String).str.zfill(2),
            (seconds % 60).cast(pl.String).str.zfill(2),
        )
        return pl.when(cell.str.contains(r"^(?:1899-12-31|1900-\d\d-\d\d) ")).then(clock).otherwise(cell).alias(name)


class ParquetFile:
    """A Parquet file; nested columns are left out."""

    kind = screening.PARQUET

    def __init__(self, path: Path) -> None:
        self._frame = pl.scan_parquet(path, glob=False)
        schema = self._frame.collect_schema()
        self._schema = {name: dtype for name, dtype in schema.items() if not dtype.is_nested() and dtype != pl.Binary}
        self.headers = list(self._schema)
        self.about: dict[str, Any] = {}

    def head(self, count: int) -> list[list[str | None]]:
        frame = self._frame.head(count).select(map(self._text, self.headers)).collect()
        return [list(row) for row in frame.iter_rows()]

    def read(self, columns: Sequence[str]) -> Sheet:
        frame = self._frame.select(map(self._text, columns)).collect()
        return Sheet(
            frame=frame,
            rows=pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True),
            lines=pl.repeat(None, frame.height, dtype=pl.Int64, eager=True),
            rejected=rejected_rows(()),
            findings=[],
        )

    def _text(self, name: str) -> pl.Expr:
        dtype = self._schema[name]
        if isinstance(dtype, pl.Datetime) and dtype.time_zone:
            return pl.col(name).dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%d %H:%M:%S%.6fZ")
        if isinstance(dtype, pl.Duration):
            return (pl.col(name).dt.total_microseconds() / 1e6).cast(pl.String)
        return pl.col(name).cast(pl.String)
