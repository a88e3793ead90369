"""Check-ins on a goal's page: when the next is due, a new one, and those that there are, newest first.

Changing one stands in check_in_edit.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import goal_alerts
from data import records
from data.errors import Conflict, Invalid
from data.records import CheckIn, CheckInTerms, Goal, GoalEvent
from metrics.metric import Metric
from ui import cards, formats
from ui.faults import faults
from ui.formats import html
from ui.goals import cards as goal_cards
from ui.goals import check_in_edit, history
from ui.goals.fields import Around
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader

FEW = 5  # are shown unasked
_SURE = {"high": "●●●", "medium": "●●○", "low": "●○○"}


@dataclass(frozen=True)
class Told:
    """The check-ins of a goal, oldest first, and what happened to each since, by its id."""

    check_ins: Sequence[CheckIn]
    events: Mapping[str, Sequence[GoalEvent]]


def show(who: Reader, goal: Goal, metric: Metric, told: Told, names: Around, today: date) -> None:
    """The whole section."""
    open_ = [each for each in told.check_ins if each.action and each.action_done is None]
    notes = [_due(who, goal, told, today), _open_words(open_, today)]
    with cards.panel(_("Check-ins"), "check-ins", " ".join(filter(None, notes))):
        said = st.session_state.pop(f"check-in-said-{goal.id}", "")
        if said:
            st.warning(formats.md(said))
        if goal.archived_at is None:
            with st.expander(_("Check in"), icon=":material/edit_note:", key=f"check-in-new-{goal.id}"):
                _new(who, goal, len(told.check_ins), today)
        newest = list(reversed(told.check_ins))
        shown = newest
        if len(newest) > FEW and not st.toggle(_all_words(len(newest)), key=f"check-ins-all-{goal.id}"):
            # What is still to be done stays in sight, however old it is.
            shown = [each for number, each in enumerate(newest) if number < FEW or each in open_]
        for each in shown:
            _one(who, goal, metric, each, told.events.get(each.id, ()), names, today)


def _due(who: Reader, goal: Goal, told: Told, today: date) -> str:
    due = goal_alerts.next_check_in(goal, told.check_ins, today)
    if due is None:
        return ""
    day = formats.date(due, None, who.calendar)
    if due < today:
        return _("The check-in of {day} is overdue.").format(day=day)
    return _("Next check-in due on {day}.").format(day=day)


def _open_words(open_: Sequence[CheckIn], today: date) -> str:
    if not open_:
        return ""
    late = sum(goal_alerts.is_overdue(each, today) for each in open_)
    said = ngettext("{n} action is open", "{n} actions are open", len(open_))
    said = said.format(n=formats.value(len(open_), "count"))
    return _("{said}, {late} overdue.").format(said=said, late=formats.value(late, "count")) if late else f"{said}."


def _all_words(count: int) -> str:
    return _("All {n} check-ins").format(n=formats.value(count, "count"))


def _new(who: Reader, goal: Goal, number: int, today: date) -> None:
    """The boxes of a new check-in; each one that is kept opens fresh boxes."""
    entered = check_in_edit.boxes(f"check-in-{goal.id}-{number}", goal, None, today)
    if not st.button(_("Save the check-in"), type="primary", key=f"check-in-{goal.id}-save"):
        return
    try:
        records.add_check_in(who.scope, CheckInTerms(goal_id=goal.id, **entered))
    except Invalid as fault:
        faults(fault)
    else:
        st.rerun()


def _one(
    who: Reader, goal: Goal, metric: Metric, each: CheckIn, events: Sequence[GoalEvent], names: Around, today: date
) -> None:
    with st.container(border=True, key=f"tz-check-in-{each.id}", gap="small"):
        if check_in_edit.is_open(each):
            check_in_edit.show(who, goal, metric, each, names, today)
            return
        with st.container(horizontal=True, gap="small"):
            st.html(_body(who, metric, each, events, names, today))
            done = each.action and each.action_done is None
            if done and st.button(
                _("Mark as done"), key=f"check-in-done-{each.id}", type="tertiary", icon=":material/check:"
            ):
                _finish(who, goal, each, today)
            if st.button(_("Edit"), key=f"check-in-edit-{each.id}", type="tertiary", icon=":material/edit:"):
                check_in_edit.open_(each)
                st.rerun()


def _finish(who: Reader, goal: Goal, each: CheckIn, today: date) -> None:
    try:
        records.change_check_in(who.scope, each.id, each.version, action_done=today)
    except Conflict:
        words = _(
            "Somebody else changed this check-in at the same moment. It is shown as it is now: look, then decide."
        )
        st.session_state[f"check-in-said-{goal.id}"] = words
    st.rerun()


def _body(who: Reader, metric: Metric, each: CheckIn, events: Sequence[GoalEvent], names: Around, today: date) -> str:
    """A check-in as HTML: when, how sure, by whom; what was said; what is done next; what was changed since."""
    day = formats.date(each.on, None, who.calendar)
    sure = (
        f'<span aria-hidden="true">{_SURE[each.confidence]}</span> {html(goal_cards.confidence_word(each.confidence))}'
    )
    note = "<br>".join(html(line) for line in each.note.splitlines())
    return (
        f'<article class="tz-check-in"><p class="tz-context"><b>{html(day)}</b> · {sure} · {html(each.created_by)}</p>'
        + (f"<p>{note}</p>" if note else "")
        + _action(who, each, today)
        + _edits(events, metric, names, who)
        + "</article>"
    )


def _action(who: Reader, each: CheckIn, today: date) -> str:
    if not each.action:
        return ""
    due = formats.date(each.action_due, None, who.calendar) if each.action_due else formats.NO_VALUE
    facts = _("{who}, by {day}").format(who=each.action_owner, day=due)
    if each.action_done is not None:
        words = _("done on {day}").format(day=formats.date(each.action_done, None, who.calendar))
        state = cards.status("met", words)
    elif goal_alerts.is_overdue(each, today):
        state = cards.status("off_track", _("overdue"))
    else:
        state = cards.status("undecided", _("open"))
    return f'<p class="tz-action">→ <b>{html(each.action)}</b> <span>{html(facts)}</span> {state}</p>'


def _edits(events: Sequence[GoalEvent], metric: Metric, names: Around, who: Reader) -> str:
    """What was changed since it was written, folded away."""
    changed = [event for event in events if event.action == "change"]
    if not changed:
        return ""
    summary = ngettext("edited once", "edited {n} times", len(changed)).format(n=len(changed))
    lines = history.history(changed, metric, names, who.calendar)
    return f'<details class="tz-edits"><summary>{html(summary)}</summary>{lines}</details>'
