"""load, sample and rebuild from the command line: summaries, exit codes, and reasons."""

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import home, loading, store
from tests.commands.terminal import listed, run, summaries, tickets_csv, told


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


@pytest.mark.parametrize(("command", "verb"), [("sample", "sample"), ("rebuild", "rebuild")])
def test_a_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch, command: str, verb: str) -> None:
    """Bug: it ended in a traceback."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/data/store")

    monkeypatch.setattr(loading, verb, full)
    assert told(command) == "[Errno 28] No space left on device: '/data/store'\n"


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
