"""The parts of a goal's page that are plain HTML: verdict, past periods, what explains the gap, history, conflict."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

from streamlit.testing.v1 import AppTest

from answers.goal_tree import Explained
from data.records import GoalEvent, Milestone
from metrics.catalogue import metric as entry
from metrics.contribution import Part
from metrics.metric import Value
from tests.ui.goal_made import VERDICT, goal, plain, standing
from tests.ui.test_cards import Tags
from ui.goals import explained as goal_explained
from ui.goals import fields, history, verdict
from ui.goals.conflict import Difference
from ui.goals.fields import Around

CSAT = entry("csat")
EVIL = "<img src=x onerror=alert(1)>"
CLOSED = standing(
    status="met", verdict=VERDICT, chance=None, expected=None, ahead=(), now=Value(0.861, 3_120, 0.852, 0.87)
)
NAMES = Around(priorities={"loyal": "Loyal customers"}, goals={"top": "The whole firm"})


def text(markup: str) -> str:
    return plain(unescape(Tags(markup).text))


def test_the_verdict_says_its_numbers_its_days_and_when_it_was_decided() -> None:
    said = text(verdict.card(CLOSED, VERDICT, CSAT))
    for part in ("met", "86.1%", "target 85%", "85.2–87.0%, n = 3,120", "from Jan 1, 2027 to Mar 31, 2027"):
        assert part in said
    assert "decided on Apr 14, 2027" in said
    assert "today" not in said


def test_a_correction_stands_beside_the_verdict_and_not_in_its_place() -> None:
    markup = verdict.card(replace(CLOSED, correction=Value(0.844, 3_300, 0.835, 0.853)), VERDICT, CSAT)
    assert markup.count("<section>") == 2
    assert text(markup).index("86.1%") < text(markup).index("84.4%")
    assert "n = 3,300" in text(markup)
    assert "the verdict, which stays as it was" in text(markup)


def test_the_past_of_a_recurring_goal_counts_what_was_met() -> None:
    verdicts = [
        replace(VERDICT, first=date(2026, month, 1), last=date(2026, month, 28), word=word, value=value)
        for month, word, value in ((7, "met", 0.9), (8, "missed", 0.7), (9, "met_within_chance", 0.86))
    ]
    assert plain(verdict.past_title(verdicts)) == "Met in 2 of 3 earlier periods"
    markup = verdict.past(goal(recurs="month"), verdicts, CSAT)
    assert markup.count("<li>") == 3
    for part in ("Jul 2026", "70.0%", "missed", "met, within chance"):
        assert part in text(markup)


def explained(*parts: tuple[str | None, float, float, float]) -> Explained:
    return Explained(tuple(Part(*part) for part in parts))


def test_the_title_names_the_gap_and_what_most_of_it_comes_from() -> None:
    children = [goal(id="chat", title="Chat"), goal(id="mail", title="E-mail")]
    found = explained(("chat", 0.3, 0.70, -0.045), ("mail", 0.2, 0.86, 0.002), (None, 0.5, 0.83, -0.007))
    said = plain(goal_explained.title(CSAT, standing(), goal(), found, children))
    assert said == "−5.0 points from the target, of which −4.5 points come from: Chat"
    mostly_rest = explained(("chat", 0.3, 0.84, -0.003), (None, 0.7, 0.78, -0.047))
    assert "what no goal covers" in goal_explained.title(CSAT, standing(), goal(), mostly_rest, children)
    assert goal_explained.title(CSAT, standing(), goal(), Explained(None, "x"), children) == "The goals under this one"
    total = explained(("chat", 0.6, 480.0, 480.0), (None, 0.4, 320.0, 320.0))
    at = standing(now=Value(800, 800, None, None))
    assert goal_explained.title(entry("requests"), at, goal(), total, children) == "Chat brings 480 of 800"


def test_each_child_has_its_bar_on_its_side_and_its_numbers() -> None:
    less = goal_explained.row(EVIL, "", CSAT, Part("chat", 0.3, 0.70, -0.045), 0.045)
    more = goal_explained.row("E-mail", "", CSAT, Part("mail", 0.2, 0.86, 0.0225), 0.045)
    markup = less + more
    assert not Tags(markup).open
    assert '"tz-part-minus" style="inline-size:50.0%"' in markup
    assert '"tz-part-plus" style="inline-size:25.0%"' in markup
    assert "−4.5 points 70.0%, 30% of the cases" in " ".join(text(markup).split())
    assert "<img" not in markup


def event(action: str, changes: dict[str, list[object]], reason: str = "", entity: str = "goal") -> GoalEvent:
    at = datetime(2026, 6, 15, 14, 2, tzinfo=UTC)
    return GoalEvent(at=at, actor=EVIL, action=action, changes=changes, reason=reason, entity=entity)


def test_the_history_tells_who_when_what_and_why_newest_first() -> None:
    events = [
        event("create", {"target": [None, 0.83]}),
        replace(
            event(
                "change",
                {
                    "target": [0.83, 0.85],
                    "deadline": ["2026-12-31", "2027-03-31"],
                    "milestones": [[], [{"on": "2026-12-31", "value": 0.84}]],
                    "priority_id": ["gone", "loyal"],
                    "parent_id": [None, "top"],
                    "check_in_every": ["month", None],
                    "weight": [1.0, 2.5],
                },
                "More people",
            ),
            at=datetime(2026, 7, 1, 9, tzinfo=UTC),
        ),
        replace(
            event("change", {"confidence": ["low", "high"]}, entity="check_in"), at=datetime(2026, 8, 1, tzinfo=UTC)
        ),
        replace(event("create", {"note": [None, EVIL]}, entity="check_in"), at=datetime(2026, 9, 1, tzinfo=UTC)),
    ]
    markup = history.history(events, CSAT, NAMES)
    said = text(markup)
    for part in (
        "Target: 83% → 85%",
        "Deadline: Dec 31, 2026 → Mar 31, 2027",
        "Milestones: – → 84% by Dec 31, 2026",
        "Strategic priority: gone → Loyal customers",
        "Part of the goal: – → The whole firm",
        "Check-ins: each month → never",
        "Weight: 1 → 2.5",
        "Reason: More people",
        "Confidence: low confidence → high confidence",
        "Jun 15, 2026 14:02 UTC",
    ):
        assert part in said
    order = [said.index(word) for word in ("Checked in", "Check-in changed", "Changed", "Set")]
    assert order == sorted(order)
    assert "<img" not in markup


def test_the_parts_of_a_measured_baseline_are_told_with_it_alone() -> None:
    by_hand = event("change", {"baseline": [0.8, 0.7], "baseline_n": [300, None], "baseline_low": [0.7, None]})
    assert history.steps(by_hand, CSAT, NAMES) == ["Baseline: 80% → 70%"]
    assert history.steps(event("change", {"baseline_n": [300, 310]}), CSAT, NAMES) == ["n of the baseline: 300 → 310"]


def test_a_goal_can_be_part_of_any_but_those_under_it_and_the_archived() -> None:
    known = [
        goal(id="goal"),
        goal(id="child", parent_id="goal"),
        goal(id="grandchild", parent_id="child"),
        goal(id="other", title="Other"),
        goal(id="old", title="Old", archived_at=datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    names = fields.around(known[0], known, [])
    assert list(names.parents) == ["other"]
    assert names.goals["old"] == "Old"


def test_values_are_written_alike_from_the_goal_and_from_its_history() -> None:
    day = date(2026, 12, 31)
    for of, kept, noted in (
        ("deadline", day, day.isoformat()),
        ("milestones", (Milestone(day, 0.84),), [{"on": day.isoformat(), "value": 0.84}]),
        ("milestones", (), []),
    ):
        assert fields.written(of, kept, CSAT, NAMES) == fields.written(of, noted, CSAT, NAMES)


def show_conflict(found: list) -> None:
    import streamlit as st

    from ui.goals import conflict

    st.text(str(conflict.show("Grace changed it.", found, "x")))


def ran(page: Callable[..., None], *given: object) -> AppTest:
    at = AppTest.from_function(page, args=given, default_timeout=30).run()
    assert not at.exception
    return at


def test_both_versions_stand_side_by_side_and_one_is_chosen() -> None:
    at = ran(show_conflict, [Difference("Target", "88%", "86%", "90%"), Difference("Owner", "Ada", EVIL, "Ada")])
    table = next(each.proto.body for each in at.get("html") if "<table" in each.proto.body)
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr>")[1:]]
    assert rows == [
        ["Field", "Before", "Theirs", "Mine"],
        ["Target", "88%", "<b>86%</b>", "<b>90%</b>"],
        ["Owner", "Ada", "<b>&lt;img src=x onerror=alert(1)&gt;</b>", "Ada"],  # what one left alone is not stressed
    ]
    assert "<img" not in table
    assert at.text[0].value == "None"
    at.button[0].click().run()
    assert at.text[0].value == "yours"
    at.button[1].click().run()
    assert at.text[0].value == "theirs"
