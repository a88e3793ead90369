"""Rows of text + a mapping → canonical rows, rejected rows and findings: find the columns, convert, complete, validate,
keep the newest of each key. No file is read or written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data import convert, dates, findings, schemas, zones
from data.columns import INSTANT, KEYS, TABLES
from data.completing import Known, completed
from data.coverage import Gap, gaps
from data.findings import Finding, finding, number
from data.mapped_file import MappedFile
from data.mapping import NEEDED, Field, Mapping, Rule, find
from data.refused import Refused
from data.sheet import REJECTED, Sheet
from data.words import TRANSLATED, VOCABULARIES

ROW_NAMES = {
    "tickets": "request",
    "surveys": "answer",
    "agents": "agent",
    "orders": "order",
    "quality_checks": "criterion of a check",
    "help_sessions": "session",
    "events": "event",
    "teams": "team",
}


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
        for rule in mapping.only.get(table, ()):
            if find(headers, rule.headers) is None:
                absent = " or ".join(map(repr, rule.headers))
                raise Refused(f"It has no column {absent}, which tells the rows that are for {table}.")
        for where in columns.values():
            used |= {header: None for header in [find(headers, where.headers)] if header}
    others = [mapping.version, *(rule.headers for rule in _rules(mapping))]
    used |= {header: None for names in others if (header := find(headers, names))}
    # The rows of a file that fills no table are counted all the same.
    return list(used) or list(headers[:1])


def _rules(mapping: Mapping) -> list[Rule]:
    """All that chooses rows."""
    whole = [rule for section in (mapping.only, mapping.skip) for rules in section.values() for rule in rules]
    return whole + [where.when for columns in mapping.tables.values() for where in columns.values() if where.when]


def canonical(sheet: Sheet, mapping: Mapping, known: Known) -> Canonical:
    """Carry out a mapping on the rows of a sheet. Raises Refused where its dates leave day and month open."""
    file = MappedFile(sheet, mapping)
    instants = dates.parse(file.date_texts(), known.zone, known.date_order, mapping.date_order, days=file.day_columns())
    tables, rows, rejected, gap_list = {}, {}, [sheet.rejected], []
    found = [*sheet.findings, *instants.findings]
    if mapping.nothing:
        found.append(finding("nothing_to_load", f"Nothing to load: {mapping.nothing}"))
    for table, columns in mapping.tables.items():
        result = _Table(table, columns, file, instants)
        frame = result.frame()
        frame, remarks = completed(table, frame, result.channel_words(frame["_row"]), known, mapping)
        frame, bad = result.judged(frame)
        frame, older = _newest(table, frame, file.version(instants))
        tables[table], rows[table] = frame.drop("_row"), file.sheet.rows.gather(frame["_row"])
        rejected.append(bad)
        found += [*result.findings, *remarks, *older]
        found += findings.in_rows(table, tables[table], rows[table], known.loaded_at)
        if frame.height or len(mapping.tables) == 1:
            gap_list += gaps(table, tables[table], set(result.values))
    return Canonical(tables, rows, pl.concat(rejected).sort("row"), found, gap_list, instants.date_order)


class _Table:
    """The columns of one table, converted; what could not be, and what is worth knowing of it."""

    def __init__(self, table: str, columns: dict[str, Field], file: MappedFile, instants: dates.Instants) -> None:
        self.table, self.columns, self.file = table, columns, file
        self.values: dict[str, pl.Series] = {}
        self.reasons: dict[str, pl.Series] = {}
        self.findings: list[Finding] = []
        # What is added to another instant comes after that one.
        for column, where in sorted(columns.items(), key=lambda item: item[1].plus is not None):
            text = file.text(where)
            if text is None:
                continue
            value, reason = self._read(column, where, text, instants)
            self.values[column] = value
            if reason is not None and reason.null_count() < len(reason):
                self.reasons[column] = reason
            known = len(value) - value.null_count()
            if where.note and known:
                self.findings.append(finding("approximated", f"{column}: {where.note}", known))

    def frame(self) -> pl.DataFrame:
        """The rows that are for this table, with the columns of columns.py and `_row`, their place in the sheet."""
        absent = {name: pl.lit(None, dtype) for name, dtype in TABLES[self.table].items() if name not in self.values}
        place = pl.int_range(self.file.height, dtype=pl.UInt32, eager=True).alias("_row")
        frame = place.to_frame().with_columns(**self.values, **absent).select(*TABLES[self.table], "_row")
        left_out, remarks = self.file.left_out(self.table)
        self.findings += remarks
        return frame.filter(~left_out) if left_out.any() else frame

    def channel_words(self, rows: pl.Series) -> pl.Series | None:
        """The export's own words for the channel; None where it has none, or names the finer channel itself."""
        where = self.columns.get("channel", Field())
        text = self.file.text(where) if where.headers and "channel_detail" not in self.values else None
        return None if text is None else text.gather(rows)

    def texts(self) -> dict[str, pl.Series]:
        """Canonical column → the export's own text, for the columns that the file has."""
        return {
            column: text
            for column, where in self.columns.items()
            if where.headers and (text := self.file.text(where)) is not None
        }

    def judged(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows that are sound, and the others as sheet.REJECTED, each with its first fault."""
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

    def _read(
        self, column: str, where: Field, text: pl.Series, instants: dates.Instants
    ) -> tuple[pl.Series, pl.Series | None]:
        """The values of a column; those outside of their rows, or of what is no JSON object, are null."""
        rows = self.file.chosen(where.when) if where.when else None
        nobody = pl.Series([None], dtype=pl.String)
        unread = None
        if rows is not None:
            text = text.zip_with(rows, nobody)
        if where.inside:
            text, unread = convert.inside(text, where.inside)
        value, reason = self._convert(column, where, text, instants)
        if rows is not None:
            value = value.zip_with(rows, pl.Series([None], dtype=value.dtype))
            reason = None if reason is None else reason.zip_with(rows, nobody)
        if unread is not None:
            reason = unread if reason is None else unread.zip_with(unread.is_not_null(), reason)
        return value, reason

    def _convert(
        self, column: str, where: Field, text: pl.Series, instants: dates.Instants
    ) -> tuple[pl.Series, pl.Series | None]:
        dtype = TABLES[self.table][column]
        header = self.file.header(where.headers)
        vocabulary = VOCABULARIES.get((self.table, column))
        section = vocabulary[0] if vocabulary else TRANSLATED.get((self.table, column))
        if where.values or section:
            unknown = where.otherwise or (vocabulary[2] if vocabulary else "keep")
            text, words = convert.translated(text, where.values, section, unknown)
            if vocabulary and words and not (where.otherwise or unknown == "keep"):
                self.findings.append(findings.unknown_words(column, header or column, words, unknown))
        if column == "zone":
            return zones.names(text)
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
