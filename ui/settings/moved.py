"""What saved settings did to the numbers: before and after, until the reader has seen it."""

from collections.abc import Sequence

import streamlit as st

from answers.settings_effect import Moved
from metrics.metric import Value
from ui import cards, formats, language
from ui.formats import Calendar, Unit, html
from ui.language import gettext as _
from ui.language import ngettext

_KEPT = "_settings_moved"


def keep(moved: Sequence[Moved] | None) -> None:
    """Show this after the next rerun; null: settings were saved while nothing is loaded."""
    st.session_state[_KEPT] = None if moved is None else tuple(moved)


def show(calendar: Calendar) -> None:
    """What moved, with a button that puts it away. Nothing where nothing was saved."""
    if _KEPT not in st.session_state:
        return
    moved: tuple[Moved, ...] | None = st.session_state[_KEPT]
    if moved:
        words = ngettext("Saved. {n} number moved", "Saved. {n} numbers moved", len(moved))
        title = words.format(n=formats.value(len(moved), "count"))
    else:
        title = _("Saved. No number moved")
    with cards.panel(title, "settings-moved", _("The settings are new, not what happened.") if moved else ""):
        if moved is None:
            st.caption(_("Nothing is loaded yet; they count as soon as there are data."))
        elif not moved:
            st.caption(_("All headline numbers are what they were, over the last complete month and over all data."))
        else:
            st.html(_table(moved, language.current(), calendar))
        if st.button(_("Put away"), icon=":material/close:", key="settings-moved-away"):
            del st.session_state[_KEPT]
            st.rerun()


def _table(moved: Sequence[Moved], locale: str, calendar: Calendar) -> str:
    heads = "".join(f'<th scope="col">{html(word)}</th>' for word in (_("Metric"), _("Before"), _("After"), _("Over")))
    rows = "".join(
        f'<tr><th scope="row">{html(_(one.metric.name))}</th>'
        f"<td>{_number(one.before, one.metric.unit, locale)}</td>"
        f"<td><b>{_number(one.after, one.metric.unit, locale)}</b></td>"
        f"<td>{html(_period(one, locale, calendar))}</td></tr>"
        for one in moved
    )
    return f'<table class="tz-moved"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _number(value: Value, unit: Unit, locale: str) -> str:
    if value.value is None:
        return html(formats.absence("no_data", unit, locale))
    return (
        f'{html(formats.value(value.value, unit, locale))} <span class="tz-n">{html(formats.n(value.n, locale))}</span>'
    )


def _period(one: Moved, locale: str, calendar: Calendar) -> str:
    return _("all data") if one.span is None else formats.period("month", one.span[0], locale, calendar)
