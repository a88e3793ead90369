"""The commands as people and cron run them: what they print, how they end, what they say when something is wrong."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

import tarazu
from data import child, home, intake, store
from data.columns import DERIVED_TICKETS, TICKETS
from metrics.catalogue import CATALOGUE
from tests.worlds import put

ROOT = Path(__file__).resolve().parents[1]
KEYS = ["group", "period", "value", "n", "low", "high"]
START = datetime(2026, 1, 5, 9)


def run(*words: object) -> Result:
    """A command in this process; faults of the program are raised."""
    return CliRunner().invoke(tarazu.cli, [str(word) for word in words], catch_exceptions=False)


def told(*words: object) -> str:
    """What a command says that ends badly: in words, and nothing where results are expected."""
    result = run(*words)
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    return result.stderr


def listed(*words: object) -> list[dict[str, Any]]:
    result = run("metric", *words, "--format", "json")
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert all(list(row) == KEYS for row in rows)
    return rows


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "tarazu.py"), *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a few requests: answered after 30, 60, … minutes, on phone and e-mail, one undated, one open."""
    tickets: list[dict[str, Any]] = [
        {
            "ticket_id": str(i),
            "channel": "phone" if i % 2 else "email",
            "team": None if i == 4 else "Sales, EMEA" if i < 3 else "=Support",
            "created_at": START + timedelta(days=16 * i),
            "first_reply_at": START + timedelta(days=16 * i, minutes=30 * (i + 1)),
            "resolved_at": START + timedelta(days=16 * i, hours=5),
            "status": "closed",
        }
        for i in range(6)
    ]
    tickets += [{"ticket_id": "undated", "channel": "email"}]
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TARAZU_HOME", str(folder))
        put({"tickets": tickets})
    return folder


