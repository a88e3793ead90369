"""A wide table that scrolls by itself on a narrow screen, also from the keyboard."""

from ui.formats import html


def scrolling(table: str, name: str) -> str:
    """The HTML of a table inside a region that is called `name` (plain text)."""
    return f'<div class="tz-scroll" tabindex="0" role="region" aria-label="{html(name)}">{table}</div>'
