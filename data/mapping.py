"""How the columns of one export become canonical columns: one format for the built-in adapters, a mapping remembered
per source, and a mapping file. Declares only; canonical.py carries it out."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from data.columns import TABLES
from data.refused import Refused
from data.words import normal

DATE_ORDERS = ("dmy", "mdy", "ymd")
UNITS = ("seconds", "minutes", "hours", "days", "hms", "mm:ss")
OTHERWISE = ("keep", "other", "null")

# Without these a row of the table means nothing. survey_id and order_id are made from the row where a file has none.
NEEDED: dict[str, tuple[str, ...]] = {
    "tickets": ("ticket_id",),
    "surveys": ("kind", "score"),
    "agents": ("agent",),
    "agent_time": ("agent", "kind", "started_at", "ended_at"),
    "orders": ("ordered_at",),
    "costs": ("month", "amount"),
}


class MappingError(Refused):
    """A mapping that says something impossible; the message names the key and the remedy."""


@dataclass(frozen=True)
class Field:
    """Where the values of one canonical column come from.

    headers: names of the file's column, the first one found is used. constant: the same value for every row.
    values: the export's words (compared without case and punctuation) to canonical ones, "" for unknown.
    otherwise: what becomes of other words ("keep", "other", "null"; default by the column's vocabulary).
    unit: of a duration or of `plus`. plus: a canonical instant to which the duration in the file is added.
    offset: added to a number, which never falls below zero by it. note: why the value is an approximation; shown as a
    finding.
    """

    headers: tuple[str, ...] = ()
    constant: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    unit: str | None = None
    plus: str | None = None
    offset: float = 0
    note: str | None = None


@dataclass(frozen=True)
class Skip:
    """Rows that hold nothing for a table: the file's column has one of these values ("" for none)."""

    headers: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Mapping:
    """One export format.

    detect: every entry must be found among the headers, in one of its spellings; unless: none of these may be;
    known_share: so many of the headers must be ones that this mapping reads.
    missing: words for "unknown" beside the usual ones. date_order, zone: used where neither the values nor the reader's
    options tell. version: the file's column (a count or an instant) that tells the newest of several rows of one key.
    source: the default name of the system the file comes from.
    """

    name: str
    label: str
    tables: dict[str, dict[str, Field]]
    source: str | None = None
    detect: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    known_share: float = 0
    missing: tuple[str, ...] = ()
    date_order: str | None = None
    zone: str | None = None
    version: tuple[str, ...] = ()
    skip: dict[str, Skip] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Mapping":
        """The mapping that `to_dict` or a mapping file describes. Raises MappingError."""
        _known("the mapping", plain, [f.name for f in fields(cls)])
        tables = _table(plain.get("tables", {}), "tables")
        if not tables:
            raise MappingError("The mapping fills no table: add a section such as [tables.tickets].")
        _known("tables", tables, TABLES)
        mapping = cls(
            name=str(plain.get("name", "custom")),
            label=str(plain.get("label", plain.get("name", "Own mapping"))),
            tables={
                table: {
                    column: _field(f"tables.{table}.{column}", said)
                    for column, said in _canonical(table, _table(columns, f"tables.{table}"))
                }
                for table, columns in tables.items()
            },
            source=plain.get("source"),
            detect=tuple(_words(entry, "detect") for entry in plain.get("detect", ())),
            unless=_words(plain.get("unless", ()), "unless"),
            known_share=plain.get("known_share", 0),
            missing=_words(plain.get("missing", ()), "missing"),
            date_order=_choice("date_order", plain.get("date_order"), DATE_ORDERS),
            zone=plain.get("zone"),
            version=_words(plain.get("version", ()), "version"),
            skip={table: _skip(table, said) for table, said in _table(plain.get("skip", {}), "skip").items()},
            notes=_words(plain.get("notes", ()), "notes"),
        )
        for table, columns in mapping.tables.items():
            for column, where in columns.items():
                if where.plus and where.plus not in columns:
                    raise MappingError(
                        f"tables.{table}.{column}: plus names {where.plus}, which this mapping does not fill."
                    )
        return mapping

    def to_dict(self) -> dict[str, Any]:
        """Plain values (JSON or TOML) without what is empty."""
        plain = _without_empty(self)
        plain["tables"] = {t: {c: _plain(f) for c, f in columns.items()} for t, columns in self.tables.items()}
        if self.skip:
            plain["skip"] = {t: {"from": list(s.headers), "values": list(s.values)} for t, s in self.skip.items()}
        return plain

    @classmethod
    def from_toml(cls, text: str) -> "Mapping":
        """The mapping a TOML text describes. Raises MappingError."""
        try:
            plain = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise MappingError(f"The mapping is not valid TOML: {error}.") from error
        return cls.from_dict(plain)

    def to_toml(self) -> str:
        """The same mapping as a TOML text."""
        plain = self.to_dict()
        tables, skip = plain.pop("tables"), plain.pop("skip", {})
        lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
        for table, columns in tables.items():
            lines += ["", f"[tables.{table}]", *(f"{column} = {_toml(said)}" for column, said in columns.items())]
        lines += ["", "[skip]", *(f"{table} = {_toml(said)}" for table, said in skip.items())] if skip else []
        return "\n".join(lines) + "\n"


def find(headers: Sequence[str], names: Iterable[str]) -> str | None:
    """The header that is one of the names, whatever its case, spaces and punctuation; None where there is none."""
    by_name = {normal(header): header for header in reversed(headers)}
    return next((by_name[normal(name)] for name in names if normal(name) in by_name), None)


@cache
def adapters() -> list[Mapping]:
    """The built-in mappings: data/adapters/*.toml, and Tarazu's own format for every table."""
    from data.own_format import own  # noqa: PLC0415 - it builds Mappings

    written = sorted((Path(__file__).parent / "adapters").glob("*.toml"))
    return [Mapping.from_toml(file.read_text(encoding="utf-8")) for file in written] + [own(table) for table in TABLES]


def detect(headers: Sequence[str]) -> Mapping | None:
    """The built-in mapping that recognises most of the headers, None where no mapping recognises them."""

    def recognised(mapping: Mapping) -> int:
        if find(headers, mapping.unless) or not all(find(headers, names) for names in mapping.detect):
            return 0
        read = {normal(name) for columns in mapping.tables.values() for f in columns.values() for name in f.headers}
        known = sum(normal(header) in read for header in headers)
        return len(mapping.detect) if known >= mapping.known_share * len(headers) else 0

    best = max(adapters(), key=recognised)
    return best if recognised(best) else None


def _field(key: str, said: Any) -> Field:
    if isinstance(said, str | list | tuple):
        return Field(headers=_words(said, key))
    said = dict(_table(said, key))
    _known(key, said, ["from", "constant", "values", "otherwise", "unit", "plus", "offset", "note"])
    constant = said.get("constant")
    result = Field(
        headers=_words(said.get("from", ()), f"{key}.from"),
        constant=None if constant is None else str(constant).lower() if isinstance(constant, bool) else str(constant),
        values={str(word): str(value) for word, value in _table(said.get("values", {}), f"{key}.values").items()},
        otherwise=_choice(f"{key}.otherwise", said.get("otherwise"), OTHERWISE),
        unit=_choice(f"{key}.unit", said.get("unit"), UNITS),
        plus=said.get("plus"),
        offset=said.get("offset", 0),
        note=said.get("note"),
    )
    if bool(result.headers) == (result.constant is not None):
        raise MappingError(f"{key} needs either from = a column of the file, or constant = a value.")
    if result.plus and not result.unit:
        raise MappingError(f"{key}: plus needs the unit of the duration; one of {', '.join(UNITS)}.")
    return result


def _skip(table: str, said: Any) -> Skip:
    said = _table(said, f"skip.{table}")
    _known(f"skip.{table}", said, ["from", "values"])
    return Skip(_words(said.get("from", ()), f"skip.{table}.from"), _words(said.get("values", ()), f"skip.{table}"))


def _canonical(table: str, columns: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    _known(f"tables.{table}", columns, TABLES[table])
    return columns.items()


def _known(key: str, said: dict[str, Any], names: Iterable[str]) -> None:
    for name in said:
        if name not in names:
            near = difflib.get_close_matches(name, list(names), n=1)
            remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}."
            raise MappingError(f"{key} has no {name}: {remedy}")


def _choice(key: str, said: Any, choices: Sequence[str]) -> str | None:
    if said is None or said in choices:
        return None if said is None else str(said)
    raise MappingError(f"{key} = {said!r} is not one of {', '.join(choices)}.")


def _words(said: Any, key: str) -> tuple[str, ...]:
    words = (said,) if isinstance(said, str) else said
    if isinstance(words, list | tuple) and all(isinstance(word, str) for word in words):
        return tuple(words)
    raise MappingError(f"{key} must be a text or a list of texts, not {said!r}.")


def _table(said: Any, key: str) -> dict[str, Any]:
    if isinstance(said, dict):
        return said
    raise MappingError(f"{key} must be a table of name = value, not {said!r}.")


def _plain(where: Field) -> Any:
    said = _without_empty(where)
    headers = said.pop("headers", None)
    if headers and not said:
        return headers[0] if len(headers) == 1 else headers
    return ({"from": headers} if headers else {}) | said


def _without_empty(thing: Mapping | Field) -> dict[str, Any]:
    said = {f.name: getattr(thing, f.name) for f in fields(thing)}
    return {name: _lists(value) for name, value in said.items() if value not in (None, (), {}, 0)}


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, tuple) else value


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)
