"""Actions belong to a review, are seen with it, and after its acknowledgement can only be done."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import ActionTerms
from data.scope import OWNER, Scope
from tests.data.records.audited import audited
from tests.data.records.reviewed import DAYS, reviewed

NORTH, SOUTH = Scope(actor="lead", teams=("North",)), Scope(actor="other", teams=("South",))


def action_terms(review_id: str, **values: Any) -> ActionTerms:
    usual: dict[str, Any] = {"text": "Shadow Bea", "owner": "Ada", "due": date(2026, 9, 1)}
    return ActionTerms(review_id=review_id, **usual | values)


def test_actions_come_by_due_date_of_the_reviews_that_are_seen(noon: datetime) -> None:
    north, south = reviewed(), reviewed(agent="a-2", team="South")
    later = records.add_action(OWNER, action_terms(north.id, text=" Shadow *Bea* "), now=noon)
    assert (later.text, later.done_on, later.created_at, later.version) == ("Shadow *Bea*", None, noon, 1)
    sooner = records.add_action(NORTH, action_terms(north.id, due=date(2026, 8, 1)))
    other = records.add_action(OWNER, action_terms(south.id, due=date(2026, 8, 15)))
    both = [south.id, north.id]
    assert records.actions(OWNER, both) == [sooner, other, later]
    assert records.actions(NORTH, both) == [sooner, later]
    assert records.actions(SOUTH, both) == records.actions(OWNER, [south.id]) == [other]
    assert records.actions(Scope(actor="stranger"), both) == records.actions(OWNER, []) == []


def test_an_action_is_changed_and_done_with_its_audit() -> None:
    kept = records.add_action(OWNER, action_terms(reviewed().id))
    done = records.change_action(NORTH, kept.id, 1, "Early", owner=" Bea ", done_on=date(2026, 8, 30))
    assert done == replace(kept, owner="Bea", done_on=date(2026, 8, 30), version=2)
    assert records.change_action(OWNER, kept.id, 2, owner="Bea") == done
    _created, change = audited("review_action")
    assert (change.actor, change.reason) == ("lead", "Early")
    assert change.changes == {"owner": ["Ada", "Bea"], "done_on": [None, "2026-08-30"]}
    with pytest.raises(Conflict) as late:
        records.change_action(OWNER, kept.id, 1, owner="Eve")
    assert late.value.current_version == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", " "),
        ("text", "x" * 20_001),
        ("owner", ""),
        ("owner", "x" * 201),
        ("due", None),
        ("done_on", "yesterday"),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(name: str, value: Any) -> None:
    held = reviewed()
    kept = records.add_action(OWNER, action_terms(held.id))
    for ask in (
        lambda: records.add_action(OWNER, action_terms(held.id, **{name: value})),
        lambda: records.change_action(OWNER, kept.id, 1, **{name: value}),
    ):
        with pytest.raises(Invalid) as refused:
            ask()
        assert list(refused.value.fields) == [name]
        assert refused.value.fields[name].endswith(".")
    assert records.actions(OWNER, [held.id]) == [kept]


def test_after_the_acknowledgement_an_action_can_only_be_done() -> None:
    held = reviewed("discussed")
    kept = records.add_action(OWNER, action_terms(held.id))
    records.move_review(OWNER, held.id, held.version, "acknowledged", "Bea", DAYS["acknowledged"])
    for name, value in {"text": "Rest", "owner": "Eve", "due": date(2027, 1, 1)}.items():
        with pytest.raises(Invalid) as refused:
            records.change_action(OWNER, kept.id, 1, **{name: value})
        assert list(refused.value.fields) == [name]
    with pytest.raises(Invalid) as refused:
        records.add_action(OWNER, action_terms(held.id))
    assert list(refused.value.fields) == ["review_id"]
    done = records.change_action(OWNER, kept.id, 1, done_on=date(2026, 8, 30))
    assert records.actions(OWNER, [held.id]) == [done]
    assert records.change_action(OWNER, kept.id, 2, done_on=None).done_on is None


def test_an_action_stays_with_its_review_and_is_missing_to_others() -> None:
    held, other = reviewed(), reviewed(agent="a-2")
    kept = records.add_action(OWNER, action_terms(held.id))
    with pytest.raises(Invalid) as refused:
        records.change_action(OWNER, kept.id, 1, review_id=other.id)
    assert list(refused.value.fields) == ["review_id"]
    for ask in (
        lambda: records.add_action(SOUTH, action_terms(held.id)),
        lambda: records.add_action(OWNER, action_terms("none")),
        lambda: records.change_action(SOUTH, kept.id, 1, owner="Eve"),
        lambda: records.change_action(OWNER, "none", 1, owner="Eve"),
    ):
        with pytest.raises(Missing):
            ask()
    assert records.actions(OWNER, [held.id, other.id]) == [kept]
