"""What a report is made of, as plain values: sections of paragraphs, tables and charts. No metric, no typesetting.

Typeset by typeset.py, and written as a workbook by workbook.py. In paragraphs the numbers stand between ** … **;
everything else is printed as it is.
"""

from dataclasses import dataclass, field
from typing import Any

from ui.numbers import Rows


@dataclass(frozen=True)
class Text:
    """A paragraph; `kind`: "lead" for the answer, "opening" before what stays with it, "quiet" for a note, "written"
    for what a person wrote."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True)
class Figure:
    """A chart of charts.py, drawn between 0 and 1, with its title, its note and what it says in words."""

    title: str
    note: str
    alt: str
    drawing: dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """Charts side by side, `columns` in a row. `data`: the numbers that they draw, one sheet of the workbook."""

    figures: tuple[Figure, ...]
    columns: int = 2
    data: Rows = field(default_factory=list)
    sheet: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, a quiet second line, a sign's tone (better, worse, real), and a small line chart.

    `strong`: the text is bold.
    """

    text: str
    below: str = ""
    tone: str = ""
    spark: tuple[tuple[float, float], ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its message. `widths`: parts of the width, 0 as wide as its content; `numbers`: right columns.

    `data`: the numbers behind it, one sheet of the workbook; empty where the table has none of its own. A row that
    says its "unit" is written in it.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    data: Rows = field(default_factory=list)
    sheet: str = ""


@dataclass(frozen=True)
class Lines:
    """Lines to write on: each with what belongs there."""

    labels: tuple[str, ...]


Block = Text | Figures | Table | Lines


@dataclass(frozen=True)
class Section:
    """A part of a report under its heading; `own_page`: begins a new page."""

    title: str
    blocks: tuple[Block, ...]
    own_page: bool = False


@dataclass(frozen=True)
class Document:
    """A whole report. `facts`: scope, dates, origin of the data, a line each under the title."""

    title: str
    period: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    running: str  # what stands at the top of each page
    language: str
    right_to_left: bool
    about: Rows = field(default_factory=list)  # definitions and origin, the last sheet of the workbook
