"""How one goal stands, in a sentence or two, whatever its status; and the same as a chart's title. Words only."""

from datetime import timedelta
from typing import cast

from answers.goal_standing import Standing
from data.records import Goal
from metrics.metric import Metric
from ui import formats, scorecard
from ui.goals import cards
from ui.language import gettext as _
from ui.periods import Calendar

RUNNING = ("on_track", "at_risk", "off_track")
OVER = ("met", "met_within_chance", "missed_within_chance", "missed")


def sentence(goal: Goal, standing: Standing, metric: Metric, calendar: Calendar = "gregorian") -> str:
    """How a goal stands and what it would take, numbers between ** … **."""
    if standing.unavailable:
        return standing.unavailable
    if standing.status in OVER:
        return _verdict(goal, standing, metric, calendar)
    told = _outlook if standing.status in RUNNING else _undecided
    return " ".join(filter(None, (told(goal, standing, metric, calendar), _now(goal, standing, metric, calendar))))


def title(goal: Goal, standing: Standing, metric: Metric) -> str:
    """The message of the chart: "At risk: heading for 82.0%, target 85%, chance 35%". Plain text."""
    status = cards.word(standing.status).capitalize()
    aim = formats.entered(goal.target, metric.unit)
    now = formats.value(standing.now.value, metric.unit)
    if standing.status in RUNNING and standing.expected is not None and standing.chance is not None:
        return _("{status}: heading for {expected}, target {target}, chance {chance}").format(
            status=status,
            expected=_expected(standing.expected, metric),
            target=aim,
            chance=formats.chance(standing.chance),
        )
    if standing.now.value is None:
        return _("{status}: target {target}").format(status=status, target=aim)
    if standing.status in OVER:
        return _("{status}: {value}, target {target}").format(status=status, value=now, target=aim)
    return _("{status}: {value} now, target {target}").format(status=status, value=now, target=aim)


def _undecided(goal: Goal, standing: Standing, metric: Metric, calendar: Calendar) -> str:
    """Why there is no chance yet."""
    aim, by = formats.entered(goal.target, metric.unit), formats.date(standing.deadline, None, calendar)
    kind = cards.kind_word(goal.kind)
    if standing.status == "not_started":
        words = _("Starts on {start}: {kind} **{target}** by {day}.")
        return words.format(start=formats.date(standing.first, None, calendar), kind=kind, target=aim, day=by)
    if standing.status == "awaiting_data":
        if not metric.settles_days:
            return _("The time ended on {day}: it is judged as soon as the data reach that day.").format(day=by)
        settled = formats.date(standing.deadline + timedelta(days=metric.settles_days), None, calendar)
        words = _("The time ended on {day}, target **{target}**: late answers still count until {settled}.")
        return words.format(day=by, target=aim, settled=settled)
    if standing.status == "too_early":
        words = _("Too early to tell: less than a fifth of the time until {day} has passed; {kind} **{target}**.")
        return words.format(day=by, kind=kind, target=aim)
    if standing.until is not None and standing.until >= standing.deadline:
        words = _("The time ended on {day}, but too few cases were counted to judge it: {n}, and it takes {least}.")
        least = formats.value(metric.minimum_n, "count")
        return words.format(day=by, n=formats.n(standing.now.n), least=least)
    words = _("Not enough data to tell whether **{target}** will be met by {day}: it takes eight {periods} with cases.")
    return words.format(target=aim, day=by, periods=_periods(standing.grain))


def _outlook(goal: Goal, standing: Standing, metric: Metric, calendar: Calendar) -> str:
    """What comes at the present pace, how likely the goal is met, and what it would take."""
    aim, by = formats.entered(goal.target, metric.unit), formats.date(standing.deadline, None, calendar)
    parts = []
    if standing.expected is not None:
        expected = _expected(standing.expected, metric)
        if goal.kind.startswith("stay"):
            words = _("At the present pace **{expected}** by {day}, to {kind} **{target}**")
        else:
            words = _("At the present pace **{expected}** by {day}, target **{target}**")
        parts.append(words.format(expected=expected, day=by, target=aim, kind=cards.kind_word(goal.kind)))
    if standing.chance is not None:
        every = goal.kind.startswith("stay") and goal.recurs is None
        words = (
            _("chance that each {period} left keeps it **{chance}**")
            if every
            else _("chance of meeting it **{chance}**")
        )
        parts.append(words.format(chance=formats.chance(standing.chance), period=_period(standing.grain)))
    parts += _gains(goal, standing, metric)
    said = "; ".join(parts) + "."
    if goal.recurs is None:
        return said
    period = formats.period(cast(formats.Grain, goal.recurs), standing.first, None, calendar)
    return _("{period}: {said}").format(period=period, said=said[:1].lower() + said[1:])


