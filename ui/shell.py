"""What is around every page: navigation, language, theme, the reader, and what to show while there is no data.

app.py calls main(); each page begins with guard().
"""

import atexit
import gc
import logging
from dataclasses import dataclass
from datetime import date

import streamlit as st

from answers import world
from answers.world import Choices, Generation, Scope
from ui import address, cards, formats, language
from ui.cards import Action
from ui.colours import Theme
from ui.language import gettext as _
from ui.periods import Calendar

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """One page of the product: its file, its name in the navigation, and whose question it answers."""

    file: str
    name: str
    icon: str


def places() -> list[Place]:
    return [
        Place("overview", _("Overview"), ":material/monitoring:"),
        Place("goals", _("Goals"), ":material/flag:"),
        Place("channels", _("Channels"), ":material/forum:"),
        Place("waiting", _("Waiting"), ":material/hourglass_top:"),
        Place("customers_say", _("What customers say"), ":material/record_voice_over:"),
        Place("compare", _("Compare"), ":material/compare_arrows:"),
        Place("team", _("Team"), ":material/groups:"),
        Place("review", _("Reviews"), ":material/handshake:"),
        Place("data", _("Data"), ":material/database:"),
        Place("glossary", _("Glossary"), ":material/menu_book:"),
        Place("settings", _("Settings"), ":material/tune:"),
    ]


@dataclass(frozen=True)
class Reader:
    """Who reads which data, and how it is to be shown."""

    scope: Scope
    generation: Generation
    theme: Theme
    locale: str

    @property
    def calendar(self) -> Calendar:
        return "jalali" if self.generation.settings.calendar == "jalali" else "gregorian"

    @property
    def key(self) -> tuple[str, ...]:
        """What a finished view depends on, besides its filters and what people have entered."""
        return (str(self.generation.path), self.generation.settings.version, str(self.scope), self.theme, self.locale)


@st.cache_resource(show_spinner=False)
def _warm() -> bool:
    """Once per process: what was imported stays, so that the collector after each run need not walk it."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else what DuckDB holds looks like a leak when the process ends
    return True


def main() -> None:
    """Draw the product: the one call of app.py."""
    st.set_page_config(page_title="Tarazu", page_icon="⚖️", layout="wide")
    language.follow(lambda: st.session_state.get("language"))
    cards.stylesheet()
    st.session_state["_shell"] = True
    known = [
        st.Page(f"pages/{place.file}.py", title=place.name, icon=place.icon, default=number == 0)
        for number, place in enumerate(places())
    ]
    page = st.navigation(known)
    st.session_state["_page"] = page.url_path or places()[0].file
    address.follow()
    _warm()
    try:
        generation = world.current()
        if generation is not None and generation.demonstration:
            cards.banner(_("Demonstration data of a made-up company."), Action(_("Load your own"), "pages/data.py"))
        with language.speaking(language.current()):  # asked once, not for each of its thousand texts
            page.run()
    except Exception:
        _log.exception("The page %s failed", page.title)
        cards.error(
            _("This page failed"),
            _("Nothing that you entered or loaded is lost. Reload the page; if it fails again, the log says where."),
        )


def guard() -> None:
    """First statement of each page: a page that is opened past app.py draws the whole product, and stops."""
    if "_shell" not in st.session_state:
        main()
        st.stop()


def page() -> str:
    """The file of the page that is open, as in places()."""
    return str(st.session_state["_page"])


def theme() -> Theme:
    return "dark" if st.context.theme.type == "dark" else "light"


def loaded() -> tuple[Scope, Generation | None]:
    """Who asks, and what is loaded; for pages that also work while nothing is."""
    return world.OWNER, world.current()


def reader() -> Reader:
    """Who reads what; without data the page says how to load some, and stops."""
    generation = world.current()
    if generation is None:
        cards.headline(
            _("What would you like to know?"), _("Tarazu answers from your own exports. None is loaded yet.")
        )
        cards.empty(
            _("No data yet"),
            _("Load an export of your helpdesk, phone system or survey tool. It stays on this machine."),
            Action(_("Load data"), "pages/data.py"),
        )
        st.stop()
    return Reader(world.OWNER, generation, theme(), language.current())


@st.cache_data(show_spinner=False, max_entries=64)
def _choices(key: tuple[str, ...], _scope: Scope, _generation: Generation) -> Choices:
    return world.choices(_scope, _generation)


def choices(who: Reader) -> Choices:
    """What this reader can filter by."""
    return _choices(who.key, who.scope, who.generation)


def freshness(as_of: date | None) -> str:
    """The line that says how late the data's own clock is."""
    return _("data up to {day}").format(day=formats.date(as_of)) if as_of else _("undated data")
