"""The aim of a new goal: target and baseline in the unit of people, and what is rarely needed, to be folded."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers import goal_templates, goals
from answers.goal_templates import Template
from answers.goals import Baseline
from data import records
from metrics.catalogue import metric as entry
from ui import formats, scorecard
from ui.goals import fields
from ui.goals import milestones as goal_milestones
from ui.goals.asked import Asked
from ui.goals.scale import Scale, scale
from ui.language import gettext as _
from ui.shell import Reader

NEVER = "never"


def aims(what: Asked, base: Baseline | None, template: Template | None, place: DeltaGenerator) -> dict[str, Any]:
    """Kind, recurrence, baseline and target (at its place). Numbers come back in the metric's own unit."""
    units = _units(what, base)
    terms: dict[str, Any] = {"kind": what.kind, "recurs": what.recurs}
    key = f"new-target-{units.unit}"
    if template is not None and template.metric == what.metric.id:
        _suggest(key, template, base, units)
    label = _("Target, in {unit}").format(unit=units.unit)
    if what.metric.is_total and what.recurs is not None:
        label = _("{target} {period}").format(target=label, period=_each(what.recurs))
    entered = place.number_input(label, value=None, step=units.step, format="%g", key=key, persist_state="session")
    terms["target"] = units.kept(entered)
    if base is not None and base.pooled.value is not None:
        terms |= {
            "baseline": base.pooled.value,
            "baseline_n": base.pooled.n,
            "baseline_low": base.pooled.low,
            "baseline_high": base.pooled.high,
            "baseline_from": base.first,
            "baseline_to": base.last,
        }
    return terms


def _units(what: Asked, base: Baseline | None) -> Scale:
    return scale(what.metric, base.pooled.value if base else None)


def _suggest(key: str, template: Template, base: Baseline | None, units: Scale) -> None:
    """Put the template's target into a box that nobody has touched: it follows the baseline until then."""
    pooled = base.pooled if base else None
    wanted = goal_templates.suggested(template, pooled)
    if wanted is None:
        return
    if wanted == template.target:  # chosen by the field, not computed: as it is
        shown = units.shown(wanted)
    else:
        whole = entry(template.metric).unit == "count"
        shown = units.suggested(wanted, pooled.value if pooled else None, whole=whole)
    held, last = st.session_state.get(key), st.session_state.get(f"{key}-suggested")
    if last is None or held == last:
        st.session_state[key] = st.session_state[f"{key}-suggested"] = shown


def told(what: Asked, base: Baseline | None) -> str:
    """What it was so far, in a sentence, as markup."""
    if base is None or base.pooled.value is None:
        return _("There is no complete month with data before the start, so no baseline can be computed.")
    metric = what.metric
    if metric.is_total:
        words = _("Baseline **{value}** {period} on average, over {months} months from {first} to {last}.")
    elif not metric.pools:
        words = _("Baseline **{value}**, the mean of {months} months from {first} to {last}.")
    else:
        words = _("Baseline **{value}** ({sure}), pooled over {months} months from {first} to {last}.")
    said = words.format(
        value=formats.md(formats.value(base.pooled.value, metric.unit)),
        sure=formats.md(scorecard.with_interval(metric, base.pooled)),
        period=_each(what.recurs or "month"),
        months=base.months,
        first=formats.md(formats.date(base.first)),
        last=formats.md(formats.date(base.last)),
    )
    few = _("Fewer than six months: chance weighs more.") if base.months < goals.BASELINE_ENOUGH else ""
    return f"{said} {few}"


def another_baseline(what: Asked, base: Baseline | None) -> dict[str, Any]:
    """A baseline by hand, with its reason, where a person wants one or none could be computed; else nothing."""
    if base is not None and not st.checkbox(_("Use another baseline"), key="new-by-hand", persist_state="session"):
        return {}
    units = _units(what, base)
    left, right = st.columns(2)
    entered = left.number_input(
        _("Baseline, in {unit}").format(unit=units.unit),
        value=None,
        step=units.step,
        format="%g",
        key=f"new-baseline-{units.unit}",
        persist_state="session",
    )
    reason = right.text_input(_("Why this baseline"), key="new-reason", persist_state="session") or ""
    computed = ("baseline_n", "baseline_low", "baseline_high", "baseline_from", "baseline_to")
    return dict.fromkeys(computed) | {"baseline": units.kept(entered), "baseline_reason": reason}


def milestones(what: Asked, base: Baseline | None) -> dict[str, Any]:
    """Where it should stand on days between; null where one is half entered."""
    return {"milestones": goal_milestones.ask((), _units(what, base), "new")}


def place_among_goals(who: Reader) -> dict[str, Any]:
    """The wider goal it is a part of, its weight there, and how often its owner says how it goes."""
    known = {each.id: each.title for each in records.goals(who.scope, who.generation.dataset)}
    rhythm = {every or NEVER: words for every, words in fields.rhythms().items()}
    left, right = st.columns(2)
    parent, weight = None, 1.0
    if known:
        parent = left.selectbox(
            _("Part of a wider goal"),
            list(known),
            index=None,
            format_func=lambda each: known.get(each, each),
            placeholder=_("It stands alone"),
            key="new-parent",
            persist_state="session",
        )
    if parent is not None:
        weight = right.number_input(
            _("Weight beside its other parts"),
            value=1.0,
            step=0.5,
            format="%g",
            key="new-weight",
            persist_state="session",
        )
    every = (right if known and parent is None else left).selectbox(
        _("Check in"),
        list(rhythm),
        index=list(rhythm).index("month"),
        format_func=lambda each: rhythm[each],
        key="new-check-in",
        persist_state="session",
        required=True,
    )
    return {"parent_id": parent, "weight": weight, "check_in_every": None if every == NEVER else every}


def _each(period: str) -> str:
    words: Mapping[str, str] = {
        "day": _("per day"),
        "week": _("per week"),
        "month": _("per month"),
        "quarter": _("per quarter"),
        "year": _("per year"),
    }
    return words[period]
