"""A pack is frozen once, when its review is acknowledged, and reads back byte for byte."""

import json
import math
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data import records
from data.errors import Invalid, Missing
from data.records import database
from data.records.database import reading
from data.scope import OWNER, Scope
from tests.data.records.reviewed import reviewed

NORTH, SOUTH = Scope(actor="lead", teams=("North",)), Scope(actor="other", teams=("South",))
BODY: dict[str, Any] = {
    "z": {"value": 0.1 + 0.2, "n": 2**63, "low": 1e-300, "high": -0.0},
    "a": [None, True, "Ünïcode \u2028 \x00 \ud800 🙂", 5e-324, 1e22, 1.7976931348623157e308],
    "csat": {"b": (1, 2), "a": []},
}

# Texts of any characters, also those that no UTF-8 has: a source may carry half of a pair.
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
bodies = st.dictionaries(
    st.text(),
    st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)),
    max_size=5,
)


@settings(max_examples=30)
@given(body=bodies)
def test_what_is_written_reads_back_and_writes_the_same(body: dict[str, Any]) -> None:
    written = records.canonical(body)
    assert json.loads(written) == body
    assert records.canonical(json.loads(written)) == written
    assert records.canonical(dict(reversed(body.items()))) == written
    assert written.isascii()


def test_names_stand_in_order_at_every_depth_and_numbers_as_they_are() -> None:
    assert records.canonical({"b": {"d": 1.0, "c": 1}, "a": (0.1,)}) == '{"a":[0.1],"b":{"c":1,"d":1.0}}'


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused_at_any_depth(wrong: float) -> None:
    held = reviewed("acknowledged")
    with pytest.raises(Invalid) as refused:
        records.freeze_pack(OWNER, held.id, {"a": [{"b": wrong}]}, "7", "f00")
    assert list(refused.value.fields) == ["body"]
    assert records.pack(OWNER, held.id) is None


def test_names_that_are_numbers_stand_in_the_order_of_their_texts() -> None:
    by_number: dict[Any, Any] = {9: "x", 10: "y"}
    assert records.canonical(by_number) == '{"10":"y","9":"x"}'


def test_a_pack_reads_back_byte_for_byte_after_a_restart(noon: datetime) -> None:
    held = reviewed("acknowledged")
    frozen = records.freeze_pack(NORTH, held.id, BODY, "7", "f00", now=noon)
    database.engine(database.url()).dispose()
    database.engine.cache_clear()
    assert records.pack(OWNER, held.id) == frozen
    with reading() as session:
        kept: str = session.execute(text("SELECT body FROM review_packs")).scalar_one()
    assert kept == records.canonical(BODY) == records.canonical(frozen.body)
    assert sha256(kept.encode()).hexdigest() == frozen.sha256
    assert math.copysign(1, frozen.body["z"]["high"]) == -1
    assert frozen.body["csat"] == {"a": [], "b": [1, 2]}
    told = (frozen.review_id, frozen.generation, frozen.definitions, frozen.frozen_at, frozen.frozen_by)
    assert told == (held.id, "7", "f00", noon, "lead")


def test_a_pack_is_frozen_once() -> None:
    held = reviewed("acknowledged")
    first = records.freeze_pack(OWNER, held.id, {"csat": 0.8}, "7", "f00")
    revision = len(records.review_history(OWNER, held.id))
    assert records.freeze_pack(NORTH, held.id, {"csat": 0.9}, "8", "f01") == first
    assert records.pack(OWNER, held.id) == first
    history = records.review_history(OWNER, held.id)
    assert len(history) == revision
    assert (history[-1].action, history[-1].changes) == (
        "freeze",
        {"sha256": [None, first.sha256], "generation": [None, "7"], "definitions": [None, "f00"]},
    )


@pytest.mark.parametrize("state", ["draft", "shared", "discussed"])
def test_no_pack_is_frozen_before_the_acknowledgement(state: str) -> None:
    held = reviewed(state)
    with pytest.raises(Invalid) as refused:
        records.freeze_pack(OWNER, held.id, BODY, "7", "f00")
    assert list(refused.value.fields) == ["review_id"]
    assert records.pack(OWNER, held.id) is None


def test_what_the_numbers_are_of_must_be_said() -> None:
    held = reviewed("acknowledged")
    with pytest.raises(Invalid) as refused:
        records.freeze_pack(OWNER, held.id, BODY, " ", "")
    assert list(refused.value.fields) == ["generation", "definitions"]


def test_the_packs_of_others_are_missing() -> None:
    held = reviewed("acknowledged")
    records.freeze_pack(OWNER, held.id, BODY, "7", "f00")
    for scope, review_id in ((SOUTH, held.id), (OWNER, "none")):
        with pytest.raises(Missing):
            records.pack(scope, review_id)
        with pytest.raises(Missing):
            records.freeze_pack(scope, review_id, BODY, "7", "f00")
