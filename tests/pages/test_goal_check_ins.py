"""Check-ins on the page of a goal: said, changed, done; what is late is marked, and two who edit one see both texts."""

from datetime import date, timedelta

import pytest

from data import records
from data.records import CheckIn, Goal
from data.scope import OWNER
from data.store import Generation
from tests.pages.goal_kept import TODAY, box, keep, part, press, say
from tests.pages.reading import opened, plain, ran, words

pytestmark = pytest.mark.usefixtures("today")


def told_of(goal: Goal) -> CheckIn:
    [one] = records.check_ins(OWNER, [goal.id])
    return one


def test_a_check_in_is_kept_listed_and_opens_fresh_boxes(entering: Generation) -> None:
    goal = keep()
    at = opened("goals", goal=goal.id)
    new = f"check-in-{goal.id}-"
    box(at, new, "confidence").set_value("medium")
    box(at, new, "note").set_value("Two *new* people <b>started</b>.")
    at.text_input(key=f"{new}0-action").set_value("Coach them")
    press(at, "Save the check-in")
    assert "Say until when it is done." in words(at)
    assert not records.check_ins(OWNER, [goal.id])
    assert box(at, new, "note").value == "Two *new* people <b>started</b>."
    box(at, new, "action-due").set_value(TODAY + timedelta(days=7))
    press(at, "Save the check-in")
    kept = told_of(goal)
    assert (kept.on, kept.confidence, kept.action_owner) == (TODAY, "medium", goal.owner)
    said = words(at)
    assert "Two *new* people <b>started</b>." in said
    assert "→ Coach them Ada, by Oct 29, 2026 – open" in said
    assert "1 action is open." in said
    assert "Next check-in due on" in said
    assert box(at, new, "note").value == ""
    assert "Checked in" in said


def test_what_is_late_is_marked_and_can_be_done(entering: Generation) -> None:
    goal = keep()
    say(goal, date(2026, 5, 1), action="Call them", action_owner="Bo", action_due=date(2026, 5, 9))
    at = opened("goals", goal=goal.id)
    said = words(at)
    assert "is overdue." in said, "the check-in"
    assert "✗ overdue" in said
    assert "1 action is open, 1 overdue." in said
    press(at, "Mark as done")
    assert told_of(goal).action_done == TODAY
    assert "✓ done on Oct 22, 2026" in words(at)
    assert "overdue" not in words(at).replace("is overdue.", "")


def test_an_edit_is_kept_with_its_history(entering: Generation) -> None:
    goal = keep()
    first = say(goal, date(2026, 9, 1))
    at = press(opened("goals", goal=goal.id), "Edit")
    draft = f"check-in-draft-{first.id}-"
    box(at, draft, "note").set_value("It goes badly.")
    box(at, draft, "confidence").set_value("low")
    press(at, "Save the change")
    kept = told_of(goal)
    assert (kept.note, kept.confidence, kept.on) == ("It goes badly.", "low", first.on)
    said = words(at)
    assert "edited once" in said
    assert "Note: It goes well. → It goes badly." in said
    assert "Check-in changed" in said


def test_two_who_edit_one_check_in_see_both_texts(entering: Generation) -> None:
    goal = keep()
    first = say(goal, date(2026, 9, 1))
    at = press(opened("goals", goal=goal.id), "Edit")
    box(at, f"check-in-draft-{first.id}-", "note").set_value("Mine")
    theirs = records.change_check_in(OWNER, first.id, first.version, note="Theirs", confidence="low")
    press(at, "Save the change")
    assert told_of(goal) == theirs
    assert "Note It goes well. Theirs Mine" in part(at, "tz-conflict")
    press(at, "Put mine over theirs")
    assert (told_of(goal).note, told_of(goal).confidence) == ("Mine", "low")


def test_leaving_an_edit_changes_nothing(entering: Generation) -> None:
    goal = keep()
    first = say(goal, date(2026, 9, 1))
    at = press(opened("goals", goal=goal.id), "Edit")
    box(at, f"check-in-draft-{first.id}-", "note").set_value("No.")
    press(at, "Leave it as it was")
    assert told_of(goal) == first
    assert not [each for each in at.text_area if "draft" in str(each.key)]


def test_few_are_shown_unasked_but_never_without_what_is_open(entering: Generation) -> None:
    goal = keep()
    say(goal, date(2026, 1, 5), note="The oldest", action="Still to do", action_owner="Bo", action_due=TODAY)
    for day in range(1, 9):
        say(goal, date(2026, 2, day), note=f"Note {day}")
    at = opened("goals", goal=goal.id)
    listed = [plain(each.value) for each in at.html if "<article" in each.value]
    assert len(listed) == 6
    assert ["Note 8" in listed[0], "The oldest" in listed[-1]] == [True, True]
    at.toggle[0].set_value(True)
    assert len([each for each in ran(at).html if "<article" in each.value]) == 9
