"""Notes on dates in charts: where they stand, that flags never meet, what they say on hover and without eyes."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import chart_notes, charts
from ui.charts import Goal, Point, Trend
from ui.colours import THEMES, Theme, colour
from ui.goals import chart
from ui.views import Note

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
MONTHS = [(date(2026, m, 1), date(2026, m + 1, 1) - timedelta(days=1)) for m in range(1, 12)] + [
    (date(2026, 12, 1), LAST)
]
POINTS = tuple(Point(*each, 0.8, 100, 0.75, 0.85) for each in MONTHS)
TREND = Trend("Answered within promise", "Chat", "share", "month", POINTS)
AIMS: dict[str, Any] = {"start": date(2026, 4, 1), "deadline": date(2027, 3, 31), "as_of": LAST}
GOAL = Goal("Answered within promise", "Chat", "share", "month", POINTS, baseline=0.8, target=0.9, **AIMS)
PHONES, PRICES = (date(2026, 3, 14), "New phone system"), (date(2026, 9, 2), "Prices *rose* <b>")


def poles(figure: dict[str, Any], theme: Theme = "light") -> list[str]:
    """The days that have a pole."""
    drawn = figure["layout"].get("shapes", [])
    return [
        each["x0"][:10] for each in drawn if each["type"] == "line" and each["line"]["color"] == colour("bar", theme)
    ]


def flags(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """The labels that speak; each has its pennant beside it."""
    speaking = [each for each in figure["layout"]["annotations"] if "hovertext" in each]
    pennants = [each for each in figure["layout"].get("shapes", []) if each["type"] == "path"]
    assert [each["x"] for each in speaking] == [each["xanchor"] for each in pennants]
    return speaking


def said(flag: dict[str, Any]) -> str:
    return str(flag["hovertext"]).replace("<br>", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", [TREND, GOAL], ids=["trend", "goal"])
def test_a_note_has_a_pole_on_its_day_and_a_flag_that_says_it(view: Trend | Goal, theme: Theme) -> None:
    noted = replace(view, notes=(PRICES, PHONES))
    figure = charts.trend(noted, theme) if isinstance(noted, Trend) else chart.goal(noted, theme)
    assert poles(figure, theme) == ["2026-03-14", "2026-09-02"]
    assert [said(each) for each in flags(figure)] == [
        "<b>Mar 14, 2026</b> New phone system",
        "<b>Sep 2, 2026</b> Prices *rose* &lt;b&gt;",
    ]
    assert go.Figure(figure)


@pytest.mark.parametrize("view", [TREND, GOAL], ids=["trend", "goal"])
def test_days_outside_the_chart_are_left_out_and_its_ends_are_not(view: Trend | Goal) -> None:
    assert view.span is not None
    first, last = view.span
    day = timedelta(days=1)
    outside = tuple((each, "Elsewhere") for each in (first - day, last + day))
    drawn = charts.trend if isinstance(view, Trend) else chart.goal
    plain, none = drawn(view, "light"), drawn(replace(view, notes=outside), "light")  # type: ignore[operator]
    assert none == plain
    ends = drawn(replace(view, notes=(*outside, (first, "a"), (last, "b"))), "light")  # type: ignore[operator]
    assert poles(ends) == [first.isoformat(), last.isoformat()]


def test_a_trend_without_points_has_no_notes() -> None:
    empty = replace(TREND, points=(), notes=(PHONES,))
    assert not flags(charts.trend(empty, "light"))
    assert "New phone system" not in charts.trend_alt(empty)


@settings(max_examples=30)
@given(st.lists(st.dates(FIRST, LAST), min_size=1, max_size=40))
def test_flags_never_meet_and_say_every_note(days: list[date]) -> None:
    notes = tuple((day, f"Note {i:02}") for i, day in enumerate(days))
    figure = charts.trend(replace(TREND, notes=notes), "light")
    at = [date.fromisoformat(each["x"][:10]) for each in flags(figure)]
    # On a phone a plot is at least 220 pixels wide: a flag with its number takes fifteen.
    assert all((right - left).days / 365 * 220 >= 15 for left, right in pairwise(at))
    everything = " ".join(said(each) for each in flags(figure))
    assert all(text in everything for _day, text in notes)
    assert poles(figure) == [day.isoformat() for day in sorted(set(days))]
    for flag, following in zip(at, [*at[1:], LAST + timedelta(days=1)], strict=True):
        count = sum(flag <= day < following for day in days)
        shown = next(each["text"] for each in flags(figure) if each["x"].startswith(flag.isoformat()))
        assert (shown.replace("\u00a0", "") or "1") == str(count)


def test_flags_have_a_row_of_their_own_above_the_plot() -> None:
    for drawn, view in ((charts.trend, TREND), (chart.goal, GOAL)):
        plain, noted = (drawn(each, "light")["layout"] for each in (view, replace(view, notes=(PHONES,))))  # type: ignore[operator]
        assert noted["margin"]["t"] == plain["margin"]["t"] + chart_notes.ROOM
    labels = [each for each in noted["annotations"] if each["yref"] == "paper" and each.get("yshift", 0) > 0]
    assert len(labels) == 3  # baseline, the data's day, deadline
    assert all(each["yshift"] >= chart_notes.ROOM for each in labels)


def test_small_multiples_show_them_too() -> None:
    first, second = charts.small_multiples([replace(TREND, notes=(PHONES,)), TREND], "light")
    assert len(flags(first)) == 1
    assert not flags(second)


def test_the_natural_limits_stay_behind_the_poles() -> None:
    figure = charts.trend(replace(TREND, usual=(0.7, 0.9), notes=(PHONES,)), "light")
    assert [each["type"] for each in figure["layout"]["shapes"]] == ["rect", "line", "path"]


def test_the_alternative_text_names_the_notes_that_are_shown() -> None:
    late: Note = (LAST + timedelta(days=200), "Never seen")
    for alt in (
        charts.trend_alt(replace(TREND, notes=(PRICES, late, PHONES)), "en"),
        charts.goal_alt(replace(GOAL, notes=(PRICES, late, PHONES)), "en"),
    ):
        told = alt.replace("\u00a0", " ")
        assert "note on Mar 14, 2026: New phone system; note on Sep 2, 2026: Prices *rose* <b>." in told
        assert "Never seen" not in told


def test_a_long_note_is_shortened_in_charts() -> None:
    noted = replace(TREND, notes=((PHONES[0], "word " * 400),))
    [flag] = flags(charts.trend(noted, "light"))
    assert len(said(flag)) < 300
    assert said(flag).endswith("…")
    assert max(map(len, flag["hovertext"].split("<br>"))) < 60
    assert len(charts.trend_alt(noted)) < 400


def test_the_day_is_told_in_the_readers_calendar() -> None:
    noted = replace(TREND, notes=(PHONES,))
    [flag] = flags(charts.trend(noted, "light", "en", "jalali"))
    assert "1404" in said(flag)
    assert "1404" in charts.trend_alt(noted, "en", "jalali")
