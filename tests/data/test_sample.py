"""The demonstration company: its shape, what may never happen in it, how it looks, and the truths planted in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.columns import (
    AGENT_TIME_KINDS,
    CHANNELS,
    DIRECTIONS,
    INSTANT,
    KEYS,
    KINDS,
    OUTCOMES,
    SCALES,
    STATUSES,
    SURVEY_KINDS,
    TABLES,
)
from data.sample import SOURCE, TRUTHS, Recipe, chunks

UNTIL = date(2026, 10, 31)
RECIPE = Recipe(tickets=60_000, seed=7, until=UNTIL)
BUDAPEST = "Europe/Budapest"
Company = dict[str, pl.DataFrame]
c = pl.col


def together(recipe: Recipe) -> Company:
    parts = list(chunks(recipe))
    return {name: pl.concat([part[name] for part in parts]) for name in TABLES}


def end_of(day: date) -> datetime:
    """The first instant after the company's day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(BUDAPEST))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def local(column: str) -> pl.Expr:
    return c(column).dt.replace_time_zone("UTC").dt.convert_time_zone(BUDAPEST)


def share(rows: pl.DataFrame, what: pl.Expr) -> float:
    return float(rows.select(what.cast(pl.Float64).mean()).item())


@pytest.fixture(scope="session")
def company() -> Company:
    return together(RECIPE)


@pytest.fixture(scope="session")
def tickets(company: Company) -> pl.DataFrame:
    return company["tickets"].with_columns(day=local("created_at").dt.date(), hour=local("created_at").dt.hour())


@pytest.fixture(scope="session")
def requests(tickets: pl.DataFrame) -> pl.DataFrame:
    return tickets.filter(direction="inbound", kind="request")


@pytest.fixture(scope="session")
def answers(company: Company) -> pl.DataFrame:
    """CSAT answers."""
    return company["surveys"].filter(c("kind") == "csat", c("score").is_not_null()).with_columns(good=c("score") >= 4)


class TestShape:
    def test_every_chunk_is_one_month_in_the_canonical_columns(self) -> None:
        months = []
        for part in chunks(Recipe(tickets=3_000, until=UNTIL)):
            assert {name: dict(frame.schema) for name, frame in part.items()} == TABLES
            assert [list(frame.columns) for frame in part.values()] == [list(TABLES[name]) for name in part]
            months += part["tickets"].select(local("created_at").dt.strftime("%Y-%m").unique()).to_series().to_list()
        assert len(months) == 24
        assert (months[0], months[-1]) == ("2024-11", "2026-10")
        assert months == sorted(set(months))

    def test_counts_and_keys(self, company: Company) -> None:
        assert company["tickets"].height == RECIPE.tickets
        for name, frame in company.items():
            assert frame.height > 0
            assert frame.select(KEYS[name]).is_unique().all(), name
            assert frame["source"].unique().to_list() == [SOURCE]
        assert company["tickets"]["ticket_id"][0] == "D-0000001"
        assert company["tickets"]["created_at"].is_sorted()

    @pytest.mark.parametrize(
        ("tickets", "until"),
        [(1, date(2026, 3, 1)), (700, date(2026, 3, 29)), (2_000, date(2024, 2, 29)), (2_000, date(2026, 11, 21))],
    )
    def test_any_size_and_any_last_day(self, tickets: int, until: date) -> None:
        company = together(Recipe(tickets=tickets, until=until))
        assert company["tickets"].height == tickets
        assert company["agents"].height == 40
        booked = company["costs"]["month"].max()
        running = until.replace(day=1)
        assert booked == (running if end_of(until).day != until.day and _is_month_end(until) else _before(running))
        _nothing_after(company, until)

    def test_the_same_recipe_gives_the_same_rows(self) -> None:
        recipe = Recipe(tickets=2_000, until=UNTIL, seed=3)
        first = together(recipe)
        np.random.seed(1)  # other people's randomness must not matter
        interleaved: list[list[Company]] = [[], []]
        for one, other in zip(chunks(recipe), chunks(Recipe(tickets=2_500, until=UNTIL, seed=4)), strict=True):
            interleaved[0].append(one)
            interleaved[1].append(other)
        for name in TABLES:
            assert_frame_equal(first[name], pl.concat([part[name] for part in interleaved[0]]))
        assert not first["tickets"].equals(together(Recipe(tickets=2_000, until=UNTIL, seed=4))["tickets"])

    def test_recipe_as_text(self) -> None:
        assert Recipe.from_json(RECIPE.to_json()) == RECIPE
        assert Recipe(until=UNTIL).to_json() == ('{"seed": 7, "tickets": 200000, "until": "2026-10-31", "version": 1}')

    @pytest.mark.parametrize("wrong", [{"tickets": 0}, {"seed": -1}, {"version": 99}])
    def test_recipes_that_cannot_be_made(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValueError, match=r"\d"):
            Recipe(until=UNTIL, **wrong)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _nothing_after(company: Company, until: date) -> None:
    """Promises may lie in the future, nothing else may."""
    for name, frame in company.items():
        for column, dtype in frame.schema.items():
            if dtype == INSTANT and not column.endswith("due_at"):
                assert frame.filter(c(column) >= end_of(until)).height == 0, f"{name}.{column}"
    assert company["agents"].filter(c("left_on") > until).height == 0


