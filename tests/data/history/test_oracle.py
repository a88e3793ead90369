"""Closed Zendesk tickets as dbt_zendesk computed them; what is left out, and how exact it is, says the README there."""

import polars as pl
import pytest

from data import history
from tests.data.history import zendesk

pytestmark = pytest.mark.skipif(not zendesk.here(), reason="shared/oracles is not beside the repository")

CLOSE = 1e-3  # minutes; theirs are rounded to four places
COUNTED = {
    "requester_wait": ("new", "open", "on_hold"),
    "agent_wait": ("pending",),
    "agent_work": ("new", "open"),
    "on_hold": ("on_hold",),
}
ANY = ("new", "open", "pending", "on_hold")
c = pl.col


@pytest.fixture(scope="module")
def both() -> pl.DataFrame:
    """Ours with theirs beside it (with the suffix _theirs) of each ticket that is closed."""
    theirs = zendesk.table("expected/ticket_metrics").filter(c("status") == "closed").rename(lambda n: f"{n}_theirs")
    survey = history.surveys(zendesk.histories()).select("ticket_id", "score", "first_score")
    ours = history.tickets(zendesk.histories()).join(survey, on="ticket_id", how="left")
    found = theirs.join(ours, left_on="ticket_id_theirs", right_on="ticket_id", how="left", coalesce=False)
    assert found["ticket_id"].null_count() == 0
    assert found.height > 0
    return found


@pytest.fixture(scope="module")
def promises() -> pl.DataFrame:
    """Their applications of policies to closed tickets, with ours beside them where we have them."""
    closed = zendesk.table("raw/ticket_data").filter(c("status") == "closed")
    theirs = zendesk.table("expected/sla_policies").join(closed, left_on="ticket_id", right_on="id", how="semi")
    theirs = theirs.select(
        "ticket_id",
        clock=c("metric").replace_strict(zendesk.CLOCKS),
        applied_at=zendesk.instant("sla_applied_at"),
        target=c("target").cast(pl.Float64),
        in_hours=c("in_business_hours") == "t",
        breached=c("is_sla_breach") == "t",
        minutes=c("sla_elapsed_time").cast(pl.Float64),
        their_policy="sla_policy_name",
    )
    ours = history.applications(zendesk.histories())
    return theirs.join(ours, on=["ticket_id", "clock", "applied_at"], how="left", maintain_order="left")


def apart(both: pl.DataFrame, ours: str, theirs: str) -> pl.DataFrame:
    """Minutes that lie between ours and theirs; where only one is known that is wrong."""
    theirs_minutes = c(f"{theirs}_theirs").cast(pl.Float64)
    found = both.with_columns(ours=c(ours), theirs=theirs_minutes, apart=(c(ours) / 60 - theirs_minutes).abs())
    one_sided = found.filter(c("ours").is_null() != c("theirs").is_null())
    assert one_sided.is_empty(), one_sided.select("ticket_id", "ours", "theirs")
    assert found["ours"].count() > 0
    return found.select("ticket_id", "ours", "theirs", "apart")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("first_response_s", "first_reply_time_calendar_minutes"),
        ("first_response_business_s", "first_reply_time_business_minutes"),
        ("total_response_s", "total_reply_time_calendar_minutes"),
        ("resolution_first_business_s", "first_resolution_business_minutes"),
        ("resolution_business_s", "full_resolution_business_minutes"),
        *((f"{name}_business_s", f"{name}_time_in_business_minutes") for name in COUNTED),
    ],
)
def test_exact_durations(both: pl.DataFrame, ours: str, theirs: str) -> None:
    wrong = apart(both, ours, theirs).filter(c("apart") >= CLOSE)
    assert wrong.is_empty(), wrong


@pytest.mark.parametrize(
    ("ours", "theirs", "statuses"),
    [
        ("resolution_first_s", "first_resolution_calendar_minutes", None),
        ("resolution_s", "final_resolution_calendar_minutes", None),
        *((f"{name}_s", f"{name}_time_in_calendar_minutes", statuses) for name, statuses in COUNTED.items()),
    ],
)
def test_counted_minutes(both: pl.DataFrame, ours: str, theirs: str, statuses: tuple[str, ...] | None) -> None:
    """They count the boundaries of minutes, for each stay in a status: a minute off for each at most."""
    found = apart(both, ours, theirs)
    if statuses:
        stays = zendesk.histories().segments.filter(c("status").is_in(statuses)).group_by("ticket").len("stays")
        named = zendesk.histories().requests.select("ticket", "ticket_id")
        found = found.join(stays.join(named, on="ticket"), on="ticket_id", how="left")
    else:
        found = found.with_columns(stays=1)
    wrong = found.filter(c("apart") > c("stays").fill_null(0))
    assert wrong.is_empty(), wrong


