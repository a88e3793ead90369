"""The scorecard: every chosen metric of the month in a line, which ones to show, and the lines to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import availability, clock, month
from answers.month import Line
from data import records
from metrics.catalogue import CATALOGUE
from ui import cards, formats, scorecard
from ui.cards import Change
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows, export
from ui.overview import compared, month_cards
from ui.periods import Calendar
from ui.shell import Reader
from ui.sparkline import sparkline

Key = tuple[object, ...]


@dataclass(frozen=True)
class Scorecard:
    """The finished table and what it gives away; `left_out`: chosen metrics that these filters cannot cut."""

    table: str
    rows: Rows
    left_out: tuple[str, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def scorecard_of(
    key: Key, _who: Reader, _lines: Mapping[str, Line], first: date, metrics: tuple[str, ...]
) -> Scorecard:
    """The table of these metrics, finished."""
    middle = clock.middle("month", first, _who.generation)
    shown = [_lines[metric] for metric in metrics if metric in _lines]
    return Scorecard(
        table=table(shown, _who.calendar, middle),
        rows=rows(shown, middle),
        left_out=tuple(scorecard.metric_name(CATALOGUE[each]) for each in metrics if each not in _lines),
    )


def chosen_metrics(who: Reader) -> tuple[str, ...]:
    """What this reader chose to see, as far as the loaded data can feed it; the usual ones where they chose none."""
    kept = records.scorecard_choice(who.scope, who.generation.dataset)
    usual = month.usual(who.generation)
    return usual if kept is None else tuple(each for each in kept if each in _offered(who)) or usual


def show(key: Key, who: Reader, first: date, metrics: tuple[str, ...], lines: Mapping[str, Line]) -> None:
    """The table, the button that gives it away, and the choice of metrics. `lines`: of the month, by metric."""
    view = scorecard_of(key, who, lines, first, metrics)
    st.html(view.table)
    if view.left_out:
        words = _("Not shown, because it cannot be cut by these filters: {metrics}.")
        st.caption(formats.md(words.format(metrics=", ".join(view.left_out))))
    with st.container(horizontal=True, vertical_alignment="top", key="tz-scorecard-below"):
        export(view.rows, f"scorecard-{first}", "scorecard")
        with st.popover(_("Choose metrics"), icon=":material/tune:", key="scorecard-choice", on_change="rerun") as box:
            if box.open:
                _choose(who, metrics)


def _choose(who: Reader, metrics: tuple[str, ...]) -> None:
    wanted = st.multiselect(
        _("Metrics on the scorecard, in this order"),
        _offered(who),
        default=list(metrics),
        format_func=lambda each: scorecard.metric_name(CATALOGUE[each]),
        key=f"scorecard-metrics-{'-'.join(metrics)}",
    )
    with st.container(horizontal=True, gap="small"):
        keep = st.button(_("Show these"), type="primary", disabled=not wanted, key="scorecard-keep")
        usual = st.button(_("Back to the usual ones"), key="scorecard-usual")
    if keep or usual:
        kept = tuple(wanted) if keep else month.usual(who.generation)
        records.choose_scorecard(who.scope, who.generation.dataset, kept)
        st.rerun()


@st.cache_data(show_spinner=False, max_entries=16)
def _offered_of(key: tuple[str, ...], _who: Reader) -> list[str]:
    available = availability.available(_who.generation)
    return [metric for metric in available if "month" in CATALOGUE[metric].grains]


def _offered(who: Reader) -> list[str]:
    """What the loaded data can feed by months."""
    return _offered_of(who.key, who)


def table(lines: Sequence[Line], calendar: Calendar, middle: date) -> str:
    """A line per metric, as HTML for st.html; where it is narrow each line is a card of its own."""
    if not lines:
        return ""
    previous, year_ago = (compared.name(lines[0], each, calendar) for each in ("previous", "year_ago"))
    heads = [
        _("Metric"),
        _("Value"),
        _("Goal"),
        _("vs {period}").format(period=previous),
        _("vs {period}").format(period=year_ago),
        _("13 months"),
        _("Against its own past"),
    ]
    caption = _("{month}: every chosen metric").format(month=compared.month(lines[0], calendar))
    head = "".join(f'<th scope="col">{html(each)}</th>' for each in heads)
    body = "".join(_line(line, heads, middle) for line in lines)
    return (
        f'<div class="tz-scorecard"><table><caption class="tz-heard">{html(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _line(line: Line, heads: Sequence[str], middle: date) -> str:
    metric, now = line.metric, line.now
    value = formats.absence("no_data", metric.unit) if now.value is None else formats.value(now.value, metric.unit)
    sure = scorecard.with_interval(metric, now)
    if now.value is not None and now.n < metric.minimum_n:
        sure = _("{n}, few cases").format(n=sure or formats.n(now.n))
    light, word = scorecard.against(now, line.course, middle)
    goal = (
        html(formats.entered(line.course.target, metric.unit))
        if line.course
        else f'<span class="tz-n">{html(_("none"))}</span>'
    )
    spark = sparkline([each.value for _day, each in line.trend], line.course.target if line.course else None)
    cells = (
        f"<b>{html(value)}</b> <span class='tz-n'>{html(sure)}</span>",
        f"{goal} {cards.status(light, word) if light else ''}",
        _step(line, "previous"),
        _step(line, "year_ago"),
        spark,
        _judged(line),
    )
    tip = f'<span class="tz-tip" role="tooltip">{html(_(metric.definition))}</span>'
    name = f'<span class="tz-term" tabindex="0">{html(scorecard.metric_name(metric))}{tip}</span>'
    written = "".join(f'<td data-of="{html(head)}">{cell}</td>' for head, cell in zip(heads[1:], cells, strict=True))
    return f'<tr><th scope="row">{name}</th>{written}</tr>'


def _step(line: Line, against: compared.Against) -> str:
    before = compared.value(line, against)
    if line.now.value is None or before.value is None:
        return formats.NO_VALUE
    step = formats.change(line.now.value, before.value, line.metric.unit)
    return cards.step(Change(step, "", scorecard.tone(line.metric, line.now, before)))


def _judged(line: Line) -> str:
    said = month_cards.judged(line)
    if not said:
        return html(_("not judged yet") if line.days is not None else formats.NO_VALUE)
    kind = "real" if month_cards.real(line) else "usual"
    return f'<span class="tz-judged-{kind}">{html(said)}</span>'


def rows(lines: Sequence[Line], middle: date) -> Rows:
    """The same with exact numbers, in each metric's own unit (shares 0–1, durations in seconds)."""
    return [
        {
            "metric": line.metric.id,
            "name": scorecard.metric_name(line.metric),
            "unit": line.metric.unit,
            "first_day": line.trend[-1][0],
            "value": line.now.value,
            "n": line.now.n,
            "low": line.now.low,
            "high": line.now.high,
            "goal": line.course.target if line.course else None,
            "goal_status": scorecard.against(line.now, line.course, middle)[1],
            "previous_month": line.previous.value,
            "year_ago": line.year_ago.value,
            "verdict": month_cards.judged(line),
        }
        for line in lines
    ]
