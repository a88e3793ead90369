"""Tarazu from the command line, for cron and checks: load, metric, metrics, tickets, digest, report, forget, sample,
rebuild, status.

The same rooms as the app: data/ loads, answers/ computes. Only words and formats of the terminal stand here.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, get_args

import typer

from data.scope import OWNER

if TYPE_CHECKING:
    import polars as pl

    from data.store import Generation

report = typer.Typer(no_args_is_help=True, help="Write a report as a file: a mail for cron to attach.")
cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
_SLICE = 50_000  # rows of CSV that are written at a time
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


Format = Literal["table", "json", "csv"]


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _seconds(text: str) -> float:
    """Seconds of "90", "20s", "5min", "1h", "2d"."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", text.lower())
    if not match or (match[2] or "s") not in _UNITS:
        _stop(f"{text!r} is not a duration: write 90, 20s, 5min, 1h, 2d or 1w.")
    return float(match[1]) * _UNITS[match[2] or "s"]


def _time(text: str, unit: str) -> float:
    """ "14", "14d" or "2w" in days; hours and seconds likewise."""
    if re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", text):
        return float(text)
    return _seconds(text) / {"days": 86400, "hours": 3600}.get(unit, 1)


def _pairs(items: list[str] | None, option: str) -> Iterator[tuple[str, str]]:
    for item in items or []:
        name, equals, value = item.partition("=")
        if not equals:
            _stop(f"{option} {item!r}: write NAME=VALUE.")
        yield name.strip(), value.strip()


def _where(items: list[str] | None) -> dict[str, list[str]]:
    """Dimension → values, of "channel=phone,chat" and its repetitions; a value with a comma stands in quotes."""
    where: dict[str, list[str]] = {}
    for name, values in _pairs(items, "--where"):
        where.setdefault(name, []).extend(next(csv.reader([values], skipinitialspace=True), [""]))
    return where


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _stop(f"{text!r} is not a date: write YYYY-MM-DD.")


@contextmanager
def _in_words(*refusals: type[Exception]) -> Iterator[None]:
    """What is refused ends the command with its message; a fault of the program keeps its traceback."""
    from data.errors import NewerRecords
    from data.refused import Refused
    from data.store import StoreDamaged

    caught: tuple[type[Exception], ...] = (Refused, StoreDamaged, NewerRecords, *refusals)
    try:
        yield
    except caught as error:
        _stop(str(error))


def _generation() -> "Generation":
    from data import store

    generation = store.current()
    if generation is None:
        _stop(
            "No data is loaded yet: `python tarazu.py load FILE…`, or `python tarazu.py sample` for the demonstration."
        )
    return generation


def _print(table: "pl.DataFrame", format: Format) -> None:
    from answers import tables

    if format == "json":
        typer.echo(tables.as_json(table.to_dicts()))
    elif format == "csv":
        typer.echo(tables.csv(table.head(_SLICE)), nl=False)
        for start in range(_SLICE, table.height, _SLICE):
            typer.echo(tables.csv(table.slice(start, _SLICE), header=False), nl=False)
    else:
        typer.echo(tables.text(table.columns, [[_cell(value) for value in row] for row in table.iter_rows()]))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@cli.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Exports: CSV, XLSX, JSON lines, Parquet. Several are one set.")],
    source: Annotated[str | None, typer.Option(help="Name of the system they come from")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone of their times, such as Europe/Budapest")] = None,
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | None, typer.Option(help="Where the values cannot tell day from month")
    ] = None,
    map: Annotated[Path | None, typer.Option(help="A mapping (TOML) from file columns to Tarazu's")] = None,
) -> None:
    """Load files; prints one JSON summary per file, a line each. Exits non-zero when a file is refused."""
    from data import intake, loading, records
    from data.mapping import Mapping

    with _in_words():
        try:
            mapping = Mapping.from_toml(map.read_text(encoding="utf-8")) if map else None
            options = intake.Options(source, zone, date_order, mapping)
            arrivals = [loading.Arrival(path, options, path.name, uploaded=False) for path in files]
            summaries = loading.load(arrivals, records.settings(OWNER))
        except intake.Refused as refusal:
            said = {"file": refusal.file, "refused": str(refusal), "kind": refusal.kind}
            typer.echo(json.dumps(said, ensure_ascii=False))
            raise
        except (OSError, UnicodeDecodeError) as error:  # a file that this user may not read, a full disk
            _stop(str(error))
    for summary in summaries:
        typer.echo(json.dumps(summary, ensure_ascii=False))


