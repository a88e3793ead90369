"""The rows behind every number of the catalogue: as many as its n, and the number can be made of them again."""

import statistics
from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import polars as pl
import pytest

from answers.evidence import Evidence, asked, behind
from answers.measure import calendar, measure, single
from data import queries
from data.scope import OWNER, Scope
from data.store import Generation
from metrics.catalogue import CATALOGUE
from tests.answers.all_metrics import COMPOSED, COUNTED, DATED, at, event, world
from tests.answers.made_up import made_up
from tests.worlds import put

CUSTOMERS = {"requests_per_customer", "returning_customers", "retention_rate"}
WITH_ROWS = [metric for metric in COUNTED if metric not in CUSTOMERS]
PERSONAL = {"customer", "customer_since", "comment"}
SHARES = [metric for metric in WITH_ROWS if CATALOGUE[metric].default_stat == "share"]
NUMBERS = {"median": statistics.median, "mean": statistics.fmean, "total": sum}

every_metric = pytest.mark.parametrize("metric", WITH_ROWS)


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return world(made_up(seed=5, n=300), tmp_path_factory.mktemp("evidence"))


@lru_cache(maxsize=128)
def whole(metric: str, generation: Generation) -> Evidence:
    return all_of(metric, generation)


@lru_cache(maxsize=128)
def parts(metric: str, generation: Generation) -> pl.DataFrame:
    """A metric by channel, else by team, and by month, as far as it can be cut; without what has no n."""
    by = next(((cut,) for cut in ("channel", "team") if cut in queries.dimensions(metric)), ())
    grain = "month" if "month" in CATALOGUE[metric].grains else None
    return measure(metric, OWNER, generation, by=by, grain=grain).filter(pl.col("n") > 0)


def all_of(metric: str, generation: Generation, **more: Any) -> Evidence:
    return behind(asked(metric, **more), OWNER, generation, None)


@every_metric
def test_there_are_as_many_rows_as_the_n_says(messy: Generation, metric: str) -> None:
    found = whole(metric, messy)
    assert found.n == found.rows.height == single(measure(metric, OWNER, messy)).n
    assert found.n > 0, "nothing was tested"
    assert found.reason is None
    assert not PERSONAL & set(found.rows.columns)


@every_metric
def test_one_part_of_a_number_has_its_own_rows(messy: Generation, metric: str) -> None:
    """Also that of no channel or team, which is a part like others; of the month, where there are months."""
    table = parts(metric, messy)
    cuts = {"channel", "team"} & set(table.columns)
    nobody = table.filter(pl.any_horizontal(pl.col(cut).is_null() for cut in cuts)) if cuts else table
    row = (table if nobody.is_empty() else nobody).row(-1, named=True)
    span = _month(messy, row["period"]) if "period" in row else None
    found = behind(asked(metric, span, **{cut: row[cut] for cut in cuts}), OWNER, messy, 2)
    assert found.n == row["n"], row
    assert found.rows.height == min(2, found.n)
    for cut in cuts & set(found.rows.columns):
        assert set(found.rows[cut]) == {row[cut]}


# What is open at the end of a month came in an earlier one; costs are entered for some channels of a month alone.
@pytest.mark.parametrize("metric", sorted({*WITH_ROWS} & {*DATED} - {"backlog", "cost_per_request"}))
def test_the_date_of_a_row_places_it_in_its_month(messy: Generation, metric: str) -> None:
    months = dict(calendar(messy).select("date", "month").iter_rows())
    rows = whole(metric, messy).rows
    mine = Counter(months[day] for day in rows["on"].drop_nulls())
    table = parts(metric, messy).group_by("period").agg(pl.col("n").sum())
    assert mine == Counter(dict(table.select("period", "n").iter_rows()))


@pytest.mark.parametrize("metric", SHARES)
def test_the_yes_and_no_of_the_rows_are_the_share(messy: Generation, metric: str) -> None:
    hits = whole(metric, messy).rows["hit"]
    assert hits.null_count() == 0
    assert hits.mean() == pytest.approx(single(measure(metric, OWNER, messy)).value)


