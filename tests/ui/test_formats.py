"""Every unit, sign, rounding, absence and locale that a number or a period can be written in, and the escapes."""

import html
import math
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import formats, language

EN = "en"
QUICK = settings(derandomize=True, max_examples=50, deadline=None)
UNITS: tuple[formats.Unit, ...] = ("share", "seconds", "count", "points", "score", "amount", "ratio")


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace(formats.NARROW, " ").replace(formats.FIXED, " ")


@pytest.mark.parametrize(
    ("x", "unit", "written"),
    [
        (0.826, "share", "82.6%"),
        (0, "share", "0.0%"),
        (1, "share", "100.0%"),
        (0.82649, "share", "82.6%"),
        (0.8265, "share", "82.7%"),  # halves go away from zero
        (1234, "count", "1,234"),
        (1234567.0, "count", "1,234,567"),
        (0, "count", "0"),
        (2.25, "count", "2.3"),
        (31.4, "points", "+31"),
        (-5, "points", "−5"),
        (0, "points", "0"),
        (-0.4, "points", "0"),
        (100, "points", "+100"),
        (5.37, "score", "5.4"),
        (4, "score", "4.0"),
        (-1.5, "score", "−1.5"),
        (1234567.8, "amount", "1,234,568"),
        (100, "amount", "100"),
        (99.994, "amount", "99.99"),
        (99.996, "amount", "100"),  # rounded first: nobody writes 100.00
        (12.5, "amount", "12.50"),
        (0, "amount", "0.00"),
        (-250.6, "amount", "−251"),
        (1.456, "ratio", "1.46"),
        (12, "ratio", "12.00"),
    ],
)
def test_value(x: float, unit: formats.Unit, written: str) -> None:
    assert plain(formats.value(x, unit, EN)) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (0.04, "0 s"),
        (0.4, "0.4 s"),
        (4.25, "4.3 s"),
        (9.96, "10 s"),
        (42, "42 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (599.6, "10 min"),
        (727, "12 min"),  # nobody says 12 min 7 s
        (3569, "59 min"),
        (3570, "1 h"),
        (3599.7, "1 h"),
        (4320, "1 h 12 min"),
        (86000, "23 h 53 min"),
        (86399, "1 d"),
        (183600, "2 d 3 h"),
        (10 * 86400 + 3 * 3600, "10 d"),
        (400 * 86400, "400 d"),
        (1234 * 86400, "1,234 d"),
        (-720, "−12 min"),
    ],
)
def test_durations_in_the_unit_a_person_would_choose(seconds: float, written: str) -> None:
    assert plain(formats.value(seconds, "seconds", EN)) == written


@QUICK
@given(st.floats(min_value=0, max_value=1e9))
def test_a_duration_is_never_written_with_a_full_smaller_unit(seconds: float) -> None:
    """59.99 s must not become "60 s", nor 119 min "1 h 60 min"; what is written is near what it was."""
    written = plain(formats.value(seconds, "seconds", EN)).replace(",", "")
    parts = [(float(number), unit) for number, unit in re.findall(r"([\d.]+) (min|s|h|d)", written)]
    limits = {"s": 60, "min": 60, "h": 24, "d": math.inf}
    sizes = {"s": 1, "min": 60, "h": 3600, "d": 86400}
    assert 1 <= len(parts) <= 2
    assert all(number < limits[unit] for number, unit in parts)
    back = sum(number * sizes[unit] for number, unit in parts)
    assert back == pytest.approx(seconds, rel=0.06, abs=0.06)


@pytest.mark.parametrize("unit", UNITS)
def test_undefined_is_a_dash_and_never_zero(unit: formats.Unit) -> None:
    assert formats.value(None, unit, EN) == "–"
    assert formats.entered(None, unit, EN) == "–"
    assert formats.interval(None, 1, unit, EN) == formats.interval(0, None, unit, EN) == "–"
    assert formats.change(None, 1, unit, EN) == formats.change(1, None, unit, EN) == "–"


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_nan_is_a_mistake_and_not_a_text(unit: formats.Unit, wrong: float) -> None:
    with pytest.raises(ValueError, match="None"):
        formats.value(wrong, unit, EN)


