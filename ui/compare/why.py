"""Why a share differs between the sides: different cases, or the same cases that go another way."""

from dataclasses import dataclass, replace

import streamlit as st

from answers import evidence as rows_behind
from answers import explain
from answers.explain import Why
from metrics.catalogue import CATALOGUE
from ui import address, cards, evidence, formats, scorecard
from ui.compare.choice import Choice
from ui.compare.finished import Key, View
from ui.evidence import Pick
from ui.language import gettext as _
from ui.marks import Figure
from ui.numbers import Rows, export
from ui.overview import adding_up, parts, steps, waterfall
from ui.overview.adding_up import Told
from ui.shell import Reader

_LONGEST = 18  # letters of a side's name beside its bar; a longer one is called A or B there


@dataclass(frozen=True)
class Explained:
    """A difference by one dimension, finished. The sentence has its numbers between ** … **."""

    sentence: str
    title: str
    figure: Figure
    alt: str
    table: str
    rows: Rows
    picks: tuple[Pick, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def whys_of(key: Key, _who: Reader, a: Choice, b: Choice, metric: str) -> dict[str, Why]:
    """Dimension → what makes the difference, without those by which the sides were chosen apart."""
    scope, generation = _who.scope, _who.generation
    here, there = a.side.where, b.side.where
    return explain.whys(metric, scope, generation, before=b.span, now=a.span, where=here, where_before=there)


@st.cache_data(show_spinner=False, max_entries=256)
def explained_of(
    key: Key, _who: Reader, a: Choice, b: Choice, metric: str, by: str, _why: Why, _names: tuple[str, str]
) -> Explained:
    """The finished view of one difference by one dimension. `_names`: of A and of B."""
    told, called = adding_up.told(_why), scorecard.metric_name(_why.metric)
    one, other = (name if len(name) <= _LONGEST else side for name, side in zip(_names, ("A", "B"), strict=True))
    view = steps.waterfall(told, called, other, one)
    return Explained(
        sentence=sentence(told, called, *_names),
        title=_("{metric} by {dimension}: from {b} to {a}").format(
            metric=called, dimension=adding_up.dimension(by).lower(), a=_names[0], b=_names[1]
        ),
        figure=waterfall.waterfall(view, _who.theme, _who.locale),
        alt=waterfall.waterfall_alt(view),
        table=parts.table(told, called, other, one),
        rows=parts.rows(told),
        picks=_picks(told, metric, a, b, _names),
    )


def sentence(told: Told, metric: str, a: str, b: str) -> str:
    """How much of a difference is different cases, and how much the same cases."""
    low, high = told.why.rate_interval
    real = _("**{step}** with the same kinds of cases")
    if low <= 0 <= high:
        real = _("**{step}** with the same kinds of cases, within chance")
    facts = [
        _("**{step}** because the cases are different").format(step=formats.signed(told.mix / 10)),
        real.format(step=formats.signed(told.rate / 10)),
    ]
    if told.new or told.vanished:
        apart = formats.signed((told.new + told.vanished) / 10)
        facts.append(_("**{step}** from cases that only one of them has").format(step=apart))
    words = _("{metric} is the same for {a} and {b}: {facts}.")
    if told.change:
        words = (
            _("{metric} is **{step}** higher for {a} than for {b}: {facts}.")
            if told.change > 0
            else _("{metric} is **{step}** lower for {a} than for {b}: {facts}.")
        )
    step = formats.change(abs(told.change) / 1000, 0, "share").removeprefix("+")
    return words.format(metric=metric, a=a, b=b, step=step, facts=_(", ").join(facts))


def show(key: Key, who: Reader, a: Choice, b: Choice, view: View) -> None:
    """A closed fold; the share that is taken apart stands in the address, and nothing is counted before it is open."""
    if not view.shares:
        return
    if "why-open" not in st.session_state:
        st.session_state["why-open"] = "why" in st.query_params
    with st.expander(_("Why they differ"), key="why-open", on_change="rerun", icon=":material/call_split:") as fold:
        if not fold.open:
            for name in ("why", "cut"):
                st.query_params.pop(name, None)
            return
        metric, found = _ask(key, who, a, b, view)
        by = _dimension(found)
        if by is None:
            cards.not_available(
                _("No parts"), _("The cases of both sides name no channel, topic or team to tell them apart by.")
            )
            return
        _explained(
            explained_of((*key, metric, by), who, a, b, metric, by, found[by], (view.a, view.b)), metric, by, who
        )


def _ask(key: Key, who: Reader, a: Choice, b: Choice, view: View) -> tuple[str, dict[str, Why]]:
    address.restore("why", view.shares, view.shares[0])
    if st.session_state["why"] not in view.shares:  # kept from other sides
        st.session_state["why"] = view.shares[0]
    metric: str = st.selectbox(
        _("Share"),
        view.shares,
        format_func=lambda each: scorecard.metric_name(CATALOGUE[each]),
        key="why",
        persist_state="session",
        width=330,
    )
    address.keep("why")
    with st.spinner(_("Taking the difference apart …")):
        return metric, whys_of((*key, metric), who, a, b, metric)


def _dimension(found: dict[str, Why]) -> str | None:
    """By what the difference is told: the reader's choice, first that by which most of it is different cases.

    A dimension of which the sides share all groups comes first: teams of two channels are often not the same.
    """
    if not found:
        return None
    options = list(found)
    most = max(options, key=lambda each: (_shared(found[each]), abs(adding_up.tenths(found[each].mix))))
    address.restore("cut", options, most)
    if st.session_state["cut"] not in options:
        st.session_state["cut"] = most
    by = st.segmented_control(
        _("Told by"), options, format_func=adding_up.dimension, key="cut", persist_state="session", required=True
    )
    address.keep("cut", most)
    return by or most


def _shared(why: Why) -> bool:
    return all(part.apart is None for part in why.parts)


def _explained(shown: Explained, metric: str, by: str, who: Reader) -> None:
    st.html(f'<p class="tz-said">{cards.strong(shown.sentence)}</p>')
    note = _("In points. Hatched: there are more or fewer of these cases. Solid: these cases themselves differ.")
    evidence.chart(who, shown.title, shown.figure, shown.alt, "apart", shown.picks, note)
    st.html(shown.table)
    export(shown.rows, f"compare-{metric}-{by}", "apart")


def _picks(told: Told, metric: str, a: Choice, b: Choice, names: tuple[str, str]) -> tuple[Pick, ...]:
    """Both sides, and each group on the side that has it, A first."""
    why = told.why
    here, there = (rows_behind.asked(metric, side.span, side.side.where) for side in (a, b))
    found = [Pick("before", names[1], there, why.before.n), Pick("now", names[0], here, why.now.n)]
    for row in told.rows:
        rows, value, name = (here, row.part.now, names[0]) if row.part.now.n else (there, row.part.before, names[1])
        label = _("{group}, {side}").format(group=row.name, side=name)
        found.append(Pick(steps.pick_id(row), label, replace(rows, group=((why.by, row.part.group),)), value.n))
    return tuple(found)