@cli.command()
def metric(
    id: str,
    by: Annotated[str, typer.Option(help="channel, team, topic, priority, agent …; several with commas")] = "",
    grain: Annotated[str | None, typer.Option(help="day, week, month, quarter or year")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First date, YYYY-MM-DD")] = None,
    to: Annotated[str | None, typer.Option(help="Last date, included")] = None,
    where: Annotated[list[str] | None, typer.Option(help="channel=phone; several values with commas")] = None,
    stat: Annotated[str | None, typer.Option(help="median, p90 or mean, of durations")] = None,
    param: Annotated[list[str] | None, typer.Option(help="within=1h, days=14")] = None,
    format: Format = "table",
) -> None:
    """Print a metric: group, period, value, n, low, high."""
    import polars as pl

    from answers.measure import UnknownStatistic, measure
    from data.queries import Grain, UnknownDimension
    from metrics.catalogue import UnknownMetric
    from metrics.catalogue import metric as entry

    generation = _generation()
    if grain is not None and grain not in get_args(Grain):
        _stop(f"{grain!r} is no grain: {', '.join(get_args(Grain))}.")
    first, last = _day(from_), _day(to)
    groups = tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip()))
    span = (first or date.min, last or date.max) if first or last else None
    with _in_words(UnknownMetric, UnknownDimension, UnknownStatistic):
        units = {name: each.unit for name, each in entry(id).parameters.items()}
        params = {name: _time(value, units.get(name, "seconds")) for name, value in _pairs(param, "--param")}
        asked = partial(measure, id, OWNER, by=groups, where=_where(where), stat=stat, params=params)
        table = asked(generation, grain=grain, span=span)  # type: ignore[arg-type]
        if not table["n"].sum():
            typer.echo(_why_nothing(id, generation, int(asked(generation)["n"].sum()), dated=span is None), err=True)
    named = [pl.col(name).fill_null("(none)") for name in groups]
    group = pl.concat_str(named, separator=" / ") if groups else pl.lit(None, pl.String)
    period = pl.col("period") if grain else pl.lit(None, pl.Date)
    _print(table.select(group.alias("group"), period.alias("period"), "value", "n", "low", "high"), format)


def _why_nothing(metric: str, generation: "Generation", undated: int, dated: bool) -> str:
    from answers.availability import missing

    if reason := missing(metric, generation):
        return reason
    if not undated:
        return "No data for this question."
    return f"None of {undated:,} values has a date: a trend is not available." if dated else "No data in these dates."


@cli.command()
def metrics(format: Format = "table") -> None:
    """List the catalogue: id, name, unit, direction, definition, what it needs."""
    import polars as pl

    from answers import tables
    from metrics.catalogue import CATALOGUE

    said = ("id", "name", "unit", "direction", "definition", "formula", "population", "dated_by", "minimum_n", "source")
    entries = [
        {name: getattr(one, name) for name in said}
        | {"parameters": {name: asdict(each) for name, each in one.parameters.items()}}
        | {"stats": list(one.estimates), "needs": list(one.needs)}
        for one in CATALOGUE.values()
    ]
    if format == "json":
        typer.echo(tables.as_json(entries))
    else:
        shown = ("id", "unit", "direction", "name") if format == "table" else said
        _print(pl.DataFrame(entries).select(shown), format)


@cli.command()
def tickets(format: Format = "csv") -> None:
    """Print one row per ticket, with its derived times in seconds."""
    from data import engine, queries

    with _in_words():
        table = engine.run(queries.rows("tickets"), OWNER, _generation())
    _print(table, format)


@cli.command()
def digest(
    format: Literal["text", "json"] = "text",
    today: Annotated[str | None, typer.Option(help="The day it is told for, YYYY-MM-DD; today by default")] = None,
) -> None:
    """Print how the goals stand, what needs attention, what changed and what is due: a mail for cron to send.

    Verdicts that are due are kept first.
    """
    from answers import goal_digest, goal_standing, tables
    from data import machine_clock, records
    from ui.goals import mail

    with _in_words():
        generation = _generation()
        known = records.goals(OWNER, generation.dataset, archived=True)
        goal_standing.close(OWNER, generation, known)
        judged = goal_digest.all_judged(known, OWNER, generation)
        told = goal_digest.digest(
            known, OWNER, generation, _day(today) or machine_clock.today(generation.settings.zone), judged
        )
    typer.echo(tables.as_json(mail.plain(told)) if format == "json" else mail.text(told))


