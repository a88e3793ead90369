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
    """Open seconds of rows, each by the calendar of its team; null where either of two values is unknown."""

    def __init__(self, teams: pl.Series, settings: Settings) -> None:
        self._teams = teams
        self._organisation = calendar.Schedule.of(settings)
        self._own = {team: calendar.Schedule.of(settings, team) for team in settings.teams}

    def seconds(self, start: pl.Series, end: pl.Series) -> pl.Series:
        """Open seconds from start to end, row by row."""
        return self._each(calendar.open_seconds, start, end, pl.Float64())

    def due(self, start: pl.Series, of: pl.Series) -> pl.Series:
        """The instant at which so many open seconds have passed since start."""
        return self._each(calendar.add_open_seconds, start, of, INSTANT)

    def _each(
        self,
        of: Callable[[calendar.Schedule, pl.Series, pl.Series], pl.Series],
        start: pl.Series,
        other: pl.Series,
        dtype: pl.DataType,
    ) -> pl.Series:
        others = start.is_not_null() & other.is_not_null()  # few promises and waits are: the rest costs nothing
        found = pl.repeat(None, len(others), dtype=dtype, eager=True)
        parts = []
        for team, schedule in self._own.items():
            rows = others & (self._teams == team).fill_null(False)
            others = others & ~rows
            parts.append((schedule, rows))
        for schedule, rows in (*parts, (self._organisation, others)):
            if rows.any():
                found = found.scatter(rows.arg_true(), of(schedule, start.filter(rows), other.filter(rows)))
        return found


def dates(frame: pl.DataFrame, columns: dict[str, str], zone: str) -> dict[str, pl.Series]:
    """Name → local date of the instant in a column."""
    return {name: calendar.local_date(frame[instant].cast(INSTANT), zone) for name, instant in columns.items()}
