"""Setting a goal through its form: each field is kept, the baseline is computed, what is wrong is said in words."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from answers import goals
from answers.measure import measure
from data import records
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.pages.goal_filled import faults, kept, save
from tests.pages.reading import drawn, figures, opened, plain, ran, words
from ui import formats


def test_every_field_is_kept(form: AppTest, entering: Generation) -> None:
    team = form.multiselect(key="new-teams").options[0]
    form.multiselect(key="new-channels").set_value(["email", "chat"])
    form.multiselect(key="new-teams").set_value([team])
    form.date_input(key="new-start").set_value(date(2026, 7, 1))
    form.date_input(key="new-deadline").set_value(date(2026, 12, 31))
    ran(form)
    form.number_input(key="new-target-%").set_value(99.5)
    form.text_input(key="new-title").set_value("Happier readers")
    form.text_area(key="new-note").set_value("Agreed in May.")
    save(form)
    assert not faults(form)
    [goal] = kept()
    assert (goal.recurs, goal.milestones, goal.parent_id, goal.weight) == (None, (), None, 1.0)
    assert goal.check_in_every == "month"
    where = {"channel": ["email", "chat"], "team": [team]}
    assert (goal.metric, goal.kind, goal.where, goal.title) == ("csat", "increase_to", where, "Happier readers")
    assert (goal.start, goal.deadline, goal.target) == (date(2026, 7, 1), date(2026, 12, 31), pytest.approx(0.995))
    assert (goal.owner, goal.note, goal.dataset) == ("Ada", "Agreed in May.", "demonstration")
    [priority] = records.priorities(OWNER)
    assert goal.priority_id == priority.id
    base = goals.baseline("csat", OWNER, entering, start=goal.start, where=where)
    assert base is not None
    assert (goal.baseline, goal.baseline_n) == (base.pooled.value, base.pooled.n)
    assert (goal.baseline_low, goal.baseline_high) == (base.pooled.low, base.pooled.high)
    assert (goal.baseline_from, goal.baseline_to) == (base.first, base.last)
    assert base.last == date(2026, 6, 30)


def test_after_saving_the_goal_is_shown_and_the_form_is_empty_again(form: AppTest) -> None:
    form.number_input(key="new-target-%").set_value(95.0)
    save(form)
    [goal] = kept()
    assert form.query_params["goal"] == goal.id
    assert "Customer satisfaction: increase to 95%" in words(form)
    assert opened("goals", goal="new").number_input[0].value is None


def test_the_baseline_is_told_with_its_interval_and_months(form: AppTest, entering: Generation) -> None:
    start = form.date_input(key="new-start").value
    base = goals.baseline("csat", OWNER, entering, start=start, where={})
    assert base is not None
    said = words(form)
    assert f"Baseline **{plain(formats.value(base.pooled.value, 'share'))}**" in said
    assert plain(formats.n(base.pooled.n)) in said
    assert f"over {base.months} months from {plain(formats.date(base.first))}" in said


def test_the_past_is_drawn_for_just_these_requests(form: AppTest, entering: Generation) -> None:
    form.multiselect(key="new-channels").set_value(["chat"])
    ran(form)
    span = (date(2025, 9, 1), date(2026, 9, 30))
    months = measure("csat", OWNER, entering, grain="month", span=span, where={"channel": ["chat"]})
    assert drawn(figures(form)[0], months["value"].to_list())


def test_a_title_is_suggested_from_what_was_chosen(form: AppTest) -> None:
    form.multiselect(key="new-channels").set_value(["email"])
    form.number_input(key="new-target-%").set_value(95.0)
    save(form)
    assert kept()[0].title == "Customer satisfaction: increase to 95% (E-mail)"


def test_durations_are_entered_in_a_unit_of_people(form: AppTest) -> None:
    form.selectbox(key="new-metric").set_value("first_response_time")
    ran(form)
    form.button_group(key="new-stat-first_response_time").set_value("p90")
    ran(form)
    box = form.number_input[0]
    seconds = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}[box.label.removeprefix("Target, in ")]
    box.set_value(0.5)
    save(form)
    [goal] = kept()
    assert (goal.metric, goal.stat, goal.kind, goal.target) == (
        "first_response_time",
        "p90",
        "decrease_to",
        seconds / 2,
    )


def test_one_promise_for_all_channels(form: AppTest) -> None:
    form.selectbox(key="new-metric").set_value("first_response_within")
    ran(form)
    form.selectbox(key="new-within-first_response_within").set_value(3600.0)
    ran(form)
    form.number_input(key="new-target-%").set_value(99.0)
    save(form)
    assert kept()[0].params == {"within": 3600.0}


def test_a_parameter_is_entered_in_a_unit_that_suits_it_and_its_default_is_not_kept(form: AppTest) -> None:
    """A goal on the usual number is found again by the overview, which knows no parameters."""
    form.selectbox(key="new-metric").set_value("service_level")
    ran(form)
    box = form.number_input(key="new-within-service_level")
    assert (box.label, box.value) == ("Time to answer a call, in seconds", 20.0)
    form.number_input(key="new-target-%").set_value(99.0)
    save(form)
    assert [goal.params for goal in kept()] == [{}]


def test_a_chosen_parameter_is_kept_in_the_metrics_own_unit(form: AppTest) -> None:
    form.selectbox(key="new-metric").set_value("complaint_answered_within")
    ran(form)
    box = form.number_input(key="new-within-complaint_answered_within")
    assert (box.label, box.value) == ("Time to answer a complaint, in days", 30.0)
    box.set_value(14.0)
    ran(form)
    form.number_input(key="new-target-%").set_value(99.9)
    save(form)
    assert not faults(form)
    assert [goal.params for goal in kept()] == [{"within": 14 * 86400.0}]


def test_a_number_of_days_is_asked_in_days(form: AppTest) -> None:
    form.selectbox(key="new-metric").set_value("fcr_no_repeat")
    ran(form)
    box = form.number_input(key="new-days-fcr_no_repeat")
    assert (box.label, box.value) == ("Days without a new request", 7.0)
    box.set_value(14.0)
    ran(form)
    form.number_input(key="new-target-%").set_value(99.9)
    save(form)
    assert [goal.params for goal in kept()] == [{"days": 14.0}]


def test_goals_are_set_on_all_that_has_a_past(form: AppTest) -> None:
    """Totals recur, and where more is not always better a person says which way; only what stands now has no past."""
    listed = {name for name, entry in CATALOGUE.items() if entry.name in form.selectbox(key="new-metric").options}
    assert {"csat", "backlog", "first_response_time", "fcr_no_repeat"} <= listed
    assert {"requests", "handle_time", "offers_made", "retention_rate"} <= listed
    assert not {"unanswered", "backlog_age", "unowned", "stale"} & listed


def test_what_knows_no_channel_asks_for_none(form: AppTest) -> None:
    """Shifts belong to a team; to choose a channel of them would be an error. Too busy is what a band warns of."""
    form.selectbox(key="new-metric").set_value("occupancy")
    ran(form)
    assert [box.key for box in form.multiselect] == ["new-teams"]
    assert form.selectbox(key="new-kind-band").value == "stay_below"


def test_a_level_to_keep_needs_no_baseline(form: AppTest) -> None:
    form.selectbox(key="new-kind-higher").set_value("stay_above")
    ran(form)
    form.number_input(key="new-target-%").set_value(10.0)
    save(form)
    assert (kept()[0].kind, kept()[0].target) == ("stay_above", pytest.approx(0.1))


def test_another_baseline_needs_its_reason(form: AppTest) -> None:
    form.checkbox(key="new-by-hand").check()
    ran(form)
    form.number_input(key="new-baseline-%").set_value(50.0)
    form.number_input(key="new-target-%").set_value(60.0)
    save(form)
    assert faults(form) == ["Say why this is the baseline."]
    form.text_input(key="new-reason").set_value("The survey changed in May")
    save(form)
    [goal] = kept()
    assert (goal.baseline, goal.baseline_n) == (pytest.approx(0.5), None)
    assert goal.baseline_reason == "The survey changed in May"


@pytest.mark.parametrize(
    ("target", "owner", "deadline", "expected"),
    [
        (None, "Ada", date(2027, 6, 30), ["Enter the target as a number."]),
        (95.0, " ", date(2027, 6, 30), ["Name the person who owns the goal."]),
        (95.0, "Ada", date(2020, 1, 1), ["The deadline lies after the start."]),
        (1.0, "Ada", date(2027, 6, 30), ["A goal that increases has its target above its baseline."]),
        (None, "", date(2020, 1, 1), ["Name the person", "The deadline lies", "Enter the target"]),
    ],
)
def test_what_is_missing_is_said_all_at_once(
    form: AppTest, target: float | None, owner: str, deadline: date, expected: list[str]
) -> None:
    form.number_input(key="new-target-%").set_value(target)
    form.text_input(key="new-owner").set_value(owner)
    form.date_input(key="new-deadline").set_value(deadline)
    save(form)
    said = faults(form)
    assert len(said) == len(expected)
    assert all(any(fault.startswith(start) for fault in said) for start in expected)
    assert not kept()
    assert form.number_input(key="new-target-%").value == target
    assert form.text_input(key="new-owner").value == owner


def test_a_goal_without_priority_is_refused(form: AppTest) -> None:
    form.selectbox(key="new-priority").set_value(None)
    form.number_input(key="new-target-%").set_value(95.0)
    save(form)
    assert faults(form) == ["Choose the strategic priority that the goal serves."]


def test_a_typed_priority_is_kept_with_its_goal_or_not_at_all(form: AppTest) -> None:
    """It was kept when the goal was refused, and its name then stood in the way of the second try."""

    def type_priority(name: str) -> None:
        box = form.selectbox(key="new-priority")
        box.options.append(name)  # AppTest knows no new options
        box.set_value(name)

    form.number_input(key="new-target-%").set_value(95.0)
    form.text_input(key="new-owner").set_value("")
    type_priority("Faster answers")
    save(form)
    assert faults(form) == ["Name the person who owns the goal."]
    assert [each.name for each in records.priorities(OWNER)] == ["Loyal customers"]
    form.text_input(key="new-owner").set_value("Ada")
    type_priority("Faster answers")
    save(form)
    assert not faults(form)
    assert [each.name for each in records.priorities(OWNER)] == ["Loyal customers", "Faster answers"]
    assert kept()[0].priority_id == records.priorities(OWNER)[1].id
