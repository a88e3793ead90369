"""Dates as text: every form round-trips, the order of day and month is proven and never guessed, zones are exact."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import dates, zones
from data.refused import Refused
from data.zones import NO_ZONE, names, zone

FORMS = {
    "%Y-%m-%d %H:%M:%S": "dmy",
    "%Y-%m-%dT%H:%M:%S": "dmy",
    "%Y-%m-%dT%H:%M:%SZ": "dmy",
    "%Y-%m-%d %H:%M:%S+00:00": "dmy",
    "%Y/%m/%d %H:%M:%S": "dmy",
    "%Y. %m. %d. %H:%M:%S": "dmy",
    "%d/%m/%Y %H:%M:%S": "dmy",
    "%d.%m.%Y %H:%M:%S": "dmy",
    "%d-%m-%y %H:%M:%S": "dmy",
    "%m/%d/%Y %I:%M:%S %p": "mdy",
    "%m/%d/%y %H:%M:%S": "mdy",
    "%y-%m-%d %H:%M:%S": "ymd",
    "%d/%b/%y %I:%M:%S %p": "dmy",
    "%d %B %Y %H:%M:%S": "mdy",
    "%b %d, %Y %H:%M:%S": "dmy",
    "%a, %d %b %Y %H:%M:%S GMT": "mdy",
}


def parse(*values: str | None, zone: str = "UTC", **said: str | None) -> dates.Instants:
    return dates.parse({"x": pl.Series(values, dtype=pl.String)}, zone, **said)  # type: ignore[arg-type]


def value(text: str, **said: str) -> datetime | None:
    return parse(text, **said).values["x"][0]  # type: ignore[no-any-return]


instants = st.datetimes(datetime(1990, 1, 1), datetime(2068, 12, 31)).map(lambda at: at.replace(microsecond=0))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=6)
@given(st.lists(instants, min_size=1, max_size=80))
def test_every_form_round_trips(form: str, moments: list[datetime]) -> None:
    if "%y" in form:
        moments = [at.replace(year=2000 + at.year % 60) if (at.month, at.day) != (2, 29) else at for at in moments]
        moments = [at if at.year >= 2000 else at.replace(year=2004) for at in moments]
    # One value that leaves no doubt, so that the others are read by proof.
    proof = datetime(2020, 5, 31)
    said = {"date_order": "ymd"} if FORMS[form] == "ymd" else {}
    found = parse(*(at.strftime(form) for at in [proof, *moments]), **said)
    assert found.values["x"].to_list() == [proof, *moments]
    assert found.reasons["x"].null_count() == len(moments) + 1


@settings(max_examples=10)
@given(st.lists(instants, min_size=1, max_size=80))
def test_unpadded_parts_and_microseconds_round_trip(moments: list[datetime]) -> None:
    unpadded = [f"{at.day}/{at.month}/{at.year} {at.hour}:{at.minute:02}" for at in moments]
    found = parse("31/1/2020", *unpadded).values["x"].to_list()
    assert found[1:] == [at.replace(second=0) for at in moments]
    precise = [at + timedelta(microseconds=at.minute * 1_001) for at in moments]
    assert parse(*(at.isoformat() for at in precise)).values["x"].to_list() == precise


@settings(max_examples=10)
@given(st.lists(instants, min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(moments: list[datetime], random: object) -> None:
    texts = [at.strftime("%d/%m/%Y %H:%M") for at in moments]
    mixed = sorted(range(len(texts)), key=lambda _: random.random())  # type: ignore[attr-defined]
    straight = parse("25/12/2020", *texts).values["x"].to_list()
    shuffled = parse(*(texts[i] for i in mixed), "25/12/2020").values["x"].to_list()
    assert [straight[i + 1] for i in mixed] == shuffled[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-02-29", datetime(2016, 2, 29)),
        ("29/2/2016 01:16", datetime(2016, 2, 29, 1, 16)),
        ("2026-02-25 16:38:58.679", datetime(2026, 2, 25, 16, 38, 58, 679_000)),
        ("25/Feb/26 10:17 PM", datetime(2026, 2, 25, 22, 17)),
        ("01/02/2015 08:03:02 AM", datetime(2015, 2, 1, 8, 3, 2)),
        ("13/02/2015 12:30 a.m.", datetime(2015, 2, 13, 0, 30)),
        ("13/02/2015 12:30PM", datetime(2015, 2, 13, 12, 30)),
        ("2016-02-29T01:16:00+03:30", datetime(2016, 2, 28, 21, 46)),
        ("2016-02-29 01:16:00-0500", datetime(2016, 2, 29, 6, 16)),
        ("2016-02-29 01:16 UTC", datetime(2016, 2, 29, 1, 16)),
        ("2024-03-05T10:00:00.1234567Z", datetime(2024, 3, 5, 10, 0, 0, 123_456)),
        ("1456709160", datetime(2016, 2, 29, 1, 26)),
        ("1456709160.25", datetime(2016, 2, 29, 1, 26)),
        ("1456709160123", datetime(2016, 2, 29, 1, 26, 0, 123_000)),
    ],
)
def test_forms_of_real_exports(text: str, expected: datetime) -> None:
    assert value(text, date_order="dmy") == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2016", dates.NO_SUCH_DAY),
        ("2015-02-29", dates.NO_SUCH_DAY),
        ("2015-02-29 10:00:00", dates.NO_SUCH_DAY),
        ("2015-13-01", dates.NO_SUCH_DAY),
        ("00/01/2016", dates.NO_SUCH_DAY),
        ("12/31/2016", dates.OTHER_ORDER),
        ("2016-01-01 24:00", dates.NO_SUCH_TIME),
        ("2016-01-01 10:60:00", dates.NO_SUCH_TIME),
        ("2016-01-01 23:59:60", dates.NO_SUCH_TIME),
        ("2016-01-01 13:00 PM", dates.NO_SUCH_TIME),
        ("1402/05/01", dates.JALALI),
        ("1402/05/31 10:00", dates.JALALI),
        ("1889-01-01", dates.YEAR),
        ("0001-01-01 00:00:00", dates.YEAR),
        ("2101-01-01 00:00:00", dates.YEAR),
        ("Mi, 5 Feb 2016", dates.NOT_A_DATE),
        ("yesterday", dates.NOT_A_DATE),
        ("12:30", dates.NOT_A_DATE),
        ("5 Foo 2016", dates.NOT_A_DATE),
        ("2016-01-01 10:00 CEST", dates.NOT_A_DATE),
        ("99999999999", dates.NOT_A_DATE),
        ("=1+1", dates.NOT_A_DATE),
    ],
)
def test_what_cannot_be_read_has_a_reason(text: str, why: str) -> None:
    good = ["31/1/2016"] * 9
    found = parse(text, *good, None)
    assert found.values["x"].to_list() == [None, *[datetime(2016, 1, 31)] * 9, None]
    assert found.reasons["x"].to_list() == [why, *[None] * 10]


def test_all_columns_decide_the_order_together() -> None:
    opened, closed = pl.Series(["03/04/2016", "05/06/2016"]), pl.Series(["13/04/2016", "07/06/2016"])
    found = dates.parse({"opened": opened, "closed": closed}, "UTC")
    assert found.date_order == "dmy"
    assert found.values["opened"].to_list() == [datetime(2016, 4, 3), datetime(2016, 6, 5)]
    alone = dates.parse({"opened": opened, "closed": pl.Series(["04/13/2016", None])}, "UTC")
    assert alone.values["opened"].to_list() == [datetime(2016, 3, 4), datetime(2016, 5, 6)]


def test_ambiguous_dates_need_a_word_from_somebody() -> None:
    with pytest.raises(Refused, match="--date-order"):
        parse("03/04/2016 10:00", "05/06/2016")
    assert value("03/04/2016", date_order="dmy") == datetime(2016, 4, 3)
    assert value("03/04/2016", date_order="mdy") == datetime(2016, 3, 4)
    assert value("03/04/16", date_order="ymd") == datetime(2003, 4, 16)
    usual = parse("03/04/2016", fallback="mdy")
    assert usual.values["x"][0] == datetime(2016, 3, 4)
    assert [one["kind"] for one in usual.findings] == ["date_order"]
    both_ways = parse("04/04/2016")
    assert both_ways.values["x"][0] == datetime(2016, 4, 4)
    assert both_ways.findings == []


def test_the_values_outweigh_the_fallback_but_not_silently_the_reader() -> None:
    assert parse("13/04/2016", fallback="mdy").date_order == "dmy"
    with pytest.raises(Refused, match="month first, but 13/04/2016 is day first"):
        parse("13/04/2016", date_order="mdy")


def test_a_few_values_in_the_other_order_are_rejected_and_many_refuse_the_file() -> None:
    few = parse(*["13/04/2016"] * 19, "04/13/2016")
    assert few.date_order == "dmy"
    assert few.reasons["x"].to_list() == [None] * 19 + [dates.OTHER_ORDER]
    with pytest.raises(Refused, match=r"mixes dates .*13/04/2016.*04/13/2016"):
        parse(*["13/04/2016"] * 8, "04/13/2016")


def test_local_times_become_utc_across_both_changes_of_clocks() -> None:
    texts = ["2022-03-27 01:59:59", "2022-03-27 02:30:00", "2022-10-30 02:30:00", "2022-07-01 12:00", "2022-07-01"]
    found = parse(*texts, "2022-07-01T12:00:00Z", zone="Europe/Budapest")
    assert found.values["x"].to_list() == [
        datetime(2022, 3, 27, 0, 59, 59),
        datetime(2022, 3, 27, 1, 30),  # 02:30 does not exist: read as 03:30
        datetime(2022, 10, 30, 0, 30),  # twice: the first
        datetime(2022, 7, 1, 10),
        datetime(2022, 6, 30, 22),
        datetime(2022, 7, 1, 12),
    ]
    assert {one["kind"]: one["count"] for one in found.findings} == {"clock_back": 1, "clock_forward": 1}


@settings(max_examples=10)
@given(
    st.lists(instants, min_size=1, max_size=20), st.sampled_from(["Asia/Tehran", "Europe/Budapest", "America/New_York"])
)
def test_zones_agree_with_the_standard_library(moments: list[datetime], name: str) -> None:
    existing = [at for at in moments if at.year < 2037]
    utc = [at.replace(tzinfo=ZoneInfo(name)).astimezone(UTC).replace(tzinfo=None) for at in existing]
    assert parse(*map(str, existing), zone=name).values["x"].to_list() == utc


def test_days_are_moved_by_no_zone() -> None:
    found = dates.parse({"day": pl.Series(["2024-03-05"])}, "Asia/Tehran", days=["day"])
    assert found.values["day"][0] == datetime(2024, 3, 5)


def test_a_wrong_zone_is_refused_with_the_nearest_names() -> None:
    assert zone("Europe/Budapest") == "Europe/Budapest"
    for wrong, hint in [("Budapest", "Europe/Budapest"), ("Europe/Budapset", "Europe/Budapest"), ("xq", "Asia/Tehran")]:
        with pytest.raises(Refused, match=hint):
            zone(wrong)


def test_zones_go_by_the_names_of_rails_too() -> None:
    known = {
        "Central Time (US & Canada)": "America/Chicago",
        "central time (us & canada)": "America/Chicago",
        "Nuku'alofa": "Pacific/Tongatapu",
        "Kyev": "Europe/Kiev",
        "London": "Europe/London",
        "UTC": "UTC",
        "Europe/Budapest": "Europe/Budapest",
        "asia/tehran": "Asia/Tehran",
    }
    found, reasons = names(pl.Series([*known, None]))
    assert found.to_list() == [*known.values(), None]
    assert reasons.null_count() == len(known) + 1
    found, reasons = names(pl.Series(["Middle Earth", "localtime", "London"]))
    assert found.to_list() == [None, None, "Europe/London"]
    assert reasons.to_list() == [NO_ZONE, NO_ZONE, None]
    assert names(pl.Series(["Middle Earth"]))[1].to_list() == [NO_ZONE]
    assert names(pl.Series([], dtype=pl.String))[0].to_list() == []


def test_every_zone_of_the_list_is_one_that_times_can_be_read_in() -> None:
    listed = tomllib.loads((Path(zones.__file__).parent / "zones.toml").read_text(encoding="utf-8"))
    noon = pl.Series([datetime(2024, 7, 1, 12)])
    assert len(listed) > 150
    assert all(zones.to_utc(noon, name)[0].null_count() == 0 for name in listed.values())


def test_dates_with_dots_are_day_first_where_nothing_else_tells() -> None:
    read = parse("03.04.2026 10:00", "5. 6. 2026")
    assert read.values["x"].to_list() == [datetime(2026, 4, 3, 10), datetime(2026, 6, 5)]
    assert [each["kind"] for each in read.findings] == ["date_order"]
    with pytest.raises(Refused, match="may be either"):
        parse("03.04.2026", "05/06/2026")
    assert value("03.04.2026", date_order="mdy") == datetime(2026, 3, 4)
