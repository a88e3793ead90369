"""What the tests of the demonstration company share: its recipe, its whole tables, local days, shares."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from data.columns import INSTANT
from data.sample import Recipe, chunks

UNTIL = date(2026, 10, 31)
RECIPE = Recipe(tickets=120_000, seed=7, until=UNTIL)
BUDAPEST = "Europe/Budapest"
Company = dict[str, pl.DataFrame]


def together(recipe: Recipe) -> Company:
    parts = list(chunks(recipe))
    return {name: pl.concat([part[name] for part in parts]) for name in parts[0]}


def end_of(day: date) -> datetime:
    """The first instant after the company's day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(BUDAPEST))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def local(column: str) -> pl.Expr:
    return pl.col(column).dt.replace_time_zone("UTC").dt.convert_time_zone(BUDAPEST)


def share(rows: pl.DataFrame, what: pl.Expr) -> float:
    return float(rows.select(what.cast(pl.Float64).mean()).item())


def assert_nothing_after(company: Company, until: date) -> None:
    """Promises may lie in the future, nothing else may."""
    for name, frame in company.items():
        for column, dtype in frame.schema.items():
            if dtype == INSTANT and not column.endswith("due_at"):
                assert frame.filter(pl.col(column) >= end_of(until)).height == 0, f"{name}.{column}"
    assert company["agents"].filter(pl.col("left_on") > until).height == 0
