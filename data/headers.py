"""A first mapping for a file that no adapter knows, from its headers and first values, to prefill the mapping form.

A person looks it over before anything is loaded; nothing here is used without that.
"""

import difflib
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import polars as pl

from data.columns import INSTANT, TABLES
from data.mapping import NEEDED, Field, Mapping, Rule, find
from data.words import VOCABULARIES, normal, synonyms

Rows = Sequence[Sequence[str | None]]

_UNITS = {
    "seconds": ("in seconds", "seconds", "secs", "sec", "másodperc", "segundos", "sekunden", "ثانیه"),
    "minutes": ("in minutes", "minutes", "mins", "min", "perc", "minutos", "minuten", "دقیقه"),
    "hours": ("in hours", "in hrs", "hours", "hrs", "hour", "óra", "horas", "stunden", "ساعت"),
    "days": ("in days", "days", "nap", "días", "tage", "روز"),
}
_DATE_LIKE = re.compile(
    r"\d{1,4}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}|^\d{10}(\d{3})?$|[A-Za-z]{3} \d{1,2},? \d{4}"
)
_CLOCK_LIKE = re.compile(r"^-?\d+:\d{2}(:\d{2})?$")
_NEAR = 0.88  # how alike two long names must be; "first_responce" is, "resolved" and "reopened" are not
_LONG = 8
_FEW_WORDS = 40


def guess(headers: Sequence[str], sample_rows: Rows) -> Mapping:
    """The best guess for headers and the first rows under them; its tables may lack columns they need."""
    by_table = {table: columns(table, headers, sample_rows) for table in TABLES}
    # A ticket export shares many names with the smaller tables, so those must bring everything they need.
    complete = [table for table, found in by_table.items() if set(NEEDED[table]) <= set(found)]
    best = max(complete or ["tickets"], key=lambda table: len(by_table[table]))
    tables = {best: by_table[best]}
    skip: dict[str, tuple[Rule, ...]] = {}
    if best == "tickets" and "score" in by_table["surveys"] and "ticket_id" in by_table["tickets"]:
        said = {name: where for name, where in by_table["surveys"].items() if name in ("kind", "score", "comment")}
        tables["surveys"], rule = answers(by_table["tickets"], said)
        skip["surveys"] = (rule,)
    return Mapping(name="custom", label="Own mapping", tables=tables, skip=skip)


def answers(tickets: dict[str, Field], said: dict[str, Field]) -> tuple[dict[str, Field], Rule]:
    """Survey answers that stand in the rows of requests: their columns, and the rows that hold none.

    tickets: the columns of the requests, with ticket_id; said: those of the answer, with kind and score.
    """
    identity = tickets["ticket_id"]
    found = {"survey_id": identity, "ticket_id": identity, **said}
    for name in ("resolved_at", "closed_at"):
        where = tickets.get(name)
        if where and where.headers and not where.plus and "answered_at" not in found:
            note = "no time of the answers was found: the end of the request stands for it"
            found["answered_at"] = Field(headers=where.headers, note=note)
    return found, Rule(headers=said["score"].headers, values=("",))


def dated(headers: Sequence[str], rows: Rows) -> list[str]:
    """The headers under which every value of the first rows looks like a date."""
    under = {header: _values(headers, rows, header) for header in headers}
    return [header for header, values in under.items() if values and all(map(_DATE_LIKE.search, values))]


def columns(table: str, headers: Sequence[str], rows: Rows) -> dict[str, Field]:
    """The canonical columns of one table that headers and the first rows under them suggest, needed ones or not."""
    found: dict[str, Field] = {}
    taken: set[str] = set()
    # A name that is known goes before one that is only alike, whichever column comes first.
    for match in (find, _alike):
        for column, dtype in TABLES[table].items():
            free = [header for header in headers if header not in taken]
            header = None if column in found or column == "source" else match(free, _names(table)[column])
            values = _values(headers, rows, header) if header else []
            if header is None or (values and not _fits(dtype, values)):
                continue
            found[column] = Field(headers=(header,), values=_translations(table, column, values))
            taken.add(header)
    if table == "tickets":
        found |= _durations(headers, rows, taken, found)
        if "channel" not in found and "talk_s" in found:
            found["channel"] = Field(constant="phone")
    if table == "surveys" and "score" in found and "kind" not in found:
        found["kind"] = Field(constant=_asked(normal(found["score"].headers[0])))
    return found


def _asked(header: str) -> str:
    """The kind of survey that the name of its score tells."""
    if "nps" in header or "recommend" in header:
        return "nps"
    return "ces" if "effort" in header or header in ("ces", "cesscore") else "csat"


def _fits(dtype: pl.DataType, values: Sequence[str]) -> bool:
    """Whether values can be of a column's kind at all: an instant looks like a date, a number or a yes does not."""
    dated = any(map(_DATE_LIKE.search, values))
    return dated if dtype == INSTANT else not (dated and dtype in (pl.Boolean(), pl.Int64(), pl.Float64()))


def _durations(headers: Sequence[str], rows: Rows, taken: set[str], found: dict[str, Field]) -> dict[str, Field]:
    durations: dict[str, Field] = {}
    for column, names in _written()["durations"].items():
        spelled = [f"{name} {word}" for name in names for words in _UNITS.values() for word in words]
        header = find([header for header in headers if header not in taken], [*names, *spelled, column])
        instant = TABLES["tickets"][column] == INSTANT
        if header is None or column in found or (instant and "created_at" not in found):
            continue
        values = _values(headers, rows, header)
        unit = "hms" if any(_CLOCK_LIKE.match(value) for value in values) else _unit(header)
        durations[column] = Field(headers=(header,), unit=unit, plus="created_at" if instant else None)
        taken.add(header)
    return durations


def _unit(header: str) -> str:
    said = normal(header)
    return next((unit for unit, words in _UNITS.items() if any(said.endswith(normal(w)) for w in words)), "seconds")


def _alike(headers: Sequence[str], names: Sequence[str]) -> str | None:
    wanted = [normal(name) for name in names if len(normal(name)) >= _LONG]
    return next((h for h in headers if difflib.get_close_matches(normal(h), wanted, n=1, cutoff=_NEAR)), None)


def _values(headers: Sequence[str], rows: Rows, header: str) -> list[str]:
    place = list(headers).index(header)
    return [value for row in rows if place < len(row) and (value := row[place])]


def _translations(table: str, column: str, values: Sequence[str]) -> dict[str, str]:
    """The words seen in a column with a vocabulary, each with what it would become ("" for unknown)."""
    if (table, column) not in VOCABULARIES:
        return {}
    section, _, otherwise = VOCABULARIES[table, column]
    words = dict.fromkeys(values)
    unknown = "other" if otherwise == "other" else ""
    if len(words) > _FEW_WORDS:
        return {}
    return {word: synonyms(section).get(normal(word), unknown) for word in words}


@cache
def _names(table: str) -> dict[str, tuple[str, ...]]:
    """Canonical column → every header known for it: its own name, those of the adapters, the common ones."""
    from data.mapping import adapters  # noqa: PLC0415 - read at the first guess only

    names: dict[str, tuple[str, ...]] = {column: (column,) for column in TABLES[table]}
    for column, common in _written()[table].items():
        names[column] += tuple(common)
    for mapping in adapters():
        for column, where in mapping.tables.get(table, {}).items():
            if not (where.unit or where.offset or where.inside or where.when):
                names[column] += where.headers
    return names


@cache
def _written() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