class TestWhatMayNeverHappen:
    def test_nothing_after_the_last_day(self, company: Company) -> None:
        _nothing_after(company, UNTIL)
        assert company["tickets"]["updated_at"].max() > end_of(UNTIL) - timedelta(hours=3)  # type: ignore[operator]

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [
            ("customer_since", "created_at"),
            ("created_at", "handoff_at"),
            ("created_at", "first_reply_at"),
            ("handoff_at", "first_reply_at"),
            ("first_reply_at", "ended_at"),
            ("first_reply_at", "first_resolved_at"),
            ("first_resolved_at", "resolved_at"),
            ("resolved_at", "closed_at"),
            ("created_at", "routed_at"),
            ("created_at", "complaint_answered_at"),
            ("resolved_at", "followed_up_at"),
            ("followed_up_at", "updated_at"),
            ("closed_at", "updated_at"),
        ],
    )
    def test_order_of_events(self, tickets: pl.DataFrame, earlier: str, later: str) -> None:
        both = tickets.filter(c(earlier).is_not_null(), c(later).is_not_null())
        assert both.height > 0
        assert both.filter(c(earlier) > c(later)).height == 0

    @pytest.mark.parametrize(
        ("person", "at"),
        [("agent", "first_reply_at"), ("first_reply_agent", "first_reply_at"), ("resolved_by", "resolved_at")],
    )
    def test_agents_act_only_while_employed_and_mostly_on_shift(self, company: Company, person: str, at: str) -> None:
        acts = (
            company["tickets"].filter(c(person).is_not_null(), c(at).is_not_null()).with_columns(on=local(at).dt.date())
        )
        people = acts.join(company["agents"], left_on=person, right_on="agent", how="left", maintain_order="left")
        assert people["joined_on"].null_count() == 0
        assert people.filter((c("on") < c("joined_on")) | (c("on") > c("left_on"))).height == 0

        here = company["agent_time"].filter(c("kind") != "absence").with_columns(on=local("started_at").dt.date())
        shifts = here.group_by("agent", "on").agg(c("started_at").min(), c("ended_at").max())
        during = acts.select(c(person).alias("agent"), c(at).alias("at"), "on").join(
            shifts, on=["agent", "on"], how="left"
        )
        on_shift = share(during, c("at").is_between("started_at", "ended_at").fill_null(False))
        assert on_shift > (0.85 if person == "resolved_by" else 0.97)

    def test_shifts_do_not_overlap(self, company: Company) -> None:
        times = company["agent_time"].sort("agent", "started_at")
        assert times.filter(c("started_at") >= c("ended_at")).height == 0
        overlaps = times.filter((c("started_at") < c("ended_at").shift(1)) & (c("agent") == c("agent").shift(1)))
        assert overlaps.height == 0

    def test_words_are_those_of_the_contract(self, company: Company) -> None:
        for table, column, words in [
            ("tickets", "channel", CHANNELS),
            ("tickets", "direction", DIRECTIONS),
            ("tickets", "kind", KINDS),
            ("tickets", "status", STATUSES),
            ("tickets", "outcome", OUTCOMES),
            ("surveys", "kind", SURVEY_KINDS),
            ("surveys", "scale", SCALES),
            ("surveys", "channel", CHANNELS),
            ("agent_time", "kind", AGENT_TIME_KINDS),
            ("costs", "channel", CHANNELS),
        ]:
            assert set(company[table][column].drop_nulls().unique()) <= set(words), (table, column)
        teams = set(company["agents"]["team"])
        assert len(teams) == 6
        assert set(company["tickets"]["team"]) == teams

    def test_waits_and_promises_agree_with_the_instants(self, requests: pl.DataFrame) -> None:
        queued = requests.filter(c("answered").is_not_null())
        start = pl.coalesce("handoff_at", "created_at")
        answered = queued.filter("answered").with_columns(
            waited=(c("first_reply_at") - start).dt.total_seconds(),
            talked=(c("ended_at") - c("first_reply_at")).dt.total_seconds(),
        )
        assert answered.filter(c("waited") != c("wait_s")).height == 0
        assert answered.filter(c("talked") != c("talk_s") + c("hold_s")).height == 0
        assert queued.filter("abandoned", c("first_reply_at").is_not_null()).height == 0
        assert queued.filter(c("answered") == c("abandoned")).height == 0
        promised = requests.filter(c("channel").is_in(["email", "social"]))
        for clock in ("reply", "resolution"):
            due = (c(f"{clock}_due_at") - c("created_at")).dt.total_seconds() == c(f"{clock}_target_s")
            assert promised.select(due.all(ignore_nulls=False)).item()
            assert (
                requests.filter(c("channel").is_in(["phone", "chat"]), c(f"{clock}_target_s").is_not_null()).height == 0
            )

    def test_status_follows_from_the_instants(self, requests: pl.DataFrame) -> None:
        of = {
            "closed": c("closed_at").is_not_null(),
            "solved": c("resolved_at").is_not_null() & c("closed_at").is_null(),
        }
        for status, where in of.items():
            assert (requests.filter(where)["status"] == status).all()
        assert (requests.filter(c("status") == "solved")["resolved_at"].is_not_null()).all()
        open_ = requests.filter(~c("status").is_in(["solved", "closed"]))
        assert open_["resolved_at"].null_count() == open_["closed_at"].null_count() == open_.height
        assert (open_.filter(c("waiting_on") == "customer")["status"] == "pending").all()
        assert requests.filter(c("reopens") > 0, c("first_resolved_at") == c("resolved_at")).height == 0
        one_touch = requests.filter(c("replies") == 1, c("channel") == "email", c("resolved_at").is_not_null())
        assert one_touch.filter(c("resolved_at") != c("first_reply_at")).height == 0

    def test_people_solve_what_the_bot_does_not(self, requests: pl.DataFrame) -> None:
        chats = requests.filter(c("channel") == "chat")
        assert 0.08 < share(chats, c("bot_solved")) < 0.2
        assert chats.filter("bot_solved", c("first_reply_at").is_not_null() | c("agent").is_not_null()).height == 0
        assert chats.filter("bot_solved", c("resolved_at").is_null()).height == 0
        assert requests.filter(c("channel") != "chat", c("handoff_at").is_not_null()).height == 0

    def test_outbound_calls_are_no_requests(self, tickets: pl.DataFrame) -> None:
        outbound = tickets.filter(direction="outbound")
        assert 0.03 < outbound.height / tickets.height < 0.08
        assert set(outbound["outcome"]) == set(OUTCOMES)
        for nothing in ("first_reply_at", "resolved_at", "complaint", "reply_target_s", "abandoned"):
            assert outbound[nothing].null_count() == outbound.height, nothing
        sold = tickets.filter("offer_accepted")
        assert set(sold["direction"]) == set(DIRECTIONS)
        assert sold.filter(~c("offer") | c("revenue").is_null()).height == 0
        assert tickets.filter(c("revenue").is_not_null(), ~c("offer_accepted").fill_null(False)).height == 0

    def test_surveys_belong_to_solved_requests(self, company: Company) -> None:
        surveys = company["surveys"].join(
            company["tickets"].select("ticket_id", "resolved_at", "resolved_by", "channel"), on="ticket_id", how="left"
        )
        named = surveys.filter(c("ticket_id").is_not_null())
        assert named.filter(c("sent_at") < c("resolved_at")).height == 0
        assert named.filter(c("agent") != c("resolved_by")).height == 0
        assert named.filter(c("channel") != c("channel_right")).height == 0
        assert surveys.filter(c("ticket_id").is_null())["kind"].unique().to_list() == ["nps"]
        assert surveys.filter(c("score").is_null() != c("answered_at").is_null()).height == 0
        assert surveys.filter(c("answered_at") < c("sent_at")).height == 0
        assert surveys.filter(c("score").is_null(), c("comment").is_not_null()).height == 0
        assert surveys["sent"].all()
        limits = {"csat": (1, 5), "nps": (0, 10)}
        for kind, (low, high) in limits.items():
            scores = surveys.filter(c("kind") == kind)["score"]
            assert (scores.min(), scores.max()) == (low, high)


