"""The planted truths are in the data, all of them together, and as large as TRUTHS says."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from data.sample import TRUTHS
from tests.data.sample.rows import UNTIL, Company, local, share

c = pl.col


def compared(answers: pl.DataFrame) -> pl.DataFrame:
    """Per agent: n, crude share of satisfied, what the own team reaches with equal cases, and the distance in z."""
    strata = ["team", "channel", "topic", "priority"]
    wide = ["team", "channel", "priority"]
    expected = (
        pl.when(pl.len().over(strata) >= 30)
        .then(c("good").mean().over(strata))
        .otherwise(c("good").mean().over(wide))
        .alias("expected")
    )
    return (
        answers.with_columns(expected)
        .group_by("agent", "team")
        .agg(
            n=pl.len(),
            crude=c("good").mean(),
            expected=c("expected").mean(),
            error=(c("expected") * (1 - c("expected"))).sum().sqrt() / pl.len(),
        )
        .sort("n", descending=True)
        .unique("agent", keep="first")  # some help out in another team
        .with_columns(better_by=c("crude") - c("expected"))
        .with_columns(z=c("better_by") / c("error"))
        .sort("agent")
    )


def test_1_one_agent_is_truly_better(answers: pl.DataFrame) -> None:
    people = compared(answers).filter(c("n") >= 30)
    better = people.row(by_predicate=c("agent") == TRUTHS.better_agent, named=True)
    assert better["better_by"] == pytest.approx(TRUTHS.better_by, abs=0.04)
    others = people.filter(c("agent") != TRUTHS.better_agent)
    assert others["z"].abs().max() < 3.09 < better["z"]  # type: ignore[operator]
    assert others["better_by"].mean() == pytest.approx(0, abs=0.01)


def checked(company: Company) -> pl.DataFrame:
    """Per agent: share of the points given, and the distance from all the others together in z, over checks."""
    checks = company["quality_checks"].group_by("check_id", "agent").agg(c("points", "possible").sum())
    scores = checks.with_columns(score=c("points") / c("possible"))
    people = scores.group_by("agent").agg(c("score").mean(), n=pl.len()).filter(c("n") >= 30)
    spread = float(scores["score"].std())  # type: ignore[arg-type]
    usual = scores.filter(c("agent") != TRUTHS.better_agent)["score"].mean()
    return people.with_columns(z=(c("score") - usual) / (spread / c("n").sqrt())).sort("agent")


def test_1_and_2_quality_checks_agree(company: Company) -> None:
    people = checked(company)
    better = people.row(by_predicate=c("agent") == TRUTHS.better_agent, named=True)
    easy = people.row(by_predicate=c("agent") == TRUTHS.easy_agent, named=True)
    assert better["z"] > 5
    assert better["score"] == people["score"].max()
    assert abs(easy["z"]) < 1.96
    assert people.filter(c("agent") != TRUTHS.better_agent)["z"].abs().max() < 3.09  # type: ignore[operator]


def test_2_one_agent_has_the_easy_cases(answers: pl.DataFrame, requests: pl.DataFrame) -> None:
    own = requests.filter(c("agent") == TRUTHS.easy_agent)
    assert own.height > 500
    assert set(own["topic"]) == set(TRUTHS.easy_topics)
    assert set(own["priority"]) == set(TRUTHS.easy_priorities)
    people = compared(answers)
    easy = people.row(by_predicate=c("agent") == TRUTHS.easy_agent, named=True)
    colleagues = people.filter(c("team") == easy["team"], c("agent") != TRUTHS.easy_agent, c("n") >= 30)
    assert easy["crude"] > colleagues["crude"].max()
    assert easy["crude"] > colleagues["crude"].mean() + 0.03  # type: ignore[operator]
    assert abs(easy["z"]) < 1.96

    solved = requests.filter(c("resolved_at").is_not_null(), c("replies") > 0).with_columns(once=c("replies") == 1)
    strata = ["channel", "topic", "priority"]
    touch = (
        solved.with_columns(usual=c("once").mean().over(strata))
        .group_by("resolved_by")
        .agg(c("once").mean(), c("usual").mean(), n=pl.len())
        .filter(c("n") >= 100)
        .sort("once", descending=True)
    )
    assert touch["resolved_by"][0] == TRUTHS.easy_agent
    assert touch["once"][0] == pytest.approx(touch["usual"][0], abs=0.03)


def test_3_the_channel_mix_moves_the_total_alone(answers: pl.DataFrame, requests: pl.DataFrame) -> None:
    since = TRUTHS.mix_since(UNTIL)
    assert since == date(2026, 6, 1)
    before, after = answers.filter(c("answered_at") < since), answers.filter(c("answered_at") >= since)
    assert share(before, c("good")) - share(after, c("good")) >= TRUTHS.mix_csat_fall
    for channel in ("phone", "email", "social", "chat"):
        a, b = (part.filter(c("channel") == channel)["good"] for part in (before, after))
        p = (a.sum() + b.sum()) / (a.len() + b.len())
        z = (b.mean() - a.mean()) / np.sqrt(p * (1 - p) * (1 / a.len() + 1 / b.len()))  # type: ignore[operator]
        assert abs(z) < 2.58, channel
    moved = {
        name: share(requests.filter(c("day") >= since), c("channel").is_in(channels))
        - share(requests.filter(c("day") < since), c("channel").is_in(channels))
        for name, channels in (("from", [TRUTHS.mix_from]), ("to", TRUTHS.mix_to))
    }
    assert moved["from"] < -0.12
    assert moved["to"] > 0.12
    # Constant before: the shift has a date.
    earlier = requests.filter(c("day") < since).with_columns(late=c("day") >= since - timedelta(days=150))
    shares = earlier.group_by("late").agg((c("channel") == TRUTHS.mix_from).mean())["channel"]
    assert abs(shares[0] - shares[1]) < 0.03


def test_4_phone_waits_get_worse_since_a_date(answers: pl.DataFrame, requests: pl.DataFrame) -> None:
    since = TRUTHS.waits_since(UNTIL)
    assert since == date(2026, 3, 1)
    calls = requests.filter(c("channel") == "phone")

    def wait(first: date, last: date) -> float:
        rows = calls.filter(c("day").is_between(first, last), c("answered"))
        return float(rows["wait_s"].median())  # type: ignore[arg-type]

    before = wait(date(2024, 11, 1), since - timedelta(days=1))
    assert wait(date(2025, 9, 1), date(2026, 2, 28)) == pytest.approx(before, rel=0.12)
    assert wait(UNTIL - timedelta(days=30), UNTIL) >= (1 + TRUTHS.waits_grow) * before
    quarters = [wait(*span) for span in _quarters(since)]
    assert before < quarters[0] < quarters[1] < quarters[2] < quarters[3]
    last_month = calls.filter(c("day") > UNTIL - timedelta(days=30))
    assert share(calls.filter(c("day") < since), c("answered")) - share(last_month, c("answered")) > 0.05
    rated = answers.filter(c("channel") == "phone").with_columns(late=c("answered_at") >= since)
    good = rated.sort("late").group_by("late", maintain_order=True).agg(c("good").mean())["good"]
    assert abs(good[1] - good[0]) < 0.025


def test_5_one_topic_is_behind_most_complaints(requests: pl.DataFrame) -> None:
    complaints = requests.filter("complaint")
    assert 0.015 < complaints.height / requests.height < 0.04
    assert share(complaints, c("topic") == TRUTHS.complaint_topic) > TRUTHS.complaint_share
    assert share(requests, c("topic") == TRUTHS.complaint_topic) < TRUTHS.complaint_topic_share
    assert complaints["cause"].null_count() == 0
    assert requests.filter(~c("complaint"), c("cause").is_not_null()).height == 0


def test_6_one_help_article_stopped_helping(company: Company, requests: pl.DataFrame) -> None:
    since = TRUTHS.article_since(UNTIL)
    assert since == date(2026, 1, 1)
    sessions = company["help_sessions"]
    assert 0.37 < share(sessions, c("customer").is_null()) < 0.43
    read = (
        sessions.filter(c("customer").is_not_null())
        .sort("started_at")
        .join_asof(
            requests.select("customer", asked_at="created_at").sort("asked_at"),
            left_on="started_at",
            right_on="asked_at",
            by="customer",
            strategy="forward",
            check_sortedness=False,
        )
        .with_columns(followed=(c("asked_at") - c("started_at") <= timedelta(days=1)).fill_null(False))
    )
    others = read.filter(c("article") != TRUTHS.bad_article)
    usual = others.group_by("article").agg(c("followed").mean(), n=pl.len())
    assert usual.height == 23
    assert usual.filter(c("n") > 300)["followed"].max() < TRUTHS.article_usual  # type: ignore[operator]
    assert share(others, c("followed")) < TRUTHS.article_usual - 0.05
    bad = read.filter(article=TRUTHS.bad_article).with_columns(on=c("started_at").dt.date())
    assert share(bad.filter(c("on") < since), c("followed")) < TRUTHS.article_usual
    quarters = [share(bad.filter(c("on").is_between(*span)), c("followed")) for span in _quarters(since)]
    assert quarters[0] < quarters[2] < quarters[3]
    last_month = bad.filter(c("on") > UNTIL - timedelta(days=31))
    assert share(last_month, c("followed")) > TRUTHS.article_follows


def test_7_one_team_is_worn_out_before_christmas(company: Company, requests: pl.DataFrame) -> None:
    waited = (
        company["agent_time"]
        .filter(kind="available")
        .group_by("agent", on=local("started_at").dt.date())
        .agg(((c("ended_at") - c("started_at")).dt.total_seconds()).sum().alias("waited"))
    )
    handled = (
        requests.filter("answered")
        .group_by(agent="first_reply_agent", on="day")
        .agg((c("talk_s") + c("hold_s") + c("wrap_s")).sum().alias("handled"))
    )
    occupied = (
        waited.join(handled, on=["agent", "on"], how="left")
        .join(company["agents"].select("agent", "team"), on="agent")
        .group_by("team", month=c("on").dt.truncate("1mo"))
        .agg(share=c("handled").sum() / (c("handled").sum() + c("waited").sum()))
    )
    assert set(occupied["team"]) == set(company["agents"]["team"]) - {"Mail Desk"}
    assert occupied["share"].is_between(0.6, 0.92).all()
    worn = (c("team") == TRUTHS.worn_team) & c("month").dt.month().is_in([11, 12])
    assert occupied.filter(worn)["share"].min() > TRUTHS.worn_above  # type: ignore[operator]
    assert occupied.filter(~worn)["share"].max() < TRUTHS.worn_above  # type: ignore[operator]


@pytest.mark.parametrize(
    ("until", "mix", "waits", "article"), [(date(2026, 1, 15), date(2025, 9, 1), date(2025, 6, 1), date(2025, 4, 1))]
)
def test_dates_hang_on_the_last_day(until: date, mix: date, waits: date, article: date) -> None:
    assert (TRUTHS.mix_since(until), TRUTHS.waits_since(until), TRUTHS.article_since(until)) == (mix, waits, article)


def _quarters(since: date) -> Iterator[tuple[date, date]]:
    """The span from `since` to the end in four equal parts."""
    days = (UNTIL - since).days // 4
    for n in range(4):
        yield since + timedelta(days=n * days), since + timedelta(days=(n + 1) * days - 1)
