"""One metric of the glossary: its value now, its words, what it needs. The tables of numbers come finished."""

from collections.abc import Sequence

import streamlit as st

from answers.glossary import Standing
from metrics.catalogue import metric as entry
from metrics.metric import Metric
from ui import cards, formats, scorecard
from ui.formats import html
from ui.glossary import words as glossary_words
from ui.language import gettext as _


def show(metric: Metric, standing: Standing, when: str, tables: Sequence[str], kin: Sequence[str]) -> None:
    """The whole entry. `when`: the period of the value in words, empty while nothing is loaded; `tables`: HTML; `kin`:
    ids of metrics to go on with."""
    with st.container(border=True, key="tz-panel-glossary", gap="small"):
        st.html(_head(metric, standing, when) + _fields(metric) + _needs(standing))
        if not standing.fed:
            st.page_link("pages/data.py", label=_("Load what is missing"), icon=":material/arrow_forward:")
        st.html(_why(metric) + "".join(tables))
        if kin:
            with st.container(horizontal=True, vertical_alignment="center", key="tz-glossary-kin", gap="small"):
                st.html(f'<p class="tz-entry-text">{html(_("See also"))}</p>', width="content")
                for other in kin:
                    label = formats.md(_(entry(other).name))
                    st.page_link("pages/glossary.py", label=label, query_params={"metric": other})
        with st.expander(_("For statisticians")):
            sentences = [f'<p class="tz-entry-text">{html(each)}</p>' for each in glossary_words.details(metric)]
            st.html("".join(sentences))


def _head(metric: Metric, standing: Standing, when: str) -> str:
    """Name, id, whether the data can feed it, its value, and the definition in full. `when`: empty without data."""
    mark = cards.status("met", _("in your data")) if standing.fed else cards.status("undecided", _("not in your data"))
    mark = mark if when else ""
    return (
        f'<header class="tz-entry"><p class="tz-entry-over">{html(glossary_words.family(metric))}</p>'
        f'<h2>{html(_(metric.name))} {mark}</h2><p class="tz-entry-id"><code>{html(metric.id)}</code></p>'
        f"{_now(metric, standing, when)}<p>{html(_(metric.definition))}</p></header>"
    )


def _now(metric: Metric, standing: Standing, when: str) -> str:
    value = standing.value
    if not standing.fed:
        return ""
    if value.value is None:
        number, facts = formats.absence("no_data", metric.unit), [_("nothing of it was counted"), when]
    else:
        number = formats.value(value.value, metric.unit)
        stat = scorecard.stat_name(metric.default_stat) if len(metric.estimates) > 1 else ""
        few = _("few cases: read with care") if value.n < metric.minimum_n else ""
        facts = [stat, when, scorecard.with_interval(metric, value), few]
    none = " tz-no-value" if value.value is None else ""
    line = " · ".join(html(fact) for fact in facts if fact)
    return f'<p class="tz-entry-now"><b class="tz-entry-value{none}">{html(number)}</b> <span>{line}</span></p>'


def _fields(metric: Metric) -> str:
    """Formula, population, date and the other fields, as a list of terms."""
    rows = "".join(f"<dt>{html(label)}</dt><dd>{html(words)}</dd>" for label, words in glossary_words.fields(metric))
    return f'<dl class="tz-entry-fields">{rows}</dl>'


def _needs(standing: Standing) -> str:
    """What the metric needs, each with a sign and a word for whether the loaded data has it."""
    rows = "".join(
        f"<li>{cards.status('met', _('loaded')) if had else cards.status('undecided', _('missing'))} {html(words)}</li>"
        for words, had in standing.needs
    )
    return f'<h3 class="tz-entry-title">{html(_("Data that it needs"))}</h3><ul class="tz-entry-needs">{rows}</ul>'


def _why(metric: Metric) -> str:
    """Why the helpdesk may show another number."""
    title = _("Why your helpdesk may show another number")
    return (
        f'<h3 class="tz-entry-title">{html(title)}</h3><p class="tz-entry-text">{html(glossary_words.why(metric))}</p>'
    )
