"""How do these two periods, or two kinds of requests, compare?"""

import streamlit as st

from answers import clock
from data import records
from metrics.catalogue import CATALOGUE
from ui import address, cards, evidence, filters, formats, scorecard, shell
from ui.cards import Action
from ui.compare import choice, finished, periods, presets, sides, why
from ui.compare.choice import Choice
from ui.language import gettext as _
from ui.numbers import export

shell.guard()

who = shell.reader()
chosen = filters.sidebar(who, month=False)
question = _("How do these two compare?")
options = finished.options_of(who.key, who)
known = periods.known(who)
offered, usual = finished.metrics_of(who.key, who, known is not None)
if not offered or (known is None and not any(len(values) > 1 for values in options.values())):
    cards.headline(question, _("The loaded data has no dates and no kinds of requests to compare."), [chosen.words()])
    cards.not_available(
        _("Nothing to choose"),
        _("Load a file with dates, channels or teams. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()

head = st.container()
unknown = sides.restore(known, options)
if "metrics" not in st.query_params:
    st.session_state.setdefault("metrics", usual)
unknown += address.restore("metrics", offered, many=True)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="tz-compare-controls"):
    presets.ask(known, options, who)
    st.button(_("Swap A and B"), icon=":material/swap_horiz:", key="swap", on_click=lambda: sides.swap(known))
    with st.popover(_("Choose metrics"), icon=":material/tune:", key="metrics-of"):
        metrics = st.multiselect(
            _("Metrics"),
            offered,
            format_func=lambda each: scorecard.metric_name(CATALOGUE[each]),
            placeholder=_("The usual ones"),
            key="metrics",
            persist_state="session",
        )
address.keep("metrics", usual)
left, right = st.columns(2, gap="small")
with left:
    own_a = sides.ask(sides.A, known, options, who)
with right:
    own_b = sides.ask(sides.B, known, options, who)
if known:
    sides.keep(known)
if unknown:
    words = _("The address asks for {what}, which the loaded data does not have.")
    st.warning(formats.md(words.format(what=", ".join(unknown))))

a, b = (Choice.of(own.span, {**chosen.where, **own.side.where}) for own in (own_a, own_b))
key = (*who.key, records.revision())
context = [
    _("A: {name}").format(name=choice.full(a, known, options, who)),
    _("B: {name}").format(name=choice.full(b, known, options, who)),
    shell.freshness(clock.as_of(who.generation)),
]
if a == b:
    with head:
        cards.headline(question, _("A and B are the same, so nothing can differ."), context)
    cards.empty(
        _("Choose what to compare"),
        _("Give A or B another period or other requests, or start from a usual comparison."),
    )
    st.stop()

with st.spinner(_("Comparing both sides …")):
    view = finished.view_of(key, who, a, b, tuple(metrics or usual), known, options)
with head:
    cards.headline(question, view.sentence, context)
if not view.rows:
    cards.too_few(
        _("Nothing to compare"),
        _("Neither side has a request or survey of these metrics. Choose other periods or requests."),
    )
else:
    note = _(
        "Dot: difference, A − B. Bar: its 95 % interval; where it crosses the upright, chance alone may make it. "
        "Of 20 metrics that do not differ, one looks as if it did."
    )
    with cards.panel(_("{a} against {b}").format(a=view.a, b=view.b), "forest", note):
        st.html(view.forest)
    for said in view.minded:
        st.html(f'<p class="tz-mind">{formats.html(said)}</p>')
    st.html(view.table)
    export(view.rows, "compare", "compare")
    evidence.behind(who, view.picks, "both")
    why.show(key, who, a, b, view)
if view.left_out:
    words = _("Not shown, because these sides cannot be told by it: {metrics}.")
    st.caption(formats.md(words.format(metrics=", ".join(view.left_out))))
