"""Text that no spreadsheet runs as a formula, and the way back to what it was."""

# A cell that starts so is a formula to a spreadsheet, in these and in their full-width forms.
STARTS = "=+-@|\t\r\n＝＋－＠｜"


def defuse(text: str) -> str:
    """The text, after an apostrophe where a spreadsheet would run it. One that has its apostrophes already gets one
    more, so that `restore` gives back exactly what was there."""
    return f"'{text}" if _runs(text.lstrip("'")) else text


def restore(text: str) -> str:
    """What `defuse` was given."""
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    return bool(text) and text[0] in STARTS
