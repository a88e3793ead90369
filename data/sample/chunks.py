"""The recipe of the demonstration data, and the tables that it makes, month by month."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

import numpy as np
import polars as pl

from data.sample.arrivals import arrivals
from data.sample.checks import quality_checks
from data.sample.company import MONTHS
from data.sample.customers import Customers
from data.sample.days import days_until, mail_hours, social_hours
from data.sample.demand import demand
from data.sample.draws import stream
from data.sample.frames import empty
from data.sample.handling import blank, forget_later_than, reopen_and_close
from data.sample.help_centre import help_sessions
from data.sample.ledger import costs, orders, orders_by_day
from data.sample.live import calls, chats, outbound
from data.sample.people import hands
from data.sample.prospects import prospects
from data.sample.roster import Takers, agents, roster
from data.sample.surveys import after_solution, nps, personal, satisfaction
from data.sample.tickets import tickets
from data.sample.timesheet import agent_time, handled
from data.sample.written import dismiss, emails, forget, social

VERSION = 2  # counts up whenever the same recipe would give other rows
CUSTOMERS_PER_TICKET = 0.38


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """All that the demonstration data depend on. `until` is the last day with data, in the company's time zone.

    Raises ValueError for no tickets, a negative seed, or the version of another generator.
    """

    until: date
    tickets: int = 200_000
    seed: int = 7
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.tickets < 1:
            raise ValueError(f"the demonstration company needs at least one ticket, not {self.tickets}")
        if self.seed < 0:
            raise ValueError(f"the seed is a whole number from 0 on, not {self.seed}")
        if self.version != VERSION:
            raise ValueError(
                f"demonstration data of version {self.version} can't be made by version {VERSION}; load it again"
            )

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "until": self.until.isoformat()}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Recipe":
        """The inverse of `to_json`. Raises TypeError for fields that a recipe does not have."""
        fields = json.loads(text)
        return cls(**{**fields, "until": date.fromisoformat(fields["until"])})


def chunks(recipe: Recipe) -> Iterator[dict[str, pl.DataFrame]]:
    """Per calendar month, 24 of them, the canonical tables that the company fills, some empty; memory holds one month.

    Tickets, agent time and orders stand in the month in which they began, surveys, checks and help sessions in the
    month of the request, agents and costs in the first. Open requests, unanswered surveys and leavers are as they are
    at the end of `until`. There is no history: a million requests would have ten million events.
    """
    days = days_until(recipe.until)
    wanted = demand(recipe.tickets, recipe.seed, days)
    customers = Customers(max(int(recipe.tickets * CUSTOMERS_PER_TICKET), 40), days)
    plan = roster(recipe.seed, days)
    takers, effect = Takers(plan), personal(recipe.seed)
    office, social_desk = mail_hours(days), social_hours(days)
    month_of_day = days.month[: days.count]
    tickets_before = np.cumsum([0, *np.bincount(month_of_day, wanted.counts.sum(axis=1))]).astype(np.int64)
    orders_before = np.cumsum([0, *np.bincount(month_of_day, orders_by_day(wanted))]).astype(np.int64)

    for month in range(MONTHS):
        random = partial(stream, recipe.seed, month)
        first = int(tickets_before[month]) + 1
        requests = arrivals(random("arrivals"), days, wanted, customers, month)
        course = blank(len(requests))
        calls(random("calls"), days, wanted, office, requests, course)
        chats(random("chats"), wanted, office, requests, course)
        emails(random("emails"), wanted, office, requests, course)
        social(random("social"), wanted, social_desk, office, requests, course)
        outbound(random("outbound"), requests, course)
        prospects(random("prospects"), days, customers, requests, course)
        dismiss(random("dismiss"), office, requests, course)
        forget(random("forget"), days, requests, course)
        reopen_and_close(random("reopen"), office, requests, course)
        forget_later_than(days.last_instant, course)
        who = hands(random("hands"), days, plan, takers, requests, course)
        chance = satisfaction(requests, course, who, effect)
        yield {
            "tickets": tickets(random("tickets"), days, office, customers, first, requests, course, who),
            "surveys": pl.concat(
                [
                    after_solution(random("csat"), days, customers, first, requests, course, who, chance),
                    nps(random("nps"), days, customers, month, first, requests, course, who, chance),
                ]
            ),
            "quality_checks": quality_checks(random("checks"), days, office, first, requests, course, who, effect),
            "help_sessions": help_sessions(random("help"), days, customers, first, requests),
            "agents": agents(days) if month == 0 else empty("agents"),
            "agent_time": agent_time(random("time"), plan, wanted, handled(requests, course, who, plan), month),
            "orders": orders(random("orders"), days, wanted, customers, int(orders_before[month]) + 1, month),
            "costs": costs(recipe.seed, days, wanted) if month == 0 else empty("costs"),
        }
