"""What the chart of a goal shows of what is to come, of what people decided, and of what they said."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import plotly.graph_objects as go
import pytest

from data.records import CheckIn, GoalEvent, Milestone
from metrics.metric import Value
from tests.ui.goal_made import GOAL, STANDING, goal, plain, standing
from tests.ui.test_charts import lines, traces, words
from ui import colours, formats, views
from ui.colours import THEMES, Theme
from ui.goals import chart
from ui.goals import view as goal_view

EVIL = "<img src=x onerror=alert(1)> [a](http://b.c)"
MONTHS = [(date(2026, m, 1), date(2026, m, d)) for m, d in ((4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30))]
HISTORY = [(*month, Value(0.80 + i / 500, 1_000, 0.78, 0.83)) for i, month in enumerate(MONTHS)]
AIMED = goal(milestones=(Milestone(date(2026, 9, 30), 0.82), Milestone(date(2026, 12, 31), 0.84)))
EVENTS = (
    GoalEvent(
        at=datetime(2026, 4, 1, tzinfo=UTC), actor="o", action="create", changes={"target": [None, 0.83]}, reason=""
    ),
    GoalEvent(
        at=datetime(2026, 6, 15, tzinfo=UTC), actor="o", action="change", changes={"target": [0.83, 0.85]}, reason=""
    ),
    GoalEvent(
        at=datetime(2026, 7, 1, tzinfo=UTC),
        actor="o",
        action="change",
        changes={"deadline": ["2026-12-31", "2027-03-31"], "owner": ["Bo", EVIL]},
        reason="",
    ),
)
CHECK_IN = CheckIn(
    id="1",
    goal_id="goal",
    on=date(2026, 7, 6),
    note=EVIL,
    confidence="low",
    created_at=datetime(2026, 7, 6, tzinfo=UTC),
    created_by="o",
    version=1,
)


def view(**different: Any) -> views.Goal:
    made = goal_view.view(AIMED, STANDING, HISTORY, EVENTS, [CHECK_IN], date(2026, 10, 31))
    return replace(made, **different)


def hovers(figure: dict[str, Any]) -> list[str]:
    return [plain(text) for trace in traces(figure, hoverinfo="text") for text in trace["hovertext"]]


def test_the_fan_begins_at_the_last_complete_value_with_its_middle_dashed() -> None:
    figure = chart.goal(view(), "light", "en")
    (middle,) = lines(figure, 2, "5px,4px")
    assert middle["y"] == [HISTORY[-1][2].value, 0.81, 0.82]
    *_interval, fan = traces(figure, fill="toself")
    assert fan["mode"] == "lines"
    last = HISTORY[-1][2].value
    assert fan["y"][:-1] == [last, 0.83, 0.86, 0.78, 0.79, last]
    assert "Forecast" in words(figure)
    assert "November 2026<br>expected 81.0%, in 8 of 10 cases 79.0–83.0%" in hovers(figure)


def test_without_a_forecast_there_is_no_fan_and_no_word_for_it() -> None:
    figure = chart.goal(view(ahead=()), "light", "en")
    assert not lines(figure, 2, "5px,4px")
    assert "Forecast" not in words(figure)


def test_the_target_steps_on_the_day_it_was_changed() -> None:
    figure = chart.goal(view(), "light", "en")
    (target,) = lines(figure, 1.25)
    assert target["line"]["shape"] == "hv"
    assert target["x"] == ["2026-04-01", "2026-06-15", "2027-04-01"]
    assert target["y"] == [0.83, 0.85, 0.85]
    said = hovers(figure)
    assert "Jun 15, 2026<br>target 83% → 85%" in said
    assert any("deadline Dec 31, 2026 → Mar 31, 2027; owner Bo → " in each for each in said)


def test_a_target_that_never_changed_is_straight_and_what_changed_before_the_start_never_held() -> None:
    early = replace(EVENTS[1], at=datetime(2026, 3, 20, tzinfo=UTC))
    for events in ((EVENTS[0],), (EVENTS[0], early)):
        made = goal_view.view(GOAL, STANDING, HISTORY, events, [], date(2026, 10, 31))
        (target,) = lines(chart.goal(made, "light", "en"), 1.25)
        assert target["y"] == [0.85, 0.85]
        assert "shape" not in target["line"]


def test_milestones_are_marked_and_the_pace_runs_through_them() -> None:
    figure = chart.goal(view(), "light", "en")
    (pace,) = lines(figure, 1.5, "dot")
    assert pace["y"] == [0.80, 0.82, 0.84, 0.85]
    (diamonds,) = [mark for mark in traces(figure, mode="markers") if mark["marker"].get("symbol") == "diamond"]
    assert (diamonds["x"], diamonds["y"]) == (["2026-10-01", "2027-01-01"], [0.82, 0.84])
    assert "Sep 30, 2026<br>Milestone 82%" in hovers(figure)


def test_check_ins_stand_on_the_axis_and_speak() -> None:
    figure = chart.goal(view(), "light", "en")
    (mark,) = [mark for mark in traces(figure, mode="markers") if mark["marker"].get("symbol") == "circle"]
    assert mark["x"] == ["2026-07-06"]
    assert mark["y"] == [figure["layout"]["yaxis"]["range"][0]]
    assert mark["hovertext"][0].startswith("Jul\u00a06,\u00a02026<br>low confidence: &lt;img")
    assert "<img" not in json.dumps(figure)


@pytest.mark.parametrize("theme", THEMES)
def test_everything_is_inside_the_axis_and_in_the_colours_of_the_theme(theme: Theme) -> None:
    drawn = view(
        ahead=tuple(replace(point, low=0.5, high=0.99) for point in view().ahead),
        targets=((GOAL.start, 0.95), (date(2026, 6, 1), 0.85)),
    )
    figure = chart.goal(drawn, theme, "en")
    low, high = figure["layout"]["yaxis"]["range"]
    values = [y for trace in figure["data"] for y in trace["y"] if y is not None]
    assert low <= min(values) <= max(values) <= high
    go.Figure(figure)
    other = THEMES[1 - THEMES.index(theme)]
    foreign = {pair[THEMES.index(other)] for pair in [*colours.ROLES.values(), *colours.CHANNELS.values()]}
    assert not [value for value in foreign if value in json.dumps(figure)]


def test_labels_at_the_right_edge_keep_apart() -> None:
    near = tuple(replace(point, value=0.849) for point in view().ahead)
    layout = chart.goal(view(ahead=near), "light", "en")["layout"]
    low, high = layout["yaxis"]["range"]
    room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    ends = [
        note["y"]
        for note in layout["annotations"]
        if note["xref"] == "paper" and note["x"] == 1 and note["yref"] == "y"
    ]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) / (high - low) * room >= 16.9


def test_data_beyond_the_deadline_do_not_stretch_the_chart() -> None:
    figure = chart.goal(view(as_of=date(2028, 1, 1)), "light", "en")
    assert figure["layout"]["xaxis"]["range"][1] == "2027-04-01"
    assert not [text for text in words(figure) if text.startswith("Data to")]


def test_the_alt_text_tells_the_forecast_and_the_marks() -> None:
    alt = plain(views.goal_alt(view(chance=0.35), "en"))
    for part in (
        "expected 82.0%, in 8 of 10 cases 78.0–86.0% in December 2026",
        "chance of meeting it 35%",
        "milestone 82% by Sep 30, 2026",
        "target 83% until Jun 15, 2026",
        "1 check-in",
    ):
        assert part in alt


def test_the_numbers_hold_the_forecast_apart_from_what_was_measured() -> None:
    rows = goal_view.rows(view(), "en", "gregorian")
    assert [row["What"] for row in rows] == ["forecast"] * 2 + ["measured"] * 6
    assert rows[0]["80 % range of the forecast"] == "78.0–86.0%"
    assert (rows[0]["value"], rows[0]["low"], rows[0]["n"]) == (0.82, 0.78, None)
    assert rows[0]["95 % interval"] == rows[2]["80 % range of the forecast"] == "–"


def test_a_recurring_goal_is_drawn_with_its_running_period_as_one() -> None:
    recurring = goal(kind="stay_above", recurs="month")
    at = standing(first=date(2026, 11, 1), deadline=date(2026, 11, 30), grain="day")
    made = goal_view.view(recurring, at, HISTORY, EVENTS[:1], [], date(2026, 11, 20))
    assert [(p.first, p.last, p.value, p.low) for p in made.ahead] == [
        (date(2026, 11, 1), date(2026, 11, 30), 0.82, None)
    ]
    assert "November 2026<br>expected 82.0%" in hovers(chart.goal(made, "light", "en"))
    assert not goal_view.view(recurring, replace(at, expected=None), HISTORY, (), [], date(2026, 11, 20)).ahead


@pytest.mark.parametrize(
    ("chance", "words_"),
    [
        (0.0, "under 5%"),
        (0.049, "under 5%"),
        (0.05, "5%"),
        (0.299, "29%"),
        (0.3, "30%"),
        (0.699, "69%"),
        (0.7, "70%"),
        (0.95, "95%"),
        (0.951, "over 95%"),
    ],
)
def test_a_chance_never_stands_on_the_other_side_of_its_status(chance: float, words_: str) -> None:
    assert formats.chance(chance, "en") == words_
