"""The chart of why a share moved: bars that follow on one another, kinds that differ without colour, words for all."""

import itertools
from typing import Any

import pytest

from tests.ui.month_made import why
from ui import colours
from ui.overview import adding_up, steps
from ui.overview.waterfall import Waterfall, waterfall, waterfall_alt

BEFORE = {"phone": (900, 1000), "chat": (150, 200), "social": (140, 200), None: (50, 60)}
NOW = {"phone": (520, 600), "chat": (310, 400), "social": (270, 400), "<b>web": (60, 70)}


@pytest.fixture
def view() -> Waterfall:
    told = adding_up.told(why(BEFORE, NOW, "topic"))
    return steps.waterfall(told, "Customer satisfaction", "Oct 2025", "Oct 2026")


def bars(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [mark for mark in figure["data"] if mark["type"] == "bar"]


def test_each_bar_begins_where_the_one_before_ended(view: Waterfall) -> None:
    before, now, *moves = bars(waterfall(view, "light", "en"))
    level = before["base"][0] + before["x"][0]
    assert level == pytest.approx(view.before.value)
    for bar in moves:
        assert bar["base"][0] == pytest.approx(level)
        level += bar["x"][0]
    assert level == pytest.approx(now["base"][0] + now["x"][0], abs=0.0006)  # the steps are rounded, both levels not
    rows = [bar["y"][0] for bar in (before, *moves, now)]
    assert rows == sorted(rows)
    assert min(b - a for a, b in itertools.pairwise(rows)) >= 30


def test_different_cases_are_hatched_and_real_changes_are_not(view: Waterfall) -> None:
    hatched = ["pattern" in bar["marker"] for bar in bars(waterfall(view, "light", "en"))[2:]]
    assert hatched == [step.kind == "cases" for step in view.steps]
    assert {True, False} <= set(hatched)


def test_better_and_worse_have_signs_and_roles_of_both_themes(view: Waterfall) -> None:
    for theme in colours.THEMES:
        for step, bar in zip(view.steps, bars(waterfall(view, theme, "en"))[2:], strict=True):
            role, sign = {"better": ("green", "+"), "worse": ("rose", "−"), "neutral": ("muted", "0")}[step.tone]
            assert bar["marker"]["line"]["color"] == colours.colour(role, theme)
            assert step.shown[0] == sign
    assert {"better", "worse"} <= {step.tone for step in view.steps}


def test_a_lower_metric_is_better_when_it_falls() -> None:
    told = adding_up.told(why({"phone": (30, 100)}, {"phone": (20, 100)}, metric="transfer_rate"))
    (step,) = steps.waterfall(told, "Transfer rate", "Oct 2025", "Oct 2026").steps
    assert (step.shown, step.tone) == ("−10.0", "better")


def test_an_axis_that_does_not_start_at_zero_says_so(view: Waterfall) -> None:
    figure = waterfall(view, "light", "en")
    said = [each["text"] for each in figure["layout"]["annotations"]]
    assert figure["layout"]["xaxis"]["range"][0] > 0
    assert "axis does not start at zero" in said
    whole = adding_up.told(why({"phone": (1, 100)}, {"phone": (90, 100)}))
    from_zero = waterfall(steps.waterfall(whole, "x", "a", "b"), "light", "en")
    assert from_zero["layout"]["xaxis"]["range"][0] == 0
    assert "axis does not start at zero" not in [each["text"] for each in from_zero["layout"]["annotations"]]


def test_the_alt_text_says_both_months_and_every_step(view: Waterfall) -> None:
    said = waterfall_alt(view)
    assert said.startswith(f"Customer satisfaction: {view.before.shown} in Oct 2025, {view.now.shown} in Oct 2026.")
    for step in view.steps:
        assert f"{step.name} {step.shown}" in said


def test_names_from_data_are_text(view: Waterfall) -> None:
    figure = waterfall(view, "light", "en")
    shown = str(figure["layout"]["annotations"]) + str([bar["hovertext"] for bar in bars(figure)])
    assert "<b>web" not in shown
    assert "&lt;b&gt;web" in shown
