"""Conversions: a value is read as one thing only, or not at all and with the reason."""

import polars as pl
import pytest

from data import convert


def text(*values: str | None) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


@pytest.mark.parametrize(
    ("column", "values", "reasons"),
    [
        (["1", "-2.5", "1e3", None], [1, -2.5, 1000, None], [None] * 4),
        (["1,234.5", "1,234"], [1234.5, 1234], [None] * 2),
        (["1.234,5", "1.234", "12,5", "0,125"], [1234.5, 1234, 12.5, 0.125], [None] * 4),
        (["1,234", "5"], [None, 5], [convert.TWO_NUMBERS, None]),
        (["1.234", "5"], [1.234, 5], [None] * 2),
        (["€ 12,50", "1 234,5", "1\u202f234,5", "1'234,5"], [12.5, 1234.5, 1234.5, 1234.5], [None] * 4),
        (["۱۲٫۵", "٣"], [12.5, 3], [None] * 2),
        (["nan", "inf", "abc", "1,2,3", "=1+1"], [None] * 5, [convert.NOT_A_NUMBER] * 5),
    ],
)
def test_numbers(column: list[str | None], values: list[float | None], reasons: list[str | None]) -> None:
    found, why = convert.numbers(text(*column))
    assert found.to_list() == values
    assert why.to_list() == reasons


def test_whole_numbers() -> None:
    found, why = convert.numbers(text("3", "5.0", "1,234", "5.5", None), whole=True)
    assert found.to_list() == [3, 5, 1234, None, None]
    assert found.dtype == pl.Int64
    assert why.to_list() == [None, None, None, convert.NOT_WHOLE, None]


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        (None, [90, 5400, None, -3630, 144300.5]),
        ("minutes", [5400, 5400, None, -3630, 144300.5]),
        ("hms", [324000, 5400, 45240, -3630, 144300.5]),
        ("mm:ss", [5400, 5400, 754, -3630, 144300.5]),
    ],
)
def test_durations(unit: str | None, values: list[float | None]) -> None:
    found, why = convert.durations(text("90", "1:30:00", "12:34", "-1:00:30", "40:05:00.5", "1:75:00", "x", None), unit)
    assert found.to_list() == [*values, None, None, None]
    assert why.to_list()[5:] == [convert.NOT_A_DURATION, convert.NOT_A_DURATION, None]


def test_words_for_unknown_are_null() -> None:
    cleaned = convert.clean(text(" a ", "?", "N/A", " NULL", "-", "", None, "No Group", "na na"), ["no group"])
    assert cleaned.to_list() == ["a", None, None, None, None, None, None, None, "na na"]


def test_yes_and_no_in_several_languages() -> None:
    found, why = convert.booleans(text("Yes", "no", "TRUE", "0", "igen", "خیر", "maybe", None))
    assert found.to_list() == [True, False, True, False, True, False, None, None]
    assert why.to_list() == [None] * 6 + [convert.NOT_YES_OR_NO, None]


def test_a_mapping_s_words_go_before_the_common_ones() -> None:
    column = text("Phone", "E-Mail", "Pigeon", "Pigeon", "owl", None)
    found, unknown = convert.translated(column, {"phone": "other", "OWL": "web"}, "channel", "other")
    assert found.to_list() == ["other", "email", "other", "other", "web", None]
    assert unknown == {"Pigeon": 2}
    assert convert.translated(column, {"owl": ""}, None, "keep")[0].to_list() == [*column.to_list()[:4], None, None]


def test_hashes_are_keyed_short_and_blind_to_case() -> None:
    column = text("Ann@x.org", " ann@X.org", "bob", None)
    first, second = convert.hashed(column, b"a" * 32), convert.hashed(column, b"b" * 32)
    assert first[0] == first[1] != first[2]
    assert first[3] is None
    assert all(len(value) == 16 and int(value, 16) for value in first.drop_nulls())
    assert not set(first.drop_nulls()) & set(second.drop_nulls())


def test_a_value_inside_json_objects() -> None:
    written = text('{"minutes":480,"open":true}', '{"minutes":1.50}', '{"minutes":null}', "{}", None, '{"minutes":"x"}')
    assert convert.inside(written, "minutes")[0].to_list() == ["480", "1.50", None, None, None, "x"]
    assert convert.inside(written, "open")[0].to_list() == ["true", None, None, None, None, None]
    assert convert.inside(written, "minutes")[1].null_count() == len(written)
    value, reason = convert.inside(text('{"minutes":', "480", "[1]", '"x"', None), "minutes")
    assert value.null_count() == 5
    assert reason.to_list() == [*[convert.NO_JSON] * 4, None]
    assert convert.inside(text(), "minutes")[0].to_list() == []
