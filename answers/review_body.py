"""What is frozen of a review: its numbers, the versions of their definitions, the data and settings they rest on.

No comment of a customer and no name of a colleague. How it is kept: data/records/packs.py.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

import numpy as np

from answers.review import Sheet
from metrics.catalogue import metric as entry
from metrics.metric import Metric

FORM = 1  # of the body; grows when its names change
_ALIKE = 1e-9
_NUMBERS = ("crude", "adjusted", "expected", "own_past", "verdict")

What = Literal["crude", "adjusted", "expected", "own_past", "verdict", "definition", "finding", "metric"]


@dataclass(frozen=True)
class Correction:
    """Where the data say something else now; `kept` and `now` are null where one side has nothing.

    `what`: crude, adjusted, own_past (mappings of value, n, low, high), expected, verdict; definition: the metric's
    entry in the catalogue has changed, both are its hash; finding: one came or went, both are its kind; metric: it is
    shown on one side alone, both are whether it is. `detail`: of a finding its rule, and criterion or goal after a
    colon.
    """

    metric: str
    what: What
    kept: Any
    now: Any
    detail: str = ""


def body(sheet: Sheet) -> dict[str, Any]:
    """The sheet in JSON's own types: the same sheet gives the same text, and so the same bytes, each time.

    Of comments how many there are and which, not their words; of metrics their id, their entries' hashes beside.
    """
    plain: dict[str, Any] = _plain(sheet)
    comments = sheet.comments
    plain["comments"] = {
        "answers": comments.answers,
        "hidden": comments.hidden,
        "all": [f"{each.source}:{each.survey_id}" for each in comments.all],
        "praise": [f"{each.source}:{each.survey_id}" for each in comments.praise],
    }
    used = {*sheet.metrics, *(each.metric for each in sheet.findings), *(each.goal.metric for each in sheet.goals)}
    plain["definitions"] = {metric: definition(metric) for metric in sorted(used)}
    plain["form"] = FORM
    return plain


def definitions(frozen: Mapping[str, Any]) -> str:
    """One hash of all definitions that a body rests on."""
    return _hash(frozen["definitions"])


@lru_cache(maxsize=256)
def definition(metric: str) -> str:
    """The version of a metric's definition: the hash of its entry in the catalogue."""
    known = entry(metric)
    told = {each.name: getattr(known, each.name) for each in fields(known)}
    told["estimates"] = list(known.estimates)
    return _hash(_plain(told))


def corrections(frozen: Mapping[str, Any], sheet: Sheet) -> tuple[Correction, ...]:
    """Where a sheet of today differs from a frozen body, metric by metric in the body's order, findings last."""
    kept, now = _as_read(frozen), _as_read(body(sheet))
    before = {each["metric"]: each for each in kept["figures"]}
    today = {each["metric"]: each for each in now["figures"]}
    found = []
    for metric in dict.fromkeys((*before, *today)):
        if (metric in before) != (metric in today):
            found.append(Correction(metric, "metric", metric in before, metric in today))
            continue
        versions = kept["definitions"].get(metric), now["definitions"].get(metric)
        if versions[0] != versions[1]:
            found.append(Correction(metric, "definition", *versions))
        found += [
            Correction(metric, name, before[metric][name], today[metric][name])  # type: ignore[arg-type]
            for name in _NUMBERS
            if not _same(before[metric][name], today[metric][name])
        ]
    drawn, drawn_now = ({_key(each): each["kind"] for each in one["findings"]} for one in (kept, now))
    for key in dict.fromkeys((*drawn, *drawn_now)):
        if drawn.get(key) != drawn_now.get(key):
            found.append(Correction(key[0], "finding", drawn.get(key), drawn_now.get(key), key[1]))
    return tuple(found)


def _key(finding: Mapping[str, Any]) -> tuple[str, str]:
    facts = finding["facts"]
    told = (finding["rule"], facts.get("criterion"), facts.get("goal"))
    return finding["metric"], ":".join(each for each in told if each)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _ALIKE
    return bool(one == other)


def _as_read(told: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(told))
    return read


def _hash(plain: Any) -> str:
    return sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(one: Any) -> Any:
    """In JSON's own types. Numbers are Python's, dates ISO, what is undefined null, a metric its id."""
    if isinstance(one, Metric):
        return one.id
    if is_dataclass(one):
        return {each.name: _plain(getattr(one, each.name)) for each in fields(one)}
    if isinstance(one, Mapping):
        return {str(name): _plain(each) for name, each in one.items()}
    if isinstance(one, np.ndarray):
        return [_plain(each) for each in one.tolist()]
    if isinstance(one, tuple | list):
        return [_plain(each) for each in one]
    if isinstance(one, frozenset | set):
        return sorted(_plain(each) for each in one)
    if isinstance(one, np.generic):
        return _plain(one.item())
    if isinstance(one, float):
        return one if np.isfinite(one) else None
    if isinstance(one, date):
        return one.isoformat()
    if one is None or isinstance(one, str | int):
        return one
    raise TypeError(f"{type(one).__name__} has no form in JSON.")
