"""The month against its goals and against its own past, a sentence each; why a share moved: reason.py. Words only.

Numbers stand between ** … **. Each sentence is put together from texts with named places, so that a language may have
them in another order.
"""

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list

from answers.month import Line
from ui import formats, language, scorecard
from ui.language import gettext as _
from ui.language import ngettext
from ui.overview import compared
from ui.periods import Calendar

FACTS = 3  # numbers that one sentence holds
_WORST_FIRST = ("off_track", "at_risk", "on_track")


def against_goals(
    lines: Sequence[Line], aims: Sequence[Line], requests: Line | None, middle: date, calendar: Calendar
) -> str:
    """The month against the goals that hold for it, with its headline numbers.

    `lines`: the headlines; `aims`: other lines with a goal; `middle`: the day that the pace of a goal is asked for.
    """
    shown = [line for line in lines if line.now.value is not None and line.metric.id != "requests"]
    held = [line for line in (*shown, *aims) if line.course is not None and line.now.value is not None]
    month = _month(lines, requests, calendar)
    amount = "" if requests is None or not requests.now.n else _amount(requests, calendar)
    if not shown and not held and not amount:
        return _("Nothing was counted in {month}.").format(month=month)
    held.sort(key=lambda line: _WORST_FIRST.index(_standing(line, middle)))
    told = [*held, *(line for line in shown if line.course is None)][:FACTS]
    facts = listed([_with_goal(line, middle) for line in told])
    if not held:
        words = (
            _("{month} brought {requests}, and no goal holds for it yet: {facts}.")
            if amount and facts
            else _("{month} brought {requests}, and no goal holds for it yet.")
            if amount
            else _("No goal holds for {month} yet: {facts}.")
        )
        return words.format(month=month, requests=amount, facts=facts)
    good = sum(_standing(line, middle) == "on_track" for line in held)
    words = ngettext(
        "{month} is on pace for **{good} of {all}** goal that holds: {facts}.",
        "{month} is on pace for **{good} of {all}** goals that hold: {facts}.",
        len(held),
    )
    if amount:
        words = ngettext(
            "{month} brought {requests} and is on pace for **{good} of {all}** goal: {facts}.",
            "{month} brought {requests} and is on pace for **{good} of {all}** goals: {facts}.",
            len(held),
        )
    counted = {"good": formats.value(good, "count"), "all": formats.value(len(held), "count")}
    return words.format(month=month, requests=amount, facts=facts, **counted)


def _standing(line: Line, middle: date) -> str | None:
    return scorecard.against(line.now, line.course, middle)[0]


def against_the_past(lines: Sequence[Line], calendar: Calendar) -> str:
    """What really changed against its own past, with the steps from the month before and the year before."""
    known = [line for line in lines if line.now.value is not None]
    facts = [said for line in known if (said := _steps(line, calendar))]
    if not known:
        return ""
    if any(line.days is not None for line in known):
        words = _("It still runs, and is judged when it is complete: {facts}.")
        return words.format(facts=_parted(facts[:2])) if facts else _("It still runs, and is judged when complete.")
    judged = [line for line in known if line.change is not None and line.change.verdict != "too_short_to_judge"]
    moved = [line for line in judged if line.change is not None and line.change.verdict == "real_change"]
    counted = {"n": formats.value(len(moved), "count"), "all": formats.value(len(judged), "count")}
    if moved:
        facts = [_steps(line, calendar) or _now(line) for line in moved[:FACTS]]
        if len(moved) == len(judged):
            return _("Against its own past each of **{all}** really changed: {facts}.").format(
                facts=_parted(facts), **counted
            )
        words = _(
            "Against its own past **{n} of {all}** really changed: {facts}; the others stayed within normal variation."
        )
        return words.format(facts=_parted(facts), **counted)
    if judged:
        facts = [said for line in sorted(judged, key=compared.sure, reverse=True) if (said := _steps(line, calendar))][
            :2
        ]
        if not facts:
            return _("Against its own past nothing left its normal variation.")
        words = _("Against its own past none of **{all}** left its normal variation: {facts}.")
        return words.format(facts=_parted(facts), **counted)
    if not facts:
        return _("It is too early to call anything a change: that takes twelve months of data.")
    words = _("It is too early to call anything a change, that takes twelve months of data: {facts}.")
    return words.format(facts=_parted(facts[:2]))


