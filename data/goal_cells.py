"""The columns of a file of goals: how a goal's values stand in them, and what is read from them.

A plain value is one that JSON knows; a cell of a CSV file is its text. Files as a whole: goal_file.py.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

from data import defused
from data.records import Goal, Milestone

COLUMNS = (
    "id",
    "version",
    "title",
    "priority",
    "parent",
    "metric",
    "stat",
    "params",
    "where",
    "kind",
    "target",
    "start",
    "deadline",
    "owner",
    "baseline",
    "baseline_n",
    "baseline_low",
    "baseline_high",
    "baseline_from",
    "baseline_to",
    "baseline_reason",
    "note",
    "weight",
    "milestones",
    "recurs",
    "check_in_every",
)
REQUIRED = ("title", "priority", "metric", "kind", "target", "start", "deadline", "owner")


class Wrong(ValueError):
    """A value that is not what its column holds: why, and what helps, in words."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason} {remedy}")


def plain(goal: Goal, priority: str) -> dict[str, Any]:
    """Column → plain value of a goal; its priority by name, its parent by id, days as ISO text."""
    values = {name: getattr(goal, name, None) for name in COLUMNS}
    days = {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
    milestones = [{"on": one.on.isoformat(), "value": one.value} for one in goal.milestones]
    return values | days | {"priority": priority, "parent": goal.parent_id, "milestones": milestones}


def cell(column: str, value: Any) -> str:
    """A plain value as the text of a CSV cell, which no spreadsheet runs."""
    if value is None:
        return ""
    if _READERS[column] in _OF_JSON:
        return json.dumps(value, ensure_ascii=False)
    return defused.defuse(value) if isinstance(value, str) else repr(value)


def from_cell(column: str, text: str) -> Any:
    """The plain value of a CSV cell; null for an empty one. Raises Wrong where it is not even that."""
    reader = _READERS[column]
    if reader in (_text, _word, _id):
        return defused.restore(text)
    text = text.strip()
    if not text:
        return None
    if reader in _OF_JSON:
        return from_json(text)
    try:
        return float(text) if reader is _number else int(text) if reader is _whole else text
    except ValueError:
        return text  # `typed` says what is wrong with it


def from_json(text: str) -> Any:
    """What a JSON text says. Raises Wrong for anything else, NaN and infinity among it."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise Wrong(f"This is not JSON ({fault}).", "Compare it with a file that Tarazu wrote.") from fault


def typed(column: str, value: Any) -> Any:
    """A plain value as a goal holds it; null stays null, and an empty word is null. Raises Wrong."""
    for text in _strings(value):
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise Wrong("There is a character in it that is none.", "Type the text again.")
    return None if value is None else _READERS[column](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("This is not a text.", "Write it between quotation marks.")
    return value


def _word(value: Any) -> str | None:
    return _text(value).strip() or None


def _id(value: Any) -> str | None:
    word = _word(value)
    try:
        return str(UUID(word)) if word else None
    except ValueError as fault:
        raise Wrong("This is not the id of a goal.", "Leave the id empty to set a new goal.") from fault


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("This is not a number.", "Write it like 0.85, in the metric's own unit: 0.85 is 85 %.")
    try:
        return float(value)
    except OverflowError as fault:
        raise Wrong("This number is too large.", "Write a smaller one.") from fault


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise Wrong("This is not a whole number of at least 0.", "Write it like 1200, or leave it empty.")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value).strip())
    except ValueError as fault:
        raise Wrong("This is not a date.", "Write it as year-month-day, like 2026-03-31.") from fault


def _names(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong("These are not names with values.", 'Write them like {"team": ["North"]}.')
    return value


def _milestones(value: Any) -> tuple[Milestone, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) and set(one) == {"on", "value"} for one in value):
        raise Wrong("These are not milestones.", 'Write them like [{"on": "2026-03-31", "value": 0.85}].')
    return tuple(Milestone(_day(one["on"]), _number(one["value"])) for one in value)


def _strings(value: Any) -> Iterator[str]:
    """Every text in a plain value, however deep: a file may be deeper than calls can be."""
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            rest += [*part, *part.values()]
        elif isinstance(part, list):
            rest += part


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")


_READERS: dict[str, Callable[[Any], Any]] = dict.fromkeys(COLUMNS, _text) | {
    "id": _id,
    **dict.fromkeys(("parent", "stat", "recurs", "check_in_every"), _word),
    **dict.fromkeys(("target", "weight", "baseline", "baseline_low", "baseline_high"), _number),
    **dict.fromkeys(("version", "baseline_n"), _whole),
    **dict.fromkeys(("start", "deadline", "baseline_from", "baseline_to"), _day),
    **dict.fromkeys(("params", "where"), _names),
    "milestones": _milestones,
}
_OF_JSON = (_names, _milestones)