@pytest.fixture
def loaded(company: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For the commands that only read."""
    monkeypatch.setenv("TARAZU_HOME", str(company))
    return company


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The intake without its child process."""
    monkeypatch.setattr(intake, "_run", lambda request, *_: child.answer(request) or 0)


def tickets_csv(folder: Path, name: str = "a.csv", *ids: str) -> Path:
    rows = [{"ticket_id": id, "created_at": "2026-03-02 09:15:00", "channel": "email"} for id in ids or ("1", "2")]
    pl.DataFrame(rows).write_csv(folder / name)
    return folder / name


# metric


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


# metrics, tickets, status


def test_the_catalogue_is_listed_whole() -> None:
    entries = json.loads(run("metrics", "--format", "json").stdout)
    assert [entry["id"] for entry in entries] == list(CATALOGUE)
    assert {"name", "unit", "direction", "definition", "population", "minimum_n", "needs", "stats"} <= set(entries[0])
    assert [line.split()[0] for line in run("metrics").stdout.splitlines()] == ["id", *CATALOGUE]
    rows = list(csv.DictReader(io.StringIO(run("metrics", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == list(CATALOGUE)


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


def summaries(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_load_prints_one_json_object_per_file(quick: None, tmp_path: Path) -> None:
    first, second = summaries(run("load", tickets_csv(tmp_path, "a.csv"), tickets_csv(tmp_path, "b.csv", "2", "3")))
    assert (first["file"], first["accepted"], first["new"]) == ("a.csv", 2, 2)
    assert (second["new"], second["unchanged"], second["replaced"], second["older"]) == (1, 1, 0, 0)
    assert {"rejected_by_reason", "findings", "cannot_feed", "source", "sha256", "already_loaded"} <= first.keys()
    [again] = summaries(run("load", tmp_path / "a.csv"))
    assert again["already_loaded"]


def test_load_takes_source_zone_and_date_order(quick: None, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("ticket_id,created_at,channel\n1,03/04/2026 09:00,email\n")
    assert "day" in told("load", file)
    words = ["--source", "desk", "--zone", "Asia/Tehran", "--date-order", "dmy"]
    [summary] = summaries(run("load", file, *words))
    assert (summary["source"], summary["zone"], summary["date_order"]) == ("desk", "Asia/Tehran", "dmy")
    [row] = json.loads(run("tickets", "--format", "json").stdout)
    assert (row["source"], row["created_at"]) == ("desk", "2026-04-03T05:30:00")


def test_load_takes_a_mapping_file(quick: None, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text("Nr,Kanal,Wann\n7,Fon,2026-05-04 10:00:00\n8,Brief,2026-05-05 10:00:00\n")
    mapping = tmp_path / "shop.toml"
    mapping.write_text(
        'name = "shop"\nsource = "shop"\n[tables.tickets]\nticket_id = "Nr"\ncreated_at = "Wann"\n'
        'channel = { from = "Kanal", values = { Fon = "phone", Brief = "other" } }\n'
    )
    [summary] = summaries(run("load", tmp_path / "shop.csv", "--map", mapping))
    assert (summary["mapping"], summary["source"], summary["accepted"]) == ("shop", "shop", 2)
    assert [(row["group"], row["n"]) for row in listed("requests", "--by", "channel")] == [("other", 1), ("phone", 1)]


def test_load_takes_parquet_and_uploads_do_not(quick: None, tmp_path: Path) -> None:
    pl.read_csv(tickets_csv(tmp_path)).write_parquet(tmp_path / "a.parquet")
    [summary] = summaries(run("load", tmp_path / "a.parquet"))
    assert summary["accepted"] == 2


@pytest.mark.parametrize(
    ("content", "words", "reason"),
    [
        ("shoe,size\nx,41\n", [], "No adapter knows its columns"),
        ("", [], "It is empty"),
        (None, [], "there is no such file"),
        ("ticket_id,created_at\n1,2026-01-01\n", ["--zone", "Moon"], "'Moon' is no time zone"),
    ],
)
def test_a_refused_file_ends_with_its_reason_as_json(
    quick: None, tmp_path: Path, content: str | None, words: list[str], reason: str
) -> None:
    file = tmp_path / "it's.csv"
    if content is not None:
        file.write_text(content)
    result = run("load", tickets_csv(tmp_path, "good.csv"), file, *words)
    refusals = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.exit_code, [list(one) for one in refusals]) == (1, [["file", "refused", "kind"]])
    assert reason in refusals[0]["refused"]
    assert reason in result.stderr
    assert store.current() is None


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Bug: it was told as "[Errno 21] Is a directory", without a JSON object."""
    result = run("load", tmp_path)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] == f"{tmp_path.name}: there is no such file."


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("this is no TOML", "not valid TOML"),
        ("name = 'x'", "fills no table"),
        ("[tables.tickets]\nticket = 'Nr'", "ticket"),
        (None, "No such file or directory"),
        (b"\xff\xfe\xff", "utf-8"),
    ],
)
def test_a_bad_mapping_file_is_said_in_words(tmp_path: Path, mapping: str | bytes | None, reason: str) -> None:
    file = tmp_path / "map.toml"
    if mapping is not None:
        file.write_bytes(mapping if isinstance(mapping, bytes) else mapping.encode())
    assert reason in told("load", tickets_csv(tmp_path), "--map", file)
    assert store.current() is None


# sample, rebuild


def small(*words: object) -> list[list[dict[str, Any]]]:
    assert run("sample", "--tickets", "2000", "--until", "2026-10-31", *words).exit_code == 0
    return [listed(metric, "--by", "channel") for metric in ("requests", "resolution_time", "csat", "nps")]


def test_the_same_recipe_gives_the_same_numbers() -> None:
    first = small("--seed", "3")
    assert small("--seed", "3") == first
    assert small("--seed", "4") != first
    assert json.loads(run("status").stdout)["dataset"] == "demonstration"


def test_sample_takes_a_number_as_people_write_it() -> None:
    assert json.loads(run("sample", "--tickets", "1_00", "--until", "2026-10-31").stdout)["tickets"] == 100


def test_sample_if_empty_keeps_what_is_there() -> None:
    run("sample", "--tickets", "50", "--until", "2026-10-31")
    before = store.current()
    assert run("sample", "--if-empty").exit_code == 0
    assert store.current() == before


def test_sample_refuses_where_own_data_is_loaded(quick: None, tmp_path: Path) -> None:
    run("load", tickets_csv(tmp_path))
    before = store.current()
    assert "Own data is loaded" in told("sample", "--tickets", "50")
    assert store.current() == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--tickets", "0"], "greater than or equal to 1"),
        (["--seed", "-1"], "the seed is a whole number from 0 on, not -1"),
        (["--until", "31.10.2026"], "'31.10.2026' is not a date"),
    ],
)
def test_an_impossible_recipe_is_said_in_words(words: list[str], reason: str) -> None:
    """Bug: a negative seed ended in a traceback."""
    assert reason in told("sample", *words)


def test_rebuild_reads_all_again(quick: None, tmp_path: Path) -> None:
    run("load", tickets_csv(tmp_path))
    before = listed("requests")
    assert run("rebuild").stdout == "1 files read again.\n"
    assert listed("requests") == before


@pytest.mark.parametrize("command", [["rebuild"], ["metric", "requests"], ["tickets"], ["status"]])
def test_damage_is_said_with_its_remedy(quick: None, tmp_path: Path, command: list[str]) -> None:
    run("load", tickets_csv(tmp_path))
    generation = store.current()
    assert generation is not None
    for file in (home.store() / "raw").iterdir():
        file.unlink()
    for file in generation.path.iterdir():
        file.unlink()
    store._generation.cache_clear()
    assert re.search("rebuild|Restore", told(*command))


# As a process of its own


@pytest.fixture
def sampled() -> None:
    run("sample", "--tickets", "2000", "--until", "2026-10-31")


def test_load_in_a_c_locale(tmp_path: Path) -> None:
    """The real command, with its child process: JSON is UTF-8 in every locale."""
    file = tickets_csv(tmp_path, "تیکت‌ها é.csv")
    ended = process("load", str(file), "--source", "پشتیبانی", LC_ALL="C")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout.decode())["file"] == file.name


def test_output_survives_a_terminal_of_few_letters(loaded: Path) -> None:
    ended = process("metric", "requests", "--by", "team", PYTHONIOENCODING="latin-1")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "–" in ended.stdout.decode()


@pytest.mark.parametrize("command", ["tickets", "metric requests --by channel --grain day --format json"])
def test_a_reader_that_leaves_early_is_no_fault(sampled: None, command: str) -> None:
    shell = f"set -o pipefail; '{sys.executable}' '{ROOT / 'tarazu.py'}' {command} | head -1"
    ended = subprocess.run(["bash", "-c", shell], cwd=ROOT, env=os.environ, capture_output=True, check=False)
    assert len(ended.stdout.splitlines()) == 1
    assert ended.stderr == b""


def test_help_is_quick_and_names_every_command() -> None:
    ended = process("--help")
    assert ended.returncode == 0
    for command in ("load", "metric", "metrics", "tickets", "sample", "rebuild", "status"):
        assert command in ended.stdout.decode()