@pytest.mark.parametrize(
    "metric",
    [m for m in WITH_ROWS if CATALOGUE[m].default_stat in NUMBERS],
)
def test_the_numbers_of_the_rows_are_the_number(messy: Generation, metric: str) -> None:
    found = whole(metric, messy).rows["value"].to_list()
    made = NUMBERS[CATALOGUE[metric].default_stat](found)
    assert made == pytest.approx(single(measure(metric, OWNER, messy)).value)


def test_what_else_a_number_is_made_of(messy: Generation) -> None:
    def value(metric: str) -> float | None:
        return single(measure(metric, OWNER, messy)).value

    scores = all_of("nps", messy).rows["nps_score"]
    points = 100 * ((scores >= 9).sum() - (scores <= 6).sum()) / len(scores)
    assert points == pytest.approx(value("nps"))
    checks = all_of("qa_score", messy).rows
    assert checks["points"].sum() / checks["possible"].sum() == pytest.approx(value("qa_score"))
    days = all_of("occupancy", messy).rows
    assert days["busy_s"].sum() / days["on_duty_s"].sum() == pytest.approx(value("occupancy"))
    owners = all_of("workload_open", messy).rows
    assert owners["value"].sum() / owners.height == pytest.approx(value("workload_open"))


@pytest.mark.parametrize("month", [date(2025, 12, 1), date(2026, 3, 1), date(2026, 4, 1)])
def test_the_backlog_of_a_month_is_what_was_open_at_its_end(messy: Generation, month: date) -> None:
    table = measure("backlog", OWNER, messy, by=("team",), grain="month").filter(pl.col("period") == month)
    assert table.height
    for team, n in table.select("team", "n").iter_rows():
        assert all_of("backlog", messy, span=_month(messy, month), team=team).n == n


def test_a_request_leaves_the_backlog_and_may_come_back() -> None:
    """By hand: one without a history, one that was reopened."""
    moves = {0: "new", 24: "solved", 24 * 40: "open"}
    history = [event(hours, "status", value=value) for hours, value in moves.items()]
    owned = {"ticket_id": "h", "source": "history", "created_at": at(0), "status": "open", "team": "A"}
    plain = {
        "source": "test",
        "ticket_id": "1",
        "created_at": datetime(2026, 1, 5),
        "resolved_at": datetime(2026, 2, 3),
    }
    generation = put({"tickets": [owned, plain | {"status": "solved"}], "events": history})
    months = [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))]
    found = [all_of("backlog", generation, span=span).rows for span in months]
    assert [rows["ticket_id"].to_list() for rows in found] == [["1"], ["h"]]
    assert found[1]["on"].to_list() == [date(2025, 12, 31)], "the day on which it was first open"


def test_newest_first_and_the_same_each_time(messy: Generation) -> None:
    rows = all_of("next_response_time", messy).rows
    assert rows["on"].to_list() == sorted(rows["on"].to_list(), reverse=True)
    same_day = rows.filter(pl.col("on") == rows["on"][0])
    assert same_day["ticket_id"].to_list() == sorted(same_day["ticket_id"].to_list())
    some = behind(asked("next_response_time"), OWNER, messy, 7)
    assert some.rows.equals(rows.head(7))
    assert some.n == rows.height


@pytest.mark.parametrize("metric", ["first_response_within", "abandon_rate", "stale", "fcr_no_repeat", "service_level"])
def test_parameters_count_for_the_rows_too(messy: Generation, metric: str) -> None:
    (name,) = CATALOGUE[metric].parameters
    for value in (1.0, 20.0):
        found = all_of(metric, messy, params={name: value})
        measured = single(measure(metric, OWNER, messy, params={name: value}))
        assert found.n == measured.n
        if "hit" in found.rows.columns:
            assert found.rows["hit"].mean() == pytest.approx(measured.value)


