"""Who must act: the negative answers and complaints, where each stands, and what is kept of the promises made here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from answers import feedback, tables
from answers.voice import Span
from data import records
from ui import address, cards, filters, formats
from ui.cards import Action, Card
from ui.filters import Filters
from ui.language import gettext as _
from ui.language import ngettext
from ui.numbers import Rows
from ui.shell import Reader
from ui.voice import act_cards, follow_ups, routing, words

LONGEST = 200  # rows on the screen; the file has all
SINCE = ("month", "ever")


@dataclass(frozen=True)
class Listed:
    """The first rows of a list, written, with the identity of each (of, source, id, day); `total`: how many."""

    rows: Rows
    ids: tuple[tuple[str, str, str, date], ...]
    total: int


@dataclass(frozen=True)
class View:
    """Finished. `before`: how much of earlier months is open still."""

    cards: tuple[Card, ...]
    total: int
    before: int


def found(who: Reader, chosen: Filters, span: Span, today: date) -> pl.DataFrame:
    """The feedback of a span with all that is known of it."""
    entered = records.follow_ups(who.scope, who.generation.dataset)
    return feedback.feedback(span, who.scope, who.generation, chosen.where, entered, today)


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, month: Span, today: date) -> View:
    """The counts of the month, and of what is older and open."""
    rows = found(_who, _chosen, month, today)
    everything = feedback.standing(found(_who, _chosen, (date.min, month[1]), today))
    held = feedback.standing(rows)
    return View(act_cards.cards(rows, held, today), held.total, everything.open - held.open)


@st.cache_data(show_spinner=False, max_entries=256)
def listed_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span, part: str, today: date) -> Listed:
    """The rows of one part of a span."""
    rows = feedback.pick(found(_who, _chosen, span, today), part)
    shown = rows.head(LONGEST)
    identity = shown.select("of", "source", "feedback_id", "on").rows()
    return Listed([_row(row) for row in shown.iter_rows(named=True)], tuple(identity), rows.height)


def show(key: tuple[object, ...], who: Reader, chosen: Filters, month: Span, today: date) -> None:
    """The part of the page, or what is missing for it."""
    if not (who.generation.has("surveys", "negative") or who.generation.has("tickets", "complaint")):
        cards.not_available(
            _("No feedback to answer"),
            _("The loaded data has neither survey answers nor complaints. Load them to see which wait for an answer."),
            Action(_("Go to Data"), "pages/data.py"),
        )
        return
    view = view_of((*key, month, today), who, chosen, month, today)
    cards.wall(view.cards)
    if view.before:
        words_ = ngettext(
            "{n} piece of feedback from before this month is open, too.",
            "{n} pieces of feedback from before this month are open, too.",
            view.before,
        )
        st.caption(words_.format(n=formats.value(view.before, "count")))
    part, since = _ask()
    span = month if since == "month" else (date.min, month[1])
    listed = listed_of((*key, span, part, today), who, chosen, span, part, today)
    with cards.panel(_("Negative answers and complaints"), "feedback", _note()):
        picked = routing.choose(listed.rows, listed.ids)
        _below(who, chosen, span, part, today, listed)
        routing.form(who, picked, today)
    follow_ups.show(who, found(who, chosen, (date.min, month[1]), today), bool(chosen.where), today)


def _ask() -> tuple[str, str]:
    """Which part of the list, and since when; kept in the address."""
    address.restore("state", feedback.SHOWN, "open")
    address.restore("since", SINCE, "month")
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-feedback-choice"):
        part = st.segmented_control(
            _("Show"),
            feedback.SHOWN,
            format_func=words.part,
            key="state",
            persist_state="session",
            required=True,
            wrap=True,
        )
        since = st.segmented_control(
            _("Of"),
            SINCE,
            format_func=lambda each: {"month": _("This month"), "ever": _("All so far")}[each],
            key="since",
            persist_state="session",
            required=True,
        )
    address.keep("state", "open")
    address.keep("since", "month")
    return part or "open", since or "month"


def _below(who: Reader, chosen: Filters, span: Span, part: str, today: date, listed: Listed) -> None:
    """How many there are, and all of them as a file."""
    if not listed.total:
        return
    if listed.total > len(listed.rows):
        said = _("The first {shown} of {total}; the file has all.")
        counts = {"shown": formats.value(len(listed.rows), "count"), "total": formats.value(listed.total, "count")}
        st.caption(said.format(**counts))
    st.download_button(
        _("Download as CSV"),
        data=lambda: tables.csv(file(feedback.pick(found(who, chosen, span, today), part))).encode("utf-8-sig"),
        file_name=f"feedback-{span[1]}.csv",
        mime="text/csv",
        key="feedback-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def file(rows: pl.DataFrame) -> pl.DataFrame:
    """All rows, in values that a spreadsheet understands; no customer, no agent."""
    return rows.select(
        *("of", "source", "feedback_id", "ticket_id", "on", "survey", "score", "scale", "cause", "comment"),
        *("channel", "team", "topic", "state", "due", "answered_on", "by", "responsible", "owner"),
        routed_utc="routed_at",
        days_with_nobody=(pl.col("route_wait_s") / 86_400).round(1),
    )


def _note() -> str:
    days = formats.value(feedback.promise_days() * 86_400, "seconds")
    words_ = _(
        "Answers in the lower half of their scale, recommendation 0–6, and complaints. A complaint is due {days} after "
        "it came; an answer to a survey when somebody here says until when."
    )
    return words_.format(days=days)


def _row(row: dict[str, Any]) -> dict[str, object]:
    return {
        _("Day"): formats.date(row["on"]),
        _("What"): words.said(row),
        _("Topic"): row["topic"],
        _("Responsible"): words.responsible(row),
        _("State"): words.state(row),
        _("Comment"): row["comment"],
        _("Channel"): None if row["channel"] is None else filters.channel_name(row["channel"]),
        _("Team"): row["team"],
        _("Id"): row["feedback_id"],
        _("Request"): row["ticket_id"],
    }