def in_full(line: Line, middle: date, calendar: Calendar) -> str:
    """One metric with everything that is known of it: value, n, interval, goal, steps, verdict."""
    metric, now = line.metric, line.now
    sure = scorecard.with_interval(metric, now)
    value = formats.value(now.value, metric.unit)
    said = [_("{value} ({sure})").format(value=value, sure=sure) if sure else value]
    if line.course is not None:
        words = _("goal {aim}, {word}")
        aim = formats.entered(line.course.target, metric.unit)
        said.append(words.format(aim=aim, word=scorecard.against(now, line.course, middle)[1]))
    steps = _compared(line, calendar)
    if steps:
        said.append(steps)
    if line.days is None and line.change is not None:
        said.append(scorecard.verdict(line.change))
    return _("{metric}: {facts}.").format(metric=scorecard.metric_name(metric), facts=_parted(said))


def _with_goal(line: Line, middle: date) -> str:
    value = formats.value(line.now.value, line.metric.unit)
    metric = lower(scorecard.metric_name(line.metric))
    if line.course is None:
        return _("{metric} **{value}**").format(metric=metric, value=value)
    _light, word = scorecard.against(line.now, line.course, middle)
    aim = formats.entered(line.course.target, line.metric.unit)
    words = _("{metric} **{value}** (goal {aim}, {word})")
    return words.format(metric=metric, value=value, aim=aim, word=word)


def _steps(line: Line, calendar: Calendar) -> str:
    """A metric with its steps: "customer satisfaction −0.2 points vs Sep 2026 and −2.4 points vs Oct 2025"."""
    steps = _compared(line, calendar)
    metric = lower(scorecard.metric_name(line.metric))
    return _("{metric} {steps}").format(metric=metric, steps=steps) if steps else ""


def _compared(line: Line, calendar: Calendar) -> str:
    steps = [
        _("**{step}** vs {period}").format(
            step=formats.change(line.now.value, compared.value(line, against).value, line.metric.unit),
            period=compared.name(line, against, calendar),
        )
        for against in reversed(compared.AGAINST)
        if compared.value(line, against).value is not None
    ]
    return joined(steps)


def _now(line: Line) -> str:
    words = _("{metric} **{value}**")
    return words.format(
        metric=lower(scorecard.metric_name(line.metric)), value=formats.value(line.now.value, line.metric.unit)
    )


def _amount(requests: Line, calendar: Calendar) -> str:
    """ "**5,234** requests (+4.1% vs Sep 2026)"."""
    amount = ngettext("**{n}** request", "**{n}** requests", requests.now.n)
    said = amount.format(n=formats.value(requests.now.value, "count"))
    step = formats.change(requests.now.value, requests.previous.value, "count")
    if step == formats.NO_VALUE:
        return said
    words = _("{amount} ({step} vs {period})")
    return words.format(amount=said, step=step, period=compared.name(requests, "previous", calendar))


def _month(lines: Sequence[Line], requests: Line | None, calendar: Calendar) -> str:
    first = next(iter([*lines, *([requests] if requests else [])]))
    name = formats.period("month", first.trend[-1][0], language.current(), calendar)
    return name if first.days is None else _("{month} so far").format(month=name)


def listed(facts: Sequence[str]) -> str:
    return _(", ").join(facts)


def _parted(facts: Sequence[str]) -> str:
    """Facts that hold an "and" of their own."""
    return _("; ").join(facts)


def joined(names: Sequence[str]) -> str:
    return format_list(list(names), locale=language.current()) if names else ""


def lower(name: str) -> str:
    return name[:1].lower() + name[1:]
