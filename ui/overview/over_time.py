"""A metric of the month over time: 13 months with the year before, its target, limits, notes, and the rows behind."""

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from answers import availability, clock, month
from answers import evidence as rows_behind
from answers.month import Line, Series
from ui import charts, date_notes, evidence, filters, formats, scorecard, views
from ui.cards import Panel
from ui.evidence import Pick
from ui.filters import Filters
from ui.language import gettext as _
from ui.marks import Figure
from ui.numbers import Rows, download, numbers
from ui.shell import Reader

Key = tuple[object, ...]


@dataclass(frozen=True)
class OverTime:
    """The finished chart of a metric, its numbers, and the points that lead to their rows."""

    figure: Figure
    alt: str
    rows: Rows
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class ByChannel:
    """The same months per channel, on one axis."""

    panels: tuple[Panel, ...]
    rows: Rows
    picks: tuple[Pick, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def over_time_of(key: Key, _who: Reader, _chosen: Filters, _line: Line) -> OverTime:
    calendar = _who.calendar
    view = replace(
        scorecard.trend(_line, "", _line.course.target if _line.course else None, _ends(_line, _who)),
        notes=date_notes.notes(_who),
    )
    return OverTime(
        figure=charts.trend(view, _who.theme, _who.locale, calendar),
        alt=views.trend_alt(view, _who.locale, calendar),
        rows=numbers([view], _who.locale, calendar),
        picks=_picks(_who, _chosen, _line.metric.id, _line.trend),
    )


@st.cache_data(show_spinner=False, max_entries=256)
def by_channel_of(key: Key, _who: Reader, _chosen: Filters, _line: Line) -> ByChannel:
    metric, latest = _line.metric.id, _line.trend[-1][0]
    channels = month.by_channel(metric, latest, _who.scope, _who.generation, _chosen.where)
    ends = _ends(_line, _who)
    parts = [
        scorecard.channel_trend(_line, channel, filters.channel_name(channel), series, ends)
        for channel, series in channels.items()
    ]
    small = charts.small_multiples(parts, _who.theme, _who.locale, _who.calendar)
    panels = [
        Panel(part.scope, figure, views.trend_alt(part, _who.locale, _who.calendar), part.channel)
        for part, figure in zip(parts, small, strict=True)
    ]
    picks = [pick for each in channels.items() for pick in _picks(_who, _chosen, metric, each[1], each[0])]
    return ByChannel(tuple(panels), numbers(parts, _who.locale, _who.calendar), tuple(picks))


def _picks(who: Reader, chosen: Filters, metric: str, series: Series, channel: str = "") -> tuple[Pick, ...]:
    """The months of a line, the latest first, by the names that their marks have."""
    found = []
    for first, value in reversed(series):
        if value.n:
            rows = rows_behind.asked(metric, clock.span("month", first, first, who.generation), chosen.where)
            month_name = formats.period("month", first, who.locale, who.calendar)
            if channel:
                rows = replace(rows, group=(("channel", channel),))
                words = _("{group}, {month}")
                month_name = words.format(group=filters.channel_name(channel), month=month_name)
            name = f"{channel}:{first.isoformat()}" if channel else first.isoformat()
            found.append(Pick(name, month_name, rows, value.n))
    return tuple(found)


def _ends(line: Line, who: Reader) -> dict[date, date]:
    return {day: clock.span("month", day, day, who.generation)[1] for day, _value in line.trend}


def show(key: Key, who: Reader, chosen: Filters, line: Line) -> None:
    """The chart with its numbers and rows; per channel and the notes where they are opened."""
    metric, name = line.metric.id, scorecard.metric_name(line.metric)
    with st.spinner(_("Drawing the months …")):
        drawn = over_time_of((*key, metric), who, chosen, line)
    evidence.chart(who, _title(line, name), drawn.figure, drawn.alt, "trend", drawn.picks, _note(line))
    with st.expander(_("The numbers"), key="numbers-open", on_change="rerun") as numbers_:
        if numbers_.open:
            download(drawn.rows, f"{metric}-{line.trend[-1][0]}", key="numbers")
    if "channel" in availability.cuts(metric):
        with st.expander(_("By channel"), key="channels-open", on_change="rerun") as channels:
            if channels.open:
                _channels(who, by_channel_of((*key, metric), who, chosen, line), name, f"{metric}-{line.trend[-1][0]}")
    date_notes.editor(who)


def _channels(who: Reader, drawn: ByChannel, name: str, file: str) -> None:
    if len(drawn.panels) < 2:
        st.caption(_("There is only one channel in these numbers."))
        return
    title = _("{metric} by channel").format(metric=name)
    evidence.multiples(who, title, drawn.panels, "channels", drawn.picks, _("Shared axis"))
    download(drawn.rows, f"{file}-channels", key="channels")


def _note(line: Line) -> str:
    """The formula, and what the grey band is."""
    limits = scorecard.usual(line)
    if limits is None:
        return _(line.metric.formula)
    words = _("{formula}. Grey band: where its months lie by themselves, {range}")
    return words.format(formula=_(line.metric.formula), range=formats.interval(*limits, line.metric.unit))


def _title(line: Line, name: str) -> str:
    """The message: what the latest month is against its own past."""
    said = scorecard.verdict(line.change) if line.days is None and line.now.value is not None else ""
    return _("{metric}: {verdict}").format(metric=name, verdict=said) if said else name