def test_the_four_ways_of_having_no_number_differ() -> None:
    reasons: tuple[formats.Absence, ...] = ("not_available", "no_data", "too_few", "zero")
    words = [formats.absence(reason, "share", EN) for reason in reasons]
    assert words == ["not available", "no data", "too few to show", "0.0%"]
    assert formats.value(None, "share", EN) not in words


@pytest.mark.parametrize(
    ("x", "unit", "written"),
    [
        (0.85, "share", "85%"),
        (0.8575, "share", "85.75%"),
        (3600, "seconds", "1 h"),
        (5400, "seconds", "1 h 30 min"),
        (727, "seconds", "12 min 7 s"),
        (20, "seconds", "20 s"),
        (30.5, "seconds", "30.5 s"),
        (4.5, "score", "4.5"),
        (35, "points", "+35"),
        (-2.5, "points", "−2.5"),
        (1500, "count", "1,500"),
        (1500, "amount", "1,500"),
        (4.5, "amount", "4.5"),
        (1.25, "ratio", "1.25"),
    ],
)
def test_what_a_person_entered_keeps_its_digits(x: float, unit: formats.Unit, written: str) -> None:
    assert plain(formats.entered(x, unit, EN)) == written


@pytest.mark.parametrize(
    ("low", "high", "unit", "written"),
    [
        (0.799, 0.85, "share", "79.9–85.0%"),
        (0.2, 0.2, "share", "20.0–20.0%"),
        (38, 46, "seconds", "38–46 s"),
        (50, 70, "seconds", "50 s – 1 min 10 s"),
        (170, 220, "seconds", "2 min 50 s – 3 min 40 s"),
        (660, 720, "seconds", "11–12 min"),
        (28.2, 34, "points", "+28 to +34"),
        (-4, 3, "points", "−4 to +3"),
        (100, 1200, "count", "100–1,200"),
        (4.1, 4.36, "score", "4.1–4.4"),
        (-0.5, 0.5, "score", "−0.5 to 0.5"),
        (95.5, 104.2, "amount", "95.50–104"),
        (1.2, 1.4, "ratio", "1.20–1.40"),
    ],
)
def test_interval_says_the_unit_once(low: float, high: float, unit: formats.Unit, written: str) -> None:
    assert plain(formats.interval(low, high, unit, EN)) == written


@pytest.mark.parametrize(
    ("now", "before", "unit", "written"),
    [
        (0.83, 0.826, "share", "+0.4 points"),
        (0.82, 0.83, "share", "−1.0 points"),
        (0.5, 0.4996, "share", "no change"),
        (34, 31, "points", "+3 points"),
        (31, 32, "points", "−1 point"),
        (31.4, 31, "points", "+0.4 points"),
        (720, 1440, "seconds", "−12 min"),
        (1440, 720, "seconds", "+12 min"),
        (100, 100.01, "seconds", "no change"),
        (1031, 1000, "count", "+3.1%"),
        (900, 1000, "count", "−10.0%"),
        (1000, 1000, "count", "no change"),
        (12, 0, "count", "+12"),  # a share of nothing is undefined
        (0, 0, "count", "no change"),
        (4.3, 4.1, "score", "+0.2"),
        (4.14, 4.1, "score", "no change"),
        (1031, 1000, "amount", "+3.1%"),
        (1000.2, 1000, "amount", "no change"),
        (250, 0, "amount", "+250"),
        (1.5, 1.25, "ratio", "+0.25"),
        (1.25, 1.5, "ratio", "−0.25"),
        (1.252, 1.25, "ratio", "no change"),
    ],
)
def test_change(now: float, before: float, unit: formats.Unit, written: str) -> None:
    assert plain(formats.change(now, before, unit, EN)) == written


def test_n() -> None:
    assert plain(formats.n(3120, EN)) == "n = 3,120"
    assert plain(formats.n(None, EN)) == "n = –"
    assert " " not in formats.n(3120, EN)


