"""Rows of text + a mapping → canonical rows, rejected rows and findings: find the columns, convert, complete, validate,
keep the newest of each key. No file is read or written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data import convert, dates, findings, schemas
from data.columns import INSTANT, KEYS, TABLES
from data.completing import Known, completed
from data.coverage import Gap, gaps
from data.findings import Finding, finding, number
from data.mapping import NEEDED, Field, Mapping, find
from data.refused import Refused
from data.sheet import REJECTED, Sheet
from data.words import VOCABULARIES

ROW_NAMES = {"tickets": "request", "surveys": "answer", "agents": "agent", "orders": "order"}


@dataclass(frozen=True)
class Canonical:
    """tables: exactly the columns of columns.py; rows: the number in the file of each of their rows; rejected: as
    sheet.REJECTED; date_order: None where no value needed one."""

    tables: dict[str, pl.DataFrame]
    rows: dict[str, pl.Series]
    rejected: pl.DataFrame
    findings: list[Finding]
    gaps: list[Gap]
    date_order: str | None


def wanted(mapping: Mapping, headers: Sequence[str]) -> list[str]:
    """The columns of the file that the mapping reads; all others are dropped unread. Raises Refused where a table lacks
    what it cannot be without."""
    used: dict[str, None] = {}
    for table, columns in mapping.tables.items():
        for column in NEEDED[table]:
            where = columns.get(column)
            if where is None:
                raise Refused(f"The mapping {mapping.label!r} names no column for {table}.{column}: name one.")
            if where.headers and find(headers, where.headers) is None:
                raise Refused(
                    f"It has no column {' or '.join(map(repr, where.headers))} for {table}.{column}, without which its "
                    f"rows mean nothing. Its columns: {', '.join(headers)}."
                )
        for where in columns.values():
            used |= {header: None for header in [find(headers, where.headers)] if header}
    others = [mapping.version, *(skip.headers for skip in mapping.skip.values())]
    return list(used | {header: None for names in others if (header := find(headers, names))})


def canonical(sheet: Sheet, mapping: Mapping, known: Known) -> Canonical:
    """Carry out a mapping on the rows of a sheet. Raises Refused where its dates leave day and month open."""
    file = _File(sheet, mapping)
    instants = dates.parse(file.date_texts(), known.zone, known.date_order, mapping.date_order, days=file.day_columns())
    tables, rows, rejected, gap_list = {}, {}, [sheet.rejected], []
    found = [*sheet.findings, *instants.findings]
    for table, columns in mapping.tables.items():
        result = _Table(table, columns, file, instants)
        frame, remarks = completed(table, result.frame(), result.texts(), known, mapping)
        frame, bad = result.judged(frame)
        frame, older = _newest(table, frame, file.version(instants))
        tables[table], rows[table] = frame.drop("_row"), file.sheet.rows.gather(frame["_row"])
        rejected.append(bad)
        found += [*result.findings, *remarks, *older]
        found += findings.in_rows(table, tables[table], rows[table], known.loaded_at)
        if frame.height or len(mapping.tables) == 1:
            gap_list += gaps(table, tables[table], set(result.values))
    return Canonical(tables, rows, pl.concat(rejected).sort("row"), found, gap_list, instants.date_order)


class _File:
    """The file's columns as the mapping calls them, each cleaned once."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.sheet, self.mapping = sheet, mapping
        self.height = sheet.frame.height
        self._texts = {name: convert.clean(sheet.frame[name], mapping.missing) for name in sheet.frame.columns}

    def header(self, names: Sequence[str]) -> str | None:
        return find(list(self._texts), names)

    def text(self, where: Field) -> pl.Series | None:
        """The text of a field, None where the file has no such column."""
        if where.constant is not None:
            return pl.repeat(where.constant, self.height, dtype=pl.String, eager=True)
        header = self.header(where.headers)
        return None if header is None else self._texts[header]

    def date_texts(self) -> dict[str, pl.Series]:
        """The columns that hold dates, by header; all of them decide the order of day and month together."""
        headers = [header for header, dtype in self._dated() if dtype == INSTANT]
        version = self.header(self.mapping.version)
        if version and version not in headers and convert.numbers(self._texts[version])[1].drop_nulls().len():
            headers.append(version)
        found = {header: convert.with_ascii_digits(self._texts[header]) for header in headers}
        for header in self.day_columns():
            # A month alone is its first day; a date that nobody entered comes as zeros.
            found[header] = convert.with_ascii_digits(self._texts[header]).str.replace(
                r"^(\d{4})[-/.](\d{1,2})$", "$1-$2-01"
            )
        nobody = pl.Series([None], dtype=pl.String)
        return {name: text.zip_with(~text.str.starts_with("0000-00-00"), nobody) for name, text in found.items()}

    def day_columns(self) -> list[str]:
        return [header for header, dtype in self._dated() if dtype == pl.Date()]

    def version(self, instants: dates.Instants) -> pl.Series | None:
        """What tells the newest row, by place in the sheet; None where the file does not."""
        header = self.header(self.mapping.version)
        if header is None:
            return None
        return instants.values[header] if header in instants.values else convert.numbers(self._texts[header])[0]

    def skipped(self, table: str) -> pl.Series:
        """The rows that hold nothing for a table."""
        nothing = pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
        rule = self.mapping.skip.get(table)
        header = self.header(rule.headers) if rule else None
        if rule is None or header is None:
            return nothing
        value = convert.translated(self._texts[header], dict.fromkeys(rule.values, ""), None, "keep")[0]
        return (self._texts[header].is_null() if "" in rule.values else nothing) | (
            self._texts[header].is_not_null() & value.is_null()
        )

    def _dated(self) -> list[tuple[str, pl.DataType]]:
        found: dict[str, pl.DataType] = {}
        for table, columns in self.mapping.tables.items():
            for column, where in columns.items():
                header = self.header(where.headers)
                if header and not where.plus and TABLES[table][column] in (INSTANT, pl.Date()):
                    found[header] = TABLES[table][column]
        return list(found.items())


