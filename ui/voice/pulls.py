"""What pulls a score up and down: the choice of score and groups, the message, the numbers and the rows behind them.

How it is drawn stands in pull_figure.py.
"""

from dataclasses import dataclass, replace

import streamlit as st

from answers import evidence as rows_behind
from answers import voice
from answers.voice import Drivers, Span
from metrics.drivers import LEAST
from ui import address, cards, evidence, formats, scorecard
from ui.evidence import Pick
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.numbers import Rows, download
from ui.shell import Reader
from ui.voice import pull_figure, words
from ui.voice.pull_figure import in_points, points_words


@dataclass(frozen=True)
class View:
    """Finished. `warning`: that the groups differ in who answers; empty where they do not."""

    title: str
    figure: str
    warning: str
    rows: Rows
    picks: tuple[Pick, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(key: tuple[object, ...], _who: Reader, _chosen: Filters, span: Span, metric: str, by: str) -> View | None:
    """One score by one way; null where no answer names a group."""
    found = voice.drivers(metric, span, _who.scope, _who.generation, _chosen.where, by=(by,)).get(by)
    if found is None:
        return None
    return View(_title(found), pull_figure.figure(found), _warning(found), _rows(found), _picks(found, span, _chosen))


def show(key: tuple[object, ...], who: Reader, chosen: Filters, span: Span) -> None:
    """The choice of score and way, the figure, its numbers and rows."""
    scores = [metric for metric in voice.SCORES if voice.ways(metric, who.generation)]
    if not scores:
        cards.not_available(
            _("No scores"),
            _("The loaded data has no answers to satisfaction or recommendation surveys. Load them to see what pulls."),
        )
        return
    address.restore("score", scores, scores[0])
    known = voice.ways(st.session_state["score"] or scores[0], who.generation)
    address.restore("by", known, known[0])
    if st.session_state["by"] not in known:  # chosen on another page
        st.session_state["by"] = known[0]
    with st.container(horizontal=True, vertical_alignment="bottom", key="tz-pull-choice"):
        metric = st.segmented_control(
            _("Score"),
            scores,
            format_func=words.score_word,
            key="score",
            persist_state="session",
            required=True,
        )
        by = st.segmented_control(
            _("By"), known, format_func=words.way, key="by", persist_state="session", required=True, wrap=True
        )
    address.keep("score", scores[0])
    address.keep("by", known[0])
    metric, by = metric or scores[0], by or known[0]
    view = view_of((*key, metric, by), who, chosen, span, metric, by)
    if view is None:
        cards.empty(_("No answers"), _("No answer of this period and choice names a group. Choose a longer period."))
        return
    with cards.panel(view.title, "pulls", _("In points of the score; all groups add up to zero.")):
        if view.warning:
            st.html(f'<p class="tz-warned">{html(view.warning)}</p>')
        st.html(view.figure)
        st.html(f'<p class="tz-note">{html(_explained())}</p>')
    with st.expander(_("All numbers as a table"), key="pulls-open", on_change="rerun") as box:
        if box.open:
            download(view.rows, f"{metric}-by-{by}-{span[1]}", key="pulls")
    evidence.behind(who, view.picks, "pulls")


def _explained() -> str:
    return _(
        "A group's points are its part of the answers times how far its score lies from the score of all. Bands are "
        "95 % intervals. “Beyond chance” counts in that many groups are looked at: at most 1 in 20 would be said "
        "wrongly. Points tell where the answers are lower, not why."
    )


def _title(found: Drivers) -> str:
    """The message."""
    heaviest = found.heaviest
    score = words.score_name(found.metric.id)
    whole = formats.value(found.whole.value, found.metric.unit)
    if heaviest is None:
        return _("Nothing pulls {score} down beyond chance; all together {whole}").format(score=score, whole=whole)
    said = _("{group} pulls {score} down most, by {points} points; all together {whole}")
    points = formats.signed(abs(in_points(found, heaviest)[0])).lstrip("+")
    return said.format(group=words.group(found.by, heaviest.name), score=score, points=points, whole=whole)


def _warning(found: Drivers) -> str:
    if found.uneven is None:
        return ""
    low, high = found.uneven
    said = _(
        "Compare with care: of the surveys sent, {high_rate} were answered for {high}, {low_rate} for {low}. Who "
        "answers may differ as much as how content they are."
    )
    names = {"high": words.group(found.by, high.name), "low": words.group(found.by, low.name)}
    rates = {"high_rate": high.response.value, "low_rate": low.response.value}
    return said.format(**names, **{name: formats.value(rate, "share") for name, rate in rates.items()})


def _rows(found: Drivers) -> Rows:
    """Each group with all its numbers; groups that are too small without their values."""
    unit = found.metric.unit
    rows: Rows = []
    for each in found.groups:
        few = each.driver.value.n < LEAST
        value = replace(each.driver.value, value=None, low=None, high=None) if few else each.driver.value
        points = (None, None, None) if few else in_points(found, each)
        rows.append(
            {
                words.way(found.by): words.group(found.by, each.name),
                scorecard.metric_name(found.metric): formats.value(value.value, unit),
                _("95 % interval"): formats.interval(value.low, value.high, unit),
                "n": value.n,
                _("Response rate"): formats.value(each.response.value, "share"),
                _("Surveys sent"): each.response.n or None,
                _("Points"): formats.NO_VALUE if few else points_words(found, each),
                _("Beyond chance"): _("yes") if each.driver.real else _("no"),
                "value": value.value,
                "low": value.low,
                "high": value.high,
                **dict(zip(("points", "points_low", "points_high"), points, strict=True)),
            }
        )
    return rows


def _picks(found: Drivers, span: Span, chosen: Filters) -> tuple[Pick, ...]:
    """The rows behind each group, where the metric's own rows can be cut so."""
    if found.by == "cause":
        return ()
    return tuple(
        Pick(
            f"{found.by}:{each.name or ''}",
            words.group(found.by, each.name),
            rows_behind.asked(found.metric.id, span, chosen.where, None, **{found.by: each.name}),
            each.driver.value.n,
        )
        for each in found.groups
        if each.driver.value.n >= LEAST
    )
