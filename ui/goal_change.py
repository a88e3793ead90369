"""Changing and archiving a goal, and reading what happened to it. Setting one stands in goal_form.py."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from answers import goals
from data import records
from data.errors import Conflict, Invalid
from data.records import Goal, GoalEvent
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import formats
from ui.goal_form import faults
from ui.goal_scale import scale
from ui.language import gettext as _
from ui.shell import Reader


def form(who: Reader, goal: Goal) -> None:
    """Target, deadline, owner, title and baseline, each change with its reason; and the way into the archive.

    Only what was touched is written, and only over the goal as it was when the boxes were filled.
    """
    drawn = f"change-{goal.id}"
    read: Goal
    read, version = st.session_state.get(drawn, (goal, goal.version))
    key = f"{drawn}-{read.version}"  # a new version begins with its own values and no reason
    if f"{key}-title" not in st.session_state:  # nobody is writing: whatever was changed elsewhere is shown
        read, version = st.session_state[drawn] = (goal, goal.version)
        key = f"{drawn}-{read.version}"
    touched, reason = _touched(read, key)
    save, archive, _rest = st.columns([1, 1, 3])
    if save.button(_("Save the change"), type="primary", key=f"{key}-save"):
        _write(drawn, lambda: records.change_goal(who.scope, goal.id, version, reason, **touched))
    if goal.archived_at is None and archive.button(_("Archive"), key=f"{key}-archive", icon=":material/archive:"):
        _write(drawn, lambda: records.archive_goal(who.scope, goal.id, version, reason))
    if goal.archived_at is not None and archive.button(_("Take up again"), key=f"{key}-restore"):
        _write(drawn, lambda: records.restore_goal(who.scope, goal.id, version, reason))


def _change(who: Reader, goal: Goal, version: int, reason: str, touched: dict[str, Any]) -> Goal:
    goals.check(goal.metric, touched.get("target", goal.target), touched.get("baseline", goal.baseline))
    return records.change_goal(who.scope, goal.id, version, reason, **touched)


def _touched(read: Goal, key: str) -> tuple[dict[str, Any], str]:
    """The boxes, and of them what now says something else than the goal that they were filled from; the reason."""
    units = scale(entry(read.metric), read.baseline)
    left, right = st.columns(2)

    def number(label: str, field: str, shown: float | None) -> float | None:
        words = label.format(unit=units.unit)
        return left.number_input(words, value=shown, step=units.step, format="%g", key=f"{key}-{field}-{units.unit}")

    title = left.text_input(_("Title"), read.title, key=f"{key}-title") or ""
    owner = right.text_input(_("Owner"), read.owner, key=f"{key}-owner") or ""
    target = number(_("Target, in {unit}"), "target", units.shown(read.target))
    deadline = right.date_input(_("Deadline"), read.deadline, key=f"{key}-deadline", required=True)
    entered: dict[str, Any] = {"title": title, "owner": owner, "deadline": deadline}
    touched = {name: value for name, value in entered.items() if value != getattr(read, name)}
    # What a box shows is rounded: compared as it is shown, an untouched number stays the exact one.
    if target != units.shown(read.target):
        touched["target"] = units.kept(target)
    baseline = units.shown(read.baseline)
    if not read.kind.startswith("stay"):
        baseline = number(_("Baseline, in {unit}"), "baseline", baseline)
    reason = st.text_input(_("Reason for the change"), key=f"{key}-reason") or ""
    if baseline != units.shown(read.baseline):
        # By hand it has no n and interval any more, but a reason.
        touched |= {"baseline": units.kept(baseline), "baseline_n": None, "baseline_low": None, "baseline_high": None}
        touched["baseline_reason"] = reason
    return touched, reason


def _write(drawn: str, change: Callable[[], Goal]) -> None:
    """Carry out a change; what stands against it is said in words, and what was entered stays in its boxes."""
    try:
        goal = change()
    except Invalid as fault:
        faults(fault)
    except Conflict as conflict:
        read, _version = st.session_state[drawn]
        st.session_state[drawn] = (read, conflict.current_version)
        st.error(
            _(
                "Somebody else changed this goal while you were writing: the history below says what. Nothing of yours "
                "was saved or lost. Save again to put what you entered over the other change."
            )
        )
    else:
        st.session_state[drawn] = (goal, goal.version)
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
                said = f"{_field(field)}: {_written(field, before, metric)} → {_written(field, after, metric)}"
                st.text(said)
        if event.reason:
            st.text(_("Reason: {reason}").format(reason=event.reason))


def _field(name: str) -> str:
    """A field of a goal as the form calls it."""
    names = {
        "title": _("Title"),
        "owner": _("Owner"),
        "target": _("Target"),
        "deadline": _("Deadline"),
        "baseline": _("Baseline"),
        "baseline_n": _("n of the baseline"),
        "baseline_low": _("Lower limit of the baseline"),
        "baseline_high": _("Upper limit of the baseline"),
        "baseline_reason": _("Why this baseline"),
        "note": _("Note"),
    }
    return names.get(name, name)


def _written(field: str, value: Any, metric: Metric) -> str:
    if value is None or value == "":
        return formats.NO_VALUE
    if field in ("target", "baseline", "baseline_low", "baseline_high"):
        return formats.entered(value, metric.unit)
    return str(value)
