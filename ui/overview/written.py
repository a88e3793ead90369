"""The written summary of a month: a draft from its numbers, which people edit, sign and keep. Who wrote what when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from answers.month import Line
from data import records
from data.errors import Conflict, Invalid
from data.records import GoalEvent, MonthSummary
from ui import formats
from ui.faults import faults
from ui.formats import html
from ui.goals import conflict, history
from ui.goals.conflict import Difference
from ui.language import gettext as _
from ui.overview import sentences
from ui.periods import Calendar
from ui.shell import Reader


@dataclass(frozen=True)
class Draft:
    """What the boxes were filled from: the kept summary, null where there is none. `theirs`: that of who was faster."""

    read: MonthSummary | None
    text: str
    author: str
    count: int = 0  # of fillings: a box keeps what was typed until its key changes
    theirs: MonthSummary | None = None


def draft(
    three: Sequence[str],
    reasons: Sequence[str],
    lines: Sequence[Line],
    cost: Line | None,
    middle: date,
    calendar: Calendar,
) -> str:
    """The month in plain words, from its numbers alone: the three sentences, every metric in a line, why shares moved.

    `three` and `reasons` as ui/overview/sentences.py says them; `middle`: the day that the pace of goals is asked for.
    """
    opening = " ".join(_plain(each) for each in three if each)
    counted = [line for line in lines if line.now.value is not None]
    facts = [f"– {_plain(sentences.in_full(line, middle, calendar))}" for line in counted]
    why = [f"– {_plain(each)}" for each in reasons if _plain(each) not in opening]
    paragraphs = [opening]
    if facts:
        paragraphs.append("\n".join([_("The numbers:"), *facts]))
    if why:
        paragraphs.append("\n".join([_("Why other shares moved:"), *why]))
    if cost is not None and cost.now.value is not None and cost.metric.id not in {line.metric.id for line in counted}:
        paragraphs.append(_plain(sentences.in_full(cost, middle, calendar)))
    return "\n\n".join(filter(None, paragraphs))


def show(who: Reader, month: date, generated: str) -> None:
    """The boxes, and what is kept of this month."""
    kept = records.month_summary(who.scope, who.generation.dataset, month)
    name = f"month-summary-{who.generation.dataset}-{month}"
    state: Draft = st.session_state.setdefault(name, _filled(kept, generated))
    if kept is not None:
        words = _("Kept: written by {author} on {when}.")
        st.caption(formats.md(words.format(author=kept.author, when=history.when(kept.written_at, who.calendar))))
    else:
        st.caption(_("Not kept yet. This draft comes from the numbers: change what you know better, sign it, keep it."))
    key = f"{name}-{state.count}"
    text = (
        st.text_area(_("The month in words"), state.text, height=320, key=f"{key}-text", persist_state="session") or ""
    )
    if state.theirs is not None:
        _conflict(who, month, name, replace(state, text=text))
        return
    author = st.text_input(_("Author"), state.author, key=f"{key}-author", persist_state="session", width=320) or ""
    with st.container(horizontal=True, gap="small"):
        keep = st.button(_("Keep the summary"), type="primary", icon=":material/check:", key=f"{key}-keep")
        again = st.button(_("Take the generated text again"), icon=":material/refresh:", key=f"{key}-again")
    if keep:
        _write(who, month, name, replace(state, text=text, author=author), state.read.version if state.read else None)
    if again:
        st.session_state[name] = replace(state, text=generated, author=author, count=state.count + 1)
        st.rerun()
    if kept is not None:
        _earlier(who, kept)


def _filled(kept: MonthSummary | None, generated: str, count: int = 0) -> Draft:
    if kept is None:
        return Draft(None, generated, "", count)
    return Draft(kept, kept.text, kept.author, count)


def _write(who: Reader, month: date, name: str, state: Draft, version: int | None) -> None:
    """Keep what is in the boxes; where somebody was faster, both texts are shown and nothing typed is lost."""
    dataset = who.generation.dataset
    try:
        kept = records.write_month_summary(who.scope, dataset, month, state.text, state.author, version)
    except Invalid as fault:
        faults(fault)
    except Conflict:
        theirs = records.month_summary(who.scope, dataset, month)
        st.session_state[name] = replace(state, theirs=theirs, count=state.count + 1)
        st.rerun()
    else:
        st.session_state[name] = _filled(kept, kept.text, state.count + 1)
        st.rerun()


def _conflict(who: Reader, month: date, name: str, state: Draft) -> None:
    """Both texts, and which of them stays."""
    theirs = state.theirs
    if theirs is None:
        return
    told = _("{who} wrote it on {when}.").format(who=theirs.author, when=history.when(theirs.written_at, who.calendar))
    before = state.read.text if state.read else ""
    chosen = conflict.show(told, [Difference(_("The month in words"), before, theirs.text, state.text)], name)
    if chosen == "theirs":
        st.session_state[name] = _filled(theirs, theirs.text, state.count + 1)
        st.rerun()
    if chosen == "yours":
        _write(who, month, name, replace(state, theirs=None), theirs.version)


def _earlier(who: Reader, kept: MonthSummary) -> None:
    """What the summary said before, newest first; read where it is opened."""
    if kept.version < 2:
        return
    with st.expander(_("Earlier versions"), key=f"month-summary-earlier-{kept.id}", on_change="rerun") as box:
        if box.open:
            events = records.month_summary_history(who.scope, kept.id)[:-1]
            st.html(f'<ol class="tz-history">{"".join(_version(each, who) for each in reversed(events))}</ol>')


def _version(event: GoalEvent, who: Reader) -> str:
    text, author = (event.changes[name][1] if name in event.changes else "" for name in ("text", "author"))
    signed = html(author or event.actor)
    when = html(history.when(event.at, who.calendar))
    said = "".join(f"<p>{html(line)}</p>" for line in str(text).splitlines() if line.strip())
    return f"<li><p><b>{signed}</b> · {when}</p>{said}</li>"


def _plain(sentence: str) -> str:
    return sentence.replace("**", "")
