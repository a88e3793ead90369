"""Settings go to JSON and back unchanged, and say in words what can't be."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.columns import CHANNELS, SCALES
from data.errors import Invalid
from data.settings import Policy, Settings, TeamCalendar, minute_of_day

OFFICE = (("09:00", "17:00"),)
IRAN = Settings(
    zone="Asia/Tehran",
    calendar="jalali",
    week_start=5,
    hours=(OFFICE,) * 3 + ((("09:00", "13:00"),), (), OFFICE, OFFICE),
    country="IR",
    exceptions={date(2026, 3, 25): (("10:00", "12:00"), ("20:00", "24:00")), date(2026, 3, 26): ()},
    half_days={"03-20": (("09:00", "12:00"),), "02-29": ()},
    notes={"2026-03-26": "stocktaking", "03-20": "the day before Nowruz"},
    teams={
        "Budapest": TeamCalendar(
            zone="Europe/Budapest",
            country="HU",
            exceptions={date(2026, 12, 31): ()},
            half_days={"12-24": (("09:00", "12:00"),)},
            notes={"12-24": "Christmas Eve"},
        ),
        "Night": TeamCalendar(zone="Asia/Tehran", hours=((("00:00", "06:00"), ("22:00", "24:00")),) * 7),
    },
    promises=dict.fromkeys(CHANNELS, 300.0),
    channel_targets={"csat": {"chat": 0.9, "phone": 0.85}, "fcr_one_touch": {"email": 0.0, "web": 1.0}},
    policies=(
        Policy("first_response", 3600.0, True, priority="Urgent", channel="phone", tier="gold"),
        Policy("resolution", 86400.0, False),
    ),
    satisfied_from={"good_bad": 1.0, "1-5": 5.0, "1-7": 6.0, "1-10": 8.0, "0-10": 9.0},
    effort_easy="low",
)
HOUR = Policy("first_response", 3600.0, True)


def test_defaults_are_office_hours_in_utc() -> None:
    default = Settings()
    assert (default.zone, default.calendar, default.week_start, default.country) == ("UTC", "gregorian", 0, None)
    assert default.hours == (OFFICE,) * 5 + ((), ())
    assert default.exceptions == {}
    assert default.promises == {
        "phone": 60,
        "chat": 120,
        "social": 7200,
        "email": 86400,
        "web": 86400,
        "other": 86400,
    }
    assert default.satisfied_from == {"good_bad": 1, "1-5": 4, "1-7": 6, "1-10": 9, "0-10": 9}
    assert set(default.satisfied_from) == set(SCALES)
    assert (default.half_days, default.notes, default.teams, default.policies) == ({}, {}, {}, ())
    assert default.channel_targets == {"first_response_within": dict.fromkeys(CHANNELS, 0.8)}
    assert default.effort_easy == "high"


@pytest.mark.parametrize("kept", [Settings(), IRAN], ids=["default", "iran"])
def test_json_and_back_is_the_same(kept: Settings) -> None:
    read = Settings.from_json(json.loads(json.dumps(kept.to_json())))
    assert read == kept
    assert read.version == kept.version


def test_every_field_travels_through_json() -> None:
    assert set(Settings().to_json()) == {field.name for field in fields(Settings)}


def test_what_is_absent_takes_its_default() -> None:
    assert Settings.from_json({"zone": "Europe/Budapest"}) == Settings(zone="Europe/Budapest")


def test_settings_stored_before_there_were_teams_still_read() -> None:
    new = ("half_days", "notes", "teams", "channel_targets", "policies", "effort_easy")
    stored = {name: value for name, value in IRAN.to_json().items() if name not in new}
    read = Settings.from_json(stored)
    assert read == replace(IRAN, **{name: getattr(Settings(), name) for name in new})
    assert read.hours == IRAN.hours


def test_a_team_without_a_calendar_has_the_organisations() -> None:
    assert IRAN.calendar_of("Budapest") is IRAN.teams["Budapest"]
    own = IRAN.calendar_of("South")
    assert own == IRAN.calendar_of(None)
    for name in ("zone", "hours", "country", "exceptions", "half_days", "notes"):
        assert getattr(own, name) == getattr(IRAN, name)


def test_the_version_is_stable_and_changes_with_every_field() -> None:
    default = Settings()
    assert default.version == Settings.from_json({}).version
    assert default.version == "5a7f975a10ea"  # changes only when the defaults or their JSON do
    different = {field.name: getattr(IRAN, field.name) for field in fields(Settings)}
    versions = {replace(default, **{name: value}).version for name, value in different.items()}
    assert len(versions | {default.version}) == len(different) + 1


def test_the_version_does_not_depend_on_the_order_of_entry() -> None:
    turned = Settings(promises=dict(reversed(Settings().promises.items())))
    assert turned.version == Settings().version
    assert Settings(promises={**Settings().promises, "phone": 60}).version == Settings().version


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("zone", {"zone": "Budapest"}),
        ("zone", {"zone": ""}),
        ("zone", {"zone": None}),
        ("calendar", {"calendar": "lunar"}),
        ("week_start", {"week_start": 7}),
        ("week_start", {"week_start": -1}),
        ("week_start", {"week_start": True}),
        ("week_start", {"week_start": 5.0}),
        ("country", {"country": "ZZ"}),
        ("country", {"country": "hu"}),
        ("country", {"country": "registry"}),
        ("country", {"country": 36}),
        ("hours", {"hours": (OFFICE,) * 6}),
        ("hours.2", {"hours": (OFFICE, OFFICE, (("17:00", "09:00"),), OFFICE, OFFICE, (), ())}),
        ("hours.0", {"hours": ((("9:00", "17:00"),), *(OFFICE,) * 6)}),
        ("hours.0", {"hours": ((("09:00", "24:01"),), *(OFFICE,) * 6)}),
        ("hours.0", {"hours": ((("22:00", "06:00"),), *(OFFICE,) * 6)}),
        ("hours.6", {"hours": (*(OFFICE,) * 6, (("09:00", "12:00"), ("11:00", "17:00")))}),
        ("hours.6", {"hours": (*(OFFICE,) * 6, (("13:00", "17:00"), ("09:00", "12:00")))}),
        ("exceptions.2026-03-21", {"exceptions": {date(2026, 3, 21): (("09:00", "09:00"),)}}),
        ("promises", {"promises": {"phone": 60.0}}),
        ("promises", {"promises": {**Settings().promises, "pigeon": 60.0}}),
        ("promises.phone", {"promises": {**Settings().promises, "phone": 0}}),
        ("promises.chat", {"promises": {**Settings().promises, "chat": float("nan")}}),
        ("promises.chat", {"promises": {**Settings().promises, "chat": "60"}}),
        ("half_days.12-24", {"half_days": {"12-24": (("12:00", "09:00"),)}}),
        ("half_days.02-30", {"half_days": {"02-30": ()}}),
        ("half_days.2026-12-24", {"half_days": {"2026-12-24": ()}}),
        ("half_days.1-1", {"half_days": {"1-1": ()}}),
        ("exceptions.None", {"exceptions": {None: ()}}),
        ("notes.Christmas", {"notes": {"Christmas": "closed"}}),
        ("notes.12-24", {"notes": {"12-24": None}}),
        ("teams. ", {"teams": {" ": TeamCalendar()}}),
        ("teams.North.zone", {"teams": {"North": TeamCalendar(zone="Mordor")}}),
        ("teams.North.hours", {"teams": {"North": TeamCalendar(hours=(OFFICE,))}}),
        ("teams.North.hours.6", {"teams": {"North": TeamCalendar(hours=(OFFICE,) * 6 + ((("9", "5"),),))}}),
        ("teams.North.country", {"teams": {"North": TeamCalendar(country="XX")}}),
        ("teams.North.half_days.13-01", {"teams": {"North": TeamCalendar(half_days={"13-01": ()})}}),
        ("channel_targets.nps", {"channel_targets": {"nps": {}}}),
        ("channel_targets.csat.pigeon", {"channel_targets": {"csat": {"pigeon": 0.8}}}),
        ("channel_targets.csat.chat", {"channel_targets": {"csat": {"chat": 80}}}),
        ("channel_targets.csat.chat", {"channel_targets": {"csat": {"chat": None}}}),
        ("policies.0", {"policies": (replace(HOUR, clock="handle"),)}),
        ("policies.0", {"policies": (replace(HOUR, target_s=0),)}),
        ("policies.0", {"policies": (replace(HOUR, business=None),)}),
        ("policies.1", {"policies": (HOUR, replace(HOUR, priority=" "))}),
        ("policies.1", {"policies": (HOUR, replace(HOUR, channel="pigeon"))}),
        ("policies.1", {"policies": (HOUR, replace(HOUR, target_s=60, business=False))}),
        (
            "policies.2",
            {"policies": (replace(HOUR, tier="Gold"), replace(HOUR, clock="resolution"), replace(HOUR, tier="gold "))},
        ),
        ("effort_easy", {"effort_easy": "middle"}),
        ("satisfied_from", {"satisfied_from": {"1-5": 4}}),
        ("satisfied_from.1-5", {"satisfied_from": {**Settings().satisfied_from, "1-5": 6}}),
        ("satisfied_from.0-10", {"satisfied_from": {**Settings().satisfied_from, "0-10": 0}}),
    ],
)
def test_what_can_not_be_is_refused_in_words_at_its_field(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        Settings(**values)
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field].endswith(".")
    assert str(refused.value) == f"{field}: {refused.value.fields[field]}"


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        Settings(zone="nowhere", week_start=9)
    assert set(refused.value.fields) == {"zone", "week_start"}


@pytest.mark.parametrize(
    "stored",
    [
        {"hours": 7},
        {"hours": [["09:00"]]},
        {"hours": [[["09:00", "12:00", "13:00"]]] * 7},
        {"exceptions": ["2026-03-21"]},
        {"exceptions": {"21/03/2026": []}},
        {"promises": 60},
        {"satisfied_from": [1]},
        {"half_days": ["12-24"]},
        {"notes": "Christmas"},
        {"teams": {"North": "closed"}},
        {"teams": {"North": {"colour": "teal"}}},
        {"channel_targets": {"csat": 0.8}},
        {"policies": [{"clock": "resolution"}]},
        {"policies": [["resolution", 60]]},
        {"colour": "teal"},
    ],
    ids=str,
)
def test_json_of_another_shape_is_refused_at_its_field(stored: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        Settings.from_json(stored)
    assert list(refused.value.fields) == list(stored)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([field.name for field in fields(Settings)]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=8,
        ),
    )
)
def test_any_json_is_either_settings_or_refused_in_words(stored: dict[str, Any]) -> None:
    try:
        wrong, read = set(), Settings.from_json(stored)
    except Invalid as refused:
        wrong, read = {name.split(".")[0] for name in refused.fields}, Settings()
    assert wrong <= set(stored)
    assert Settings.from_json(read.to_json()) == read


def test_a_clock_time_counts_minutes() -> None:
    assert [minute_of_day(clock) for clock in ("00:00", "09:30", "24:00")] == [0, 570, 1440]
