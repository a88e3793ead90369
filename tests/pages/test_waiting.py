"""What is waiting? The page's numbers are those of the answers, whatever is chosen, looked up, loaded or missing."""

from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from answers import backlog, waiting
from answers.measure import measure, single
from data.scope import OWNER
from data.store import Generation
from tests.pages.reading import cards, drawn, figures, links, opened, plain, ran, words
from tests.worlds import put
from ui import formats

NAMES = {
    "unowned": "No owner",
    "unanswered": "No answer",
    "stale": "Quiet for 7 days",
    "waiting_on_department": "With a department",
    "past_due": "Past due",
}


def listed(at: AppTest) -> list[str]:
    """The ids of the list, in their order."""
    tables = [each.value for each in at.dataframe if "Why it is here" in each.value]
    return [number for table in tables for number in table["Request"]]


def test_the_sentence_the_cards_and_the_list_say_what_is_open_now(demonstration: Generation) -> None:
    at = opened("waiting")
    held = waiting.waiting(OWNER, demonstration, {})
    said = words(at)
    assert f"{held.rows.height} requests are waiting, {held.forgotten} of them forgotten; the oldest since" in said
    assert "at the present rates the queue" in said
    assert "all channels · all teams" in said
    assert "data up to Oct 20, 2026" in said
    assert not [each for each in at.selectbox if each.key == "month"]
    wall = cards(at)
    for kind, name in NAMES.items():
        assert f" {held.counts[kind]} " in wall[name]
    assert listed(at) == held.rows["ticket_id"].to_list()[:200]

    # A card leads to its list, which stands in the address; the rest of the choice narrows it.
    for kind in ("past_due", "unowned"):
        at.button(key=f"show-{kind}").click()
        ran(at)
        assert at.query_params["kind"] == kind
        own = waiting.pick(held.rows, kind)
        assert own.height == held.counts[kind]
        assert listed(at) == own["ticket_id"].to_list()
    at.selectbox(key="age").set_value("over_30d")
    ran(at)
    assert listed(at) == waiting.pick(held.rows, "unowned", "over_30d")["ticket_id"].to_list()


def test_the_choice_comes_from_the_address(demonstration: Generation) -> None:
    (team, *_rest) = held_teams(demonstration)
    at = opened("waiting", team=team, kind="forgotten", days="30", owner="", over="months", by="agent")
    where = {"team": [team]}
    held = waiting.waiting(OWNER, demonstration, where, 30)
    chosen = waiting.pick(held.rows, "forgotten", among={"agent": [None]})
    assert f"{held.rows.height} request" in words(at)
    assert "Quiet for 30 days" in cards(at)
    assert listed(at) == chosen["ticket_id"].to_list()
    assert at.query_params["over"] == "months"
    quiet = single(measure("stale", OWNER, demonstration, where=where, params={"days": 30.0})).n
    assert f" {quiet} " in cards(at)["Quiet for 30 days"]


def test_who_was_chosen_stays_chosen_where_other_filters_leave_nothing(demonstration: Generation) -> None:
    rows = waiting.waiting(OWNER, demonstration, {}).rows.drop_nulls("agent")
    owner, team = rows.select("agent", "team").row(0)
    other = next(each for each in held_teams(demonstration) if rows.filter(agent=owner, team=each).is_empty())
    at = opened("waiting", owner=owner, team=team)
    assert listed(at) == rows.filter(agent=owner, team=team)["ticket_id"].to_list()
    at.multiselect(key="team").set_value([other])
    ran(at)
    assert "No request fits this choice." in words(at)
    assert at.query_params["owner"] == owner


def held_teams(generation: Generation) -> list[str]:
    return waiting.waiting(OWNER, generation, {}).rows["team"].drop_nulls().unique().sort().to_list()


