"""Saved views belong to the one who saved them, each under a name of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

ADA = Scope(actor="ada", teams=("North",))
QUERY = {"month": ["2026-09-01"], "channel": ["chat", "phone"]}


def test_a_view_is_read_as_it_was_saved_by_its_owner_alone(noon: datetime) -> None:
    kept = records.save_view(ADA, " Chat *in* <b>autumn ", "overview", QUERY, now=noon)
    assert (kept.owner, kept.name, kept.page, kept.query) == ("ada", "Chat *in* <b>autumn", "overview", QUERY)
    assert (kept.created_at, kept.version) == (noon, 1)
    assert records.saved_views(ADA) == [kept]
    assert records.saved_views(OWNER) == []
    [event] = audited("saved_view")
    assert (event.actor, event.action, event.changes["query"]) == ("ada", "create", [None, QUERY])


def test_views_come_by_name() -> None:
    for name in ("b", "C", "a"):
        records.save_view(OWNER, name, "goals", {})
    assert [each.name for each in records.saved_views(OWNER)] == ["a", "b", "C"]


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        (["name"], {"name": " "}),
        (["name"], {"name": "x" * 101}),
        (["name"], {"name": "AUTUMN"}),
        (["page"], {"page": "https://elsewhere"}),
        (["query"], {"query": {"team": ["x" * 8_000]}}),
        (["name", "page"], {"name": "", "page": ""}),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(fields: list[str], values: dict[str, Any]) -> None:
    kept = records.save_view(OWNER, "Autumn", "overview", QUERY)
    with pytest.raises(Invalid) as refused:
        records.save_view(OWNER, **({"name": "Winter", "page": "overview", "query": QUERY} | values))
    assert list(refused.value.fields) == fields
    assert all(words.endswith(".") for words in refused.value.fields.values())
    assert records.saved_views(OWNER) == [kept]


def test_two_people_may_use_one_name() -> None:
    assert records.save_view(OWNER, "Autumn", "overview", {}).id != records.save_view(ADA, "Autumn", "overview", {}).id


def test_a_view_is_renamed_and_removed_with_its_audit(noon: datetime) -> None:
    kept = records.save_view(OWNER, "Autumn", "overview", QUERY)
    renamed = records.rename_view(OWNER, kept.id, 1, " autumn ", now=noon)
    assert renamed == replace(kept, name="autumn", version=2)
    records.save_view(OWNER, "Winter", "overview", QUERY)
    with pytest.raises(Invalid, match="name already"):
        records.rename_view(OWNER, kept.id, 2, "winter")
    records.remove_view(OWNER, kept.id, 2)
    assert [each.name for each in records.saved_views(OWNER)] == ["Winter"]
    create, rename, _other, remove = audited("saved_view")
    assert (rename.action, rename.changes) == ("rename", {"name": ["Autumn", "autumn"]})
    assert (remove.action, remove.changes["name"], remove.entity_id) == ("remove", ["autumn", None], create.entity_id)


def test_the_views_of_others_are_missing() -> None:
    kept = records.save_view(ADA, "Autumn", "overview", QUERY)
    attempts: list[Callable[[str], object]] = [
        lambda view: records.rename_view(OWNER, view, 1, "Mine"),
        lambda view: records.remove_view(OWNER, view, 1),
    ]
    for attempt in attempts:
        for view in (kept.id, "none"):
            with pytest.raises(Missing):
                attempt(view)
    assert records.saved_views(ADA) == [kept]


def test_a_view_that_was_changed_in_another_window_is_not_written_over() -> None:
    kept = records.save_view(OWNER, "Autumn", "overview", QUERY)
    there = records.rename_view(OWNER, kept.id, 1, "Fall")
    for attempt in (
        lambda: records.rename_view(OWNER, kept.id, 1, "Mine"),
        lambda: records.remove_view(OWNER, kept.id, 1),
    ):
        with pytest.raises(Conflict) as late:
            attempt()
        assert late.value.current_version == 2
    assert records.saved_views(OWNER) == [there]
