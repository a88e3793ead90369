"""The kept verdict of a closed goal with a later correction beside it, and the row of a recurring goal's past. HTML."""

from collections.abc import Sequence
from typing import cast

from answers.goal_standing import Standing
from data.records import Goal, Verdict
from metrics.metric import Metric, Value
from metrics.pace import Status
from ui import cards, formats, scorecard
from ui.formats import html
from ui.goals.cards import LIGHTS, word
from ui.language import gettext as _
from ui.periods import Calendar


def card(standing: Standing, verdict: Verdict, metric: Metric, calendar: Calendar = "gregorian") -> str:
    """What was decided, on which numbers, and when. What the data say since stands beside it, never in its place."""
    status = cast(Status, verdict.word)
    kept = Value(verdict.value, verdict.n, verdict.low, verdict.high)
    day = formats.date(verdict.decided_at.date(), None, calendar)
    since, until = (formats.date(each, None, calendar) for each in (verdict.since, verdict.until))
    said = [
        _("target {target}").format(target=formats.entered(verdict.target, metric.unit)),
        scorecard.with_interval(metric, kept) or formats.n(kept.n),
        _("from {since} to {until}").format(since=since, until=until),
        _("decided on {day}, and kept").format(day=day),
    ]
    boxes = _box(_("Verdict"), cards.status(LIGHTS[status], word(status)), formats.value(kept.value, metric.unit), said)
    if standing.correction is not None:
        now = standing.correction
        said = [
            scorecard.with_interval(metric, now) or formats.n(now.n),
            _("the data changed after the verdict, which stays as it was"),
        ]
        mark = cards.status("undecided", _("correction"))
        boxes += _box(_("The same days today"), mark, formats.value(now.value, metric.unit), said)
    return f'<div class="tz-verdict">{boxes}</div>'


def past(goal: Goal, verdicts: Sequence[Verdict], metric: Metric, calendar: Calendar = "gregorian") -> str:
    """Each earlier period of a recurring goal: its name, its value, whether it was met. Oldest first."""
    cells = "".join(_period(goal, each, metric, calendar) for each in verdicts)
    return f'<ol class="tz-past">{cells}</ol>'


def past_title(verdicts: Sequence[Verdict]) -> str:
    """How often it was met: "Met in 4 of 6 earlier periods"."""
    met = sum(LIGHTS[cast(Status, each.word)] == "met" for each in verdicts)
    words = _("Met in {met} of {all} earlier periods")
    return words.format(met=formats.value(met, "count"), all=formats.value(len(verdicts), "count"))


def _box(name: str, mark: str, value: str, said: Sequence[str]) -> str:
    facts = "".join(f"<li>{html(each)}</li>" for each in said)
    return f"<section><h2>{html(name)} {mark}</h2><p>{html(value)}</p><ul>{facts}</ul></section>"


def _period(goal: Goal, verdict: Verdict, metric: Metric, calendar: Calendar) -> str:
    name = formats.period(cast(formats.Grain, goal.recurs or "month"), verdict.first, None, calendar, short=True)
    status = cast(Status, verdict.word)
    return (
        f"<li><span>{html(name)}</span><b>{html(formats.value(verdict.value, metric.unit))}</b>"
        f"{cards.status(LIGHTS[status], word(status))}</li>"
    )
