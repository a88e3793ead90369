"""The whole glossary to take away, in the reader's language: a table for spreadsheets, a text for people."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from answers import tables
from answers.glossary import Span, Standing
from metrics.catalogue import CATALOGUE
from metrics.metric import Metric
from ui.glossary import words as glossary_words
from ui.language import gettext as _


def buttons(standings: Mapping[str, Standing], span: Span | None) -> None:
    """The two ways to take it away; each file is made when it is asked for."""
    with st.container(horizontal=True, key="tz-glossary-export"):
        st.download_button(
            _("Download as CSV"),
            data=lambda: csv(standings, span),
            file_name="glossary.csv",
            mime="text/csv",
            key="glossary-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Download as Markdown"),
            data=lambda: markdown(standings),
            file_name="glossary.md",
            mime="text/markdown",
            key="glossary-markdown",
            on_click="ignore",
            icon=":material/download:",
        )


def texts(metric: Metric, standing: Standing) -> list[tuple[str, str]]:
    """Label and words of everything that the glossary says of a metric besides its name, id and numbers."""
    needs = [words if had else _("{what} (missing)").format(what=words) for words, had in standing.needs]
    return [
        (_("Definition"), _(metric.definition)),
        *glossary_words.fields(metric),
        (_("Data that it needs"), "; ".join(needs)),
        (_("Why your helpdesk may show another number"), glossary_words.why(metric)),
        (_("For statisticians"), " ".join(glossary_words.details(metric))),
    ]


def csv(standings: Mapping[str, Standing], span: Span | None) -> bytes:
    """One row per metric: its words, whether the data can feed it, and its value as it is stored, with its period.

    `first_day` and `last_day` are empty where no month is complete, and of what is known for now only.
    """
    rows = []
    for metric in CATALOGUE.values():
        standing = standings[metric.id]
        first, last = span if span and metric.grains else (None, None)
        rows.append(
            {
                "id": metric.id,
                _("Name"): _(metric.name),
                _("Family"): glossary_words.family(metric),
                **dict(texts(metric, standing)),
                _("In the loaded data"): _("yes") if standing.fed else _("no"),
                "first_day": first,
                "last_day": last,
                "value": standing.value.value,
                "n": standing.value.n,
                "low": standing.value.low,
                "high": standing.value.high,
            }
        )
    return tables.csv(pl.from_dicts(rows, infer_schema_length=None)).encode("utf-8-sig")


def markdown(standings: Mapping[str, Standing]) -> bytes:
    """A heading per family and metric, its texts below."""
    parts = [f"# {_('Glossary of metrics')}"]
    family = ""
    for metric in CATALOGUE.values():
        if glossary_words.family(metric) != family:
            family = glossary_words.family(metric)
            parts.append(f"## {family}")
        (_definition, definition), *others = texts(metric, standings[metric.id])
        told = "\n".join(f"- **{label}**: {words}" for label, words in others)
        parts.append(f"### {_(metric.name)} (`{metric.id}`)\n\n{definition}\n\n{told}")
    return ("\n\n".join(parts) + "\n").encode()