@report.command("month")
def report_month(
    month: Annotated[str, typer.Argument(help="YYYY-MM in the calendar of the settings: 2026-10, or 1405-08")],
    out: Annotated[Path | None, typer.Option(help="The file; tarazu-YYYY-MM.pdf here by default")] = None,
    format: Annotated[
        Literal["pdf", "xlsx", "both"] | None,
        typer.Option(help="By default as --out ends, else pdf. With both, they lie beside each other"),
    ] = None,
    channel: Annotated[list[str] | None, typer.Option(help="Of these channels alone")] = None,
    team: Annotated[list[str] | None, typer.Option(help="Of these teams alone")] = None,
) -> None:
    """Write the monthly pack: scorecard, why it moved, channels, goals, what waits, what customers say."""
    generation = _generation()
    from ui.reports import command

    with _in_words(ValueError, OSError):
        for path in command.month(OWNER, generation, month, channel or (), team or (), out, format):
            typer.echo(path)


@report.command("review")
def report_review(
    agent: Annotated[list[str] | None, typer.Argument(help="Whose; as the data call them")] = None,
    team: Annotated[str | None, typer.Option(help="Everybody of this team")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First date of the period, YYYY-MM-DD")] = None,
    to: Annotated[str | None, typer.Option(help="Last date, included")] = None,
    out: Annotated[Path, typer.Option(help="The file")] = Path("tarazu-reviews.pdf"),
) -> None:
    """Write the packs of reviews: what both sides sign, for one person or a whole team."""
    first, last = _day(from_), _day(to)
    if first is None or last is None or last < first:
        _stop("Give the period as --from YYYY-MM-DD --to YYYY-MM-DD.")
    generation = _generation()
    from data.errors import FiguresOff, Missing
    from ui.reports import command

    with _in_words(FiguresOff, Missing, ValueError, OSError):
        count = command.reviews(OWNER, generation, agent or (), team, (first, last), out)
    typer.echo(f"{out}: {count}")


cli.add_typer(report, name="report")


@cli.command()
def forget(sure: Annotated[bool, typer.Option("--sure", help="Delete it for good, not only count it")] = False) -> None:
    """Delete reviews, training and thanks that are older than agreed with the staff."""
    from answers import retention
    from data import machine_clock, records

    with _in_words():
        generation = _generation()
        before = retention.kept_since(OWNER, generation, machine_clock.today(generation.settings.zone))
        count = (records.forget if sure else records.outdated)(OWNER, generation.dataset, before)
    said = "were deleted for good" if sure else "are older than agreed; --sure deletes them for good"
    typer.echo(f"{count} entries of before {before} {said}.")


@cli.command()
def sample(
    tickets: Annotated[int, typer.Option(min=1, help="How many")] = 200_000,
    seed: int = 7,
    until: Annotated[str | None, typer.Option(help="Its last day; yesterday by default")] = None,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Do nothing where any data is loaded")] = False,
) -> None:
    """Load the demonstration company. Refuses where own data is loaded."""
    from data import loading, records, store
    from data.sample import Recipe
    from data.sample.settings import settings as company

    if if_empty and store.current() is not None:
        return
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with _in_words(ValueError):
        recipe = Recipe(tickets=tickets, seed=seed, until=_day(until) or yesterday)
    with _in_words(loading.OwnDataLoaded, OSError):
        loading.sample(recipe, records.settings(OWNER, usual=company()))
    status()


@cli.command()
def rebuild() -> None:
    """Read every raw file again and build all from it."""
    from data import loading, records, store
    from data.settings import Settings

    with _in_words(OSError):
        loaded = store.current()
        files = loading.rebuild(records.settings(OWNER, usual=loaded.settings if loaded else Settings()))
    typer.echo(f"{files} files read again.")


@cli.command()
def status() -> None:
    """Print what is loaded, as JSON."""
    from answers import tables
    from data import home, store

    content: dict[str, object] = {"home": str(home.home()), "generation": None}
    with _in_words():
        generation = store.current()
        if generation is not None:
            columns = generation.manifest["columns"]
            said = ("name", "source", "loaded_at", "sha256")
            content |= {
                "generation": generation.id,
                "dataset": generation.dataset,
                "as_of": generation.as_of,
                "tickets": columns["tickets"]["rows"],
                "surveys": columns["surveys"]["rows"],
                "sources": generation.manifest["sources"],
                "files": [{name: load[name] for name in said} for load in generation.loads],
                "findings": generation.manifest["findings"],
                "settings": generation.settings.version,
            }
    typer.echo(tables.as_json(content))


def main() -> None:
    """Run the command; what it prints is UTF-8 in every locale, as JSON has to be."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli()


if __name__ == "__main__":
    main()