class TestItLooksLikeACompany:
    def test_levels(self, requests: pl.DataFrame, company: Company, answers: pl.DataFrame) -> None:
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

    @pytest.mark.parametrize(
        ("due", "done"), [("reply_due_at", "first_reply_at"), ("resolution_due_at", "resolved_at")]
    )
    def test_most_promises_are_kept_and_not_all(self, requests: pl.DataFrame, due: str, done: str) -> None:
        decided = requests.filter(c(due).is_not_null(), c(due) < end_of(UNTIL)).with_columns(
            kept=(c(done) <= c(due)).fill_null(False)
        )
        assert 0.85 < share(decided, c("kept")) < 0.93
        by_month = decided.group_by(c("day").dt.truncate("1mo")).agg(c("kept").mean())["kept"]
        assert by_month.std() > 0.01  # type: ignore[operator]

    def test_patience_ends(self, requests: pl.DataFrame) -> None:
        """The longer the wait, the more give up."""
        calls = requests.filter(c("channel") == "phone")
        lost = [
            share(calls.filter(c("wait_s").is_between(low, high)), c("abandoned"))
            for low, high in [(0, 30), (60, 120), (240, 600)]
        ]
        assert lost[0] < lost[1] < lost[2]

    def test_opening_hours_and_holidays(self, requests: pl.DataFrame) -> None:
        calls = requests.filter(c("channel") == "phone")
        assert calls["hour"].is_between(8, 17).all()
        assert calls.filter(c("day").dt.weekday() == 7).height == 0
        free = list(holidays.country_holidays("HU", years=[2024, 2025, 2026]))
        closed = requests.filter(c("day").is_in(free))
        assert set(closed["channel"]) == {"email", "social"}

    def test_weeks_seasons_and_growth(self, requests: pl.DataFrame) -> None:
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

    def test_days_are_noisy_and_remember_each_other(self, requests: pl.DataFrame) -> None:
        calendar = pl.DataFrame({"day": pl.date_range(date(2025, 2, 1), date(2025, 7, 31), eager=True)})
        daily = calendar.join(requests.filter(c("channel") == "email").group_by("day").len(), on="day", how="left")
        daily = daily.sort("day").filter(c("day").dt.weekday() <= 5, c("len") > 10)
        against_weekday = (c("len") / c("len").mean().over(c("day").dt.weekday())).alias("level")
        level = daily.select(against_weekday, "len")
        chance = 1 / level["len"].mean()  # type: ignore[operator]  # the relative variance of a Poisson count
        assert level["level"].var() > 1.3 * chance  # type: ignore[operator]
        values = level["level"].to_numpy()
        assert np.corrcoef(values[1:], values[:-1])[0, 1] > 0.1

    def test_incidents_stand_out(self, requests: pl.DataFrame) -> None:
        for topic in ("Delivery", "Payment", "Account", "Technical fault"):
            daily = requests.filter(c("topic") == topic).group_by("day").len()["len"]
            assert daily.max() > 2.5 * daily.quantile(0.9)  # type: ignore[operator]

    def test_backlog(self, requests: pl.DataFrame) -> None:
        open_ = requests.filter(~c("status").is_in(["solved", "closed"]))
        assert 0.001 < open_.height / requests.height < 0.01
        age = (UNTIL - c("day")).dt.total_days()
        assert share(open_, age <= 30) > 0.6
        assert open_.filter(age > 60).height >= 3  # the forgotten
        assert open_.filter(c("agent").is_null()).height >= 10
        assert set(open_["waiting_on"]) == {"customer", "department", None}
        assert {"new", "open", "pending", "on_hold"} == set(open_["status"])

    def test_who_answers_surveys(self, company: Company) -> None:
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

    def test_customers_come_back(self, company: Company, requests: pl.DataFrame) -> None:
        per_customer = requests.group_by("customer").len()["len"]
        assert per_customer.median() <= 3  # type: ignore[operator]
        assert per_customer.max() > 20  # type: ignore[operator]
        assert 0.1 < share(requests, c("segment") == "new") < 0.35
        ordering = set(company["orders"]["customer"])
        assert len(ordering & set(requests["customer"])) > 1_000

    def test_people_come_and_go(self, company: Company) -> None:
        agents = company["agents"]
        assert agents.height == 40
        assert agents["name"].n_unique() == 40
        assert agents.filter(c("joined_on") >= date(2024, 11, 1)).height >= 5
        assert agents["left_on"].count() >= 5
        assert set(company["agent_time"]["kind"]) == set(AGENT_TIME_KINDS)


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


