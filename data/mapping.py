"""How the columns of one export become canonical columns: one format for the built-in adapters, a mapping remembered
per source, and a mapping file. Declares only; canonical.py carries it out."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from data import mapping_text
from data.columns import TABLES
from data.mapping_text import MappingError, choice, known, words
from data.words import normal

__all__ = ["Field", "Mapping", "MappingError", "Rule", "adapters", "detect", "find"]

DATE_ORDERS = ("dmy", "mdy", "ymd")
UNITS = ("seconds", "minutes", "hours", "days", "hms", "mm:ss")
OTHERWISE = ("keep", "other", "null")
_RULES = ("only", "skip")

# Without these a row of the table means nothing. Where a file has no numbers of its own for answers, orders, checks,
# sessions and events, they are made from the row.
NEEDED: dict[str, tuple[str, ...]] = {
    "tickets": ("ticket_id",),
    "surveys": ("kind", "score"),
    "agents": ("agent",),
    "agent_time": ("agent", "kind", "started_at", "ended_at"),
    "orders": ("ordered_at",),
    "costs": ("month", "amount"),
    "quality_checks": ("checked_at", "points", "possible"),
    "help_sessions": ("started_at",),
    "events": ("ticket_id", "at", "kind"),
    "schedules": ("schedule", "zone", "opens_minute", "closes_minute"),
    "schedule_holidays": ("schedule", "first_on"),
    "teams": ("team",),
}


@dataclass(frozen=True)
class Rule:
    """The rows in which the file's column has one of these values ("" for none). note: why they are left out, or what
    the others are; with it they are counted in a finding."""

    headers: tuple[str, ...]
    values: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True)
class Field:
    """Where the values of one canonical column come from.

    headers: names of the file's column, the first one found is used. constant: the same value for every row.
    when: the rows in which the column is read, null in all others. inside: the text is a JSON object, and this the key
    of the value in it.
    values: the export's words (compared without case and punctuation) to canonical ones, "" for unknown.
    otherwise: what becomes of other words ("keep", "other", "null"; default by the column's vocabulary).
    unit: of a duration or of `plus`. plus: a canonical instant to which the duration in the file is added.
    offset: added to a number, which never falls below zero by it. note: why the value is an approximation; shown as a
    finding.
    """

    headers: tuple[str, ...] = ()
    constant: str | None = None
    when: Rule | None = None
    inside: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    unit: str | None = None
    plus: str | None = None
    offset: float = 0
    note: str | None = None


@dataclass(frozen=True)
class Mapping:
    """One export format.

    detect: every entry must be found among the headers, in one of its spellings; unless: none of these may be;
    known_share: so many of the headers must be ones that this mapping reads or is recognised by.
    missing: words for "unknown" beside the usual ones. date_order, zone: used where neither the values nor the reader's
    options tell. version: the file's column (a count or an instant) that tells the newest of several rows of one key.
    source: the default name of the system the file comes from. only, skip: of each table the rows that are for it (by
    every rule), and those that hold nothing for it. nothing: why a file of this kind fills no table.
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
    only: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    skip: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    nothing: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Mapping":
        """The mapping that `to_dict` or a mapping file describes. Raises MappingError."""
        known("the mapping", plain, [f.name for f in fields(cls)])
        tables = mapping_text.table("tables", plain.get("tables", {}))
        if not tables and not plain.get("nothing"):
            raise MappingError("The mapping fills no table: add a section such as [tables.tickets].")
        known("tables", tables, TABLES)
        mapping = cls(
            name=str(plain.get("name", "custom")),
            label=str(plain.get("label", plain.get("name", "Own mapping"))),
            tables={
                table: {
                    column: _field(f"tables.{table}.{column}", said)
                    for column, said in _canonical(table, mapping_text.table(f"tables.{table}", columns))
                }
                for table, columns in tables.items()
            },
            source=plain.get("source"),
            detect=tuple(words("detect", entry) for entry in plain.get("detect", ())),
            unless=words("unless", plain.get("unless", ())),
            known_share=plain.get("known_share", 0),
            missing=words("missing", plain.get("missing", ())),
            date_order=choice("date_order", plain.get("date_order"), DATE_ORDERS),
            zone=plain.get("zone"),
            version=words("version", plain.get("version", ())),
            only=_rules("only", plain),
            skip=_rules("skip", plain),
            nothing=plain.get("nothing"),
            notes=words("notes", plain.get("notes", ())),
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
        for key in (key for key in _RULES if key in plain):
            written = {table: [_plain_rule(rule) for rule in rules] for table, rules in getattr(self, key).items()}
            plain[key] = {table: rules if len(rules) > 1 else rules[0] for table, rules in written.items()}
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
        sections = {f"tables.{table}": columns for table, columns in plain.pop("tables").items()}
        sections |= {key: plain.pop(key) for key in _RULES if key in plain}
        lines = [f"{key} = {mapping_text.toml(value)}" for key, value in plain.items()]
        for section, entries in sections.items():
            lines += ["", f"[{section}]", *(f"{name} = {mapping_text.toml(said)}" for name, said in entries.items())]
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

    def matches(mapping: Mapping) -> int:
        if find(headers, mapping.unless) or not all(find(headers, names) for names in mapping.detect):
            return 0
        read = [f.headers for columns in mapping.tables.values() for f in columns.values()]
        ours = {normal(name) for names in (*read, *mapping.detect) for name in names}
        recognised = sum(normal(header) in ours for header in headers)
        return len(mapping.detect) if recognised >= mapping.known_share * len(headers) else 0

    best = max(adapters(), key=matches)
    return best if matches(best) else None


def _field(key: str, said: Any) -> Field:
    if isinstance(said, str | list | tuple):
        return Field(headers=words(key, said))
    said = dict(mapping_text.table(key, said))
    known(key, said, ["from", *(f.name for f in fields(Field) if f.name != "headers")])
    constant = said.get("constant")
    result = Field(
        headers=words(f"{key}.from", said.get("from", ())),
        constant=None if constant is None else str(constant).lower() if isinstance(constant, bool) else str(constant),
        when=_rule(f"{key}.when", said["when"]) if "when" in said else None,
        inside=said.get("inside"),
        values={str(k): str(v) for k, v in mapping_text.table(f"{key}.values", said.get("values", {})).items()},
        otherwise=choice(f"{key}.otherwise", said.get("otherwise"), OTHERWISE),
        unit=choice(f"{key}.unit", said.get("unit"), UNITS),
        plus=said.get("plus"),
        offset=said.get("offset", 0),
        note=said.get("note"),
    )
    if bool(result.headers) == (result.constant is not None):
        raise MappingError(f"{key} needs either from = a column of the file, or constant = a value.")
    if result.plus and not result.unit:
        raise MappingError(f"{key}: plus needs the unit of the duration; one of {', '.join(UNITS)}.")
    return result


def _rules(key: str, plain: dict[str, Any]) -> dict[str, tuple[Rule, ...]]:
    """The section `only` or `skip`: of each table one rule, or a list of them."""
    section = mapping_text.table(key, plain.get(key, {}))
    known(key, section, TABLES)
    return {
        table: tuple(_rule(f"{key}.{table}", rule) for rule in (said if isinstance(said, list | tuple) else [said]))
        for table, said in section.items()
    }


def _rule(key: str, said: Any) -> Rule:
    said = mapping_text.table(key, said)
    known(key, said, ["from", "values", "note"])
    headers = words(f"{key}.from", said.get("from", ()))
    if not headers:
        raise MappingError(f"{key} needs from = a column of the file.")
    return Rule(headers, words(f"{key}.values", said.get("values", ())), said.get("note"))


def _canonical(table: str, columns: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    known(f"tables.{table}", columns, TABLES[table])
    return columns.items()


def _plain(where: Field) -> Any:
    said = _without_empty(where)
    headers = said.pop("headers", None)
    if where.when:
        said["when"] = _plain_rule(where.when)
    if headers and not said:
        return headers[0] if len(headers) == 1 else headers
    return ({"from": headers} if headers else {}) | said


def _plain_rule(rule: Rule) -> dict[str, Any]:
    note = {"note": rule.note} if rule.note else {}
    return {"from": list(rule.headers), "values": list(rule.values)} | note


def _without_empty(thing: Mapping | Field) -> dict[str, Any]:
    said = {f.name: getattr(thing, f.name) for f in fields(thing)}
    return {name: _lists(value) for name, value in said.items() if value not in (None, (), {}, 0)}


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, tuple) else value