def test_filters_and_parts_hold_together(messy: Generation) -> None:
    where = {"channel": ["email", "chat"], "team": ["A", "B"]}
    table = measure("csat", OWNER, messy, by=("team",), where=where)
    for team, n in table.select("team", "n").iter_rows():
        found = all_of("csat", messy, where=where, team=team)
        assert found.n == n
        assert set(found.rows["channel"]) <= {"email", "chat"}


@pytest.mark.parametrize("metric", [*COMPOSED, *sorted(CUSTOMERS)])
def test_where_there_are_no_single_rows_it_is_said(messy: Generation, metric: str) -> None:
    found = whole(metric, messy)
    assert found.rows.is_empty()
    assert found.reason
    assert found.n == single(measure(metric, OWNER, messy)).n


def _answers(agent: str, n: int) -> list[dict[str, Any]]:
    scored = {"kind": "csat", "score": 5.0, "scale": "1-5", "answered_at": datetime(2026, 4, 1), "comment": "Ann was"}
    return [{"survey_id": f"{agent}{i}", "agent": agent, "team": "A"} | scored for i in range(n)]


def test_fewer_than_five_answers_are_not_shown_by_person() -> None:
    generation = put({"surveys": [*_answers("ann", 4), *_answers("bea", 5)]})
    found = all_of("csat", generation)
    assert found.n == 9
    assert dict(found.rows.select("survey_id", "agent").iter_rows()) == {
        row["survey_id"]: row["agent"] if row["agent"] == "bea" else None
        for row in [*_answers("ann", 4), *_answers("bea", 5)]
    }
    assert not any("Ann was" in str(cell) for row in found.rows.iter_rows() for cell in row)
    for hidden in (all_of("csat", generation, agent="ann"), all_of("csat", generation, where={"agent": ["ann"]})):
        assert (hidden.n, hidden.rows.height) == (4, 0)
        assert hidden.reason
    assert all_of("csat", generation, agent="bea").rows.height == 5


def test_a_name_is_a_value_and_never_a_part_of_the_question() -> None:
    strange = ("it's; --", 'a "quoted" one', "$1", "")
    tickets = [
        {"ticket_id": str(i), "team": team, "created_at": datetime(2026, 4, 1)} for i, team in enumerate(strange)
    ]
    generation = put({"tickets": [*tickets, {"ticket_id": "nobody", "created_at": datetime(2026, 4, 1)}]})
    for i, team in enumerate(strange):
        assert all_of("requests", generation, team=team).rows["ticket_id"].to_list() == [str(i)]
    assert all_of("requests", generation, team=None).rows["ticket_id"].to_list() == ["nobody"]


def test_a_reader_sees_the_rows_of_the_own_teams_only(messy: Generation) -> None:
    lead = Scope("lead of A", teams=("A",))
    for metric in ("requests", "csat", "backlog", "feedback_routed_within", "sla_resolution", "qa_score"):
        found = behind(asked(metric), lead, messy, None)
        assert found.n == found.rows.height == single(measure(metric, lead, messy)).n
        assert set(found.rows["team"]) == {"A"}


def test_a_number_cannot_be_asked_for_the_rows_of_what_it_does_not_know(messy: Generation) -> None:
    with pytest.raises(LookupError, match="cannot be cut"):
        all_of("occupancy", messy, topic="p")
    with pytest.raises(LookupError, match="no other time"):
        all_of("stale", messy, span=(date(2026, 4, 1), date(2026, 4, 30)))


def test_a_question_is_the_same_however_it_was_put() -> None:
    one = asked("csat", None, {"team": ["B", "A"], "channel": ["chat"]}, {"days": 7.0}, topic=None, agent="x")
    other = asked("csat", None, {"channel": ("chat",), "team": ("A", "B")}, {"days": 7.0}, agent="x", topic=None)
    assert one == other
    assert hash(one) == hash(other)


def _month(generation: Generation, first: date) -> tuple[date, date]:
    days = calendar(generation).filter(pl.col("month") == first)["date"]
    return days.min(), days.max()  # type: ignore[return-value]
