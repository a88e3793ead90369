"""Frozen packs: the numbers that an acknowledged review rests on, kept once, byte for byte. They are made elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from data.errors import Invalid, check
from data.records import people_rows
from data.records.database import reading, writing
from data.records.people_tables import PackRow
from data.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What a review rested on. `sha256` is of canonical(body) in UTF-8; `frozen_at` is aware, in UTC."""

    review_id: str
    body: dict[str, Any]
    sha256: str
    frozen_at: datetime
    generation: str  # of the data
    definitions: str  # hash of the catalogue's entries
    frozen_by: str


def canonical(body: Mapping[str, Any]) -> str:
    """The one way in which JSON is written here: names in order, no blanks, ASCII, numbers as Python writes them.

    What it gives, read as JSON and written again, is the same text. Raises Invalid for a number that is not finite.
    """
    try:
        plain = json.loads(
            json.dumps(body, allow_nan=False)
        )  # names that are numbers are texts in JSON: sorted as such
    except ValueError as error:
        raise Invalid({"body": "A number of the pack is not finite."}) from error
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def pack(scope: Scope, review_id: str) -> Pack | None:
    """The pack of a review; null where none was frozen. Missing where the scope does not see the review."""
    with reading() as session:
        people_rows.seen(session, scope, review_id)
        row = session.get(PackRow, review_id)
        return _pack(row) if row else None


def freeze_pack(
    scope: Scope,
    review_id: str,
    body: Mapping[str, Any],
    generation: str,
    definitions: str,
    now: datetime | None = None,
) -> Pack:
    """Keeps the pack of an acknowledged review, once: where there is one already, that one is returned and stays.

    Raises Invalid for a review that is not acknowledged and for what can't be kept, Missing.
    """
    with writing(scope, now) as transaction:
        review = people_rows.seen(transaction.session, scope, review_id)
        kept = transaction.session.get(PackRow, review_id)
        if kept is not None:
            return _pack(kept)
        acknowledged = review.state == "acknowledged"
        check(
            [
                ("review_id", acknowledged, "A pack is frozen when its review is acknowledged, not before."),
                ("generation", bool(generation.strip()), "The data that the numbers are of is missing."),
                ("definitions", bool(definitions.strip()), "The definitions that the numbers follow are missing."),
            ]
        )
        text = canonical(body)
        told = {"sha256": _digest(text), "generation": generation, "definitions": definitions}
        row = PackRow(review_id=review_id, body=text, frozen_at=transaction.at, frozen_by=transaction.actor, **told)
        transaction.session.add(row)
        transaction.audit("review", review_id, "freeze", {}, told)
        transaction.session.flush()
        return _pack(row)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _pack(row: PackRow) -> Pack:
    return Pack(
        review_id=row.review_id,
        body=json.loads(row.body),
        sha256=row.sha256,
        frozen_at=row.frozen_at,
        generation=row.generation,
        definitions=row.definitions,
        frozen_by=row.frozen_by,
    )
