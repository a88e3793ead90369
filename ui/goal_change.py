"""Changing and archiving a goal, and reading what happened to it. Setting one stands in goal_form.py."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from data import records
from data.errors import Conflict, Invalid
from data.records import Goal, GoalEvent
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import formats
from ui.goal_form import faults, scale
from ui.language import gettext as _
from ui.shell import Reader


def form(who: Reader, goal: Goal) -> None:
    """Target, deadline, owner, title and baseline, each change with its reason; and the way into the archive."""
    metric = entry(goal.metric)
    units = scale(metric, goal.baseline)
    key = f"change-{goal.id}"
    left, right = st.columns(2)
    changed: dict[str, Any] = {
        "title": left.text_input(_("Title"), goal.title, key=f"{key}-title"),
        "owner": right.text_input(_("Owner"), goal.owner, key=f"{key}-owner"),
        "target": units.kept(
            left.number_input(
                _("Target, in {unit}").format(unit=units.unit),
                value=units.shown(goal.target),
                step=units.step,
                format="%g",
                key=f"{key}-target-{units.unit}",
            )
        ),
        "deadline": right.date_input(_("Deadline"), goal.deadline, key=f"{key}-deadline"),
    }
    if not goal.kind.startswith("stay"):
        entered = left.number_input(
            _("Baseline, in {unit}").format(unit=units.unit),
            value=units.shown(goal.baseline),
            step=units.step,
            format="%g",
            key=f"{key}-baseline-{units.unit}",
        )
        changed |= _baseline(goal, entered, units.shown(goal.baseline), units.kept(entered))
    # What a box shows is rounded: an untouched target stays the exact one.
    if units.shown(changed["target"]) == units.shown(goal.target):
        del changed["target"]
    reason = st.text_input(_("Reason for the change"), key=f"{key}-reason") or ""
    if changed.get("baseline_n", 0) is None:
        changed["baseline_reason"] = reason
    save, archive, _rest = st.columns([1, 1, 3])
    if save.button(_("Save the change"), type="primary", key=f"{key}-save"):
        _write(lambda: records.change_goal(who.scope, goal.id, goal.version, reason, **changed))
    if goal.archived_at is None and archive.button(_("Archive"), key=f"{key}-archive", icon=":material/archive:"):
        _write(lambda: records.archive_goal(who.scope, goal.id, goal.version, reason))
    if goal.archived_at is not None and archive.button(_("Take up again"), key=f"{key}-restore"):
        _write(lambda: records.restore_goal(who.scope, goal.id, goal.version, reason))


def _baseline(goal: Goal, entered: float | None, shown: float | None, kept: float | None) -> dict[str, Any]:
    """A baseline that was changed by hand loses the n and interval of the computed one."""
    if entered == shown:
        return {}
    return {"baseline": kept, "baseline_n": None, "baseline_low": None, "baseline_high": None}


def _write(change: Callable[[], Goal]) -> None:
    """Carry out a change; what stands against it is said in words, and what was entered stays in its boxes."""
    try:
        change()
    except Invalid as fault:
        faults(fault)
    except Conflict:
        st.error(
            _(
                "Somebody else changed this goal while you were writing. Nothing of yours was saved or lost: your "
                "entries stand above, the other change is in the history below. Reload the page, then save again."
            )
        )
    else:
        st.rerun()


def history(events: Sequence[GoalEvent], metric: Metric) -> None:
    """What happened to a goal, newest first: when, who, what from and to, why."""
    actions = {
        "create": _("Set"),
        "change": _("Changed"),
        "archive": _("Archived"),
        "restore": _("Taken up again"),
    }
    for event in reversed(events):
        when = f"{formats.date(event.at.date())} {event.at:%H:%M} UTC"
        st.markdown(f"**{formats.md(actions[event.action])}** · {formats.md(when)} · {formats.md(event.actor)}")
        if event.action == "change":
            for field, (before, after) in event.changes.items():
                said = f"{field}: {_written(field, before, metric)} → {_written(field, after, metric)}"
                st.text(said)
        if event.reason:
            st.text(_("Reason: {reason}").format(reason=event.reason))


def _written(field: str, value: Any, metric: Metric) -> str:
    if value is None or value == "":
        return formats.NO_VALUE
    if field in ("target", "baseline", "baseline_low", "baseline_high"):
        return formats.entered(value, metric.unit)
    return str(value)
