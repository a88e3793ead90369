"""How people say a goal's status, kind and confidence, and all goals in one sentence; also where there is no page."""

from collections.abc import Sequence

from answers.goal_standing import Standing
from metrics.pace import Status
from ui.language import gettext as _
from ui.language import ngettext

_GOOD = ("on_track", "met", "met_within_chance")
_BEHIND = ("at_risk", "off_track", "missed", "missed_within_chance")


def word(status: Status) -> str:
    """A status as people say it."""
    words: dict[Status, str] = {
        "not_started": _("not started"),
        "too_early": _("too early to tell"),
        "not_enough_data": _("not enough data"),
        "awaiting_data": _("awaiting data"),
        "on_track": _("on track"),
        "at_risk": _("at risk"),
        "off_track": _("off track"),
        "met": _("met"),
        "met_within_chance": _("met, within chance"),
        "missed_within_chance": _("missed, within chance"),
        "missed": _("missed"),
    }
    return words[status]


def kind_word(kind: str) -> str:
    """A goal's kind as people say it."""
    words = {
        "increase_to": _("increase to"),
        "decrease_to": _("decrease to"),
        "stay_above": _("stay at or above"),
        "stay_below": _("stay at or below"),
    }
    return words[kind]


def confidence_word(confidence: str) -> str:
    """How sure the owner is of reaching a goal, as people say it."""
    words = {
        "high": _("high confidence"),
        "medium": _("medium confidence"),
        "low": _("low confidence"),
    }
    return words[confidence]


def confidence_short(confidence: str) -> str:
    """The same as one word, where the question stands above it."""
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}[confidence]


def summary(standings: Sequence[Standing]) -> str:
    """All goals in one sentence, numbers between ** … **."""
    count = len(standings)
    good = sum(each.status in _GOOD for each in standings)
    behind = sum(each.status in _BEHIND for each in standings)
    open_ = count - good - behind
    parts = [
        ngettext("**{n}** goal", "**{n}** goals", count).format(n=count),
        _("**{n}** on track or met").format(n=good),
        _("**{n}** at risk, off track or missed").format(n=behind),
        *([_("**{n}** not to be judged yet").format(n=open_)] if open_ else []),
    ]
    return _("{all}: {parts}.").format(all=parts[0], parts=", ".join(parts[1:]))
