"""The digest of all goals for a mail or another program: the same sentences as on the board, no page around them."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from answers.goal_digest import Digest
from ui import formats
from ui.goals import news, words
from ui.language import gettext as _

Plain = dict[str, Any]


def plain(told: Digest) -> Plain:
    """The digest as JSON's own types, dates as they are: needs, changes, what is due, celebrations."""
    return {
        "today": told.today,
        "since": told.since,
        "data_up_to": told.as_of,
        "goals": len(told.goals),
        "sentence": _sentence(told),
        "attention": [
            _about(told, each.goal_id)
            | {"kind": each.kind, "day": each.day, "responsible": _line(each.owner), "text": _reason(told, number)}
            for number, each in enumerate(told.alerts)
        ],
        "changed": [_about(told, goal_id) | {"text": _line(said)} for goal_id, said in news.changes(told)],
        "due": [
            _about(told, each.goal_id) | {"kind": each.kind, "day": each.day, "text": news.due(each)}
            for each in told.coming
        ],
        "celebrations": [
            _about(told, each.goal_id) | {"kind": each.kind, "text": _line(said)}
            for each, (_goal, said) in zip(told.celebrations, news.praises(told), strict=True)
        ],
    }


def text(told: Digest) -> str:
    """The digest as lines of plain text; what there is nothing of is said too."""
    content = plain(told)
    title = _("Goals on {day}").format(day=formats.date(told.today))
    if told.as_of is not None:
        title = _("{title} (data up to {day})").format(title=title, day=formats.date(told.as_of))
    since = _("What changed since {day}").format(day=formats.date(told.since))
    sections = [
        (_("What needs attention first"), _attention(content["attention"]), _("Nothing needs attention.")),
        (since, _items(content["changed"]), _("Nothing changed.")),
        (
            _("Deadlines and check-ins of the next 14 days"),
            [f"- {formats.date(each['day'])}: {each['text']}, {_of(each)}" for each in content["due"]],
            _("Nothing is due."),
        ),
        (_("Worth celebrating"), _items(content["celebrations"]), _("Nothing yet.")),
    ]
    parts = [f"{title}\n{content['sentence']}"]
    if told.goals:
        parts += ["\n".join([name, *(lines or [nothing])]) for name, lines, nothing in sections]
    return "\n\n".join(parts)


def _sentence(told: Digest) -> str:
    if not told.goals:
        return _("No goals are set, so nothing is due.")
    return words.summary([told.standings[goal.id] for goal in told.goals]).replace("**", "")


def _about(told: Digest, goal_id: str) -> Plain:
    goal = told.named[goal_id]
    status = told.standings[goal_id].status if goal_id in told.standings else None
    return {"goal": goal_id, "title": _line(goal.title), "owner": _line(goal.owner), "status": status}


def _reason(told: Digest, number: int) -> str:
    alert = told.alerts[number]
    return _line(news.reason(alert, told.named[alert.goal_id], told.standings[alert.goal_id]))


def _attention(found: Sequence[Plain]) -> list[str]:
    """A line per goal at the place of its most urgent alert, with all its reasons."""
    reasons: dict[str, list[str]] = {}
    for each in found:
        reasons.setdefault(each["goal"], []).append(each["text"])
    first = {each["goal"]: each for each in reversed(found)}
    return [f"- {_of(first[goal])}: {' '.join(said)}" for goal, said in reasons.items()]


def _items(found: Sequence[Plain]) -> list[str]:
    return [f"- {_of(each)}: {each['text']}" for each in found]


def _of(about: Plain) -> str:
    return f"{about['title']} ({about['owner']})"


def _line(said: str) -> str:
    """What people wrote, on one line and without what a terminal would obey."""
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in said)
    return " ".join(filter(None, kept.split(" ")))
