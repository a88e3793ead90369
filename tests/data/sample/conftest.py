"""The demonstration company, made once for all its tests."""

import polars as pl
import pytest

from tests.data.sample.rows import RECIPE, Company, local, together


@pytest.fixture(scope="session")
def company() -> Company:
    return together(RECIPE)


@pytest.fixture(scope="session")
def tickets(company: Company) -> pl.DataFrame:
    """With the local day and hour of creation."""
    return company["tickets"].with_columns(day=local("created_at").dt.date(), hour=local("created_at").dt.hour())


@pytest.fixture(scope="session")
def requests(tickets: pl.DataFrame) -> pl.DataFrame:
    return tickets.filter(direction="inbound", kind="request")


@pytest.fixture(scope="session")
def answers(company: Company) -> pl.DataFrame:
    """CSAT answers."""
    csat = company["surveys"].filter(pl.col("kind") == "csat", pl.col("score").is_not_null())
    return csat.with_columns(good=pl.col("score") >= 4)
