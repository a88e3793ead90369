"""Tables for files and terminals: nothing that a spreadsheet would run, nothing that JSON does not know."""

import csv
import io
import json
from datetime import date, datetime

import polars as pl
import pytest

from answers import tables

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "｜x"]
HARMLESS = ["a=1", " =1", "1", "e-mail", "'=1", "", "–", "تیم"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert tables.safe(pl.DataFrame({"a": [text]}))["a"].to_list() == [f"'{text}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert tables.safe(pl.DataFrame({"a": [text]}))["a"].to_list() == [text]


def test_numbers_dates_and_nulls_stay_what_they_are() -> None:
    table = pl.DataFrame({"n": [-1.5, None], "d": [date(2026, 1, 2), None], "t": [None, "-"]})
    assert tables.safe(table).to_dict(as_series=False) == {
        "n": [-1.5, None],
        "d": [date(2026, 1, 2), None],
        "t": [None, "'-"],
    }


def test_headers_are_texts_too() -> None:
    assert tables.safe(pl.DataFrame({"=x": [1], "y": [2], "": [3]})).columns == ["'=x", "y", ""]


def test_csv_is_read_back_as_it_was() -> None:
    table = pl.DataFrame(
        {
            "text": ['a, "b"', "two\nlines", None],
            "at": [datetime(2026, 1, 2, 3, 4, 5), datetime(2026, 1, 2, 3, 4, 5, 500_000), None],
            "on": [date(2026, 1, 2), None, None],
            "n": [0.1, -2.0, None],
        }
    )
    assert list(csv.reader(io.StringIO(tables.csv(table)))) == [
        ["text", "at", "on", "n"],
        ['a, "b"', "2026-01-02T03:04:05", "2026-01-02", "0.1"],
        ["two\nlines", "2026-01-02T03:04:05.500", "", "-2.0"],
        ["", "", "", ""],
    ]


def test_csv_in_parts_has_one_header() -> None:
    table = pl.DataFrame({"a": [1, 2, 3]})
    assert tables.csv(table.head(1)) + tables.csv(table.slice(1), header=False) == tables.csv(table)


def test_json_keeps_undefined_apart_from_zero_and_instants_whole() -> None:
    """Bug: instants were written with a space, as no standard has them."""
    rows = [{"value": None, "n": 0, "on": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, 4), "name": "تیم"}]
    written = tables.as_json(rows)
    assert json.loads(written) == [
        {"value": None, "n": 0, "on": "2026-01-02", "at": "2026-01-02T03:04:00", "name": "تیم"}
    ]
    assert "تیم" in written


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_has_no_word_for_what_is_no_number(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        tables.as_json([{"value": value}])


def test_columns_of_text_stand_under_their_headers() -> None:
    assert tables.text(["group", "n"], [["email", "12"], ["a", "3,456"], ["–", "–"]]) == (
        "group  n\nemail     12\na      3,456\n–      –"
    )
    assert tables.text(["a"], []) == "a"
