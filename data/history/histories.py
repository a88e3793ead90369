"""The histories of the requests of some sources, read once for all questions that are asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from data import calendar
from data.columns import INSTANT
from data.history import ordering, owners, replies, schedules, segments


@dataclass(frozen=True)
class Histories:
    """Requests, numbered as `ticket`, and what their events make of them; each frame ordered by ticket and instant."""

    requests: pl.DataFrame  # of ordering, with as_of
    events: pl.DataFrame  # of ordering
    periods: pl.DataFrame  # of schedules
    hours: tuple[calendar.Schedule, ...]  # by the number of a period
    segments: pl.DataFrame
    messages: pl.DataFrame  # of replies
    owners: pl.DataFrame

    @classmethod
    def of(
        cls,
        events: pl.DataFrame,
        requests: pl.DataFrame,
        schedules_known: schedules.Schedules,
        as_of: Mapping[str, datetime | None],
    ) -> "Histories":
        """From events whose actors are known and the requests of their sources.

        events: columns.EVENTS; requests: source, ticket_id, created_at, status, agent, team, priority. as_of: the now
        of each source; its last event where there is none. Events that belong to no request, or have no instant, are
        left out; so are the requests of sources without events.
        """
        rows = ordering.numbered(requests, events)
        happened = ordering.ordered(events, rows)
        last = (
            happened.join(rows.select("ticket", "source"), on="ticket").group_by("source").agg(_last=pl.col("at").max())
        )
        now = pl.col("source").replace_strict(dict(as_of), default=None, return_dtype=INSTANT)
        rows = (
            rows.join(last, on="source", how="left", maintain_order="left")
            .with_columns(as_of=pl.coalesce(now, "_last"))
            .drop("_last")
        )
        return cls(
            requests=rows,
            events=happened,
            periods=schedules.periods(rows, happened, schedules_known),
            hours=schedules_known.hours,
            segments=segments.segments(rows, happened),
            messages=replies.messages(happened),
            owners=owners.owners(rows, happened),
        )
