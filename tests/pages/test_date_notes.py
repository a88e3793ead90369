"""Notes on dates on a page: added, changed, removed; what two people do at once is told, and nothing typed is lost."""

from datetime import date

from streamlit.testing.v1 import AppTest

from data import records
from data.records import DateNote
from data.scope import OWNER
from data.store import Generation
from tests.pages.goal_kept import press
from tests.pages.reading import figures, opened, ran, words

COMPANY = "demonstration"


def unfolded() -> AppTest:
    """The overview's months with the fold of the notes open."""
    at = opened("overview", open="trend")
    at.session_state["date-notes"] = True
    return ran(at)


def kept(on: date, text: str) -> DateNote:
    return records.add_date_note(OWNER, COMPANY, on, text)


def the_only() -> DateNote:
    [one] = records.date_notes(OWNER, COMPANY)
    return one


def enter(at: AppTest, key: str, on: date | None, text: str) -> None:
    at.date_input(key=f"{key}-on").set_value(on)
    at.text_area(key=f"{key}-text").set_value(text)


def test_notes_are_added_drawn_changed_and_removed(entering: Generation) -> None:
    at = unfolded()
    enter(at, "date-note-new-0", None, "New *phone* system <b>")
    press(at, "Add the note")
    assert "Choose the day that the note is about." in words(at)
    enter(at, "date-note-new-0", date(2026, 3, 14), " ")
    press(at, "Add the note")
    assert "Say what happened on this day." in words(at)
    assert at.date_input(key="date-note-new-0-on").value == date(2026, 3, 14)
    assert records.date_notes(OWNER, COMPANY) == []

    enter(at, "date-note-new-0", date(2026, 3, 14), "New *phone* system <b>")
    press(at, "Add the note")
    assert "Mar 14, 2026 New *phone* system <b> owner" in words(at)
    assert at.text_area(key="date-note-new-1-text").value == ""
    assert "New *phone* system &lt;b&gt;" in str(figures(at)[0]["layout"]["annotations"])

    draft = f"date-note-draft-{the_only().id}"
    press(at, "Edit")
    enter(at, draft, date(2026, 3, 14), "")
    press(at, "Save the change")
    assert "Say what happened on this day." in words(at)
    enter(at, draft, date(2026, 3, 15), "Newer phone system")
    press(at, "Save the change")
    assert (the_only().on, the_only().text, the_only().version) == (date(2026, 3, 15), "Newer phone system", 2)
    press(at, "Edit")
    enter(at, draft, date(2026, 3, 16), "No.")
    press(at, "Leave it as it was")
    assert the_only().version == 2
    press(at, "Edit")
    press(at, "Remove the note")
    assert records.date_notes(OWNER, COMPANY) == []
    assert "Newer phone system" not in words(at)


def test_what_two_people_do_at_once_is_told_and_nothing_typed_is_lost(entering: Generation) -> None:
    note = kept(date(2026, 3, 14), "New phone system")
    draft = f"date-note-draft-{note.id}"
    at = press(unfolded(), "Edit")
    enter(at, draft, date(2026, 3, 15), "Mine")
    records.change_date_note(OWNER, note.id, 1, text="Theirs *now*")
    press(at, "Save the change")
    assert "Somebody else changed this note while you were writing. It now says: Mar 14, 2026, Theirs *now*." in words(
        at
    )
    assert the_only().text == "Theirs *now*"
    assert at.text_area(key=f"{draft}-text").value == "Mine"
    press(at, "Save the change")
    assert (the_only().on, the_only().text, the_only().version) == (date(2026, 3, 15), "Mine", 3)

    press(at, "Edit")
    enter(at, draft, date(2026, 3, 16), "Still mine")
    records.remove_date_note(OWNER, note.id, 3)
    press(at, "Save the change")
    assert "Somebody else removed this note." in words(at)
    assert at.text_area(key="date-note-new-0-text").value == "Still mine"
    press(at, "Add the note")
    assert (the_only().on, the_only().text) == (date(2026, 3, 16), "Still mine")


def test_few_are_shown_unasked_newest_first(entering: Generation) -> None:
    for day in range(1, 9):
        kept(date(2026, 3, day), f"Note {day}")
    at = unfolded()
    said = words(at)
    assert said.index("Note 8") < said.index("Note 3")
    assert "Note 2" not in said
    next(each for each in at.toggle if each.label == "All 8 notes").set_value(True)
    assert "Note 1 owner" in words(ran(at))


def test_closed_the_fold_asks_nothing(entering: Generation) -> None:
    kept(date(2026, 3, 14), "New phone system")
    at = opened("overview", open="trend")
    assert not [each for each in at.html if 'class="tz-date-note"' in each.value]
    assert "New phone system" in str(figures(at)[0]["layout"]["annotations"])