def test_numbers_do_not_break_over_lines() -> None:
    texts = [
        formats.value(4320, "seconds", EN),
        formats.value(0.5, "share", "de"),
        formats.change(0.5, 0.4, "share", EN),
        formats.interval(50, 70, "seconds", EN),
        formats.interval(1, 2, "points", EN),
        formats.date(date(2026, 10, 31), EN),
    ]
    assert not [text for text in texts if " " in text]


@pytest.mark.parametrize(
    ("locale", "share", "count", "minus"),
    [
        ("en", "82.6%", "1,234,567", "−31"),
        ("de", "82,6\u202f%", "1.234.567", "−31"),
        ("fr", "82,6\u202f%", "1\u202f234\u202f567", "−31"),
        ("hu", "82,6%", "1\u00a0234\u00a0567", "−31"),
        ("fa", "۸۲٫۶٪", "۱٬۲۳۴٬۵۶۷", "−۳۱"),
        ("tr", "%82,6", "1.234.567", "−31"),
    ],
)
def test_separators_digits_and_percent_of_the_locale(locale: str, share: str, count: str, minus: str) -> None:
    assert formats.value(0.826, "share", locale) == share
    assert formats.value(1234567, "count", locale) == count
    assert formats.value(-31, "points", locale) == minus


def test_interval_of_shares_in_locales() -> None:
    assert formats.interval(0.799, 0.85, "share", "fr") == "79,9–85,0\u202f%"
    assert formats.interval(0.799, 0.85, "share", "tr") == "%79,9–85,0"
    assert formats.interval(0.799, 0.85, "share", "fa") == "۷۹٫۹–۸۵٫۰٪"


def test_without_a_locale_the_language_in_force_speaks() -> None:
    with language.speaking("de"):
        assert formats.value(0.5, "share") == "50,0\u202f%"
    assert formats.value(0.5, "share") == "50.0%"


@pytest.mark.parametrize(
    ("values", "unit", "labels"),
    [
        ([0.8, 0.825, 0.85], "share", ["80%", "82.5%", "85%"]),
        ([0, 1800, 3600, 5400], "seconds", ["0", "30 min", "60 min", "90 min"]),
        ([0, 3600, 7200], "seconds", ["0", "1 h", "2 h"]),
        ([150, 180, 210], "seconds", ["2.5 min", "3 min", "3.5 min"]),
        ([0, 30, 60], "seconds", ["0", "30 s", "60 s"]),
        ([0, 43200, 86400, 129600, 172800], "seconds", ["0", "0.5 d", "1 d", "1.5 d", "2 d"]),
        ([-10, 0, 10], "points", ["−10", "0", "+10"]),
        ([0, 2000, 4000], "count", ["0", "2,000", "4,000"]),
        ([4.1, 4.15], "score", ["4.1", "4.15"]),
        ([0, 2500, 5000], "amount", ["0", "2,500", "5,000"]),
        ([0, 0.5, 1], "ratio", ["0", "0.5", "1"]),
        ([], "seconds", []),
    ],
)
def test_ticks_share_one_unit(values: list[float], unit: formats.Unit, labels: list[str]) -> None:
    assert [plain(text) for text in formats.ticks(values, unit, EN)] == labels


OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("grain", "first", "long", "short"),
    [
        ("day", date(2026, 10, 31), "Oct 31, 2026", ("Oct 31", "2026")),
        ("week", date(2026, 10, 26), "Week 44, 2026", ("W44", "2026")),
        ("week", date(2024, 12, 30), "Week 1, 2025", ("W1", "2025")),  # the ISO year, not the date's
        ("week", date(2026, 10, 24), "Week of Oct 24, 2026", ("Oct 24", "2026")),  # begins on Saturday
        ("month", OCTOBER, "October 2026", ("Oct", "2026")),
        ("quarter", OCTOBER, "Q4 2026", ("Q4", "2026")),
        ("year", date(2026, 1, 1), "2026", ("2026", "")),
    ],
)
def test_gregorian_periods(grain: formats.Grain, first: date, long: str, short: tuple[str, str]) -> None:
    assert plain(formats.period(grain, first, EN)) == long
    assert formats.period_short(grain, first, EN) == short


