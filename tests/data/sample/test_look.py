"""It looks like a company: levels, rhythm, noise, incidents, a backlog, surveys half unanswered."""

from datetime import date, timedelta

import holidays
import numpy as np
import polars as pl
import pytest

from data.columns import AGENT_TIME_KINDS
from data.sample import TRUTHS
from tests.data.sample.rows import UNTIL, Company, end_of, local, share

c = pl.col


def test_levels(requests: pl.DataFrame, company: Company, answers: pl.DataFrame) -> None:
    """Before the waits got worse and the channels shifted."""
    usual = requests.filter(c("day") < TRUTHS.waits_since(UNTIL))
    first = (c("first_reply_at") - pl.coalesce("handoff_at", "created_at")).dt.total_seconds()
    median = usual.group_by("channel").agg(first.median().alias("s"), c("answered").mean())
    reply = dict(median.select("channel", "s").iter_rows())
    assert 28 < reply["phone"] < 42
    assert 30 < reply["chat"] < 50
    assert 2 * 3600 < reply["email"] < 4.5 * 3600
    answered = dict(median.select("channel", "answered").iter_rows())
    assert 0.90 < answered["phone"] < 0.96
    assert 0.04 < share(requests, c("reopens") > 0) < 0.065
    assert 0.09 < share(requests, c("transfers") > 0) < 0.15
    solved = requests.filter(c("channel") != "phone", c("resolved_at").is_not_null(), c("replies") > 0)
    assert 0.55 < share(solved, c("replies") == 1) < 0.68
    assert 0.80 < share(answers.filter(c("answered_at") < TRUTHS.mix_since(UNTIL)), c("good")) < 0.86
    nps = company["surveys"].filter(c("kind") == "nps", c("score").is_not_null())
    assert 20 < 100 * (share(nps, c("score") >= 9) - share(nps, c("score") <= 6)) < 42


@pytest.mark.parametrize(("due", "done"), [("reply_due_at", "first_reply_at"), ("resolution_due_at", "resolved_at")])
def test_most_promises_are_kept_and_not_all(requests: pl.DataFrame, due: str, done: str) -> None:
    decided = requests.filter(c(due).is_not_null(), c(due) < end_of(UNTIL)).with_columns(
        kept=(c(done) <= c(due)).fill_null(False)
    )
    assert 0.85 < share(decided, c("kept")) < 0.93
    by_month = decided.group_by(c("day").dt.truncate("1mo")).agg(c("kept").mean())["kept"]
    assert by_month.std() > 0.01  # type: ignore[operator]


def test_patience_ends(requests: pl.DataFrame) -> None:
    """The longer the wait, the more give up."""
    calls = requests.filter(c("channel") == "phone")
    lost = [
        share(calls.filter(c("wait_s").is_between(low, high)), c("abandoned"))
        for low, high in [(0, 30), (60, 120), (240, 600)]
    ]
    assert lost[0] < lost[1] < lost[2]


def test_opening_hours_and_holidays(requests: pl.DataFrame) -> None:
    calls = requests.filter(c("channel") == "phone")
    assert calls["hour"].is_between(8, 17).all()
    assert calls.filter(c("day").dt.weekday() == 7).height == 0
    free = list(holidays.country_holidays("HU", years=[2024, 2025, 2026]))
    closed = requests.filter(c("day").is_in(free))
    assert set(closed["channel"]) == {"email", "social"}


def test_weeks_seasons_and_growth(requests: pl.DataFrame) -> None:
    by_weekday = requests.group_by(c("day").dt.weekday().alias("n"), "channel").len().sort("n")
    calls = by_weekday.filter(c("channel") == "phone")["len"].to_list()
    assert calls[0] > 1.15 * calls[2] > 2 * calls[5]
    evening = requests.filter(c("hour") >= 18).group_by("channel").len()
    late = dict(evening.iter_rows())
    assert late["social"] / requests.filter(c("channel") == "social").height > 0.35
    assert "phone" not in late
    months = dict(requests.group_by(c("day").dt.strftime("%Y-%m")).len().iter_rows())
    assert months["2025-12"] > 1.25 * months["2025-08"]
    assert months["2026-10"] > 1.08 * months["2025-10"]


def test_days_are_noisy_and_remember_each_other(requests: pl.DataFrame) -> None:
    calendar = pl.DataFrame({"day": pl.date_range(date(2025, 2, 1), date(2025, 7, 31), eager=True)})
    daily = calendar.join(requests.filter(c("channel") == "email").group_by("day").len(), on="day", how="left")
    daily = daily.sort("day").filter(c("day").dt.weekday() <= 5, c("len") > 10)
    against_weekday = (c("len") / c("len").mean().over(c("day").dt.weekday())).alias("level")
    level = daily.select(against_weekday, "len")
    chance = 1 / level["len"].mean()  # type: ignore[operator]  # the relative variance of a Poisson count
    assert level["level"].var() > 1.3 * chance  # type: ignore[operator]
    values = level["level"].to_numpy()
    assert np.corrcoef(values[1:], values[:-1])[0, 1] > 0.1


def test_incidents_stand_out(requests: pl.DataFrame) -> None:
    for topic in ("Delivery", "Payment", "Account", "Technical fault"):
        daily = requests.filter(c("topic") == topic).group_by("day").len()["len"]
        assert daily.max() > 2.5 * daily.quantile(0.9)  # type: ignore[operator]


def test_backlog(requests: pl.DataFrame) -> None:
    open_ = requests.filter(~c("status").is_in(["solved", "closed"]))
    assert 0.001 < open_.height / requests.height < 0.01
    age = (UNTIL - c("day")).dt.total_days()
    assert share(open_, age <= 30) > 0.6
    assert open_.filter(age > 60).height >= 3
    assert open_.filter(c("agent").is_null()).height >= 10
    assert set(open_["waiting_on"]) == {"customer", "department", None}
    assert {"new", "open", "pending", "on_hold"} == set(open_["status"])


