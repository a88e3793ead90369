"""How numbers and texts are written: pure functions over a locale. Dates and periods come from ui/periods.py.

`locale=None` means the language in force; what is cached passes its locale. An undefined number is None and is shown
as "–"; NaN is a mistake made earlier and raises ValueError.
"""

import math
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.numbers import format_decimal

from metrics.metric import Unit
from ui import language
from ui.periods import Calendar, Grain, date, period, period_short

__all__ = [
    "Absence",
    "Calendar",
    "Grain",
    "Unit",
    "absence",
    "chance",
    "change",
    "date",
    "entered",
    "html",
    "interval",
    "md",
    "n",
    "period",
    "period_short",
    "signed",
    "ticks",
    "value",
]

Absence = Literal["not_available", "no_data", "too_few", "zero"]

NO_VALUE = "–"
MINUS = "\u2212"
NARROW = "\u202f"  # narrow no-break space, before % where the language wants one
FIXED = "\u00a0"  # no-break space, between a number and its unit
WORD_JOINER = "\u2060"

_DECIMALS: dict[Unit, int] = {"score": 1, "amount": 2, "ratio": 2}
_WHOLE_FROM = 100  # of an amount: from here on nobody reads the cents
_NEVER = 0.05  # chances nearer to 0 or 1 are not told apart
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def value(x: float | None, unit: Unit, locale: str | None = None) -> str:
    """A measured number as a person would say it: 82.6%, 3 min 20 s, 1,234, +31, 5.4, 12.50; "–" where it is undefined.

    Amounts of money come without a sign of currency.
    """
    if x is None:
        return NO_VALUE
    locale = locale or language.current()
    if unit == "share":
        return _percent(x, locale, least=1)
    if unit == "seconds":
        return _duration(x, locale)
    if unit == "points":
        return _signed(_number(abs(x), locale), _rounded(x, 0))
    if unit == "count":
        return _number(x, locale, most=0 if float(x).is_integer() else 1)
    return _number(x, locale, least=_decimals(x, unit))


def entered(x: float | None, unit: Unit, locale: str | None = None) -> str:
    """A number that a person chose, a target for example: as exact as it is, without trailing zeros (85%, 4.5, 1 h)."""
    if x is None:
        return NO_VALUE
    locale = locale or language.current()
    if unit == "share":
        return _percent(x, locale, most=2)
    if unit == "seconds":
        return _duration(x, locale, exact=True)
    text = _number(abs(x) if unit == "points" else x, locale, most=2)
    return _signed(text, x) if unit == "points" else text


def interval(low: float | None, high: float | None, unit: Unit, locale: str | None = None) -> str:
    """The bounds of an interval with the unit said once: 79.9–85.0%, 38–46 s, +28 to +34; "–" where one is missing."""
    if low is None or high is None:
        return NO_VALUE
    locale = locale or language.current()
    first, last = value(low, unit, locale), value(high, unit, locale)
    if unit == "points" or MINUS in first + last:
        return language.translation(locale).gettext("{low} to {high}").format(low=first, high=last).replace(" ", FIXED)
    if unit == "seconds":
        if first.count(FIXED) > 1 or first.split(FIXED)[1:] != last.split(FIXED)[1:]:
            return f"{first}{FIXED}–{FIXED}{last}"
        return f"{first.split(FIXED)[0]}–{last}"
    if unit == "share":
        number = _number(low * 100, locale, least=1, most=1)
        upper = _number(high * 100, locale, least=1, most=1)
        return last.replace(upper, f"{number}–{upper}")
    return f"{first}–{last}"


