"""Saved views in the sidebar: the page as it stands is kept, found again by its link, renamed and removed."""

import sys
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from data import records
from data.scope import OWNER, Scope
from data.store import Generation
from tests.pages.goal_kept import press
from tests.pages.reading import links, opened, ran, words
from ui import formats

NAME = "Chat *in* <b>September"
LATEST = "2026-09-01"


def unfolded(page: str = "overview", **address: str | list[str]) -> AppTest:
    at = opened(page, **address)
    at.session_state["saved-views"] = True
    return ran(at)


def query(at: AppTest, name: str) -> dict[str, list[str]]:
    """What the link of a view carries."""
    [found] = [address for label, address in links(at).items() if name in label]
    return parse_qs(found.partition("?")[2])


def test_a_view_is_saved_under_a_name_and_found_as_a_link(entering: Generation) -> None:
    at = unfolded(month="2026-08-01", channel=["chat", "phone"])
    assert "Save what you have chosen here" in words(at)
    press(at, "Save the view")
    assert "Give the view a name." in words(at)
    at.text_input(key="saved-view-name-0").set_value(NAME)
    press(at, "Save the view")
    [view] = records.saved_views(OWNER)
    assert (view.name, view.page) == (NAME, "overview")
    assert view.query == {"month": ["2026-08-01"], "channel": ["chat", "phone"]}
    assert formats.md(NAME) in links(at)
    carried = query(at, "September")
    assert carried.pop("view") == [view.id]
    assert carried == view.query
    at.text_input(key="saved-view-name-1").set_value(NAME.upper())
    press(at, "Save the view")
    assert "You have a view of this name already." in words(at)
    assert at.text_input(key="saved-view-name-1").value == NAME.upper()


def test_a_link_says_all_that_is_chosen(entering: Generation) -> None:
    """What was chosen before and the view does not name is chosen no more; the address is clean again."""
    at = opened("overview", month="2026-08-01", channel="chat", team="North")
    at.query_params.clear()
    at.query_params.update({"view": "some", "channel": "phone"})
    ran(at)
    assert at.multiselect(key="channel").value == ["phone"]
    assert at.multiselect(key="team").value == []
    assert at.selectbox(key="month").value == LATEST
    assert "view" not in at.query_params
    at.multiselect(key="channel").set_value(["chat"])
    ran(at)
    assert at.multiselect(key="channel").value == ["chat"]


def test_views_are_renamed_and_removed(entering: Generation) -> None:
    first = records.save_view(OWNER, "Autumn", "overview", {"channel": ["chat"]})
    records.save_view(OWNER, "Winter", "goals", {})
    at = unfolded()
    assert at.selectbox(key="saved-view-chosen").value == first.id
    box = at.text_input(key=f"saved-view-rename-{first.id}-1")
    box.set_value("Winter")
    press(at, "Rename")
    assert "You have a view of this name already." in words(at)
    assert at.text_input(key=f"saved-view-rename-{first.id}-1").value == "Winter"
    at.text_input(key=f"saved-view-rename-{first.id}-1").set_value("Fall")
    press(at, "Rename")
    assert [each.name for each in records.saved_views(OWNER)] == ["Fall", "Winter"]
    records.rename_view(OWNER, first.id, 2, "Elsewhere")
    at.selectbox(key="saved-view-chosen").set_value(first.id)
    press(at, "Remove")
    assert [each.name for each in records.saved_views(OWNER)] == ["Winter"]


def test_the_views_of_others_and_of_pages_that_are_gone_are_not_shown(
    entering: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["data.records.saved_views"], "PAGES", ("overview", "gone"))
    records.save_view(OWNER, "Gone", "gone", {})
    records.save_view(Scope(actor="ada", everything=True), "Ada's", "overview", {})
    at = unfolded()
    assert not [label for label in links(at) if label in ("Gone", "Ada's")]
    at.session_state["saved-views"] = False
    assert "Save this view as" not in words(ran(at))