def test_the_chart_shows_the_queue_of_every_day_and_what_the_rates_would_bring(demonstration: Generation) -> None:
    at = opened("waiting")
    total = waiting.waiting(OWNER, demonstration, {}).rows.height
    held = backlog.queue(OWNER, demonstration, {}, total)
    assert held is not None
    weeks = backlog.flows(held, "week", 13, demonstration)
    (figure,) = figures(at)
    days = [(day, n) for day, n in backlog.standing(held, weeks[0].first) if day <= held.complete]
    assert any(
        isinstance(mark.get("y"), list)
        and [y for y in mark["y"] if y is not None][: len(days)] == [n for _d, n in days]
        for mark in figure["data"]
    )
    ahead = backlog.outlook(held, demonstration)
    assert ahead is not None
    assert drawn(figure, [days[-1][1], *(middle for _low, middle, _high in ahead[1].fan)])
    table = next(each.value for each in at.dataframe if "Open at start" in each.value)
    rows = table.to_dict("records")
    assert len(rows) == 13
    assert all(row["Open at start"] + row["Created"] == row["Open at end"] + row["Closed, by date"] for row in rows)
    assert rows[0]["Open at end"] == total
    assert "Checked: in each row" in words(at)
    assert "The last end is the number of requests that stand open." in words(at)


def test_one_request_is_found_with_or_without_the_sign(demonstration: Generation) -> None:
    first = waiting.waiting(OWNER, demonstration, {}).rows.row(0, named=True)
    at = opened("waiting", request=f"#{first['ticket_id']}")
    said = words(at)
    assert f"Request {first['ticket_id']}" in said
    for question in ("Where it is", "Who is responsible", "When it will be answered", "What happened"):
        assert question in said
    assert "overdue since" in said
    assert plain(formats.value(first["open_s"], "seconds")) in said
    at.text_input(key="request").set_value("no such <b>id</b>")
    ran(at)
    assert "No request has the id no such <b>id</b>" in words(at)
    assert links(at)["See the rejected rows"] == "data"
    assert at.query_params["request"] == "no such <b>id</b>"


def test_nonsense_in_the_address_is_the_default(demonstration: Generation) -> None:
    usual = opened("waiting")
    for nonsense in ("banana", "<img src=x>"):
        keys = ("kind", "owner", "priority", "age", "days", "over", "by", "queue-rows")
        at = opened("waiting", **dict.fromkeys(keys, nonsense))
        assert cards(at) == cards(usual)
        assert figures(at) == figures(usual)
        assert listed(at) == listed(usual)
        assert "which no open request has" in words(at)


@pytest.mark.usefixtures("few")
def test_when_nothing_waits_the_page_says_so() -> None:
    at = opened("waiting")
    assert "Nothing is waiting." in words(at)
    assert "No request fits this choice." in words(at)
    assert "is not available" in cards(at)["No owner"]
    assert "Not enough data for a forecast" in words(at) or "Dashed" in words(at)


@pytest.mark.usefixtures("undated")
def test_surveys_alone_have_nothing_that_waits() -> None:
    at = opened("waiting")
    assert "Requests is not available" in words(at)
    assert links(at)["Go to Data"] == "data"


def test_without_dates_there_is_a_list_and_no_queue() -> None:
    put({"tickets": [{"ticket_id": "1", "channel": "email", "status": "open", "agent": "x"}]})
    at = opened("waiting", request="1")
    assert "1 request is waiting, 0 of them forgotten." in words(at)
    assert "The loaded requests tell no day" in words(at)
    assert "No promise is set for it." in words(at)
    assert links(at)["Set a promise"] == "settings"
    assert not figures(at)


def test_text_of_the_data_is_never_markup() -> None:
    evil = '<img src=x onerror="alert(1)">'
    now = datetime(2026, 3, 2, 9)
    row = {"ticket_id": evil, "channel": "email", "agent": evil, "team": evil, "topic": evil, "priority": evil}
    put({"tickets": [row | {"created_at": now - timedelta(days=3), "updated_at": now, "status": "open"}]})
    at = opened("waiting", request=evil, by="agent")
    assert evil in words(at)
    assert not [each for each in at.html if "<img" in each.value]
