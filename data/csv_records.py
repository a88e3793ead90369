"""Where the records of a CSV file begin: counted apart from the parser, so that each row has its true number and line
and no row is lost unseen."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_CHUNK = 1 << 24
_NEAR = 1 << 12
_QUOTE, _LINE, _RETURN, _SPACE = 0x22, 0x0A, 0x0D, 0x20

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Records:
    """starts: byte offset of each record that is not blank, the header being the first; lines: the line each begins in,
    from 1; unclosed: index of the record whose quotation mark is never closed; strays: records with a quotation mark
    inside a quoted value, as (index, number of lines it spans); ended: the file ends with a line end."""

    starts: Positions
    lines: Positions
    unclosed: int | None
    strays: list[tuple[int, int]]
    ended: bool


def records(path: Path, delimiter: str) -> Records:
    """Scan a file of UTF-8 text with uniform line ends. A newline inside quotation marks ends no record."""
    data: npt.NDArray[np.uint8] = np.memmap(path, np.uint8, mode="r")
    scan = _Quotes(data, ord(delimiter))
    all_lines, ends = [], []
    for begin in range(0, len(data), _CHUNK):
        block = data[begin : begin + _CHUNK]
        newlines = np.flatnonzero(block == _LINE) + begin
        inside = scan.inside
        toggles = scan.toggles(np.flatnonzero(block == _QUOTE) + begin)
        all_lines.append(newlines)
        ends.append(newlines[(np.searchsorted(toggles, newlines) + inside) % 2 == 0])
    starts = np.concatenate([np.zeros(1, np.int64), *(found + 1 for found in ends)])
    starts = starts[starts < len(data)]
    first = data[starts]
    following = data[np.minimum(starts + 1, len(data) - 1)]
    starts = starts[~((first == _LINE) | ((first == _RETURN) & (following == _LINE)))]
    lines = np.searchsorted(np.concatenate(all_lines), starts) + 1
    last_line = sum(map(len, all_lines)) + (data[-1] != _LINE)
    spans = np.diff(np.append(lines, last_line + 1))
    strays = sorted({int(np.searchsorted(starts, position, "right")) - 1 for position in scan.strays})
    return Records(
        starts=starts,
        lines=lines,
        unclosed=int(np.searchsorted(starts, scan.opened, "right")) - 1 if scan.inside else None,
        strays=[(index, int(spans[index])) for index in strays],
        ended=bool(data[-1] == _LINE),
    )


class _Quotes:
    """Follows the quotation marks of a file from chunk to chunk."""

    def __init__(self, data: npt.NDArray[np.uint8], delimiter: int) -> None:
        self.data = data
        self.delimiter = delimiter
        self.inside = False
        self.opened = 0
        self.strays: list[int] = []
        self._last = -2
        self._ignored_until = 0

    def toggles(self, quotes: Positions) -> Positions:
        """Those of the marks that open or close a quoted value; a doubled mark inside one closes and opens it again."""
        quotes = quotes[quotes >= self._ignored_until]
        chosen = quotes if self._regular(quotes) else self._one_by_one(quotes)
        if len(chosen):
            self.inside = (len(chosen) + self.inside) % 2 == 1
            self._last = int(chosen[-1])
            self.opened = self._last if self.inside else self.opened
        return chosen

    def _regular(self, quotes: Positions) -> bool:
        """Each mark in turn opens at the start of a value and closes at its end, as in a clean file."""
        opening = quotes[int(self.inside) :: 2]
        closing = quotes[1 - int(self.inside) :: 2]
        before = self.data[np.maximum(opening - 1, 0)]
        after = self.data[np.minimum(closing + 1, len(self.data) - 1)]
        starts = (opening == 0) | np.isin(before, [self.delimiter, _LINE, _QUOTE])
        ends = (closing == len(self.data) - 1) | np.isin(after, [self.delimiter, _LINE, _RETURN, _QUOTE])
        return bool(starts.all() and ends.all())

    def _one_by_one(self, quotes: Positions) -> Positions:
        chosen = []
        inside, last = self.inside, self._last
        for mark in quotes.tolist():
            if mark < self._ignored_until:
                continue
            if inside and not self._ends(mark):
                # The parser gives the record up here and goes on after the next line end; so does this scan.
                self.strays.append(mark)
                self._ignored_until = self._line_end(mark)
            elif not inside and last != mark - 1 and not self._starts(mark):
                continue  # a mark within a bare value, such as 5" pipe, is a letter like others
            inside, last = not inside, mark
            chosen.append(mark)
        return np.array(chosen, np.int64)

    def _line_end(self, place: int) -> int:
        while place < len(self.data):
            found = np.flatnonzero(self.data[place : place + _NEAR] == _LINE)
            if len(found):
                return place + int(found[0])
            place += _NEAR
        return len(self.data)

    def _starts(self, mark: int) -> bool:
        place = mark - 1
        while place >= 0 and self.data[place] == _SPACE:
            place -= 1
        return place < 0 or self.data[place] in (self.delimiter, _LINE)

    def _ends(self, mark: int) -> bool:
        place = mark + 1
        if place < len(self.data) and self.data[place] == _QUOTE:
            return True
        while place < len(self.data) and self.data[place] == _SPACE:
            place += 1
        return place == len(self.data) or self.data[place] in (self.delimiter, _LINE, _RETURN)
