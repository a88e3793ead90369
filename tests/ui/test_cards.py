"""What the kit sends to the page: one element per wall, words beside every colour, nothing from data as markup."""

import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui import cards
from ui.cards import Card, Change

ROOT = Path(__file__).resolve().parents[2]
EVIL = "<img src=x onerror=alert(1)> [a](http://b.c) \"q\" 'r' &"
FULL = Card(
    name="First response",
    definition="Time to the first human reply.",
    value="3 min 20 s",
    n="n = 6,120",
    changes=(Change("−18 s", "Sep 2026", "better"), Change("+41 s", "Oct 2025", "worse"), Change("no change", "2024")),
    trend=(1.0, 2.0, None, 4.0),
    target=3.0,
    goal="Goal 3 min",
    status="at_risk",
    verdict="at risk",
)


def test_pandas_is_whole_before_anything_is_drawn() -> None:
    """A chart that was drawn while a table of another run imported it failed with the whole page."""
    script = "import sys; from ui import cards; sys.exit(not hasattr(sys.modules.get('pandas'), 'Series'))"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


class Tags(HTMLParser):
    """Every element of a page with its attributes, and the text that is read."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data


def drawn(page: Callable[..., None], *given: object) -> AppTest:
    at = AppTest.from_function(page, args=given, default_timeout=30).run()
    assert not at.exception
    return at


def markup(at: AppTest) -> list[str]:
    return [element.proto.body for element in at.get("html")]


def show_walls(*walls: tuple) -> None:
    from ui import cards

    for wall in walls:
        cards.wall(wall)


def test_a_wall_is_one_element_whatever_it_holds() -> None:
    at = drawn(show_walls, (FULL,) * 5, ())
    (body,) = markup(at)
    assert body.count("<article") == 5
    assert "tz-cards-5" in body
    assert not Tags(body).open


def test_a_card_says_everything_in_words() -> None:
    (body,) = markup(drawn(show_walls, (FULL,)))
    text = re.sub(r"\s+", " ", Tags(body).text)
    for words in (
        "First response",
        "Time to the first human reply.",
        "3 min 20 s",
        "n = 6,120",
        "Goal 3 min",
        "at risk",
    ):
        assert words in text
    # colour is never alone: a sign to see and a word to hear
    assert "✓ −18 s better vs Sep 2026" in text
    assert "! +41 s worse vs Oct 2025" in text
    assert "no change vs 2024" in text
    assert "! at risk" in text


def test_the_definition_can_be_reached_by_keyboard() -> None:
    (body,) = markup(drawn(show_walls, (FULL,)))
    found = Tags(body).found
    assert ("span", {"class": "tz-term", "tabindex": "0"}) in found
    assert ("span", {"class": "tz-tip", "role": "tooltip"}) in found


def test_a_value_that_is_no_number_is_set_as_words() -> None:
    absent = Card("Reply time", "", "not available", hint="The export has no reply column.")
    (body,) = markup(drawn(show_walls, (absent, FULL)))
    assert '<p class="tz-value tz-no-value">not available</p>' in body
    assert '<p class="tz-value">3 min 20 s</p>' in body
    assert "The export has no reply column." in body


def test_nothing_in_a_card_becomes_markup() -> None:
    change = Change(EVIL, EVIL, "better")
    evil = Card(EVIL, EVIL, EVIL, EVIL, (change,), (1.0,), None, EVIL, "met", EVIL, EVIL)
    (body,) = markup(drawn(show_walls, (evil,)))
    tags = Tags(body)
    assert {tag for tag, _attributes in tags.found} <= {
        "div",
        "article",
        "h2",
        "span",
        "p",
        "ul",
        "li",
        "b",
        "i",
        "footer",
    }
    assert "onerror" not in {name for _tag, attributes in tags.found for name in attributes}
    assert tags.text.count(EVIL) == 9


@pytest.mark.parametrize("kind", ["met", "on_track", "at_risk", "off_track", "missed", "undecided"])
def test_every_verdict_has_a_sign_and_a_word(kind: cards.Status) -> None:
    text = Tags(cards.status(kind, EVIL)).text
    assert re.fullmatch(r"[✓!✗–] " + re.escape(EVIL), text)


def show_head(question: str, sentence: str, context: tuple[str, ...]) -> None:
    from ui import cards

    cards.headline(question, sentence, context)


def test_headline_bolds_our_numbers_and_nothing_else() -> None:
    (body,) = markup(drawn(show_head, "How did it go?", "**82.6%** in time <b>x</b>", ("All channels", "", "October")))
    assert "<h1>How did it go?</h1>" in body
    assert "<strong>82.6%</strong> in time &lt;b&gt;x&lt;/b&gt;" in body
    assert "All channels · October" in body


def test_headline_alone() -> None:
    (body,) = markup(drawn(show_head, "Why?", "", ()))
    assert body == '<header class="tz-head"><h1>Why?</h1></header>'


def show_states(text: str) -> None:
    from ui import cards

    for state in (cards.empty, cards.too_few, cards.not_available, cards.error):
        state(text, text)


def test_the_ways_of_having_nothing_look_different() -> None:
    bodies = markup(drawn(show_states, EVIL))
    kinds = [re.search(r"tz-state-(?!sign)\w+", body) for body in bodies]
    assert len({kind and kind.group() for kind in kinds}) == 4
    signs = [re.search(r'aria-hidden="true">(.)<', body) for body in bodies]
    assert len({sign and sign.group(1) for sign in signs}) == 4
    assert 'role="alert"' in bodies[3]
    assert all(Tags(body).text.count(EVIL) == 2 for body in bodies)


def show_charts() -> None:
    from datetime import date

    from ui import cards, charts

    view = charts.Trend(
        "CSAT", "Chat", "share", "month", (charts.Point(date(2026, 1, 1), date(2026, 1, 31), 0.8, 400),), "chat"
    )
    cards.chart("It <b>rose</b>", charts.trend(view, "light", "en"), charts.trend_alt(view, "en"), "trend", "by month")
    figures = charts.small_multiples([view, view], "light", "en")
    cards.multiples("Channels", [cards.Panel("Chat", figure, "alt", "chat") for figure in figures], "multiples")


def test_a_chart_has_title_note_and_alternative_text() -> None:
    at = drawn(show_charts)
    figures = [element.proto for element in at.get("plotly_chart")]
    assert [figure.alt for figure in figures] == ["CSAT, Chat: 80.0% in January 2026.", "alt", "alt"]
    assert {figure.theme for figure in figures} == {""}
    assert all('"displayModeBar": false' in figure.config for figure in figures)
    bodies = markup(at)
    assert '<h2 class="tz-title">It &lt;b&gt;rose&lt;/b&gt;</h2><p class="tz-note">by month</p>' in bodies[0]
    assert sum("tz-channel-chat" in body for body in bodies) == 2


def show_banner(text: str) -> None:
    from ui import cards

    cards.stylesheet()
    cards.banner(text)


def test_banner_and_stylesheet() -> None:
    banner, style = markup(drawn(show_banner, EVIL))
    assert style.startswith("<style>")
    assert style.endswith("</style>")
    assert "--tz-ink:light-dark(" in style
    assert EVIL in unescape(banner)
    assert "<img" not in banner


def test_the_stylesheet_turns_with_the_writing_and_knows_every_class() -> None:
    """Sides are logical, so that right-to-left needs no second sheet; every class of the kit has its rule."""
    css = (Path(cards.__file__).with_name("style.css")).read_text("utf-8")
    assert not re.search(r"(margin|padding|border)-(left|right)|[^-](left|right)\s*:|text-align:\s*(left|right)", css)
    (body,) = markup(drawn(show_walls, (FULL,)))
    classes = {name for _tag, attributes in Tags(body).found for name in (attributes.get("class") or "").split()}
    unstyled = {name for name in classes if f".{name}" not in css}
    assert unstyled <= {"tz-cards-1", "tz-neutral"}
