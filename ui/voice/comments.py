"""What customers wrote: search, topics, bands of scores, 50 at a time, all of them as a file.

Comments are shown as they were written, as plain text, without customer and agent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from answers import comments, tables
from answers.comments import BANDS, Wanted
from answers.voice import Span
from ui import address, cards, filters, formats
from ui.cards import Action
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader
from ui.voice import words

PAGE = 50
PLACE = "comments-page"  # in the address
NO_TOPIC = ""  # stands in the address for having none; no topic is empty


@dataclass(frozen=True)
class Shown:
    """One page of the comments that are wanted, finished. `topics`: of all comments of the span."""

    total: int
    items: str


@st.cache_data(show_spinner=False, max_entries=256)
def topics_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span) -> tuple[str, ...] | None:
    """The topics that comments of a span have, NO_TOPIC first where some have none; null without comments."""
    found = comments.comments(span, _who.scope, _who.generation, _chosen.where)
    return None if found.is_empty() else tuple(sorted(each or NO_TOPIC for each in found["topic"].unique()))


@st.cache_data(show_spinner=False, max_entries=256)
def shown_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span, wanted: Wanted, page: int) -> Shown:
    """One page; a page after the last is the last."""
    found = comments.pick(comments.comments(span, _who.scope, _who.generation, _chosen.where), wanted)
    last = max(found.height - 1, 0) // PAGE
    rows = found.slice(min(page, last) * PAGE, PAGE)
    items = "".join(_item(row, _who) for row in rows.iter_rows(named=True))
    return Shown(found.height, f'<ul class="tz-comments">{items}</ul>' if items else "")


def show(key: tuple[object, ...], who: Reader, chosen: Filters, span: Span) -> None:
    """The part of the page, or what is missing for it."""
    if not who.generation.has("surveys", "comment"):
        cards.not_available(
            _("No comments"),
            _("The loaded surveys have no comments. Load a survey file with a column of comments to read them here."),
            Action(_("Go to Data"), "pages/data.py"),
        )
        return
    known = topics_of(key, who, chosen, span)
    if known is None:
        cards.empty(_("No comments"), _("Nobody wrote anything in this period and choice. Choose a longer period."))
        return
    wanted = _ask(known)
    page = _page_asked()
    view = shown_of((*key, wanted, page), who, chosen, span, wanted, page)
    if not view.total:
        st.html(f'<p class="tz-none">{html(_("No comment has all of this. Take away a word or a choice."))}</p>')
        return
    pages = -(-view.total // PAGE)
    page = min(page, pages - 1)
    st.caption(_counted(view.total, page))
    st.html(view.items)
    _turn(page, pages)
    st.caption(
        _("Customers write what they want: a comment may name a person. Take care with whom you share the file.")
    )
    st.download_button(
        _("Download as CSV"),
        data=lambda: tables.csv(file(comments.pick(_all(who, chosen, span), wanted))).encode("utf-8-sig"),
        file_name=f"comments-{span[1]}.csv",
        mime="text/csv",
        key="comments-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def file(found: pl.DataFrame) -> pl.DataFrame:
    """All comments that are wanted; no customer, no agent."""
    return found.select(
        *("on", "source", "survey_id", "ticket_id", "kind", "score", "scale", "band"),
        *("channel", "team", "topic", "comment"),
    )


def _all(who: Reader, chosen: Filters, span: Span) -> pl.DataFrame:
    return comments.comments(span, who.scope, who.generation, chosen.where)


def _ask(topics: tuple[str, ...]) -> Wanted:
    """The choices above the list, kept in the address; another choice begins at the first page."""
    if "words" not in st.session_state:
        st.session_state["words"] = st.query_params.get("words", "")
    address.restore("topic", topics, many=True)
    st.session_state["topic"] = [each for each in st.session_state["topic"] if each in topics]
    address.restore("band", BANDS)
    with st.grid(3, min_column_width=220, gap="small") as grid:
        with grid.cell():
            said = st.text_input(
                _("Search"),
                key="words",
                placeholder=_("All of these words"),
                persist_state="session",
                on_change=_first_page,
                max_chars=200,
            )
        with grid.cell():
            chosen = st.multiselect(
                _("Topics"),
                topics,
                format_func=lambda each: each or words.group("topic", None),
                placeholder=_("All topics"),
                key="topic",
                persist_state="session",
                on_change=_first_page,
            )
        with grid.cell():
            band = st.pills(
                _("Score"), BANDS, format_func=words.band, key="band", persist_state="session", on_change=_first_page
            )
    for name in ("words", "topic", "band"):
        address.keep(name, "" if name == "words" else None)
    return Wanted(said or "", tuple(each or None for each in chosen), band)


def _page_asked() -> int:
    """The page in the address, from 0; nonsense is the first one."""
    asked = st.query_params.get(PLACE, "1")
    return int(asked) - 1 if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) > 0 else 0


def _first_page() -> None:
    st.query_params.pop(PLACE, None)


def _to(page: int) -> None:
    if page:
        st.query_params[PLACE] = str(page + 1)
    else:
        _first_page()


def _turn(page: int, pages: int) -> None:
    """The buttons to the pages before and after."""
    if pages < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tz-pages"):
        st.button(_("Newer"), key="newer", disabled=page == 0, on_click=_to, args=(page - 1,))
        st.button(_("Older"), key="older", disabled=page == pages - 1, on_click=_to, args=(page + 1,))
        said = _("Page {page} of {pages}")
        count = {"page": formats.value(page + 1, "count"), "pages": formats.value(pages, "count")}
        st.html(f'<p class="tz-note">{html(said.format(**count))}</p>', width="content")


def _counted(total: int, page: int) -> str:
    said = ngettext("{total} comment", "{total} comments", total).format(total=formats.value(total, "count"))
    if total <= PAGE:
        return _("{said}, newest first.").format(said=said)
    first, last = page * PAGE + 1, min((page + 1) * PAGE, total)
    words_ = _("{said}, newest first; {first}–{last} are shown.")
    return words_.format(said=said, first=formats.value(first, "count"), last=formats.value(last, "count"))


def _item(row: Mapping[str, Any], who: Reader) -> str:
    """A comment with its facts. The browser finds out in which direction its words run."""
    survey = _("survey {id}").format(id=row["survey_id"]) if row["survey_id"] else ""
    request = _("request {id}").format(id=row["ticket_id"]) if row["ticket_id"] else ""
    facts = [
        formats.date(row["on"], who.locale, who.calendar),
        row["topic"] or "",
        filters.channel_name(row["channel"]) if row["channel"] else "",
        row["team"] or "",
        survey,
        request,
    ]
    line = " · ".join(f"<span>{html(fact)}</span>" for fact in facts if fact)
    band = f" tz-band-{row['band']}" if row["band"] else ""
    score = html(_("{survey} {score}").format(survey=words.survey(row["kind"]), score=words.score(row)))
    text = "<br>".join(html(part) for part in row["comment"].strip().splitlines())
    return f'<li class="tz-comment{band}"><blockquote dir="auto">{text}</blockquote><p><b>{score}</b> · {line}</p></li>'