def change(now: float | None, before: float | None, unit: Unit, locale: str | None = None) -> str:
    """The step from `before` to `now` with its sign: +0.4 points, −12 min, +3.1% of counts and amounts (+12 from none).

    "no change" where the rounded step is nothing, "–" where one of the two is undefined.
    """
    if now is None or before is None:
        return NO_VALUE
    locale = locale or language.current()
    step = now - before
    if unit in ("share", "points"):
        step *= 100 if unit == "share" else 1
        shown = _rounded(step, 1)
        text = _signed(_number(abs(step), locale, least=1 if unit == "share" else 0, most=1), shown)
        one = unit == "points" and abs(shown) == 1  # 1 point, but 1.0 points
        words = language.translation(locale).ngettext("{step} point", "{step} points", 1 if one else 2)
        text = words.format(step=text).replace(" ", FIXED)
    elif unit == "seconds":
        text = _signed(_duration(abs(step), locale), step)
        shown = 0 if text.lstrip("+" + MINUS) == _duration(0, locale) else 1
    elif unit in ("count", "amount") and before > 0:
        shown = _rounded(100 * step / before, 1)
        text = _signed(_percent(abs(step / before), locale, least=1), shown)
    else:
        decimals = _decimals(step, unit)
        shown = _rounded(step, decimals)
        text = _signed(_number(abs(step), locale, least=decimals), shown)
    return text if shown else language.translation(locale).gettext("no change")


def signed(points: float, locale: str | None = None) -> str:
    """A step in points where a heading has said the unit: +0.4, −2.1, 0.0."""
    shown = _rounded(points, 1)
    return _signed(_number(abs(shown), locale or language.current(), least=1), shown)


def n(size: float | None, locale: str | None = None) -> str:
    """The size of what was counted: n = 3,120."""
    return f"n{FIXED}={FIXED}{value(size, 'count', locale)}"


def chance(x: float, locale: str | None = None) -> str:
    """A chance in whole percent, "under 5%" and "over 95%" at the ends: no forecast knows them better.

    Rounded down, so that what is shown never stands on the other side of a status's boundary.
    """
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    if x < _NEVER:
        return _("under {bound}").format(bound=entered(_NEVER, "share", locale))
    if x > 1 - _NEVER:
        return _("over {bound}").format(bound=entered(1 - _NEVER, "share", locale))
    return entered(math.floor(100 * x + 1e-9) / 100, "share", locale)


def absence(reason: Absence, unit: Unit, locale: str | None = None) -> str:
    """The words for each of the four ways of having no number; zero is a number and is written as one."""
    locale = locale or language.current()
    _ = language.translation(locale).gettext
    if reason == "zero":
        return value(0, unit, locale)
    words = {"not_available": _("not available"), "no_data": _("no data"), "too_few": _("too few to show")}
    return words[reason]


def ticks(values: Sequence[float], unit: Unit, locale: str | None = None) -> list[str]:
    """The labels of an axis: all in one unit, and only as many decimals as tell the ticks apart."""
    locale = locale or language.current()
    if unit == "share":
        return [_percent(x, locale, most=2) for x in values]
    if unit == "seconds":
        most = max(map(abs, values), default=0)
        halves = (
            size for size in (_DAY, _HOUR, _MINUTE) if most >= 2 * size and all(2 * x % size == 0 for x in values)
        )
        size = next(halves, 1)
        return [_with_symbol(x / size, size, locale, most=2) if x else _number(0, locale) for x in values]
    if unit == "points":
        return [_signed(_number(abs(x), locale, most=1), x) for x in values]
    return [_number(x, locale, most=2) for x in values]


def md(text: str) -> str:
    """`text` from data or people, safe wherever Streamlit reads Markdown: it cannot become an image, link or style."""
    text = _one_line(text).replace("://", f":{WORD_JOINER}//").replace("@", f"{WORD_JOINER}@")
    # Backslashes do not stop autolinks: an invisible word joiner breaks them.
    text = "".join(
        WORD_JOINER + sign if sign == "." and text[max(at - 3, 0) : at].lower() == "www" else sign
        for at, sign in enumerate(text)
    )
    return "".join("\\" + sign if sign in _MARKUP else sign for sign in text)


def html(text: str) -> str:
    """`text` from data or people, safe in HTML, in its attributes, and in the strings that Plotly reads as HTML."""
    # Plotly knows few named entities, so quotes go as numbers.
    return _one_line(text).translate(_ENTITIES)


