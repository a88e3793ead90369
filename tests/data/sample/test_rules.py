"""What may never happen in the demonstration company."""

from datetime import timedelta

import polars as pl
import pytest

from data.columns import AGENT_TIME_KINDS, CHANNELS, DIRECTIONS, KINDS, OUTCOMES, SCALES, STATUSES, SURVEY_KINDS
from tests.data.sample.rows import UNTIL, Company, assert_nothing_after, end_of, local, share

c = pl.col


def test_nothing_after_the_last_day(company: Company) -> None:
    assert_nothing_after(company, UNTIL)
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
def test_order_of_events(tickets: pl.DataFrame, earlier: str, later: str) -> None:
    both = tickets.filter(c(earlier).is_not_null(), c(later).is_not_null())
    assert both.height > 0
    assert both.filter(c(earlier) > c(later)).height == 0


@pytest.mark.parametrize(
    ("person", "at"),
    [("agent", "first_reply_at"), ("first_reply_agent", "first_reply_at"), ("resolved_by", "resolved_at")],
)
def test_agents_act_only_while_employed_and_mostly_on_shift(company: Company, person: str, at: str) -> None:
    acts = company["tickets"].filter(c(person).is_not_null(), c(at).is_not_null()).with_columns(on=local(at).dt.date())
    people = acts.join(company["agents"], left_on=person, right_on="agent", how="left", maintain_order="left")
    assert people["joined_on"].null_count() == 0
    assert people.filter((c("on") < c("joined_on")) | (c("on") > c("left_on"))).height == 0

    here = company["agent_time"].filter(c("kind") != "absence").with_columns(on=local("started_at").dt.date())
    shifts = here.group_by("agent", "on").agg(c("started_at").min(), c("ended_at").max())
    during = acts.select(c(person).alias("agent"), c(at).alias("at"), "on").join(shifts, on=["agent", "on"], how="left")
    on_shift = share(during, c("at").is_between("started_at", "ended_at").fill_null(False))
    assert on_shift > (0.85 if person == "resolved_by" else 0.97)


def test_shifts_do_not_overlap(company: Company) -> None:
    times = company["agent_time"].sort("agent", "started_at")
    assert times.filter(c("started_at") >= c("ended_at")).height == 0
    overlaps = times.filter((c("started_at") < c("ended_at").shift(1)) & (c("agent") == c("agent").shift(1)))
    assert overlaps.height == 0


def test_words_are_those_of_the_contract(company: Company) -> None:
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


def test_waits_and_promises_agree_with_the_instants(requests: pl.DataFrame) -> None:
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
        assert requests.filter(c("channel").is_in(["phone", "chat"]), c(f"{clock}_target_s").is_not_null()).height == 0


def test_status_follows_from_the_instants(requests: pl.DataFrame) -> None:
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


def test_people_solve_what_the_bot_does_not(requests: pl.DataFrame) -> None:
    chats = requests.filter(c("channel") == "chat")
    assert 0.08 < share(chats, c("bot_solved")) < 0.2
    assert chats.filter("bot_solved", c("first_reply_at").is_not_null() | c("agent").is_not_null()).height == 0
    assert chats.filter("bot_solved", c("resolved_at").is_null()).height == 0
    assert requests.filter(c("channel") != "chat", c("handoff_at").is_not_null()).height == 0


def test_outbound_calls_are_no_requests(tickets: pl.DataFrame) -> None:
    outbound = tickets.filter(direction="outbound")
    assert 0.03 < outbound.height / tickets.height < 0.08
    assert set(outbound["outcome"]) == set(OUTCOMES)
    for nothing in ("first_reply_at", "resolved_at", "complaint", "reply_target_s", "abandoned"):
        assert outbound[nothing].null_count() == outbound.height, nothing
    sold = tickets.filter("offer_accepted")
    assert set(sold["direction"]) == set(DIRECTIONS)
    assert sold.filter(~c("offer") | c("revenue").is_null()).height == 0
    assert tickets.filter(c("revenue").is_not_null(), ~c("offer_accepted").fill_null(False)).height == 0


def test_surveys_belong_to_solved_requests(company: Company) -> None:
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
