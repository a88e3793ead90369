"""The page of one goal: told and drawn as measured, changed, checked in on, closed; and two people at once."""

import re
from datetime import UTC, date, datetime

import pytest

from answers import goal_standing, goals
from answers.measure import measure
from data import records
from data.records import Goal, Milestone, Verdict
from data.scope import OWNER
from data.store import Generation
from tests.pages.goal_kept import keep, of, part, press, say
from tests.pages.reading import drawn, figures, links, opened, plain, ran, words
from ui import formats
from ui.goals import cards

pytestmark = pytest.mark.usefixtures("today")


def test_one_goal_is_drawn_and_told_as_measured(entering: Generation) -> None:
    goal = keep()
    at = opened("goals", goal=goal.id)
    history = goals.history(goal, OWNER, entering)
    months = measure("csat", OWNER, entering, grain="month")
    assert {first: value.value for first, _last, value in history}.items() <= dict(
        months.select("period", "value").rows()
    ).items()
    standing = goal_standing.standing(goal, OWNER, entering)
    table = at.dataframe[0].value
    assert list(table["What"]) == ["forecast"] * len(standing.ahead) + ["measured"] * len(history)
    assert list(table["n"])[len(standing.ahead) :] == [value.n for _first, _last, value in reversed(history)]
    complete = [value.value if last <= date(2026, 10, 20) else None for _first, last, value in history]
    assert drawn(figures(at)[0], complete)
    begin = next(value for value in reversed(complete) if value is not None)
    assert drawn(figures(at)[0], [begin, *(each.middle for each in standing.ahead)])
    said = words(at)
    assert standing.chance is not None
    assert standing.expected is not None
    expected = plain(formats.value(standing.expected, "share"))
    assert f"At the present pace {expected} by Dec 31, 2026, target 90% ; chance of meeting it" in said
    assert plain(formats.chance(standing.chance)) in said
    assert plain(formats.value(standing.now.value, "share")) in said
    assert cards.word(standing.status) in said


@pytest.mark.usefixtures("undated")
def test_a_goal_on_what_the_data_cannot_feed_says_so() -> None:
    goal = keep(dataset="own")
    at = opened("goals", goal=goal.id)
    assert "Customer satisfaction is not available: the loaded data has no satisfaction answers." in words(at)
    assert not figures(at)


@pytest.mark.usefixtures("undated")
def test_a_goal_on_undated_data_has_nothing_to_draw() -> None:
    goal = keep(dataset="own", metric="nps", baseline=10.0, target=30.0)
    at = opened("goals", goal=goal.id)
    assert "has no dates" in words(at)
    assert not figures(at)


