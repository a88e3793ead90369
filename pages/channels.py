"""Which channel serves customers well: phone, e-mail, social, chat?"""

from datetime import date

import streamlit as st

from answers import availability, channels, clock
from answers.channels import Span
from data import records
from ui import address, cards, date_notes, evidence, filters, formats, shell
from ui.cards import Action
from ui.channels import heat, over_time, period, picks, view
from ui.channels.heat import Heat
from ui.channels.over_time import OverTime
from ui.channels.view import View
from ui.filters import Filters
from ui.language import gettext as _
from ui.numbers import download
from ui.shell import Reader

shell.guard()


@st.cache_data(show_spinner=False, max_entries=256)
def view_of(key: tuple[object, ...], _who: Reader, _span: Span, month: date, _chosen: Filters) -> View:
    """The comparison of a span, finished."""
    return view.view(_who, _span, month, _chosen)


@st.cache_data(show_spinner=False, max_entries=256)
def heat_of(key: tuple[object, ...], _who: Reader, _span: Span, _chosen: Filters, channel: str | None) -> Heat:
    """The hours of the week of one channel or all, finished."""
    where = _chosen.where | ({"channel": [channel]} if channel else {})
    hours = channels.hours(_span, _who.scope, _who.generation, where)
    return heat.heat(hours, picks.of_hours(hours, _span, where))


@st.cache_data(show_spinner=False, max_entries=256)
def over_time_of(
    key: tuple[object, ...], _who: Reader, metric: str, month: date, _view: View, _chosen: Filters
) -> OverTime:
    """One metric's 13 months per channel, finished."""
    series = channels.over_time(metric, month, _who.scope, _who.generation, _chosen.where)
    targets, notes = _view.targets.get(metric, {}), date_notes.notes(_who)
    return over_time.over_time(metric, series, targets, _chosen.where, _who, notes)


who = shell.reader()
chosen = filters.sidebar(who)
question = _("Which channel serves customers well?")
if chosen.month is None:
    cards.headline(question, _("The loaded data has no dates, so no period can be compared."), [chosen.words()])
    cards.not_available(
        _("No months"),
        _("Load a file with dates to compare channels. What the loaded one holds is on the Data page."),
        Action(_("Go to Data"), "pages/data.py"),
    )
    st.stop()

head = st.container()
months = period.ask()
span = channels.span_of(chosen.month, months, who.generation)
key = (*who.key, records.revision(), chosen, months)
with st.spinner(_("Comparing the channels …")):
    found = view_of(key, who, span, chosen.month, chosen)
with head:
    amount = _("{n} requests").format(n=formats.value(found.requests, "count"))
    when = [period.words(span, months, who), amount, shell.freshness(clock.as_of(who.generation))]
    cards.headline(question, found.sentence, [chosen.words(), *when])
if not found.panels:
    cards.empty(_("Nothing to compare"), _("No request or survey of this choice and period names its channel."))
    st.stop()

cards.wall(found.cards)
if found.purposes:
    view.section(_("Where each channel suits"), _("Against the other channels together, within the same topics."))
    st.html(found.purposes)
view.section(_("Side by side"), _("A dot is the value, the band its 95 % interval, the upright mark a target."))
st.html(found.panels)
with st.expander(_("All numbers as a table")):
    download(found.rows, f"channels-{chosen.month}-{months}", key="channel-numbers")
evidence.behind(who, found.picks, "compared")
if found.strengths:
    view.section(
        _("Strengths and weaknesses"),
        _("Only differences of 2 points or more that chance does not explain; of costs, a tenth or more."),
    )
    st.html(found.strengths)
    evidence.behind(who, found.strength_picks, "strengths")
if found.gaps:
    with cards.panel(found.gap_title, "gaps", _("Best and worst channel; the same topics, and crude beside.")):
        st.html(found.gaps)

view.section(_("When requests come"))
with st.container(horizontal=True, vertical_alignment="bottom", key="tz-heat-choice"):
    address.restore("heat", ["requests", "within"], "requests")
    shown = st.segmented_control(
        _("Colour by"),
        ["requests", "within"],
        format_func=heat.name,
        key="heat",
        persist_state="session",
        required=True,
    )
    address.restore("of", found.channels)
    of = st.pills(_("Channel"), found.channels, format_func=filters.channel_name, key="of", persist_state="session")
address.keep("heat", "requests")
address.keep("of")
week = heat_of((*key, of), who, span, chosen, of)
with cards.panel(week.title, "heat", heat.note(who)):
    st.html(week.tables[shown or "requests"])
with st.expander(_("The hours as a table")):
    download(week.rows, f"hours-{chosen.month}", key="heat-numbers")
evidence.behind(who, week.picks, "hours")

if found.switches:
    with cards.panel(found.switch_title, "switches", _("The same topic, within 7 days; the last 7 days are left out.")):
        st.html(found.switches)
    evidence.behind(who, found.switch_picks, "switches")
else:
    reason = availability.missing("channel_switch_rate", who.generation, _)
    cards.not_available(_("Who had to switch"), reason or _("No request here is of a known customer and old enough."))

named = {metric: view.name(metric) for metric in found.over_time}
address.restore("metric", list(named), next(iter(named)))
with st.container(horizontal=True, vertical_alignment="bottom", key="tz-over-time"):
    picked = st.selectbox(
        _("Show over time"), list(named), format_func=lambda one: named[one], key="metric", persist_state="session"
    )
    cards.explained(picked)
address.keep("metric", next(iter(named)))
drawn = over_time_of((*key, picked), who, picked, chosen.month, found, chosen)
title = _("{metric} by channel").format(metric=named[picked])
evidence.multiples(who, title, drawn.panels, "over-time", drawn.picks, _("Shared axis"))
with st.expander(_("The numbers")):
    download(drawn.rows, f"{picked}-by-channel-{chosen.month}", key="numbers")
if found.absent:
    with st.expander(_("Not available with the loaded data")):
        st.caption("\n\n".join(formats.md(reason) for reason in found.absent))
date_notes.editor(who)
