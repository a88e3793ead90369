"""Whose a request counts as: who did the judged part, or who owns it in the helpdesk; and what that changes."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from answers import people
from answers.people import Attribution, Span
from metrics.catalogue import metric as entry
from ui import address, formats
from ui.channels.scroll import scrolling
from ui.filters import Filters
from ui.formats import html
from ui.language import gettext as _
from ui.shell import Reader
from ui.team.fair_table import alphabetical

WAYS: tuple[Attribution, ...] = ("owner_of_the_part", "helpdesk")
KEY = "attribution"


def restore() -> Attribution:
    """What is chosen, before the widget is drawn."""
    address.restore(KEY, WAYS, WAYS[0])
    return st.session_state[KEY] or WAYS[0]


def ask() -> None:
    """The switch."""
    words = {"owner_of_the_part": _("Who did it"), "helpdesk": _("Who owns it in the helpdesk")}
    st.segmented_control(
        _("A request counts for"),
        WAYS,
        format_func=lambda way: words[way],
        key=KEY,
        persist_state="session",
        required=True,
        help=_(
            "Who did it: who replied first, who solved it, who spoke last before the rating. Helpdesks mostly give all "
            "of it to whoever owns the request at the end."
        ),
    )
    address.keep(KEY, WAYS[0])


@st.cache_data(show_spinner=False, max_entries=256)
def difference_of(key: tuple[object, ...], _who: Reader, metric: str, _span: Span, _chosen: Filters) -> str:
    """What the attribution changes of a metric, as HTML; empty where it changes nothing."""
    found = people.attribution_difference(metric, _who.scope, _who.generation, _span, _chosen.where)
    names = people.names(_who.scope, _who.generation)
    own = found.filter((found["n"] != found["helpdesk_n"]) | (found["value"] != found["helpdesk_value"]))
    if own.is_empty():
        return ""
    listed = sorted(found.rows(named=True), key=lambda row: alphabetical(_named(row, names)))
    heads = (_("Person"), _("Who did it"), _("Who owns it in the helpdesk"), _("Difference"))
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in heads)
    body = "".join(_row(row, _named(row, names)) for row in listed)
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return scrolling(f'<table class="tz-moved tz-people">{rows}</table>', _("Both ways to count"))


def difference(key: tuple[object, ...], who: Reader, metric: str, span: Span, chosen: Filters) -> None:
    """The table of differences, closed; it asks only when it is opened."""
    with st.expander(
        _("What the helpdesk's own way to count changes"),
        key=f"{KEY}-open",
        on_change="rerun",
        icon=":material/swap_horiz:",
    ) as box:
        if not box.open:
            return
        table = difference_of((*key, metric), who, metric, span, chosen)
        name = _(entry(metric).name)
        if table:
            st.html(f'<p class="tz-note">{html(name)}</p>{table}')
        else:
            words = _("Nothing for {metric}: here both ways give the same requests to the same people.")
            st.html(f'<p class="tz-note">{html(words.format(metric=name))}</p>')


def _named(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return names.get(row["agent"], row["agent"])


def _row(row: Mapping[str, Any], name: str) -> str:
    sides = []
    for prefix in ("", "helpdesk_"):
        words = formats.value(row[f"{prefix}value"], "share")
        sides.append(f"<td>{html(words)} <small>{html(formats.n(row[f'{prefix}n']))}</small></td>")
    change = formats.change(row["helpdesk_value"], row["value"], "share")
    return f'<tr><th scope="row">{html(name)}</th>{"".join(sides)}<td>{html(change)}</td></tr>'
