"""Elapsed and open seconds between two columns, and dates of instants, by the calendars of the settings."""

from collections.abc import Callable

import polars as pl

from data import calendar
from data.columns import INSTANT
from data.settings import Settings


def seconds(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Seconds from start to end, exact to the microsecond; null when either is unknown or the end lies before."""
    micros = end.cast(pl.Int64) - start.cast(pl.Int64)
    return pl.when(micros >= 0).then(micros / 1e6)


def duration(of: pl.Expr) -> pl.Expr:
    """A duration of that many seconds, exact to the microsecond."""
    return (of * 1e6).round().cast(pl.Int64).cast(pl.Duration("us"))


def earlier(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The earlier instant; where one is unknown, the other."""
    return pl.when(a.is_null()).then(b).when(b.is_null()).then(a).when(a <= b).then(a).otherwise(b)


def latest(*instants: pl.Expr) -> pl.Expr:
    """The latest of the instants that are known; null where none is."""
    return pl.concat_list(instants).list.max()


class TeamClock:
    """Open seconds of rows, each by the calendar of its team."""

    def __init__(self, teams: pl.Series, settings: Settings) -> None:
        self._teams = teams
        self._organisation = calendar.Schedule.of(settings)
        self._own = {team: calendar.Schedule.of(settings, team) for team in settings.teams}

    def seconds(self, start: pl.Series, end: pl.Series) -> pl.Series:
        """Open seconds from start to end, row by row."""
        return self._each(lambda schedule, rows: calendar.open_seconds(schedule, start.filter(rows), end.filter(rows)))

    def due(self, start: pl.Series, of: pl.Series) -> pl.Series:
        """The instant at which so many open seconds have passed since start."""
        return self._each(
            lambda schedule, rows: calendar.add_open_seconds(schedule, start.filter(rows), of.filter(rows))
        )

    def _each(self, of: Callable[[calendar.Schedule, pl.Series], pl.Series]) -> pl.Series:
        own = [(schedule, (self._teams == team).fill_null(False)) for team, schedule in self._own.items()]
        others = pl.repeat(True, len(self._teams), eager=True, dtype=pl.Boolean)
        for _schedule, rows in own:
            others = others & ~rows
        if others.all():
            return of(self._organisation, others)
        parts = [(schedule, rows) for schedule, rows in (*own, (self._organisation, others)) if rows.any()]
        places = pl.concat([rows.arg_true() for _schedule, rows in parts])
        return pl.concat([of(schedule, rows) for schedule, rows in parts]).gather(places.arg_sort())


def dates(frame: pl.DataFrame, columns: dict[str, str], zone: str) -> dict[str, pl.Series]:
    """Name → local date of the instant in a column."""
    return {name: calendar.local_date(frame[instant].cast(INSTANT), zone) for name, instant in columns.items()}
