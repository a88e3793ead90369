"""Real exports that nobody here wrote, through the same intake as the app, against values computed independently."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from answers import clock, month
from answers.measure import measure, single
from data import child, intake, loading, store
from data.columns import TICKETS
from data.loading import Arrival
from data.scope import OWNER
from data.settings import Settings
from data.store import Generation
from metrics.metric import Value
from tests.worlds import shared

FILES = (
    "data/servicenow_incident_log/incident_event_log_sample.csv",
    "data/boston311/boston311_2015_sample2000.csv",
    "data/nps_cc0/nps_retail_sample1500_latin1.csv",
)
SERVICENOW, BOSTON, SURVEY = "servicenow", "boston311", "survey"


def load(home: Path, *paths: str, in_process: bool = False) -> list[dict[str, Any]]:
    """Load real files as one set into a home of their own, as an upload would; returns the summaries.

    in_process: without the intake's own process, which takes most of the time.
    """
    files = [shared(path) for path in paths]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(home))
        if in_process:
            patch.setattr(intake, "_run", lambda request, *_: child.answer(request) or 0)
        return loading.load([Arrival(file, intake.Options(), file.name) for file in files], Settings())


def loaded(home: Path) -> Generation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(home))
        generation = store.current()
    assert generation is not None
    return generation


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All three exports in one store, as a company would have them; the summaries by source."""
    home = tmp_path_factory.mktemp("real")
    return {one["source"]: one | {"home": home} for one in load(home, *FILES)}


@pytest.fixture(scope="module")
def world(summaries: dict[str, dict[str, Any]]) -> Generation:
    return loaded(summaries[SURVEY]["home"])


@pytest.fixture(scope="module")
def expected() -> Any:
    return json.loads(shared("data/expected.json").read_text())


def value(world: Generation, metric: str, source: str, **asked: Any) -> Value:
    return single(measure(metric, OWNER, world, where={"source": [source]}, **asked))


def hours(seconds: float | None) -> float:
    assert seconds is not None
    return round(seconds / 3600, 3)


def by_channel(world: Generation, source: str) -> dict[str, int]:
    table = measure("requests", OWNER, world, by=("channel",), where={"source": [source]})
    return dict(table.select("channel", "n").iter_rows())


def findings(summary: dict[str, Any]) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in summary["findings"]}


def test_servicenow(world: Generation, summaries: dict[str, dict[str, Any]], expected: Any) -> None:
    known, summary = expected["fixture_uci_sample"], summaries[SERVICENOW]
    assert (summary["rows"], summary["accepted"], summary["rejected"]) == (known["events"], known["tickets"], 0)
    assert summary["date_order"] == "dmy"
    assert findings(summary)["older_rows"] == known["events"] - known["tickets"]
    assert findings(summary)["unresolved"] == known["resolved_missing"]
    sla = value(world, "sla_resolution", SERVICENOW)
    assert (round(100 * (sla.value or 0), 2), sla.n) == (known["sla_pct"], known["tickets"])
    assert sla.value == known["sla_met"] / known["tickets"]
    resolution = value(world, "resolution_time", SERVICENOW)
    assert (hours(resolution.value), resolution.n) == (
        known["res_h_median"],
        known["tickets"] - known["resolved_missing"],
    )
    assert hours(value(world, "resolution_time", SERVICENOW, stat="mean").value) == known["res_h_mean"]
    channels = {"phone": "Phone", "email": "Email", "web": "Self service"}
    assert by_channel(world, SERVICENOW) == {ours: known["channel"][theirs] for ours, theirs in channels.items()}
    for metric, count in (("reopen_rate_simple", "reopened"), ("transfer_rate", "reassigned")):
        assert value(world, metric, SERVICENOW).value == known[count] / known["tickets"]
    months = measure("requests", OWNER, world, grain="month", where={"source": [SERVICENOW]})["period"]
    opened = [day[:8] + "01" for day in known["opened"]]
    assert [str(months.min()), str(months.max())] == opened


