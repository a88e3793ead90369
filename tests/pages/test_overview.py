"""How did the month go? The page's numbers are those of answers.measure, whatever is chosen, loaded or missing."""

from datetime import date
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from answers import clock, overview
from answers.measure import measure, single, values
from data import records
from data.records import GoalTerms
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.metric import Value
from tests.demonstration import LATEST, RUNNING
from tests.pages.reading import cards, drawn, figures, links, opened, plain, ran, words
from ui import formats

Where = dict[str, list[str]]


def of_month(generation: Generation, metric: str, month: date, where: Where | None = None) -> Value:
    span = clock.span("month", month, month, generation)
    return single(measure(metric, OWNER, generation, span=span, where=where))


def assert_cards_say(at: AppTest, generation: Generation, month: date, where: Where | None = None) -> None:
    """Each card has the value, the n and the step from the month before that measure gives."""
    shown, _absent = overview.headline_metrics(generation)
    wall = cards(at)
    assert len(wall) == len(shown) == overview.HEADLINES
    for metric, said in zip(map(CATALOGUE.get, shown), wall.values(), strict=True):
        assert metric is not None
        now = of_month(generation, metric.id, month, where)
        before = of_month(generation, metric.id, clock.shift("month", month, -1, generation), where)
        assert said.startswith(metric.name)
        if now.value is None:
            assert "no data" in said
            continue
        assert plain(formats.value(now.value, metric.unit)) in said
        assert plain(formats.n(now.n)) in said
        if before.value is not None:
            assert plain(formats.change(now.value, before.value, metric.unit)) in said


def test_the_month_is_the_last_complete_one_and_its_numbers_are_measured(demonstration: Generation) -> None:
    at = opened("overview")
    assert at.selectbox(key="month").value == LATEST.isoformat()
    assert_cards_say(at, demonstration, LATEST)
    requests = of_month(demonstration, "requests", LATEST)
    assert f"September 2026: {requests.n} requests" in words(at)
    assert "all channels · all teams" in words(at)
    assert "data up to Oct 20, 2026" in words(at)


def test_the_chart_and_its_table_show_thirteen_months_as_measured(demonstration: Generation) -> None:
    at = opened("overview", metric="csat")
    months = [clock.shift("month", LATEST, back, demonstration) for back in range(-12, 1)]
    span = clock.span("month", months[0], LATEST, demonstration)
    found = values(measure("csat", OWNER, demonstration, grain="month", span=span))
    assert drawn(figures(at)[0], [each.value for each in found])
    table = at.dataframe[0].value
    whole = table[table["Of"] == "All"]
    assert list(whole["n"]) == [each.n for each in reversed(found)]
    assert [plain(text) for text in whole["Value"]] == [formats.value(each.value, "share") for each in reversed(found)]


def test_each_channel_has_its_figure_as_measured(demonstration: Generation) -> None:
    at = opened("overview", metric="csat")
    span = clock.span("month", clock.shift("month", LATEST, -12, demonstration), LATEST, demonstration)
    table = measure("csat", OWNER, demonstration, by=("channel",), grain="month", span=span)
    channels = table.drop_nulls("channel").partition_by("channel", as_dict=True)
    panels = figures(at)[1:]
    assert len(panels) == len(channels)
    for (_channel,), rows in channels.items():
        assert any(drawn(panel, rows["value"].to_list()) for panel in panels)


def test_filters_come_from_the_address_and_stand_below_the_title(demonstration: Generation) -> None:
    team = opened("overview").multiselect(key="team").options[0]
    at = opened("overview", month="2026-06-01", channel=["email", "chat"], team=team)
    assert_cards_say(at, demonstration, date(2026, 6, 1), {"channel": ["email", "chat"], "team": [team]})
    assert f"Chat, E-mail · {team}" in words(at)


