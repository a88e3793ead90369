"""Requests of sources with a history: what the history tells of each, and rows for what happened to them."""

from collections.abc import Mapping, Sequence

import polars as pl

from data import calendar, history
from data.columns import INSTANT, SURVEYS
from data.derived.requests import DUE_BY_HISTORY, FROM_HISTORY, TIMED_BY_HISTORY
from data.derived.sources import Source
from data.derived_columns import APPLICATIONS, CUTS, DERIVED, HELP, STEPS, TURNS
from data.settings import Settings

_ID = ("source", "ticket_id")
_ALL = DERIVED["tickets"] | dict.fromkeys(("last_event_at", *DUE_BY_HISTORY), INSTANT)
_REQUESTS = {name: _ALL[name] for name in (*_ID, *FROM_HISTORY, *TIMED_BY_HISTORY, *DUE_BY_HISTORY, "last_event_at")}


class Happenings:
    """What the events of the facts make of the requests that they belong to.

    `requests`: source, ticket_id and what derived/requests.py takes from a history, one row per request that has one.
    `surveys`: ratings that stand in the events, as rows of columns.SURVEYS.
    """

    def __init__(
        self, facts: Mapping[str, pl.DataFrame], tickets: pl.LazyFrame, sources: list[Source], settings: Settings
    ) -> None:
        self.requests, self.surveys = pl.DataFrame(schema=_REQUESTS), pl.DataFrame(schema=SURVEYS)
        self._applications, self._turns, self._steps, self._help = (
            pl.DataFrame(schema=s) for s in (APPLICATIONS, TURNS, STEPS, HELP)
        )
        self._zone = settings.zone
        if facts["events"].is_empty():
            return
        as_of = {source.name: source.as_of for source in sources}
        events = history.known(facts["events"], facts["agents"])
        concerned = (
            tickets.select(*_ID, "created_at", "status", "agent", "team", "priority")
            .join(events.lazy().select("source").unique(), on="source", how="semi")
            .collect()
        )
        told = history.Histories.of(
            events,
            concerned,
            history.Schedules.of(
                facts["schedules"],
                facts["schedule_holidays"],
                calendar.Schedule.of(settings),
                _of_teams(facts["teams"], sorted(as_of), settings),
            ),
            as_of,
        )
        self._applications, self._turns, self._steps, self._help = (
            history.applications(told),
            history.turns(told),
            history.steps(told),
            history.help_given(told),
        )
        due = history.due(told, self._applications)
        requests = history.tickets(told).join(due, on=_ID, how="left", maintain_order="left")
        self.requests = _shaped(requests, _REQUESTS)
        self.surveys = _shaped(history.surveys(told), SURVEYS)

    def tables(self, tickets: pl.LazyFrame) -> dict[str, pl.DataFrame]:
        """The tables applications, turns, steps and help; `tickets`: the derived requests, which tell what each was."""
        cuts = tickets.filter("history").select(*CUTS).collect() if self.requests.height else pl.DataFrame(schema=CUTS)
        return {
            "applications": self._cut(self._applications, cuts, {"decided_on": "decided_at"}, APPLICATIONS),
            "turns": self._cut(self._turns, cuts, {"asked_on": "asked_at"}, TURNS),
            "steps": self._cut(self._steps, cuts, {"on": "at"}, STEPS),
            "help": self._cut(self._help, cuts, {"on": "at"}, HELP),
        }

    def _cut(
        self, rows: pl.DataFrame, cuts: pl.DataFrame, dates: Mapping[str, str], schema: Mapping[str, pl.DataType]
    ) -> pl.DataFrame:
        """Rows with what their request was, and local dates. Whose part it was tells the history, else the owner."""
        if rows.is_empty():
            return pl.DataFrame(schema=schema)
        own = rows.with_columns(pl.lit(None, pl.String).alias("agent")) if "agent" not in rows.columns else rows
        found = own.join(cuts, on=_ID, suffix="_of_request", maintain_order="left")
        return _shaped(
            found.with_columns(
                agent=pl.coalesce("agent", "agent_of_request"),
                owner="agent_of_request",
                **{name: calendar.local_date(found[at].cast(INSTANT), self._zone) for name, at in dates.items()},
            ),
            schema,
        )


def _of_teams(
    teams: pl.DataFrame, sources: Sequence[str], settings: Settings
) -> dict[tuple[str, str], calendar.Schedule]:
    """The teams' own calendars under the names and ids that the requests of a source may carry."""
    own = {team: calendar.Schedule.of(settings, team) for team in settings.teams}
    named = {(source, team): schedule for source in sources for team, schedule in own.items()}
    ids = teams.select("source", "team", "name").rows()
    return named | {(source, team): own[name] for source, team, name in ids if name in own}


def _shaped(rows: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
