"""Everybody by one metric as an HTML table in alphabetical order, and the same as rows for a spreadsheet."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from ui import formats
from ui.channels.scroll import scrolling
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows

Person = Mapping[str, Any]  # a row of metrics.fairness.verdicts, with `name`


def verdict(word: str) -> str:
    """A verdict in words."""
    return {
        "too_few_to_show": _("too few to show"),
        "too_few_to_tell": _("too few to tell"),
        "within_chance": _("within chance"),
        "better_beyond_chance": _("better beyond chance"),
        "worse_beyond_chance": _("below expectation beyond chance"),
    }[word]


def alphabetical(name: str) -> tuple[str, str]:
    """What names are sorted by: Ádám stands among the A."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if sign.isalnum()).casefold(), name


def table(people: Sequence[Person], name: str) -> str:
    """`name`: the metric's."""
    heads = (
        *(_("Person"), _("Requests"), _("As it is"), _("Expected for the same requests")),
        *(_("With everybody's mix"), _("Verdict")),
    )
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = "".join(_row(person) for person in people)
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return scrolling(f'<table class="tz-moved tz-people">{rows}</table>', name)


def rows(people: Sequence[Person]) -> Rows:
    """Null where too few are behind a number."""
    return [
        {
            _("Person"): person["name"],
            "n": person["requests"],
            "value": person["value"],
            "expected": person["expected"],
            "low_95": person["low_95"],
            "high_95": person["high_95"],
            "low_998": person["low_998"],
            "high_998": person["high_998"],
            "adjusted": person["adjusted"],
            _("Verdict"): verdict(person["verdict"]),
        }
        for person in people
    ]


def _row(person: Person) -> str:
    shown = person["value"] is not None
    count = formats.value(person["requests"], "count")
    value, expected = (formats.value(person[name], "share") for name in ("value", "expected"))
    # An adjusted share is made by adding: it can leave 0–1 where a person has few requests of an unusual mix.
    adjusted = formats.value(min(max(person["adjusted"], 0.0), 1.0), "share") if shown else formats.NO_VALUE
    by_chance = formats.interval(person["low_95"], person["high_95"], "share")
    small = f" <small>{html(_('by chance {range}').format(range=by_chance))}</small>" if shown else ""
    out = person["verdict"] in ("better_beyond_chance", "worse_beyond_chance")
    word = html(verdict(person["verdict"]))
    sign = {"better_beyond_chance": "↑ ", "worse_beyond_chance": "↓ "}.get(person["verdict"], "")
    cell = f'<b><span aria-hidden="true">{sign}</span>{word}</b>' if out else word
    return (
        f'<tr><th scope="row">{html(person["name"])}</th><td>{html(count)}</td><td>{html(value)}</td>'
        f"<td>{html(expected)}{small}</td><td>{html(adjusted)}</td><td>{cell}</td></tr>"
    )
