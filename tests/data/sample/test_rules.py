"""What may never happen in the demonstration company."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from data.columns import (
    AGENT_TIME_KINDS,
    CHANNELS,
    CRITERIA,
    DIRECTIONS,
    KINDS,
    OUTCOMES,
    SCALES,
    STATUSES,
    SURVEY_KINDS,
)
from data.sample.company import PEOPLE
from data.sample.days import days_until
from data.sample.frames import instants
from data.sample.roster import roster
from tests.data.sample.rows import RECIPE, UNTIL, Company, assert_nothing_after, end_of, local, share

c = pl.col


def test_nothing_after_the_last_day(company: Company) -> None:
    assert_nothing_after(company, UNTIL)
    assert company["tickets"]["updated_at"].max() > end_of(UNTIL) - timedelta(hours=3)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
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

    during = acts.select(c(person).alias("agent"), c(at).alias("at"), "on").join(
        shifts(), on=["agent", "on"], how="left"
    )
    on_shift = share(during, c("at").is_between("begins", "ends").fill_null(False))
    assert on_shift > (0.85 if person == "resolved_by" else 0.97)


def shifts() -> pl.DataFrame:
    """The plan: agent, on (local date), begins and ends with overtime; only of those who came."""
    plan = roster(RECIPE.seed, days_until(UNTIL))
    day, person = np.nonzero(plan.duty)
    noon = plan.days.noon[day]
    ends = plan.ends + plan.overtime
    return pl.DataFrame(
        {
            "agent": [PEOPLE[n].id for n in person],
            "on": pl.Series(day).replace_strict(
                dict(enumerate(pl.date_range(plan.days.start, UNTIL, eager=True))), default=None
            ),
            "begins": instants(noon + ((plan.begins[day, person] - 12) * 3_600).astype(np.int64)),
            "ends": instants(noon + ((ends[day, person] - 12) * 3_600).astype(np.int64)),
        }
    )


def test_time_is_booked_within_shifts(company: Company) -> None:
    """Waiting and work together fill no more than the shift, and nobody waits who has no calls or chats."""
    booked = company["agent_time"].with_columns(
        on=local("started_at").dt.date(), s=(c("ended_at") - c("started_at")).dt.total_seconds()
    )
    here = booked.filter(c("kind") != "absence").join(shifts(), on=["agent", "on"], how="left")
    assert (
        here.filter(c("started_at").is_between("begins", "ends") & c("ended_at").is_between("begins", "ends")).height
        == here.height
    )
    assert (
        here.group_by("agent", "on").agg((c("kind") == "break").sum().alias("n"))["n"].to_list()
        == [1] * shifts().drop_nulls("on").height
    )
    handled = (
        company["tickets"]
        .filter(c("answered"), c("ended_at").is_not_null())
        .group_by(pl.coalesce("first_reply_agent", "agent").alias("agent"), local("created_at").dt.date().alias("on"))
        .agg((c("talk_s") + c("hold_s").fill_null(0) + c("wrap_s")).sum().alias("handled"))
    )
    waited = (
        here.filter(c("kind") == "available").group_by("agent", "on").agg(c("s").sum(), c("begins", "ends").first())
    )
    together = waited.join(handled, on=["agent", "on"], how="left").with_columns(
        of_shift=(c("s") + c("handled").fill_null(0)) / (c("ends") - c("begins")).dt.total_seconds()
    )
    assert share(together, c("of_shift") < 0.95) > 0.999
    mail_desk = company["agents"].filter(team="Mail Desk")["agent"].implode()
    assert booked.filter(c("agent").is_in(mail_desk), c("kind") == "available").height == 0


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
        ("quality_checks", "channel", CHANNELS),
        ("quality_checks", "criterion", CRITERIA),
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
    success = outbound.filter(c("outcome") == "success")
    assert success.select((c("right_party") & c("lead") & c("offer_accepted")).all()).item()
    assert outbound.filter(c("right_party") != c("outcome").is_in(["success", "refused", "callback"])).height == 0


def test_customers_are_there_before_they_ask_and_some_are_won_by_a_call(tickets: pl.DataFrame) -> None:
    known = tickets.filter(c("customer_since").is_not_null())
    assert 0.88 < known.height / tickets.height < 0.96
    assert known.group_by("customer").agg(c("customer_since").n_unique()).filter(c("customer_since") > 1).height == 0
    assert known.filter(c("direction") == "inbound", c("customer_since") > c("created_at")).height == 0
    outbound = tickets.filter(c("direction") == "outbound")
    won = outbound.filter(c("customer_since") == c("ended_at"))
    assert won.height > 100
    assert set(won["outcome"]) == {"success"}
    assert set(won["segment"]) == {"new"}
    assert tickets.filter(c("customer").is_in(won["customer"].implode()), c("direction") == "inbound").height > 50
    strangers = outbound.filter(c("customer_since").is_null(), c("segment") == "new")
    assert strangers.filter(c("outcome") == "success").height == 0
    assert tickets.join(strangers, on="customer", how="semi").filter(c("direction") == "inbound").height == 0


def test_the_helpdesks_own_durations_add_up(requests: pl.DataFrame) -> None:
    own = requests.filter(c("export_resolution_s").is_not_null())
    written = requests.filter(c("channel").is_in(["email", "social"]), c("resolved_at").is_not_null())
    assert own.height == written.height
    since = {"export_resolution_first_s": "first_resolved_at", "export_resolution_s": "resolved_at"}
    for column, until in since.items():
        assert own.filter(c(column) != (c(until) - c("created_at")).dt.total_seconds()).height == 0
    apart = c("export_requester_wait_s") + c("export_agent_wait_s")
    once = own.filter(c("reopens") == 0)
    assert once.filter(apart != c("export_resolution_s")).height == 0
    assert own.filter(apart > c("export_resolution_s")).height == 0
    assert own.filter(c("export_on_hold_s") > c("export_requester_wait_s")).height == 0
    for column in ("export_requester_wait_s", "export_agent_wait_s", "export_on_hold_s"):
        assert own[column].min() == 0 or column == "export_requester_wait_s"
        assert share(own, c(column) > 0) > 0.05
    assert not any(
        own[column].count() for column in own.columns if column.startswith("export_") and "business" in column
    )


def test_the_helpdesk_takes_the_bots_answer_for_a_first_response(requests: pl.DataFrame) -> None:
    ours = (c("first_reply_at") - pl.coalesce("handoff_at", "created_at")).dt.total_seconds()
    known = requests.filter(c("export_first_response_s").is_not_null()).with_columns(ours=ours)
    assert (
        known.filter(c("handoff_at").is_null(), c("bot_solved").fill_null(False).not_())
        .select((c("ours") == c("export_first_response_s")).all())
        .item()
    )
    by_bot = known.filter(c("handoff_at").is_not_null() | c("bot_solved"))
    assert by_bot["export_first_response_s"].max() <= 10  # type: ignore[operator]
    chats = known.filter(c("channel") == "chat")
    assert chats["export_first_response_s"].mean() < 0.7 * chats["ours"].mean()  # type: ignore[operator]


def test_quality_checks_are_of_answered_conversations(company: Company) -> None:
    checks = company["quality_checks"].join(
        company["tickets"].select("ticket_id", "first_reply_agent", "first_reply_at", "channel", "team", "direction"),
        on="ticket_id",
        how="left",
    )
    assert checks.filter(c("agent") != c("first_reply_agent")).height == 0
    assert checks.filter((c("channel") != c("channel_right")) | (c("team") != c("team_right"))).height == 0
    assert checks.filter(c("checked_at") <= c("first_reply_at")).height == 0
    assert set(checks["direction"]) == {"inbound"}
    assert checks.filter(~c("points").is_between(0, c("possible"))).height == 0
    answered = company["tickets"].filter(c("first_reply_at").is_not_null()).height
    assert 0.02 < checks["check_id"].n_unique() / answered < 0.03
    assert set(checks["criterion"]) == set(CRITERIA)
    assert checks.filter(criterion="objections").height < 0.7 * checks.filter(criterion="accuracy").height


def test_surveys_belong_to_solved_requests(company: Company) -> None:
    surveys = company["surveys"].join(
        company["tickets"].select("ticket_id", "resolved_at", "resolved_by", "channel"), on="ticket_id", how="left"
    )
    named = surveys.filter(c("ticket_id").is_not_null())
    assert named.filter(c("sent_at") < c("resolved_at")).height == 0
    assert named.filter(c("agent") != c("resolved_by")).height == 0
    assert named.filter(c("channel") != c("channel_right")).height == 0
    once = surveys.filter(c("kind") != "nps")
    assert once.select(c("ticket_id").is_unique().all()).item()
    assert surveys.filter(c("ticket_id").is_null())["kind"].unique().to_list() == ["nps"]
    assert surveys.filter(c("score").is_null() != c("answered_at").is_null()).height == 0
    assert surveys.filter(c("answered_at") < c("sent_at")).height == 0
    assert surveys.filter(c("score").is_null(), c("comment").is_not_null()).height == 0
    assert surveys["sent"].all()
    limits = {"csat": (1, 5), "ces": (1, 7), "nps": (0, 10)}
    for kind, (low, high) in limits.items():
        scores = surveys.filter(c("kind") == kind)["score"]
        assert (scores.min(), scores.max()) == (low, high)
