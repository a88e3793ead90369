"""Which language speaks, and that its catalogue is read: from a real catalogue compiled by Babel."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ui import formats, language

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "no data"
msgstr "keine Daten"

msgid "{step} point"
msgid_plural "{step} points"
msgstr[0] "{step} Punkt"
msgstr[1] "{step} Punkte"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "tarazu.mo").open("wb") as file:
        write_mo(file, read_po(io.StringIO(CATALOGUE), locale="de"))
    monkeypatch.setattr(language, "FOLDER", tmp_path)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the shell does: the session says its language at each call."""
    chosen: dict[str, str] = {}
    monkeypatch.setattr(language, "_asked", [])
    language.follow(lambda: chosen.get("language"))
    return chosen


def test_english_without_a_choice(session: dict[str, str]) -> None:
    assert language.current() == "en"
    assert language._("no data") == "no data"


def test_the_session_chooses_at_each_call(german: None, session: dict[str, str]) -> None:
    assert language._("no data") == "no data"
    session["language"] = "de"
    assert language.current() == "de"
    assert language._("no data") == "keine Daten"
    assert language.ngettext("{step} point", "{step} points", 1) == "{step} Punkt"
    assert language.ngettext("{step} point", "{step} points", 3) == "{step} Punkte"
    del session["language"]
    assert language._("no data") == "no data"


def test_a_command_speaks_its_own_language(german: None, session: dict[str, str]) -> None:
    session["language"] = "hu"
    with language.speaking("de"):
        assert language._("no data") == "keine Daten"
    assert language.current() == "hu"


def test_formats_take_their_words_from_the_locale_they_are_given(german: None) -> None:
    assert formats.absence("no_data", "share", "de") == "keine Daten"
    assert formats.change(0.83, 0.82, "share", "de") == "+1,0\u00a0Punkte"
    assert formats.change(32, 31, "points", "de_AT") == "+1\u00a0Punkt"
    assert formats.absence("no_data", "share", "fr") == "no data"


def test_available_languages(german: None) -> None:
    assert language.available() == {"en": "English", "de": "Deutsch"}


@pytest.mark.parametrize(
    ("locale", "way"), [("en", "ltr"), ("hu", "ltr"), ("fa", "rtl"), ("fa_IR", "rtl"), ("ar", "rtl")]
)
def test_direction(locale: str, way: str) -> None:
    assert language.direction(locale) == way


def test_digits_of_the_script() -> None:
    assert language.digits("2026", "fa") == "۲۰۲۶"
    assert language.digits("2026", "ar_EG") == "٢٠٢٦"
    assert language.digits("2026", "en") == "2026"


def test_the_words_of_the_kit_are_found_by_the_extraction() -> None:
    found = {
        message if isinstance(message, str) else message[0]
        for _file, _line, message, _comments, _context in extract_from_dir(str(ROOT / "ui"))
    }
    assert {"no data", "{step} point", "Target {value}", "vs {period}", "{n} period without a value"} <= found


def test_words_and_numbers_need_no_streamlit() -> None:
    """Commands and reports use them; the import is a fresh one."""
    code = "import sys, ui.formats, ui.charts, ui.language; sys.exit(bool({'streamlit', 'plotly'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
