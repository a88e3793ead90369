"""Reports as files, for the command line: no page is drawn and nobody is asked."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit.logger

from answers import clock, world
from answers import review as answers
from answers.world import Generation, Scope

# Outside of a page Streamlit keeps finished views in memory, and warns of each that it will: before they are imported.
streamlit.logger.set_log_level("ERROR")
from ui import language  # noqa: E402
from ui.filters import Filters  # noqa: E402
from ui.reports import month as monthly  # noqa: E402
from ui.reports import review_packs, typeset, workbook  # noqa: E402
from ui.reports.document import Document  # noqa: E402
from ui.shell import Reader  # noqa: E402

Span = tuple[date, date]


def month(
    scope: Scope,
    generation: Generation,
    written: str,
    channels: Sequence[str],
    teams: Sequence[str],
    out: Path | None = None,
    kind: str | None = None,
) -> list[Path]:
    """Writes the pack of a month (YYYY-MM in the calendar of the settings); gives the files.

    `kind`: pdf, xlsx or both; without it as `out` ends. Raises ValueError, in words, where the data have nothing of the
    month, no such channel or team, or where `out` ends otherwise than its kind; OSError where it can't be written.
    """
    first = clock.month_of(written, generation)
    known = world.choices(scope, generation)
    if first not in known.months:
        raise ValueError(f"The loaded data has nothing of {written}.")
    for asked, there in ((channels, known.channels), (teams, known.teams)):
        unknown = sorted(set(asked) - set(there))
        if unknown:
            raise ValueError(f"The loaded data has no {', '.join(unknown)}; it has: {', '.join(there)}.")
    kinds = _kinds(kind, out)
    out = out or Path(f"tarazu-{written}.{kinds[0]}")
    who = Reader(scope, generation, "light", language.current())
    document = monthly.document(who, first, Filters(first, tuple(channels), tuple(teams)))
    files = {out if len(kinds) == 1 else _named(out, kind): _content(document, kind) for kind in kinds}
    for path, content in files.items():
        _write(path, content)
    return list(files)


def _kinds(kind: str | None, out: Path | None) -> tuple[str, ...]:
    """What is to be written. No file is given an ending that it is not."""
    if kind == "both":
        return ("pdf", "xlsx")
    ending = out.suffix.lower().removeprefix(".") if out else ""
    ending = ending if ending in ("pdf", "xlsx") else ""
    if kind and ending and kind != ending:
        raise ValueError(f"--out ends in .{ending}, and --format says {kind}.")
    return (kind or ending or "pdf",)


def reviews(
    scope: Scope, generation: Generation, agents: Sequence[str], team: str | None, span: Span, out: Path
) -> int:
    """Writes the packs of these people's period as one PDF, each beginning on a page of its own; gives how many.

    `team`: everybody of it, where no people are named. Raises ValueError where there is nobody, and as
    review_packs.documents.
    """
    people = agents or (answers.of_team(team, scope, generation) if team else ())
    if not people:
        raise ValueError(f"Nobody of the people that the data list belongs to {team}." if team else "Whose review?")
    who = Reader(scope, generation, "light", language.current())
    documents = review_packs.documents(who, people, span)
    _write(out, typeset.pdfs(documents))
    return len(documents)


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
