"""What metric, metrics, tickets and status print, and what they refuse in words."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest

import tarazu
from data import home
from data.columns import TICKETS
from data.derived_columns import DERIVED_TICKETS
from metrics.catalogue import CATALOGUE
from tests.commands.terminal import KEYS, listed, run, told
from tests.worlds import put


def test_without_grain_one_row_over_all_data_undated_included(loaded: Path) -> None:
    assert listed("requests") == [{"group": None, "period": None, "value": 7, "n": 7, "low": None, "high": None}]
    [row] = listed("first_response_time")
    assert (row["value"], row["n"]) == (105 * 60, 6)


def test_by_and_grain_give_a_row_for_each_group_and_period(loaded: Path) -> None:
    assert [(row["group"], row["value"]) for row in listed("requests", "--by", "channel")] == [
        ("email", 4),
        ("phone", 3),
    ]
    months = listed("requests", "--grain", "month")
    assert [(row["period"], row["n"]) for row in months] == [("2026-01-01", 2), ("2026-02-01", 2), ("2026-03-01", 2)]
    both = listed("requests", "--by", "channel, team", "--grain", "year")
    assert [(row["group"], row["period"], row["n"]) for row in both] == [
        ("email / Sales, EMEA", "2026-01-01", 2),
        ("email / (none)", "2026-01-01", 1),
        ("phone / =Support", "2026-01-01", 2),
        ("phone / Sales, EMEA", "2026-01-01", 1),
    ]


def test_a_dimension_named_twice_counts_once(loaded: Path) -> None:
    """Bug: it ended in an error of the engine."""
    assert listed("requests", "--by", "channel,channel") == listed("requests", "--by", "channel")


def test_from_and_to_are_both_included(loaded: Path) -> None:
    assert listed("requests", "--from", "2026-01-05", "--to", "2026-01-21")[0]["n"] == 2
    assert listed("requests", "--from", "2026-01-06")[0]["n"] == 5
    assert listed("requests", "--to", "2026-01-20")[0]["n"] == 1


def test_where_takes_several_values_and_several_names(loaded: Path) -> None:
    """Bug: of two --where of one name the first was dropped without a word."""
    for words in (["channel=phone,email"], ["channel=phone", "--where", "channel=email"], ["channel=phone, email"]):
        assert listed("requests", "--where", *words)[0]["n"] == 7
    assert listed("requests", "--where", "channel=phone")[0]["n"] == 3
    assert listed("requests", "--where", "channel=phone", "--where", "team==Support")[0]["n"] == 2
    assert listed("requests", "--where", 'team="Sales, EMEA"')[0]["n"] == 3


def test_where_an_unknown_value_is_no_data_and_not_zero(loaded: Path) -> None:
    result = run("metric", "first_response_time", "--where", "channel=fax", "--format", "json")
    assert json.loads(result.stdout) == [dict.fromkeys(KEYS) | {"n": 0}]
    assert (result.exit_code, result.stderr) == (0, "No data for this question.\n")


def test_stat_and_param(loaded: Path) -> None:
    values = {stat: listed("first_response_time", "--stat", stat)[0]["value"] for stat in ("median", "p90", "mean")}
    assert values == {"median": 105 * 60, "p90": 165 * 60, "mean": 105 * 60}
    shares = {
        within: listed("first_response_within", "--param", f"within={within}")[0]["value"]
        for within in ("1h", "3600", "60min", "90m", "3h", "0.5h", "1d")
    }
    third = pytest.approx(2 / 6)
    assert shares == {
        "1h": third,
        "3600": third,
        "60min": third,
        "90m": 0.5,
        "3h": 1,
        "0.5h": pytest.approx(1 / 6),
        "1d": 1,
    }


def test_csv_has_the_same_numbers_and_no_formula(loaded: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("metric", "requests", "--by", "team", "--format", "csv").stdout)))
    assert [list(row) for row in rows] == [KEYS] * 3
    assert {row["group"]: row["n"] for row in rows} == {"Sales, EMEA": "3", "'=Support": "2", "(none)": "2"}
    assert {row["low"] for row in rows} == {""}


def test_a_table_is_for_people(loaded: Path) -> None:
    lines = run("metric", "requests", "--by", "channel").stdout.splitlines()
    assert lines[0].split() == KEYS
    assert lines[1].split() == ["email", "–", "4", "4", "–", "–"]


def test_large_numbers_are_written_out(loaded: Path) -> None:
    """Bug: a million requests stood as 1e+06."""
    assert tarazu._cell(1_234_567.0) == "1234567"
    assert tarazu._cell(0.5) == "0.5"
    assert tarazu._cell(None) == "–"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["metric", "first_respons"], "There is no metric 'first_respons'. Did you mean "),
        (["metric", "csat", "--by", "moon"], "csat cannot be cut by 'moon', only by channel, team"),
        (["metric", "requests", "--where", "moon=1"], "requests cannot be cut by 'moon'"),
        (["metric", "csat", "--stat", "median"], "csat has no statistic 'median'"),
        (["metric", "csat", "--param", "within=1h"], "csat has no parameter 'within'; it has: none."),
        (["metric", "requests", "--grain", "decade"], "'decade' is no grain: day, week, month, quarter, year."),
        (["metric", "requests", "--from", "2026-02-30"], "'2026-02-30' is not a date: write YYYY-MM-DD."),
        (["metric", "requests", "--to", "yesterday"], "'yesterday' is not a date"),
        (["metric", "requests", "--where", "phone"], "--where 'phone': write NAME=VALUE."),
        (["metric", "first_response_within", "--param", "within=soon"], "'soon' is not a duration: write 90, 20s"),
    ],
)
def test_what_is_wrong_is_said_in_words(loaded: Path, words: list[str], answer: str) -> None:
    assert answer in told(*words)
    assert run(*words).stdout == ""


@pytest.mark.parametrize("command", [["metric", "csat"], ["tickets"]])
def test_without_data_a_command_says_how_to_load_some(command: list[str]) -> None:
    assert "No data is loaded yet" in told(*command)


def test_a_metric_that_the_data_cannot_feed_says_so(loaded: Path) -> None:
    result = run("metric", "csat", "--format", "json")
    assert json.loads(result.stdout) == [dict.fromkeys(KEYS) | {"n": 0}]
    assert "is not available: the loaded data has no satisfaction answers." in result.stderr


def test_undated_answers_have_no_trend_and_the_command_says_so() -> None:
    """Bug: an empty list was all there was to see."""
    put({"surveys": [{"survey_id": str(i), "kind": "nps", "score": 9.0, "scale": "0-10"} for i in range(5)]})
    result = run("metric", "nps", "--grain", "month", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert result.stderr == "None of 5 values has a date: a trend is not available.\n"
    assert run("metric", "nps", "--from", "2026-01-01").stderr == "No data in these dates.\n"


def test_a_number_of_days_may_be_written_as_a_duration() -> None:
    """14d is no number of seconds here."""
    opened = [datetime(2026, 1, day) for day in (1, 11, 22)]
    put({"tickets": [{"ticket_id": f"{at:%d}", "status": "open", "created_at": at} for at in opened]})
    quiet = {days: listed("stale", "--param", f"days={days}")[0]["value"] for days in ("14", "14d", "2w", "10.5")}
    assert quiet == {"14": 1, "14d": 1, "2w": 1, "10.5": 2}


# metrics, tickets, status


def test_the_catalogue_is_listed_whole() -> None:
    entries = json.loads(run("metrics", "--format", "json").stdout)
    assert [entry["id"] for entry in entries] == list(CATALOGUE)
    assert {"name", "unit", "direction", "definition", "population", "minimum_n", "needs", "stats"} <= set(entries[0])
    assert [line.split()[0] for line in run("metrics").stdout.splitlines()] == ["id", *CATALOGUE]
    rows = list(csv.DictReader(io.StringIO(run("metrics", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == list(CATALOGUE)


def test_a_metrics_parameters_are_listed_with_their_defaults() -> None:
    entries = {entry["id"]: entry["parameters"] for entry in json.loads(run("metrics", "--format", "json").stdout)}
    assert entries["fcr_no_repeat"] == {"days": {"meaning": "Days without a new request", "default": 7, "unit": "days"}}
    assert entries["first_response_within"]["within"]["default"] is None


def test_tickets_are_one_row_each_with_their_derived_times(loaded: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("tickets", "--format", "csv").stdout)))
    assert list(rows[0]) == [*TICKETS, *DERIVED_TICKETS]
    assert [row["ticket_id"] for row in rows] == ["0", "1", "2", "3", "4", "5", "undated"]
    assert (rows[1]["first_response_s"], rows[1]["resolution_s"]) == ("3600.0", "18000.0")
    assert rows[1]["created_at"] == "2026-01-21T09:00:00"
    assert rows[-1]["created_on"] == rows[-1]["first_response_s"] == ""
    assert {row["team"] for row in rows} == {"Sales, EMEA", "'=Support", ""}
    as_json = json.loads(run("tickets", "--format", "json").stdout)
    assert (as_json[1]["created_at"], as_json[1]["team"]) == ("2026-01-21T09:00:00", "Sales, EMEA")
    assert as_json[-1]["first_response_s"] is None


def test_tickets_as_a_table_are_a_table(loaded: Path) -> None:
    """Bug: they came as CSV."""
    assert run("tickets", "--format", "table").stdout.splitlines()[0].startswith("source  ticket_id")


def test_many_tickets_have_one_header(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run("tickets").stdout
    monkeypatch.setattr(tarazu, "_SLICE", 3)
    assert run("tickets").stdout == whole


def test_status_tells_what_is_loaded(loaded: Path) -> None:
    told = json.loads(run("status").stdout)
    assert (told["home"], told["dataset"], told["tickets"], told["surveys"]) == (str(loaded), "own", 7, 0)
    assert told["as_of"] == "2026-03-26T14:00:00"
    assert [one["name"] for one in told["files"]] == ["rows of a test"]


def test_status_before_the_first_load() -> None:
    assert json.loads(run("status").stdout) == {"home": str(home.home()), "generation": None}


# load
