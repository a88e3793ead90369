"""The plain values of a mapping file: read with a remedy for each slip, written as TOML. What they mean stands in
mapping.py."""

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from data.refused import Refused


class MappingError(Refused):
    """A mapping that says something impossible; the message names the key and the remedy."""


def known(key: str, said: Iterable[str], names: Iterable[str]) -> None:
    """Nothing, where each name is one of `names`; MappingError with the nearest otherwise."""
    for name in said:
        if name not in names:
            near = difflib.get_close_matches(name, list(names), n=1)
            remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}."
            raise MappingError(f"{key} has no {name}: {remedy}")


def choice(key: str, said: Any, choices: Sequence[str]) -> str | None:
    """The word, where it is one of `choices` or there is none."""
    if said is None or said in choices:
        return None if said is None else str(said)
    raise MappingError(f"{key} = {said!r} is not one of {', '.join(choices)}.")


def words(key: str, said: Any) -> tuple[str, ...]:
    """A text or a list of texts."""
    several = (said,) if isinstance(said, str) else said
    if isinstance(several, list | tuple) and all(isinstance(word, str) for word in several):
        return tuple(several)
    raise MappingError(f"{key} must be a text or a list of texts, not {said!r}.")


def table(key: str, said: Any) -> dict[str, Any]:
    """A table of name = value."""
    if isinstance(said, dict):
        return said
    raise MappingError(f"{key} must be a table of name = value, not {said!r}.")


def toml(value: Any) -> str:
    """A text, number, list or table as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)