_MARKUP = frozenset("\\`*_{}[]<>()#+-.!|:$~^&=/@\"'")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


def _one_line(text: str) -> str:
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)


def _number(x: float, locale: str, least: int = 0, most: int | None = None) -> str:
    """Grouped digits of the locale with `least` to `most` decimals, halves rounded away from zero."""
    most = least if most is None else most
    exact = _exact(x, most)
    return (MINUS if exact < 0 else "") + _grouped(abs(exact), locale, least, most)


@lru_cache(maxsize=16_384)  # a page writes a thousand numbers, mostly the same small ones
def _grouped(exact: Decimal, locale: str, least: int, most: int) -> str:
    decimals = "." + "0" * least + "#" * (most - least) if most else ""
    text = format_decimal(exact, format=_grouping(locale) + decimals, locale=locale, numbering_system="default")
    return language.digits(text, locale)


def _decimals(x: float, unit: Unit) -> int:
    """How many decimals a number of this unit is written with."""
    if unit == "amount" and abs(_rounded(x, _DECIMALS[unit])) >= _WHOLE_FROM:
        return 0
    return _DECIMALS.get(unit, 0)


def _percent(share: float, locale: str, least: int = 0, most: int | None = None) -> str:
    before, after = _percent_signs(locale)
    return f"{before}{_number(share * 100, locale, least, most)}{after}"


def _exact(x: float, decimals: int) -> Decimal:
    if not math.isfinite(x):
        raise ValueError(f"{x} is no number to show: undefined values are None")
    return Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _rounded(x: float, decimals: int) -> float:
    return float(_exact(x, decimals))


def _signed(text: str, x: float) -> str:
    return f"+{text}" if x > 0 else f"{MINUS}{text}" if x < 0 else text


@cache
def _grouping(locale: str) -> str:
    return str(Locale.parse(locale).decimal_formats[None].pattern).split(".")[0]


@cache
def _percent_signs(locale: str) -> tuple[str, str]:
    """What stands before and after the number; a space becomes a narrow one that never breaks."""
    parsed = Locale.parse(locale)
    sign = parsed.number_symbols[parsed.default_numbering_system]["percentSign"]
    pattern = str(parsed.percent_formats[None].pattern).split(";")[0].replace("%", sign)
    head, tail = pattern[: pattern.index("#")], pattern[pattern.rindex("0") + 1 :]
    return head.replace(FIXED, NARROW).replace(" ", NARROW), tail.replace(FIXED, NARROW).replace(" ", NARROW)


def _with_symbol(x: float, size: int, locale: str, most: int = 0) -> str:
    _ = language.translation(locale).gettext
    symbols = {1: _("s"), _MINUTE: _("min"), _HOUR: _("h"), _DAY: _("d")}
    return f"{_number(x, locale, most=most)}{FIXED}{symbols[size]}"


def _duration(seconds: float, locale: str, exact: bool = False) -> str:
    """One or two units; the smaller one is dropped where nobody would say it (12 min, not 12 min 7 s)."""
    if seconds < 0:
        return MINUS + _duration(-seconds, locale, exact)
    if _rounded(seconds, 1) < 10 or (exact and seconds < _MINUTE):
        return _with_symbol(seconds, 1, locale, most=1)
    for size, smaller, until, enough in (
        (1, 1, _MINUTE, 0),
        (_MINUTE, 1, _HOUR, 10),
        (_HOUR, _MINUTE, _DAY, 24),
        (_DAY, _HOUR, math.inf, 10),
    ):
        # Round first: 59.6 s is a minute, and 59 min 59.6 s an hour.
        step = smaller if exact or seconds < enough * size else size
        rounded = _rounded(seconds / step, 0) * step
        if rounded >= until:
            continue
        whole, rest = divmod(rounded, size)
        parts = [_with_symbol(whole, size, locale)]
        if rest:
            parts.append(_with_symbol(rest / smaller, smaller, locale))
        return FIXED.join(parts)
    raise AssertionError("the last unit has no end")
