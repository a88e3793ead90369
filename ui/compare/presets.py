"""Comparisons that are asked for often, by name: a month against the last, phone against chat, a team against all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import streamlit as st

from answers import clock
from ui import filters
from ui.compare import sides
from ui.compare.choice import Options
from ui.compare.periods import Known, Period, Span
from ui.compare.sides import A, B
from ui.language import gettext as _
from ui.shell import Reader

_KEY = "start-from"
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Preset:
    """Two spans, or a choice of requests on each side; what it does not name is on both sides as it is on A."""

    name: str
    spans: tuple[Span, Span] | None = None
    wheres: tuple[Where, Where] | None = None


def ask(known: Known | None, options: Options, who: Reader) -> None:
    """The box to start from; what is picked is applied, and the box is empty again."""
    offered = {each.name: each for each in [*(_of_periods(known, who) if known else []), *_of_segments(options)]}
    if offered:
        st.selectbox(
            _("Start from"),
            list(offered),
            index=None,
            placeholder=_("A usual comparison"),
            key=_KEY,
            on_change=lambda: _apply(offered, known),
            width=330,
        )


def _apply(offered: Mapping[str, Preset], known: Known | None) -> None:
    preset = offered.get(st.session_state[_KEY] or "")
    st.session_state[_KEY] = None
    if preset is None:
        return
    span, where = sides.now(A)
    for number, side in enumerate((A, B)):
        sides.choose(
            side,
            preset.spans[number] if preset.spans else span,
            {**where, **preset.wheres[number]} if preset.wheres else where,
            known,
        )


def _of_periods(known: Known, who: Reader) -> list[Preset]:
    """The running month, the latest whole month and quarter; against the one before and a year before."""
    found: list[tuple[str, Span, str, Span]] = []
    months, quarters = known.of("month"), known.of("quarter")
    if len(months) > 1 and months[0].running:
        running, before = months[:2]
        days = (running.span[1] - running.span[0]).days + 1
        same = clock.first_days(before.span[0], days, who.generation)
        found.append((running.name, running.span, _("the same days of {period}").format(period=before.name), same))
    for periods, back in ((months, 1), (months, 12), (quarters, 1), (quarters, 4)):
        found += _pair([each for each in periods if not each.running], back)
    against = _("{one} against {other}")
    return [Preset(against.format(one=one, other=other), (span, past)) for one, span, other, past in found]


def _pair(periods: Sequence[Period], back: int) -> list[tuple[str, Span, str, Span]]:
    if len(periods) <= back:
        return []
    now, past = periods[0], periods[back]
    return [(now.name, now.span, past.name, past.span)]


def _of_segments(options: Options) -> list[Preset]:
    against, others = _("{one} against {other}"), _("{team} against the other teams")
    channels = [
        Preset(
            against.format(one=filters.channel_name(one), other=filters.channel_name(other)),
            wheres=({"channel": [one]}, {"channel": [other]}),
        )
        for one, other in combinations(options["channel"], 2)
    ]
    teams = [
        Preset(
            others.format(team=team),
            wheres=({"team": [team]}, {"team": [each for each in options["team"] if each != team]}),
        )
        for team in options["team"]
        if len(options["team"]) > 1
    ]
    return [*channels, *teams]
