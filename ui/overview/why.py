"""Why a share moved: what is asked, the sentence, the chart, the parts that add up, and the rows behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answers import evidence as rows_behind
from answers import explain
from answers.explain import Why
from answers.month import Line
from ui import address, cards, evidence, formats, scorecard
from ui.evidence import Pick
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.marks import Figure
from ui.numbers import Rows, export
from ui.overview import adding_up, compared, parts, reason, steps, waterfall
from ui.overview.compared import Against, Span
from ui.shell import Reader

Key = tuple[object, ...]


@dataclass(frozen=True)
class Explained:
    """A movement by one dimension, finished. The sentence has its numbers between ** … **."""

    sentence: str
    title: str
    figure: Figure
    alt: str
    table: str
    rows: Rows
    picks: tuple[Pick, ...]


@st.cache_data(show_spinner=False, max_entries=256)
def whys_of(key: Key, _who: Reader, _chosen: Filters, metric: str, before: Span, now: Span) -> dict[str, Why]:
    """Dimension → what moved the share; empty where nothing can be said."""
    return explain.whys(metric, _who.scope, _who.generation, before=before, now=now, where=_chosen.where)


@st.cache_data(show_spinner=False, max_entries=256)
def explained_of(
    key: Key, _who: Reader, _chosen: Filters, _line: Line, metric: str, against: Against, _why: Why, by: str
) -> Explained:
    """The finished view of one movement by one dimension."""
    told, calendar = adding_up.told(_why), _who.calendar
    name, earlier = scorecard.metric_name(_line.metric), compared.name(_line, against, calendar)
    month = compared.month(_line, calendar)
    view = steps.waterfall(told, name, earlier, month)
    before, now = compared.spans(_line, against, _who.generation)
    return Explained(
        sentence=reason.sentence(_line, against, told, calendar),
        title=_("{metric} by {dimension}: {cases} from different cases, {real} real change").format(
            metric=name,
            dimension=adding_up.dimension(by).lower(),
            cases=formats.signed(told.mix / 10),
            real=formats.signed(told.rate / 10),
        ),
        figure=waterfall.waterfall(view, _who.theme, _who.locale),
        alt=waterfall.waterfall_alt(view),
        table=parts.table(told, name, earlier, month),
        rows=parts.rows(told),
        picks=_picks(told, metric, before, now, (earlier, month), _chosen),
    )


def _picks(
    told: adding_up.Told, metric: str, before: Span, now: Span, names: tuple[str, str], chosen: Filters
) -> tuple[Pick, ...]:
    """Both months, and each group in the month that it is in."""
    asked, why = rows_behind.asked, told.why
    found = [
        Pick("before", names[0], asked(metric, before, chosen.where), why.before.n),
        Pick("now", names[1], asked(metric, now, chosen.where), why.now.n),
    ]
    for row in told.rows:
        span, value, month = (now, row.part.now, names[1]) if row.part.now.n else (before, row.part.before, names[0])
        label = _("{group}, {month}").format(group=row.name, month=month)
        rows = replace(asked(metric, span, chosen.where), group=((why.by, row.part.group),))
        found.append(Pick(steps.pick_id(row), label, rows, value.n))
    return tuple(found)


def first(key: Key, who: Reader, chosen: Filters, lines: Sequence[Line]) -> str:
    """The third sentence of the month: why the share moved that moved most, by what tells most of it."""
    return next(_reasons(key, who, chosen, lines), reason.none(lines))


def reasons(key: Key, who: Reader, chosen: Filters, lines: Sequence[Line]) -> list[str]:
    """The same of every share that can be explained, what moved most first."""
    return list(_reasons(key, who, chosen, lines))


def _reasons(key: Key, who: Reader, chosen: Filters, lines: Sequence[Line]) -> Iterator[str]:
    for line, against in compared.to_explain(lines):
        spans = compared.spans(line, against, who.generation)
        found = whys_of((*key, line.metric.id, against), who, chosen, line.metric.id, *spans)
        if found:
            yield reason.sentence(line, against, adding_up.told(telling(found)), who.calendar)


def telling(found: dict[str, Why]) -> Why:
    """The dimension by which most of a movement is different cases; the channel where they tell as much."""
    return max(found.values(), key=lambda why: abs(adding_up.tenths(why.mix)))


def show(key: Key, who: Reader, chosen: Filters, line: Line, controls: DeltaGenerator) -> None:
    """The picked metric explained. `line`: of it in the chosen month; `controls`: the row for what else is asked."""
    name = scorecard.metric_name(line.metric)
    known = [each for each in compared.AGAINST if compared.value(line, each).value is not None]
    if line.metric.unit != "share":
        cards.not_available(
            _("{metric} is not a share").format(metric=name),
            _("Only shares can be taken apart into different cases and real change. Pick another metric."),
        )
        return
    if line.now.value is None or not known:
        cards.too_few(
            _("Nothing to compare with"),
            _("There is no value in this month, or none in a whole month before it and a year before it."),
        )
        return
    address.restore("against", known, known[0])
    if st.session_state["against"] not in known:  # kept from another metric or month
        st.session_state["against"] = known[0]
    with controls:
        against = (
            st.segmented_control(
                _("Compared with"),
                known,
                format_func=lambda each: compared.name(line, each, who.calendar, short=False),
                key="against",
                persist_state="session",
                required=True,
                wrap=True,
            )
            or known[0]
        )
        spans = compared.spans(line, against, who.generation)
        with st.spinner(_("Taking the change apart …")):
            found = whys_of((*key, line.metric.id, against), who, chosen, line.metric.id, *spans)
        by = _dimension(found)
    address.keep("against", known[0])
    if by is None:
        cards.not_available(
            _("No parts"),
            _("The cases of this metric name no channel, topic or team, so that its change cannot be taken apart."),
        )
        return
    _explained(
        explained_of((*key, line.metric.id, against, by), who, chosen, line, line.metric.id, against, found[by], by),
        line,
        by,
        who,
    )


def _dimension(found: dict[str, Why]) -> str | None:
    """By what the change is told: the reader's choice, first that which tells most."""
    if not found:
        return None
    most, options = telling(found).by, list(found)
    address.restore("cut", options, most)
    if st.session_state["cut"] not in options:
        st.session_state["cut"] = most
    by = st.segmented_control(
        _("Told by"),
        options,
        format_func=adding_up.dimension,
        key="cut",
        persist_state="session",
        required=True,
        wrap=True,
    )
    address.keep("cut")
    return by or most


def _explained(shown: Explained, line: Line, by: str, who: Reader) -> None:
    st.html(f'<p class="tz-said">{cards.strong(shown.sentence)}</p>')
    note = _("In points. Hatched: there are more or fewer of these cases. Solid: these cases themselves changed.")
    evidence.chart(who, shown.title, shown.figure, shown.alt, "why", shown.picks, note)
    st.html(shown.table)
    export(shown.rows, f"{line.metric.id}-{by}", "why")
    words = _(
        "Different cases: a group that lies below the whole and grows pulls it down, though nobody works worse. "
        "Real change: the same kind of cases is now better or worse. Both halves add up to the whole change."
    )
    st.html(f'<p class="tz-note">{html(words)}</p>')
