"""Zendesk's own tables on their whole way through the product: files → store → derived rows → metrics, against numbers
computed by others (tolerances: ../shared/oracles/README.md). Rule by rule they are checked in history/."""

import polars as pl
import pytest

from answers.measure import measure, single
from data.scope import OWNER
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.data.history import zendesk
from tests.data.loads import load, now
from tests.data.zendesk import TABLES
from tests.worlds import shared

c = pl.col
CLOSE = 1e-3  # minutes


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    files = [shared(f"oracles/zendesk_history/raw/{name}.csv") for name in TABLES]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(tmp_path_factory.mktemp("zendesk")))
        load(*files)
        return now()


def rows(loaded: Generation, table: str) -> pl.DataFrame:
    return pl.read_parquet(loaded.path / f"{table}.parquet")


@pytest.fixture(scope="module")
def closed(loaded: Generation) -> pl.DataFrame:
    """Derived requests that are closed, with theirs beside them."""
    theirs = zendesk.table("expected/ticket_metrics").filter(c("status") == "closed").rename(lambda n: f"{n}_theirs")
    found = rows(loaded, "tickets").join(theirs, left_on="ticket_id", right_on="ticket_id_theirs")
    assert found.height == theirs.height > 0
    return found


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("first_response_s", "first_reply_time_calendar_minutes"),
        ("first_response_business_s", "first_reply_time_business_minutes"),
        ("total_response_s", "total_reply_time_calendar_minutes"),
        ("resolution_first_business_s", "first_resolution_business_minutes"),
        ("resolution_business_s", "full_resolution_business_minutes"),
        ("requester_wait_business_s", "requester_wait_time_in_business_minutes"),
        ("agent_wait_business_s", "agent_wait_time_in_business_minutes"),
        ("agent_work_business_s", "agent_work_time_in_business_minutes"),
        ("on_hold_business_s", "on_hold_time_in_business_minutes"),
    ],
)
def test_durations(closed: pl.DataFrame, ours: str, theirs: str) -> None:
    minutes = c(f"{theirs}_theirs").cast(pl.Float64)
    wrong = closed.filter(
        ((c(ours) / 60 - minutes).abs() >= CLOSE).fill_null(False) | (c(ours).is_null() != minutes.is_null())
    )
    assert closed[ours].count() > 0
    assert wrong.is_empty(), wrong.select("ticket_id", ours, f"{theirs}_theirs")


def test_counts_and_owners(closed: pl.DataFrame) -> None:
    found = closed.select(
        resolutions=c("resolutions") == c("count_resolutions_theirs").cast(pl.Int64),
        reopens=c("reopens") == c("count_reopens_theirs").cast(pl.Int64),
        replies=c("replies") == c("total_agent_replies_theirs").cast(pl.Int64),
        stations=c("transfers") + 1 == c("assignee_stations_count_theirs").cast(pl.Int64),
        first=c("first_owner") == c("first_assignee_id_theirs"),
        last=c("agent") == c("last_assignee_id_theirs"),
    )
    assert found.select(pl.all().all()).row(0) == (True,) * 6


def test_every_verdict_on_a_closed_ticket(loaded: Generation, closed: pl.DataFrame) -> None:
    """But where the time passed is the target to the second, of which theirs are rounded."""
    theirs = (
        zendesk.table("expected/sla_policies")
        .join(closed.select("ticket_id"), on="ticket_id", how="semi")
        .select(
            "ticket_id",
            clock=c("metric").replace_strict(zendesk.CLOCKS),
            applied_at=zendesk.instant("sla_applied_at"),
            breached=c("is_sla_breach") == "t",
            equal=(c("target").cast(pl.Float64) - c("sla_elapsed_time").cast(pl.Float64)).abs() < CLOSE,
        )
    )
    found = theirs.join(rows(loaded, "applications"), on=["ticket_id", "clock", "applied_at"], how="left")
    wrong = found.filter(~c("equal") & (c("kept").is_null() | (c("kept") == c("breached"))))
    assert found.height > 0
    assert wrong.is_empty(), wrong.select("ticket_id", "clock", "applied_at", "kept", "breached")


def test_ratings_become_csat(loaded: Generation) -> None:
    scores = zendesk.table("expected/ticket_metrics")["ticket_satisfaction_score"].drop_nulls().to_list()
    value = single(measure("csat", OWNER, loaded))
    assert (value.value, value.n) == (pytest.approx(scores.count("good") / len(scores)), len(scores))


def test_the_backlog_is_what_is_not_solved(loaded: Generation) -> None:
    statuses = zendesk.table("raw/ticket_data")["status"].to_list()
    open_now = sum(status not in ("solved", "closed") for status in statuses)
    assert single(measure("backlog", OWNER, loaded)).value == open_now
    by_month = measure("backlog", OWNER, loaded, grain="month")
    assert by_month["value"][-1] == open_now
    steps = rows(loaded, "steps").group_by("kind").agg(c("step").sum().abs()).rows()
    moved = dict(steps)
    assert moved["created"] - moved["solved"] + moved.get("reopened", 0) == open_now


@pytest.mark.parametrize("metric", [name for name in CATALOGUE if name.startswith(("sla_", "next_response", "total_"))])
def test_metrics_of_histories_have_a_value(loaded: Generation, metric: str) -> None:
    if metric == "sla_resolution":
        assert single(measure(metric, OWNER, loaded)).n == 0, "no policy of Zendesk's promises a resolution here"
    else:
        assert single(measure(metric, OWNER, loaded)).n > 30
