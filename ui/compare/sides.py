"""Both sides are chosen here: periods, requests, their swap. All of it stands in the address, as a_… and b_…"""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from ui import address, filters, formats
from ui.compare import choice, periods
from ui.compare.choice import DIMENSIONS, Choice, Options
from ui.compare.periods import OWN, Known, Span
from ui.language import gettext as _
from ui.shell import Reader

A, B = "a", "b"


def restore(known: Known | None, options: Options) -> list[str]:
    """Before anything is drawn: what the address says, else the usual months. Returns what the data do not have."""
    unknown: list[str] = []
    for side, usual in zip((A, B), periods.usual(known) if known else (None, None), strict=True):
        if known and usual:
            unknown += _restore_span(side, usual, known)
        for name in DIMENSIONS:
            unknown += address.restore(f"{side}_{name}", options[name], many=True)
    return unknown


def ask(side: str, known: Known | None, options: Options, who: Reader) -> Choice:
    """The paper of one side: its period, and of which requests."""
    with st.container(border=True, key=f"tz-panel-side-{side}", gap="small"):
        head = st.empty()
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            span = _ask_span(side, known) if known else None
            where = _ask_requests(side, options)
        chosen = Choice.of(span, where)
        words = [periods.name(span, known, who), choice.segment(chosen, options)]
        head.html(
            f'<h2 class="tz-side-head"><b>{formats.html(side.upper())}</b> {formats.html(" · ".join(words))}</h2>'
        )
    return chosen


def keep(known: Known) -> None:
    """After both were asked: their dates in the address. All four of them, or, while they are the usual ones, none."""
    usual = periods.usual(known)
    both_usual = (now(A)[0], now(B)[0]) == usual
    for side, span in zip((A, B), usual, strict=True):
        for key, day in zip(_dates(side), span, strict=True):
            address.keep(key, day.isoformat() if both_usual else None)


def now(side: str) -> tuple[Span | None, dict[str, list[str]]]:
    """A side as it stands in the session: its dates, and its choice of requests."""
    span = _span([st.session_state.get(key) for key in _dates(side)])
    return span, {name: list(st.session_state.get(f"{side}_{name}") or ()) for name in DIMENSIONS}


def choose(side: str, span: Span | None, where: Mapping[str, Sequence[str]], known: Known | None) -> None:
    """Make a side this; before its widgets are drawn."""
    if span and known:
        _place(side, span, known)
    for name in DIMENSIONS:
        st.session_state[f"{side}_{name}"] = list(where.get(name, ()))


def swap(known: Known | None) -> None:
    """A becomes B, and B becomes A."""
    a, b = now(A), now(B)
    choose(A, *b, known)
    choose(B, *a, known)


def _restore_span(side: str, usual: Span, known: Known) -> list[str]:
    """The dates of a side: from the session, else from the address, else the usual ones."""
    held = [st.session_state.get(key) for key in _dates(side)]
    asked = held if all(held) else [st.query_params.get(key) for key in _dates(side)]
    span = _span([one or day.isoformat() for one, day in zip(asked, usual, strict=True)])
    good = span is not None and known.holds(span)
    period = st.session_state.get(f"{side}_period")
    if not (all(held) and good and period in {OWN, *(each.id for each in known.periods)}):
        _place(side, span if span and good else usual, known)
    return [] if good else [" – ".join(filter(None, asked))]


def _place(side: str, span: Span, known: Known) -> None:
    period = known.named(span)
    st.session_state[f"{side}_period"] = period.id if period else OWN
    _note(side, span)


def _note(side: str, span: Span) -> None:
    """The dates in the form of the address, and as the days to begin with where the reader sets own ones."""
    for key, own, day in zip(_dates(side), _own(side), span, strict=True):
        st.session_state[key], st.session_state[own] = day.isoformat(), day


def _dates(side: str) -> tuple[str, str]:
    return f"{side}_from", f"{side}_to"


def _own(side: str) -> tuple[str, str]:
    return f"{side}_first", f"{side}_last"


def _span(texts: Sequence[str | None]) -> Span | None:
    """Two dates as the address has them, in their order; null where they are none."""
    try:
        first, last = (date.fromisoformat(text or "") for text in texts)
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _ask_span(side: str, known: Known) -> Span:
    names = {OWN: _("Own dates")} | {each.id: each.name for each in known.periods}
    picked = st.selectbox(
        _("Period of {side}").format(side=side.upper()),
        list(names),
        format_func=lambda each: names[each],
        key=f"{side}_period",
        persist_state="session",
        width=250,
    )
    if picked == OWN:
        span = _ask_days(side, known)
        for key, day in zip(_dates(side), span, strict=True):
            st.session_state[key] = day.isoformat()
    else:
        span = next(each.span for each in known.periods if each.id == picked)
        _note(side, span)
    return span


def _ask_days(side: str, known: Known) -> Span:
    """A first and a last day; in their order, whichever was set first."""
    words = (_("First day of {side}"), _("Last day of {side}"))
    days = [
        st.date_input(
            word.format(side=side.upper()),
            min_value=known.first,
            max_value=known.last,
            key=key,
            persist_state="session",
            required=True,
            width=140,
        )
        for word, key in zip(words, _own(side), strict=True)
    ]
    return min(days), max(days)


def _ask_requests(side: str, options: Options) -> dict[str, list[str]]:
    where: dict[str, list[str]] = {}
    held = {name: values for name, values in options.items() if values}
    if not held:
        return where
    with st.popover(_("Requests of {side}").format(side=side.upper()), icon=":material/filter_alt:", key=f"{side}-of"):
        st.caption(_("The filters at the side hold for A and B alike; what is chosen here comes before them."))
        for name, values in held.items():
            where[name] = st.multiselect(
                f"{choice.dimension_name(name)} · {side.upper()}",
                values,
                format_func=filters.channel_name if name == "channel" else str,
                placeholder=choice.everything(name).capitalize(),
                key=f"{side}_{name}",
                persist_state="session",
            )
    for name in held:
        address.keep(f"{side}_{name}")
    return where