def test_solve_time_is_waiting_of_both_sides(both: pl.DataFrame) -> None:
    both = both.with_columns(ours=c("requester_wait_business_s") + c("agent_wait_business_s"))
    wrong = apart(both, "ours", "solve_time_in_business_minutes").filter(c("apart") >= CLOSE)
    assert wrong.is_empty(), wrong
    both = both.with_columns(ours=c("requester_wait_s") + c("agent_wait_s"))
    stays = zendesk.histories().segments.filter(c("status").is_in(ANY)).group_by("ticket").len("stays")
    stays = stays.join(zendesk.histories().requests.select("ticket", "ticket_id"), on="ticket")
    found = apart(both, "ours", "solve_time_in_calendar_minutes").join(stays, on="ticket_id", how="left")
    wrong = found.filter(c("apart") > c("stays"))
    assert wrong.is_empty(), wrong


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (c("resolutions").cast(pl.String), "count_resolutions"),
        (c("reopens").cast(pl.String), "count_reopens"),
        (c("replies").cast(pl.String), "total_agent_replies"),
        ((c("transfers") + 1).cast(pl.String), "assignee_stations_count"),
        (c("first_owner"), "first_assignee_id"),
        (c("agent"), "last_assignee_id"),
        (pl.when(c("replies") == 1).then(pl.lit("t")).otherwise(pl.lit("f")), "is_one_touch_resolution"),
        (pl.when(c("replies") == 2).then(pl.lit("t")).otherwise(pl.lit("f")), "is_two_touch_resolution"),
        (c("status"), "status"),
        (c("priority"), "priority"),
        (c("created_at_ours").dt.to_string("%Y-%m-%d %H:%M:%S"), "created_at"),
        (c("first_resolved_at").dt.to_string("%Y-%m-%d %H:%M:%S"), "first_solved_at"),
        (c("resolved_at").dt.to_string("%Y-%m-%d %H:%M:%S"), "last_solved_at"),
        (c("score").replace_strict({1.0: "good", 0.0: "bad"}, default=None), "ticket_satisfaction_score"),
        (c("first_score").replace_strict({1.0: "good", 0.0: "bad"}, default=None), "ticket_first_satisfaction_score"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_counts_people_and_ratings(both: pl.DataFrame, ours: pl.Expr, theirs: str) -> None:
    created = zendesk.requests().select("ticket_id", created_at_ours="created_at")
    found = both.join(created, on="ticket_id").select("ticket_id", ours=ours, theirs=f"{theirs}_theirs")
    wrong = found.filter(c("ours").ne_missing(c("theirs")))
    assert wrong.is_empty(), wrong


def test_each_application_is_found(promises: pl.DataFrame) -> None:
    wrong = promises.filter(
        c("policy").ne_missing(c("their_policy"))
        | (c("target_s") != c("target") * 60)
        | (c("business") != c("in_hours"))
    )
    assert promises.height > 0
    assert promises["source"].null_count() == 0
    assert wrong.is_empty(), wrong


def test_flags(promises: pl.DataFrame) -> None:
    """Broken or kept as theirs; where the elapsed time equals the target they call some broken that are not."""
    equal = (c("elapsed_s") / 60 - c("target")).abs() < CLOSE
    judged = promises.filter(~equal)
    assert judged.height > 0.9 * promises.height
    wrong = judged.filter(c("kept").ne_missing(~c("breached")))
    assert wrong.is_empty(), wrong.select("ticket_id", "clock", "applied_at", "target_s", "elapsed_s", "kept")


def test_applications_that_they_do_not_list_ended_with_a_solve(promises: pl.DataFrame) -> None:
    """Some reply clocks that no reply ended have no row there; by the contract the solve ended them."""
    known = promises.select("ticket_id", "clock", "applied_at")
    closed = zendesk.requests().filter(c("status") == "closed")
    ours = history.applications(zendesk.histories()).join(closed, on="ticket_id", how="semi")
    more = ours.join(known, on=["ticket_id", "clock", "applied_at"], how="anti")
    solved = zendesk.histories().segments.filter("solved").join(zendesk.histories().requests, on="ticket")
    ended_so = more.join(solved.select("ticket_id", ended_at="start"), on=["ticket_id", "ended_at"], how="semi")
    assert ended_so.height == more.height
    assert more["kept"].null_count() == 0
    assert more["clock"].is_in(["first_response", "next_response"]).all()