class _Table:
    """The columns of one table, converted; what could not be, and what is worth knowing of it."""

    def __init__(self, table: str, columns: dict[str, Field], file: _File, instants: dates.Instants) -> None:
        self.table, self.columns, self.file = table, columns, file
        self.values: dict[str, pl.Series] = {}
        self.reasons: dict[str, pl.Series] = {}
        self.findings: list[Finding] = []
        # What is added to another instant comes after that one.
        for column, where in sorted(columns.items(), key=lambda item: item[1].plus is not None):
            text = file.text(where)
            if text is None:
                continue
            value, reason = self._convert(column, where, text, instants)
            self.values[column] = value
            if reason is not None and reason.null_count() < len(reason):
                self.reasons[column] = reason
            known = len(value) - value.null_count()
            if where.note and known:
                self.findings.append(finding("approximated", f"{column}: {where.note}", known))

    def frame(self) -> pl.DataFrame:
        """The rows as a table of columns.py, and `_row`, their place in the sheet."""
        absent = {name: pl.lit(None, dtype) for name, dtype in TABLES[self.table].items() if name not in self.values}
        place = pl.int_range(self.file.height, dtype=pl.UInt32, eager=True).alias("_row")
        return place.to_frame().with_columns(**self.values, **absent).select(*TABLES[self.table], "_row")

    def texts(self) -> dict[str, pl.Series]:
        """Canonical column → the export's own text, for the columns that the file has."""
        return {
            column: text
            for column, where in self.columns.items()
            if where.headers and (text := self.file.text(where)) is not None
        }

    def judged(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows that are sound, and the others as sheet.REJECTED, each with its first fault."""
        skipped = self.file.skipped(self.table)
        frame = frame.filter(~skipped) if skipped.any() else frame
        faults = [
            reason.alias("reason")
            .to_frame()
            .with_row_index("_row")
            .filter(pl.col("reason").is_not_null())
            .select(pl.col("_row").cast(pl.UInt32), pl.lit(column).alias("column"), "reason")
            for column, reason in self.reasons.items()
        ]
        against_rules = schemas.faults(self.table, frame.drop("_row"))
        faults.append(
            against_rules.select(frame["_row"].gather(against_rules["index"]).alias("_row"), "column", "reason")
        )
        order = {column: place for place, column in enumerate(TABLES[self.table])}
        # A value that could not be read is null by now, and "missing" would be the lesser truth.
        first = (
            pl.concat(faults)
            .join(frame.select("_row"), on="_row", how="semi")
            .with_columns(
                _missing=pl.col("reason") == schemas.MISSING,
                _place=pl.col("column").replace_strict(order, default=None, return_dtype=pl.Int64),
            )
            .sort("_row", "_missing", "_place")
            .unique("_row", keep="first", maintain_order=True)
        )
        texts = self.texts()
        faulty = first.select("_row", "column", "reason").iter_rows()
        bad = [self._rejected(place, column, reason, texts) for place, column, reason in faulty]
        rejected = pl.DataFrame(bad, schema=REJECTED, orient="row")
        return (frame.filter(~pl.col("_row").is_in(first["_row"].implode())) if bad else frame), rejected

    def _rejected(self, place: int, column: str, reason: str, texts: dict[str, pl.Series]) -> tuple[Any, ...]:
        header = self.file.header(self.columns.get(column, Field()).headers)
        value = texts[column][place] if header else None
        sheet = self.file.sheet
        return sheet.rows[place], sheet.lines[place], self.table, header or column, value, reason

    def _convert(
        self, column: str, where: Field, text: pl.Series, instants: dates.Instants
    ) -> tuple[pl.Series, pl.Series | None]:
        dtype = TABLES[self.table][column]
        header = self.file.header(where.headers)
        vocabulary = VOCABULARIES.get((self.table, column))
        section = vocabulary[0] if vocabulary else "score" if column == "score" else None
        if where.values or section:
            unknown = where.otherwise or (vocabulary[2] if vocabulary else "keep")
            text, words = convert.translated(text, where.values, section, unknown)
            if vocabulary and words and not (where.otherwise or unknown == "keep"):
                self.findings.append(_unknown_words(column, header or column, words, unknown))
        if dtype == pl.String():
            return text, None
        if dtype == pl.Boolean():
            return convert.booleans(text)
        if where.plus:
            seconds, reason = convert.durations(text, where.unit)
            return self.values[where.plus] + _elapsed(seconds), reason
        if header and dtype in (INSTANT, pl.Date()):
            return instants.values[header].cast(dtype), instants.reasons[header]
        if column.endswith("_s"):
            return convert.durations(text, where.unit)
        value, reason = convert.numbers(text, whole=dtype == pl.Int64())
        return (value + where.offset).clip(0).cast(dtype) if where.offset else value, reason


def _elapsed(seconds: pl.Series) -> pl.Series:
    return (seconds * 1_000_000).round().cast(pl.Int64).cast(pl.Duration("us"))


def _unknown_words(column: str, header: str, words: dict[str, int], otherwise: str) -> Finding:
    most = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    become = "other" if otherwise == "other" else "unknown"
    shown = ", ".join(f"{word} ({count:,})" for word, count in most[: findings.EXAMPLES])
    text = f"{header}: {number(len(words), 'word')} that no {column} is known for, read as {become}: {shown}"
    return finding(
        f"unknown_{column}", text, sum(words.values()), [{"value": word, "count": count} for word, count in most]
    )


def _newest(table: str, frame: pl.DataFrame, version: pl.Series | None) -> tuple[pl.DataFrame, list[Finding]]:
    """One row a key: the one with the highest version, else the one updated last, else the last in the file."""
    key = list(KEYS[table])
    if not frame.select(key).is_duplicated().any():
        return frame, []
    if version is not None:
        by = version.gather(frame["_row"])
    else:
        by = frame["updated_at"] if "updated_at" in frame.columns else pl.repeat(0, frame.height, eager=True)
    kept = (
        frame.with_columns(by.alias("_version"))
        .sort("_version", "_row", nulls_last=False)
        .unique(key, keep="last", maintain_order=True)
        .sort("_row")
        .drop("_version")
    )
    older = frame.height - kept.height
    what = ROW_NAMES.get(table, "key")
    text = f"{number(older, 'older row')} of the same {what}: the newest of each is kept"
    return kept, [finding("older_rows", text, older)]
