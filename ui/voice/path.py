"""The path of a customer as horizontal bars: how many requests came to each step, and why the others did not."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from answers import customer_path, tables
from answers.customer_path import Path, Step
from answers.voice import Span
from ui import address, cards, filters, formats
from ui.cards import Action
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.numbers import Rows, download
from ui.shell import Reader
from ui.voice import words

SHOWN = 200  # requests on the page; the file has all


@dataclass(frozen=True)
class View:
    """Finished. `behind`: name of a choice ("reply", "reply:abandoned") → what it is called and how many they are."""

    title: str
    figure: str
    unknown: str
    rows: Rows
    behind: dict[str, tuple[str, int]]


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span) -> View | None:
    """The path of the requests created in a span; null without any."""
    found = customer_path.path(span, _who.scope, _who.generation, _chosen.where)
    if not found.steps or not found.steps[0].reached:
        return None
    unknown = _("Not in the loaded data: {steps}.").format(steps=", ".join(map(words.step, found.unknown)))
    return View(_title(found), _figure(found), unknown if found.unknown else "", _rows(found), _behind(found))


@st.cache_data(show_spinner=False, max_entries=256)
def requests_of(
    key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span, which: str
) -> dict[str, list[str]]:
    """The requests of a choice, written: heading → cells."""
    step, _colon, stopped = which.partition(":")
    scope, generation = _who.scope, _who.generation
    found = customer_path.behind(step, stopped or None, span, scope, generation, _chosen.where, SHOWN)
    channels = [None if each is None else filters.channel_name(each) for each in found["channel"]]
    days = [formats.date(day, _who.locale, _who.calendar) for day in found["on"]]
    columns = {_("Request"): found["ticket_id"].to_list(), _("Created"): days, _("Channel"): channels}
    named = {"team": _("Team"), "topic": _("Topic"), "priority": _("Priority")}
    return columns | {name: found[column].to_list() for column, name in named.items()}


def show(key: tuple[object, ...], who: Reader, chosen: Filters, span: Span) -> None:
    """The part of the page, or what is missing for it."""
    view = view_of(key, who, chosen, span)
    if view is None:
        cards.not_available(
            _("No path"),
            _("No request was created in this period and choice. Load requests with their dates to see their path."),
            Action(_("Go to Data"), "pages/data.py"),
        )
        return
    days = customer_path.settling_days()
    note = _("Requests created in the period; each step only of those who came through all before it.")
    with cards.panel(view.title, "path", note):
        st.html(view.figure)
        young = _("Too recent: surveys still come and are answered up to {n} days after; those are no drop-off yet.")
        said = " ".join(filter(None, (young.format(n=formats.value(days, "count")), view.unknown)))
        st.html(f'<p class="tz-note">{html(said)}</p>')
    with st.expander(_("All numbers as a table"), key="path-open", on_change="rerun") as box:
        if box.open:
            download(view.rows, f"path-{span[1]}", key="path")
    _requests(key, who, chosen, span, view)


def _requests(key: tuple[object, ...], who: Reader, chosen: Filters, span: Span, view: View) -> None:
    """The requests behind a step or a drop-off, asked for only when it is open."""
    with st.expander(
        _("The requests behind it"), key="path-rows-open", on_change="rerun", icon=":material/manage_search:"
    ) as box:
        if not box.open:
            return
        options = list(view.behind)
        address.restore("path-rows", options, options[0])
        if st.session_state["path-rows"] not in options:
            st.session_state["path-rows"] = options[0]
        which = st.selectbox(
            _("Requests that"), options, format_func=lambda each: view.behind[each][0], key="path-rows", width=420
        )
        address.keep("path-rows", options[0])
        count = view.behind[which][1]
        st.html(f'<p class="tz-context">{html(formats.n(count))}</p>')
        st.dataframe(
            pl.DataFrame(requests_of((*key, which), who, chosen, span, which)),
            hide_index=True,
            placeholder=formats.NO_VALUE,
            key="path-rows-table",
        )
        step, _colon, stopped = which.partition(":")
        st.download_button(
            _("Download all as CSV"),
            data=lambda: tables.csv(
                customer_path.behind(step, stopped or None, span, who.scope, who.generation, chosen.where, None)
            ).encode("utf-8-sig"),
            file_name=f"path-{step}.csv",
            mime="text/csv",
            key="path-rows-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        if count > SHOWN:
            more = _("The newest {shown} are shown; the file has all of them.")
            st.html(f'<p class="tz-note">{html(more.format(shown=formats.value(SHOWN, "count")))}</p>')


def _title(found: Path) -> str:
    """The message: of how many requests which share came how far."""
    first, *later = found.steps
    n = formats.value(first.reached, "count")
    parts = ", ".join(words.came(step.name, formats.value(step.reached / first.reached, "share")) for step in later)
    if not parts:
        return ngettext("{n} request", "{n} requests", first.reached).format(n=n)
    return _("Of {n} requests {parts}").format(n=n, parts=parts)


def _figure(found: Path) -> str:
    """A bar per step with its number and share, and below it where the others stopped."""
    all_, before = found.steps[0].reached, None
    items = []
    for step in found.steps:
        items.append(_step(step, all_, before))
        before = step
    return f'<div class="tz-wall"><ol class="tz-path">{"".join(items)}</ol></div>'


def _step(step: Step, all_: int, before: Step | None) -> str:
    share = formats.value(step.reached / all_, "share")
    bar = f'<span class="tz-bar" aria-hidden="true"><i style="width:{step.reached / all_:.2%}"></i></span>'
    number = f"<b>{html(formats.value(step.reached, 'count'))}</b> <span>{html(share)}</span>"
    lost = f"<p>{html(_lost(step, before))}</p>" if before is not None else ""
    return f"<li><h3>{html(words.step(step.name))}</h3>{bar}<div>{number}</div>{lost}</li>"


def _lost(step: Step, before: Step) -> str:
    """ "−985, 7.6% of the step before: 476 hung up or left before, 509 solved without a reply; 10 still wait"."""
    why = {
        reason: f"{formats.value(n, 'count')} {words.stopped(step.name, reason)}" for reason, n in step.stopped.items()
    }
    young = why.pop("not_yet", "")
    if not step.lost:
        return young or _("none lost")
    part = formats.value(step.lost / before.reached, "share")
    gone = ", ".join(why.values()) if len(why) > 1 else words.stopped(step.name, next(iter(why)))
    said = _("−{n}, {part} of the step before: {why}")
    said = said.format(n=formats.value(step.lost, "count"), part=part, why=gone)
    return f"{said}; {young}" if young else said


def _rows(found: Path) -> Rows:
    rows: Rows = []
    befores: Sequence[Step | None] = [None, *found.steps]
    for step, before in zip(found.steps, befores, strict=False):
        young = step.stopped.get("not_yet", 0)
        rows.append(
            {
                _("Step"): words.step(step.name),
                _("Requests"): step.reached,
                _("Of all"): formats.value(step.reached / found.steps[0].reached, "share"),
                _("Lost before it"): step.lost if before else None,
                _("Of the step before"): formats.value(step.lost / before.reached, "share")
                if before and before.reached
                else formats.NO_VALUE,
                _("Too recent to tell"): young if before else None,
            }
        )
    return rows


def _behind(found: Path) -> dict[str, tuple[str, int]]:
    """All choices with their counts."""
    choices: dict[str, tuple[str, int]] = {}
    for step in found.steps:
        named = _("reached: {step} · {n}")
        n = formats.value(step.reached, "count")
        choices[step.name] = (named.format(step=words.step(step.name), n=n), step.reached)
        for why, count in step.stopped.items():
            n = formats.value(count, "count")
            said = _("before {step}: {why} · {n}")
            label = said.format(step=words.step(step.name).lower(), why=words.stopped(step.name, why), n=n)
            choices[f"{step.name}:{why}"] = (label, count)
    return choices
