"""Setting a goal with its guide: templates, totals, people, milestones, the past beside it, the letters of SMART."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from answers import goals
from answers.measure import measure
from data import engine, records
from data.scope import OWNER
from data.store import Generation
from tests.pages.goal_filled import faults, kept, save
from tests.pages.reading import drawn, figures, opened, plain, ran, words
from ui import formats


def begin(at: AppTest, template: str) -> AppTest:
    at.button_group(key="new-template").set_value(template)
    return ran(at)


def test_a_template_needs_no_more_than_an_owner_and_a_priority(form: AppTest, entering: Generation) -> None:
    begin(form, "answered_within_a_day")
    assert "Nearly everyone gets an answer by the same time tomorrow." in words(form)
    save(form)
    assert not faults(form)
    [goal] = kept()
    assert (goal.metric, goal.params, goal.kind) == ("first_response_within", {"within": 86400.0}, "increase_to")
    base = goals.baseline("first_response_within", OWNER, entering, start=goal.start, where={}, params=goal.params)
    assert base is not None
    assert base.pooled.value is not None
    assert goal.baseline == base.pooled.value
    assert goal.target == pytest.approx(base.pooled.value + 0.05, abs=0.011) or goal.target == 1.0


def test_a_suggested_target_follows_the_baseline_until_it_is_touched(form: AppTest) -> None:
    begin(form, "csat_up")
    everybody = form.number_input(key="new-target-%").value
    form.multiselect(key="new-channels").set_value(["social"])
    ran(form)
    social = form.number_input(key="new-target-%").value
    assert None not in (everybody, social)
    assert everybody != social
    form.number_input(key="new-target-%").set_value(91.5)
    ran(form)
    form.multiselect(key="new-channels").set_value([])
    ran(form)
    assert form.number_input(key="new-target-%").value == 91.5
    form.number_input(key="new-target-%").set_value(None)
    ran(form)
    assert ran(form).number_input(key="new-target-%").value is None
    begin(form, "solved_at_first_contact")
    assert form.number_input(key="new-target-%").value is not None


def test_a_template_takes_back_only_the_channels_that_it_chose(form: AppTest) -> None:
    begin(form, "quality_on_the_phone")
    assert form.multiselect(key="new-channels").value == ["phone"]
    begin(form, "csat_up")
    assert form.multiselect(key="new-channels").value == []
    form.multiselect(key="new-channels").set_value(["chat"])
    ran(form)
    begin(form, "nps_up")
    assert form.multiselect(key="new-channels").value == ["chat"]


def test_another_metric_leaves_the_template(form: AppTest) -> None:
    begin(form, "csat_up")
    form.selectbox(key="new-metric").set_value("nps")
    ran(form)
    assert form.button_group(key="new-template").value == "free"
    assert form.number_input[0].value is None


def test_a_total_recurs_and_its_baseline_is_the_mean_of_its_periods(form: AppTest, entering: Generation) -> None:
    begin(form, "successful_calls_month")
    assert form.selectbox(key="new-kind-total-higher").options == ["stay at or above", "stay at or below"]
    assert "once, at the deadline" not in form.button_group(key="new-recurs-total").options
    months = measure("calls_successful", OWNER, entering, grain="month", span=(date(2025, 9, 1), date(2026, 9, 30)))
    mean = months["value"][1:].mean()
    assert f"Baseline **{plain(formats.value(mean, 'count'))}** per month on average" in words(form)  # type: ignore[arg-type]
    assert drawn(figures(form)[0], months["value"].to_list()[-13:])
    box = form.number_input(key="new-target-cases")
    assert box.label == "Target, in cases per month"
    monthly = box.value
    assert monthly is not None
    form.button_group(key="new-recurs-total").set_value("quarter")
    box = ran(form).number_input(key="new-target-cases")
    assert box.label == "Target, in cases per quarter"
    assert box.value is not None
    assert box.value == int(box.value) > 2 * monthly
    assert "Best quarter" in words(form)  # a target per quarter says nothing beside months
    quarterly = box.value
    save(form)
    assert not faults(form)
    assert [(goal.kind, goal.recurs, goal.target) for goal in kept()] == [("stay_above", "quarter", quarterly)]


def test_only_what_stays_can_recur(form: AppTest) -> None:
    assert not [box for box in form.button_group if box.key == "new-recurs"]
    form.selectbox(key="new-kind-higher").set_value("stay_above")
    ran(form)
    form.button_group(key="new-recurs").set_value("month")
    form.number_input(key="new-target-%").set_value(80.0)
    ran(form)
    save(form)
    assert [(goal.recurs, goal.title) for goal in kept()] == [
        ("month", "Customer satisfaction: stay at or above 80% each month")
    ]


def test_where_more_is_not_always_worse_it_is_said(form: AppTest) -> None:
    form.selectbox(key="new-metric").set_value("handle_time")
    ran(form)
    assert form.selectbox(key="new-kind-none").value == "stay_below"
    assert "More of it is not always worse" in words(form)


def test_a_goal_can_be_about_one_person(form: AppTest) -> None:
    person = form.selectbox(key="new-agent").options[0]
    form.selectbox(key="new-agent").set_value(person)
    ran(form)
    form.number_input(key="new-target-%").set_value(99.0)
    save(form)
    assert [goal.where for goal in kept()] == [{"agent": [person]}]
    form = opened("goals", goal="new")
    form.selectbox(key="new-metric").set_value("retention_rate")
    ran(form)
    assert not form.multiselect
    assert not [box for box in form.selectbox if box.key == "new-agent"]
    assert "This is counted for the whole organisation." in words(form)


def test_milestones_are_kept_and_a_half_one_is_not_lost(form: AppTest) -> None:
    form.number_input(key="new-target-%").set_value(95.0)
    form.date_input(key="new-milestone-0-on").set_value(date(2026, 12, 31))
    ran(form)
    save(form)
    assert faults(form) == ["Enter the value of each milestone, or empty its day."]
    assert form.date_input(key="new-milestone-0-on").value == date(2026, 12, 31)
    form.number_input(key="new-milestone-0-value-%").set_value(90.0)
    save(form)
    assert not faults(form)
    assert [goal.milestones for goal in kept()] == [(records.Milestone(date(2026, 12, 31), pytest.approx(0.9)),)]


def test_a_goal_has_its_place_among_others(form: AppTest) -> None:
    form.number_input(key="new-target-%").set_value(95.0)
    save(form)
    [wider] = kept()
    at = opened("goals", goal="new")
    begin(at, "nps_up")
    at.text_input(key="new-owner").set_value("Grace")
    at.selectbox(key="new-priority").set_value(wider.priority_id)
    assert not [box for box in at.number_input if box.key == "new-weight"]
    at.selectbox(key="new-parent").set_value(wider.id)
    ran(at)
    at.number_input(key="new-weight").set_value(2.0)
    at.selectbox(key="new-check-in").set_value("never")
    save(ran(at))
    [part] = [goal for goal in kept() if goal.id != wider.id]
    assert (part.parent_id, part.weight, part.check_in_every) == (wider.id, 2.0, None)


def test_the_past_tells_the_best_month_and_the_usual_range(form: AppTest, entering: Generation) -> None:
    months = measure("csat", OWNER, entering, grain="month", span=(date(2024, 1, 1), date(2026, 9, 30)))
    told = words(form)
    best = months.filter(months["n"] >= 30)["value"].max()
    assert f"Best month {plain(formats.value(best, 'share'))}" in told  # type: ignore[arg-type]
    [band] = figures(form)[0]["layout"]["shapes"]
    assert 0 <= band["y0"] < months["value"].mean() < band["y1"] <= 1  # type: ignore[operator]
    assert f"Usual range {plain(formats.interval(band['y0'], band['y1'], 'share'))}" in told


def test_each_letter_lights_up_with_its_reason(form: AppTest) -> None:
    form.text_input(key="new-owner").set_value("")
    form.selectbox(key="new-priority").set_value(None)
    told = words(ran(form))
    assert "Specific – still open Name the person who answers for it." in told
    assert "Measurable ✓ yes" in told
    assert "Achievable – still open" in told
    assert "Relevant – still open" in told
    assert "Time-bound ✓ yes" in told
    form.text_input(key="new-owner").set_value("Ada")
    form.selectbox(key="new-priority").set_value(records.priorities(OWNER)[0].id)
    form.date_input(key="new-deadline").set_value(date(2027, 9, 30))  # by months: a week has too few answers here
    form.number_input(key="new-target-%").set_value(100.0)
    told = words(ran(form))
    assert "Specific ✓ yes Customer satisfaction, everybody. Ada answers for it." in told
    assert "Achievable ! think twice More than this process has ever given" in told
    assert "Relevant ✓ yes It serves: Loyal customers." in told


def test_what_is_typed_asks_the_data_nothing(form: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    run = engine.run
    monkeypatch.setattr(engine, "run", lambda *given: (asked.append(given), run(*given))[1])
    form.number_input(key="new-target-%").set_value(93.0)
    form.text_input(key="new-owner").set_value("Grace")
    form.text_input(key="new-title").set_value("Happier")
    ran(form)
    assert not asked
    form.date_input(key="new-start").set_value(date(2026, 3, 7))  # as in no other test
    ran(form)
    assert asked


def test_templates_without_data_are_listed_with_what_they_need(one_request: Generation) -> None:
    at = opened("goals", goal="new")
    assert "Net promoter score up" not in at.button_group(key="new-template").options
    assert "First response below one hour" in at.button_group(key="new-template").options
    assert "**Net promoter score up**: Net promoter score is not available" in words(at)
