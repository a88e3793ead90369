"""What the glossary tells beside the catalogue's words: the numbers, and the helpdesk's own, against a plain count."""

import statistics
from datetime import datetime, timedelta
from typing import Any

import pytest

from answers import glossary
from answers.glossary import KIN, Beside, kin
from answers.measure import measure, single
from data.scope import OWNER, Scope
from data.store import Generation
from metrics.catalogue import CATALOGUE
from metrics.metric import NO_VALUE
from tests.worlds import put

MONTH = datetime(2026, 8, 3, 9)  # the last complete month: the data reach into September
EXPORTED = {name: metric.export for name, metric in CATALOGUE.items() if metric.export}


def a_request(number: int, created: datetime = MONTH, **more: Any) -> dict[str, Any]:
    """Answered after `number` hours, solved after nine and ten times as many; the export tells durations of its own."""
    hour = timedelta(hours=number)
    told = {f"export_{name}": 100.0 * number + place for place, name in enumerate(NAMES)}
    return {
        "ticket_id": str(number),
        "channel": "email",
        "status": "solved",
        "created_at": created,
        "first_reply_at": created + hour,
        "first_resolved_at": created + 9 * hour,
        "resolved_at": created + 10 * hour,
        "replies": 1,
        **told,
        **more,
    }


NAMES = [column.removeprefix("export_") for column in dict.fromkeys(EXPORTED.values())]
COUNTED = [
    a_request(1),
    a_request(2),
    a_request(3, handoff_at=MONTH + timedelta(hours=1)),  # a bot had it for an hour
    a_request(7),
]
REST = [
    a_request(4, **{f"export_{name}": None for name in NAMES}),  # ours alone
    a_request(5, kind="spam"),
    a_request(6, direction="outbound"),
    a_request(8, MONTH - timedelta(days=31)),  # another month
    a_request(9, MONTH + timedelta(days=40)),
]


@pytest.fixture
def world() -> Generation:
    return put({"tickets": [*COUNTED, *REST]})


def ours(metric: str, row: dict[str, Any]) -> float:
    """Our duration of a row, in seconds, counted by hand; all hours of the world's requests are those of the clock."""
    if metric.startswith("first_response"):
        start = row["created_at"] if metric.endswith("customer") else row.get("handoff_at") or row["created_at"]
        return float((row["first_reply_at"] - start).total_seconds())
    if metric.startswith("resolution_time"):
        end = row["first_resolved_at"] if "first" in metric else row["resolved_at"]
        return float((end - row["created_at"]).total_seconds())
    return float(row[EXPORTED[metric]])  # without a history the export's own counts


@pytest.mark.parametrize("metric", [name for name in EXPORTED if not name.endswith("_business")])
def test_both_numbers_are_those_of_a_plain_count_over_the_same_requests(world: Generation, metric: str) -> None:
    mine = [ours(metric, row) for row in COUNTED]
    theirs = [row[EXPORTED[metric]] for row in COUNTED]
    has_ours = COUNTED if metric.endswith(("wait", "wait_time", "hold_time")) else [*COUNTED, REST[0]]
    assert glossary.beside(metric, OWNER, world) == Beside(
        ours=len(has_ours),
        n=len(COUNTED),
        our_median=pytest.approx(statistics.median(mine)),
        our_mean=pytest.approx(statistics.mean(mine)),
        own_median=pytest.approx(statistics.median(theirs)),
        own_mean=pytest.approx(statistics.mean(theirs)),
    )


@pytest.mark.parametrize("metric", EXPORTED)
def test_where_every_request_has_both_ours_is_what_is_measured(metric: str) -> None:
    week = put({"tickets": [a_request(number) for number in range(1, 8)]})
    found = glossary.beside(metric, OWNER, week)
    assert found is not None
    assert found.ours == found.n == single(measure(metric, OWNER, week)).n == 7
    assert found.our_median == pytest.approx(single(measure(metric, OWNER, week, stat="median")).value)
    assert found.our_mean == pytest.approx(single(measure(metric, OWNER, week, stat="mean")).value)


def test_an_export_that_tells_no_duration_has_nothing_to_stand_beside() -> None:
    bare = put({"tickets": [a_request(1) | {f"export_{name}": None for name in NAMES}]})
    assert [glossary.beside(metric, OWNER, bare) for metric in EXPORTED] == [None] * len(EXPORTED)


def test_a_metric_that_no_export_tells_stands_alone(world: Generation) -> None:
    assert glossary.beside("csat", OWNER, world) is None


def test_who_may_see_nothing_sees_neither_number(world: Generation) -> None:
    nobody = Scope("nobody")
    assert glossary.beside("first_response_time", nobody, world) is None
    assert {each.value.n for each in glossary.standings(nobody, world).values()} == {0}


# ---- how each metric stands


def test_without_data_every_metric_lacks_what_it_needs() -> None:
    found = glossary.standings(OWNER, None)
    assert list(found) == list(CATALOGUE)
    assert all(standing.needs and not any(had for _words, had in standing.needs) for standing in found.values())
    assert {standing.value for standing in found.values()} == {NO_VALUE}


def test_values_are_those_of_the_last_complete_month_or_of_now(world: Generation) -> None:
    found = glossary.standings(OWNER, world)
    span = glossary.period(world)
    assert span is not None
    assert span[0].isoformat() == "2026-08-01"
    for metric, standing in found.items():
        if standing.fed:
            known = CATALOGUE[metric]
            assert standing.value == single(measure(metric, OWNER, world, span=span if known.grains else None)), metric
    assert found["requests"].value.n == 5
    assert not found["csat"].fed
    assert found["csat"].needs == (("satisfaction answers", False),)


def test_where_no_month_is_whole_all_data_count() -> None:
    week = put({"tickets": [a_request(number) for number in range(1, 8)]})
    assert glossary.period(week) is None
    assert glossary.standings(OWNER, week)["requests"].value.n == 7


def test_without_dates_all_data_count() -> None:
    surveys = [{"survey_id": str(i), "kind": "nps", "score": 10, "scale": "0-10"} for i in range(3)]
    undated = put({"surveys": surveys})
    assert glossary.period(undated) is None
    assert glossary.standings(OWNER, undated)["nps"].value.n == 3


# ---- the same, counted in other ways


def test_ways_are_the_statistics_and_the_kin_as_measured(world: Generation) -> None:
    found = glossary.ways("first_response_time", OWNER, world)
    assert [(way.metric, way.stat) for way in found] == [
        ("first_response_time", "median"),
        ("first_response_time", "p90"),
        ("first_response_time", "mean"),
        ("first_response_time_business", "median"),
        ("first_response_time_customer", "median"),
    ]
    span = glossary.period(world)
    for way in found:
        assert way.value == single(measure(way.metric, OWNER, world, span=span, stat=way.stat))


def test_one_way_alone_is_nothing_to_compare(world: Generation) -> None:
    assert glossary.ways("requests", OWNER, world) == []
    assert glossary.ways("fcr_flag", OWNER, world) == [], "the kin that the data feeds is not this metric"


def test_kin_are_metrics_and_belong_to_one_group() -> None:
    named = [metric for group in KIN for metric in group]
    assert len(named) == len(set(named))
    assert set(named) <= CATALOGUE.keys()
    for metric in CATALOGUE:
        assert metric not in kin(metric)
        assert all(metric in kin(other) for other in kin(metric))
        if metric.endswith("_business"):
            assert metric.removesuffix("_business") in kin(metric)
