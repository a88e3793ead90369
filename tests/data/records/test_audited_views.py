"""Every look at a person's figures is in the audit, once per reader, person, thing and day."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from data import records
from data.errors import Invalid, Missing
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

NORTH, HERSELF = Scope(actor="lead", teams=("North",)), Scope(actor="a-1", agents=("a-1",))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def seen(agent: str = "a-1") -> list[tuple[str, str, datetime]]:
    return [(view.actor, view.what, view.at) for view in records.views(OWNER, "own", agent)]


def test_a_look_is_noted_once_a_day_for_each_reader_person_and_thing() -> None:
    records.noted_view(OWNER, "own", "a-1", "review", now=NOON)
    revision = records.revision()
    for later in (NOON, NOON + timedelta(hours=11, minutes=59), NOON - timedelta(hours=12)):
        records.noted_view(OWNER, "own", "a-1", "review", now=later)
    assert records.revision() == revision  # a page that is drawn again writes nothing
    next_day = NOON + timedelta(hours=12)
    records.noted_view(OWNER, "own", "a-1", "review", now=next_day)
    records.noted_view(NORTH, "own", "a-1", "review", now=NOON)
    records.noted_view(OWNER, "own", "a-1", "team", now=NOON)
    records.noted_view(OWNER, "own", "a-2", "review", now=NOON)
    records.noted_view(OWNER, "demonstration", "a-1", "review", now=NOON)
    assert seen() == [
        ("owner", "team", NOON),
        ("lead", "review", NOON),
        ("owner", "review", next_day),
        ("owner", "review", NOON),
    ]
    assert seen("a-2") == [("owner", "review", NOON)]
    assert len(audited("view")) == 6


def test_a_page_of_many_people_notes_them_at_once_and_only_those_not_noted_yet() -> None:
    records.noted_view(OWNER, "own", "a-2", "team", now=NOON)
    revision = records.revision()
    for _drawn in range(2):
        records.noted_views(OWNER, "own", ["a-1", "a-2", "a-3"], "team", now=NOON + timedelta(minutes=1))
    assert records.revision() == revision + 1
    assert [row.entity_id for row in audited("view")] == ["own/a-2", "own/a-1", "own/a-3"]
    records.noted_views(OWNER, "own", [], "team")
    with pytest.raises(Invalid):
        records.noted_views(OWNER, "own", ["a-4", " "], "team")
    assert records.revision() == revision + 1


def test_the_day_is_that_of_utc_whatever_zone_the_clock_is_in() -> None:
    before_midnight = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    for _again in range(2):
        records.noted_view(OWNER, "own", "a-1", "review", now=before_midnight.astimezone(timezone(timedelta(hours=3))))
    assert len(seen()) == 1
    records.noted_view(OWNER, "own", "a-1", "review", now=before_midnight + timedelta(hours=1))
    assert len(seen()) == 2


def test_a_look_now_is_noted_now() -> None:
    before = datetime.now(UTC)
    records.noted_view(HERSELF, "own", "a-1", "review")
    [view] = records.views(HERSELF, "own", "a-1")
    assert before <= view.at <= datetime.now(UTC)
    assert (view.actor, view.agent, view.what) == ("a-1", "a-1", "review")


def test_who_looked_is_seen_by_the_person_and_who_sees_everything() -> None:
    records.noted_view(NORTH, "own", "a-1", "review", now=NOON)
    assert records.views(HERSELF, "own", "a-1") == records.views(OWNER, "own", "a-1")
    for scope in (Scope(actor="a-2", agents=("a-2",)), Scope(actor="stranger")):
        with pytest.raises(Missing):
            records.views(scope, "own", "a-1")


def test_a_look_has_a_reader_a_person_and_a_thing() -> None:
    for agent, what in ((" ", "review"), ("a-1", "")):
        with pytest.raises(Invalid):
            records.noted_view(OWNER, "own", agent, what)
    with pytest.raises(Invalid):
        records.noted_view(Scope(actor=" ", everything=True), "own", "a-1", "review")
    with pytest.raises(Missing):
        records.noted_view(Scope(actor="stranger"), "own", "a-1", "review")
    assert audited("view") == []
