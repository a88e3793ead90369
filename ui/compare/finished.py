"""Everything that the page shows of two sides, finished: texts, HTML, rows, and what the metrics and requests are."""

from dataclasses import dataclass

import streamlit as st

from answers import availability, world
from answers.compare import compare
from answers.evidence import asked
from answers.month import usual
from metrics.catalogue import CATALOGUE
from metrics.metric import Value
from ui import colours, scorecard
from ui.compare import choice, forest, sentence, table, words
from ui.compare.choice import DIMENSIONS, Choice, Options
from ui.compare.periods import Known
from ui.evidence import Pick
from ui.language import gettext as _
from ui.numbers import Rows
from ui.shell import Reader

Key = tuple[object, ...]


@dataclass(frozen=True)
class View:
    """`a`, `b`: the sides by what tells them apart. `rows`, `forest`, `table`: empty where nothing was counted.

    `shares`: what can be taken apart. `left_out`: chosen metrics that these sides cannot be told by.
    """

    a: str
    b: str
    sentence: str
    forest: str
    minded: tuple[str, ...]
    table: str
    rows: Rows
    picks: tuple[Pick, ...]
    shares: tuple[str, ...]
    left_out: tuple[str, ...]


@st.cache_data(show_spinner=False, max_entries=64)
def options_of(key: Key, _who: Reader) -> Options:
    """Dimension → the values that the data have; channels in the order in which they stand everywhere."""
    found = {name: world.values(name, _who.scope, _who.generation) for name in DIMENSIONS}
    known = [*colours.CHANNELS]
    ordered = sorted(found["channel"], key=lambda each: known.index(each) if each in known else len(known))
    return {**found, "channel": ordered}


@st.cache_data(show_spinner=False, max_entries=64)
def metrics_of(key: Key, _who: Reader, dated: bool) -> tuple[list[str], list[str]]:
    """The metrics that the data can feed, and of them the usual ones; all in the catalogue's order, by families."""
    offered = [metric for metric in availability.available(_who.generation) if CATALOGUE[metric].grains or not dated]
    ordinary = usual(_who.generation)
    return offered, [metric for metric in offered if metric in ordinary]


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(
    key: Key, _who: Reader, a: Choice, b: Choice, metrics: tuple[str, ...], _known: Known | None, _options: Options
) -> View:
    """Both sides compared, finished; differences are A − B."""
    ordered = [metric for metric in CATALOGUE if metric in metrics]
    found = compare(ordered, b.side, a.side, _who.scope, _who.generation)
    told = {each.metric.id for each in found}
    one, other = choice.short(a, b, _known, _options, _who)
    counted = any(value.n for each in found for value in (each.first, each.second))
    return View(
        a=one,
        b=other,
        sentence=sentence.sentence(found, one, other),
        forest=forest.forest(found, one, other) if counted else "",
        minded=tuple(words.minded(found)),
        table=table.table(found, one, other) if counted else "",
        rows=table.rows(found) if counted else [],
        picks=tuple(
            pick
            for each in found
            for pick in (
                *_pick("a", one, each.metric.id, a, each.second),
                *_pick("b", other, each.metric.id, b, each.first),
            )
        ),
        shares=tuple(each.metric.id for each in found if each.metric.unit == "share" and each.difference is not None),
        left_out=tuple(scorecard.metric_name(CATALOGUE[metric]) for metric in ordered if metric not in told),
    )


def _pick(side: str, name: str, metric: str, chosen: Choice, value: Value) -> tuple[Pick, ...]:
    if not value.n:
        return ()
    label = _("{side}: {name} · {metric}").format(
        side=side.upper(), name=name, metric=scorecard.metric_name(CATALOGUE[metric])
    )
    return (Pick(f"{side}:{metric}", label, asked(metric, chosen.span, chosen.side.where), value.n),)
