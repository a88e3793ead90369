"""A page as its reader has it: opened through app.py, its words without their markup, its cards, its figures."""

import html
import json
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"
PAGES = (
    *("overview", "goals", "channels", "waiting", "customers_say", "compare", "team", "review"),
    *("data", "glossary", "settings"),
)


def opened(page: str, *, theme: str = "light", **address: str | list[str]) -> AppTest:
    """A page that was opened by its address; `address` are the query parameters."""
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.context = {"theme": theme}
    at.query_params.update(address)
    return ran(at.switch_page(f"pages/{page}.py"))


def ran(at: AppTest) -> AppTest:
    """The page after another run, which raised nothing."""
    at.run()
    assert not at.exception, at.exception[0].stack_trace
    assert "This page failed" not in words(at), "the log above says why"
    return at


def words(at: AppTest) -> str:
    """All that stands on the page, in its order, as a person reads it."""
    return "\n".join(filter(None, (said(element) for element in at)))


def said(element: Any) -> str:
    """What an element says: its label, and its text without markup."""
    texts = [getattr(element, "label", None), getattr(element, "value", None)]
    if element.type == "page_link":
        texts = texts[:1]
    return " ".join(plain(text) for text in texts if isinstance(text, str) and text)


def plain(text: str) -> str:
    """A text without tags, entities, escapes and the characters that only keep lines together."""
    text = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL))
    text = re.sub(r"\\(?=[^A-Za-z0-9\s])", "", text).replace("\u2060", "")
    return " ".join(re.sub(r"[\u00a0\u202f]", " ", text).split())


def cards(at: AppTest) -> dict[str, str]:
    """The wall of cards: each name with all that its card says."""
    walls = [each.value for each in at.html if "tz-cards" in each.value]
    found = re.findall(r"<article.*?</article>", " ".join(walls), flags=re.DOTALL)
    return {plain(re.sub(r'<span class="tz-tip".*?</span>', "", one).split("</h2>")[0]): plain(one) for one in found}


def figures(at: AppTest) -> list[dict[str, Any]]:
    """The figures as the browser gets them."""
    return [json.loads(each.proto.spec) for each in at.get("plotly_chart")]


def drawn(figure: dict[str, Any], values: list[float | None]) -> bool:
    """Whether one of the figure's lines runs through just these values."""
    return any(_same(mark.get("y"), values) for mark in figure["data"])


def _same(ys: Any, values: list[float | None]) -> bool:
    if not isinstance(ys, list) or len(ys) != len(values):
        return False
    return all(y == value or (y and value and abs(y / value - 1) < 1e-9) for y, value in zip(ys, values, strict=True))


def links(at: AppTest) -> dict[str, str]:
    """Label → address of every link to one of our pages."""
    return {each.label: f"{each.page}?{each.proto.query_string}".rstrip("?") for each in at.get("page_link")}
