"""What stands on a page around the charts: page head, cards, panels, banner, and the four ways of having nothing.

Everything here is drawn by Streamlit; the numbers come written (ui/formats.py). A wall of cards is one element: a rerun
costs the same for six cards as for one. All texts are plain: they are escaped here and nowhere before.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from ui import colours, formats, marks
from ui.formats import html
from ui.language import gettext as _
from ui.marks import Figure
from ui.sparkline import sparkline

# Streamlit brings pandas and imports it with the first table; Plotly, in another run, asked what was not yet in it.
import_module("pandas")

Clicked = Callable[[str], None]  # called with the key of the figure of which a mark was clicked (ui/evidence.py)
Tone = Literal["better", "worse", "neutral"]
Status = Literal["met", "on_track", "at_risk", "off_track", "missed", "undecided"]

_PAINT: dict[Status, str] = {
    "met": "green",
    "on_track": "green",
    "at_risk": "amber",
    "off_track": "rose",
    "missed": "rose",
    "undecided": "muted",
}
_SIGN: dict[Status, str] = {
    "met": "✓",
    "on_track": "✓",
    "at_risk": "!",
    "off_track": "✗",
    "missed": "✗",
    "undecided": "–",
}

_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Change:
    """A written step against an earlier period: "+0.4 points", "Sep 2026". `tone` is what it means for this metric."""

    text: str
    period: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Card:
    """One headline number, everything written by ui.formats.

    `value` is "–" or the words of an absence where there is no number, and `hint` then says why or what to do.
    `trend` are the values of the last periods (null leaves a gap) and `target` the goal on the same scale. `goal` is
    the goal's words ("Goal 85%"), `status` how it stands and `verdict` the word for that ("at risk"). `judged` says
    whether the number differs from its own past, and `real` that it does.
    """

    name: str
    definition: str
    value: str
    n: str = ""
    changes: tuple[Change, ...] = ()
    trend: tuple[float | None, ...] = ()
    target: float | None = None
    goal: str = ""
    status: Status | None = None
    verdict: str = ""
    hint: str = ""
    judged: str = ""
    real: bool = False


@dataclass(frozen=True)
class Action:
    """What to do next: a link to one of our pages."""

    label: str
    page: StreamlitPage | str


@dataclass(frozen=True)
class Panel:
    """One of several small figures: its name, the channel whose colour it has, what it says."""

    name: str
    figure: Figure
    alt: str
    channel: str | None = None


@cache
def _stylesheet() -> str:
    return f"<style>{colours.variables()}{Path(__file__).with_name('style.css').read_text('utf-8')}</style>"


def stylesheet() -> None:
    """Send the one stylesheet. The shell calls it once per run, before the page."""
    st.html(_stylesheet())


def headline(question: str, sentence: str, context: Sequence[str] = ()) -> None:
    """The page's head: the reader's question, the sentence that answers it, a line of context (scope, period, n, age).

    All plain text; in `sentence` the numbers stand between ** and become bold.
    """
    words = strong(sentence)
    answer = f'<p class="tz-answer">{words}</p>' if words else ""
    line = " · ".join(html(part) for part in context if part)
    where = f'<p class="tz-context">{line}</p>' if line else ""
    st.html(f'<header class="tz-head"><h1>{html(question)}</h1>{answer}{where}</header>')


def strong(sentence: str) -> str:
    """A plain text as HTML, with what stands between ** in bold."""
    return _BOLD.sub(r"<strong>\1</strong>", html(sentence))


def wall(cards: Sequence[Card]) -> None:
    """Cards of equal height in full rows: up to six in a row, three and two where it is narrow, one on a phone."""
    if cards:
        inner = "".join(_card(each) for each in cards)
        st.html(f'<div class="tz-wall"><div class="tz-cards tz-cards-{len(cards)}">{inner}</div></div>')


def card(view: Card) -> None:
    """One card alone."""
    wall([view])


def chart(title: str, figure: Figure, alt: str, key: str, note: str = "", on_select: Clicked | None = None) -> None:
    """A figure on its own paper: the title says the message, the note says unit and scope."""
    with panel(title, key, note):
        plot(figure, alt, f"{key}-figure", on_select)


def multiples(title: str, panels: Sequence[Panel], key: str, note: str = "", on_select: Clicked | None = None) -> None:
    """Small figures side by side on one paper; fewer in a row where it is narrow."""
    columns = len(panels) if len(panels) <= 4 else 3
    with panel(title, key, note), st.grid(max(columns, 1), min_column_width=230, gap=(16, 24)) as grid:
        for i, each in enumerate(panels):
            with grid.cell():
                dot = f"tz-channel-{each.channel}" if each.channel in colours.CHANNELS else "tz-channel-other"
                mark = f'<i class="tz-dot {dot}"></i>' if each.channel else ""
                st.html(f'<h3 class="tz-panel-name">{mark}{html(each.name)}</h3>')
                plot(each.figure, each.alt, f"{key}-{i}", on_select)


def panel(title: str, key: str, note: str = "") -> DeltaGenerator:
    """An empty paper with its title, to be filled inside `with`."""
    paper = st.container(border=True, key=f"tz-panel-{key}", gap="small", height="stretch")
    words = f'<p class="tz-note">{html(note)}</p>' if note else ""
    paper.html(f'<h2 class="tz-title">{html(title)}</h2>{words}')
    return paper


def plot(figure: Figure, alt: str, key: str, on_select: Clicked | None = None) -> None:
    """A figure of ui.charts without paper around it."""
    st.plotly_chart(
        _checked(json.dumps(figure), clickable=on_select is not None),
        theme=None,
        config=marks.CONFIG,
        alt=alt,
        key=key,
        on_select=partial(on_select, key) if on_select else "ignore",
        selection_mode="points",
    )


@lru_cache(maxsize=128)
def _checked(figure: str, clickable: bool) -> go.Figure:
    """A figure that Plotly has checked. A dictionary it would check at each rerun: five charts cost 17 ms more."""
    return _Clickable(json.loads(figure)) if clickable else go.Figure(json.loads(figure))


class _Clickable(go.Figure):  # type: ignore[misc]
    """A figure whose marks can be clicked, and nothing else: the rest does not fade, and a finger scrolls the page."""

    def to_dict(self) -> dict[str, Any]:
        """As the browser gets it.

        Streamlit takes dragmode=False for "not set" and makes it "pan", which swallows a finger's scrolling. A word
        that Plotly does not know passes, and there the template's value counts.
        """
        drawn: dict[str, Any] = super().to_dict()
        drawn["layout"]["dragmode"] = "none"
        drawn["layout"].setdefault("template", {}).setdefault("layout", {})["dragmode"] = False
        for mark in drawn["data"]:
            mark["unselected"] = {"marker": {"opacity": 1}}
        return drawn


def status(kind: Status, word: str) -> str:
    """A verdict as HTML: a sign and a word on its colour's tint, for `st.html`."""
    return (
        f'<span class="tz-status tz-{_PAINT[kind]}"><span aria-hidden="true">{_SIGN[kind]}</span> {html(word)}</span>'
    )


