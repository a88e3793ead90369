"""Every word that a person reads goes through gettext: another language is then a catalogue and no change of code."""

import ast
import re

from tests.architecture.source import called, calls, files, name

# What shows a text that it is given: of Streamlit, and of ui/cards.py.
WIDGETS = {
    *("markdown", "caption", "text", "title", "header", "subheader", "write", "html", "badge", "code"),
    *("error", "warning", "info", "success", "toast", "spinner", "status", "expander", "popover"),
    *("button", "form_submit_button", "download_button", "link_button", "page_link", "metric"),
    *("text_input", "number_input", "text_area", "selectbox", "multiselect", "checkbox", "toggle", "radio", "pills"),
    *("segmented_control", "slider", "date_input", "file_uploader", "tabs"),
}
CARDS = {"headline", "panel", "chart", "multiples", "banner", "empty", "too_few", "not_available", "error"}
VIEWS = {"Action", "Card", "Change", "Panel", "Trend"}
TEXTS = {
    "label",
    "help",
    "placeholder",
    "text",
    "title",
    "body",
    "note",
    "alt",
    "hint",
    "caption",
    "name",
    "definition",
}
# Not words: markup, icons, entities, a file's name.
UNSAID = re.compile(r"<[^>]*>?|[a-z-]+=\"[^\"]*\"?|:material/\w+:|&\w+;|\.(?:csv|xlsx)\b")


def said(node: ast.expr) -> str:
    """The words that a literal itself says, without what is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
    elif isinstance(node, ast.List | ast.Tuple):
        return " ".join(filter(None, map(said, node.elts)))
    else:
        return ""
    return " ".join(re.findall(r"[^\W\d_]{2,}", UNSAID.sub(" ", text)))


def shown(call: ast.Call) -> list[ast.expr]:
    """What a call shows as it is: the first thing that it is given, and whatever is named as a text."""
    about = ast.unparse(call.func)
    ours = about.removeprefix("cards.") in CARDS | VIEWS
    if not ours and (about.startswith("cards.") or called(call) not in WIDGETS):
        return []
    first = [] if called(call) == "page_link" else call.args[:1]
    return [*first, *(word.value for word in call.keywords if word.arg in TEXTS)]


def test_the_check_knows_words_from_markup() -> None:
    assert [said(ast.parse(text, mode="eval").body) for text in ('"Load data"', "f'{n} rows'", "['Left', x]")] == [
        "Load data",
        "rows",
        "Left",
    ]
    for silent in (
        "f'<h2 class=\"tz-title\">{x}</h2>'",
        "f':material/info: {x}'",
        "f'{table}.csv'",
        "'**'",
        "_('Load')",
    ):
        assert said(ast.parse(silent, mode="eval").body) == ""


def test_no_text_is_shown_in_one_language_only() -> None:
    spoken = [
        f"{name(path)}:{call.lineno} {words}"
        for path in files("ui", "pages")
        for call in calls(path)
        for given in shown(call)
        if (words := said(given))
    ]
    assert not spoken


def test_what_is_translated_can_be_extracted() -> None:
    """A text that is put together before it is looked up is in no catalogue."""
    put_together = (ast.JoinedStr, ast.BinOp, ast.Call)
    assert not [
        f"{name(path)}:{call.lineno}"
        for path in files("ui", "pages", "metrics")
        for call in calls(path)
        if called(call) in ("_", "N_") and isinstance(call.args[0], put_together)
    ]
