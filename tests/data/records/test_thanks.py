"""Thanks stay in the file of the person who was thanked."""

from datetime import date, datetime
from typing import Any

import pytest

from data import records
from data.errors import Invalid, Missing
from data.records import ThanksTerms
from data.scope import OWNER, Scope
from tests.data.records.audited import audited

HERSELF, OTHER = Scope(actor="a-1", agents=("a-1",)), Scope(actor="a-2", agents=("a-2",))


def thanks_terms(**values: Any) -> ThanksTerms:
    usual: dict[str, Any] = {
        "dataset": "own",
        "agent": "a-1",
        "on": date(2026, 3, 14),
        "text": "Well done",
        "by": "Ada",
    }
    return ThanksTerms(**usual | values)


def test_thanks_come_by_date_to_who_sees_the_person(noon: datetime) -> None:
    later = records.add_thanks(OWNER, thanks_terms(text=" Well *done* ", about=" Goal met "), now=noon)
    assert (later.text, later.about, later.created_at, later.created_by) == ("Well *done*", "Goal met", noon, "owner")
    sooner = records.add_thanks(OWNER, thanks_terms(on=date(2026, 1, 2)))
    records.add_thanks(OWNER, thanks_terms(agent="a-2"))
    records.add_thanks(OWNER, thanks_terms(dataset="demonstration"))
    assert records.thanks(OWNER, "own", "a-1") == records.thanks(HERSELF, "own", "a-1") == [sooner, later]
    assert records.thanks(OTHER, "own", "a-1") == records.thanks(Scope(actor="x"), "own", "a-1") == []
    row = audited("thanks")[0]
    assert (row.entity_id, row.action, row.changes["text"]) == (later.id, "create", [None, "Well *done*"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dataset", "other"),
        ("agent", " "),
        ("on", None),
        ("text", ""),
        ("text", "x" * 2_001),
        ("by", " "),
        ("by", "x" * 201),
        ("about", "x" * 201),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words_at_its_field(name: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.add_thanks(OWNER, thanks_terms(**{name: value}))
    assert list(refused.value.fields) == [name]
    assert refused.value.fields[name].endswith(".")
    assert records.thanks(OWNER, "own", "a-1") == []


def test_who_does_not_see_the_person_thanks_nobody() -> None:
    with pytest.raises(Missing):
        records.add_thanks(OTHER, thanks_terms())
    assert records.thanks(OWNER, "own", "a-1") == []