def test_boston(world: Generation, summaries: dict[str, dict[str, Any]], expected: Any) -> None:
    known, summary = expected["fixture_boston_sample2000"], summaries[BOSTON]
    assert (summary["accepted"], summary["rejected"], summary["date_order"]) == (known["tickets"], 0, "mdy")
    assert findings(summary) == {"closed_before_created": known["neg"]}
    sla, decided = value(world, "sla_resolution", BOSTON), known["sla_resolution"]
    assert (round(sla.value or 0, 6), sla.n) == (decided["value"], decided["achieved"] + decided["breached"])
    assert sla.value == decided["achieved"] / sla.n
    resolution = value(world, "resolution_time", BOSTON)
    assert (hours(resolution.value), resolution.n) == (
        known["res_h_median_nonneg"],
        known["status"]["Closed"] - known["neg"],
    )
    assert hours(value(world, "resolution_time", BOSTON, stat="mean").value) == known["res_h_mean_nonneg"]
    assert by_channel(world, BOSTON) == {
        "phone": known["source"]["Constituent Call"],
        "web": known["source"]["Citizens Connect App"] + known["source"]["Self Service"],
        "other": sum(known["source"][one] for one in ("Employee Generated", "City Worker App", "Maximo Integration")),
    }


def test_recommendation(world: Generation, summaries: dict[str, dict[str, Any]], expected: Any) -> None:
    known, summary = expected["fixture_nps_sample1500"], summaries[SURVEY]
    assert (summary["accepted"], summary["rejected"]) == (known["rows"], 0)
    answer = value(world, "nps", SURVEY)
    assert (round(answer.value or 0, 2), answer.n) == (known["nps"], known["n"])
    assert answer.value == pytest.approx(100 * (known["promoters"] - known["detractors"]) / known["n"])


def test_undated_answers_make_no_trend_and_the_product_says_so(
    world: Generation, summaries: dict[str, dict[str, Any]]
) -> None:
    assert measure("nps", OWNER, world, grain="month").is_empty()
    assert any("a trend cannot be shown" in gap["text"] for gap in summaries[SURVEY]["cannot_feed"])
    assert {one["name"]: one["as_of"] for one in world.manifest["sources"]}[SURVEY] is None


def test_a_survey_alone_has_no_date_and_still_a_score(tmp_path: Path, expected: Any) -> None:
    load(tmp_path, FILES[2], in_process=True)
    alone = loaded(tmp_path)
    assert clock.as_of(alone) is None
    assert clock.last_complete("month", alone) is None
    [(metric, answer)] = month.undated(OWNER, alone, {})
    assert (metric.id, round(answer.value or 0, 2)) == ("nps", expected["fixture_nps_sample1500"]["nps"])


def test_what_a_source_cannot_feed_is_said_and_not_zero(
    world: Generation, summaries: dict[str, dict[str, Any]]
) -> None:
    for source in (SERVICENOW, BOSTON):
        said = [gap["text"] for gap in summaries[source]["cannot_feed"]]
        assert "no first reply column: first response time is not available without a history" in said
    for metric in ("first_response_time", "first_response_within", "sla_first_response", "csat", "fcr_one_touch"):
        assert single(measure(metric, OWNER, world)) == Value(None, 0, None, None)


def small(home: Path, name: str) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The stored requests of one of the 100-row files, and its summary."""
    [summary] = load(home, f"data/boston311/{name}.csv", in_process=True)
    return pl.read_parquet(loaded(home).path / "tickets.parquet").select(*TICKETS).sort("ticket_id"), summary


def test_day_first_dates_give_the_same_requests_as_iso_dates(tmp_path: Path) -> None:
    (iso, _), (day_first, summary) = (small(tmp_path / name, name) for name in ("boston311-100", "boston311-dmy-100"))
    assert summary["date_order"] == "dmy"
    assert day_first.height == 100
    # Customers and free text are no part of these files, so every column must agree.
    assert day_first.equals(iso)


def test_duplicates_are_found_and_counted_once(tmp_path: Path) -> None:
    rows, summary = small(tmp_path, "boston311-100-20dupes-random")
    assert (summary["rows"], summary["accepted"], findings(summary)) == (100, 80, {"older_rows": 20})
    assert rows["ticket_id"].n_unique() == rows.height == 80


def test_letters_beyond_ascii_cost_no_row(tmp_path: Path) -> None:
    (plain, _), (accents, summary) = (
        small(tmp_path / name, name) for name in ("boston311-100", "boston311-100-with-nonascii")
    )
    assert (summary["accepted"], summary["rejected"]) == (100, 0)
    assert accents.equals(plain)
