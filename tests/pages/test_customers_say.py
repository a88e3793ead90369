"""What do customers say? The page's words and lists are those of the answers; nothing that is typed is lost."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from answers import channels, clock, comments, customer_path, feedback, voice
from answers.measure import measure, single
from data import records
from data.sample.company import TRUTHS
from data.scope import OWNER
from data.store import Generation
from tests.demonstration import LATEST
from tests.pages.reading import cards, drawn, figures, links, opened, plain, ran, words
from tests.worlds import put
from ui import formats

EVIL = '<img src=x onerror="alert(1)">[x](http://evil.example)'


def listed(at: AppTest, column: str) -> Any:
    """The table that has such a column."""
    return next(each for each in at.dataframe if column in each.value)


def month(generation: Generation) -> tuple[date, date]:
    return clock.span("month", LATEST, LATEST, generation)


def page_html(at: AppTest) -> str:
    return " ".join(each.value for each in at.html)


def test_the_sentence_the_cards_and_the_chart_are_those_of_the_answers(demonstration: Generation) -> None:
    at = opened("customers_say")
    said, span = words(at), month(demonstration)
    csat = single(measure("csat", OWNER, demonstration, span=span))
    rate = single(measure("survey_response_rate", OWNER, demonstration, span=span))
    assert csat.value is not None
    value, answered = (plain(formats.value(each.value, "share")) for each in (csat, rate))
    assert f"{value} of those who answered are satisfied (n = {csat.n}; {answered} of the surveys sent" in said
    held = feedback.standing(feedback.feedback(span, OWNER, demonstration, {}, [], date(2026, 10, 20)))
    assert f"{held.open} of the negative answers and complaints await an answer" in said
    assert "all channels · all teams · September 2026" in said
    wall = cards(at)
    names = {
        "Customer satisfaction": "csat",
        "Net promoter score": "nps",
        "Survey response rate": "survey_response_rate",
        "Complaints": "complaints",
        "Feedback routed in time": "feedback_routed_within",
        "Complaints answered in time": "complaint_answered_within",
    }
    assert list(wall) == list(names)
    for name, metric in names.items():
        found = single(measure(metric, OWNER, demonstration, span=span))
        assert metric == "complaints" or f"n = {found.n}" in wall[name]
    trend = measure("csat", OWNER, demonstration, grain="month")
    values = trend.filter(trend["period"] <= LATEST)["value"].to_list()[-13:]
    assert any(drawn(each, values) for each in figures(at))
    assert len(figures(at)) == 2  # and how many answered, beside it

    at.segmented_control(key="said").set_value("complaints")
    ran(at)
    assert len(figures(at)) == 1
    assert at.query_params["said"] == "complaints"


def test_what_pulls_the_score_adds_up_and_leads_to_its_rows(demonstration: Generation) -> None:
    at = opened("customers_say", by="channel", months="12", **{"pulls-rows": "channel:social"})
    span = channels.span_of(LATEST, 12, demonstration)
    found = voice.drivers("csat", span, OWNER, demonstration, {}, by=("channel",))["channel"]
    social = next(each for each in found.groups if each.name == "social")
    points = plain(formats.signed(100 * social.driver.points))
    assert f"Social pulls satisfaction down most, by {points.lstrip('−')} points" in words(at)
    assert f"Social {plain(formats.value(social.driver.value.value, 'share'))} n = {social.driver.value.n}" in words(at)
    assert found.uneven is not None
    assert "Compare with care" in words(at)
    assert f"{social.driver.value.n} " in words(at)[words(at).index("Rows behind") :]
    at.segmented_control(key="score").set_value("nps")
    ran(at)
    assert at.query_params["score"] == "nps"
    assert "recommendation" in words(at)


def test_the_planted_source_of_the_complaints_is_found_and_said(demonstration: Generation) -> None:
    """Truth 5 of the demonstration company, over its last year."""
    at = opened("customers_say", open="complaints", months="12")
    span = channels.span_of(LATEST, 12, demonstration)
    found = voice.complaints(span, OWNER, demonstration, {})
    assert found is not None
    assert found.source is not None
    assert found.source.group == TRUTHS.complaint_topic
    assert (found.source.of_complaints.value or 0) > TRUTHS.complaint_share
    assert found.source.of_requests < TRUTHS.complaint_topic_share
    part, share = (
        plain(formats.value(x, "share")) for x in (found.source.of_complaints.value, found.source.of_requests)
    )
    said = words(at)
    assert f"Returns causes {part} of the complaints with {share} of the requests" in said
    head = said[: said.index("all channels")]
    assert f"Returns causes {part} of the complaints" in head


def test_comments_are_searched_and_turned_over(demonstration: Generation) -> None:
    span = channels.span_of(LATEST, 12, demonstration)
    held = comments.comments(span, OWNER, demonstration, {})
    assert held.height > 50
    at = opened("customers_say", open="comments", months="12", **{"comments-page": "2"})
    assert page_html(at).count("<blockquote") == min(held.height - 50, 50)
    assert held.row(50, named=True)["survey_id"] in words(at)
    at.button(key="newer").click()
    ran(at)
    assert page_html(at).count("<blockquote") == 50
    assert held.row(0, named=True)["survey_id"] in words(at)

    sought = held.filter(band="negative").row(0, named=True)["comment"]
    typed = " ".join(reversed(sought.upper().split()))
    at.text_input(key="words").set_value(typed)
    ran(at)
    own = comments.pick(held, comments.Wanted(typed))
    assert 0 < own.height < 50
    assert set(own["comment"]) == {sought}
    assert page_html(at).count("<blockquote") == own.height
    assert at.query_params["words"] == typed
    at.pills(key="band").set_value("positive")
    ran(at)
    assert "No comment has all of this." in words(at)


def test_the_path_shows_each_step_and_the_requests_behind_it(demonstration: Generation) -> None:
    at = opened("customers_say", open="path", **{"path-rows": "sent:never"})
    span = channels.span_of(LATEST, 3, demonstration)
    found = customer_path.path(span, OWNER, demonstration, {})
    said = words(at)
    for step in found.steps:
        assert plain(formats.value(step.reached, "count")) in said
    assert f"Of {plain(formats.value(found.steps[0].reached, 'count'))} requests" in said
    at.expander(key="path-rows-open")
    at.session_state["path-rows-open"] = True
    ran(at)
    rows = customer_path.behind("sent", "never", span, OWNER, demonstration, {}, None)
    assert plain(formats.n(rows.height)) in words(at)
    assert list(listed(at, "Priority").value["Request"]) == rows["ticket_id"].to_list()[:200]


def choose(at: AppTest, *places: int) -> AppTest:
    """Mark rows of the list of feedback."""
    at.session_state[listed(at, "Responsible").key] = {"selection": {"rows": list(places), "columns": [], "cells": []}}
    return ran(at)


def filled(at: AppTest, team: str, note: str = "") -> AppTest:
    at.selectbox(key="route-team-0").set_value(team)
    at.text_area(key="route-note-0").set_value(note)
    return at


def give(at: AppTest) -> AppTest:
    next(each for each in at.button if each.label == "Give to the team").click()
    return ran(at)


@pytest.mark.usefixtures("today")
def test_feedback_is_given_to_a_team_followed_and_answered(entering: Generation) -> None:
    at = opened("customers_say", open="act", state="nobody", since="ever")
    ids = list(listed(at, "Responsible").value["Id"])
    days = list(listed(at, "Responsible").value["Day"])
    filled(give(at), "Complaints Desk")
    assert "Choose rows in the list first." in words(at)
    choose(at, 0, 2)
    assert "Give 2 chosen rows to a team" in words(at)
    filled(at, "Complaints Desk", "call back first")
    give(at)
    assert "2 pieces of feedback were given to Complaints Desk." in words(at)
    held = records.follow_ups(OWNER, "demonstration")
    assert {each.feedback_id for each in held} == {ids[0], ids[2]}
    assert {(each.team, each.note, each.answered_on) for each in held} == {("Complaints Desk", "call back first", None)}
    assert len(days) >= 3
    assert not {ids[0], ids[2]} & set(listed(at, "Responsible").value["Id"])
    said = words(at)
    assert "Given to a team here" in said
    assert "2 open, 0 answered." in said

    first = min(held, key=lambda each: (each.due, each.feedback_id))
    at.button(key=f"follow-up-done-{first.id}").click()
    ran(at)
    at.date_input(key=f"follow-up-draft-{first.id}-1-answered").set_value(first.due)
    at.text_area(key=f"follow-up-draft-{first.id}-1-note").set_value("called, content")
    at.button(key=f"follow-up-draft-{first.id}-1-save").click()
    ran(at)
    (answered,) = [each for each in records.follow_ups(OWNER, "demonstration") if each.answered_on]
    assert (answered.id, answered.answered_on, answered.note) == (first.id, first.due, "called, content")
    assert "1 open, 1 answered." in words(at)
    assert "answered on" in words(at)
    at.session_state[f"follow-up-history-{first.id}"] = True
    ran(at)
    assert "Answered on: – →" in words(at)
    assert "Note: call back first → called, content" in words(at)


@pytest.mark.usefixtures("today")
def test_what_somebody_else_was_faster_with_is_said_and_nothing_typed_is_lost(entering: Generation) -> None:
    at = opened("customers_say", open="act", state="nobody", since="ever")
    table = listed(at, "Responsible")
    first, second = list(table.value["Id"])[:2]
    kind = "complaint" if str(table.value["What"][0]).startswith("Complaint") else "survey"
    choose(at, 0, 1)
    records.route_feedback(OWNER, "demonstration", kind, "demonstration", [first], "Mail Desk", date(2026, 12, 1))
    filled(at, "Complaints Desk", "typed for long")
    give(at)
    assert f"This is routed already: {first}." in words(at)
    assert at.text_area(key="route-note-0").value == "typed for long"
    assert "chosen row" in words(at)
    give(at)  # once more: what is free goes
    kept = {each.feedback_id: each for each in records.follow_ups(OWNER, "demonstration")}
    assert kept[first].team == "Mail Desk"
    assert kept[second].team == "Complaints Desk"

    # Two people change one follow-up.
    own = kept[second]
    at.button(key=f"follow-up-edit-{own.id}").click()
    ran(at)
    box = f"follow-up-draft-{own.id}-1"
    at.text_input(key=f"{box}-owner").set_value("Ada")
    records.change_follow_up(OWNER, own.id, own.version, owner="Bea")
    at.button(key=f"{box}-save").click()
    ran(at)
    assert "Somebody else changed this while you were writing" in words(at)
    assert "Bea" in words(at)
    assert at.text_input(key=f"{box}-owner").value == "Ada"
    at.button(key=f"{box}-yours").click()
    ran(at)
    (changed,) = [each for each in records.follow_ups(OWNER, "demonstration") if each.id == own.id]
    assert (changed.owner, changed.version) == ("Ada", 3)


def test_nonsense_in_the_address_is_the_default(demonstration: Generation) -> None:
    usual = opened("customers_say")
    keys = ("said", "score", "by", "open", "state", "since", "words", "band", "comments-page", "path-rows", "months")
    at = opened("customers_say", **dict.fromkeys(keys, EVIL))
    assert cards(at) == cards(usual)
    assert figures(at) == figures(usual)
    for part in ("act", "comments", "path"):
        opened(
            "customers_say",
            open=part,
            **dict.fromkeys(("state", "since", "words", "topic", "band", "comments-page"), EVIL),
        )


@pytest.mark.usefixtures("undated")
def test_without_dates_there_is_the_score_and_what_to_load() -> None:
    at = opened("customers_say")
    assert "no month can be told from another" in words(at)
    assert list(cards(at)) == ["Net promoter score"]
    assert links(at)["Go to Data"] == "data"


@pytest.mark.usefixtures("few")
def test_what_is_missing_is_named_and_the_rest_works() -> None:
    at = opened("customers_say")
    said = words(at)
    assert "100.0% of those who answered are satisfied (n = 3)." in said
    assert "Complaints is not available: the loaded data has no complaints." in said
    assert "No answer of this period and choice names a group" not in said
    assert "too few to show" in said
    for part, missing in (
        ("complaints", "Complaint rate is not available"),
        ("comments", "The loaded surveys have no comments."),
        ("path", "Not in the loaded data: Survey sent."),
        ("act", "Nothing here."),
    ):
        assert missing in words(opened("customers_say", open=part)), part


def test_requests_alone_say_which_surveys_to_load() -> None:
    at = datetime(2026, 8, 3, 9)
    put({"tickets": [{"ticket_id": "1", "channel": "email", "status": "solved", "created_at": at, "resolved_at": at}]})
    said = words(opened("customers_say"))
    assert "Nothing was counted in this month." in said
    assert "The loaded data has no answers to satisfaction or recommendation surveys." in said
    assert "no satisfaction answers" in said
    assert "neither survey answers nor complaints" in words(opened("customers_say", open="act"))


def test_text_of_the_data_is_never_markup() -> None:
    at = datetime(2026, 8, 3, 9)
    ticket = {"channel": "email", "topic": EVIL, "team": EVIL, "status": "open", "complaint": True, "cause": EVIL}
    tickets = [ticket | {"ticket_id": f"{EVIL}{i}", "created_at": at + timedelta(days=i)} for i in range(6)]
    answer = {
        "kind": "csat",
        "scale": "1-5",
        "channel": "email",
        "topic": EVIL,
        "team": EVIL,
        "comment": f"{EVIL} مرسی",
    }
    surveys = [
        answer | {"survey_id": f"{EVIL}{i}", "score": 1 + i % 5, "answered_at": at + timedelta(days=i)}
        for i in range(10)
    ]
    generation = put({"tickets": tickets, "surveys": surveys})
    (worst,) = (row for row in [feedback.feedback((at.date(), at.date()), OWNER, generation, {}, [], at.date())])
    records.route_feedback(
        OWNER, generation.dataset, "survey", "test", [worst["feedback_id"][-1]], EVIL, date(2026, 9, 1), EVIL, EVIL
    )
    for part in ("pulls", "complaints", "act", "comments", "path"):
        shown = opened("customers_say", open=part)
        drawn_ = page_html(shown) + json.dumps(figures(shown))
        assert "<img" not in drawn_
        assert "onerror=&#34;alert" in page_html(shown) or part == "path"
        for each in (*shown.markdown, *shown.caption):
            assert "<img" not in each.value or "\\<img" in each.value


def test_a_comment_in_persian_finds_its_own_direction(demonstration: Generation) -> None:
    at = opened("customers_say", open="comments")
    assert page_html(at).count('<blockquote dir="auto">') == page_html(at).count("<blockquote") > 0
