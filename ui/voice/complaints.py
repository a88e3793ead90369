"""Where complaints gather: each topic's part of the complaints against its part of the requests, and the causes."""

from dataclasses import dataclass

import streamlit as st

from answers import availability, voice
from answers import evidence as rows_behind
from answers.voice import Complaints, Span
from metrics.drivers import LEAST, Gathered
from ui import cards, evidence, formats
from ui.cards import Action
from ui.evidence import Pick
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.language import ngettext
from ui.numbers import Rows, download
from ui.shell import Reader
from ui.voice import words

_CAUSES = 6  # are named; the rest are one


@dataclass(frozen=True)
class View:
    """Finished."""

    title: str
    note: str
    table: str
    rows: Rows
    picks: tuple[Pick, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span) -> View | None:
    """The complaints of a span; null where there are none."""
    found = voice.complaints(span, _who.scope, _who.generation, _chosen.where)
    if found is None or not found.count:
        return None
    topics = [each for each in found.topics if each.complaints]
    picks = tuple(
        Pick(
            f"complaints:{each.group or ''}",
            words.group("topic", each.group),
            rows_behind.asked("complaints", span, _chosen.where, None, topic=each.group),
            each.complaints,
        )
        for each in topics
    )
    return View(_title(found), _causes(found), _table(found), _rows(found), picks)


def show(key: tuple[object, ...], who: Reader, chosen: Filters, span: Span) -> None:
    """The part of the page, or what is missing for it."""
    lacking = availability.missing("complaint_rate", who.generation, _)
    if lacking:
        cards.not_available(_("No complaints known"), lacking, Action(_("Go to Data"), "pages/data.py"))
        return
    view = view_of(key, who, chosen, span)
    if view is None:
        cards.empty(_("No complaints"), _("No complaint was registered in this period and choice."))
        return
    with cards.panel(view.title, "complaints", view.note):
        st.html(view.table)
        st.html(f'<p class="tz-note">{html(_explained())}</p>')
    with st.expander(_("All numbers as a table"), key="complaints-open", on_change="rerun") as box:
        if box.open:
            download(view.rows, f"complaints-by-topic-{span[1]}", key="complaints")
    evidence.behind(who, view.picks, "complaints")


def _explained() -> str:
    return _(
        "Filled: the topic's part of the complaints; the upright mark: its part of all requests. “Times” is the one "
        "divided by the other, with its 95 % interval: 1 would be a topic that is complained about like all others."
    )


def _title(found: Complaints) -> str:
    source = found.source
    amount = ngettext("{n} complaint", "{n} complaints", found.count).format(n=formats.value(found.count, "count"))
    rate = formats.value(found.whole.value, "share")
    if source is None or source.group is None:
        return _("{amount}, {rate} of the requests").format(amount=amount, rate=rate)
    said = _("{topic} causes {part} of the complaints with {share} of the requests")
    part, share = (formats.value(x, "share") for x in (source.of_complaints.value, source.of_requests))
    return said.format(topic=source.group, part=part, share=share)


def _causes(found: Complaints) -> str:
    """How many there are, and what they are about: the causes with their parts, the largest first."""
    rate = formats.value(found.whole.value, "share")
    bounds = formats.interval(found.whole.low, found.whole.high, "share")
    said = _("{amount}, {rate} of {n} requests ({bounds}).").format(
        amount=ngettext("{n} complaint", "{n} complaints", found.count).format(n=formats.value(found.count, "count")),
        rate=rate,
        n=formats.value(found.whole.n, "count"),
        bounds=bounds,
    )
    named = [(cause, n) for cause, n in found.causes if cause is not None][:_CAUSES]
    if not named:
        return said
    parts = ", ".join(f"{cause} {formats.value(n / found.count, 'share')}" for cause, n in named)
    return f"{said} {_('Causes: {parts}.').format(parts=parts)}"


def _table(found: Complaints) -> str:
    most = max((max(each.of_complaints.value or 0.0, each.of_requests) for each in found.topics), default=1.0)
    heads = (_("Topic"), _("Part of the complaints"), _("Of requests"), _("Times"), _("Complaints"), _("Requests"))
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = "".join(_row(each, most) for each in found.topics)
    return f'<table class="tz-gathered"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(each: Gathered, most: float) -> str:
    part, share = each.of_complaints.value or 0.0, each.of_requests
    bar = (
        f'<span class="tz-bar" aria-hidden="true"><i style="width:{part / most:.1%}"></i>'
        f'<u style="inset-inline-start:{share / most:.1%}"></u></span>'
    )
    facts = (_("Part of the complaints"), _("Of requests"), _("Times"), _("Complaints"), _("Requests"))
    cells = (
        f"{bar}<b>{html(formats.value(part, 'share'))}</b>",
        html(formats.value(share, "share")),
        _times(each),
        html(formats.value(each.complaints, "count")),
        html(formats.value(each.requests, "count")),
    )
    body = "".join(f'<td data-of="{html(of)}">{cell}</td>' for of, cell in zip(facts, cells, strict=True))
    return f'<tr><th scope="row">{html(words.group("topic", each.group))}</th>{body}</tr>'


def _times(each: Gathered) -> str:
    if each.ratio is None or each.requests < LEAST:
        return formats.NO_VALUE
    bounds = formats.interval(each.low, each.high, "score")
    word = f" <em>{html(_('beyond chance'))}</em>" if each.real else ""
    return f"<b>{html(formats.value(each.ratio, 'score'))}×</b> <small>{html(bounds)}</small>{word}"


def _rows(found: Complaints) -> Rows:
    return [
        {
            _("Topic"): words.group("topic", each.group),
            _("Complaints"): each.complaints,
            _("Requests"): each.requests,
            _("Part of the complaints"): formats.value(each.of_complaints.value, "share"),
            _("95 % interval"): formats.interval(each.of_complaints.low, each.of_complaints.high, "share"),
            _("Part of the requests"): formats.value(each.of_requests, "share"),
            _("Times"): formats.value(each.ratio, "ratio"),
            _("Interval of times"): formats.interval(each.low, each.high, "ratio"),
            _("Beyond chance"): _("yes") if each.real else _("no"),
            "value": each.ratio,
            "low": each.low,
            "high": each.high,
        }
        for each in found.topics
    ]
