"""What happened to a goal and its check-ins, newest first: when, who, from what to what, why."""

from collections.abc import Sequence
from datetime import datetime

from data.records import GoalEvent
from metrics.metric import Metric
from ui import formats
from ui.formats import html
from ui.goals import fields
from ui.goals.fields import Around
from ui.language import gettext as _
from ui.periods import Calendar

# Computed together with the baseline: its own line says it.
_UNTOLD = ("baseline_n", "baseline_low", "baseline_high")


def history(events: Sequence[GoalEvent], metric: Metric, names: Around, calendar: Calendar = "gregorian") -> str:
    """The history as HTML, for st.html. `events`: of the goal and of its check-ins, in any order."""
    newest = sorted(events, key=lambda event: event.at, reverse=True)
    lines = "".join(_line(event, metric, names, calendar) for event in newest)
    return f'<ol class="tz-history">{lines}</ol>'


def when(at: datetime, calendar: Calendar = "gregorian") -> str:
    """An instant of a history: "Nov 22, 2026 14:02 UTC"."""
    return f"{formats.date(at.date(), None, calendar)} {at:%H:%M} UTC"


def told(event: GoalEvent, calendar: Calendar = "gregorian") -> str:
    """Who made a change, when and why, as a sentence to somebody who wanted to change the same. Plain text."""
    words = _("{who} changed it on {when}.").format(who=event.actor, when=when(event.at, calendar))
    return f"{words} {_('The reason given: “{reason}”.').format(reason=event.reason)}" if event.reason else words


def _line(event: GoalEvent, metric: Metric, names: Around, calendar: Calendar) -> str:
    actions = {
        ("goal", "create"): _("Set"),
        ("goal", "change"): _("Changed"),
        ("goal", "archive"): _("Archived"),
        ("goal", "restore"): _("Taken up again"),
        ("check_in", "create"): _("Checked in"),
        ("check_in", "change"): _("Check-in changed"),
    }
    said = [
        f"<b>{html(actions[event.entity, event.action])}</b> · {html(when(event.at, calendar))} · {html(event.actor)}"
    ]
    if event.action == "change":
        said += [html(step) for step in steps(event, metric, names, calendar)]
    elif (event.entity, event.action) == ("check_in", "create"):
        said.append(html(str(event.changes["note"][1])))
    if event.reason:
        said.append(html(_("Reason: {reason}").format(reason=event.reason)))
    return f"<li>{''.join(f'<p>{each}</p>' for each in said)}</li>"


def steps(event: GoalEvent, metric: Metric, names: Around, calendar: Calendar = "gregorian") -> list[str]:
    """Each field that an event changed, from what to what. Plain texts."""

    def both(of: str) -> str:
        return " → ".join(fields.written(of, x, metric, names, calendar) for x in event.changes[of])

    told = [of for of in event.changes if of not in _UNTOLD or "baseline" not in event.changes]
    return [f"{fields.name(of)}: {both(of)}" for of in told]
