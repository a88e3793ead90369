"""The five letters of SMART for a goal that is being set: each with its state and its reason in plain words.

What the letters say is decided in metrics/smart.py.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

import streamlit as st

from metrics import smart
from metrics.metric import N_, Unit, Value
from metrics.pace import Course, Kind
from metrics.smart import Letter
from ui import cards, formats
from ui.formats import html
from ui.goals.asked import Asked
from ui.goals.past import Past
from ui.language import gettext as _
from ui.language import ngettext
from ui.periods import Grain

_LIGHTS: Mapping[smart.State, cards.Status] = {
    "yes": "met",
    "careful": "at_risk",
    "no": "missed",
    "waiting": "undecided",
}


def letters(
    what: Asked, terms: Mapping[str, Any], past: Past, *, name: str, whom: str | None, priority: str | None
) -> tuple[Letter, ...]:
    """What the letters say of a goal as far as it is entered. The name, whom it is about, and its priority in words.

    A goal that recurs is managed period by period: each earlier one tells whether it would have been.
    """
    metric, target, value = what.metric, terms["target"], terms.get("baseline")
    n = sum(each.n for _first, _last, each in past.seen)
    minimum_n = 0 if metric.is_total else metric.minimum_n
    baseline = None if value is None else Value(value, terms.get("baseline_n") or n, None, None)
    told = None
    if target is not None and any(each.value is not None for each in past.history):
        course = Course(cast(Kind, what.kind), value, target, what.start, what.deadline)
        window = 1 if what.recurs else past.periods
        told = smart.achievable(past.history, course, window, minimum_n=minimum_n)
    return smart.check(
        metric=name,
        where=whom,
        owner=terms["owner"].strip() or None,
        n=n,
        baseline=baseline,
        minimum_n=minimum_n,
        past=told,
        priority=priority,
        kind=cast(Kind, what.kind),
        target=target,
        start=what.start,
        deadline=what.deadline,
        periods=past.periods,
    )


def show(told: tuple[Letter, ...], what: Asked, past: Past) -> None:
    """The letters, one below the other."""
    with cards.panel(_("Is it a good goal?"), "smart"):
        st.html(drawn(told, what, past.grain, past.periods))


def drawn(told: tuple[Letter, ...], what: Asked, grain: Grain, periods: int) -> str:
    """The letters as HTML; a word and a sign say the state, the colour only repeats them."""
    names = {
        "S": _("Specific"),
        "M": _("Measurable"),
        "A": _("Achievable"),
        "R": _("Relevant"),
        "T": _("Time-bound"),
    }
    states = {
        "yes": _("yes"),
        "careful": _("think twice"),
        "no": _("not yet"),
        "waiting": _("still open"),
    }
    rows = "".join(
        f'<li class="tz-smart-{each.state}"><span class="tz-smart-letter" aria-hidden="true">{each.letter}</span>'
        f"<div><h3>{html(names[each.letter])}</h3>{cards.status(_LIGHTS[each.state], states[each.state])}"
        f"<p>{html(reason(each, what, grain, periods))}</p></div></li>"
        for each in told
    )
    return f'<ul class="tz-smart">{rows}</ul>'


def reason(letter: Letter, what: Asked, grain: Grain, periods: int) -> str:
    """Why a letter is as it is, in a sentence or two of plain text."""
    return _WORDS[letter.reason](dict(letter.facts), what, grain, periods)


def _specific(facts: dict[str, Any], *_rest: Any) -> str:
    whom = facts["where"] or _("everybody")
    return _("{metric}, {whom}. {owner} answers for it.").format(
        metric=facts["metric"], whom=whom, owner=facts["owner"]
    )


def _few_data(facts: dict[str, Any], *_rest: Any) -> str:
    seen = facts["n"] if facts["baseline_n"] is None else min(facts["n"], facts["baseline_n"])
    words = ngettext(
        "Only {n} case so far: chance weighs more than work. From {enough} on a number can be trusted.",
        "Only {n} cases so far: chance weighs more than work. From {enough} on a number can be trusted.",
        seen,
    )
    return words.format(n=formats.value(seen, "count"), enough=formats.value(facts["minimum_n"], "count"))


def _measurable(facts: dict[str, Any], *_rest: Any) -> str:
    seen = facts["n"] if facts["baseline_n"] is None else facts["baseline_n"]
    words = ngettext(
        "The loaded data counts it: {n} case before the start.",
        "The loaded data counts it: {n} cases before the start.",
        seen,
    )
    return words.format(n=formats.value(seen, "count"))


def _beyond(facts: dict[str, Any], what: Asked, grain: Grain, _periods: int) -> str:
    more = _more(what)
    words = {
        "day": (_("the best day was {best}"), _("the lowest day was {best}")),
        "week": (_("the best week was {best}"), _("the lowest week was {best}")),
        "month": (_("the best month was {best}"), _("the lowest month was {best}")),
        "quarter": (_("the best quarter was {best}"), _("the lowest quarter was {best}")),
        "year": (_("the best year was {best}"), _("the lowest year was {best}")),
    }[grain][not more].format(best=formats.value(facts["best"], what.metric.unit))
    said = (
        _("More than this process has ever given: {best}.") if more else _("Less than this process ever was: {best}.")
    )
    return said.format(best=words) + " " + _("Say in the note what will be done differently.")


def _managed(facts: dict[str, Any], what: Asked, grain: Grain, periods: int) -> str:
    """How often it was done before, or that it never was."""
    managed = formats.value(facts["managed"], "count") if facts["managed"] else _("none")
    windows = facts["windows"]
    if what.recurs:
        words = {
            "day": ngettext("Kept in {k} of {m} earlier day.", "Kept in {k} of {m} earlier days.", windows),
            "week": ngettext("Kept in {k} of {m} earlier week.", "Kept in {k} of {m} earlier weeks.", windows),
            "month": ngettext("Kept in {k} of {m} earlier month.", "Kept in {k} of {m} earlier months.", windows),
            "quarter": ngettext("Kept in {k} of {m} earlier quarter.", "Kept in {k} of {m} earlier quarters.", windows),
            "year": ngettext("Kept in {k} of {m} earlier year.", "Kept in {k} of {m} earlier years.", windows),
        }[what.recurs]
        return words.format(k=managed, m=windows)
    span = count(grain, periods)
    stretches = ngettext("{k} of {m} earlier stretch", "{k} of {m} earlier stretches", windows)
    happened = stretches.format(k=managed, m=windows)
    if not what.moves:
        return _("Kept for {span} without a break in {happened}.").format(span=span, happened=happened)
    size = _size(facts["baseline"], facts["target"], what.metric.unit)
    said = (
        _("A rise of {size} within {span} happened in {happened}.")
        if _more(what)
        else _("A fall of {size} within {span} happened in {happened}.")
    )
    return said.format(size=size, span=span, happened=happened)


def _few_periods(facts: dict[str, Any], _what: Asked, grain: Grain, _periods: int) -> str:
    words = _("Only {span} from start to deadline: too few to see a direction. It takes {enough}.")
    return words.format(span=count(grain, facts["periods"]), enough=formats.value(facts["enough"], "count"))


def _time_bound(facts: dict[str, Any], _what: Asked, grain: Grain, _periods: int) -> str:
    return _("From {start} to {deadline}: {span} to follow it by.").format(
        start=formats.date(facts["start"]),
        deadline=formats.date(facts["deadline"]),
        span=count(grain, facts["periods"]),
    )


def _plain(text: str) -> Callable[..., str]:
    """A sentence that says no number; looked up when it is shown."""
    return lambda *_facts: _(text)


def count(grain: Grain, periods: int) -> str:
    """So many periods in words: "6 months"."""
    words = {
        "day": ngettext("{n} day", "{n} days", periods),
        "week": ngettext("{n} week", "{n} weeks", periods),
        "month": ngettext("{n} month", "{n} months", periods),
        "quarter": ngettext("{n} quarter", "{n} quarters", periods),
        "year": ngettext("{n} year", "{n} years", periods),
    }[grain]
    return words.format(n=formats.value(periods, "count"))


def _more(what: Asked) -> bool:
    return what.kind in ("increase_to", "stay_above")


def _size(before: float, after: float, unit: Unit) -> str:
    """The size of a step without its sign: "3.0 points"."""
    return formats.change(max(before, after), min(before, after), unit).lstrip("+")


_WORDS: Mapping[str, Callable[..., str]] = {
    "metric_missing": _plain(N_("Choose what is measured.")),
    "owner_missing": _plain(N_("Name the person who answers for it.")),
    "specific": _specific,
    "no_data": _plain(N_("The loaded data has nothing to count here.")),
    "no_baseline": _plain(N_("No complete month before the start has data: there is nothing to compare with.")),
    "few_data": _few_data,
    "measurable": _measurable,
    "target_missing": _plain(N_("Enter a target: the past then says how often such a change was managed.")),
    "past_missing": _plain(N_("There is no past that could say whether it can be done.")),
    "beyond_best": _beyond,
    "already_reached": _plain(N_("The baseline is there already: nothing would have to change.")),
    "short_past": _plain(N_("The past is too short to say whether a change like this was managed before.")),
    "never_managed": _managed,
    "managed": _managed,
    "priority_missing": _plain(N_("Choose the strategic priority that it serves.")),
    "relevant": lambda facts, *_rest: _("It serves: {priority}.").format(priority=facts["priority"]),
    "dates_missing": _plain(N_("Enter when it begins and when it ends.")),
    "deadline_before_start": _plain(N_("The deadline lies before the start.")),
    "few_periods": _few_periods,
    "time_bound": _time_bound,
}