class TestChanging:
    """Each change is kept with its reason, none over another's, and none that was not made."""

    def test_a_new_target_and_deadline_with_the_reason(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        of(at, goal, "deadline").set_value(date(2027, 3, 31))
        of(at, goal, "reason").set_value("More people since June")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert (changed.target, changed.deadline, changed.version) == (pytest.approx(0.95), date(2027, 3, 31), 2)
        assert "target 95%" in words(at)
        assert "Reason: More people since June" in words(at)
        assert "90% → 95%" in words(at)
        assert of(at, goal, "reason").value == "", "the next change has a reason of its own"

    def test_its_place_among_the_others(self, entering: Generation) -> None:
        top, goal = keep(title="The whole firm"), keep()
        faster = records.add_priority(OWNER, "Faster answers")
        at = opened("goals", goal=goal.id)
        of(at, goal, "priority").set_value(faster.id)
        of(at, goal, "parent").set_value(top.id)
        of(at, goal, "weight").set_value(2.0)
        of(at, goal, "check-ins").set_value("week")
        of(at, goal, "note").set_value("Agreed on in June")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert (changed.priority_id, changed.parent_id, changed.weight) == (faster.id, top.id, 2.0)
        assert (changed.check_in_every, changed.note) == ("week", "Agreed on in June")
        assert {plain(name): to for name, to in links(at).items()}["Part of: The whole firm"] == f"goals?goal={top.id}"
        assert "Strategic priority: Loyal customers → Faster answers" in words(at)
        above = opened("goals", goal=top.id)
        assert goal.title in words(above)
        assert goal.id not in of(above, top, "parent").options

    def test_milestones_open_one_after_the_other_and_are_kept_in_order(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "milestone-0-on").set_value(date(2026, 9, 30))
        ran(at)
        press(at, "Save the change")
        assert "Enter the value of each milestone" in words(at)
        assert records.goal(OWNER, goal.id) == goal
        of(at, goal, "milestone-0-value").set_value(88.0)
        of(at, goal, "milestone-1-on").set_value(date(2026, 6, 30))
        of(at, goal, "milestone-1-value").set_value(84.0)
        press(at, "Save the change")
        kept = records.goal(OWNER, goal.id).milestones
        assert [(each.on, round(each.value, 6)) for each in kept] == [
            (date(2026, 6, 30), 0.84),
            (date(2026, 9, 30), 0.88),
        ]
        assert "Milestones: – → 84% by Jun 30, 2026, 88% by Sep 30, 2026" in words(at)
        of(at, goal, "milestone-0-on").set_value(None)
        press(at, "Save the change")
        assert [each.on for each in records.goal(OWNER, goal.id).milestones] == [date(2026, 9, 30)]

    def test_what_was_not_touched_stays_exact(self, entering: Generation) -> None:
        """A box shows 4 decimals of what was computed with 16."""
        measured = {"baseline": 2 / 3, "baseline_n": 300, "baseline_low": 0.61, "baseline_high": 0.72}
        milestones = (Milestone(date(2026, 6, 30), 7 / 9),)
        goal = keep(**measured, baseline_reason="", target=8 / 9, milestones=milestones)
        at = opened("goals", goal=goal.id)
        of(at, goal, "owner").set_value("Grace")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert changed.owner == "Grace"
        assert (changed.target, changed.milestones) == (8 / 9, milestones)
        assert {name: getattr(changed, name) for name in measured} == measured

    def test_a_baseline_by_hand_needs_a_reason_and_loses_its_n(self, entering: Generation) -> None:
        goal = keep(baseline_n=300, baseline_low=0.75, baseline_high=0.85, baseline_reason="")
        at = opened("goals", goal=goal.id)
        of(at, goal, "baseline").set_value(70.0)
        press(at, "Save the change")
        assert [plain(error.value) for error in at.error] == ["Say why this is the baseline."]
        assert records.goal(OWNER, goal.id) == goal
        of(at, goal, "reason").set_value("The tool changed in spring")
        press(at, "Save the change")
        changed = records.goal(OWNER, goal.id)
        assert (changed.baseline, changed.baseline_n, changed.baseline_low) == (pytest.approx(0.7), None, None)

    def test_nonsense_is_refused_in_words_and_nothing_is_lost(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "title").set_value("  ")
        of(at, goal, "target").set_value(70.0)
        of(at, goal, "deadline").set_value(date(2025, 12, 31))
        press(at, "Save the change")
        assert {plain(error.value) for error in at.error} == {
            "Give the goal a title.",
            "A goal that increases has its target above its baseline.",
            "The deadline lies after the start.",
        }
        assert of(at, goal, "target").value == 70.0
        assert records.goal(OWNER, goal.id) == goal

    def test_a_target_that_the_unit_can_never_have_is_refused(self, entering: Generation) -> None:
        """The check of the form for new goals was written for changes too, and never called."""
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(120.0)
        press(at, "Save the change")
        assert "A share lies between 0 and 100 %." in words(at)
        assert records.goal(OWNER, goal.id) == goal

    def test_coming_back_to_a_goal_shows_it_as_it_is_now(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        at.query_params.clear()
        ran(at)
        records.change_goal(OWNER, goal.id, goal.version, target=0.85)
        at.query_params["goal"] = goal.id
        ran(at)
        assert of(at, goal, "target").value == 85.0
        of(at, goal, "owner").set_value("Grace")
        press(at, "Save the change")
        assert not at.error
        assert (records.goal(OWNER, goal.id).target, records.goal(OWNER, goal.id).owner) == (0.85, "Grace")

    def test_archived_goals_leave_the_list_and_can_be_taken_up_again(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "reason").set_value("Reached early")
        press(at, "Archive")
        assert records.goal(OWNER, goal.id).archived_at is not None
        at = opened("goals", goal=goal.id)
        assert "archived" in words(at)
        assert "Reason: Reached early" in words(at)
        press(at, "Take up again")
        assert records.goal(OWNER, goal.id).archived_at is None


class TestTwoEditors:
    """The second is told and shown both versions; nothing that anybody wrote is lost."""

    def test_both_are_shown_and_nothing_is_written(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        of(at, goal, "reason").set_value("mine")
        theirs = records.change_goal(OWNER, goal.id, goal.version, reason="theirs", target=0.85, owner="Grace")
        press(at, "Save the change")
        assert records.goal(OWNER, goal.id) == theirs
        said = words(at)
        assert "Somebody else changed this while you were writing" in said
        assert "The reason given: “theirs”." in said
        table = part(at, "tz-conflict")
        assert "Target 90% 85% 95%" in table
        assert "Owner Ada Grace Ada" in table
        assert (of(at, goal, "target").value, of(at, goal, "reason").value) == (95.0, "mine")
        assert not [button for button in at.button if button.label == "Save the change"]

    def test_mine_goes_over_theirs_in_the_fields_that_i_changed(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        of(at, goal, "reason").set_value("mine")
        records.change_goal(OWNER, goal.id, goal.version, target=0.85, owner="Grace")
        press(press(at, "Save the change"), "Put mine over theirs")
        both = records.goal(OWNER, goal.id)
        assert (both.target, both.owner, both.version) == (pytest.approx(0.95), "Grace", 3)
        assert "Somebody else" not in words(at)
        assert "85% → 95%" in words(at)

    def test_theirs_stays_and_the_boxes_follow(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        theirs = records.change_goal(OWNER, goal.id, goal.version, target=0.85)
        press(press(at, "Save the change"), "Keep theirs")
        assert records.goal(OWNER, goal.id) == theirs
        assert of(at, goal, "target").value == 85.0
        assert "Somebody else" not in words(at)

    def test_a_third_change_in_between_is_shown_before_anything_is_written(self, entering: Generation) -> None:
        """What was put over theirs was never what one had compared with."""
        goal = keep()
        at = opened("goals", goal=goal.id)
        of(at, goal, "target").set_value(95.0)
        second = records.change_goal(OWNER, goal.id, goal.version, target=0.85)
        press(at, "Save the change")
        third = records.change_goal(OWNER, goal.id, second.version, target=0.83)
        press(at, "Put mine over theirs")
        assert records.goal(OWNER, goal.id) == third
        assert "Target 90% 83% 95%" in part(at, "tz-conflict")
        press(at, "Put mine over theirs")
        assert records.goal(OWNER, goal.id).target == pytest.approx(0.95)

    def test_archiving_what_somebody_changed_asks_first(self, entering: Generation) -> None:
        goal = keep()
        at = opened("goals", goal=goal.id)
        records.change_goal(OWNER, goal.id, goal.version, target=0.85)
        press(at, "Archive")
        assert records.goal(OWNER, goal.id).archived_at is None
        assert "State pursued pursued archived" in part(at, "tz-conflict")
        press(at, "Put mine over theirs")
        assert records.goal(OWNER, goal.id).archived_at is not None


def frozen(goal: Goal, word: str, value: float) -> Verdict:
    verdict = Verdict(
        goal_id=goal.id,
        first=goal.start,
        last=goal.deadline,
        since=date(2026, 4, 1),
        until=goal.deadline,
        word=word,
        target=goal.target,
        baseline=goal.baseline,
        value=value,
        n=123,
        low=value - 0.05,
        high=value + 0.05,
        decided_at=datetime(2026, 7, 20, tzinfo=UTC),
        metric=goal.metric,
        generation="an earlier one",
    )
    return records.freeze_verdict(OWNER, verdict, now=verdict.decided_at)


class TestClosed:
    """The verdict stays; what the data say since stands beside it; what it was made of can't be changed."""

    def test_the_kept_verdict_and_the_correction(self, entering: Generation) -> None:
        goal = keep(deadline=date(2026, 6, 30), target=0.9)
        frozen(goal, "met", 0.9123)
        at = opened("goals", goal=goal.id)
        card = part(at, "tz-verdict")
        assert "met" in card
        assert "91.2%" in card
        assert "n = 123" in card
        assert "decided on Jul 20, 2026" in card
        assert "correction" in card
        now = goal_standing.standings([goal], OWNER, entering)[goal.id].correction
        assert now is not None
        assert plain(formats.value(now.value, "share")) in card
        assert "Met: 91.2%, target 90%" in words(at)
        assert not [trace for trace in figures(at)[0]["data"] if (trace.get("line") or {}).get("dash") == "5px,4px"]

    def test_what_it_was_judged_on_stays_and_the_rest_can_change(self, entering: Generation) -> None:
        goal = keep(deadline=date(2026, 6, 30))
        frozen(goal, "missed", 0.81)
        at = opened("goals", goal=goal.id)
        assert "This goal was judged at its deadline" in words(at)
        for field in ("target", "deadline", "baseline"):
            assert of(at, goal, field).disabled
        of(at, goal, "title").set_value("Happier customers, first half")
        press(at, "Save the change")
        assert records.goal(OWNER, goal.id).title == "Happier customers, first half"

    def test_a_goal_that_was_met_is_celebrated_with_its_numbers(self, entering: Generation) -> None:
        goal = keep(deadline=date(2026, 6, 30), target=0.81)
        frozen(goal, "met", 0.8642)
        strip = part(opened("goals", goal=goal.id), "tz-celebration")
        assert "86.4%" in strip
        assert "n = 123" in strip

    def test_each_earlier_month_of_a_recurring_goal_has_its_verdict(self, entering: Generation) -> None:
        goal = keep(kind="stay_above", baseline=None, baseline_reason="", recurs="month", target=0.5)
        at = opened("goals", goal=goal.id)
        kept = records.verdicts(OWNER, [goal.id])
        assert len(kept) >= 5  # a month with too few answers is not judged
        row = part(at, "tz-past")
        for verdict in kept:
            assert plain(formats.value(verdict.value, "share")) in row
        assert f"of {len(kept)} earlier periods" in words(at)


def test_children_explain_the_gap_and_add_up_to_it(entering: Generation) -> None:
    goal = keep()
    children = [
        keep(title=f"In {name}", where={"channel": [name]}, parent_id=goal.id, target=0.95)
        for name in ("email", "chat")
    ]
    at = opened("goals", goal=goal.id)
    said = words(at)
    rows = [plain(each.value) for each in at.html if 'class="tz-part-bar' in each.value]
    assert len(rows) == 3
    assert "The rest, which no goal covers" in rows[-1]
    assert "points from the target, of which" in said
    opens = [each.proto.query_string for each in at.get("page_link") if each.label == "Open"]
    assert sorted(opens) == sorted(f"goal={child.id}" for child in children)


def test_a_name_from_people_is_no_markup_anywhere_on_the_page(entering: Generation) -> None:
    evil = "<img src=x onerror=alert(1)> [a](http://b.c)"
    top = keep(title=evil, owner=evil)
    goal = keep(title=evil, owner=evil, parent_id=top.id, note=evil)
    say(goal, date(2026, 9, 1), note=evil, action=evil, action_owner=evil, action_due=date(2026, 9, 9))
    records.change_goal(OWNER, goal.id, goal.version, reason=evil, owner=f"{evil} again")
    for each in (goal, top):
        at = opened("goals", goal=each.id)
        read = [one.value for one in (*at.markdown, *at.caption)] + list(links(at))
        assert not [one for one in read if re.search(r"(?<!\\)(<img|\]\(http)", one)]
        assert not [one.value for one in at.html if "<img" in one.value]
