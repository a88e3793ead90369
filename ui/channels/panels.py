"""All channels side by side: one small panel per metric, a dot with its interval per channel, on one axis per panel.

Written as a list of texts with marks beside them, so that it can be read aloud and needs no chart library.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answers.channels import Promise, SideBySide
from metrics.catalogue import metric as entry
from metrics.metric import Metric, Value
from ui import axes, colours, formats
from ui.channels.promise_cards import target_words, verdict
from ui.channels.sentence import shares
from ui.filters import channel_name
from ui.formats import html
from ui.language import current
from ui.language import gettext as _
from ui.scorecard import metric_name

PANELS = (
    *("requests", "first_response_time", "first_response_within", "resolution_time", "sla_resolution"),
    *("fcr_one_touch", "csat", "nps", "survey_response_rate", "queue_wait", "cost_per_request"),
)
CALLS = ("answer_rate", "abandon_rate", "fcr_flag")  # of calls alone: one panel, a row per metric
_ROOM = 0.34  # of an axis between two of its labels
_LOG_FROM = 20.0  # a duration that is so many times another stands on an axis of equal ratios
_LOG_TICKS = (1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_419_200)


@dataclass(frozen=True)
class _Row:
    """One line of a panel. `target`: the mark on its axis, and how it stands to it."""

    channel: str
    name: str
    metric: Metric
    value: Value
    words: str
    promise: Promise | None = None


@dataclass(frozen=True)
class _Scale:
    """Where a value stands on a panel, 0–1, and the ticks."""

    at: Callable[[float], float]
    ticks: tuple[tuple[float, str], ...]


def panels(side: SideBySide, kept: Sequence[Promise]) -> str:
    """The panels as HTML for `st.html`."""
    shown = [_panel(side, metric, kept) for metric in PANELS if metric in side.metrics and side.of(metric)]
    calls = [metric for metric in CALLS if metric in side.metrics and side.of(metric)]
    if calls:
        shown.append(_calls(side, calls, kept))
    return f'<div class="tz-wall"><div class="tz-sides">{"".join(shown)}</div></div>'


def _panel(side: SideBySide, metric_id: str, kept: Sequence[Promise]) -> str:
    metric = entry(metric_id)
    promised = {each.channel: each for each in kept if each.metric == metric_id}
    part = shares(side) if metric_id == "requests" else {}
    rows = []
    for channel in side.channels:
        value = channel.values[metric_id]
        words = formats.value(value.value, metric.unit)
        if channel.name in part:
            words = formats.value(part[channel.name], "share")
        name = channel_name(channel.name)
        rows.append(_Row(channel.name, name, metric, value, words, promised.get(channel.name)))
    return _drawn(metric_name(metric), _(metric.definition), rows, metric)


def _calls(side: SideBySide, metrics: Sequence[str], kept: Sequence[Promise]) -> str:
    rows = []
    for metric_id in metrics:
        metric = entry(metric_id)
        promised = {each.channel: each for each in kept if each.metric == metric_id}
        for channel, value in side.of(metric_id).items():
            words = formats.value(value.value, metric.unit)
            rows.append(_Row(channel, _(metric.name), metric, value, words, promised.get(channel)))
    return _drawn(_("Calls"), _("What only calls have: answered, given up, solved on the call."), rows, None)


def _drawn(title: str, definition: str, rows: Sequence[_Row], metric: Metric | None) -> str:
    known = [row for row in rows if row.value.value is not None and not _few(row)]
    unit = metric.unit if metric else "share"
    scale = _scale(known, unit)
    lines = "".join(_line(row, scale) for row in rows)
    ticks = "".join(
        f'<i style="inset-inline-start:{100 * at:.1f}%">{html(label)}</i>'
        for at, label in (scale.ticks if known else ())
    )
    tip = f'<span class="tz-tip" role="tooltip">{html(definition)}</span>'
    wide = "" if metric else " tz-side-calls"
    axis = f'<div class="tz-side-axis" aria-hidden="true"><span>{ticks}</span><small>n</small></div>'
    return (
        f'<section class="tz-side{wide}"><h3><span class="tz-term" tabindex="0">{html(title)}{tip}</span></h3>'
        f"<ul>{lines}</ul>{axis}</section>"
    )


def _few(row: _Row) -> bool:
    return row.value.n < row.metric.minimum_n


def _line(row: _Row, scale: _Scale) -> str:
    paint = f"tz-dot tz-channel-{row.channel if row.channel in colours.CHANNELS else 'other'}"
    name = f'<span class="tz-side-name"><i class="{paint}"></i>{html(row.name)}</span>'
    if row.value.value is None:
        return f'<li>{name}<span></span><b class="tz-side-none">–</b><small></small></li>'
    count = f'<span class="tz-heard">n = </span>{html(formats.value(row.value.n, "count"))}'
    if _few(row):
        words = html(formats.absence("too_few", row.metric.unit))
        return f'<li>{name}<span></span><b class="tz-side-none">{words}</b><small>{count}</small></li>'
    marks = ""
    if row.value.low is not None and row.value.high is not None:
        low, high = scale.at(row.value.low), scale.at(row.value.high)
        marks += (
            f'<i class="tz-side-band {paint}" style="inset-inline-start:{low:.1%};width:{max(high - low, 0):.1%}"></i>'
        )
    if row.promise is not None:
        marks += f'<i class="tz-side-target" style="inset-inline-start:{scale.at(row.promise.target):.1%}"></i>'
    marks += f'<i class="tz-side-dot {paint}" style="inset-inline-start:{scale.at(row.value.value):.1%}"></i>'
    return (
        f'<li title="{html(_spoken(row))}">{name}<span class="tz-side-track" aria-hidden="true">{marks}</span>'
        f"<b>{html(row.words)}{_sign(row)}</b><small>{count}</small></li>"
    )


def _sign(row: _Row) -> str:
    """Whether the channel keeps what it promised here: a sign with a word for those who listen."""
    if row.promise is None or row.promise.kept is None:
        return ""
    tone, sign = ("better", "✓") if row.promise.kept else ("worse", "✗")
    words = f"{verdict(row.promise)}, {target_words(row.promise)}"
    heard = f'<span class="tz-heard">{html(words)}</span>'
    return f' <span class="tz-{tone}"><span aria-hidden="true">{sign}</span>{heard}</span>'


def _spoken(row: _Row) -> str:
    """The whole sentence of a line: value, interval, n, target."""
    bounds = formats.interval(row.value.low, row.value.high, row.metric.unit)
    value = formats.value(row.value.value, row.metric.unit)
    parts = [value if bounds == formats.NO_VALUE else f"{value} ({bounds})", formats.n(row.value.n)]
    if row.promise is not None:
        parts.append(target_words(row.promise))
    return f"{row.name}: {', '.join(parts)}"


def _scale(rows: Sequence[_Row], unit: formats.Unit) -> _Scale:
    """The axis of a panel: it shows every value, interval and target."""
    found = [bound for row in rows for bound in (row.value.value, row.value.low, row.value.high)]
    known = [x for x in (*found, *(row.promise.target for row in rows if row.promise)) if x is not None]
    positive = [x for x in known if x > 0]
    if unit == "seconds" and positive and max(positive) >= _LOG_FROM * min(positive):
        low, high = math.log(min(positive) / 1.5), math.log(max(positive) * 1.5)

        def at(x: float) -> float:
            return min(max((math.log(max(x, 1e-3)) - low) / (high - low), 0.0), 1.0)

        inside = [tick for tick in _LOG_TICKS if low <= math.log(tick) <= high]
        return _Scale(at, _apart([(at(tick), formats.value(tick, "seconds", current())) for tick in inside]))
    if unit == "count":
        known.append(0.0)
    axis = axes.axis(known, unit, current(), 3)
    ticks = zip(axis.ticks, axis.labels, strict=True)
    return _Scale(lambda x: min(max(axis.height(x), 0.0), 1.0), _apart([(axis.height(x), label) for x, label in ticks]))


def _apart(ticks: Sequence[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    """The ticks whose labels have room beside each other."""
    chosen: list[tuple[float, str]] = []
    for tick in ticks:
        if not chosen or tick[0] - chosen[-1][0] >= _ROOM:
            chosen.append(tick)
    return tuple(chosen)
