"""What the figures hold: gaps, labels that never meet, sentences, both themes; Plotly accepts every property."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import charts, colours, marks
from ui.charts import Goal, Point, Trend
from ui.colours import THEMES, Theme

QUICK = settings(derandomize=True, max_examples=50, deadline=None)
VALUES = (0.80, 0.81, None, 0.82, None, None, 0.79, 0.80, 0.81, 0.83, 0.84, 0.83, 0.826)


def month(i: int) -> tuple[date, date]:
    """The i-th month from October 2025."""
    first = date(2025 + (9 + i) // 12, (9 + i) % 12 + 1, 1)
    following = date(2025 + (10 + i) // 12, (10 + i) % 12 + 1, 1)
    return first, following - timedelta(days=1)


def points(values: tuple[float | None, ...] = VALUES, wide: float = 0.026) -> tuple[Point, ...]:
    return tuple(
        Point(*month(i), x, 3120, x - wide, x + wide) if x is not None else Point(*month(i), None, 3)
        for i, x in enumerate(values)
    )


TREND = Trend("Answered within promise", "Chat", "share", "month", points(), channel="chat", target=0.85)
GOAL = Goal(
    "Answered within promise",
    "Chat",
    "share",
    "month",
    points(),
    baseline=0.8,
    target=0.85,
    start=date(2026, 4, 1),
    deadline=date(2026, 12, 31),
    as_of=date(2026, 10, 31),
    channel="chat",
)


def traces(figure: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if all(trace.get(key) == value for key, value in wanted.items())]


def lines(figure: dict[str, Any], thick: float, dash: str = "solid") -> list[dict[str, Any]]:
    found = traces(figure, mode="lines")
    return [trace for trace in found if trace["line"].get("width") == thick and trace["line"].get("dash") == dash]


def words(figure: dict[str, Any]) -> list[str]:
    return [note["text"].replace("\u00a0", " ") for note in figure["layout"]["annotations"]]


def sentences(figure: dict[str, Any]) -> list[str]:
    return [text.replace("\u00a0", " ") for text in traces(figure, hoverinfo="text")[0]["hovertext"]]


def every_figure(theme: Theme) -> list[dict[str, Any]]:
    odd = (
        replace(TREND, points=()),
        replace(TREND, points=points((None, None))),
        replace(TREND, points=points((0.5,)), target=None),
        replace(TREND, earlier=VALUES, earlier_name="Year before"),
        replace(TREND, unit="seconds", points=points((40.0, 52.0)), target=45.0, stat="median"),
    )
    goals = (
        GOAL,
        replace(GOAL, points=()),
        replace(GOAL, baseline=None),
        replace(GOAL, changes=((date(2026, 6, 1), "target raised"),)),
        replace(GOAL, as_of=date(2027, 1, 31)),
    )
    drawn = [charts.trend(view, theme, "en") for view in (TREND, *odd)]
    drawn += charts.small_multiples([TREND, replace(TREND, channel="phone")], theme, "en")
    return drawn + [charts.goal(view, theme, "en") for view in goals]


@pytest.mark.parametrize("theme", THEMES)
def test_figures_are_plain_and_plotly_accepts_every_property(theme: Theme) -> None:
    for figure in every_figure(theme):
        assert json.loads(json.dumps(figure)) == figure
        go.Figure(figure)


@pytest.mark.parametrize("theme", THEMES)
def test_a_figure_uses_the_colours_of_its_theme_only(theme: Theme) -> None:
    other = THEMES[1 - THEMES.index(theme)]
    foreign = {pair[THEMES.index(other)] for pair in [*colours.ROLES.values(), *colours.CHANNELS.values()]}
    for figure in every_figure(theme):
        text = json.dumps(figure)
        assert not [value for value in foreign if value in text]


def test_no_line_runs_through_missing_periods() -> None:
    (actual,) = lines(charts.trend(TREND, "light", "en"), 2.5)
    assert actual["y"] == list(VALUES)
    assert actual["connectgaps"] is False


def test_a_lone_period_between_gaps_is_a_dot_and_the_latest_is_marked() -> None:
    (dots,) = [trace for trace in traces(charts.trend(TREND, "light", "en"), mode="markers") if "cliponaxis" in trace]
    assert dots["y"] == [0.82, 0.826]
    assert dots["x"] == [marks.middle(TREND.points[i]) for i in (3, 12)]


def test_the_interval_is_one_polygon_per_unbroken_run() -> None:
    (band,) = traces(charts.trend(TREND, "light", "en"), fill="toself")
    assert band["mode"] == "lines"
    polygons = [
        part for part in "|".join("" if y is None else str(y) for y in band["y"]).split("||") if part.strip("|")
    ]
    assert len(polygons) == 3
    assert band["x"].count(None) == 3
    # each polygon goes along the upper bounds and back along the lower ones
    assert band["y"][:4] == pytest.approx([0.826, 0.836, 0.784, 0.774])
    # the lone month is a box with a width
    lone = band["x"][5:9]
    assert lone[0] == lone[3] < lone[1] == lone[2]


def test_the_earlier_period_is_lighter_and_thinner_than_the_actual() -> None:
    figure = charts.trend(replace(TREND, earlier=VALUES, earlier_name="Year before"), "light", "en")
    (earlier,) = lines(figure, 1.75)
    assert earlier["line"]["color"] == colours.colour("earlier", "light")
    assert "Year before" in words(figure)


def test_the_target_is_a_thin_line_with_its_value_at_the_end() -> None:
    figure = charts.trend(TREND, "light", "en")
    (target,) = lines(figure, 1)
    assert target["y"] == [0.85, 0.85]
    assert "Target 85%" in words(figure)
    assert "<b>82.6%</b>" in words(figure)


def test_n_stands_below_on_an_axis_of_its_own() -> None:
    figure = charts.trend(TREND, "light", "en")
    (bars,) = traces(figure, type="bar")
    assert bars["y"] == [3120, 3120, 3, 3120, 3, 3, *[3120] * 7]
    assert figure["layout"]["yaxis2"]["domain"][1] < figure["layout"]["yaxis"]["domain"][0]
    assert figure["layout"]["yaxis2"]["range"][0] == 0


def test_an_axis_that_leaves_zero_out_says_so() -> None:
    assert "axis does not start at zero" in words(charts.trend(TREND, "light", "en"))
    wide = replace(TREND, points=points((0.2, 0.8)))
    assert "axis does not start at zero" not in words(charts.trend(wide, "light", "en"))
    assert "axis does not start at zero" in words(charts.goal(GOAL, "light", "en"))


def test_the_hover_sentence() -> None:
    said = sentences(charts.trend(TREND, "light", "en"))
    assert said[12] == "Chat, October 2026<br>82.6% (80.0–85.2%), n = 3,120"
    assert said[2] == "Chat, December 2025<br>no value, n = 3"
    whole = charts.sentence(TREND.points[12], TREND, "en").replace("\u00a0", " ")
    assert whole == "Chat, October 2026: 82.6% (80.0–85.2%), n = 3,120"


def test_the_hover_sentence_names_the_statistic_and_the_earlier_value() -> None:
    view = replace(TREND, stat="median", earlier=(0.7,) * 13, earlier_name="Year before")
    assert sentences(charts.trend(view, "light", "en"))[12].endswith(
        "82.6% (median; 80.0–85.2%), n = 3,120<br>Year before: 70.0%"
    )


def test_periods_follow_the_readers_calendar_and_language() -> None:
    view = replace(TREND, points=(Point(date(2026, 9, 23), date(2026, 10, 22), 0.8),))
    figure = charts.trend(view, "light", "fa", "jalali")
    assert figure["layout"]["xaxis"]["ticktext"] == ["مهر<br>۱۴۰۵"]
    assert "مهر ۱۴۰۵" in sentences(figure)[0]
    assert "<b>۸۰٫۰٪</b>" in words(figure)


def test_a_running_period_is_drawn_apart() -> None:
    running = (*points()[:-1], replace(points()[-1], complete=False))
    figure = charts.trend(replace(TREND, points=running), "light", "en")
    (actual,) = lines(figure, 2.5)
    assert actual["y"][-1] is None
    (dotted,) = lines(figure, 2.5, "dot")
    assert dotted["y"] == [0.83, 0.826]
    assert "still running" in sentences(figure)[-1]


def test_texts_from_data_are_no_markup() -> None:
    evil = "<a href='x'>y</a> & \"z\""
    view = replace(TREND, scope=evil, stat=evil, earlier=VALUES, earlier_name=evil)
    goal = replace(GOAL, scope=evil, changes=((date(2026, 6, 1), evil),))
    for figure in (charts.trend(view, "light", "en"), charts.goal(goal, "light", "en")):
        assert "<a " not in json.dumps(figure)


LABEL = st.floats(min_value=0.01, max_value=0.99)


@QUICK
@given(LABEL, LABEL, LABEL)
def test_labels_at_the_right_edge_never_meet(now: float, before: float, target: float) -> None:
    view = replace(TREND, points=points((0.5, now), 0.0), earlier=(0.5, before), earlier_name="Before", target=target)
    layout = charts.trend(view, "light", "en")["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    high, low = layout["yaxis"]["range"][1], layout["yaxis"]["range"][0]
    share = layout["yaxis"]["domain"][1] - layout["yaxis"]["domain"][0]
    ends = sorted(note["y"] for note in layout["annotations"] if note.get("xref") == "paper" and note["yref"] == "y")
    pixels = [y / (high - low) * plot * share for y in ends]
    assert len(pixels) == 3
    assert all(b - a >= 16.9 for a, b in pairwise(pixels))


def test_small_multiples_share_their_axis_and_keep_the_channels_colours() -> None:
    views = [
        replace(TREND, channel=name, scope=name, points=points((x, x + 0.1)))
        for name, x in (("phone", 0.3), ("chat", 0.7))
    ]
    figures = charts.small_multiples(views, "dark", "en")
    assert figures[0]["layout"]["yaxis"] == figures[1]["layout"]["yaxis"]
    painted = [lines(figure, 2.5)[0]["line"]["color"] for figure in figures]
    assert painted == [colours.channel("phone", "dark"), colours.channel("chat", "dark")]
    assert charts.small_multiples([], "dark", "en") == []


def test_goal_shows_baseline_pace_target_today_and_deadline() -> None:
    figure = charts.goal(GOAL, "light", "en")
    (baseline,) = lines(figure, 1.25, "6px,4px")
    assert (baseline["x"], baseline["y"]) == (["2025-10-01", "2026-04-01"], [0.8, 0.8])
    (target,) = lines(figure, 1.25)
    assert (target["x"], target["y"]) == (["2026-04-01", "2027-01-01"], [0.85, 0.85])
    (pace,) = lines(figure, 1.5, "dot")
    assert (pace["x"], pace["y"]) == (["2026-04-01", "2027-01-01"], [0.8, 0.85])
    history, today, deadline = figure["layout"]["shapes"]
    assert (history["type"], history["x0"], history["x1"]) == ("rect", "2025-10-01", "2026-04-01")
    assert (today["x0"], today["line"]["dash"]) == ("2026-11-01", "dot")
    assert deadline["x0"] == "2027-01-01"
    texts = words(figure)
    for text in ("Target 85%", "Baseline 80.0%", "Data to Oct 31, 2026", "Deadline Dec 31, 2026", "<b>82.6%</b>"):
        assert text in texts


def test_the_labels_above_a_goal_stand_in_rows_of_their_own() -> None:
    """They cannot meet, whatever the dates and the width of the screen are."""
    for as_of in (date(2026, 4, 2), date(2026, 8, 1), date(2026, 12, 31)):
        figure = charts.goal(replace(GOAL, as_of=as_of), "light", "en")
        above = [
            note["yshift"] for note in figure["layout"]["annotations"] if note["yref"] == "paper" and note["y"] == 1
        ]
        assert len(above) == 3
        assert all(b - a >= 16 for a, b in pairwise(sorted(above)))


def test_a_goal_to_stay_has_no_pace_and_one_without_history_no_shade() -> None:
    stay = replace(GOAL, baseline=None, points=points()[6:])
    figure = charts.goal(stay, "light", "en")
    assert not lines(figure, 1.5, "dot")
    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["line", "line"]
    assert not lines(charts.goal(replace(GOAL, baseline=0.85), "light", "en"), 1.5, "dot")


def test_pace_on_a_day() -> None:
    assert GOAL.pace_on(GOAL.start) == 0.8
    assert GOAL.pace_on(GOAL.deadline) == 0.85
    assert GOAL.pace_on(date(2026, 3, 31)) is None
    half = GOAL.start + (GOAL.deadline - GOAL.start) / 2
    assert GOAL.pace_on(half) == pytest.approx(0.825)
    steps = replace(GOAL, pace=((GOAL.start, 0.8), (date(2026, 6, 30), 0.84), (GOAL.deadline, 0.85)))
    assert steps.pace_on(date(2026, 6, 30)) == 0.84
    assert lines(charts.goal(steps, "light", "en"), 1.5, "dot")[0]["y"] == [0.8, 0.84, 0.85]


def test_alt_texts_say_the_message() -> None:
    assert charts.trend_alt(TREND, "en") == (
        "Answered within promise, Chat: 82.6% in October 2026; from 80.0% in October 2025; "
        "lowest 79.0% in April 2026, highest 84.0% in August 2026; target 85%; 3 periods without a value."
    )
    assert charts.trend_alt(replace(TREND, points=()), "en") == "Answered within promise, Chat: no data."
    assert charts.goal_alt(GOAL, "en").replace("\u00a0", " ") == (
        "Answered within promise, Chat: 82.6% in October 2026; target 85% by Dec 31, 2026; baseline 80.0%; "
        "pace on Oct 31, 2026 83.9%."
    )


def test_views_refuse_what_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="earlier"):
        replace(TREND, earlier=(0.8,))
    with pytest.raises(ValueError, match="deadline"):
        replace(GOAL, deadline=GOAL.start)


def test_sparkline_breaks_at_gaps_and_marks_the_last_value() -> None:
    drawn = unquote(charts.sparkline((1.0, 2.0, None, 3.0, None, 2.0, 4.0), target=5.0))
    path = drawn.split("d='")[1].split("'")[0]
    assert path.count("M") == 3
    assert path.count("L") == 2
    assert path.count("h.01") == 1  # the lone third value
    assert "tz-spark-target" in drawn
    assert 'aria-hidden="true"' in drawn
    last = drawn.split("stroke-width='6' d='M")[1].split("h")[0].split()
    assert float(last[0]) == 97
    # the target is the highest value, so it lies above the last one
    assert float(drawn.split("top:")[1].split("%")[0]) < 100 * float(last[1]) / 36


def test_sparkline_without_values_or_without_change() -> None:
    assert charts.sparkline((None, None), 3.0) == ""
    assert charts.sparkline(()) == ""
    assert "M2.0 18.0" in unquote(charts.sparkline((5.0, 5.0)))
    assert "tz-spark-target" not in charts.sparkline((1.0, 2.0))
