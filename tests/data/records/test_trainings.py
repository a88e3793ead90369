"""Trainings and coaching are logged for a person, changed with their audit, and taken away."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from data import records
from data.errors import Conflict, Invalid, Missing
from data.records import TrainingTerms
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

HERSELF, OTHER = Scope(actor="a-1", agents=("a-1",)), Scope(actor="a-2", agents=("a-2",), teams=("a-1",))


def training_terms(**values: Any) -> TrainingTerms:
    usual: dict[str, Any] = {"dataset": "own", "agent": "a-1", "on": date(2026, 3, 14), "kind": "training"}
    return TrainingTerms(**usual | {"text": "Returns by law", "by": "Bea"} | values)


def test_trainings_come_by_date_to_who_sees_the_person(noon: datetime) -> None:
    later = records.add_training(OWNER, training_terms(text=" *Returns* by law ", by=" Bea "), now=noon)
    assert (later.text, later.by, later.created_at, later.created_by) == ("*Returns* by law", "Bea", noon, "owner")
    sooner = records.add_training(HERSELF, training_terms(on=date(2026, 1, 2), kind="coaching"))
    records.add_training(OWNER, training_terms(agent="a-2"))
    records.add_training(OWNER, training_terms(dataset="demonstration"))
    assert records.trainings(OWNER, "own", "a-1") == records.trainings(HERSELF, "own", "a-1") == [sooner, later]
    assert records.trainings(OTHER, "own", "a-1") == []
    assert records.trainings(Scope(actor="stranger"), "own", "a-1") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dataset", "other"),
        ("agent", " "),
        ("on", None),
        ("kind", "holiday"),
        ("text", " "),
        ("text", "x" * 2_001),
        ("by", ""),
        ("by", "x" * 201),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(name: str, value: Any) -> None:
    kept = records.add_training(OWNER, training_terms())
    with pytest.raises(Invalid) as refused:
        records.add_training(OWNER, training_terms(**{name: value}))
    assert list(refused.value.fields) == [name]
    assert refused.value.fields[name].endswith(".")
    with pytest.raises(Invalid) as refused:
        records.change_training(OWNER, kept.id, 1, **{name: value})
    assert name in refused.value.fields or list(refused.value.fields) == ["agent"]
    assert records.trainings(OWNER, "own", "a-1") == [kept]


def test_a_training_is_changed_with_its_audit_and_stays_with_its_person() -> None:
    kept = records.add_training(OWNER, training_terms())
    changed = records.change_training(HERSELF, kept.id, 1, "It was coaching", kind="coaching")
    assert changed == replace(kept, kind="coaching", version=2)
    assert records.change_training(OWNER, kept.id, 2, kind="coaching") == changed
    _created, change = audited("training")
    assert (change.actor, change.reason) == ("a-1", "It was coaching")
    assert change.changes == {"kind": ["training", "coaching"]}
    for elsewhere in ({"agent": "a-2"}, {"dataset": "demonstration"}):
        with pytest.raises(Invalid) as refused:
            records.change_training(OWNER, kept.id, 2, **elsewhere)
        assert list(refused.value.fields) == ["agent"]
    with pytest.raises(Conflict) as late:
        records.change_training(OWNER, kept.id, 1, text="Other")
    assert late.value.current_version == 2


def test_a_training_is_taken_away_and_the_audit_keeps_it() -> None:
    kept = records.add_training(OWNER, training_terms())
    with pytest.raises(Conflict):
        records.remove_training(OWNER, kept.id, 2)
    records.remove_training(OWNER, kept.id, 1)
    assert records.trainings(OWNER, "own", "a-1") == []
    assert audited("training")[-1].changes["text"] == ["Returns by law", None]
    with pytest.raises(Missing):
        records.remove_training(OWNER, kept.id, 1)


def test_the_trainings_of_others_are_missing() -> None:
    kept = records.add_training(OWNER, training_terms())
    for ask in (
        lambda: records.add_training(OTHER, training_terms()),
        lambda: records.change_training(OTHER, kept.id, 1, text="Mine"),
        lambda: records.remove_training(OTHER, kept.id, 1),
    ):
        with pytest.raises(Missing):
            ask()
    assert records.trainings(OWNER, "own", "a-1") == [kept]