class TestTruths:
    def test_1_one_agent_is_truly_better(self, answers: pl.DataFrame) -> None:
        people = compared(answers).filter(c("n") >= 30)
        better = people.row(by_predicate=c("agent") == TRUTHS.better_agent, named=True)
        assert better["better_by"] == pytest.approx(TRUTHS.better_by, abs=0.04)
        assert better["z"] > 3.09
        others = people.filter(c("agent") != TRUTHS.better_agent)
        assert others["z"].max() < 3.09 < better["z"]  # type: ignore[operator]
        assert others["better_by"].mean() == pytest.approx(0, abs=0.01)

    def test_2_one_agent_has_the_easy_cases(self, answers: pl.DataFrame, requests: pl.DataFrame) -> None:
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

    def test_3_the_channel_mix_moves_the_total_alone(self, answers: pl.DataFrame, requests: pl.DataFrame) -> None:
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

    def test_4_phone_waits_get_worse_since_a_date(self, answers: pl.DataFrame, requests: pl.DataFrame) -> None:
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

    def test_5_one_topic_is_behind_most_complaints(self, requests: pl.DataFrame) -> None:
        complaints = requests.filter("complaint")
        assert 0.015 < complaints.height / requests.height < 0.04
        assert share(complaints, c("topic") == TRUTHS.complaint_topic) > TRUTHS.complaint_share
        assert share(requests, c("topic") == TRUTHS.complaint_topic) < TRUTHS.complaint_topic_share
        assert complaints["cause"].null_count() == 0
        assert requests.filter(~c("complaint"), c("cause").is_not_null()).height == 0

    @pytest.mark.parametrize(("until", "mix", "waits"), [(date(2026, 1, 15), date(2025, 9, 1), date(2025, 6, 1))])
    def test_dates_hang_on_the_last_day(self, until: date, mix: date, waits: date) -> None:
        assert (TRUTHS.mix_since(until), TRUTHS.waits_since(until)) == (mix, waits)


def _quarters(since: date) -> Iterator[tuple[date, date]]:
    """The span from `since` to the end in four equal parts."""
    days = (UNTIL - since).days // 4
    for n in range(4):
        yield since + timedelta(days=n * days), since + timedelta(days=(n + 1) * days - 1)
