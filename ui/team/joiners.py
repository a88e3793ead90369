"""Who joined and who left in the period, in the order of teams and of the alphabet."""

from datetime import date

from answers.workload import Load, Person
from ui import formats
from ui.formats import Calendar, html
from ui.language import gettext as _
from ui.language import ngettext


def listed(load: Load, locale: str, calendar: Calendar) -> str:
    """HTML; empty where nobody joined or left."""
    joined = [one for one in load.people if one.joined_on is not None and load.first <= one.joined_on <= load.last]
    left = [one for one in load.people if one.left_on is not None and load.first <= one.left_on <= load.last]
    lines = [_line(_("joined on {day}"), one, one.joined_on, locale, calendar) for one in joined]
    lines += [_line(_("left on {day}"), one, one.left_on, locale, calendar) + _behind(one) for one in left]
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<div class="tz-wall"><ul class="tz-joiners">{items}</ul></div>' if lines else ""


def _line(words: str, one: Person, day: date | None, locale: str, calendar: Calendar) -> str:
    shown = formats.NO_VALUE if day is None else formats.date(day, locale, calendar)
    return f"<b>{html(one.name)}</b> <span>{html(one.team or '')}</span> {html(words.format(day=shown))}"


def _behind(one: Person) -> str:
    if not one.open:
        return ""
    words = ngettext("; still owns {n} open request", "; still owns {n} open requests", one.open)
    return html(words.format(n=formats.value(one.open, "count")))
