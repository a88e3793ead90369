"""Which language speaks: gettext catalogues under ui/locale, chosen at each call. Knows no widget and no Streamlit.

Texts are extracted and compiled with Babel (only its default settings, so there is no babel.cfg); `make texts` is the
first of these commands:

    pybabel extract -k _ -k N_ -k ngettext:1,2 -o ui/locale/tarazu.pot app.py ui pages answers metrics
    pybabel init    -D tarazu -i ui/locale/tarazu.pot -d ui/locale -l fa     (once per language)
    pybabel update  -D tarazu -i ui/locale/tarazu.pot -d ui/locale
    pybabel compile -D tarazu -d ui/locale
"""

import gettext as catalogues
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale

DEFAULT = "en"
DOMAIN = "tarazu"
FOLDER = Path(__file__).parent / "locale"

_said: ContextVar[str | None] = ContextVar("language", default=None)
_asked: list[Callable[[], str | None]] = []


def follow(source: Callable[[], str | None]) -> None:
    """Let `source` say the language of the running session, e.g. `lambda: st.session_state.get("language")`.

    A function and not a value, because a fragment's rerun does not pass through the shell.
    """
    _asked[:] = [source]


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block, whatever the session says: for commands, reports and tests."""
    token = _said.set(locale)
    try:
        yield
    finally:
        _said.reset(token)


def current() -> str:
    """The locale in force: the block's (`speaking`), else the session's (`follow`), else English."""
    return _said.get() or next((asked for source in _asked if (asked := source())), None) or DEFAULT


def available() -> dict[str, str]:
    """Every language with a compiled catalogue, as {code: its own name}; English is always there."""
    compiled = sorted(found.parent.parent.name for found in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return {code: str(Locale.parse(code).display_name) for code in dict.fromkeys([DEFAULT, *compiled])}


def translation(locale: str | None = None) -> catalogues.NullTranslations:
    """The catalogue of `locale` (None: the one in force); English words where it has none."""
    return _catalogue(locale or current(), FOLDER)


@cache
def _catalogue(locale: str, folder: Path) -> catalogues.NullTranslations:
    names = [locale, locale.split("_", maxsplit=1)[0]]
    return catalogues.translation(DOMAIN, localedir=folder, languages=names, fallback=True)


def gettext(message: str) -> str:
    """`message` in the language in force. Imported by pages as `_`."""
    return translation().gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of the sentence that `number` needs in the language in force."""
    return translation().ngettext(singular, plural, number)


_ = gettext


def direction(locale: str | None = None) -> Literal["ltr", "rtl"]:
    """The way the language of `locale` is written."""
    return "rtl" if Locale.parse(locale or current()).text_direction == "rtl" else "ltr"


_DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}


def digits(text: str, locale: str | None = None) -> str:
    """`text` with the digits of the locale's own script, which Babel knows the separators of but not the digits."""
    own = _own_digits(locale or current())
    return text.translate(own) if own else text


@cache
def _own_digits(locale: str) -> dict[int, int] | None:
    own = _DIGITS.get(Locale.parse(locale).default_numbering_system)
    return str.maketrans("0123456789", own) if own else None