@pytest.mark.parametrize(
    ("grain", "first", "locale", "long", "short"),
    [
        ("month", date(2026, 10, 23), "en", "Aban 1405", ("Aban", "1405")),
        ("month", date(2026, 10, 23), "fa", "آبان ۱۴۰۵", ("آبان", "۱۴۰۵")),
        ("quarter", date(2026, 9, 23), "en", "Q3 1405", ("Q3", "1405")),
        ("year", date(2026, 3, 21), "en", "1405", ("1405", "")),
        ("day", date(2026, 10, 31), "en", "9 Aban 1405", ("9 Aban", "1405")),
        ("week", date(2026, 10, 26), "en", "Week of 4 Aban 1405", ("4 Aban", "1405")),
    ],
)
def test_jalali_periods(grain: formats.Grain, first: date, locale: str, long: str, short: tuple[str, str]) -> None:
    assert plain(formats.period(grain, first, locale, "jalali")) == long
    assert formats.period_short(grain, first, locale, "jalali") == short


def test_dates_and_periods_of_locales() -> None:
    day = date(2026, 10, 31)
    assert plain(formats.date(day, "en_GB")) == "31 Oct 2026"
    assert plain(formats.date(day, "hu")) == "2026. okt. 31."
    assert plain(formats.date(day, "fa")) == "۳۱ اکتبر ۲۰۲۶"
    assert plain(formats.date(day, "fa", "jalali")) == "۹ آبان ۱۴۰۵"
    assert formats.period("month", OCTOBER, "hu") == "2026. október"
    assert formats.period("month", OCTOBER, "hu", short=True) == "2026. okt."
    assert formats.period("month", OCTOBER, EN, short=True) == "Oct 2026"
    assert formats.period("quarter", OCTOBER, EN, short=True) == "Q4 2026"


SPECIAL = "\\`*_{}[]<>()#+-.!|:$~^&=/@\"'"


def test_md_puts_a_backslash_before_every_sign_of_markup() -> None:
    for sign in SPECIAL:
        escaped = formats.md(f"a{sign}b").replace(formats.WORD_JOINER, "")
        assert escaped == f"a\\{sign}b"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 42 % کلمه", "plain words, 42 % کلمه"),
        ("http://a.b", "http\\:\u2060\\/\\/a\\.b"),
        ("www.a.b", "www\u2060\\.a\\.b"),
        ("WwW.a", "WwW\u2060\\.a"),
        ("me@x.org", "me\u2060\\@x\\.org"),
        ("![x](y)", "\\!\\[x\\]\\(y\\)"),
        ("a\nb\tc\rd\x00e\x1bf\x85g\u2028h", "a b c d e f g h"),
        ("می\u200cشود", "می\u200cشود"),  # the joiner of Persian is no control character
        (":red[x] :material/home:", "\\:red\\[x\\] \\:material\\/home\\:"),
        ("", ""),
    ],
)
def test_md(text: str, escaped: str) -> None:
    assert formats.md(text) == escaped


@QUICK
@given(st.text())
def test_md_loses_no_letter_and_leaves_no_live_markup(text: str) -> None:
    escaped = formats.md(text)
    assert not re.search(rf"(?<!\\)(?:\\\\)*[{re.escape(SPECIAL[1:])}]", escaped)
    assert "://" not in escaped.replace("\\", "")
    assert not re.search(r"www\.", escaped.replace("\\", ""), re.IGNORECASE)
    assert "\n" not in escaped
    back = re.sub(r"\\(.)", r"\1", escaped).replace(formats.WORD_JOINER, "")
    assert len(back) == len(text.replace(formats.WORD_JOINER, ""))


@QUICK
@given(st.text())
def test_html_is_read_back_as_the_same_line(text: str) -> None:
    escaped = formats.html(text)
    assert not set("<>\"'") & set(escaped)
    assert "\n" not in escaped
    line = "".join(" " if re.match(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", sign) else sign for sign in text)
    assert html.unescape(escaped) == line


def test_html_writes_quotes_as_numbers_because_plotly_knows_no_quot() -> None:
    assert formats.html('<b>"it\'s" & co') == "&lt;b&gt;&#34;it&#39;s&#34; &amp; co"