def test_choosing_a_filter_changes_numbers_and_address(demonstration: Generation) -> None:
    at = opened("overview")
    at.multiselect(key="channel").set_value(["phone"])
    ran(at)
    assert at.query_params == {"channel": "phone"}
    said = next(iter(cards(at).values()))
    now = of_month(demonstration, "first_response_within", LATEST, {"channel": ["phone"]})
    assert plain(formats.n(now.n)) in said


def test_nonsense_in_the_address_is_the_default(demonstration: Generation) -> None:
    usual = opened("overview")
    for nonsense in ("banana", "9999-13-45", "<img src=x>", "", "2026-09-02"):
        at = opened("overview", month=nonsense, channel=nonsense, team=[nonsense, "None"], metric=nonsense, x=nonsense)
        assert cards(at) == cards(usual)
        assert figures(at) == figures(usual)


def test_a_running_month_is_compared_with_as_many_days(demonstration: Generation) -> None:
    at = opened("overview", month=RUNNING.isoformat())
    assert "October 2026 (still running)" in at.selectbox(key="month").options
    now = single(measure("requests", OWNER, demonstration, span=(RUNNING, date(2026, 10, 20))))
    before = single(measure("requests", OWNER, demonstration, span=(LATEST, date(2026, 9, 20))))
    assert f"October 2026: {now.n} requests ({plain(formats.change(now.n, before.n, 'count'))}" in words(at)
    assert "the first 20 days of" in words(at)


def test_a_goal_stands_on_the_card_of_its_metric(entering: Generation) -> None:
    priority = records.add_priority(OWNER, "Loyal customers")
    terms = partial(
        GoalTerms,
        dataset="demonstration",
        metric="csat",
        kind="stay_above",
        start=date(2026, 1, 1),
        deadline=date(2026, 12, 31),
        owner="Ada",
        priority_id=priority.id,
    )
    assert "Goal" not in cards(opened("overview"))["Customer satisfaction"]
    records.create_goal(OWNER, terms(title="of all", target=0.5))
    records.create_goal(OWNER, terms(title="of chat alone", target=0.99, where={"channel": ["chat"]}))
    assert "Goal 50% ✓" in cards(opened("overview"))["Customer satisfaction"]
    assert "Goal 99%" in cards(opened("overview", channel="chat"))["Customer satisfaction"]
    assert "Goal" not in cards(opened("overview", channel="email"))["Customer satisfaction"]
    assert "Goal" not in cards(opened("overview"))["First-contact resolution"]


def test_nothing_in_a_month_is_no_data_and_not_zero(demonstration: Generation) -> None:
    teams = opened("overview").multiselect(key="team").options

    def silent(team: str) -> bool:
        return not of_month(demonstration, "requests", LATEST, {"channel": ["phone"], "team": [team]}).n

    empty = list(filter(silent, teams))
    assert empty
    at = opened("overview", channel="phone", team=empty[0])
    assert "Nothing was counted in September 2026." in words(at)
    assert all("no data" in said for said in cards(at).values())


@pytest.mark.usefixtures("undated")
def test_undated_answers_have_a_value_and_no_month() -> None:
    at = opened("overview", month="2026-09-01")
    assert "no dates" in words(at)
    said = cards(at)["Net promoter score"]
    assert "−45" in said  # of 44 answers 8 recommend (9–10), 28 do not (0–6)
    assert "n = 44" in said
    assert links(at)["Go to Data"] == "data"
    assert not figures(at)


@pytest.mark.usefixtures("few")
def test_few_cases_are_said_to_be_few() -> None:
    at = opened("overview")
    assert "Few cases" in cards(at)["Customer satisfaction"]
    assert "is not available" in words(at)


def test_dark_and_light_draw_the_same_numbers_in_other_colours(demonstration: Generation) -> None:
    light, dark = figures(opened("overview"))[0], figures(opened("overview", theme="dark"))[0]
    assert [mark.get("y") for mark in light["data"]] == [mark.get("y") for mark in dark["data"]]
    assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]
