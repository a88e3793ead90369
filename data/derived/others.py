"""People, working time, orders, quality checks, help-centre sessions: with their dates and what follows from others."""

from datetime import datetime

import polars as pl

from data.derived import customers
from data.derived.elapsed import dates, seconds
from data.derived_columns import DERIVED
from data.settings import Settings


def _select(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in DERIVED[table].items())


def agents(facts: pl.DataFrame, teams: pl.DataFrame) -> pl.DataFrame:
    """People as their sources list them, each with the name of the team."""
    names = teams.select("source", "team", _team="name")
    frame = facts.join(names, on=["source", "team"], how="left", maintain_order="left")
    return _select(frame.with_columns(team=pl.coalesce("_team", "team")), "agents")


def agent_time(facts: pl.DataFrame, agents: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Working time with its local date (of its beginning), its seconds and the agent's team."""
    teams = agents.select("source", "agent", "team").unique(["source", "agent"], keep="first", maintain_order=True)
    frame = facts.join(teams, on=["source", "agent"], how="left", maintain_order="left")
    on = dates(frame, {"on": "started_at"}, settings.zone)
    return _select(frame.with_columns(**on, seconds=seconds(pl.col("started_at"), pl.col("ended_at"))), "agent_time")


def orders(facts: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Orders with their local date and that of the customer's first one."""
    frame = facts.with_columns(**dates(facts, {"ordered_on": "ordered_at"}, settings.zone))
    return _select(frame.with_columns(first_ordered_on=pl.col("ordered_on").min().over("customer")), "orders")


def quality_checks(facts: pl.DataFrame, asked_about: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Quality checks with their local date; agent, team and channel of the request where the check names none.

    `asked_about`: of the same rows what their requests tell.
    """
    frame = facts.with_columns(facts[name].fill_null(asked_about[name]) for name in ("agent", "team", "channel"))
    return _select(frame.with_columns(**dates(frame, {"checked_on": "checked_at"}, settings.zone)), "quality_checks")


def help_sessions(
    facts: pl.DataFrame, requests: pl.DataFrame, as_of: datetime | None, settings: Settings
) -> pl.DataFrame:
    """Help-centre sessions and how soon the same customer asked people after all; `requests`: customers.COLUMNS."""
    asked = facts.select("customer", at="started_at")
    frame = facts.with_columns(
        **dates(facts, {"started_on": "started_at"}, settings.zone),
        next_request_s=customers.following(asked, requests),
        settled_s=seconds(pl.col("started_at"), pl.lit(as_of, dtype=pl.Datetime("us"))),
    )
    return _select(frame, "help_sessions")
