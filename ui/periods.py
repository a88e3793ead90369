"""How dates and periods are named, in the reader's language and calendar. Cutting time into periods is data's work."""

from datetime import date as Date
from typing import Literal

from babel.dates import format_date, format_skeleton

from ui import language

Grain = Literal["day", "week", "month", "quarter", "year"]
Calendar = Literal["gregorian", "jalali"]


def date(day: Date, locale: str | None = None, calendar: Calendar = "gregorian") -> str:
    """One day in full: Oct 31, 2026; 9 Aban 1405."""
    locale = locale or language.current()
    if calendar == "jalali":
        year, month, number = _jalali(day, locale)
        return f"{number}\u00a0{month}\u00a0{year}"
    return language.digits(format_date(day, "medium", locale=locale), locale).replace(" ", "\u00a0")


def day_of_month(day: Date, locale: str | None = None, calendar: Calendar = "gregorian") -> str:
    """The number of a day in its month: 31; 9 of Aban."""
    locale = locale or language.current()
    return _jalali(day, locale)[2] if calendar == "jalali" else _digits(day.day, locale)


def period(
    grain: Grain,
    first_date: Date,
    locale: str | None = None,
    calendar: Calendar = "gregorian",
    short: bool = False,
) -> str:
    """The period of `grain` that begins on `first_date`: October 2026, Week 44, 2026, Q4 2026, 2026, Aban 1405.

    `short` abbreviates a Gregorian month (Oct 2026) for narrow places. A week that begins on another day than Monday
    has no ISO number and is named by its first day.
    """
    locale = locale or language.current()
    name, year = period_short(grain, first_date, locale, calendar)
    if grain == "day":
        return date(first_date, locale, calendar)
    if grain == "week":
        if not _is_iso_week(first_date, calendar):
            return (
                language.translation(locale).gettext("Week of {date}").format(date=date(first_date, locale, calendar))
            )
        number = _digits(first_date.isocalendar().week, locale)
        return language.translation(locale).gettext("Week {number}, {year}").format(number=number, year=year)
    if grain == "year":
        return name
    if calendar == "jalali":
        return f"{name} {year}"
    month = "yMMM" if short else "yMMMM"
    return _skeleton(month if grain == "month" else "yQQQ", first_date, locale)


def period_short(
    grain: Grain, first_date: Date, locale: str | None = None, calendar: Calendar = "gregorian"
) -> tuple[str, str]:
    """A tick's two lines, (what, year): ("Oct", "2026"), ("W44", "2026"), ("Q4", "2026"), ("Oct 31", "2026").

    A year has one line: ("2026", "").
    """
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    jalali = calendar == "jalali"
    if grain == "week" and _is_iso_week(first_date, calendar):
        iso = first_date.isocalendar()
        return _("W{number}").format(number=_digits(iso.week, locale)), _digits(iso.year, locale)
    if jalali:
        year, month, number = _jalali(first_date, locale)
    else:
        year = _digits(first_date.year, locale)
        month = _skeleton("MMM", first_date, locale)
        number = _digits(first_date.day, locale)
    if grain in ("day", "week"):
        return (f"{number} {month}" if jalali else _skeleton("MMMd", first_date, locale)), year
    if grain == "month":
        return month, year
    if grain == "quarter":
        quarter = (_jalali_month(first_date) - 1) // 3 + 1 if jalali else (first_date.month - 1) // 3 + 1
        return _("Q{number}").format(number=_digits(quarter, locale)), year
    return year, ""


def _is_iso_week(first_date: Date, calendar: Calendar) -> bool:
    return calendar == "gregorian" and first_date.isoweekday() == 1


def _digits(number: int, locale: str) -> str:
    return language.digits(str(number), locale)


def _skeleton(parts: str, day: Date, locale: str) -> str:
    return language.digits(format_skeleton(parts, day, locale=locale), locale)


def _jalali(day: Date, locale: str) -> tuple[str, str, str]:
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415 (only where that calendar is read)

    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
    month = jalali.strftime("%B", locale="fa" if locale.split("_", maxsplit=1)[0] == "fa" else "en")
    return _digits(jalali.year, locale), month, _digits(jalali.day, locale)


def _jalali_month(day: Date) -> int:
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415

    return int(JalaliDate(day).month)  # type: ignore[no-untyped-call]
