"""The head of the waiting page: its sentence, and the five counts of forgotten requests, each leading to its list."""

from collections.abc import Callable, Mapping
from datetime import UTC
from zoneinfo import ZoneInfo

import streamlit as st

from answers import waiting
from answers.waiting import FORGOTTEN, Waiting
from metrics.backlog import Outlook
from ui import cards, formats
from ui.cards import Card
from ui.language import gettext as _
from ui.language import ngettext
from ui.shell import Reader
from ui.waiting import words


def sentence(held: Waiting, outlook: Outlook | None, who: Reader) -> str:
    """What waits, what of it is forgotten, since when, and where it is heading; numbers between ** … **."""
    total = held.rows.height
    if not total:
        return _("Nothing is waiting.")
    amount = ngettext("**{n}** request is waiting", "**{n}** requests are waiting", total)
    said = _("{amount}, **{n}** of them forgotten").format(
        amount=amount.format(n=formats.value(total, "count")), n=formats.value(held.forgotten, "count")
    )
    if held.oldest is not None:
        day = held.oldest.replace(tzinfo=UTC).astimezone(ZoneInfo(who.generation.settings.zone)).date()
        said = _("{said}; the oldest since **{day}**").format(said=said, day=formats.date(day, calendar=who.calendar))
    return f"{said}; {_heading(outlook)}." if outlook else f"{said}."


def _heading(outlook: Outlook) -> str:
    change = formats.value(round(abs(outlook.change)), "count")
    if outlook.grows is None:
        return _("at the present rates the queue neither grows nor shrinks beyond chance")
    if outlook.grows:
        return _("at the present rates the queue grows by **{n}** a week").format(n=change)
    return _("at the present rates the queue shrinks by **{n}** a week").format(n=change)


def rates(outlook: Outlook) -> str:
    """What the forecast stands on, in a sentence."""
    said = _(
        "In the last {weeks} weeks {arrivals} a week came and {departures} left: {change} a week (95 % interval "
        "{low} to {high}). Dashed: the coming 4 weeks at these rates, closed days as closed days were; in 8 of 10 "
        "cases the queue stays within the band, if weeks go on independently of each other."
    )
    numbers = {name: formats.value(round(getattr(outlook, name)), "count") for name in ("arrivals", "departures")}
    signed = {name: _signed(getattr(outlook, name)) for name in ("change", "low", "high")}
    return said.format(weeks=outlook.weeks, **numbers, **signed)


def _signed(x: float) -> str:
    text = formats.value(abs(round(x)), "count")
    return f"+{text}" if round(x) > 0 else f"{formats.MINUS}{text}" if round(x) < 0 else text


def forgotten(held: Waiting, who: Reader, days: int) -> Mapping[str, Card]:
    """The five cards, by kind."""
    return {kind: _card(kind, held, who, days) for kind in FORGOTTEN}


def _card(kind: str, held: Waiting, who: Reader, days: int) -> Card:
    count, total = held.counts[kind], held.rows.height
    name, definition = words.kind_name(kind, days), words.kind_definition(kind)
    if count is None:
        hint = waiting.unknown(kind, who.generation, _) or ""
        return Card(name, definition, formats.absence("not_available", "count"), hint=hint)
    of = _("{share} of all that wait")
    share = formats.value(count / total, "share") if total else formats.NO_VALUE
    return Card(name, definition, formats.value(count, "count"), n=of.format(share=share))


def show(drawn: Mapping[str, Card], choose: Callable[[str], None]) -> None:
    """The cards, each with the way to its list."""
    with st.grid(5, min_column_width=168, gap=12, key="tz-forgotten") as grid:
        for kind, card in drawn.items():
            with grid.cell():
                cards.card(card)
                if any(sign.isdigit() for sign in card.value) and card.value != formats.value(0, "count"):
                    label = _("Show these {n}").format(n=card.value)
                    st.button(
                        label,
                        key=f"show-{kind}",
                        type="tertiary",
                        icon=":material/arrow_downward:",
                        on_click=choose,
                        args=(kind,),
                    )
