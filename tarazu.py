"""Tarazu from the command line, for cron and for checks: load, metric, metrics, tickets, sample, rebuild, status.

The same rooms as the app: data/ loads, answers/ computes. Only words and formats of the terminal stand here.
"""

import json
import re
import sys
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_args

import typer

from data.scope import OWNER

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


class Format(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


class DateOrder(StrEnum):
    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _seconds(text: str) -> float:
    """Seconds of "90", "20s", "5min", "1h", "2d"."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", text.lower())
    if not match or (match[2] or "s") not in _UNITS:
        _stop(f"{text!r} is not a duration: write 90, 20s, 5min, 1h, 2d or 1w.")
    return float(match[1]) * _UNITS[match[2] or "s"]


def _pairs(items: list[str], what: str) -> dict[str, str]:
    for item in items:
        if "=" not in item:
            _stop(f"{what} {item!r}: write NAME=VALUE.")
    return {name.strip(): value.strip() for name, value in (item.split("=", 1) for item in items)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _stop(f"{text!r} is not a date: write YYYY-MM-DD.")


def _generation() -> Any:
    from data import store

    generation = store.current()
    if generation is None:
        _stop(
            "No data is loaded yet: `python tarazu.py load FILE…`, or `python tarazu.py sample` for the demonstration."
        )
    return generation


@cli.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="Exports: CSV, XLSX, JSON lines, Parquet. Several are one set.")],
    source: Annotated[str | None, typer.Option(help="Name of the system they come from")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone of their times, such as Europe/Budapest")] = None,
    date_order: Annotated[DateOrder | None, typer.Option(help="Where the values cannot tell day from month")] = None,
    map: Annotated[Path | None, typer.Option(help="A mapping (TOML) from file columns to Tarazu's")] = None,
) -> None:
    """Load files; prints one JSON summary per file, a line each. Exits non-zero when a file is refused."""
    from data import intake, loading, records
    from data.mapping import Mapping

    try:
        mapping = Mapping.from_toml(map.read_text()) if map else None
        options = intake.Options(source=source, zone=zone, date_order=date_order and date_order.value, mapping=mapping)
        summaries = loading.load(
            [loading.Arrival(path, options, path.name, uploaded=False) for path in files], records.settings(OWNER)
        )
    except intake.Refused as refusal:
        typer.echo(
            json.dumps({"file": refusal.file, "refused": str(refusal), "kind": refusal.kind}, ensure_ascii=False)
        )
        _stop(str(refusal))
    except (OSError, ValueError) as error:
        _stop(str(error))
    for summary in summaries:
        typer.echo(json.dumps(summary, default=str, ensure_ascii=False))


@cli.command()
def metric(
    id: str,
    by: Annotated[str, typer.Option(help="channel, team, topic, priority, agent …; several with commas")] = "",
    grain: Annotated[str | None, typer.Option(help="day, week, month, quarter or year")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First date, YYYY-MM-DD")] = None,
    to: Annotated[str | None, typer.Option(help="Last date, included")] = None,
    where: Annotated[list[str] | None, typer.Option(help="channel=phone; several values with commas")] = None,
    stat: Annotated[str | None, typer.Option(help="median, p90 or mean, of durations")] = None,
    param: Annotated[list[str] | None, typer.Option(help="within=1h")] = None,
    format: Format = Format.table,
) -> None:
    """Print a metric: group, period, value, n, low, high."""
    import polars as pl

    from answers import tables
    from answers.availability import missing
    from answers.measure import measure
    from data.queries import Grain

    generation = _generation()
    first, last = _day(from_), _day(to)
    if grain is not None and grain not in get_args(Grain):
        _stop(f"{grain!r} is no grain: {', '.join(get_args(Grain))}.")
    groups = tuple(name.strip() for name in by.split(",") if name.strip())
    try:
        table = measure(
            id,
            OWNER,
            generation,
            by=groups,
            grain=grain,  # type: ignore[arg-type]
            span=(first or date.min, last or date.max) if first or last else None,
            where={name: value.split(",") for name, value in _pairs(where or [], "--where").items()},
            stat=stat,
            params={name: _seconds(value) for name, value in _pairs(param or [], "--param").items()},
        )
    except LookupError as error:
        _stop(str(error.args[0]))
    if reason := missing(id, generation):
        typer.echo(reason, err=True)
    group = (
        pl.concat_str([pl.col(name).fill_null("(none)") for name in groups], separator=" / ")
        if groups
        else pl.lit(None, pl.String)
    )
    period = pl.col("period") if grain else pl.lit(None, pl.Date)
    shown = table.select(group.alias("group"), period.alias("period"), "value", "n", "low", "high")
    if format is Format.json:
        typer.echo(tables.as_json(shown.to_dicts()))
    elif format is Format.csv:
        typer.echo(tables.csv(shown), nl=False)
    else:
        cells = [
            ["–" if cell is None else f"{cell:.6g}" if isinstance(cell, float) else str(cell) for cell in row]
            for row in shown.rows()
        ]
        typer.echo(tables.text(shown.columns, cells))


@cli.command()
def metrics(format: Format = Format.table) -> None:
    """List the catalogue: id, name, unit, direction, definition, what it needs."""
    from answers import tables
    from metrics.catalogue import CATALOGUE

    names = (
        "id",
        "name",
        "unit",
        "direction",
        "definition",
        "formula",
        "population",
        "dated_by",
        "minimum_n",
        "source",
    )
    entries = [
        {name: getattr(one, name) for name in names}
        | {"stats": list(one.estimates), "parameters": dict(one.parameters), "needs": list(one.needs)}
        for one in CATALOGUE.values()
    ]
    if format is Format.json:
        typer.echo(tables.as_json(entries))
    else:
        shown = ("id", "unit", "direction", "name")
        typer.echo(tables.text(shown, [[str(entry[name]) for name in shown] for entry in entries]))


@cli.command()
def tickets(format: Format = Format.csv) -> None:
    """Print one row per ticket, with its derived times in seconds."""
    from answers import tables
    from data import engine, queries

    table = engine.run(queries.rows("tickets"), OWNER, _generation())
    if format is Format.json:
        typer.echo(tables.as_json(table.to_dicts()))
    else:
        typer.echo(tables.csv(table), nl=False)


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

    if if_empty and store.current() is not None:
        return
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    try:
        loading.sample(Recipe(tickets=tickets, seed=seed, until=_day(until) or yesterday), records.settings(OWNER))
    except loading.OwnDataLoaded as error:
        _stop(str(error))
    status()


@cli.command()
def rebuild() -> None:
    """Read every raw file again and build all from it."""
    from data import loading, records
    from data.store import StoreDamaged

    try:
        files = loading.rebuild(records.settings(OWNER))
    except StoreDamaged as error:
        _stop(str(error))
    typer.echo(f"{files} files read again.")


@cli.command()
def status() -> None:
    """Print what is loaded, as JSON."""
    from data import home, store

    generation = store.current()
    if generation is None:
        typer.echo(json.dumps({"home": str(home.home()), "generation": None}))
        return
    columns = generation.manifest["columns"]
    content = {
        "home": str(home.home()),
        "generation": generation.id,
        "dataset": generation.dataset,
        "as_of": generation.as_of,
        "tickets": columns["tickets"].get("rows", 0),
        "surveys": columns["surveys"].get("rows", 0),
        "sources": generation.manifest["sources"],
        "files": [
            {name: load[name] for name in ("name", "source", "loaded_at", "sha256")} for load in generation.loads
        ],
        "findings": generation.manifest["findings"],
        "settings": generation.settings.version,
    }
    typer.echo(json.dumps(content, default=str, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(cli())
