"""Reports as files, for the command line: no page is drawn and nobody is asked."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit.logger

from answers.world import Generation, Scope

# Outside of a page Streamlit keeps finished views in memory, and warns of each that it will: before they are imported.
streamlit.logger.set_log_level("ERROR")
from ui import language  # noqa: E402
from ui.filters import Filters  # noqa: E402
from ui.reports import month as monthly  # noqa: E402
from ui.reports import typeset, workbook  # noqa: E402
from ui.reports.document import Document  # noqa: E402
from ui.shell import Reader  # noqa: E402


def month(
    scope: Scope,
    generation: Generation,
    first: date,
    channels: Sequence[str],
    teams: Sequence[str],
    out: Path,
    kinds: Sequence[str],
) -> list[Path]:
    """Writes the monthly pack as each of `kinds` (pdf, xlsx), under the name of `out`; gives the files."""
    who = Reader(scope, generation, "light", language.current())
    document = monthly.document(who, first, Filters(first, tuple(channels), tuple(teams)))
    files = {out if len(kinds) == 1 else _named(out, kind): _content(document, kind) for kind in kinds}
    for path, content in files.items():
        _write(path, content)
    return list(files)


def _named(out: Path, kind: str) -> Path:
    return out.with_suffix(f".{kind}") if out.suffix in (".pdf", ".xlsx") else out.with_name(f"{out.name}.{kind}")


def _content(document: Document, kind: str) -> bytes:
    return typeset.pdf(document) if kind == "pdf" else workbook.xlsx(document)


def _write(path: Path, content: bytes) -> None:
    """The file is there as a whole or not at all: a mail that is sent meanwhile never carries half of one.

    Raises OSError, which names the file that was asked for.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_bytes(content)  # with the rights that this user gives new files
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, str(path)) from error
