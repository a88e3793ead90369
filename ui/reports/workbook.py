"""A document's tables as a workbook: a sheet for each, numbers as numbers, and a last sheet that says what they are."""

import io
import re
from datetime import date

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format

from answers import tables
from ui.language import gettext as _
from ui.numbers import Rows
from ui.reports.document import Document, Figures, Table

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31  # letters of a sheet's name
# Columns that hold shares between 0 and 1 in every table of ours; all others are in the unit of their row.
_PARTS = ("part_before", "part_now", "value_before", "value_now", "chance")
_SHARES = frozenset((*_PARTS, "different_cases", "real_change", "new_or_gone", "together"))
_FORMATS = {"share": "0.0%", "whole": "#,##0", "number": "#,##0.00", "date": "yyyy-mm-dd"}
_WIDEST = 420  # pixels of a column
_HEAD = {"bold": True, "bottom": 1}


def xlsx(document: Document) -> bytes:
    """The tables that have numbers behind them, in their order. Texts that a spreadsheet would run are defused."""
    written = io.BytesIO()
    asked = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, asked) as workbook:
        workbook.set_properties({"title": f"{document.title}, {document.period}", "author": "Tarazu"})
        taken: set[str] = set()
        for section in document.sections:
            for block in section.blocks:
                if isinstance(block, Table | Figures) and block.data:
                    _sheet(workbook, _name(block.sheet or section.title, taken), block.data)
        _sheet(workbook, _name(_("About"), taken), document.about)
    return written.getvalue()


def _sheet(workbook: xlsxwriter.Workbook, name: str, rows: Rows) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    kinds = {kind: workbook.add_format({"num_format": format}) for kind, format in _FORMATS.items()}
    # Two columns whose names differ in their letters' size alone are one, as Excel has it: the number stays.
    columns = list({column.casefold(): column for column in (rows[0] if rows else {})}.values())
    table = tables.safe(pl.DataFrame(rows, infer_schema_length=None).select(columns))
    sheet.write_row(0, 0, table.columns, workbook.add_format(_HEAD))
    for at, cells in enumerate(table.rows(), 1):
        unit = str(rows[at - 1].get("unit"))
        for column, value in enumerate(cells):
            _write(sheet, at, column, value, kinds, "share" if columns[column] in _SHARES else unit)
    sheet.autofit(_WIDEST)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, at: int, column: int, value: object, kinds: dict[str, Format], unit: str
) -> None:
    """One cell: numbers and dates as such, undefined as empty."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(at, column, value)
    elif isinstance(value, int | float):
        exact = isinstance(value, int) or (unit == "count" and value.is_integer())
        kind = "whole" if exact else "share" if unit == "share" else "number"
        sheet.write_number(at, column, value, kinds[kind])
    elif isinstance(value, date):
        sheet.write_datetime(at, column, value, kinds["date"])
    else:
        sheet.write_string(at, column, str(value))


def _name(wanted: str, taken: set[str]) -> str:
    """A name as Excel takes it, and no other sheet has."""
    short = _FORBIDDEN.sub(" ", wanted).strip()[:_LONGEST] or _("Table")
    name, number = short, 2
    while name.casefold() in taken:
        suffix = f" {number}"
        name, number = f"{short[: _LONGEST - len(suffix)]}{suffix}", number + 1
    taken.add(name.casefold())
    return name