def banner(text: str, action: Action | None = None) -> None:
    """A quiet strip above the page, for what holds everywhere: these are demonstration data."""
    with st.container(horizontal=True, vertical_alignment="center", key="tz-banner", gap="small"):
        st.html(f'<p class="tz-banner"><b>{html(text)}</b></p>', width="content")
        if action:
            st.page_link(action.page, label=formats.md(action.label), icon=":material/upload:")


def explained(metric: str) -> None:
    """A quiet link from a number to its metric's entry in the glossary."""
    st.page_link(
        "pages/glossary.py", label=_("What is this?"), icon=":material/menu_book:", query_params={"metric": metric}
    )


def empty(title: str, text: str, action: Action | None = None) -> None:
    """No data yet: a dashed place waiting for them, and how to fill it."""
    _state("empty", "○", title, text, action)


def too_few(title: str, text: str, action: Action | None = None) -> None:
    """Data, but too few to show: says how many there are and how many it takes."""
    _state("few", "n", title, text, action)


def not_available(title: str, text: str, action: Action | None = None) -> None:
    """The loaded files cannot feed this: a hatched place, and which field is missing."""
    _state("absent", "∅", title, text, action)


def error(title: str, text: str, action: Action | None = None) -> None:
    """Something failed: what happened, where, and what to do. Never the exception's own text."""
    _state("error", "!", title, text, action)


def _state(kind: str, sign: str, title: str, text: str, action: Action | None) -> None:
    role = "alert" if kind == "error" else "status"
    with st.container(gap="small"):
        st.html(
            f'<div class="tz-state tz-state-{kind}" role="{role}"><span class="tz-state-sign" aria-hidden="true">{sign}'
            f"</span><div><h2>{html(title)}</h2><p>{html(text)}</p></div></div>"
        )
        if action:
            st.page_link(action.page, label=formats.md(action.label), icon=":material/arrow_forward:")


def _card(view: Card) -> str:
    tip = f'<span class="tz-tip" role="tooltip">{html(view.definition)}</span>' if view.definition else ""
    name = f'<span class="tz-term" tabindex="0">{html(view.name)}{tip}</span>' if tip else html(view.name)
    facts = [change(step) for step in view.changes]
    said = ((f"judged-{'real' if view.real else 'usual'}", view.judged), ("hint", view.hint), ("n", view.n))
    facts += [f'<li class="tz-{kind}">{html(text)}</li>' for kind, text in said if text]
    goal = f"<span>{html(view.goal)}</span>" if view.goal else ""
    verdict = status(view.status, view.verdict) if view.status and view.verdict else ""
    words = "" if any(sign.isdigit() for sign in view.value) else " tz-no-value"
    return (
        f'<article class="tz-card"><h2 class="tz-name">{name}</h2><p class="tz-value{words}">{html(view.value)}</p>'
        f'<ul class="tz-facts">{"".join(facts)}</ul>'
        f'<div class="tz-line">{sparkline(view.trend, view.target)}</div>'
        f'<footer class="tz-goal">{goal}{verdict}</footer></article>'
    )


def change(step: Change) -> str:
    """A step as an item of an HTML list, with sign and word where it is for the better or the worse."""
    against = html(_("vs {period}").format(period=step.period))
    return f'<li class="tz-{step.tone}">{_step(step)} <span>{against}</span></li>'


def step(change: Change) -> str:
    """The step alone, for a column whose head says what it is compared with."""
    return f'<span class="tz-step-{change.tone}">{_step(change)}</span>'


def _step(change: Change) -> str:
    sign, word = {"better": ("✓", _("better")), "worse": ("!", _("worse")), "neutral": ("", "")}[change.tone]
    mark = f'<span aria-hidden="true">{sign}</span> ' if sign else ""
    heard = f'<span class="tz-heard"> {html(word)}</span>' if word else ""
    return f"<b>{mark}{html(change.text)}{heard}</b>"
