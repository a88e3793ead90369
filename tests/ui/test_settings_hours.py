"""Hours and times as people write them: read in every script and notation, written so that they are read again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Invalid
from data.settings import Settings
from ui.settings.hours import joined, read, split, units, written

QUICK = settings(derandomize=True, max_examples=50, deadline=None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10-14", (("10:00", "14:00"),)),
        ("9–17", (("09:00", "17:00"),)),
        ("9:00-17:00", (("09:00", "17:00"),)),
        ("۹:۰۰–۱۷:۰۰", (("09:00", "17:00"),)),
        ("٩–١٧", (("09:00", "17:00"),)),
        ("9.30 — 17", (("09:30", "17:00"),)),
        (" 8:00-12:00, 13:00 – 15:30 ", (("08:00", "12:00"), ("13:00", "15:30"))),
        ("۹-۱۲، ۱۳-۱۷", (("09:00", "12:00"), ("13:00", "17:00"))),
        ("0-24", (("00:00", "24:00"),)),
        ("9-12;13-17", (("09:00", "12:00"), ("13:00", "17:00"))),
        ("", ()),
        ("  ", ()),
        ("Closed", ()),
    ],
)
def test_hours_are_understood(text: str, day: tuple[tuple[str, str], ...]) -> None:
    assert read(text) == day
    Settings(hours=(day,) * 7)


@pytest.mark.parametrize(
    "text",
    [
        "whenever",
        "9",
        "9-",
        "-17",
        "9-17-20",
        "9-17 or so",
        "25-26",
        "9:5-17",
        "17-9",
        "9-12, 11-15",
        "9–12,",
        "9:75-10",
    ],
)
def test_what_is_no_hours_is_handed_on_and_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        Settings(hours=(read(text),) * 7)
    assert "hours.0" in refused.value.fields


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((("09:00", "17:00"),), "9–17"),
        ((("08:30", "12:00"), ("13:00", "24:00")), "8:30–12, 13–24"),
        ((("00:00", "00:30"),), "0–0:30"),
        ((), ""),
    ],
)
def test_hours_are_written_as_short_as_people_do(day: tuple[tuple[str, str], ...], text: str) -> None:
    assert written(day) == text


@QUICK
@given(st.sets(st.integers(0, 1440), max_size=8).map(sorted))
def test_what_is_written_is_read_again(minutes: list[int]) -> None:
    clocks = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
    day = tuple(zip(clocks[::2], clocks[1::2], strict=False))
    assert read(written(day)) == day


@pytest.mark.parametrize(
    ("seconds", "number", "unit"),
    [
        (20, 20, "seconds"),
        (60, 1, "minutes"),
        (90, 1.5, "minutes"),
        (120, 2, "minutes"),
        (1800, 0.5, "hours"),
        (7200, 2, "hours"),
        (86400, 1, "days"),
        (43200, 0.5, "days"),
        (100_000, 100_000 / 60, "minutes"),
    ],
)
def test_a_time_has_the_unit_that_people_would_say(seconds: float, number: float, unit: str) -> None:
    assert split(seconds) == (number, unit)
    assert unit in units()


@QUICK
@given(st.floats(0.001, 1e8))
def test_a_time_survives_being_shown(seconds: float) -> None:
    assert joined(*split(seconds)) == pytest.approx(seconds)


def test_a_time_without_number_or_unit_is_none() -> None:
    assert joined(None, "days") == joined(3, None) == joined(3, "fortnights") == 0
