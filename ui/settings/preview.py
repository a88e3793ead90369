"""The weeks that lie ahead as a calendar sheet: hours, holidays with their names, half days and days of their own."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from answers import open_hours
from answers.open_hours import Kind, OpenDay
from data.settings import Settings, minute_of_day
from ui import cards, formats, language
from ui.formats import Calendar, html
from ui.language import gettext as _
from ui.periods import day_of_month, period_short
from ui.settings.hours import days, written


def show(settings: Settings, team: str | None, first: date, key: str, note: str = "") -> None:
    """The eight weeks from `first` on by the calendar of a team; null: the organisation's."""
    title = _("The next eight weeks") if team is None else _("The next eight weeks of {team}").format(team=team)
    with cards.panel(title, key, note):
        st.html(_sheet(settings, team, first, language.current()))


def _sheet(settings: Settings, team: str | None, first: date, locale: str) -> str:
    calendar: Calendar = "jalali" if settings.calendar == "jalali" else "gregorian"
    weeks = open_hours.weeks(settings, team, first, locale)
    names = days()
    head = "".join(
        f'<th scope="col"><span aria-hidden="true">{html(names[day.date.weekday()][:3])}</span>'
        f'<span class="tz-heard">{html(names[day.date.weekday()])}</span></th>'
        for day in weeks[0]
    )
    open_words = f'<th scope="col" class="tz-week-sum">{html(_("Open"))}</th>'
    rows = "".join(_week(week, first, locale, calendar, number == 0) for number, week in enumerate(weeks))
    special = [day for week in weeks for day in week if day.date >= first and _special(day)]
    notes = "".join(f"<li>{_note(day, locale, calendar)}</li>" for day in special)
    listed = f'<ul class="tz-weeks-notes">{notes}</ul>' if notes else ""
    return f'<table class="tz-weeks"><thead><tr>{head}{open_words}</tr></thead><tbody>{rows}</tbody></table>{listed}'


def _week(week: Sequence[OpenDay], first: date, locale: str, calendar: Calendar, top: bool) -> str:
    cells = "".join(_cell(day, day.date < first, locale, calendar, top and not n) for n, day in enumerate(week))
    hours = sum(day.minutes for day in week) * 60
    return f'<tr>{cells}<td class="tz-week-sum">{html(_hours(hours, locale))}</td></tr>'


def _cell(day: OpenDay, past: bool, locale: str, calendar: Calendar, named: bool) -> str:
    when = f'<span class="tz-day-date">{html(_date(day, locale, calendar, named))}</span>'
    if past:
        return f'<td class="tz-day-past">{when}</td>'
    hours = " ".join(f"<b>{html(language.digits(written((one,)), locale))}</b>" for one in day.hours)
    hours = hours or f'<span class="tz-heard">{html(_("closed"))}</span>'
    names = html(", ".join(day.names))
    kind = f"tz-day-{day.kind}" + ("" if day.hours else " tz-day-closed")
    mark = f'<span class="tz-heard">{html(kind_word(day.kind))}</span>' if day.kind != "usual" else ""
    return (
        f'<td class="{kind}">{when}{mark}'
        f'<span class="tz-day-hours">{hours}</span>'
        f'<span class="tz-day-bar" aria-hidden="true">{_bar(day)}</span>'
        + (f'<span class="tz-day-name" title="{names}">{names}</span>' if names else "")
        + "</td>"
    )


def _date(day: OpenDay, locale: str, calendar: Calendar, named: bool) -> str:
    """The day's number; with its month where that begins, or `named`."""
    number = day_of_month(day.date, locale, calendar)
    begins = number == language.digits("1", locale)
    return period_short("day", day.date, locale, calendar)[0] if named or begins else number


def _bar(day: OpenDay) -> str:
    """The day from midnight to midnight with its open hours."""
    spans = ((minute_of_day(opens) / 14.4, minute_of_day(closes) / 14.4) for opens, closes in day.hours)
    return "".join(
        f'<i style="inset-inline-start:{begin:.1f}%;inline-size:{end - begin:.1f}%"></i>' for begin, end in spans
    )


def _special(day: OpenDay) -> bool:
    return day.kind != "usual" or bool(day.names)


def kind_word(kind: Kind) -> str:
    """Why a day has its hours, in words."""
    words: dict[Kind, str] = {
        "usual": "",
        "holiday": _("public holiday"),
        "half_day": _("half day"),
        "exception": _("own hours"),
    }
    return words[kind]


def _note(day: OpenDay, locale: str, calendar: Calendar) -> str:
    """ "Dec 24, Thursday: half day, 9–12. Christmas Eve"."""
    when = f"{formats.date(day.date, locale, calendar)}, {days()[day.date.weekday()]}"
    hours = language.digits(written(day.hours), locale) or _("closed")
    why = ", ".join(filter(None, (kind_word(day.kind), hours)))
    names = f" · {html(', '.join(day.names))}" if day.names else ""
    return f'<i class="tz-day-mark tz-day-{day.kind}" aria-hidden="true"></i><b>{html(when)}</b> {html(why)}{names}'


def _hours(seconds: float, locale: str) -> str:
    """So many hours of a week; days would not say how much anybody works."""
    number = formats.entered(round(seconds / 3600, 2), "count", locale)
    return f"{number}{formats.FIXED}{language.translation(locale).gettext('h')}"