def _gains(goal: Goal, standing: Standing, metric: Metric) -> list[str]:
    """What each coming period has to bring, and what the last ones brought; nothing for levels that are to stay."""
    need = standing.required_gain
    if need is None:
        return []
    if metric.is_total:
        words = _("each of the {periods} left must bring **{amount}**")
        lacks = need > 0 and goal.kind == "stay_above"
        return [words.format(periods=_periods(standing.grain), amount=_expected(need, metric))] if lacks else []
    if goal.kind.startswith("stay"):
        return []
    rises = goal.kind == "increase_to"
    if (need <= 0) if rises else (need >= 0):
        return [_("the target is reached now and has to hold")]
    step = _size(need, metric)
    if step is None:
        return [_("hardly any gain is missing")]
    words = _("to get there each {period} must gain **{step}**")
    if not rises:
        words = _("to get there each {period} must come down by **{step}**")
    said = words.format(period=_period(standing.grain), step=step)
    recent = standing.recent_gain
    if recent is None:
        return [said]
    return [_("{must}, {did}").format(must=said, did=_did(recent, standing.recent, metric, rises=rises))]


def _did(gain: float, periods: int, metric: Metric, *, rises: bool) -> str:
    step = _size(gain, metric)
    if step is None:
        words = _("the last {n} did not move")
    elif rises:
        words = _("the last {n} gained **{step}** each") if gain > 0 else _("the last {n} lost **{step}** each")
    else:
        words = _("the last {n} went up by **{step}**") if gain > 0 else _("the last {n} came down by **{step}**")
    return words.format(n=formats.value(periods, "count"), step=step)


def _size(gain: float, metric: Metric) -> str | None:
    """How far a gain goes, without its sign; null where it is too small to be written."""
    said = formats.change(abs(gain), 0.0, metric.unit)
    return None if said == formats.change(0.0, 0.0, metric.unit) else said.removeprefix("+")


def _now(goal: Goal, standing: Standing, metric: Metric, calendar: Calendar) -> str:
    """What was measured last, with its n, interval and days, and what the pace asks for there."""
    if standing.now.value is None or standing.since is None or standing.until is None:
        return ""
    days = _("{since} to {until}").format(
        since=formats.date(standing.since, None, calendar), until=formats.date(standing.until, None, calendar)
    )
    sure = scorecard.with_interval(metric, standing.now)
    words = _("So far **{now}** ({facts})") if metric.is_total else _("Now **{now}** ({facts})")
    facts = "; ".join(filter(None, (sure, days)))
    said = words.format(now=formats.value(standing.now.value, metric.unit), facts=facts)
    asks = metric.is_total or not goal.kind.startswith("stay")
    if standing.pace is None or standing.status not in RUNNING or not asks:
        return f"{said}."
    words = (
        _("{said}; by now **{pace}** are due.") if metric.is_total else _("{said}; the pace asks for **{pace}** there.")
    )
    return words.format(said=said, pace=_expected(standing.pace, metric))


def _expected(x: float, metric: Metric) -> str:
    """A number that nobody counted: of things, a whole one."""
    return formats.value(round(x) if metric.unit == "count" else x, metric.unit)


def _verdict(goal: Goal, standing: Standing, metric: Metric, calendar: Calendar) -> str:
    """What it came to, and how sure that is."""
    said = _("{status}: **{value}** from {since} to {until}").format(
        status=cards.word(standing.status).capitalize(),
        value=formats.value(standing.now.value, metric.unit),
        since=formats.date(standing.since or standing.first, None, calendar),
        until=formats.date(standing.until or standing.deadline, None, calendar),
    )
    sure = scorecard.with_interval(metric, standing.now)
    words = _("{said}, target **{target}**.")
    told = words.format(said=f"{said} ({sure})" if sure else said, target=formats.entered(goal.target, metric.unit))
    if not standing.status.endswith("within_chance"):
        return told
    return told + " " + _("The target lies inside the interval: chance may have decided it.")


def _period(grain: str) -> str:
    names = {"day": _("day"), "week": _("week"), "month": _("month"), "quarter": _("quarter"), "year": _("year")}
    return names[grain]


def _periods(grain: str) -> str:
    names = {"day": _("days"), "week": _("weeks"), "month": _("months"), "quarter": _("quarters"), "year": _("years")}
    return names[grain]
