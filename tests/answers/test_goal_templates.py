"""Templates: each is a goal that can be set, and its first target is one that means something."""

from datetime import datetime

import pytest

from answers import goals
from answers.goal_templates import TEMPLATES, Template, offered, suggested
from metrics.catalogue import CATALOGUE
from metrics.value import Value
from tests.worlds import put


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_a_template_fits_its_metric(template: Template) -> None:
    metric = CATALOGUE[template.metric]
    assert template.stat is None or template.stat in metric.estimates
    assert set(template.params) <= set(metric.parameters)
    # What is counted up has a target for each period.
    assert (template.recurs is not None) == metric.is_total
    assert template.recurs is None or template.kind.startswith("stay")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
@pytest.mark.parametrize("level", [0.02, 0.5, 0.97])
def test_a_first_target_lies_ahead_and_can_be(template: Template, level: float) -> None:
    metric = CATALOGUE[template.metric]
    typical = {"share": level, "points": 100 * level, "seconds": 7200 * level, "count": 400 * level}[metric.unit]
    target = suggested(template, Value(typical, 200, None, None))
    assert target is not None
    goals.check(template.metric, target)
    if template.kind == "increase_to":
        assert target > typical
    if template.kind == "decrease_to":
        assert target < typical


def test_without_a_baseline_only_a_fixed_target_is_suggested() -> None:
    by_id = {each.id: each for each in TEMPLATES}
    assert suggested(by_id["csat_up"], None) is None
    assert suggested(by_id["first_response_below_an_hour"], None) == 3600


def test_what_the_data_cannot_feed_is_not_offered() -> None:
    generation = put({"surveys": [{"survey_id": "1", "kind": "nps", "score": 9.0, "scale": "0-10"}]})
    assert [each.id for each in offered(generation)] == ["nps_up"]


def test_an_export_that_only_tells_when_requests_were_solved_is_offered_a_goal() -> None:
    at = datetime(2026, 1, 5, 8)
    generation = put({"tickets": [{"ticket_id": "1", "created_at": at, "resolved_at": at, "status": "closed"}]})
    assert [each.id for each in offered(generation)] == ["solved_sooner"]