def test_who_answers_surveys(company: Company) -> None:
    csat = company["surveys"].filter(c("kind") == "csat")
    rate = dict(csat.group_by("channel").agg(c("score").is_not_null().mean()).iter_rows())
    assert 0.22 < share(csat, c("score").is_not_null()) < 0.29
    assert rate["phone"] > rate["email"] + 0.05
    assert rate["chat"] > rate["social"] + 0.04
    solved = company["tickets"].filter(c("resolved_by").is_not_null()).height
    assert 0.55 < csat.height / solved < 0.65
    commented = csat.filter(c("score").is_not_null())
    assert 0.12 < share(commented, c("comment").is_not_null()) < 0.28
    assert csat["comment"].n_unique() > 50


def test_customers_come_back(company: Company, requests: pl.DataFrame) -> None:
    per_customer = requests.group_by("customer").len()["len"]
    assert per_customer.median() <= 3  # type: ignore[operator]
    assert per_customer.max() > 20  # type: ignore[operator]
    assert 0.1 < share(requests, c("segment") == "new") < 0.35
    ordering = set(company["orders"]["customer"])
    assert len(ordering & set(requests["customer"])) > 1_000


def test_some_requests_are_forgotten(requests: pl.DataFrame) -> None:
    """Of the written ones: 4–9 in 20,000 requests are open and nothing happened to them for weeks."""
    open_ = requests.filter(
        c("channel").is_in(["email", "social"]), c("resolved_at").is_null(), c("closed_at").is_null()
    )
    idle = open_.filter(c("updated_at") < end_of(UNTIL) - timedelta(days=21))
    assert 40 < idle.height / requests.height * 200_000 < 90
    assert idle["first_reply_at"].null_count() > 0
    assert idle["first_reply_at"].count() > 0
    assert idle["agent"].null_count() > 0
    assert open_.filter(c("waiting_on") == "department").height > 10


def test_some_ask_again(requests: pl.DataFrame) -> None:
    """About the same topic within a week of the solution, and by whoever asked within 30 days."""
    solved = requests.filter(c("resolved_at") < end_of(UNTIL) - timedelta(days=7)).sort("resolved_at")
    again = solved.join_asof(
        requests.select("customer", "topic", asked_at="created_at").sort("asked_at"),
        left_on="resolved_at",
        right_on="asked_at",
        by=["customer", "topic"],
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    assert 0.8 < 1 - share(again, (c("asked_at") - c("resolved_at") < timedelta(days=7)).fill_null(False)) < 0.92
    earlier = requests.sort("created_at").select(before=c("created_at").shift(1).over("customer"), at="created_at")
    assert 0.2 < share(earlier, (c("at") - c("before") < timedelta(days=30)).fill_null(False)) < 0.4


def test_buyers_come_back_and_fewer_after_christmas(company: Company) -> None:
    months = company["orders"].select("customer", month=local("ordered_at").dt.truncate("1mo").dt.date()).unique()
    following = months.select("customer", month=c("month").dt.offset_by("1mo"), before=True)
    both = months.with_columns(now=True).join(following, on=["customer", "month"], how="full", coalesce=True)
    retained = both.filter("before", c("month") <= UNTIL).group_by("month").agg(c("now").fill_null(False).mean())
    assert share(retained, c("now")) == pytest.approx(0.62, abs=0.05)
    assert retained["now"].is_between(0.45, 0.78).all()
    january = retained.filter(c("month").dt.month() == 1)["now"]
    assert january.max() < retained.filter(c("month").dt.month() == 9)["now"].min()  # type: ignore[operator]
    first = months.group_by("customer").agg(c("month").min().alias("first"))
    returning = months.join(first, on="customer").group_by("month").agg((c("first") < c("month")).mean().alias("old"))
    settled = returning.filter(c("month") >= date(2025, 5, 1))
    assert settled["old"].is_between(0.55, 0.95).all()
    by_year = {year: set(part["customer"]) for (year,), part in months.group_by(c("month").dt.year())}
    assert 0.4 < len(by_year[2025] & by_year[2026]) / len(by_year[2025]) < 0.75


def test_costs_are_of_channels_and_shared(company: Company) -> None:
    costs = company["costs"]
    assert set(costs["channel"]) == {"phone", "email", "chat", "social", None}
    assert costs["team"].null_count() == costs.height
    assert costs.group_by("month").len()["len"].unique().to_list() == [5]
    assert 0.05 < share(costs, c("amount").filter(c("channel").is_null()).sum() / c("amount").sum()) < 0.15


def test_effort_is_asked_of_some(company: Company) -> None:
    effort = company["surveys"].filter(kind="ces")
    assert 0.05 < effort.height / company["surveys"].height < 0.25
    assert 0.2 < share(effort, c("score").is_not_null()) < 0.3
    assert 5 < effort["score"].mean() < 6  # type: ignore[operator]
    assert effort["comment"].count() > 0
    by_replies = effort.join(company["tickets"].select("ticket_id", "replies"), on="ticket_id")
    once, more = (by_replies.filter(c("replies") == 1)["score"], by_replies.filter(c("replies") > 1)["score"])
    assert once.mean() > more.mean() + 0.15  # type: ignore[operator]


def test_people_come_and_go(company: Company) -> None:
    agents = company["agents"]
    assert agents.height == 40
    assert agents["name"].n_unique() == 40
    assert agents.filter(c("joined_on") >= date(2024, 11, 1)).height >= 5
    assert agents["left_on"].count() >= 5
    assert set(company["agent_time"]["kind"]) == set(AGENT_TIME_KINDS)
