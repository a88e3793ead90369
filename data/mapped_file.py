"""The rows of one file as its mapping calls them: text by column, what its dates are, which rows are for which table.
Nothing is converted here."""

from collections.abc import Sequence

import polars as pl

from data import convert, dates, findings
from data.columns import INSTANT, TABLES
from data.findings import Finding
from data.mapping import Field, Mapping, Rule, find
from data.sheet import Sheet


class MappedFile:
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

    def chosen(self, rule: Rule) -> pl.Series:
        """The rows that a rule means; none where the file has no such column."""
        header = self.header(rule.headers)
        if header is None:
            return pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
        text = self._texts[header]
        value = convert.translated(text, dict.fromkeys(rule.values, ""), None, "keep")[0]
        named = text.is_not_null() & value.is_null()
        return named | text.is_null() if "" in rule.values else named

    def left_out(self, table: str) -> tuple[pl.Series, list[Finding]]:
        """The rows that hold nothing for a table, and how many they are where the mapping says why."""
        out = pl.repeat(False, self.height, dtype=pl.Boolean, eager=True)
        found = []
        others = [(~self.chosen(rule), rule) for rule in self.mapping.only.get(table, ())]
        for rows, rule in others + [(self.chosen(rule), rule) for rule in self.mapping.skip.get(table, ())]:
            more = rows & ~out
            if rule.note and more.any():
                header = str(self.header(rule.headers))
                found.append(findings.left_out(rule.note, header, self._texts[header].filter(more)))
            out |= rows
        return out, found

    def _dated(self) -> list[tuple[str, pl.DataType]]:
        found: dict[str, pl.DataType] = {}
        for table, columns in self.mapping.tables.items():
            for column, where in columns.items():
                header = self.header(where.headers)
                if header and not where.plus and TABLES[table][column] in (INSTANT, pl.Date()):
                    found[header] = TABLES[table][column]
        return list(found.items())
