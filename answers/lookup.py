"""One request looked up by its id: where it is, who has it, what happened, what was promised, how it was rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl

from data import engine
from data.queries import waiting as queries
from data.scope import Scope
from data.store import Generation

State = Literal["open", "solved", "bot_solved", "abandoned", "ended", "left_out"]
PROMISES = ("reply", "resolution")

# What an export's row tells, in this order where it was at one instant; a history tells solving better.
_HAPPENED = {
    "created": "created_at",
    "handed_over": "handoff_at",
    "first_reply": "first_reply_at",
    "first_solved": "first_resolved_at",
    "solved": "resolved_at",
    "closed": "closed_at",
    "ended": "ended_at",
    "routed": "routed_at",
    "complaint_answered": "complaint_answered_at",
    "followed_up": "followed_up_at",
    "last_event": "updated_at",
}
_TOLD_BY_HISTORY = ("created", "first_solved", "solved")


@dataclass(frozen=True)
class Promise:
    """What has still to be kept. `of`: one of PROMISES; `by`: whose it is: helpdesk, policy, channel."""

    of: str
    due_at: datetime
    by: str


@dataclass(frozen=True)
class Score:
    """An answer to a survey about the request; `score` is null where it was sent and not answered."""

    kind: str
    score: float | None
    scale: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Request:
    """A request of one source. `facts`: the columns of queries.waiting.requests; instants in UTC.

    `happened`: (instant, what), oldest first; of an open request `promises` that it has still to keep.
    """

    source: str
    id: str
    state: State
    facts: Mapping[str, Any]
    happened: tuple[tuple[datetime, str], ...]
    promises: tuple[Promise, ...]
    scores: tuple[Score, ...]

    @property
    def as_of(self) -> datetime | None:
        """Now, as its own source tells it."""
        found: datetime | None = self.facts["as_of"]
        return found


def look_up(asked: str, scope: Scope, generation: Generation) -> tuple[Request, ...]:
    """The requests with just this id, one of each source that has it, by source; a "#" before it is no part of it.

    Empty: no request that this reader may see has it.
    """
    bare = asked.strip()
    bound = {"ids": sorted({bare, bare.removeprefix("#").strip()} - {""})}
    rows = engine.run(queries.requests(), scope, generation, bound)
    if rows.is_empty():
        return ()
    changes = engine.run(queries.changes(), scope, generation, bound)
    scores = engine.run(queries.scores(), scope, generation, bound)

    def own(table: pl.DataFrame, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        same = (pl.col("source") == row["source"]) & (pl.col("ticket_id") == row["ticket_id"])
        return table.filter(same).drop("source", "ticket_id").to_dicts()

    return tuple(
        Request(
            source=row["source"],
            id=row["ticket_id"],
            state=_state(row),
            facts=row,
            happened=_happened(row, own(changes, row)),
            promises=tuple(
                Promise(of, row[f"{of}_promised_at"], row[f"{of}_promise"])
                for of in PROMISES
                if row[f"{of}_promised_at"] is not None
            ),
            scores=tuple(Score(**each) for each in own(scores, row)),
        )
        for row in rows.iter_rows(named=True)
    )


def _state(row: Mapping[str, Any]) -> State:
    if not row["counted"]:
        return "left_out"
    if row["is_open"]:
        return "open"
    if row["solved"]:
        return "solved"
    if row["bot_solved"]:
        return "bot_solved"
    return "abandoned" if row["abandoned"] else "ended"


def _happened(row: Mapping[str, Any], changes: list[dict[str, Any]]) -> tuple[tuple[datetime, str], ...]:
    """What the row and the history tell, each once."""
    told = [(each["at"], each["kind"]) for each in changes if each["at"] is not None]
    left_out = _TOLD_BY_HISTORY if told else ()
    found = [
        (row[column], what) for what, column in _HAPPENED.items() if row[column] is not None and what not in left_out
    ]
    # What says no more than another thing of the same instant.
    solved = {at for at, what in found if what == "solved"}
    known = {at for at, what in (*told, *found) if what != "last_event"}
    found = [
        (at, what)
        for at, what in found
        if not (what == "first_solved" and at in solved) and not (what == "last_event" and at in known)
    ]
    order = [*_HAPPENED, "reopened"]
    return tuple(sorted([*told, *found], key=lambda each: (each[0], order.index(each[1]))))
