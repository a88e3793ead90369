"""What was given to a team on this page: what is open first, by its day, and how it ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from data import records
from data.records import FollowUp
from ui import cards, formats
from ui.formats import html
from ui.language import gettext as _
from ui.shell import Reader
from ui.voice import follow_up_edit, words

FEW = 6  # are shown unasked


def show(who: Reader, known: pl.DataFrame, filtered: bool, today: date) -> None:
    """The follow-ups of the feedback in `known`; unless something is filtered, also those whose feedback is gone."""
    held = records.follow_ups(who.scope, who.generation.dataset)
    facts = {row["follow_up"]: row for row in known.drop_nulls("follow_up").iter_rows(named=True)}
    mine = [each for each in held if each.id in facts or not filtered]
    if not mine:
        return
    in_order = sorted(mine, key=lambda each: (each.answered_on is not None, each.due, each.feedback_id))
    open_ = sum(each.answered_on is None for each in mine)
    note = _("{open} open, {done} answered.").format(
        open=formats.value(open_, "count"), done=formats.value(len(mine) - open_, "count")
    )
    with cards.panel(_("Given to a team here"), "follow-ups", note):
        for each in _shown(in_order):
            _one(who, each, facts.get(each.id), today)


def _shown(in_order: Sequence[FollowUp]) -> Sequence[FollowUp]:
    words_ = _("All {n}").format(n=formats.value(len(in_order), "count"))
    if len(in_order) <= FEW or st.toggle(words_, key="follow-ups-all"):
        return in_order
    # What is being changed stays in sight.
    return [each for number, each in enumerate(in_order) if number < FEW or follow_up_edit.is_open(each)]


def _one(who: Reader, each: FollowUp, row: Mapping[str, Any] | None, today: date) -> None:
    with st.container(border=True, key=f"tz-follow-up-{each.id}", gap="small"):
        st.html(_body(each, row, today))
        if follow_up_edit.is_open(each):
            follow_up_edit.show(who, each, today)
            return
        with st.container(horizontal=True, gap="small"):
            if each.answered_on is None and st.button(
                _("Mark as answered"), key=f"follow-up-done-{each.id}", type="tertiary", icon=":material/check:"
            ):
                follow_up_edit.open_(each, answering=True)
                st.rerun()
            if st.button(_("Edit"), key=f"follow-up-edit-{each.id}", type="tertiary", icon=":material/edit:"):
                follow_up_edit.open_(each)
                st.rerun()
        _history(who, each)


def _body(each: FollowUp, row: Mapping[str, Any] | None, today: date) -> str:
    """What it is about, who answers it until when, and how it stands."""
    kind = _("Survey {id}") if each.kind == "survey" else _("Complaint {id}")
    about = [kind.format(id=each.feedback_id)]
    if row is not None:
        about += [words.said(row), row["topic"] or "", formats.date(row["on"])]
    team = f"{each.team} ({each.owner})" if each.owner else each.team
    day = formats.date(each.due)
    line = _("{who}, by {day}").format(who=team, day=day)
    comment = f'<blockquote dir="auto">{html(row["comment"])}</blockquote>' if row and row["comment"] else ""
    note = "".join(f"<p>{html(part)}</p>" for part in each.note.splitlines() if part.strip())
    said = " · ".join(html(part) for part in about if part)
    return (
        f'<article class="tz-follow-up"><p class="tz-context">{said}</p>{comment}'
        f"<p>→ <b>{html(line)}</b> {_state(each, today)}</p>{note}</article>"
    )


def _state(each: FollowUp, today: date) -> str:
    if each.answered_on is not None:
        late = each.answered_on > each.due
        words_ = _("answered late on {day}") if late else _("answered on {day}")
        return cards.status("missed" if late else "met", words_.format(day=formats.date(each.answered_on)))
    return cards.status("off_track", _("overdue")) if each.due < today else cards.status("undecided", _("open"))


def _history(who: Reader, each: FollowUp) -> None:
    with st.expander(_("History"), key=f"follow-up-history-{each.id}", on_change="rerun") as box:
        if box.open:
            st.html(follow_up_edit.history(records.follow_up_history(who.scope, each.id), who))
